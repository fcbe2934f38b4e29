package check

import (
	"slices"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Translation compares the translation of a block of a report, in the language lang, with that
// block alone: its numbers, dates and names both ways, and its length. A finding rejects it.
func (c Checker) Translation(a news.Article, block int, translated, lang string) []news.Finding {
	if block < 0 || block >= len(a.Blocks) {
		return nil
	}
	own := a.Blocks[block]
	src := c.sourceOf(sentencesOf(own.Text), a)
	if f := tooUneven(own.Text, translated); f != nil {
		return f
	}
	var out []news.Finding
	all := src.ground(every(src))
	for _, s := range sentencesOf(translated) {
		names := c.glossary().Matches(bounded(s))
		claim := readClaim(s, lang, a.Published, slices.Concat(extents(names), persons(s, nil)))
		for _, f := range slices.Concat(all.numbers(claim), all.dates(claim), all.untraced(claim, names, map[int]bool{})) {
			f.Rejects = true
			out = append(out, f)
		}
	}
	back := c.sourceOf(sentencesOf(translated), news.Article{Lang: lang, Published: a.Published})
	return append(out, src.lost(back)...)
}

// sourceOf reads sentences that are all there is, with the language and the day of a report.
func (c Checker) sourceOf(sentences []string, a news.Article) *source {
	src := &source{lang: a.Lang, published: a.Published, names: c.glossary()}
	unclosed := ""
	for _, s := range sentences[:min(len(sentences), maxSource)] {
		t := read(s, a.Lang, a.Published)
		unclosed = t.quotesAfter(unclosed)
		src.numbered = append(src.numbered, t)
	}
	markRows(src.numbered)
	src.index()
	return src
}

func sentencesOf(s string) []string {
	var out []string
	start := 0
	for _, end := range text.Sentences(s) {
		out = append(out, s[start:end])
		start = end
	}
	return out
}

// lost finds that a translation has none of the larger figures, or none of the names, of what
// it translates: it is of another paragraph. Names are those whose rendering is known.
func (src *source) lost(back *source) []news.Finding {
	figures, kept := 0, 0
	for i := range src.numbered {
		for _, n := range src.numbered[i].Numbers {
			if len(n.Alts) == 0 || n.Alts[0].Vague || !weighty(n) {
				continue
			}
			figures++
			if back.holds(n) {
				kept++
			}
		}
	}
	names, said := 0, 0
	for e := range src.entries {
		if e.Kind != glossary.Country {
			names++
			if back.entries[e] {
				said++
			}
		}
	}
	if figures > 1 && kept == 0 || names > 1 && said == 0 {
		return []news.Finding{{Rule: news.FormRule, Reason: news.OtherReport, Rejects: true}}
	}
	return nil
}

// holds reports whether a sentence has a number that agrees with n, whichever is the more exact.
func (src *source) holds(n quantity.Number) bool {
	for i := range src.numbered {
		for _, m := range src.numbered[i].Numbers {
			if n.Fits(m) == quantity.Fits || len(m.Alts) > 0 && m.Fits(n) == quantity.Fits {
				return true
			}
		}
	}
	return false
}

// shortText is the length, in characters, below which a translation may be of any length.
const shortText = 80

// tooUneven finds a translation that is too short or too long to be all of a text and no more.
// Chinese and Japanese take a third of the characters of Latin script; what is allowed is
// three times less and more.
func tooUneven(own, translated string) []news.Finding {
	n, m := float64(utf8.RuneCountInString(own)), float64(utf8.RuneCountInString(translated))
	if n < shortText {
		return nil
	}
	usual := 1.
	switch {
	case !han.Is(own) && han.Is(translated):
		usual = 1. / 3
	case han.Is(own) && !han.Is(translated):
		usual = 3
	}
	if m < n*usual/3 || m > n*usual*3 {
		return measured(news.UnevenLength, int(m), int(n))
	}
	return nil
}
