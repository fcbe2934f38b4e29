package wording

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Part is a piece of a text: in the words of the interface, or quoted from elsewhere.
type Part struct {
	Text   string
	Quoted bool
	Lang   string // of what is quoted, BCP 47; empty: not known
}

// ofReport are the reasons whose argument is in the report's own words.
var ofReport = map[news.ReasonCode]bool{
	news.NumberElsewhere: true, news.SomethingDenied: true, news.OriginalMissing: true, news.CustomaryName: true, news.TwoRenderings: true,
}

// Reason says why a check, or the reader of a model's answer, found fault. The parts that are the report's own words
// are in its language, lang; what a file has as {english} is in English. A code of a later version is said
// in English; a finding without a reason has no parts.
func (w *Texts) Reason(f news.Finding, lang string) []Part {
	text, known := w.Reasons[f.Reason]
	if !known {
		if text = f.Why(); text == "" {
			return nil
		}
		return []Part{{text, true, "en"}}
	}
	var out []Part
	for text != "" {
		plain, rest, ok := strings.Cut(text, "{")
		out = add(out, Part{Text: plain})
		if !ok {
			break
		}
		name, rest, _ := strings.Cut(rest, "}")
		switch name {
		case "arg":
			// The English texts are those of scripts, where no argument is marked as the report's.
			out = add(out, Part{f.Arg, ofReport[f.Reason], lang})
		case "of":
			out = add(out, Part{Text: f.Of})
		case "report":
			out = add(out, Part{f.Arg, true, lang})
		case "english":
			out = add(out, Part{f.Arg, true, "en"})
		}
		text = rest
	}
	return out
}

// Note is what a reader must know about a text, in the language of the interface. A note without a code is in English:
// elsewhere it is said that there is one, and where.
func (w *Texts) Note(n news.Note) string {
	if text, known := w.Notes[n.Code]; known {
		return n.Fill(text)
	}
	if base, _ := w.language.Base(); base.String() == "en" {
		return n.String()
	}
	return w.NoteUnnamed
}

// Refusal says why what the operator asked for was not done, and what can be done about it.
func (w *Texts) Refusal(r news.Refusal) string {
	if cause, known := w.Causes[news.Cause(r.Of)]; known && r.Code == news.NoAnswer {
		r.Of = cause
	}
	return r.Fill(w.Refusals[r.Code])
}

// add appends a part that is not empty, or continues the last one where both are the interface's.
func add(parts []Part, p Part) []Part {
	last := len(parts) - 1
	switch {
	case p.Text == "":
	case last >= 0 && !parts[last].Quoted && !p.Quoted:
		parts[last].Text += p.Text
	default:
		parts = append(parts, p)
	}
	return parts
}
