package postgres

import (
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

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
	if _, err := db.Exec(`CREATE ROLE ` + few + ` LOGIN CONNECTION LIMIT 15`); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if _, err := db.Exec(`DROP OWNED BY ` + few + `; DROP ROLE ` + few); err != nil {
			t.Error(err)
		}
	}()
	latin := other(t, db, dsn, few, `ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`)
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
		{"too few", "a process may need 16 connections, and 15 of 15 are left", func(u *url.URL, _ url.Values) { u.User = url.User(few) }},
		{"read only", "may only be read", func(_ *url.URL, q url.Values) { q.Set("default_transaction_read_only", "on") }},
		{"a key that is none", `does not know a setting that the address has: unrecognized configuration parameter "conect_timeout"`,
			func(_ *url.URL, q url.Values) { q.Set("conect_timeout", "5") }},
		{"a value that is none", "does not take the value", func(_ *url.URL, q url.Values) { q.Set("work_mem", "much") }},
		{"no time", "question", func(_ *url.URL, q url.Values) { q.Set("statement_timeout", "1") }},
		{"little time", "breaks off questions after 5000 ms (lock_timeout)", func(_ *url.URL, q url.Values) { q.Set("lock_timeout", "5s") }},
		{"a schema that is none", "no schema of its search_path, not_there", func(_ *url.URL, q url.Values) { q.Set("search_path", "not_there") }},
		{"an address that is none", "the database address cannot be read", func(_ *url.URL, q url.Values) { q.Set("connect_timeout", "soon") }},
		{"a file that is none", "a file that the database address names cannot be read: open /not/there", func(_ *url.URL, q url.Values) {
			q.Set("sslmode", "verify-ca")
			q.Set("sslrootcert", "/not/there")
		}},
		{"another encoding", "keeps its texts in LATIN1", func(u *url.URL, q url.Values) { u.Path = "/" + latin; q.Del("search_path") }},
	} {
		var trouble *Trouble
		if err := Check(t.Context(), with(t, dsn, c.change)); !errors.As(err, &trouble) || trouble.Do == "" || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if _, err := db.Exec(`ALTER ROLE ` + few + ` CONNECTION LIMIT 16`); err != nil {
		t.Fatal(err)
	}
	as := func(name string) string {
		return with(t, dsn, func(u *url.URL, _ url.Values) { u.User = url.User(name) })
	}
	says := func(what, user, want string) {
		t.Helper()
		var trouble *Trouble
		if err := Check(t.Context(), as(user)); !errors.As(err, &trouble) || trouble.Do == "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	schema := schemaOf(t, dsn)
	if _, err := db.Exec(`GRANT USAGE ON SCHEMA ` + schema + ` TO ` + few); err != nil {
		t.Fatal(err)
	}
	says("no right to make tables", few, "the user "+few+" may make no tables")
	if _, err := db.Exec(`GRANT CREATE ON SCHEMA ` + schema + ` TO ` + few); err != nil {
		t.Fatal(err)
	}
	if err := Check(t.Context(), as(few)); err != nil {
		t.Errorf("just enough connections: %v", err)
	}
	if _, err := db.Exec(`CREATE TABLE orders (id BIGINT)`); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{dsn, as(few)} { // one that may not read the table sees it too
		if err := Check(t.Context(), address); !errors.Is(err, store.ErrForeign) || !strings.Contains(err.Error(), "orders") {
			t.Errorf("tables of another program: %v", err)
		}
		if _, err := OpenReadOnly(t.Context(), address); !errors.Is(err, store.ErrForeign) {
			t.Errorf("tables of another program, to be read: %v", err)
		}
	}
	var tables int
	if err := db.QueryRow(`SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()`).Scan(&tables); err != nil || tables != 1 {
		t.Errorf("%d tables, want the one of before: %v", tables, err)
	}
	if _, err := db.Exec(`DROP TABLE orders; CREATE TABLE capture (id BIGINT)`); err != nil {
		t.Fatal(err)
	}
	says("tables of another role", few, "the user "+few+" may not write the table capture, which belongs to ")
}

// TestEncryption: what stands between a server and an encrypted connection is told.
func TestEncryption(t *testing.T) {
	web := httptest.NewUnstartedServer(nil)
	web.StartTLS()
	defer web.Close()
	says := func(name, mode string, answer func(net.Conn), want string) {
		t.Helper()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() { // ends when l is closed
			for {
				c, err := l.Accept()
				if err != nil {
					return
				}
				if _, err := io.ReadFull(c, make([]byte, 8)); err == nil { // SSLRequest; PostgreSQL, "Message Formats"
					answer(c)
				}
				c.Close()
			}
		}()
		var trouble *Trouble
		err = Check(t.Context(), "postgres://desk@"+l.Addr().String()+"/desk?sslmode="+mode)
		if !errors.As(err, &trouble) || trouble.Do == "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	says("none", "require", func(c net.Conn) { c.Write([]byte("N")) }, "takes no TLS connection")
	says("a certificate of its own", "verify-full", func(c net.Conn) {
		c.Write([]byte("S"))
		tls.Server(c, web.TLS).Handshake()
	}, "proves nothing here")
	unlike := plain(&pgconn.PgError{Code: "28000", Message: `no pg_hba.conf entry for host "192.0.2.1", user "desk", database "desk", no encryption`})
	if trouble := (*Trouble)(nil); !errors.As(unlike, &trouble) || !strings.Contains(trouble.Do, "sslmode=require") {
		t.Errorf("TLS is asked for: %v", unlike)
	}
}

// schemaOf is the schema that an address names.
func schemaOf(t *testing.T, dsn string) string {
	u, err := url.Parse(dsn)
	if err != nil || u.Query().Get("search_path") == "" {
		t.Fatalf("%s names no schema: %v", dsn, err)
	}
	return u.Query().Get("search_path")
}

// other makes another database, and returns its name.
func other(t *testing.T, db *sql.DB, dsn, name, as string) string {
	t.Helper()
	if _, err := db.Exec(`CREATE DATABASE ` + name + ` ` + as); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		db, err := sql.Open("pgx", dsn)
		if err == nil {
			_, err = db.Exec(`DROP DATABASE ` + name)
			db.Close()
		}
		if err != nil {
			t.Error(err)
		}
	})
	return name
}

