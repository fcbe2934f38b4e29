package cli

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/demo/newsroom"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/send"
)

// gatehouse is a webhook for several channels, by path, that is shut or open. mu guards the fields.
type gatehouse struct {
	mu      sync.Mutex
	open    bool
	refused map[string][]send.Message // while it was shut
	taken   map[string][]send.Message
}

func (g *gatehouse) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var m send.Message
	if json.NewDecoder(r.Body).Decode(&m) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.open {
		g.refused[r.URL.Path] = append(g.refused[r.URL.Path], m)
		w.WriteHeader(http.StatusBadRequest) // this message alone: each one is tried
		return
	}
	g.taken[r.URL.Path] = append(g.taken[r.URL.Path], m)
}

func (g *gatehouse) unlock() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = true
}

// gated is a bench whose channels are at a shut gatehouse, and were there before the first report.
func gated(t *testing.T, channels string) (*bench, *gatehouse) {
	b := newBench(t)
	g := &gatehouse{refused: map[string][]send.Message{}, taken: map[string][]send.Message{}}
	s := httptest.NewServer(g)
	t.Cleanup(s.Close)
	b.configurePushes(strings.ReplaceAll(channels, "GATE", s.URL))
	text := b.configuration(nil)
	b.configuration(func(s string) string { return noSources.ReplaceAllString(s, "") + nobody })
	if out, err := b.command(-time.Hour, "collect").CombinedOutput(); err == nil {
		t.Fatalf("a source that is not there answered:\n%s", out)
	}
	b.configuration(func(string) string { return text })
	return b, g
}

// nobody is a source that does not answer.
const nobody = "\n[[source]]\nid = \"nobody\"\nname = \"Nobody\"\nurl = \"http://127.0.0.1:9/feed\"\n"

// noSources are the tables of sources of a configuration.
var noSources = regexp.MustCompile(`(?m)^\[\[source\]\]\n(?:.+\n)+`)

