package page

import (
	"strings"
	"testing"
)

// TestNotFoundIsReadAnywhere: the page of an address that is not there has its style within itself, which its policy allows, and leads to the site where
// readers have it.
func TestNotFoundIsReadAnywhere(t *testing.T) {
	for address, root := range map[string]string{"": "", "https://example.org": "/", "https://example.org/press/外电/": "/press/%E5%A4%96%E7%94%B5/"} {
		out, err := New(Form{URL: address}).NotFound()
		if err != nil {
			t.Fatal(err)
		}
		_, rest, there := strings.Cut(string(out), "<style>")
		style, _, ends := strings.Cut(rest, "</style>")
		if !there || !ends || style != string(StyleSheet()) {
			t.Fatalf("%q: no style sheet within the page", address)
		}
		allowed := strings.ReplaceAll(strings.ReplaceAll(string(out), "&#39;", "'"), "&#43;", "+")
		if hash := hashSource([]byte(style)); !strings.Contains(allowed, "style-src 'self' "+hash+";") {
			t.Errorf("%q: the policy does not allow the style %s", address, hash)
		}
		for _, link := range []string{"index.html", "archive.html", "about.html", "favicon.svg"} {
			if !strings.Contains(string(out), `href="`+root+link+`"`) {
				t.Errorf("%q: nothing leads to %s%s", address, root, link)
			}
		}
	}
}
