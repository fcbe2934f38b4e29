package desk_test

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/desk"
)

// A page that only leads on is kept, and the report is known by the address of its own page; also when that is read again.
func TestPagesThatOnlyLeadOnAreKept(t *testing.T) {
	stub := func(head string) string {
		return "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><head>" + head + "</head></html>\n"
	}
	r := newRoom(t, web(
		courier, feedOf("meta|Flood in northern China", "script|Flood in northern China, again", "dead|Dike at Halatan"),
		"https://courier.example/meta", stub(`<meta http-equiv="refresh" content="0;url=/flood">`),
		"https://courier.example/script", stub(`<script>location.replace("/flood")</script>`),
		"https://courier.example/dead", stub(`<meta http-equiv="refresh" content="0;url=/gone">`),
		"https://courier.example/gone", "HTTP/1.1 404 Not Found\n\n",
		"https://courier.example/flood", pageOf("Flood in northern China", "8,600"),
	))
	r.round(0)
	it := r.one()
	if it.Article.URL != "https://courier.example/flood" || it.Article.Version != 1 {
		t.Errorf("%s, version %d", it.Article.URL, it.Article.Version)
	}
	var kept []string
	for _, k := range r.captured(false) {
		if k.Source == "" {
			c, err := r.desk.Archive.Get(k.Ref)
			if err != nil {
				t.Errorf("%s: %v", k.URL, err)
			}
			kept = append(kept, strings.TrimPrefix(c.Final, "https://courier.example"))
		}
	}
	for _, path := range []string{"/meta", "/script", "/dead", "/flood", "/gone"} {
		if !strings.Contains(strings.Join(kept, " ")+" ", path+" ") {
			t.Errorf("the archive has %v, and not %s", kept, path)
		}
	}
	if b := r.buried(); len(b) != 1 {
		t.Errorf("buried: %v", b)
	}
	if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
		t.Fatal(err)
	}
	r.round(0)
	if again := r.one(); again.Article.Version != 1 || again.Article.URL != it.Article.URL {
		t.Errorf("read again: %s, version %d", again.Article.URL, again.Article.Version)
	}
}
