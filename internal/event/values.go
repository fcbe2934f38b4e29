package event

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// rows keeps the rows of a model of which the reports give two of the values as ones of one thing that do not meet, as they give them.
func (j *jury) rows(rows []news.Figure) []news.Figure {
	var out []news.Figure
	for _, row := range rows {
		i := slices.IndexFunc(j.figures, func(f news.Figure) bool { return inCommon(row, f) >= 2 })
		switch {
		case slices.ContainsFunc(row.Values, func(v news.FigureValue) bool { return !j.stands(v) }):
			j.leave(row.What, falls(news.ValueRule, news.NoSuchValue, "", ""))
		case i < 0 || slices.ContainsFunc(out, func(f news.Figure) bool { return inCommon(f, j.figures[i]) >= 2 }):
			j.leave(row.What, falls(news.ThingRule, news.NotOneThing, "", ""))
		default:
			out = append(out, j.figures[i])
		}
	}
	return out
}

// inCommon counts the values of two rows that one report gives, with the same figures.
func inCommon(a, b news.Figure) int {
	n := 0
	for _, v := range a.Values {
		if slices.ContainsFunc(b.Values, func(u news.FigureValue) bool {
			same := slices.ContainsFunc(v.Evidence, func(c news.Cite) bool {
				return slices.ContainsFunc(u.Evidence, func(o news.Cite) bool { return o.Article == c.Article })
			})
			return same && digitsOf(v.Said) != "" && digitsOf(v.Said) == digitsOf(u.Said)
		}) {
			n++
		}
	}
	return n
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// stands reports whether a value stands in a sentence that it cites.
func (j *jury) stands(v news.FigureValue) bool {
	return v.Said != "" && slices.ContainsFunc(v.Evidence, func(c news.Cite) bool {
		w := j.by[c.Article]
		return w != nil && w.hash == c.Text && strings.Contains(folded(sentenceOf(w.Article, c.N)), folded(v.Said))
	})
}

// givenUp returns a figure of a sentence that the one who gave it has replaced since, where the sentence rests on it, does not say as of
// when it is, and has none of the later ones; not ok: there is none. With no evidence it is asked of any that gives the figure.
func (r Reader) givenUp(s, lang string, evidence []news.Cite, figures []news.Figure) (span string, ok bool) {
	if saysOf("then", s, lang) != "" {
		return "", false
	}
	read := readSentence(s, lang, time.Time{})
	in := func(v news.FigureValue) string {
		a := news.Article{Lang: v.Lang, Blocks: []news.Block{{Kind: news.Paragraph, Text: v.Said, Ends: []int{len(v.Said)}}}}
		for _, t := range r.checker().Read(a).Things(news.Claim{Text: s, Evidence: []int{1}}, lang, nil) {
			if t.Kind == check.FigureThing && t.Cited {
				return s[t.Start:t.End]
			}
		}
		for _, q := range read.reading.Quantities { // in words, too
			if evidence == nil && !q.Part && q.Low <= v.High && v.Low <= q.High {
				return s[q.Start:q.End]
			}
		}
		return ""
	}
	for _, f := range figures {
		for _, v := range f.Values {
			if v.Current || evidence != nil && !slices.ContainsFunc(v.Evidence, func(c news.Cite) bool { return slices.Contains(evidence, c) }) {
				continue
			}
			found := in(v)
			if found != "" && !slices.ContainsFunc(f.Values, func(o news.FigureValue) bool { return o.Current && in(o) != "" }) {
				return found, true
			}
		}
	}
	return "", false
}

func (r Reader) hasGivenUp(s, lang string, evidence []news.Cite, figures []news.Figure) bool {
	_, ok := r.givenUp(s, lang, evidence, figures)
	return ok
}

// superseded is the finding that a sentence gives as current what is so no longer; nil: it does not.
func (j *jury) superseded(c news.StoryClaim, list []standing) []news.Finding {
	span, _ := j.r.givenUp(c.Text, j.lang(c), c.Evidence, j.figures)
	if span == "" {
		span = j.counts.overtaken(c.Text, j.lang(c), false)
	}
	if span == "" {
		span = j.renewed(c, list)
	}
	if span == "" {
		return nil
	}
	return falls(news.CurrentRule, news.NoLongerSo, span, "")
}

// given says of figures that no report has whether one had them once: such a value is superseded.
func (j *jury) given(fs []news.Finding, list []standing) []news.Finding {
	for i, f := range fs {
		if f.Rule != news.NumberRule || f.Span == "" {
			continue
		}
		for _, s := range list {
			for _, a := range s.w.Earlier[max(0, len(s.w.Earlier)-mostEarlier):] {
				for _, t := range j.r.checker().Read(a).Things(news.Claim{Text: f.Span}, j.r.lang(), nil) {
					if t.Kind == check.FigureThing && !t.Absent {
						fs[i] = news.Finding{Rule: news.CurrentRule, Reason: news.NoLongerSo, Span: f.Span, Found: f.Found, Rejects: true}
					}
				}
			}
		}
	}
	return fs
}

// mostEarlier bounds the earlier versions of a report that a value is looked for in.
const mostEarlier = 4
