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
	var s strings.Builder
	for _, p := range t.w.Doubt(clean(f), t.item.Digest.Lang, t.item.Article.Lang) {
		s.WriteString(p.Text)
	}
	return s.String()
}

// doubts are what is said behind a sentence, one for each thing that a check found in it.
func (t *writing) doubts(c news.Claim) (out []string) {
	for _, f := range c.Findings {
		if f.Rule != news.Supported {
			out = append(out, t.doubt(f))
		}
	}
	return out
}

// clean is a finding each of whose texts is a line.
func clean(f news.Finding) news.Finding {
	f.Arg, f.Of, f.Span, f.Found = line(f.Arg), line(f.Of), line(f.Span), line(f.Found)
	return f
}

// finding says in full what a check found, with its reason where it has no more of the report to show.
// Of a sentence that was left out there is no doubt any more.
func (t *writing) finding(f news.Finding, left bool) string {
	f = clean(f)
	out := t.w.Fault(f, t.item.Digest.Lang, t.item.Article.Lang)
	if !left {
		out = append([]wording.Part{{Text: t.w.InDoubt + t.w.Colon}}, out...)
	}
	if why := t.w.Reason(f, t.item.Article.Lang); len(why) > 0 && f.Found == "" {
		out = append(append(out, wording.Part{Text: t.w.Semicolon}), why...)
	}
	return marked(out)
}
