package check

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/hanwords"
	"github.com/waidian/waidian/internal/news"
)

// nameFindings warns of the names of a claim that have no trace in the report.
// pairs are the names that the digest gives with their originals.
func (g ground) nameFindings(c sentence, found []glossary.Match, pairs []news.Name, lang string) []news.Finding {
	var out []news.Finding
	sure := map[int]bool{} // bytes that a pair answers for
	for _, p := range pairs {
		at := strings.Index(c.Plain, hanscript.Fold(p.Target))
		if p.Target == "" || at < 0 {
			continue
		}
		span := c.Text[at : at+len(p.Target)]
		if !g.all.mentions(p.Source) && g.all.comparable(p.Source) {
			out = append(out, missing(span, news.OriginalMissing, clip(p.Source), ""))
		} else if usual := g.all.customary(p, lang); usual != "" {
			out = append(out, missing(span, news.CustomaryName, clip(p.Source), usual))
		}
		for i := at; i < at+len(p.Target); i++ {
			sure[i] = true
		}
	}
	if !g.all.audible() {
		return out // nothing of it can be compared
	}
	out = append(out, g.untraced(c, found, sure)...)
	out = append(out, g.unheard(c, places(found), pairs)...)
	if c.Han && !g.all.japanese() { // a Japanese report spells such names in katakana
		out = append(out, g.latinNames(c, found)...)
	}
	return out
}

// comparable reports whether a name is in letters in which the report would write it.
func (src *source) comparable(name string) bool {
	if !strings.ContainsFunc(name, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
		return true
	}
	return src.audible() && !src.japanese()
}

// untraced warns of the names of the glossary that have no trace in the report. sure has
// the places of those that are answered for.
func (g ground) untraced(c sentence, found []glossary.Match, sure map[int]bool) []news.Finding {
	var out []news.Finding
	for i := 0; i < len(found); {
		j := i
		for ; j < len(found) && found[j].Start == found[i].Start; j++ {
		}
		if m := found[i]; !sure[m.Start] && !m.Weak && !m.Unsure {
			out = append(out, g.untracedAt(c, found[i:j], found[:i])...)
		}
		i = j
	}
	return out
}

// untracedAt warns of the names that stand at one place, unless one of them has a trace or
// the sentence means none of them. before are the names before it.
func (g ground) untracedAt(c sentence, named, before []glossary.Match) []news.Finding {
	m := named[0]
	text := c.Plain[m.Start:m.End]
	if _, part := han.Marked(c.Plain, m.Start, m.End); part {
		return nil
	}
	if country, ok := han.Described(c.Plain[:m.Start], text); ok && m.Entry.Kind == glossary.Org {
		return g.untracedCountry(c, m.Start, country)
	}
	if slices.ContainsFunc(named, func(m glossary.Match) bool { return g.traced(c, m) || g.ownBody(m.Entry) || g.all.spellsAlike(m.Entry) }) {
		return nil
	}
	if place, ok := han.PoliceOf(text); ok && g.all.namesAny(place) || g.notMeant(c, named) {
		return nil
	}
	if g.all.namesake(c.Plain, m) || g.all.japanese() && !inJapanese(named) {
		return nil
	}
	if han.General(text) {
		of := countryBefore(c, m.Start, before)
		i := slices.IndexFunc(named, func(m glossary.Match) bool { return of != "" && (m.Entry.Of == "" || m.Entry.Of == of) })
		if i < 0 && of == "" && han.Ministry(text) && g.all.ministries() {
			i = 0
		}
		if i < 0 {
			return nil
		}
		m = named[i]
	}
	return []news.Finding{missing(c.Text[m.Start:m.End], news.NotNamed, m.Entry.Name("en"), "")}
}

// namesake reports whether a rendering of the glossary may be the ordinary one of another name
// that the report has: 塔林 for one Tarrin, who is not Tallinn. One that the report spells like
// the glossary's counts where the claim speaks of a person.
func (src *source) namesake(s string, m glossary.Match) bool {
	text := s[m.Start:m.End]
	if !hanwords.SoundsDotted(text) {
		return false
	}
	voice := hanwords.Of(text)
	switch {
	case han.Feature(s[m.End:]): // a river Marawey is not Malawi
		return src.sounded(voice)
	case han.CalledPerson(s, m.Start, m.End):
		return len(voice) > 0 && src.sounded(voice)
	}
	return voice.Telling() && slices.ContainsFunc(src.hearing().words.list, func(v hanwords.Voice) bool {
		return voice.Same(v) && !slices.ContainsFunc(m.Entry.Latin, func(name string) bool { return hanwords.Latin(name) == v })
	})
}

