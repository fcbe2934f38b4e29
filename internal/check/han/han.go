// Package han reads sentences in Chinese and Japanese: their numbers, dates and denials,
// and what else the rules of check ask of a sentence. One grammar serves both languages;
// their words, and what is read otherwise in one of them, are a table (see lexicon). In
// Latin letters the package knows what such sentences have in them: symbols of units, names
// of currencies, abbreviations, and the numerals as names in pinyin have them. It compares
// nothing with a report.
package han

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/text"
)

// Reader reads the sentences of one language.
type Reader struct{ lx *lexicon }

// The languages in Han script.
var (
	Chinese  = Reader{&chinese}
	Japanese = Reader{&japanese}
)

// For returns the reader of a sentence in Han script: Japanese where the sentence shows
// that it is, or where lang, a BCP 47 tag, says so.
func For(s, lang string) Reader {
	if IsJapanese(s) || base(lang) == "ja" {
		return Japanese
	}
	return Chinese
}

// Country is the country (ISO 3166-1 alpha-2) that reports in the language speak of without
// naming it; Chinese has none, as it is written in several.
func (r Reader) Country() string { return r.lx.country }

// Reads reports whether lang, a BCP 47 tag, is one of the languages in Han script.
func Reads(lang string) bool {
	return base(lang) == "zh" || base(lang) == "ja"
}

// base is the language of a BCP 47 tag, without script and region.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return lang
}

// Is reports whether a sentence is written in Chinese or Japanese.
func Is(s string) bool {
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

// IsJapanese reports whether a sentence is Japanese: it has at least two syllabic signs.
func IsJapanese(s string) bool {
	n := 0
	for _, r := range s {
		if r != 'ー' && r != '・' && unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			if n++; n == 2 {
				return true
			}
		}
	}
	return false
}

// Read reads a sentence of a report. It is generous: a report only has to hold what a
// claim says.
func (r Reader) Read(s string, published time.Time) quantity.Sentence {
	out := r.sentence(s)
	t, dated := newPhrase(out.Plain, r.lx), newPhrase(out.Plain, r.lx)
	out.Calendar = dated.calendar(published)
	out.Numbers = t.numbers(true)
	if out.Calendar.NamesWeekday() { // 周六零时: at midnight, no sixty
		out.Numbers = append(out.Numbers, dated.numbers(true)...)
	}
	out.Numbers = append(out.Numbers, quantity.Placed(out.Podium)...)
	for i, n := range out.Numbers {
		about := out.Plain[max(0, n.Start-1):min(len(s), n.End+12)]
		out.Numbers[i].Quarter = ordinal(n) && containsAny(about, r.lx.quarters)
		out.Numbers[i].Per = rateOf(out.Plain, n.Start)
	}
	return out
}

// ReadClaim reads a sentence of a digest. It is strict: names and idioms hide their
// numerals, and a character that may be no number is none. names are the names in the
// sentence, in bytes.
func (r Reader) ReadClaim(s string, published time.Time, names []quantity.Extent) quantity.Sentence {
	out := r.sentence(s)
	t := newPhrase(out.Plain, r.lx)
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
	out.Calendar = t.calendar(published)
	out.Numbers = t.numbers(false)
	for i := range out.Numbers {
		n := &out.Numbers[i]
		r.describe(out.Plain, n)
		n.Denied = n.Bound != quantity.Exact && denied(out.Plain[:n.Start])
		n.Limited = limited(out.Plain, n.Start, n.End)
		n.Per, n.All = rateOf(out.Plain, n.Start), t.allOf(out.Plain, n.Start, n.End)
		n.Rest = containsAny(partAround(out.Plain, n.Start, n.End), r.lx.rests)
	}
	return out
}

// sentence is a sentence without its numbers and dates.
func (r Reader) sentence(s string) quantity.Sentence {
	out := quantity.Sentence{Text: s, Plain: hanscript.Fold(s), Han: true, Japanese: r.lx == &japanese, Known: true}
	for _, w := range r.lx.denials {
		if i := strings.Index(out.Plain, w); i >= 0 {
			out.Denies, out.Denial = true, quantity.Extent{Start: i, End: i + len(w)}
			break
		}
	}
	out.Ranks, out.Against = newPhrase(out.Plain, r.lx).ranks(out.Plain), against(out.Plain)
	out.Podium, out.Places = podium(out.Plain)
	out.Limits = containsAny(out.Plain, r.lx.limits)
	out.Doubts = strings.ContainsAny(out.Plain, r.lx.traces)
	away := out.Plain
	for _, w := range r.lx.localTimes {
		away = strings.ReplaceAll(away, w, "")
	}
	out.OtherZone = containsAny(away, r.lx.zoneTimes)
	return out
}

// describe sets what the words around a number of a claim say of it.
func (r Reader) describe(s string, n *quantity.Number) {
	n.Quarter = ordinal(*n) && strings.Contains(s[n.Start:min(len(s), n.End+9)], r.lx.quarter) && !strings.HasSuffix(s[:n.Start], r.lx.inRow)
	n.Total = hasSuffix(s[:n.Start], r.lx.totals)
	n.Score = strings.HasPrefix(s[n.End:], r.lx.versus) || strings.HasSuffix(s[:n.Start], r.lx.versus)
	n.Rate = strings.Contains(s[max(0, n.Start-3):min(len(s), n.End+6)], r.lx.exchanged)
}

func ordinal(n quantity.Number) bool {
	return slices.ContainsFunc(n.Alts, func(v quantity.Value) bool { return v.Kind == quantity.Ordinal })
}

func containsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

func hasPrefix(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

func hasSuffix(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasSuffix(s, w) })
}
