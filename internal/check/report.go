package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Report is a report that was read once, for many sentences to be compared with it: those of
// other reports' digests, and those on several reports. One goroutine at a time may use it.
type Report struct {
	checker Checker
	src     *source
}

// Read reads a report.
func (c Checker) Read(a news.Article) *Report {
	return &Report{checker: c, src: readSource(a, c.glossary())}
}

// Counted reports whether numbers and dates of the report can be read.
func (r *Report) Counted() bool { return numbersKnown(r.src.lang) && len(r.src.numbered) > 0 }

// Findings are those on a sentence in a language (BCP 47) that rests on this report among others, as if it rested on this one alone:
// a number that a report in a language that is not read has neither in figures nor, as far as can be told, in words is one that
// it does not have. names are those that it
// is known to have, with their originals.
func (r *Report) Findings(c news.Claim, lang string, names []news.Name) []news.Finding {
	if out := form(c.Text, lang); out != nil {
		return out
	}
	if out := r.src.evidence(c); out != nil {
		return out
	}
	g := r.src.ground(c.Evidence)
	g.among = true
	return r.checker.compare(g, c.Text, lang, names)
}

// ThingKind says what a Thing is.
type ThingKind uint8

// What a sentence may share with another.
const (
	FigureThing ThingKind = iota + 1
	NameThing
	DateThing
	QuoteThing
)

// Thing is a figure, a name, a date or a quotation of a sentence.
type Thing struct {
	Kind       ThingKind
	Start, End int    // where the sentence has it, in bytes
	Original   string // of a name that stands in brackets behind it, or is given with it; else ""
	Weighty    bool   // few sentences share it by chance: a figure above a dozen, a share, a sum of money
	Cited      bool   // a sentence that is cited has it
	Near       bool   // that, or one beside it
	Absent     bool   // the report surely has it nowhere
}

// Things lists what a sentence has, and whether the report has it.
func (r *Report) Things(c news.Claim, lang string, names []news.Name) []Thing {
	g := r.src.ground(c.Evidence)
	s, matches := r.checker.said(g, c.Text, lang, names)
	out := g.figureThings(s)
	out = append(out, g.dateThings(s)...)
	out = append(out, g.quoteThings(s)...)
	return append(out, g.nameThings(s, matches, names)...)
}

