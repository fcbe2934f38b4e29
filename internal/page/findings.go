package page

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// A check says what it found by codes; a page says it in the reader's language.

// because says in the reader's language why a check found fault, as HTML; "" where it does not say.
func (t *writing) because(f news.Finding) string {
	f.Arg, f.Of = line(f.Arg), line(f.Of)
	var b strings.Builder
	for _, p := range t.w.Reason(f, t.item.Article.Lang) {
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
	s := t.w.InDoubt + t.w.Colon + t.fault(f)
	if f.Found != "" {
		s += t.w.Quote(line(f.Found))
	}
	return s
}

// fault says what is wrong, and leads on to what the report has instead, if that is known.
func (t *writing) fault(f news.Finding) string {
	w := t.w
	s := w.Rule(f.Rule)
	if f.Span != "" {
		s += w.WordGap + w.Quote(line(f.Span))
	}
	switch {
	case f.Found != "":
		s += w.Semicolon + w.ReportHas
	case (f.Rule == news.NameRule || f.Rule == news.QuoteRule) && f.Span != "" && f.Reason != news.CustomaryName:
		s += w.NotInReport
	}
	return s
}

// finding says in full what a check found, with its reason where it has no more of the report to show.
// Of a sentence that was left out there is no doubt any more.
func (t *writing) finding(f news.Finding, left bool) string {
	s := esc(t.fault(f))
	if !left {
		s = esc(t.w.InDoubt+t.w.Colon) + s
	}
	if f.Found != "" {
		return s + esc(t.w.QuoteOpen) + quoted(line(f.Found), t.item.Article.Lang) + esc(t.w.QuoteClose)
	}
	if why := t.because(f); why != "" {
		s += t.w.Semicolon + why
	}
	return s
}
