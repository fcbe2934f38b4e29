package page

import (
	"html/template"
	"strings"
)

// HTML is the row as an item of a list. Most of the pages of a site are rows, and a template takes ten times as long for one; the escapes are those of
// html/template (TestRowsAreThoseOfATemplate).
func (r row) HTML() template.HTML {
	var b strings.Builder
	b.Grow(rowBytes + len(r.Href) + len(r.Main) + len(r.Orig) + len(r.Outlet))
	kept := ""
	if r.Kept {
		kept = ` translate="no"`
	}
	pieces(&b, `<li><p class="head"><a href="`+hrefOf(r.Href)+`"`+kept+` lang="`, r.MainLang, `" dir="auto">`, r.Main, `</a></p>`)
	if r.Orig != "" {
		pieces(&b, "\n"+`<p class="orig" lang="`, r.OrigLang, `" dir="auto">`, r.Orig, `</p>`)
	}
	b.WriteString("\n" + `<p class="by"><span`)
	if r.OutletLang != "" {
		pieces(&b, ` lang="`, r.OutletLang, `"`)
	}
	pieces(&b, ` translate="no">`, r.Outlet, `</span> `)
	switch {
	case r.Stamp != "":
		pieces(&b, `<time datetime="`, r.Stamp, `">`, r.Clock, `</time>`)
	case r.Clock != "":
		pieces(&b, `<span>`, r.Clock, `</span>`)
	}
	if r.Length != "" {
		pieces(&b, ` <span>`, r.Length, `</span>`)
	}
	for _, m := range r.Marks {
		pieces(&b, ` <span class="mark">`, m, `</span>`)
	}
	b.WriteString("</p></li>\n")
	return template.HTML(b.String())
}

// rowBytes is about what a row has besides its texts.
const rowBytes = 320

// hrefOf is an address as a template writes it into a link. Paths of a site, which are all but those of a search, need no look at it.
func hrefOf(address string) string {
	if strings.IndexFunc(address, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '/' && r != '.' && r != '-'
	}) < 0 {
		return address
	}
	var b strings.Builder
	if err := linked.Execute(&b, address); err != nil {
		return "#" // a Builder takes everything
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), `<a href="`), `">`)
}

var linked = template.Must(template.New("").Parse(`<a href="{{.}}">`))

// pieces writes HTML and texts by turns; texts are escaped.
func pieces(b *strings.Builder, list ...string) {
	for i, s := range list {
		if i%2 == 0 {
			b.WriteString(s)
		} else {
			_, _ = templateEscapes.WriteString(b, s) // a Builder takes everything
		}
	}
}

// templateEscapes are the escapes of html/template in a text and in an attribute.
var templateEscapes = strings.NewReplacer("\x00", "\ufffd", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")
