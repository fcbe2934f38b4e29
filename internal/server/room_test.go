package server

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestForeignPagesInTheRoom: what a page of another origin sends to the room is refused, whatever kind of page it is. The room's own forms are
// taken, also behind a proxy that asks by another name; what is around it is served as before.
func TestForeignPagesInTheRoom(t *testing.T) {
	asked := 0
	h := New(Options{
		Site: t.TempDir(), Search: http.NotFoundHandler(), Own: "https://press.example/foreign/",
		Room:   http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked++ }),
		IsRoom: func(path string) bool { return strings.HasPrefix(path, "/desk/") },
	})
	for _, c := range []struct {
		method, path, origin, fetchSite string
		want                            int
	}{
		{"POST", "/desk/x", "", "", 200},
		{"POST", "/desk/x", "http://127.0.0.1:8080", "", 200},
		{"POST", "/desk/x", "http://127.0.0.1:8080", "same-origin", 200},
		{"POST", "/desk/x", "https://press.example", "", 200},
		{"POST", "/desk/x", "null", "same-origin", 200},
		{"POST", "/desk/x", "null", "", 403},
		{"POST", "/desk/x", "null", "cross-site", 403},
		{"POST", "/desk/x", "file://", "cross-site", 403},
		{"POST", "/desk/x", "http://evil.example", "", 403},
		{"POST", "/desk/x", "https://evil.example", "cross-site", 403},
		{"POST", "/desk/x", "https://evil.press.example", "same-site", 403},
		{"POST", "/desk/x", "http://press.example", "", 403},
		{"POST", "/desk/x", "http://127.0.0.1:9999", "same-site", 403},
		{"GET", "/desk/x", "https://evil.example", "cross-site", 200},
		{"POST", "/desk", "", "", 405},
		{"POST", "/x/../desk/x", "", "", 405},
		{"POST", "//desk/x", "", "", 405},
	} {
		r := httptest.NewRequest(c.method, "/", strings.NewReader("a=b"))
		r.URL.Path = c.path
		r.Host = "127.0.0.1:8080"
		for name, v := range map[string]string{"Origin": c.origin, "Sec-Fetch-Site": c.fetchSite} {
			if v != "" {
				r.Header.Set(name, v)
			}
		}
		w, before := httptest.NewRecorder(), asked
		h.ServeHTTP(w, r)
		if w.Code != c.want || (asked > before) != (c.want == 200) {
			t.Errorf("%s %s from %q, %q: %d, want %d", c.method, c.path, c.origin, c.fetchSite, w.Code, c.want)
		}
	}
}