// inJapanese reports whether the glossary knows how Japanese writes one of the things that a
// name stands for.
func inJapanese(named []glossary.Match) bool {
	return slices.ContainsFunc(named, func(m glossary.Match) bool { return m.Entry.InJapanese() })
}

// ministries reports whether the report names a ministry.
func (src *source) ministries() bool {
	for e := range src.entries {
		if slices.ContainsFunc(e.Hans, func(f string) bool { return han.Ministry(f) && han.General(f) }) {
			return true
		}
	}
	return false
}

// untracedCountry warns of a country at a place that only describes something, unless it
// has a trace.
func (g ground) untracedCountry(c sentence, start int, country string) []news.Finding {
	for _, e := range g.all.names.Lookup(country) {
		if e.Kind == glossary.Country && !g.all.countries[e.Of] {
			return []news.Finding{missing(c.Text[start:start+len(country)], news.NotNamed, e.Name("en"), "")}
		}
	}
	return nil
}

// namesAny reports whether the report names a thing of a name in Chinese.
func (src *source) namesAny(name string) bool {
	return slices.ContainsFunc(src.names.Find(name, ""), func(e glossary.Entry) bool {
		return e.Kind == glossary.Country && src.countries[e.Of] || slices.ContainsFunc(e.Latin, src.mentions)
	})
}

// notMeant reports whether the names at one place only seem to be those of the glossary's
// things: they are an office of a province, a person or the club of a city that the report names.
func (g ground) notMeant(c sentence, named []glossary.Match) bool {
	return g.localOffice(c, named[0]) || g.all.borne(c, named) || slices.ContainsFunc(named, g.all.homeOf)
}

// homeOf reports whether a name of a club, a house or the like of no country has the name of a
// place in it that the report names: 皇家马德里 in a report on Madrid.
func (src *source) homeOf(m glossary.Match) bool {
	if m.Entry.Of != "" || m.Entry.Kind != glossary.Org && m.Entry.Kind != glossary.Term {
		return false
	}
	return slices.ContainsFunc(m.Entry.Hans, func(name string) bool {
		for i := range name {
			if i > 0 && !han.General(name) && (src.namesPlace(name[:i]) || src.namesPlace(name[i:])) {
				return true
			}
		}
		return false
	})
}

// namesPlace reports whether a text in Han script begins with the name of a place that the
// report names.
func (src *source) namesPlace(name string) bool {
	return slices.ContainsFunc(src.names.Traces(name), func(m glossary.Match) bool {
		return m.Start == 0 && (m.Entry.Kind == glossary.Place || m.Entry.Kind == glossary.Country) && src.entries[m.Entry]
	})
}

// spellsAlike reports whether the report has a name that is spelled like one of an entry, but
// for a letter, and that the glossary does not know: Tirane for Tirana.
func (src *source) spellsAlike(e *glossary.Entry) bool {
	for _, name := range e.Latin {
		if want := joined(name); len(want) >= fewestLetters {
			for _, w := range src.capitals() {
				if nearly(want, w) {
					return true
				}
			}
		}
	}
	return false
}

// fewestLetters is how long a name must be, in bytes, to be told from others that are
// spelled nearly alike.
const fewestLetters = 6

// joined is a name in lower case, without what is no letter.
func joined(name string) string { return strings.ReplaceAll(letters(name), " ", "") }

// nearly reports whether two words differ by a letter at most.
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}

// countryBefore is the country that is named right before a place; empty: none is.
func countryBefore(c sentence, at int, before []glossary.Match) string {
	for i := len(before) - 1; i >= 0 && before[i].End == at; i-- {
		if e := before[i].Entry; e.Kind == glossary.Country {
			return e.Of
		}
	}
	return han.OfCountry(c.Plain[:at])
}

// places are where names are.
func places(found []glossary.Match) []quantity.Extent {
	var out []quantity.Extent
	for _, m := range found {
		out = append(out, quantity.Extent{Start: m.Start, End: m.End})
	}
	return out
}

