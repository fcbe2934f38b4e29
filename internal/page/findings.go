package page

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// A check says what it found by codes; a page says it in the reader's language.

// marked is a text as HTML, in which each quotation has its language.
func marked(parts []wording.Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Quoted {
			b.WriteString(quoted(p.Text, p.Lang))
		} else {
			b.WriteString(esc(p.Text))
		}
	}
	return b.String()
}

// quoted is text in another language than the page's, as HTML.
func quoted(s, lang string) string {
	if s == "" {
		return ""
	}
	kept := ""
	if inOtherScript(lang) {
		kept = ` translate="no"` // the page's twin in the other script has it as it is
	}
	return `<span lang="` + esc(lang) + `"` + kept + `>` + esc(s) + `</span>`
}

// doubt says beside a sentence what a check found in it, in the reader's language.
func (t *writing) doubt(f news.Finding) string {
	s := t.w.InDoubt + t.w.Colon
	for _, p := range t.fault(f) {
		s += p.Text
	}
	return s
}

// fault says what is wrong, in words of the digest, and what the report has instead, in its own words, if that is known.
func (t *writing) fault(f news.Finding) []wording.Part {
	w := t.w
	out := []wording.Part{{Text: w.Rule(f.Rule)}}
	quote := func(before, s, lang string) {
		other := lang != "" && lang != w.Tag
		out = append(out, wording.Part{Text: before + w.QuoteOpen},
			wording.Part{Text: line(s), Quoted: other, Lang: lang}, wording.Part{Text: w.QuoteClose})
	}
	if f.Span != "" {
		quote(w.WordGap, f.Span, t.item.Digest.Lang)
	}
	switch {
	case f.Found != "":
		quote(w.Semicolon+w.ReportHas, f.Found, t.item.Article.Lang)
		out[len(out)-2].Quoted = true // in the page's language too: it is not to be converted into another script
	case (f.Rule == news.NameRule || f.Rule == news.QuoteRule) && f.Span != "" &&
		f.Reason != news.CustomaryName && f.Reason != news.OtherWords:
		out = append(out, wording.Part{Text: w.NotInReport})
	}
	return out
}

// finding says in full what a check found, with its reason where it has no more of the report to show.
// Of a sentence that was left out there is no doubt any more.
func (t *writing) finding(f news.Finding, left bool) string {
	out := t.fault(f)
	if !left {
		out = append([]wording.Part{{Text: t.w.InDoubt + t.w.Colon}}, out...)
	}
	f.Arg, f.Of = line(f.Arg), line(f.Of)
	if why := t.w.Reason(f, t.item.Article.Lang); len(why) > 0 && f.Found == "" {
		out = append(append(out, wording.Part{Text: t.w.Semicolon}), why...)
	}
	return marked(out)
}
