package check

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/hanscript"
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
		out.plain = hanscript.Fold(s)
		out.ja = kana(s) || strings.HasPrefix(lang, "ja")
		t, dated := newHanText(out.plain), newHanText(out.plain)
		t.ja, dated.ja = out.ja, out.ja
		out.cal = hanDates(dated, published)
		out.nums = hanNumbers(t, true)
		if slices.ContainsFunc(out.cal.dates, func(d date) bool { return d.named }) { // 周六零时: at midnight, no sixty
			out.nums = append(out.nums, hanNumbers(dated, true)...)
		}
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
		out.cal.dates = strict(out.cal.dates, s)
		out.nums = slices.DeleteFunc(out.nums, func(n number) bool { return out.cal.covers(n) || countless(s, n) })
		return out
	}
	out.plain = hanscript.Fold(s)
	t := newHanText(out.plain)
	out.ja = kana(s)
	t.ja = out.ja
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

// strict are the dates that a claim in Latin script surely tells: an ordinal is a day
// of the month only in "on the 15th", and a day of the week is one day, not all that
// it may be.
func strict(dates []date, s string) []date {
	var out []date
	for _, d := range dates {
		bare := d.d != 0 && d.m == 0 && d.y == 0
		switch k := len(out) - 1; {
		case bare && !strings.HasSuffix(strings.ToLower(s[:d.start]), "on the "):
		case d.named && k >= 0 && out[k].named && out[k].start == d.start:
			out[k].from, out[k].upto = 0, 0
		default:
			out = append(out, d)
		}
	}
	return out
}

// countless reports whether a number in a claim in Latin script is one that a report
// need not have: the yuan, a year earlier, most of them, both sides.
func countless(s string, n number) bool {
	v, said := n.alts[0], strings.ToLower(s[n.start:n.end])
	switch {
	case v.kind == count && v.n == 1 && !v.vague && !strings.ContainsAny(said, "0123456789"):
		return true
	case said == "most", said == "majority", said == "midnight", said == "noon":
		return true
	case said == "both", said == "pair", said == "two":
		after := strings.TrimLeft(strings.ToLower(s[n.end:]), " -")
		return said != "two" || slices.ContainsFunc(pairs, func(w string) bool { return strings.HasPrefix(after, w) })
	}
	return false
}

// pairs are those who are two without being counted.
var pairs = []string{"sides", "countries", "nations", "leaders", "governments", "parties", "men", "presidents", "ministers", "neighbours", "neighbors", "capitals", "powers", "companies", "states", "seiten", "länder", "pays", "parties"}

// covers reports whether a number is part of a date, and no more than that.
func (c calendar) covers(n number) bool {
	return slices.ContainsFunc(c.dates, func(d date) bool {
		return (d.m != 0 || d.y != 0 || d.d != 0) && n.start >= d.start && n.end <= d.end
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
