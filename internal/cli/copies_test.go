package cli

import (
	"encoding/json"
	"maps"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/bucket/buckettest"
)

// TestSiteElsewhere: a round of a desk copies the site, a takedown goes there too, and a copy that fails is told and ends no round.
func TestSiteElsewhere(t *testing.T) {
	for _, name := range []string{"rsync", "git"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("needs %s: apt-get install %[1]s", name)
		}
	}
	t.Parallel()
	b := newBench(t)
	remote := filepath.Join(b.dir, "remote.git")
	if out, err := exec.Command("git", "init", "-q", "--bare", remote).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	www := filepath.Join(b.dir, "www")
	b.publish(`rsync = "` + www + `"` + "\n" + `git = "` + remote + `"` + "\n" + `command = ["sh", "-c", "echo the store is closed; exit 3"]`)
	b.command(0, "collect", "--all", "--until", "read").Run()
	b.waidian("collect")
	copied := func(when string) {
		t.Helper()
		site := b.files("data/site")
		for name, files := range map[string]map[string]bool{"rsync": b.files("www"), "git": b.branch(remote)} {
			for path := range site {
				if !files[path] {
					t.Errorf("%s: %s lacks %s", when, name, path)
				}
			}
			for path := range files {
				if !site[path] && path != ".nojekyll" {
					t.Errorf("%s: %s has %s", when, name, path)
				}
			}
		}
	}
	copied("after a round")
	var r overview
	if err := json.Unmarshal([]byte(b.waidian("status", "--json")), &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Copies) != 3 || r.Copies[0].Reason != "" || r.Copies[0].Stale || r.Copies[1].Reason != "" || !strings.Contains(r.Copies[2].Reason, "the store is closed") {
		t.Errorf("status: %+v", r.Copies)
	}
	out, _ := b.command(0, "status", "--check").Output()
	if !strings.Contains(string(out), "publish command: the copy fails: sh: exit status 3: the store is closed") {
		t.Errorf("status --check:\n%s", out)
	}

	down := b.exported()[0]
	b.waidian("takedown", string(down.ID))
	b.waidian("collect")
	copied("after a takedown")
	text, err := os.ReadFile(filepath.Join(www, filepath.FromSlash(down.Page)))
	if err != nil || strings.Contains(string(text), down.Title) {
		t.Errorf("the page of a report that was taken down, %v: %q", err, text)
	}
}

// TestSiteInABucket: a round of a desk sends the site to a bucket, and a takedown goes there too; without the key that is said, and ends no round.
func TestSiteInABucket(t *testing.T) {
	store := buckettest.New()
	server := httptest.NewServer(store)
	defer server.Close()
	b := newBench(t)
	b.publish(`bucket = "s3://desk/press"`)
	b.storeAt(server.URL)
	t.Setenv("AWS_ACCESS_KEY_ID", "desk")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	b.command(0, "collect", "--all", "--until", "read").Run()
	b.waidian("collect")
	out, _ := b.command(0, "status", "--check").Output()
	if !strings.Contains(string(out), "publish bucket: the copy fails: the environment variable AWS_SECRET_ACCESS_KEY, which [archive] names, is empty") {
		t.Errorf("status --check without a key:\n%s", out)
	}
	t.Setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
	like := func(when string, after time.Duration) {
		t.Helper()
		if out, err := b.command(second+after, "collect").CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", when, err, out)
		}
		sent := map[string]bool{}
		for name := range store.Files {
			sent[strings.TrimPrefix(name, "press/")] = true
		}
		if site := b.files("data/site"); len(site) == 0 || !maps.Equal(sent, site) {
			t.Errorf("%s: %d files in the bucket, %d of the site", when, len(sent), len(site))
		}
	}
	like("after a round", 6*time.Hour)
	down := b.exported()[0]
	b.waidian("takedown", string(down.ID))
	like("after a takedown", 7*time.Hour)
	if page := store.Files["press/"+down.Page].Data; len(page) == 0 || strings.Contains(string(page), down.Title) {
		t.Errorf("the page of a report that was taken down: %q", page)
	}
}

// storeAt names the object store in the configuration.
func (b *bench) storeAt(address string) {
	b.t.Helper()
	file := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	before, after, found := strings.Cut(string(text), "\n[archive]\n")
	if !found {
		b.t.Fatal("the configuration has no [archive]")
	}
	after = strings.Replace(after, `endpoint = ""`, `endpoint = "`+address+`"`, 1)
	if err := os.WriteFile(file, []byte(before+"\n[archive]\n"+after), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// publish adds a table [publish] to the configuration.
func (b *bench) publish(keys string) {
	b.t.Helper()
	file := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(file)
	if err != nil {
		b.t.Fatal(err)
	}
	before, after, _ := strings.Cut(string(text), "[publish]\n")
	if at := strings.Index(after, "\n["); at >= 0 {
		after = after[at:]
	}
	if err := os.WriteFile(file, []byte(before+"[publish]\n"+keys+"\n"+after), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// files are the paths of the files below a folder.
func (b *bench) files(folder string) map[string]bool {
	b.t.Helper()
	out := map[string]bool{}
	root := filepath.Join(b.dir, filepath.FromSlash(folder))
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			name, _ := filepath.Rel(root, path)
			out[filepath.ToSlash(name)] = true
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

// branch are the paths of the files in the branch pages of a repository.
func (b *bench) branch(remote string) map[string]bool {
	b.t.Helper()
	list, err := exec.Command("git", "-c", "core.quotepath=off", "--git-dir", remote, "ls-tree", "-r", "-z", "--name-only", "pages").Output()
	if err != nil {
		b.t.Fatal(err)
	}
	out := map[string]bool{}
	for path := range strings.SplitSeq(strings.TrimSuffix(string(list), "\x00"), "\x00") {
		out[path] = true
	}
	return out
}