// customary returns the usual rendering of a name, when the glossary knows the name
// and not this rendering of it.
func (src *source) customary(p news.Name, lang string) string {
	if base, _, _ := strings.Cut(strings.ToLower(lang), "-"); base != "zh" {
		return ""
	}
	known := src.names.Lookup(p.Source)
	if len(known) != 1 {
		return ""
	}
	have := hanscript.Fold(p.Target)
	for _, f := range slices.Concat(known[0].Hans, known[0].Hant, known[0].HK) {
		if f = hanscript.Fold(f); strings.Contains(have, f) || strings.Contains(f, have) {
			return ""
		}
	}
	return known[0].Name(lang)
}

func missing(span string, reason news.ReasonCode, arg, of string) news.Finding {
	return news.Finding{Rule: news.NameRule, Span: span, Reason: reason, Arg: arg, Of: of}
}

// mentions reports whether the report has the words of a name, whatever their case
// and accents, with the sign of a plural or a genitive or without.
func (src *source) mentions(name string) bool {
	want := letters(name)
	if want == "" || strings.Contains(src.letters(), " "+want+" ") || strings.Contains(src.letters(), " "+latin.Inflected(want)+" ") {
		return true
	}
	return (han.Is(name) || han.Is(src.text)) && strings.Contains(src.letters(), want)
}

// traced reports whether the report names a thing, or something that means it: a country
// is named by its capital, its people and its bodies; a government by its capital, where
// that acts.
func (g ground) traced(c sentence, m glossary.Match) bool {
	e := m.Entry
	switch {
	case g.all.entries[e], han.Currency(c.Plain[:m.Start], c.Plain[m.End:]), latin.Currency(c.Plain[m.End:]):
		return true
	case e.Kind == glossary.Country:
		return g.all.countries[e.Of]
	case e.Capital:
		return g.all.countries[e.Of] && han.Acts(c.Plain[:m.Start], c.Plain[m.End:])
	case e.Seat:
		return g.all.countries[e.Of]
	}
	return false
}

// latinNames warns of names in Latin script that the report does not have.
func (g ground) latinNames(c sentence, found []glossary.Match) []news.Finding {
	var out []news.Finding
	known := map[int]bool{}
	for _, m := range found {
		known[m.Start] = true
	}
	for i, name := range latinRuns(c.Plain) {
		measures := han.Measure(name) && i > 0 && c.Plain[i-1] >= '0' && c.Plain[i-1] <= '9' // 256GB
		if capital(name) && !measures && !known[i] && g.all.lacks(name) {
			out = append(out, missing(c.Text[i:i+len(name)], news.NoSuchName, "", ""))
		}
	}
	return out
}

// lacks reports whether a name in Latin letters is not in the report. An abbreviation that
// is used as a word is no name.
func (src *source) lacks(name string) bool {
	return utf8.RuneCountInString(name) > 1 && !han.Abbreviation(name) && !src.mentions(name) && !src.mentions(latin.InFull(name)) && !src.mentions(figuresApart(name))
}

// figuresApart writes a name with its figures parted from its letters: CAC40 is CAC 40.
func figuresApart(name string) string {
	i := strings.IndexAny(name, "0123456789")
	if i < 1 || strings.ContainsFunc(name[i:], unicode.IsLetter) || strings.Contains(name, " ") {
		return name
	}
	return strings.TrimRight(name[:i], "-") + " " + name[i:]
}

// latinRuns are the runs of words in Latin letters in a text in Han script, each with the place where
// it begins.
func latinRuns(s string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := 0; i < len(s); {
			r, size := utf8.DecodeRuneInString(s[i:])
			if !unicode.Is(unicode.Latin, r) {
				i += size
				continue
			}
			end := latinRun(s, i)
			if !yield(i, strings.TrimRight(s[i:end], " -–.'’&·")) {
				return
			}
			i = end
		}
	}
}

// capital reports whether a text begins with a capital letter.
func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// latinRun returns the end of a run of words in Latin script.
func latinRun(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.Is(unicode.Latin, r) && !unicode.IsMark(r) && !strings.ContainsRune(" -–.'’&·", r) && (r < '0' || r > '9') {
			break
		}
		i += size
	}
	return i
}