// configuration changes that of a bench, and returns it.
func (b *bench) configuration(change func(string) string) string {
	b.t.Helper()
	name := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(name)
	if err != nil {
		b.t.Fatal(err)
	}
	if change == nil {
		return string(text)
	}
	changed := change(string(text))
	if changed == string(text) {
		b.t.Fatal("nothing of the configuration was changed")
	}
	if err := os.WriteFile(name, []byte(changed), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return changed
}

// at runs waidian at a time, and returns what it says.
func (b *bench) at(after time.Duration, args ...string) string {
	b.t.Helper()
	out, err := b.command(after, args...).CombinedOutput()
	if err != nil {
		b.t.Fatalf("waidian %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// exported are the reports of a desk as it exports them.
func (b *bench) exported() (out []record.Record) {
	b.t.Helper()
	lines := bufio.NewScanner(strings.NewReader(b.waidian("export")))
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var r record.Record
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			b.t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

// mentions reports whether a message has a headline or leads to the page of a report.
func mentions(m send.Message, r record.Record) bool {
	said := m.Title + "\n" + m.Text
	return strings.Contains(said, r.Title) || r.Digest != nil && r.Digest.Title != "" && strings.Contains(said, r.Digest.Title) || strings.HasSuffix(m.URL, r.ID+".html")
}

// TestNothingIsPushedOfWhatWasTakenDown: what was taken down while its messages waited is in none that goes out, whatever the kind; what
// else waited goes out. A channel of one topic is told of nothing but what others are told of, and not of all that.
func TestNothingIsPushedOfWhatWasTakenDown(t *testing.T) {
	peaceful(t)
	t.Parallel()
	b, g := gated(t, "\n[[push]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"GATE/hook\"\nprivate = true\noutlets = 2\n"+
		"\n[[push]]\nname = \"economy\"\nkind = \"webhook\"\nurl = \"GATE/economy\"\nprivate = true\noutlets = 2\ntopics = [\"economy\"]\non = [\"story\", \"correction\"]\n")
	b.settle(0)
	b.press.Edition(2)
	b.settle(second)
	kinds := map[string]bool{}
	var gone []record.Record
	reports := b.exported()
	for _, m := range g.refused["/hook"] {
		if kinds[m.Kind] {
			continue // one of each kind
		}
		kinds[m.Kind] = true
		for _, r := range reports {
			if mentions(m, r) {
				gone = append(gone, r)
			}
		}
	}
	if len(kinds) != 3 || len(gone) < 3 {
		t.Fatalf("kinds that wait: %v, of %d reports", kinds, len(gone))
	}
	for _, r := range gone {
		b.waidian("takedown", r.ID)
	}
	g.unlock()
	b.at(second+9*time.Hour, "collect")
	for _, m := range g.taken["/hook"] {
		for _, r := range gone {
			if mentions(m, r) {
				t.Errorf("taken down, and sent: %+v", m)
			}
		}
	}
	if len(g.taken["/hook"]) == 0 {
		t.Error("nothing went out of what was not taken down")
	}
	some, all := map[string]bool{}, map[string]bool{}
	for _, m := range g.refused["/economy"] {
		some[m.Kind+" "+m.URL] = true
	}
	for _, m := range g.refused["/hook"] {
		if m.Kind != "edition" {
			all[m.Kind+" "+m.URL] = true
		}
	}
	for m := range some {
		if !all[m] {
			t.Errorf("told of one topic, and not among all: %s", m)
		}
	}
	if len(some) < 2 || len(some) >= len(all) {
		t.Errorf("%d messages of one topic, %d of all", len(some), len(all))
	}
	if status := b.at(second+9*time.Hour, "status"); !regexp.MustCompile(`push hook: \d+ sent, 0 waiting, [1-9]\d* dropped, 0 given up`).MatchString(status) {
		t.Errorf("status:\n%s", status)
	}
}

// TestOwnHeadlinesAreTakenBack: a channel that was sent a headline of the desk's own is told once if a later check leaves nothing of the digest, and
// the outlet's headline is in its place; of a report whose headline it was never sent it is told nothing.
func TestOwnHeadlinesAreTakenBack(t *testing.T) {
	peaceful(t)
	t.Parallel()
	b, g := gated(t, "\n[[push]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"GATE/hook\"\nprivate = true\noutlets = 2\non = [\"story\"]\n")
	g.unlock()
	b.settle(0)
	b.at(2*time.Hour, "collect")
	said := ""
	for _, m := range g.taken["/hook"] {
		said += m.Title + "\n" + m.Text + "\n"
	}
	told := map[string]record.Record{}
	untold := 0
	for _, r := range b.exported() {
		switch {
		case r.Digest == nil || r.Digest.Title == "":
		case strings.Contains(said, r.Digest.Title):
			told[r.Title] = r
		default:
			untold++
		}
	}
	if len(told) < 3 || untold < 3 {
		t.Fatalf("%d headlines sent, %d not", len(told), untold)
	}
	sent := len(g.taken["/hook"])
	liar := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `{"choices":[{"message":{"role":"assistant","content":"no digest"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}`)
	}))
	defer liar.Close()
	b.configuration(func(s string) string {
		s = regexp.MustCompile(`(?m)^endpoint = "http.*$`).ReplaceAllString(s, fmt.Sprintf("endpoint = %q", liar.URL+"/v1"))
		return strings.Replace(s, fmt.Sprintf("model = %q", newsroom.ModelName), `model = "another"`, 1) // whose answers the desk does not have
	})
	b.at(3*time.Hour, "redo", "digest")
	for _, after := range []time.Duration{3, 6, 12} {
		b.at(after*time.Hour, "collect")
	}
	for _, m := range g.taken["/hook"][sent:] {
		r, was := told[m.Title]
		if m.Kind != "correction" || !was || m.Text != r.Outlet+"：本站撤回此前发出的自拟标题" || !strings.HasSuffix(m.URL, r.ID+".html") {
			t.Errorf("told of %+v", m)
		}
		delete(told, m.Title)
	}
	if len(told) > 0 {
		t.Errorf("not told of: %v", slices.Collect(maps.Keys(told)))
	}
}

// TestPushThroughProxy: a channel asks its own proxy for a receiver that it cannot reach, and says whose answer it was.
func TestPushThroughProxy(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	g := &gatehouse{refused: map[string][]send.Message{}, taken: map[string][]send.Message{}}
	var asked []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.RequestURI+" "+r.Header.Get("Proxy-Authorization"))
		g.ServeHTTP(w, r)
	}))
	defer s.Close()
	proxy := strings.Replace(s.URL, "://", "://desk:s3cret@", 1)
	b.configurePushes("\n[[push]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"http://hooks.example/desk\"\nproxy = \"" + proxy + "\"\n")
	if out, err := b.command(0, "push", "try").CombinedOutput(); err == nil || !strings.Contains(string(out), "hooks.example answered 400 Bad Request") {
		t.Errorf("%v\n%s", err, out)
	}
	g.unlock()
	b.at(0, "push", "try")
	if want := "POST http://hooks.example/desk Basic ZGVzazpzM2NyZXQ="; !slices.Equal(asked, []string{want, want}) || len(g.taken["/desk"]) != 1 {
		t.Errorf("the proxy was asked %q, and took %+v", asked, g.taken)
	}
	s.Close()
	if out, err := b.command(0, "push", "try").CombinedOutput(); err == nil || !strings.Contains(string(out), "ask hooks.example: proxyconnect tcp") || strings.Contains(string(out), "s3cret") {
		t.Errorf("a proxy that is away: %v\n%s", err, out)
	}
}

