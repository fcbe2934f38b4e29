package cli

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/storetest"
)

// runCommand runs waidian in this process and returns its exit status and what it said.
func runCommand(t *testing.T, args ...string) (status int, said string) {
	t.Helper()
	var out bytes.Buffer
	at := time.Date(2024, 1, 30, 18, 0, 0, 0, time.UTC)
	env := Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: os.Getenv, Now: func() time.Time { return at }}
	return Main(t.Context(), env, args), out.String()
}

// TestOneDeskOnPostgreSQL: a database belongs to one data folder, which may be moved and copied; another folder is
// refused, and so is a second process at work with a copy or by other settings, each by the names of both.
func TestOneDeskOnPostgreSQL(t *testing.T) {
	dsn := storetest.Postgres(t)
	dir := t.TempDir()
	file, saved := filepath.Join(dir, "waidian.toml"), filepath.Join(dir, "saved.html")
	for name, text := range map[string]string{
		file: fmt.Sprintf("[desk]\ndatabase = %q\n", dsn),
		saved: `<!doctype html><html lang="en"><head><title>Kiln relit</title></head><body><article><h1>Kiln relit</h1>
<p>The last kiln of Saltmarsh was lit again on Monday after eleven years, in front of some two hundred people who had come by bus.</p>
<p>“It smokes as it always did,” said Ola Brandt, who had put out the fire in 2013 and kept the key in a drawer ever since.</p></article></body></html>`,
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in := func(folder string, args ...string) (int, string) {
		return runCommand(t, append([]string{"--config", file, "--data", filepath.Join(dir, folder)}, args...)...)
	}
	work := func(folder string) (int, string) {
		return in(folder, "import", "--url", "https://gazette.example/kiln", saved)
	}
	refused := func(what, said string, status int, words ...string) {
		t.Helper()
		for _, w := range words {
			if status != exitFailed || !strings.Contains(said, w) {
				t.Errorf("%s: exit status %d, want %q in:\n%s", what, status, w, said)
			}
		}
	}

	if status, said := in("a", "status"); status == exitDone || !strings.Contains(said, "there is no desk in") {
		t.Errorf("before the desk has begun: %d %s", status, said)
	}
	if status, said := work("a"); status != exitDone {
		t.Fatal(said)
	}
	status, said := work("b")
	refused("another folder", said, status, "worked last in", "/a; nothing of its archive is in ", "/b\n", "write two lines into")
	if _, err := os.Stat(filepath.Join(dir, "b")); err == nil {
		t.Error("the other folder was made")
	}

	// A restored archive, without its marker, and a moved folder go on.
	if err := os.Remove(filepath.Join(dir, "a", "archive", "archive.txt")); err != nil {
		t.Fatal(err)
	}
	if status, said := work("a"); status != exitDone {
		t.Errorf("after a restore: %s", said)
	}
	if err := os.Rename(filepath.Join(dir, "a"), filepath.Join(dir, "moved")); err != nil {
		t.Fatal(err)
	}
	if status, said := work("moved"); status != exitDone {
		t.Errorf("after a move: %s", said)
	}
	if status, said := in("moved", "status"); status != exitDone || !strings.Contains(said, "1 article") {
		t.Errorf("status: %d %s", status, said)
	}

	// What works by other settings, or in another folder, is told to whoever looks; what is late is at work no more.
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	enter := `INSERT INTO process (name, place, settings, archive, roles, version, since, seen, until)
		VALUES ($1, $1, $2, $3, 'gather', '0', 0, 0, extract(epoch FROM clock_timestamp()) * 1000 + $4)`
	for _, p := range []struct {
		name, settings, mark string
		lasts                int
	}{{"here:/one", "site:0", "", 1e6}, {"there:/two", "", "elsewhere", 1e6}, {"late:/three", "beat:0", "elsewhere", -1e6}} {
		if _, err := db.Exec(enter, p.name, p.settings, p.mark, p.lasts); err != nil {
			t.Fatal(err)
		}
	}
	differ, apart := "here:/one goes by other settings than "+file+": they differ in [site]", "what there:/two captures is not in "+filepath.Join(dir, "moved")
	for _, command := range [][]string{{"status"}, {"status", "--check"}, {"status", "--json"}, {"doctor"}, {"build"}} {
		_, said := in("moved", command...)
		if !strings.Contains(said, differ) || !strings.Contains(said, apart) || strings.Contains(said, "late:/three goes") || strings.Contains(said, "what late:/three") {
			t.Errorf("%v with strays:\n%s", command, said)
		}
	}
	if _, err := db.Exec(`DELETE FROM process`); err != nil {
		t.Fatal(err)
	}
	if _, said := in("moved", "status", "--check"); strings.Contains(said, "processes:") {
		t.Errorf("nobody is at work: %s", said)
	}

	// An empty database beside the folder of a desk is a wrong name, not a new desk.
	empty := storetest.Postgres(t)
	if err := os.WriteFile(file, fmt.Appendf(nil, "[desk]\ndatabase = %q\n[[source]]\nid = \"a\"\nname = \"A\"\nurl = \"http://127.0.0.1:1/\"\n", empty), 0o600); err != nil {
		t.Fatal(err)
	}
	status, said = in("moved", "collect")
	refused("an empty database", said, status, "the database on PostgreSQL is empty, and ", "moved has the archive of a desk", "correct [desk] database")
	if err := os.WriteFile(file, fmt.Appendf(nil, "[desk]\ndatabase = %q\n", dsn), 0o600); err != nil {
		t.Fatal(err)
	}

	// The archive of another desk is refused, for reading too.
	if status, said := runCommand(t, "--data", filepath.Join(dir, "other"), "import", "--url", "https://gazette.example/o", saved); status != exitDone {
		t.Fatal(said)
	}
	for _, args := range [][]string{{"status"}, {"export"}, {"redo", "buried"}, {"import", saved}} {
		status, said = in("other", args...)
		refused("another desk: "+args[0], said, status, "belongs to desk", "/moved; the data folder ", "/other belongs to desk")
	}

	// While one works, a copy does not, nor another configuration; reading goes on, and so does a second process with the same folder.
	if err := os.CopyFS(filepath.Join(dir, "copy"), os.DirFS(filepath.Join(dir, "moved"))); err != nil {
		t.Fatal(err)
	}
	release := atWorkIn(t, dsn, file, filepath.Join(dir, "moved"))
	status, said = work("copy")
	refused("a second process with another folder", said, status, "another waidian works on the database", "host:/moved, and its data folder is not this one's, ", "/copy\n")
	if status, said := in("copy", "status"); status != exitDone {
		t.Errorf("status beside a desk at work: %s", said)
	}
	if status, said := work("moved"); status != exitDone {
		t.Errorf("a second process with the same folder: %s", said)
	}
	other := filepath.Join(dir, "other.toml")
	if err := os.WriteFile(other, fmt.Appendf(nil, "[desk]\ndatabase = %q\n[fetch]\npace = \"7s\"\n", dsn), 0o600); err != nil {
		t.Fatal(err)
	}
	status, said = runCommand(t, "--config", other, "--data", filepath.Join(dir, "moved"), "import", "--url", "https://gazette.example/kiln", saved)
	refused("other settings", said, status, "host:/moved, by other settings: they differ in [fetch]")
	release()
	if status, said := work("copy"); status != exitDone {
		t.Errorf("a copy: %s", said)
	}
}

// atWorkIn makes a process at work on a desk, by the configuration in file and with that data folder.
func atWorkIn(t *testing.T, dsn, file, folder string) (release func()) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse(file, text)
	if err != nil {
		t.Fatal(err)
	}
	files, err := archive.Open(filepath.Join(folder, "archive"), archive.Options{Shared: true, Mark: "first"})
	if err != nil {
		t.Fatal(err)
	}
	db, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	is := store.Process{Name: "first", Place: "host:/moved", Archive: "first", Settings: config.Fingerprint(c)}
	if err := db.Enter(t.Context(), is, time.Hour, func([]store.Process) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := errors.Join(db.Leave(t.Context()), db.Close(), files.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
