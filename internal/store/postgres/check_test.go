package postgres

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/storetest"
)

// with is an address with another user, host or parameter.
func with(t *testing.T, dsn string, change func(*url.URL, url.Values)) string {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	change(u, q)
	u.RawQuery = q.Encode()
	return u.String()
}

// TestCheck: with what no desk can work is told before anything is written.
func TestCheck(t *testing.T) {
	dsn := storetest.Postgres(t)
	if err := Check(t.Context(), dsn); err != nil {
		t.Fatalf("an empty database: %v", err)
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	few := fmt.Sprintf("few_%d", time.Now().UnixNano())
	if _, err := db.Exec(`CREATE ROLE ` + few + ` LOGIN CONNECTION LIMIT 3`); err != nil {
		t.Fatal(err)
	}
	defer db.Exec(`DROP ROLE ` + few)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, c := range []struct {
		name, says string
		change     func(*url.URL, url.Values)
	}{
		{"no server", "no PostgreSQL answers at 127.0.0.1:", func(u *url.URL, _ url.Values) { u.Host = closed.Addr().String() }},
		{"no database", "has no such database", func(u *url.URL, _ url.Values) { u.Path = "/not_there" }},
		{"no user", "does not let this user in", func(u *url.URL, _ url.Values) { u.User = url.User("nobody_at_all") }},
		{"too few", "a process may need 16 connections, and 2 of 3 are left", func(u *url.URL, _ url.Values) { u.User = url.User(few) }},
		{"read only", "may only be read", func(_ *url.URL, q url.Values) { q.Set("default_transaction_read_only", "on") }},
	} {
		var trouble *Trouble
		if err := Check(t.Context(), with(t, dsn, c.change)); !errors.As(err, &trouble) || trouble.Do == "" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := db.Exec(`CREATE TABLE orders (id BIGINT)`); err != nil {
		t.Fatal(err)
	}
	if err := Check(t.Context(), dsn); !errors.Is(err, store.ErrForeign) || !strings.Contains(err.Error(), "orders") {
		t.Errorf("tables of another program: %v", err)
	}
	var tables int
	if err := db.QueryRow(`SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()`).Scan(&tables); err != nil || tables != 1 {
		t.Errorf("%d tables, want the one of before: %v", tables, err)
	}
}

// TestPooler: PgBouncer in transaction mode is refused, also where it hides that it takes no parameters of a session.
func TestPooler(t *testing.T) {
	program, err := exec.LookPath("pgbouncer")
	if err != nil {
		t.Skip("needs pgbouncer, as .ci/run installs it")
	}
	dsn := storetest.Postgres(t)
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ mode, ignored, says string }{
		{"transaction", "search_path", "it is a pooler"},
		{"transaction", "search_path, idle_in_transaction_session_timeout, default_transaction_read_only", "is a pooler"},
		{"session", "search_path, idle_in_transaction_session_timeout, default_transaction_read_only", "is a pooler that does not keep sessions"},
	} {
		port := bounce(t, program, u, c.mode, c.ignored)
		err := Check(t.Context(), with(t, dsn, func(u *url.URL, _ url.Values) { u.Host = fmt.Sprintf("127.0.0.1:%d", port) }))
		var trouble *Trouble
		if !errors.As(err, &trouble) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s, ignoring %s: %v", c.mode, c.ignored, err)
		}
	}
}

// bounce starts PgBouncer before the server and returns its port.
func bounce(t *testing.T, program string, server *url.URL, mode, ignored string) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	dir, err := os.MkdirTemp("", "bounce")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	file := filepath.Join(dir, "pgbouncer.ini")
	there := portOf(server)
	text := fmt.Sprintf("[databases]\n* = host=%s port=%s user=%s\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = %d\nauth_type = any\nunix_socket_dir =\npool_mode = %s\nignore_startup_parameters = %s\n",
		server.Hostname(), there, server.User.Username(), port, mode, ignored)
	if err := errors.Join(os.WriteFile(file, []byte(text), 0o644), os.Chmod(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, "-q", file)
	if os.Getuid() == 0 { // it does not run as root
		cmd = exec.CommandContext(t.Context(), program, "-q", "-u", "postgres", file)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() { _ = cmd.Process.Kill(); <-ended })
	for {
		c, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			c.Close()
			return port
		}
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("pgbouncer ended: %v", err)
		default:
		}
	}
}

// portOf is the port of a server.
func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return "5432"
}
