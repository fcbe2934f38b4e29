package event

import (
	"regexp"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// otherwise is the finding by which a report has another figure than a sentence that cites it, where the sentence does not have that
// figure, too; nil: it has none. Such a report bears out something else, whatever it shares with the sentence.
func (j *jury) otherwise(c news.StoryClaim, s standing) []news.Finding {
	for _, f := range s.findings {
		if f.Rule != news.NumberRule || f.Reason != news.OtherWords || !f.Rejects {
			continue
		}
		var has []string
		for _, n := range check.Wordings(s.w.Article, f.Found, j.lang(c)) {
			has = append(has, digitsIn(n.Target)...)
		}
		if has = append(has, digitsIn(f.Found)...); len(has) == 0 {
			continue // it cannot be told which figure that is
		}
		said := digitsIn(c.Text)
		if !slices.ContainsFunc(has, func(n string) bool { return slices.Contains(said, n) }) {
			return []news.Finding{f}
		}
	}
	return nil
}

// ciphers matches a number in figures, with the marks that part its thousands.
var ciphers = regexp.MustCompile(`\d+(?:[.,\x{a0}\x{202f}\x{2009} '’]\d{3})+\b|\d+`)

// digitsIn are the numbers that stand in figures in a text, without the marks in them.
func digitsIn(s string) []string {
	var out []string
	for _, m := range ciphers.FindAllString(s, -1) {
		out = append(out, strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, m))
	}
	return out
}
