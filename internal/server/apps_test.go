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