// cites is the text of the sentences that are cited, one a line.
func (g ground) citedText() string {
	var b strings.Builder
	for _, s := range g.near[cited] {
		b.WriteString(s.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// figureThings are the numbers of a sentence that are not of a date, and not what language adds freely.
func (g ground) figureThings(s sentence) []Thing {
	var out []Thing
	for _, n := range s.Numbers {
		t, ok := figureThing(s, n)
		if !ok {
			continue
		}
		t.Cited = hasFigure(n, g.near[cited])
		t.Near = t.Cited || hasFigure(n, g.near[neighbours])
		_, _, anywhere := closest(n, slices.Concat(g.near[cited], g.near[neighbours], g.near[rest]))
		t.Absent = anywhere == quantity.Differs && g.surelyNot(s, n)
		out = append(out, t)
	}
	return out
}

// figureThing is a number of a sentence as a thing, one of a clock as a date; not ok: language may add it freely, or it is of a date.
func figureThing(s sentence, n quantity.Number) (Thing, bool) {
	if len(n.Alts) == 0 || trivial(n) || n.Alts[0].Vague || s.Calendar.Covers(n) || !weighty(n) && !small(unbounded(n)) && n.Alts[0].Kind != quantity.Clock {
		return Thing{}, false
	}
	if n.Alts[0].Kind == quantity.Clock {
		return Thing{Kind: DateThing, Start: n.Start, End: n.End}, true
	}
	return Thing{Kind: FigureThing, Start: n.Start, End: n.End, Weighty: weighty(n) || n.Alts[0].Unit.Money != ""}, true
}

// hasFigure reports whether one of the sentences has a number; in a language that is not read, in digits.
func hasFigure(n quantity.Number, ring []*sentence) bool {
	_, _, fit := closest(n, ring)
	return fit == quantity.Fits || slices.ContainsFunc(ring, func(s *sentence) bool { return !s.Known && inDigits(n, s.Text) })
}

// unbounded is a number without the words that bound it: 超过2.5米 is a figure as 2.5米 is.
func unbounded(n quantity.Number) quantity.Number { n.Bound = quantity.Exact; return n }

// manySpelled is up to which number a language that is not read may spell it, or mean it by a word for so many.
const manySpelled = 100

// surelyNot reports whether a number that no sentence has as it is read is in none in another form. In a language that is not
// read it is looked for in figures.
func (g ground) surelyNot(s sentence, n quantity.Number) bool {
	if !g.unread() {
		return !g.excused(s, n)
	}
	v := n.Alts[0]
	if v.Kind != quantity.Count || v.N <= manySpelled || v.Unit.Dim != 0 || v.Unit.Money != "" {
		return false
	}
	for _, ring := range g.near {
		if slices.ContainsFunc(ring, func(s *sentence) bool { return maybeInDigits(n, s.Text) }) {
			return false
		}
	}
	return true
}

// dateThings are the days, months and years that a sentence names.
func (g ground) dateThings(s sentence) []Thing {
	var out []Thing
	for _, d := range s.Calendar.Dates {
		t, ok := dateThing(s, d)
		if !ok {
			continue
		}
		holds := func(rings ...[]*sentence) bool {
			var own quantity.Calendar
			for _, x := range slices.Concat(rings...) {
				own.Add(x.Calendar)
			}
			return own.Holds(d, g.published)
		}
		t.Cited = holds(g.near[cited])
		t.Near = t.Cited || holds(g.near[cited], g.near[neighbours])
		t.Absent = !t.Near && !holds(g.near[:]...)
		out = append(out, t)
	}
	return out
}

// dateThing is a date of a sentence as a thing; not ok: it says no time for sure.
func dateThing(s sentence, d quantity.Date) (Thing, bool) {
	ok := !d.Spoken && !d.Decade && d.End <= len(s.Text) && d.Start < d.End
	return Thing{Kind: DateThing, Start: d.Start, End: d.End}, ok
}

// quoteThings are the quotations of a sentence, which are shared where the cited sentences quote, too.
func (g ground) quoteThings(s sentence) []Thing {
	var out []Thing
	for _, q := range s.quotes {
		words := strings.TrimSpace(q.words)
		if q.open || utf8.RuneCountInString(words) <= scare || g.all.named(words) {
			continue
		}
		has := slices.ContainsFunc(g.near[cited], func(x *sentence) bool { return x.quoted() > 0 })
		out = append(out, Thing{Kind: QuoteThing, Start: q.start, End: q.end, Cited: has, Near: has})
	}
	return out
}

// nameThings are the names of a sentence: those of the glossary, and those that are given with their originals.
func (g ground) nameThings(s sentence, matches []glossary.Match, names []news.Name) []Thing {
	words := g.citedText()
	folded := " " + letters(words) + " "
	plain := hanscript.Fold(words)
	var out []Thing
	taken := make([]bool, len(s.Text)+1)
	for _, p := range slices.Concat(Bracketed(s.Text), names) {
		t, ok := renderedThing(s, p, taken)
		if !ok {
			continue
		}
		t.Cited = strings.Contains(folded, " "+letters(p.Source)+" ") || strings.Contains(plain, hanscript.Fold(p.Target)) ||
			han.Is(p.Source) && strings.Contains(plain, hanscript.Fold(p.Source))
		t.Near = t.Cited
		t.Absent = !t.Cited && g.lacks(p)
		out = append(out, t)
	}
	return append(out, g.glossaryThings(matches, words, taken)...)
}

// lacks reports whether the report surely has a name nowhere, neither as its original nor as it is rendered.
func (g ground) lacks(p news.Name) bool {
	return !g.all.mentions(p.Source) && g.all.comparable(p.Source) && g.all.audible() && !strings.Contains(g.all.plain(), core(p.Target))
}

// renderedThing is a name that is given with its original as a thing of a sentence, of which it takes the bytes; not ok: the sentence
// does not have it, or they are taken.
func renderedThing(s sentence, p news.Name, taken []bool) (Thing, bool) {
	at := strings.Index(s.Plain, hanscript.Fold(p.Target))
	if p.Target == "" || p.Source == "" || at < 0 || taken[at] || at+len(p.Target) > len(s.Text) {
		return Thing{}, false
	}
	for i := range len(p.Target) {
		taken[at+i] = true
	}
	return Thing{Kind: NameThing, Start: at, End: at + len(p.Target), Original: p.Source, Weighty: true}, true
}

// glossaryThing is a name of the glossary as a thing; not ok: it may be none, or its bytes are taken.
func glossaryThing(matches []glossary.Match, i int, taken []bool) (Thing, bool) {
	m := matches[i]
	if m.Weak || m.Unsure || taken[m.Start] || i > 0 && matches[i-1].Start == m.Start {
		return Thing{}, false
	}
	return Thing{Kind: NameThing, Start: m.Start, End: m.End, Weighty: m.Entry.Kind == glossary.Person || m.Entry.Kind == glossary.Org}, true
}

// glossaryThings are the names of a sentence that the glossary knows.
func (g ground) glossaryThings(matches []glossary.Match, words string, taken []bool) []Thing {
	if len(matches) == 0 {
		return nil
	}
	here, countries := map[*glossary.Entry]bool{}, map[string]bool{}
	for _, m := range g.all.names.Traces(words) {
		here[m.Entry] = true
		countries[m.Entry.Of] = true
	}
	var out []Thing
	for i, m := range matches {
		t, ok := glossaryThing(matches, i, taken)
		if !ok {
			continue
		}
		t.Cited = here[m.Entry] || m.Entry.Kind == glossary.Country && countries[m.Entry.Of]
		t.Near = t.Cited
		t.Absent = !t.Cited && !g.all.entries[m.Entry] && !g.all.countries[m.Entry.Of] && g.all.audible()
		out = append(out, t)
	}
	return out
}

// mostBracketed bounds the names with originals that are looked for in a sentence.
const mostBracketed = 12

// Bracketed lists the names of a sentence in Han script whose originals follow in brackets, in whatever script: 卡尔苏（Karsu）.
// Where a rendering begins is known where its numerals are those of the original; else it is taken to be the characters
// before the bracket, four at most.
func Bracketed(s string) []news.Name {
	var out []news.Name
	for i, r := range s {
		if r != '（' && r != '(' || len(out) == mostBracketed {
			continue
		}
		from := i + utf8.RuneLen(r)
		end := strings.IndexAny(s[from:], "）)")
		if end < 0 || !bracketedName(s[from:from+end]) {
			continue
		}
		name := strings.TrimSpace(s[from : from+end])
		if target := s[renderingOf(s[:i], name):i]; utf8.RuneCountInString(target) >= 2 {
			out = append(out, news.Name{Source: name, Target: target})
		}
	}
	return out
}

// longestOriginal bounds a name in brackets, in bytes.
const longestOriginal = 80

// bracketedName reports whether words in brackets may be a name as a report in another script has it.
func bracketedName(s string) bool {
	s = strings.TrimSpace(s)
	first, _ := utf8.DecodeRuneInString(s)
	if len(s) < 2 || len(s) > longestOriginal || !unicode.IsLetter(first) || unicode.IsLower(first) || han.Is(s) {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune("，。；：,;:", r) })
}

// renderingOf is where the rendering of an original begins that stands at the end of a text.
func renderingOf(before, original string) int {
	if name, ok := han.Named(before, original); ok {
		return name.Start
	}
	start := len(before)
	for range 4 {
		r, size := utf8.DecodeLastRuneInString(before[:start])
		if !text.Ideographic(r) {
			break
		}
		start -= size
	}
	return start
}

// core is the end of a rendering, which is surely of it.
func core(target string) string {
	r := []rune(hanscript.Fold(target))
	return string(r[max(0, len(r)-2):])
}
