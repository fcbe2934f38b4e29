package check

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/text"
)

// sentence is what the rules read in one sentence.
type sentence struct {
	text   string
	plain  string // simplified
	han    bool
	ja     bool // Japanese
	known  bool // numbers and dates can be read in its language
	nums   []number
	cal    calendar
	plans  []plan
	quotes []quote
	inside bool // the whole sentence stands within a quotation
	things int  // parts of its longest enumeration
}

// maxSentence bounds the work on one sentence, in bytes.
const maxSentence = 8 << 10

// read reads a sentence of a report.
func read(s, lang string, published time.Time) sentence {
	s = bounded(s)
	out := sentence{text: s, han: isHan(s), known: true}
	if out.han {
		out.plain = text.Simplify(s)
		out.ja = kana(s) || strings.HasPrefix(lang, "ja")
		t, dated := newHanText(out.plain), newHanText(out.plain)
		t.ja, dated.ja = out.ja, out.ja
		out.cal = hanDates(dated, published)
		out.nums = hanNumbers(t, true)
	} else {
		lx := lexiconOf(lang)
		out.plain = s
		ts := tokens(s, lx)
		out.cal = latinDates(ts, lx, published)
		out.nums = latinNumbers(s, ts, lx)
		out.known = numbersKnown(lang)
		out.things = enumerated(ts)
	}
	out.quotes = quotesIn(s)
	return out
}

// readClaim reads a sentence of a digest: names and idioms hide their numerals.
func readClaim(s, lang string, published time.Time, names []extent) sentence {
	s = bounded(s)
	out := sentence{text: s, han: isHan(s), known: true}
	if !out.han {
		out = read(s, lang, published)
		out.nums = slices.DeleteFunc(out.nums, func(n number) bool { return out.cal.covers(n) })
		return out
	}
	out.plain = text.Simplify(s)
	t := newHanText(out.plain)
	out.plans = t.plans()
	for _, p := range out.plans {
		t.mask(p.start, p.end)
	}
	for _, m := range names {
		if m.end <= len(s) && strings.ContainsFunc(out.plain[m.start:m.end], numeral) {
			t.mask(m.start, m.end)
		}
	}
	t.maskStops()
	out.cal = hanDates(t, published)
	out.nums = hanNumbers(t, false)
	out.quotes = quotesIn(s)
	return out
}

// covers reports whether a number is part of a date with a month or a year.
func (c calendar) covers(n number) bool {
	return slices.ContainsFunc(c.dates, func(d date) bool {
		return (d.m != 0 || d.y != 0) && n.start >= d.start && n.end <= d.end
	})
}

func numeral(r rune) bool { return hanDigit(r) >= 0 || hanPower(r) > 0 || r >= '0' && r <= '9' }

func bounded(s string) string {
	if len(s) > maxSentence {
		return strings.ToValidUTF8(s[:maxSentence], "")
	}
	return s
}

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

// numbersKnown reports whether the numbers of a language in Latin script can be read.
func numbersKnown(lang string) bool {
	switch base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base {
	case "", "en", "de", "fr", "zh", "ja":
		return true
	}
	return false
}

// enumerated counts the parts of the longest enumeration, "A, B and C".
func enumerated(ts []token) int {
	best, run := 0, 1
	for i, t := range ts {
		if i > 0 && strings.Contains(t.gap, ",") {
			run++
		}
		if t.s == "and" || t.s == "or" || t.s == "und" || t.s == "et" {
			best = max(best, run+1)
			run = 1
		}
	}
	return best
}
