//go:build unix

package cli

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/storetest"
)

// TestRolesNeedPostgreSQL: on SQLite one process works, and does all but serve; an unknown role is refused by its name.
func TestRolesNeedPostgreSQL(t *testing.T) {
	b := newBench(t)
	for roles, want := range map[string]string{
		"gather,fetch":  `--roles: there is no role "fetch"`,
		"fetch":         "hint: the roles are gather, digest, publish, serve; ",
		"digest":        "--roles digest: nobody would gather: on SQLite one process works on a desk",
		"gather,digest": "--roles gather,digest: nobody would publish: ",
	} {
		cmd := b.command(0, "run", "--roles", roles)
		out, _ := cmd.CombinedOutput()
		if !strings.Contains(string(out), want) || cmd.ProcessState.ExitCode() != exitUsage {
			t.Errorf("%s: exit status %d, want %q in:\n%s", roles, cmd.ProcessState.ExitCode(), want, out)
		}
	}
}

// TestRoles: a process that only digests needs the database and a folder of its own, polls nothing and builds nothing, though sources are due;
// one that gathers digests nothing; status has both, and what nobody does.
func TestRoles(t *testing.T) {
	b := newBench(t, storetest.Postgres(t))
	_, said, rest := b.begin("figures for a monitor", "run", "--roles", "digest", "--data", "beside", "--metrics", "127.0.0.1:0")
	go io.Copy(io.Discard, rest)
	for _, want := range []string{"roles: digest; left to other processes: gather, publish, serve", "captures and their folder are not needed here; an answer of a model lies in beside/answers"} {
		if !strings.Contains(said, want) {
			t.Errorf("not said: %q in:\n%s", want, said)
		}
	}
	if strings.Contains(said, "serving") {
		t.Errorf("it serves:\n%s", said)
	}
	_, figures, _ := strings.Cut(said, "figures for a monitor: ")

	// The desk begins with the process that gathers.
	gather, _, rest := b.begin("roles: gather", "run", "--roles", "gather")
	go io.Copy(io.Discard, rest)
	r := b.until("read and digested", func(r overview) bool { return r.Articles >= 30 && r.waits(store.Digest) == 0 })
	if len(r.AtWork) != 2 || !slices.Equal(r.AtWork[0].Roles, []string{"digest"}) || !slices.Equal(r.AtWork[1].Roles, []string{"gather"}) || r.AtWork[0].Leads || r.AtWork[1].Leads ||
		r.AtWork[0].Hosts != 0 || !strings.Contains(r.AtWork[0].Place, "/beside (process ") {
		t.Errorf("at work: %+v", r.AtWork)
	}
	if len(r.Undone) != 1 || r.Undone[0] != "publish" {
		t.Errorf("roles of none: %v", r.Undone)
	}
	if asked, _ := b.asked.count(); asked == 0 {
		t.Error("no model was asked")
	}
	out, _ := b.command(3*time.Hour, "status", "--check").Output()
	if !strings.Contains(string(out), "processes: no process at work has the role publish: start one with it (waidian run --roles publish)") {
		t.Errorf("status --check:\n%s", out)
	}
	for _, none := range []string{"beside/archive", "beside/site", "data/site"} {
		if _, err := os.Stat(filepath.Join(b.dir, none)); err == nil {
			t.Errorf("%s was made", none)
		}
	}
	b.end(gather, bufio.NewReader(strings.NewReader("")))

	// Who is left polls nothing, though all is due to it.
	captures := b.until("alone", func(r overview) bool { return len(r.AtWork) == 1 }).Captures
	res, err := http.Get(strings.TrimSpace(figures))
	if err != nil {
		t.Fatal(err)
	}
	text, _ := io.ReadAll(res.Body)
	res.Body.Close()
	for _, want := range []string{`waidian_processes{role="digest"} 1`, `waidian_processes{role="gather"} 0`, `waidian_roles="digest"} 1`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s among the figures", want)
		}
	}
	if r := b.until("as it was", func(overview) bool { return true }); r.Captures != captures {
		t.Errorf("%d captures, then %d", captures, r.Captures)
	}

	// Another builds the site, and needs the captures: its folder is that of the desk. One that led before is stopped in a build of it.
	stopped, err := os.Create(filepath.Join(b.dir, "data", "site.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer stopped.Close()
	if err := syscall.Flock(int(stopped.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	if _, err := stopped.WriteString("2026-03-12T08:00:00.000Z\nwaidian-STOPPED\n"); err != nil {
		t.Fatal(err)
	}
	_, _, rest = b.begin("roles: publish", "run", "--roles", "publish")
	go io.Copy(io.Discard, rest)
	b.until("published", func(r overview) bool { return built(filepath.Join(b.dir, "data", "site")) })
	if r := b.until("led", func(r overview) bool { return len(r.AtWork) == 2 }); !r.AtWork[1].Leads {
		t.Errorf("nobody leads: %+v", r.AtWork)
	}
}
