package server

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestBelowThePathOfTheSite: where the site's address has a path, the same is answered below it and at the root; what is at the root is not
// taken for that path.
func TestBelowThePathOfTheSite(t *testing.T) {
	o := optionsOf(t)
	o.Search = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "found "+r.URL.Path+"?"+r.URL.RawQuery) })
	o.Apps = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "app "+r.URL.Path) })
	o.IsApp = func(path string) bool { return strings.HasPrefix(path, "/api/") }
	for _, c := range []struct{ own, path, want string }{
		{"https://press.example/", "/", "200 <html><p>"},
		{"https://press.example/", "/press/", "404 <html>not"},
		{"https://press.example/press", "/", "200 <html><p>"},
		{"https://press.example/press", "/a/x/", "200 <html>x"},
		{"https://press.example/press", "/press/", "200 <html><p>"},
		{"https://press.example/press/", "/press/a/x/", "200 <html>x"},
		{"https://press.example/press/", "/press//a/./x/", "200 <html>x"},
		{"https://press.example/press/", "/press/style-1.css", "200 p {}"},
		{"https://press.example/press/", "/press/secret/.hidden", "404 <html>not"},
		{"https://press.example/press/", "/press", "301 press/"},
		{"https://press.example/press/", "/press/a/x", "301 x/"},
		{"https://press.example/press/", "/pressroom/", "404 <html>not"},
		{"https://press.example/press/", "/press/search?q=a%2Fb", "200 found /search?q=a%2Fb"},
		{"https://press.example/press/", "/press/api/reader/a%2Fb", "200 app /api/reader/a/b"},
		{"https://press.example/press/", "/press/readyz", "503 not ready"},
		{"https://press.example/x/%E5%A4%96/", "/x/%E5%A4%96/a/x/", "200 <html>x"},
		{"https://press.example/x/%E5%A4%96/", "/x/%E5%A4%96", "301 %E5%A4%96/"},
		{"https://press.example/a/", "/a/x/", "200 <html>x"},
		{"https://press.example/a/", "/a/a/x/", "404 <html>not"},
		{"https://press.example/search/", "/search", "200 found /search?"},
		{"https://press.example/api/", "/api/api/x", "200 app /api/api/x"},
	} {
		o.Own = c.own
		res := get(t, New(o), c.path)
		body, err := io.ReadAll(res.Body)
		if got := fmt.Sprint(res.StatusCode, " ", res.Header.Get("Location"), string(body)); err != nil || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s at %s: %.40q, want %q; %v", c.path, c.own, got, c.want, err)
		}
		if res.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s at %s: headers %v", c.path, c.own, res.Header)
		}
	}
}
