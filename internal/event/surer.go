package event

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Bounds by which the words of a report that is unsure are held against a sentence.
const (
	likeClause = 0.4 // part of the words of a clause that one of a digest has which says the same
	leastWords = 4   // a clause of fewer says nothing by itself
)

// surer is the finding that a sentence says for sure, and of nobody, what a report is not sure of or has from others; nil: it does not. Which
// clause of a report in another language a sentence renders its digest tells; where that has no such word, the report's sentence has to be
// unsure as a whole.
func (j *jury) surer(c news.StoryClaim, s *standing) []news.Finding {
	lang := j.lang(c)
	if !listed("hedged", lang) || saysOf("hedged", c.Text, lang) != "" {
		return nil
	}
	from := ""
	for _, n := range s.cites {
		if t := sentenceOf(s.w.Article, n); unsure(t, s.w.Article.Lang) {
			from = t
		}
	}
	if from == "" {
		return nil
	}
	best, hedged := 0.0, false
	for _, l := range s.w.restingOn(s.cites) {
		if tongue(s.w.lang) != tongue(lang) || saysOf("hedged", l.text, lang) == "" {
			continue
		}
		for start, end := range clauses(l.text) {
			if over := mostOf(c.Text, l.text[start:end]); over > best {
				best, hedged = over, saysOf("hedged", l.text[start:end], lang) != ""
			}
		}
	}
	whole := !slices.ContainsFunc(s.cites, func(n int) bool { return !unsureWhole(sentenceOf(s.w.Article, n), s.w.Article.Lang) })
	if best >= likeClause && hedged || best < likeClause && whole {
		return []news.Finding{{Rule: news.HedgeRule, Reason: news.HedgeDropped, Arg: from, Rejects: true}}
	}
	return nil
}

// mostOf is the greatest part of the words of a clause of a sentence that another clause has.
func mostOf(s, clause string) float64 {
	there, most := partsOf(clause), 0.0
	for start, end := range clauses(s) {
		most = max(most, overlap(partsOf(s[start:end]), there))
	}
	return most
}

// unsure reports whether a text of a report says something without being sure of it.
func unsure(s, lang string) bool { return saysOf("hedges", without("unhedged", s, lang), lang) != "" }

// unsureWhole reports whether a sentence of a report is unsure in each clause that says something by itself.
func unsureWhole(s, lang string) bool {
	if !unsure(s, lang) {
		return false
	}
	for _, clause := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;:—、，；：؛،", r) }) {
		if !unsure(clause, lang) && (len(strings.Fields(clause)) > leastWords || strings.IndexFunc(clause, spaced) < 0 && len([]rune(clause)) > 2*leastWords) {
			return false
		}
	}
	return true
}
