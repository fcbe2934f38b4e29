package server

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// built is a site of a few files, and the server of it.
func built(t *testing.T) http.Handler {
	t.Helper()
	return New(optionsOf(t))
}

// optionsOf are those of a server of a site of a few files.
func optionsOf(t *testing.T) Options {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"index.html":     "<html>" + strings.Repeat("<p>news</p>", 500),
		"404.html":       "<html>not here",
		"a/x/index.html": "<html>x",
		"style-1.css":    "p {}",

		"style-0a1b2c3d.css": "p {}",
		"a/x-0a1b2c3d.html":  "<html>",
		"a/down.html":        "<!-- gone --><html>taken down",
		"a/quotes.html":      "<html><!-- gone -->",
		"secret/.hidden":     "no",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return Options{
		Site:   dir,
		Gone:   "<!-- gone -->",
		Search: http.NotFoundHandler(),
		Health: func(*http.Request) (string, bool) { return "the store does not answer", false },
		Ready:  func(*http.Request) error { return errors.New("no site") },
	}
}

func get(t *testing.T, h http.Handler, path string, header ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// TestGone: a page that stands for what is gone for good is answered as that, whole; no words within a page make it one.
func TestGone(t *testing.T) {
	h := built(t)
	r := get(t, h, "/a/down.html", "Accept-Encoding", "gzip", "Range", "bytes=0-3")
	body, err := io.ReadAll(r.Body)
	if r.StatusCode != http.StatusGone || string(body) != "<!-- gone --><html>taken down" || err != nil || r.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("gone: %s %q %v %v", r.Status, body, r.Header, err)
	}
	for _, p := range []string{"/a/quotes.html", "/a/x/"} { // the one has the mark elsewhere, the other is shorter than it
		if r := get(t, h, p); r.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", p, r.Status)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("HEAD", "/a/down.html", nil))
	if w.Code != http.StatusGone || w.Body.Len() > 0 {
		t.Errorf("HEAD: %d, %d bytes", w.Code, w.Body.Len())
	}
}

func TestAnswers(t *testing.T) {
	h := built(t)
	for _, c := range []struct {
		path, status, kind string
	}{
		{"/", "200 OK", "text/html; charset=utf-8"},
		{"/index.html", "301 Moved Permanently", ""},
		{"/a/x/", "200 OK", "text/html; charset=utf-8"},
		{"/a/x", "301 Moved Permanently", ""},
		{"/style-1.css", "200 OK", "text/css; charset=utf-8"},
		{"/nowhere", "404 Not Found", "text/html; charset=utf-8"},
		{"/../../etc/passwd", "307 Temporary Redirect", ""},
		{"/etc/passwd", "404 Not Found", "text/html; charset=utf-8"},
		{"/healthz", "503 Service Unavailable", "text/plain; charset=utf-8"},
		{"/readyz", "503 Service Unavailable", "text/plain; charset=utf-8"},
		{"/metrics", "404 Not Found", "text/html; charset=utf-8"},
	} {
		res := get(t, h, c.path)
		if res.Status != c.status || c.kind != "" && res.Header.Get("Content-Type") != c.kind {
			t.Errorf("%s: %s, %s", c.path, res.Status, res.Header.Get("Content-Type"))
		}
		if res.Header.Get("X-Content-Type-Options") != "nosniff" || res.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s: headers %v", c.path, res.Header)
		}
	}
}

// The figures have a server of their own, which answers for nothing else.
func TestFigures(t *testing.T) {
	h := Figures(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "desk_up 1\n") }))
	if text, _ := io.ReadAll(get(t, h, "/metrics").Body); string(text) != "desk_up 1\n" {
		t.Errorf("/metrics: %q", text)
	}
	for _, path := range []string{"/", "/healthz", "/search", "/metrics/", "/index.html"} {
		if res := get(t, h, path); res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %s", path, res.Status)
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", "/metrics", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST /metrics: %d", w.Code)
	}
}

// What has the hash of its content in its name is kept by browsers; a page is asked for again.
func TestKept(t *testing.T) {
	h := built(t)
	for path, kept := range map[string]bool{"/style-0a1b2c3d.css": true, "/style-1.css": false, "/": false, "/a/x-0a1b2c3d.html": false} {
		got := get(t, h, path).Header.Get("Cache-Control")
		if strings.Contains(got, "immutable") != kept || !kept && got != "no-cache" {
			t.Errorf("%s: Cache-Control %q", path, got)
		}
	}
}

