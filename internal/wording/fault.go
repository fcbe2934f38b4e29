package wording

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// absent are the reasons that say of a finding's span that the whole report does not have it.
var absent = map[news.ReasonCode]bool{
	news.NoSuchName: true, news.NotNamed: true, news.OriginalMissing: true, news.NoSuchWords: true,
}

// Compared names what a rule compares; of a second model, what that asks for.
func (w *Texts) Compared(r news.Rule) string {
	if r == news.JudgeRule {
		return w.Grounds
	}
	return w.Rule(r)
}

// Fault says what is wrong with a sentence of a digest: what was compared, the sentence's own words, and what the report has
// instead, if that is known. digest and report are the languages of their words.
func (w *Texts) Fault(f news.Finding, digest, report string) []Part {
	out := []Part{{Text: w.Rule(f.Rule)}}
	if f.Span != "" {
		out = append(out, Part{Text: w.WordGap + w.QuoteOpen}, Part{f.Span, digest != "" && digest != w.Tag, digest}, Part{Text: w.QuoteClose})
	}
	switch {
	case f.Found != "":
		// In the language of the interface too it is a quotation: it is not to be converted into another script.
		out = append(out, Part{Text: w.Semicolon + w.ReportHas + w.QuoteOpen}, Part{f.Found, true, report}, Part{Text: w.QuoteClose})
	case absent[f.Reason] && f.Span != "":
		out = append(out, Part{Text: w.NotInReport})
	}
	return out
}

// Doubt is Fault in one line for the place behind the sentence: with the reason where nothing else says what is wrong,
// without the sentence of the report that the reason ends in, and without the remarks of a second model.
func (w *Texts) Doubt(f news.Finding, digest, report string) []Part {
	out := append([]Part{{Text: w.InDoubt + w.Colon}}, w.Fault(f, digest, report)...)
	if f.Found != "" || f.Reason == news.Remark || absent[f.Reason] && f.Span != "" {
		return out
	}
	why := w.Reason(f, report)
	if last := len(why) - 1; last >= 0 && why[last].Quoted {
		why = why[:last]
	}
	if last := len(why) - 1; last >= 0 {
		why[last].Text = strings.TrimSuffix(why[last].Text, w.Colon)
		out = append(append(out, Part{Text: w.Semicolon}), why...)
	}
	return out
}
