package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/store"
)

// start begins a command that serves, and returns it with the address.
func (b *bench) start(args ...string) (cmd *exec.Cmd, address string, rest *bufio.Reader) {
	b.t.Helper()
	cmd, said, rest := b.begin("serving ", args...)
	if _, after, ok := strings.Cut(said, "figures for a monitor: "); ok {
		b.figures = strings.Fields(after)[0]
	}
	_, after, _ := strings.Cut(said, "serving ")
	return cmd, strings.Fields(after)[0], rest
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

// end tells a command to end, and waits for it.
func (b *bench) end(cmd *exec.Cmd, rest *bufio.Reader) {
	b.t.Helper()
	cmd.Process.Signal(syscall.SIGTERM)
	io.Copy(io.Discard, rest)
	if err := cmd.Wait(); err != nil {
		b.t.Errorf("after SIGTERM: %v", err)
	}
}

// What was built is served, and built first if it was not; nothing is polled.
func TestServe(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all", "--until", "read").Run()
	cmd, address, rest := b.start("serve", "--listen", "127.0.0.1:0")
	res, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(body), "外电") {
		t.Errorf("GET /: %s, err %v:\n%.300s", res.Status, err, body)
	}
	b.end(cmd, rest)
}

// The demo serves where it was told to, or says at once that it cannot; where nobody
// said where, a port that is taken is no hindrance.
func TestDemoTakesItsAddressFirst(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port
	cmd := exec.Command("waidian", "demo", "--data", t.TempDir(), "--listen", taken.Addr().String())
	cmd.Env = append(os.Environ(), "WEB=", "NOW=", "ASKED=")
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), "listen on "+taken.Addr().String()) || strings.Contains(string(out), "round") {
		t.Errorf("err %v:\n%s", err, out)
	}
	l, err := listenNear(port)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if got := l.Addr().(*net.TCPAddr).Port; got == port {
		t.Errorf("port %d was taken", got)
	}
}

// A running desk serves what it has, from its first moment on, and ends cleanly when
// it is told to.
func TestRunServesAndEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.command(0, "collect", "--all").Run()
	cmd, address, rest := b.start("run", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0")
	for path, want := range map[string]string{
		"": "<html", "healthz": "ok: ", "readyz": "ready", "metrics": "<html", "search?q=Ningbo": "Ningbo", "search?q=%22": "search", "search?q=topic:moon": "moon",
		"search.atom.xml?q=-ice":   "only excludes",
		"search.atom.xml?q=Ningbo": "<feed ", "search.rss.xml?q=Ningbo&lang=en": "<item>", "search.feed.json?q=zyzzyva": `"items":[]`,
		"nowhere.html": "<html", "feed.rss.xml": "<rss",
	} {
		res, err := http.Get(address + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || !strings.Contains(string(body), want) {
			t.Errorf("GET /%s: %s, err %v, without %q:\n%.300s", path, res.Status, err, want, body)
		}
		if res.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("GET /%s: no content security policy", path)
		}
	}
	// A page that has made its name mean this machine reads nothing of a private desk, nor of its figures.
	for _, at := range []string{address, address + "readyz", address + "healthz", address + "api/reader/api/0/token", b.figures} {
		for host, want := range map[string]bool{"evil.example": false, "localhost": true} {
			r, err := http.NewRequest("GET", at, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Host = host
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			res.Body.Close()
			if (res.StatusCode != http.StatusMisdirectedRequest) != want {
				t.Errorf("GET %s as %s: %s", at, host, res.Status)
			}
		}
	}
	// One desk works on a data folder; others may look at it.
	for _, look := range []string{"status", "search Ningbo", "export", "build", "tasks", "takedown --undo abcdefghij"} {
		if out, err := b.command(3*time.Hour, strings.Fields(look)...).CombinedOutput(); err != nil && !strings.Contains(string(out), "no article") {
			t.Errorf("%s beside a running desk: %v\n%s", look, err, out)
		}
	}
	out, err := b.command(3*time.Hour, "collect").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "hint: if another waidian works on data") {
		t.Errorf("a second desk: %v\n%s", err, out)
	}
	b.end(cmd, rest)
}

// A feed of a million items is read up to the bound on its bytes, and what was read
// of it is used, within a bound of memory.
func TestFeedOfAMillionItems(t *testing.T) {
	effort.Long(t, "reads a feed of a million items")
	t.Parallel()
	var sent atomic.Int64
	press := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed.xml" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		out := bufio.NewWriter(w)
		defer out.Flush()
		fmt.Fprint(out, `<rss version="2.0"><channel><title>Million</title>`)
		for i := range 1_000_000 {
			if _, err := fmt.Fprintf(out, "<item><title>Report number %d</title><link>http://%s/report-%d</link></item>\n", i, r.Host, i); err != nil {
				return // the desk has read enough
			}
			sent.Store(int64(i + 1))
		}
		fmt.Fprint(out, "</channel></rss>")
	}))
	defer press.Close()
	written := make(chan struct{}) // closed when the desk has written what it read
	other := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed.xml" {
			http.NotFound(w, r)
			return
		}
		select { // so that the desk is still there when its memory is looked at
		case <-written:
		case <-r.Context().Done():
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Another</title></channel></rss>`)
	}))
	var err error
	other.Listener.Close()
	if other.Listener, err = net.Listen("tcp", "127.0.0.2:0"); err != nil {
		t.Skip("needs a second address of loopback: ", err)
	}
	other.Start()
	defer other.Close()
	dir := t.TempDir()
	text := "[fetch]\nagent = \"waidian-test (desk@example.org)\"\npace = \"0s\"\nallow_private = [\"127.0.0.0/8\"]\n" +
		"[[source]]\nid = \"million\"\nname = \"Million - Test\"\nurl = \"" + press.URL + "/feed.xml\"\n" +
		"[[source]]\nid = \"another\"\nname = \"Another - Test\"\nurl = \"" + other.URL + "/feed.xml\"\n"
	if err := os.WriteFile(filepath.Join(dir, configFile), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	binary, err := exec.LookPath("waidian")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "collect", "--until", "poll")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "WEB=", "NOW=", "ASKED=")
	pipe, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	used, said := 0, false
	for lines := bufio.NewScanner(pipe); lines.Scan(); {
		t.Log(lines.Text())
		if !said && strings.Contains(lines.Text(), "million: ") {
			used, said = effort.Peak(strconv.Itoa(cmd.Process.Pid)), true
			close(written)
		}
	}
	if err := cmd.Wait(); err != nil || !said {
		t.Errorf("the desk ended with %v, and told of the feed: %v", err, said)
	}
	t.Logf("%d items sent, %d MB", sent.Load(), used)
	if n := sent.Load(); n > 400_000 || used > 500 {
		t.Errorf("%d items were sent, and it took %d MB", n, used)
	}
}
