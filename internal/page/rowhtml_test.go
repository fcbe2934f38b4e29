package page

import (
	"html/template"
	"strings"
	"testing"
)

// rowTemplate is a row as a template of html/template.
var rowTemplate = template.Must(template.New("").Parse(`<li><p class="head"><a href="{{.Href}}"{{if .Kept}} translate="no"{{end}} lang="{{.MainLang}}" dir="auto">{{.Main}}</a></p>
{{- if .Orig}}
<p class="orig" lang="{{.OrigLang}}" dir="auto">{{.Orig}}</p>{{end}}
<p class="by"><span{{with .OutletLang}} lang="{{.}}"{{end}} translate="no">{{.Outlet}}</span> {{if .Stamp}}<time datetime="{{.Stamp}}">{{.Clock}}</time>{{else if .Clock}}<span>{{.Clock}}</span>{{end}}{{with .Length}} <span>{{.}}</span>{{end}}{{range .Marks}} <span class="mark">{{.}}</span>{{end}}</p></li>
`))

// TestRowsAreThoseOfATemplate: a row that is written by hand has the bytes that a template gives it, whatever its texts hold.
func TestRowsAreThoseOfATemplate(t *testing.T) {
	for _, s := range []string{"", "plain", "欧盟 & 中国 <b>\"on\"</b> 'it' 1+1", "a\x00\tb\n\r", "\ufffd\ufffe\uffff\ufdd0\U0010ffff", "a\xff\xc0b", "-->", "مرحبا\u202e"} {
		for _, href := range []string{"../a/x/2026/03/slug-id.html", "javascript:alert(1)", "https://e.example/a?b=c&d='%zz\"<>", "//e/ü 中", "a:b/c", s} {
			checkRow(t, row{Href: href, Main: s, MainLang: s, Outlet: s})
			checkRow(t, row{Href: href, Main: s, MainLang: "en", Orig: s, OrigLang: s, Outlet: "x", OutletLang: s, Stamp: s, Clock: s, Length: s, Marks: []string{s, "x"}, Kept: true})
		}
	}
}

// FuzzRows is the same for texts that nobody thought of.
func FuzzRows(f *testing.F) {
	f.Add("a.html", "b<", "c&", true)
	f.Fuzz(func(t *testing.T, href, a, b string, kept bool) {
		checkRow(t, row{Href: href, Main: a, MainLang: b, Orig: b, OrigLang: a, Outlet: b, OutletLang: a, Stamp: a, Clock: b, Length: a, Marks: []string{b}, Kept: kept})
	})
}

func checkRow(t *testing.T, r row) {
	t.Helper()
	var want strings.Builder
	if err := rowTemplate.Execute(&want, r); err != nil {
		t.Fatal(err)
	}
	if got := string(r.HTML()); got != want.String() {
		t.Errorf("of %+v is made\n%q, not\n%q", r, got, want.String())
	}
}
