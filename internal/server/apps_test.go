package server

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestApps: an app may send, a reader of the site may not; what is sent is bounded, and what is answered is compressed for those who take it.
func TestApps(t *testing.T) {
	h := New(Options{
		Site: t.TempDir(), Search: http.NotFoundHandler(), Health: func(*http.Request) (string, bool) { return "ok", true },
		Apps: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			b, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			if r.URL.Query().Has("no") {
				http.Error(w, "no", http.StatusUnauthorized)
				return
			}
			io.WriteString(w, r.URL.Path+" "+string(b))
		}),
		IsApp: func(path string) bool { return strings.HasPrefix(path, "/api/") },
	})
	for _, c := range []struct {
		method, path, body, encoding string
		status                       int
		want                         string
	}{
		{"POST", "/api/x", "a=b", "", 200, "/api/x a=b"},
		{"POST", "/api/x", "a=b", "gzip", 200, "/api/x a=b"},
		{"GET", "/api/a/feed%2Fb//c", "", "gzip", 200, "/api/a/feed/b//c "},
		{"POST", "/api/x?no", "a=b", "gzip", 401, "no\n"},
		{"POST", "/api/x", strings.Repeat("x", mostBody+1), "", 413, ""},
		{"POST", "/x", "a=b", "", 405, ""},
		{"POST", "/index.html", "a=b", "", 405, ""},
		{"GET", "/healthz", "", "", 200, "ok\n"},
	} {
		r := httptest.NewRequest(c.method, c.path, strings.NewReader(c.body))
		r.Header.Set("Accept-Encoding", c.encoding)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		body := io.Reader(w.Body)
		if zipped := w.Header().Get("Content-Encoding") == "gzip"; zipped {
			if c.encoding == "" {
				t.Errorf("%s %s is compressed unasked", c.method, c.path)
			}
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Fatal(err)
			}
			body = z
		} else if c.encoding == "gzip" && c.status == 200 {
			t.Errorf("%s %s is not compressed", c.method, c.path)
		}
		b, err := io.ReadAll(body)
		if err != nil || w.Code != c.status || c.want != "" && string(b) != c.want {
			t.Errorf("%s %s: %d %q, %v", c.method, c.path, w.Code, b, err)
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s %s: headers %v", c.method, c.path, w.Header())
		}
	}
}

// TestForeignPages: what a page of another site sends through a reader's browser is refused; apps that are made of a browser are not, nor
// are the desk's own pages, and what only reads is no matter: no page can read the answer.
func TestForeignPages(t *testing.T) {
	asked := 0
	h := New(Options{
		Site: t.TempDir(), Search: http.NotFoundHandler(), Own: "https://press.example/desk/",
		Apps:  http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }),
		IsApp: func(path string) bool { return strings.HasPrefix(path, "/api/") },
	})
	for _, c := range []struct {
		method, origin, fetchSite string
		want                      int
	}{
		{"POST", "", "", 200},
		{"POST", "", "none", 200},
		{"POST", "null", "cross-site", 200},
		{"POST", "file://", "cross-site", 200},
		{"POST", "chrome-extension://abc", "none", 200},
		{"POST", "http://127.0.0.1:8080", "", 200},
		{"POST", "http://127.0.0.1:8080", "same-origin", 200},
		{"POST", "https://press.example", "", 200},
		{"POST", "https://press.example", "same-origin", 200},
		{"POST", "http://evil.example", "", 403},
		{"POST", "https://evil.example", "cross-site", 403},
		{"POST", "HTTPS://evil.example", "cross-site", 403},
		{"POST", "https://evil.press.example", "same-site", 403},
		{"POST", "http://127.0.0.1:9999", "same-site", 403},
		{"GET", "https://evil.example", "cross-site", 200},
	} {
		r := httptest.NewRequest(c.method, "/api/x", strings.NewReader("a=b"))
		r.Host = "127.0.0.1:8080"
		for name, v := range map[string]string{"Origin": c.origin, "Sec-Fetch-Site": c.fetchSite} {
			if v != "" {
				r.Header.Set(name, v)
			}
		}
		w, before := httptest.NewRecorder(), asked
		h.ServeHTTP(w, r)
		if w.Code != c.want || (asked > before) != (c.want == 200) {
			t.Errorf("%s from %q, %q: %d, want %d", c.method, c.origin, c.fetchSite, w.Code, c.want)
		}
	}
}

// TestLongRequests: an app that sends too much reads why it is refused, on whatever connection.
func TestLongRequests(t *testing.T) {
	s := httptest.NewServer(timed(New(Options{
		Site: t.TempDir(), Search: http.NotFoundHandler(), IsApp: func(string) bool { return true },
		Apps: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Error("answered") }),
	})))
	defer s.Close()
	for _, expect := range []string{"", "100-continue"} {
		r, err := http.NewRequest("POST", s.URL+"/api/x", strings.NewReader(strings.Repeat("i=1&", 18<<20/4)))
		if err != nil {
			t.Fatal(err)
		}
		if expect != "" {
			r.Header.Set("Expect", expect)
		}
		res, err := s.Client().Do(r)
		if err != nil {
			t.Fatalf("with Expect %q: %v", expect, err)
		}
		b, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil || res.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(string(b), "in parts") {
			t.Errorf("with Expect %q: %s %s, %v", expect, res.Status, b, err)
		}
	}
}