// TestTablesUnderWork: tables are not changed under an older program that is at work, and are once it is late.
func TestTablesUnderWork(t *testing.T) {
	dsn := storetest.Postgres(t)
	db, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := Current(t.Context(), db); err != nil {
		t.Errorf("the tables are of this program: %v", err)
	}
	last := `(SELECT max(version_id) FROM goose_db_version)`
	for _, q := range []string{
		`INSERT INTO process (name, place, settings, archive, roles, version, since, seen, until) VALUES ('a', 'here:/desk', '', '', '', '0', 0, 0, extract(epoch FROM clock_timestamp()) * 1000 + 1e6)`,
		`UPDATE goose_db_version SET version_id = 1 WHERE version_id = ` + last,
	} {
		if _, err := db.Handle().Exec(q); err != nil {
			t.Fatal(err)
		}
	}
	var newer *store.OtherSchema
	if err := Current(t.Context(), db); !errors.As(err, &newer) {
		t.Errorf("the tables are of another program: %v", err)
	}
	_, err = Open(t.Context(), dsn)
	var trouble *Trouble
	if !errors.As(err, &trouble) || !strings.Contains(err.Error(), "here:/desk") {
		t.Errorf("an older program is at work: %v", err)
	}
	if _, err := db.Handle().Exec(`UPDATE process SET until = 1`); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), dsn); errors.As(err, &trouble) && strings.Contains(err.Error(), "at work") {
		t.Errorf("one that is late is at work no more: %v", err)
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
