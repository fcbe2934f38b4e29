package cli

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// rewrite replaces a text in the configuration.
func (b *bench) rewrite(old, now string) {
	b.t.Helper()
	file := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), old) {
		b.t.Fatalf("the configuration has no %q: %v", old, err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), old, now)), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// says runs a command that must end with that status, and looks for what it must say.
func (b *bench) says(status int, command string, want ...string) {
	b.t.Helper()
	cmd := b.command(3*time.Hour, strings.Fields(command)...)
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != status {
		b.t.Errorf("waidian %s ended with %d, not %d:\n%s", command, got, status, out)
	}
	for _, w := range want {
		if !strings.Contains(string(out), w) {
			b.t.Errorf("waidian %s does not say %q:\n%s", command, w, out)
		}
	}
}

func (b *bench) get(address string) string {
	b.t.Helper()
	res, err := http.Get(address)
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return string(body)
}

// feedName is the identifier of a feed.
var feedName = regexp.MustCompile(`<id>tag:[^<]+</id>`)

// A desk at work reads its configuration again when it is told to, and says what came of it; a mistake in the
// file leaves the settings of before in force.
func TestReload(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all").Run()
	b.says(1, "reload", "no desk works on data: there is nothing to reload")
	cmd, address, rest := b.start("run", "--listen", "127.0.0.1:0")
	go io.Copy(io.Discard, rest)
	waitFor(t, "the desk takes reloads", func() bool { _, err := os.Stat(filepath.Join(b.dir, "data/reload.json")); return err == nil })
	b.says(0, "reload", "the configuration is in force; nothing in it has changed")

	called := feedName.FindString(b.get(address + "feed.atom.xml"))
	b.rewrite(`title = "外电"`, `title = "Harbour Desk"`)
	b.rewrite("fetchers = 32", "fetchers = 31")
	b.says(0, "reload", "the new settings are in force: site.title\n", "only after a restart: desk.fetchers\n")
	if page := b.get(address + "search?q=Ningbo"); !strings.Contains(page, "Harbour Desk") {
		t.Errorf("the search has the title of before:\n%.400s", page)
	}

	waitFor(t, "the feed has the new title", func() bool { return strings.Contains(b.get(address+"feed.atom.xml"), "Harbour Desk") })
	if now := feedName.FindString(b.get(address + "feed.atom.xml")); now != called || called == "" {
		t.Errorf("the feed was called %q before the reload, and %q after it", called, now)
	}

	// A channel that cannot be used holds up nothing, and whoever has named it is told.
	const next = "\n# web address to which" // of [alert], not of [publish]
	b.rewrite("\ncommand = []"+next, "\ncommand = [\"/no/such/program\"]"+next)
	b.says(0, "reload", "the new settings are in force: alert.command\n", "alarms: command: ", "/no/such/program", "correct [alert] command")
	b.rewrite("\ncommand = [\"/no/such/program\"]"+next, "\ncommand = []"+next)
	b.says(0, "reload", "the new settings are in force: alert.command\n")

	b.rewrite("fetchers = 31", "fetchers = 0")
	b.says(2, "reload", "waidian.toml:", "fetchers is less than 1", "keeps the settings of before")
	cmd.Process.Signal(syscall.SIGHUP) // as a service manager does
	waitFor(t, "the desk says what is wrong", func() bool {
		text, err := os.ReadFile(filepath.Join(b.dir, "data/reload.json"))
		return err == nil && strings.Contains(string(text), "fetchers is less than 1") && strings.Contains(string(text), "stay in force")
	})
	if page := b.get(address + "search?q=Ningbo"); !strings.Contains(page, "Harbour Desk") {
		t.Errorf("a mistake has changed the settings:\n%.400s", page)
	}
	b.rewrite("fetchers = 0", "fetchers = 32")

	// A file that is away for a moment, or has nothing in it yet, is no desk without sources.
	file := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(file)
	if err != nil || os.Remove(file) != nil {
		t.Fatal(err)
	}
	b.says(2, "reload", "it is not there", "the settings of before stay in force")
	if os.WriteFile(file, []byte("\n"), 0o600) != nil {
		t.Fatal("not written")
	}
	b.says(2, "reload", "it has nothing in it", "the settings of before stay in force")
	if os.WriteFile(file, text, 0o600) != nil {
		t.Fatal("not written")
	}

	// What is done to sources beside the running desk takes effect at once.
	id, _, _ := strings.Cut(b.waidian("sources", "list"), " ")
	b.says(0, "sources pause "+id, id+" is paused", "the running desk says: the new settings are in force: source "+id+": paused = true")
	b.says(0, "status", "paused by the operator: waidian sources resume "+id)
	b.says(0, "sources resume "+id, id+" is polled again", "the running desk says: the new settings are in force: source "+id+": paused = false")
	b.says(0, "sources remove "+id, "is no longer watched", "the running desk says: the new settings are in force: source "+id+" removed")
	b.says(1, "collect", "another waidian writes it")
	cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
	b.says(1, "reload", "there is nothing to reload")
}

// No command ends when it gets a hang-up.
func TestHangUpEndsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all", "--until", "read").Run()
	for _, args := range [][]string{{"serve", "--listen", "127.0.0.1:0"}, {"run", "--listen", "127.0.0.1:0"}} {
		cmd, address, rest := b.start(args...)
		for range 3 {
			cmd.Process.Signal(syscall.SIGHUP)
		}
		if page := b.get(address); !strings.Contains(page, "<html") {
			t.Errorf("%s does not serve after a hang-up", args[0])
		}
		b.end(cmd, rest)
	}
	round := b.command(time.Hour, "collect", "--all")
	said, err := round.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := round.Start(); err != nil {
		t.Fatal(err)
	}
	log := bufio.NewReader(said)
	if _, err := log.ReadString('\n'); err != nil { // until then it may not yet listen to signals
		t.Fatal(err)
	}
	round.Process.Signal(syscall.SIGHUP)
	io.Copy(io.Discard, log)
	if err := round.Wait(); err != nil {
		t.Errorf("a round after a hang-up: %v", err)
	}
}

// A source that is added beside a running desk is polled by it at once.
func TestAddBesideADesk(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	list := strings.Split(strings.TrimSpace(b.waidian("sources", "list")), "\n")
	last := strings.Fields(list[len(list)-1])
	id, address := last[0], last[len(last)-1]
	b.says(0, "sources remove "+id, "no desk is running: the change holds from its next start")
	cmd, _, rest := b.start("run", "--listen", "127.0.0.1:0")
	go io.Copy(io.Discard, rest)
	waitFor(t, "the desk takes reloads", func() bool { _, err := os.Stat(filepath.Join(b.dir, "data/reload.json")); return err == nil })
	b.says(0, "sources add --yes --id "+id+" "+address, "the running desk says: the new settings are in force: source "+id+" added")
	waitFor(t, "the desk polls it", func() bool {
		out, _ := b.command(3*time.Hour, "status").Output()
		for line := range strings.Lines(string(out)) {
			if f := strings.Fields(line); len(f) > 2 && f[0] == id {
				return f[1] == "ok"
			}
		}
		return false
	})
	cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Errorf("after SIGTERM: %v", err)
	}
}

// waitFor looks until something is so. It bounds no time but that of a test that would hang.
func waitFor(t *testing.T, what string, so func() bool) {
	t.Helper()
	for range 3000 {
		if so() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}
