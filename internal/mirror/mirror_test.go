package mirror

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// made is a site in a folder, with these files; what it had before is gone.
func made(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// holds are the files below a folder.
func holds(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func same(t *testing.T, when string, got, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s: %s is %q, want %q", when, name, got[name], text)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s: %s is there", when, name)
		}
	}
}

var (
	first = map[string]string{"index.html": "home", "sources.opml": "list", "2026/kiln.html": "the kiln", "2026/weir.html": "the weir", "_x/a b.html": "a space"}
	later = map[string]string{"index.html": "home, later", "sources.opml": "list", "2026/weir.html": "the weir", "_x/a b.html": "a space"}
)

// with is files and one more.
func with(files map[string]string, name, text string) map[string]string {
	out := map[string]string{name: text}
	for k, v := range files {
		out[k] = v
	}
	return out
}

func needs(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("needs %s: apt-get install %[1]s", name)
	}
}

func TestRsync(t *testing.T) {
	needs(t, "rsync")
	dir := t.TempDir()
	site, to := filepath.Join(dir, "site"), filepath.Join(dir, "www")
	r := Rsync{Site: site, To: to, Environ: os.Environ()}
	copied := func(when string, files map[string]string) {
		t.Helper()
		made(t, site, with(files, "2026/.waidian-HALF", "half"))
		if err := r.Copy(t.Context()); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		same(t, when, holds(t, to), files)
	}
	copied("at first", first)
	if st, err := os.Stat(filepath.Join(to, "index.html")); err != nil || st.Mode().Perm() != 0o644 {
		t.Errorf("others cannot read it: %v, %v", st.Mode(), err)
	}
	copied("later", later)

	// What is another's is left alone.
	made(t, to, map[string]string{"thesis.tex": "years of work"})
	if err := r.Copy(t.Context()); err == nil || !strings.Contains(err.Error(), "has files and is no site of a desk") {
		t.Errorf("a folder of another's: %v", err)
	}
	same(t, "a folder of another's", holds(t, to), map[string]string{"thesis.tex": "years of work"})
	for _, to := range []string{filepath.Join(site, "below"), dir, site} {
		if err := (Rsync{Site: site, To: to, Environ: os.Environ()}).Copy(t.Context()); err == nil || !strings.Contains(err.Error(), "lie in one another") {
			t.Errorf("%s: %v", to, err)
		}
	}
	r.To = "rsync://127.0.0.1:1/press"
	if err := r.Copy(t.Context()); err == nil || !strings.Contains(err.Error(), "refused") {
		t.Errorf("nobody there: %v", err)
	}
}

func TestGit(t *testing.T) {
	needs(t, "git")
	dir := t.TempDir()
	site, to := filepath.Join(dir, "site"), filepath.Join(dir, "remote.git")
	git := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("git", args...).CombinedOutput()
		if err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "-q", "--bare", to)
	g := Git{Site: site, Dir: filepath.Join(dir, "own.git"), To: to, Branch: "pages", Environ: os.Environ()}
	n := 0
	copied := func(when string, files map[string]string) {
		t.Helper()
		made(t, site, with(files, "2026/.waidian-HALF", "half"))
		g.Environ = append(os.Environ(), fmt.Sprintf("GIT_COMMITTER_DATE=2026-03-12T08:%02d:00Z", n))
		if err := g.Copy(t.Context()); err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		n++
		clone := filepath.Join(dir, "clone", string(rune('a'+n)))
		git("clone", "-q", "-b", "pages", to, clone)
		os.RemoveAll(filepath.Join(clone, ".git"))
		same(t, when, holds(t, clone), with(files, ".nojekyll", ""))
		if got := git("--git-dir", to, "rev-list", "--count", "pages"); got != "1" {
			t.Errorf("%s: the branch has %s commits", when, got)
		}
	}
	copied("at first", first)
	at := git("--git-dir", to, "rev-parse", "pages")
	copied("again", first)
	if git("--git-dir", to, "rev-parse", "pages") != at {
		t.Error("what has not changed is another commit")
	}
	copied("later", later)
	if out := git("--git-dir", to, "log", "--all", "--format=%T", "pages"); strings.Count(out, "\n") > 0 {
		t.Errorf("what went is in the history: %s", out)
	}
	if err := exec.Command("git", "--git-dir", g.Dir, "update-ref", "-d", lastRef).Run(); err != nil { // killed before it noted what it had pushed
		t.Fatal(err)
	}
	copied("after a kill", later)

	// The branch is another's by now.
	other := filepath.Join(dir, "other")
	git("clone", "-q", "-b", "pages", to, other)
	git("-C", other, "-c", "user.name=a", "-c", "user.email=a@a.example", "commit", "-q", "--allow-empty", "-m", "by hand")
	git("-C", other, "push", "-q")
	made(t, site, first)
	if err := g.Copy(t.Context()); err == nil || !strings.Contains(err.Error(), "has commits that this desk has not pushed") {
		t.Errorf("a branch of another's: %v", err)
	}

	// Another repository begins anew.
	g.To = filepath.Join(dir, "next.git")
	if err := g.Copy(t.Context()); err == nil || !strings.Contains(err.Error(), "does not appear to be a git repository") {
		t.Errorf("no repository: %v", err)
	}
	to = g.To
	git("init", "-q", "--bare", to)
	copied("to another", first)
}

func TestNoLoginIsRepeated(t *testing.T) {
	for said, want := range map[string]string{
		"\n  fatal: unable to access 'https://desk:hunter2@host.example/x.git/': no\nhint": "fatal: unable to access 'https://…@host.example/x.git/': no",
		"remote: https://TOKEN@host/x": "remote: https://…@host/x",
		"user@host: Permission denied": "user@host: Permission denied",
		"\n----\nno room":              "no room",
		"@@@@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@@@@\nHost key verification failed.\n": "WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! (" + advice[0].do + ")",
		"\nHost key verification failed.\r\nfatal: Could not read from remote repository.":                                   "Host key verification failed. (" + advice[1].do + ")",
		"Warning: added\nuser@host: Permission denied (publickey).":                                                          "user@host: Permission denied (publickey). (" + advice[2].do + ")",
		"": "",
	} {
		if got := quoted(said); got != want {
			t.Errorf("%q: %q", said, got)
		}
	}
}

func TestCommand(t *testing.T) {
	needs(t, "sh")
	site := filepath.Join(t.TempDir(), "site")
	made(t, site, first)
	to := filepath.Join(t.TempDir(), "copy")
	c := Command{Site: site, Args: []string{"sh", "-c", `test "$PWD" = "$WAIDIAN_SITE" && cp -R . "$1"`, "sh", to}, Environ: os.Environ()}
	if err := c.Copy(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, "copied", holds(t, to), first)
	c.Args = []string{"sh", "-c", "echo the store is closed >&2; exit 7"}
	if err := c.Copy(t.Context()); err == nil || err.Error() != "sh: exit status 7: the store is closed" {
		t.Errorf("a program that fails: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Copy(ctx); err == nil {
		t.Error("it ran after the end")
	}
}