// A page is sent compressed to those who take that, and not again while it is the same.
func TestUnchangedAndCompressed(t *testing.T) {
	h := built(t)
	plain := get(t, h, "/")
	want, _ := io.ReadAll(plain.Body)
	small := get(t, h, "/", "Accept-Encoding", "br, gzip;q=0.8")
	if small.Header.Get("Content-Encoding") != "gzip" || small.Header.Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers %v", small.Header)
	}
	sent, _ := io.ReadAll(small.Body)
	z, err := gzip.NewReader(strings.NewReader(string(sent)))
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(z)
	if err != nil || string(got) != string(want) || len(sent) > len(want)/10 {
		t.Errorf("%d bytes sent for %d; err %v", len(sent), len(want), err)
	}
	if plain.Header.Get("Etag") == small.Header.Get("Etag") {
		t.Errorf("one tag for two encodings: %s", plain.Header.Get("Etag"))
	}
	for _, r := range []*http.Response{plain, small} {
		again := get(t, h, "/", "Accept-Encoding", r.Header.Get("Content-Encoding"), "If-None-Match", r.Header.Get("Etag"))
		body, _ := io.ReadAll(again.Body)
		if again.StatusCode != http.StatusNotModified || len(body) != 0 || again.Header.Get("Content-Encoding") != "" {
			t.Errorf("again: %s, %d bytes, %v", again.Status, len(body), again.Header)
		}
	}
	for _, demand := range []string{"If-Match", "If-Unmodified-Since"} {
		value := map[string]string{"If-Match": `"another"`, "If-Unmodified-Since": "Mon, 01 Jan 1990 00:00:00 GMT"}[demand]
		res := get(t, h, "/", "Accept-Encoding", "gzip", demand, value)
		if res.StatusCode != http.StatusPreconditionFailed || res.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %s, %v", demand, res.Status, res.Header)
		}
	}
	for _, refusal := range []string{"", "identity", "gzip;q=0", "gzipped"} {
		if res := get(t, h, "/", "Accept-Encoding", refusal); res.Header.Get("Content-Encoding") != "" {
			t.Errorf("Accept-Encoding %q: compressed all the same", refusal)
		}
	}
	if res := get(t, h, "/", "Accept-Encoding", "gzip", "Range", "bytes=0-5"); res.StatusCode != http.StatusPartialContent {
		t.Errorf("a range: %s", res.Status)
	}
}

// The server opens nothing outside its folder, and nothing that no build has written there.
func TestOnlyTheSite(t *testing.T) {
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	for name, text := range map[string]string{
		"outside.html": "SECRET", "site/index.html": "home", "site/404.html": "not here", "site/.waidian-12.html": "SECRET",
		"site/.git/config": "SECRET", "site/a/.b/c.html": "SECRET", "site/site.ledger": "SECRET", "site/2026.html": "year",
		"site/2026/03.html": "month", "site/a/b/index.html": "b", "outside/x.html": "SECRET", "site/in.html": "inside",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, to := range map[string]string{
		"link.html": "../outside.html", "far.html": filepath.Join(dir, "outside.html"), "folder": "../outside", "near.html": "in.html", "lost.html": "nowhere",
	} {
		if err := os.Symlink(to, filepath.Join(site, name)); err != nil {
			t.Skip(err)
		}
	}
	h := New(Options{Site: site, Search: http.NotFoundHandler()})
	for path, want := range map[string]string{
		"/": "home", "/near.html": "inside", "/2026.html": "year", "/2026/03.html": "month",
		"/2026": "301 2026.html", "/2026/": "301 ../2026.html", "/a/b": "301 b/", "/index.html": "301 ./",
		"/a": "404", "/a/": "404", "/link.html": "404", "/far.html": "404", "/folder/x.html": "404", "/folder": "404", "/lost.html": "404",
		"/.waidian-12.html": "404", "/.git/config": "404", "/a/.b/c.html": "404", "/site.ledger": "404", "/x\x00.html": "404",
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.Path = path
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		got := w.Body.String()
		switch w.Code {
		case http.StatusMovedPermanently:
			got = "301 " + w.Header().Get("Location")
		case http.StatusNotFound:
			got = strings.Replace(got, "not here", "404", 1)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
	if res := get(t, New(Options{Site: filepath.Join(dir, "none"), Search: http.NotFoundHandler()}), "/"); res.StatusCode != http.StatusNotFound {
		t.Errorf("before the first build: %s", res.Status)
	}
}

// HEAD says what GET would (RFC 9110, 9.3.2).
func TestHead(t *testing.T) {
	h := built(t)
	for _, coding := range []string{"gzip", "identity"} {
		want := get(t, h, "/", "Accept-Encoding", coding)
		r := httptest.NewRequest("HEAD", "/", nil)
		r.Header.Set("Accept-Encoding", coding)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		for _, f := range []string{"Etag", "Content-Encoding", "Vary", "Content-Type"} {
			if w.Header().Get(f) != want.Header.Get(f) {
				t.Errorf("%s, %s: HEAD %q, GET %q", coding, f, w.Header().Get(f), want.Header.Get(f))
			}
		}
		if w.Body.Len() > 0 {
			t.Errorf("%s: a body of %d bytes", coding, w.Body.Len())
		}
	}
}

func TestOtherMethods(t *testing.T) {
	h := built(t)
	for _, m := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(m, "/", strings.NewReader("x")))
		if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" || w.Header().Get("Connection") != "close" {
			t.Errorf("%s: %d, %v", m, w.Code, w.Header())
		}
	}
}

// A reader is not told that a page does not exist because the server is short of something.
func TestOwnTroubleIsNoMissingPage(t *testing.T) {
	for err, want := range map[error]bool{
		&os.PathError{Op: "openat", Path: "a", Err: syscall.EMFILE}: true, &os.PathError{Op: "statat", Path: "a", Err: syscall.ENFILE}: true,
		&os.PathError{Op: "openat", Path: "a", Err: syscall.ENOENT}: false, fs.ErrNotExist: false,
	} {
		if ours(err) != want {
			t.Errorf("%v: %v", err, !want)
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	res := get(t, New(Options{Site: file, Search: http.NotFoundHandler()}), "/") // no folder
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("%s, %v", res.Status, res.Header)
	}
}
