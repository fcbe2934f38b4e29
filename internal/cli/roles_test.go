package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
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

// begin begins a command and returns what it says up to the line that has mark.
func (b *bench) begin(mark string, args ...string) (cmd *exec.Cmd, said string, rest *bufio.Reader) {
	b.t.Helper()
	cmd = b.command(3*time.Hour, args...)
	pipe, err := cmd.StderrPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { cmd.Process.Kill() })
	rest = bufio.NewReader(pipe)
	var before []string
	for {
		line, err := rest.ReadString('\n')
		if err != nil {
			b.t.Fatalf("waidian %s never said %q:\n%s", strings.Join(args, " "), mark, strings.Join(before, ""))
		}
		if before = append(before, line); strings.Contains(line, mark) {
			return cmd, strings.Join(before, ""), rest
		}
	}
}

// until asks for the status until it is as it should be.
func (b *bench) until(what string, fits func(overview) bool) overview {
	b.t.Helper()
	var r overview
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		out, err := b.command(3*time.Hour, "status", "--json").Output()
		if err != nil {
			continue // the database may be starting
		}
		r = overview{}
		if err := json.Unmarshal(out, &r); err != nil {
			b.t.Fatal(err)
		}
		if fits(r) {
			return r
		}
	}
	b.t.Fatalf("never %s: %d reports, at work %+v, tasks %+v", what, r.Articles, r.AtWork, r.Tasks)
	return r
}

func (r overview) waits(kind store.Kind) int {
	for _, l := range r.Tasks {
		if l.Kind == kind {
			return l.Ready + l.Later
		}
	}
	return 0
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

	// Another builds the site, and needs the captures: its folder is that of the desk.
	_, _, rest = b.begin("roles: publish", "run", "--roles", "publish")
	go io.Copy(io.Discard, rest)
	b.until("published", func(r overview) bool { return built(filepath.Join(b.dir, "data", "site")) })
	if r := b.until("led", func(r overview) bool { return len(r.AtWork) == 2 }); !r.AtWork[1].Leads {
		t.Errorf("nobody leads: %+v", r.AtWork)
	}
}
