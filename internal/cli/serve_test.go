package cli

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store/storetest"
)

// wire leads to a server, and can be cut. mu guards the fields.
type wire struct {
	t  *testing.T
	at string // where it leads
	on string // its own address

	mu    sync.Mutex
	l     net.Listener
	conns []net.Conn
}

// newWire puts a wire before the server of a database, and returns the address of the database by it.
func newWire(t *testing.T, dsn string) (*wire, string) {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{t: t, at: u.Host, on: "127.0.0.1:0"}
	if u.Port() == "" {
		w.at = net.JoinHostPort(u.Host, "5432")
	}
	w.join()
	t.Cleanup(w.cut)
	u.Host = w.on
	return w, u.String()
}

func (w *wire) join() {
	w.t.Helper()
	l, err := net.Listen("tcp", w.on)
	if err != nil {
		w.t.Fatal(err)
	}
	w.mu.Lock()
	w.l, w.on = l, l.Addr().String()
	w.mu.Unlock()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", w.at)
			if err != nil {
				c.Close()
				continue
			}
			w.mu.Lock()
			w.conns = append(w.conns, c, to)
			w.mu.Unlock()
			go func() { io.Copy(to, c); to.Close() }()
			go func() { io.Copy(c, to); c.Close() }()
		}
	}()
}

func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.l.Close()
	for _, c := range w.conns {
		c.Close()
	}
	w.conns = nil
}

// TestServeOutlivesTheDatabase: while the database is away pages are served, also by a server that starts then, and searches wait in words; when it
// is back they are answered. Several serve beside each other.
func TestServeOutlivesTheDatabase(t *testing.T) {
	line, dsn := newWire(t, storetest.Postgres(t))
	b := newBench(t, dsn)
	b.command(0, "collect", "--all", "--until", "read").Run()
	b.waidian("build")
	one, first, rest := b.start("serve", "--listen", "127.0.0.1:0")
	go io.Copy(io.Discard, rest)

	get := func(at, path string) (int, string) {
		t.Helper()
		res, err := http.Get(strings.TrimSuffix(at, "/") + path)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	expect := func(when, at, path string, status int, says string) {
		t.Helper()
		got, body := get(at, path)
		if got != status || !strings.Contains(body, says) {
			t.Errorf("%s: GET %s: %d, want %d and %q:\n%.200s", when, path, got, status, says, body)
		}
	}
	const search, waits = "/search?q=Hainan", "数据库没有应答"
	expect("all well", first, "/", http.StatusOK, "外电")
	expect("all well", first, search, http.StatusOK, "外电")

	line.cut()
	second, at, rest := b.start("serve", "--listen", "127.0.0.1:0")
	go io.Copy(io.Discard, rest)
	for _, x := range []string{first, at} {
		expect("away", x, "/", http.StatusOK, "外电")
		expect("away", x, search, http.StatusServiceUnavailable, waits)
		expect("away", x, "/search", http.StatusServiceUnavailable, waits)
		expect("away", x, "/healthz", http.StatusServiceUnavailable, "the database does not answer")
		expect("away", x, "/readyz", http.StatusServiceUnavailable, "the database does not answer")
	}

	line.join()
	for _, x := range []string{first, at} {
		for end := time.Now().Add(30 * time.Second); ; {
			if status, _ := get(x, search); status == http.StatusOK {
				break
			}
			if time.Now().After(end) {
				t.Fatal("searches wait though the database is back")
			}
		}
		expect("back", x, "/healthz", http.StatusOK, "ok: ")
	}
	for _, cmd := range []*exec.Cmd{one, second} {
		b.end(cmd, bufio.NewReader(strings.NewReader("")))
	}

	// One that serves a copy of the site needs no archive, and builds nothing.
	config, err := os.ReadFile(filepath.Join(b.dir, configFile))
	if err != nil {
		t.Fatal(err)
	}
	there := filepath.Join(b.dir, "there")
	if err := os.MkdirAll(filepath.Join(there, "copy"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"copy/index.html": "a copy", "waidian.toml": strings.Replace(string(config), "out = \"\"", "out = \"copy\"", 1)} {
		if err := os.WriteFile(filepath.Join(there, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, at, rest = b.start("--config", filepath.Join(there, "waidian.toml"), "serve", "--listen", "127.0.0.1:0", "--as-built")
	go io.Copy(io.Discard, rest)
	expect("a copy", at, "/", http.StatusOK, "a copy")
	expect("a copy", at, search, http.StatusOK, "外电")
}

// TestAServerThatIsAwayIsNoOther: an address that can never be right is not waited for.
func TestAServerThatIsAwayIsNoOther(t *testing.T) {
	dsn := storetest.Postgres(t)
	b := newBench(t, dsn)
	b.command(0, "collect", "--all", "--until", "poll").Run()
	b.waidian("build")
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/there_is_no_such_database"
	file := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(string(text), dsn, u.String())), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := b.command(0, "serve", "--listen", "127.0.0.1:0").CombinedOutput()
	if err == nil || strings.Contains(string(out), "serving") {
		t.Errorf("served without its database: %v\n%s", err, out)
	}
}
