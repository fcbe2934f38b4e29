package cli

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// listeningHub is a hub that reads the feed of which it is told, as hubs do: of several that a form names, the last. mu guards the fields.
type listeningHub struct {
	mu    sync.Mutex
	form  string          // media type of the last form
	feeds map[string]bool // that it was told of
	wrong []string
}

var (
	hubLink  = regexp.MustCompile(`rel="hub"[^>]* href="([^"]+)"`)
	selfLink = regexp.MustCompile(`rel="self"[^>]* href="([^"]+)"`)
)

func (h *listeningHub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if err := r.ParseForm(); err != nil || r.Method != http.MethodPost || r.PostForm.Get("hub.mode") != "publish" {
		h.wrong = append(h.wrong, r.Method+" "+r.PostForm.Encode())
	}
	h.form = r.Header.Get("Content-Type")
	w.WriteHeader(http.StatusAccepted)
	topics := r.PostForm["hub.url"]
	if len(topics) == 0 || r.PostForm.Get("hub.topic") != topics[0] {
		h.wrong = append(h.wrong, r.PostForm.Encode())
		return
	}
	topic := topics[len(topics)-1]
	h.feeds[topic] = true
	if !strings.HasSuffix(topic, ".xml") {
		return // a JSON feed names its hub without links
	}
	res, err := http.Get(topic)
	if err != nil {
		h.wrong = append(h.wrong, err.Error())
		return
	}
	text, _ := io.ReadAll(res.Body) // what is missing is found missing below
	res.Body.Close()
	hub, self := hubLink.FindSubmatch(text), selfLink.FindSubmatch(text)
	if hub == nil || self == nil || string(self[1]) != topic || !strings.HasSuffix(string(hub[1]), r.Host+"/push") {
		h.wrong = append(h.wrong, topic+" does not name itself and its hub")
	}
}

// TestHubOnLoopback: a hub is told of the feeds that a round has changed, at the addresses by which they call themselves, and finds
// itself named there.
func TestHubOnLoopback(t *testing.T) {
	peaceful(t)
	t.Parallel()
	b := newBench(t)
	h := &listeningHub{feeds: map[string]bool{}}
	hub := httptest.NewServer(h)
	defer hub.Close()
	readers := httptest.NewServer(http.FileServer(http.Dir(filepath.Join(b.dir, "data/site"))))
	defer readers.Close()
	b.rewrite(`audience = "private"`, `audience = "public"`)
	b.rewrite(`hub = ""`, `hub = "`+hub.URL+`/push"`)
	address := regexp.MustCompile(`(?m)^url = .*`)
	file := filepath.Join(b.dir, configFile)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := address.FindIndex(text) // that of the site is the first
	if err := os.WriteFile(file, []byte(string(text[:at[0]])+`url = "`+readers.URL+`"`+string(text[at[1]:])), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := b.command(time.Hour, "collect", "--all").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	h.mu.Lock()
	for _, want := range []string{"feed.atom.xml", "feed.rss.xml", "feed.feed.json"} {
		if !h.feeds[readers.URL+"/"+want] {
			t.Errorf("the hub was not told of %s, but of %v", want, h.feeds)
		}
	}
	for topic := range h.feeds {
		if strings.Contains(topic, "/feed/") {
			t.Errorf("the hub was told of the archive %s", topic)
		}
	}
	if len(h.wrong) > 0 || h.form != "application/x-www-form-urlencoded" {
		t.Errorf("%s: %v", h.form, h.wrong)
	}
	h.mu.Unlock()
	b.says(0, "status", "hub "+hub.URL+"/push: told of every feed that has changed")
	hub.Close()
	if out, err := b.command(26*time.Hour, "collect", "--all").CombinedOutput(); err != nil {
		t.Fatalf("with a hub that is gone: %v\n%s", err, out)
	}
	if out, _ := b.command(26*time.Hour, "status").Output(); !regexp.MustCompile(`hub \S+: \d+ changed feeds wait to be announced: .*refuses the connection`).Match(out) {
		t.Errorf("with a hub that is gone the status says\n%s", out)
	}
}