// TestPushThroughSOCKS: a channel reaches its receiver through a proxy that speaks SOCKS 5, which is given the receiver's name, and names it when the
// proxy refuses.
func TestPushThroughSOCKS(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	g := &gatehouse{refused: map[string][]send.Message{}, taken: map[string][]send.Message{}}
	g.unlock()
	s := httptest.NewServer(g)
	defer s.Close()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	asked := make(chan string, 10)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go relay(conn, s.Listener.Addr().String(), asked)
		}
	}()
	b.configurePushes("\n[[push]]\nname = \"hook\"\nkind = \"webhook\"\nurl = \"http://hooks.example/desk\"\nproxy = \"socks5://desk:s3cret@" + l.Addr().String() + "\"\n")
	b.at(0, "push", "try")
	if got, want := <-asked, "desk s3cret hooks.example 80"; got != want || len(g.taken["/desk"]) != 1 {
		t.Errorf("the proxy was asked for %q, and took %+v", got, g.taken)
	}
	b.configuration(func(s string) string { return strings.Replace(s, ":s3cret@", ":wr0ng@", 1) })
	if out, err := b.command(0, "push", "try").CombinedOutput(); err == nil || !strings.Contains(string(out), "ask hooks.example: socks connect tcp") || strings.Contains(string(out), "wr0ng") {
		t.Errorf("a proxy that refuses: %v\n%s", err, out)
	}
}

// relay serves one connection as a proxy of SOCKS 5 (RFC 1928, 1929) does for who has the password, whatever is asked for leads to an address.
func relay(conn net.Conn, to string, asked chan<- string) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	read := func(n int) []byte {
		b := make([]byte, n)
		io.ReadFull(r, b)
		return b
	}
	read(int(read(2)[1]))
	conn.Write([]byte{5, 2})
	user := read(int(read(2)[1]))
	password := read(int(read(1)[0]))
	if string(password) != "s3cret" {
		conn.Write([]byte{1, 1})
		return
	}
	conn.Write([]byte{1, 0})
	if kind := read(4)[3]; kind != 3 {
		return // an address: the name was looked for here
	}
	name := read(int(read(1)[0]))
	asked <- fmt.Sprintf("%s %s %s %d", user, password, name, binary.BigEndian.Uint16(read(2)))
	far, err := net.Dial("tcp", to)
	if err != nil {
		return
	}
	defer far.Close()
	conn.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0})
	go io.Copy(far, r)
	io.Copy(conn, far)
}
