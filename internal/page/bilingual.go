package page

import (
	"html/template"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// A translation follows the text, a part for each part of the text in
// the same order, and is shown only when the reader asks for both: the style sheet then lays the
// k-th part of one beside or under the k-th of the other, up to the sixtieth.

// translation is the translated text, part by part as body writes the text; "" where there is none. A part with words that
// has no translation says so; partly reports whether there is one.
func (t *writing) translation() (out template.HTML, partly bool) {
	d := t.item.Digest
	var b strings.Builder
	list, translated := listing{out: &b}, false
	none := ` class="none"` + t.own(d.Lang) + ` data-label="` + esc(t.w.NoTranslation) + `"` // no text of its own, as marks
	for i, block := range t.item.Article.Blocks {
		if block.Kind == news.Caption || strings.TrimSpace(block.Text) == "" {
			continue
		}
		s := ""
		if i < len(d.Translation) {
			s = line(d.Translation[i])
		}
		translated = translated || s != ""
		list.next(block)
		item := block.Kind == news.ListItem || block.Kind == news.Row
		missing := s == "" && text.Words(block.Text, t.item.Article.Lang) > 0
		partly = partly || missing
		switch {
		case missing && item:
			b.WriteString(strings.Replace(list.item(block), "<li", "<li"+none, 1) + "</li>\n")
		case missing:
			b.WriteString("<p" + none + "></p>\n")
		case item:
			b.WriteString(list.item(block) + esc(s) + "</li>\n")
		case block.Kind == news.Quote && s != "":
			b.WriteString("<blockquote><p>" + esc(s) + "</p></blockquote>\n")
		case block.Kind == news.Heading && s != "":
			b.WriteString(`<p class="h">` + esc(s) + "</p>\n")
		default:
			b.WriteString("<p>" + esc(s) + "</p>\n")
		}
	}
	list.end()
	if !translated {
		return "", false
	}
	return template.HTML(b.String()), partly
}
