package check

import (
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// repetition finds that a sentence of a digest says nothing that the headline, the report's
// headline or an earlier sentence on the same sentences of the report does not say. found
// has the findings on the earlier ones: what is left out is not said.
func (src *source) repetition(d news.Digest, i int, found [][]news.Finding) []news.Finding {
	claim := d.Summary[i]
	said := func(reason news.ReasonCode) []news.Finding { return malformed(reason, "") }
	for k, earlier := range d.Summary[:i] {
		if text.Fold(earlier.Text) == text.Fold(claim.Text) {
			return said(news.RepeatsSentence)
		}
		if !news.Rejected(found[k]) && common(earlier.Evidence, claim.Evidence) && within(claim.Text, earlier.Text) {
			return said(news.SameNews)
		}
	}
	if within(claim.Text, d.Title) || src.headline != "" && letters(claim.Text) == letters(src.headline) {
		return said(news.RepeatsHeadline)
	}
	return nil
}

func common(a, b []int) bool {
	return slices.ContainsFunc(a, func(n int) bool { return slices.Contains(b, n) })
}

// within reports whether a sentence has no word that another does not have, as often,
// small words of grammar aside; in Han script no character. Words in brackets are originals,
// and say nothing new.
func within(s, other string) bool {
	have := map[string]int{}
	for _, w := range content(other) {
		have[w]++
	}
	words := content(s)
	for _, w := range words {
		if have[w]--; have[w] < 0 {
			return false
		}
	}
	return len(words) > 3
}

// content lists the characters in Han script, the other words and the figures of a sentence.
func content(s string) []string {
	var out []string
	for w := range strings.FieldsSeq(letters(withoutBrackets(s))) {
		var rest strings.Builder
		for _, r := range w {
			switch {
			case !text.Ideographic(r):
				rest.WriteRune(r)
				continue
			case !han.Grammar(r):
				out = append(out, string(r))
			}
			out = appendWord(out, &rest)
		}
		out = appendWord(out, &rest)
	}
	return out
}

// appendWord appends a word of letters or digits that is more than grammar, and empties it.
func appendWord(out []string, w *strings.Builder) []string {
	s := w.String()
	w.Reset()
	if len(s) > 3 || strings.IndexFunc(s, unicode.IsDigit) >= 0 {
		out = append(out, s)
	}
	return out
}

func withoutBrackets(s string) string {
	out := []byte(s)
	blankPairs(out, s, "（）", "()")
	return string(out)
}
