package check

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/text"
)

// hanReader reads sentences in Chinese and Japanese.
type hanReader struct{ japanese bool }

// Read implements reader.
func (r hanReader) Read(s string, published time.Time) quantity.Sentence {
	out := quantity.Sentence{Text: s, Plain: hanscript.Fold(s), Han: true, Japanese: r.japanese, Known: true}
	t, dated := newHanText(out.Plain), newHanText(out.Plain)
	t.ja, dated.ja = r.japanese, r.japanese
	out.Calendar = hanDates(dated, published)
	out.Numbers = hanNumbers(t, true)
	if out.Calendar.NamesWeekday() { // 周六零时: at midnight, no sixty
		out.Numbers = append(out.Numbers, hanNumbers(dated, true)...)
	}
	for i := range out.Numbers {
		out.Numbers[i].Quarter = quarterOfYear(out.Plain, out.Numbers[i])
	}
	return out
}

// quarterOfYear reports whether a number of a report is that of a quarter of a year.
func quarterOfYear(s string, n quantity.Number) bool {
	about := s[max(0, n.Start-1):min(len(s), n.End+12)]
	ordinal := slices.ContainsFunc(n.Alts, func(v quantity.Value) bool { return v.Kind == quantity.Ordinal })
	return ordinal && (strings.Contains(about, "季度") || strings.Contains(about, "四半期"))
}

// ReadClaim implements reader.
func (r hanReader) ReadClaim(s string, published time.Time, names []quantity.Extent) quantity.Sentence {
	out := quantity.Sentence{Text: s, Plain: hanscript.Fold(s), Han: true, Japanese: r.japanese, Known: true}
	t := newHanText(out.Plain)
	t.ja = r.japanese
	out.Plans = t.plans()
	for _, p := range out.Plans {
		t.mask(p.Start, p.End)
	}
	for _, m := range names {
		if m.End <= len(s) && strings.ContainsFunc(out.Plain[m.Start:m.End], numeral) {
			t.mask(m.Start, m.End)
		}
	}
	t.maskStops()
	out.Calendar = hanDates(t, published)
	out.Numbers = hanNumbers(t, false)
	return out
}

func numeral(r rune) bool { return hanDigit(r) >= 0 || hanPower(r) > 0 || r >= '0' && r <= '9' }

// isHan reports whether a sentence is written in Chinese or Japanese.
func isHan(s string) bool {
	han, letters := 0, 0
	for _, r := range s {
		switch {
		case text.Ideographic(r):
			han++
			letters++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return han*4 > letters && han > 0
}
