package page

import (
	"html/template"
	"strings"
)

// fact is something that is known of a report or a source, by name.
type fact struct {
	Name, Value, Lang string
	Stamp             string // machine form of Value, where it is a time
	Href              string
	Code              bool
	Leaf              string // what of the leaf beside the page it is, see verify.CheckPage
	Log               string // what of another leaf, or of when that leaf came into the log, it is; the text on verify.html reads it, see there
	Kept              bool   // a name, as it is written where it comes from
}

// factList lists facts; those without a value are left out. Like the texts of reports it
// is written here, since every page of a report has one.
func factList(facts []fact) template.HTML {
	var b strings.Builder
	for _, f := range facts {
		if f.Value == "" {
			continue
		}
		b.WriteString("<div><dt>" + esc(f.Name) + "</dt><dd")
		if f.Leaf != "" {
			b.WriteString(` data-leaf="` + f.Leaf + `"`)
		}
		if f.Log != "" {
			b.WriteString(` data-log="` + f.Log + `"`)
		}
		if f.Lang != "" {
			b.WriteString(` lang="` + esc(f.Lang) + `"`)
		}
		if f.Lang != "" || f.Href != "" || f.Kept {
			b.WriteString(` translate="no"`)
		}
		b.WriteByte('>')
		switch value := esc(f.Value); {
		case f.Href != "":
			b.WriteString(`<a href="` + esc(f.Href) + `">` + value + `</a>`)
		case f.Stamp != "":
			b.WriteString(`<time datetime="` + esc(f.Stamp) + `">` + value + `</time>`)
		case f.Code:
			b.WriteString(`<code>` + value + `</code>`)
		default:
			b.WriteString(value)
		}
		b.WriteString("</dd></div>\n")
	}
	if b.Len() == 0 {
		return ""
	}
	return template.HTML("<dl class=\"facts\">\n" + b.String() + "</dl>")
}
