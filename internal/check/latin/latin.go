// Package latin reads numbers and dates in languages of Latin script. There is one
// grammar; the words of a language are data, in a file named after it (en.txt), and
// all.txt has those that all languages share and describes the form. The grammar names
// sets of words and never a word: a further language is a further file. It does no I/O
// and never compares what it reads.
package latin

import (
	"cmp"
	"embed"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

//go:embed *.txt
var files embed.FS

// shared is the file with the words of all languages; standIn is the language that is
// tried where a sentence is in none that has a file; suffix ends the names of files.
const (
	shared  = "all"
	standIn = "en"
	suffix  = ".txt"
)

// Reader reads the sentences of one language. It is safe for concurrent use.
type Reader struct {
	lx    *lexicon
	known bool
}

// languages are the readers of the files of words, by language.
var languages = sync.OnceValue(func() map[string]*Reader {
	out := map[string]*Reader{}
	names, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	for _, f := range names {
		lang := strings.TrimSuffix(f.Name(), suffix)
		if lang == shared {
			continue
		}
		data, err := files.ReadFile(f.Name())
		if err != nil {
			panic(err)
		}
		if out[lang], err = New(lang, string(data)); err != nil {
			panic(err) // the files are part of the program and tested with it
		}
	}
	return out
})

// New returns a reader of a language from the text of its file of words. The error
// lists every mistake in the file, with its line.
func New(lang, words string) (*Reader, error) {
	lx := &lexicon{tag: lang, words: map[string]*word{}, before: map[string]quantity.Bound{}, after: map[string]quantity.Bound{}, against: map[string][]against{}}
	common, err := files.ReadFile(shared + suffix)
	if err != nil {
		return nil, err
	}
	if err := lx.parse(shared+suffix, string(common)); err != nil {
		return nil, err
	}
	if err := lx.parse(lang+suffix, words); err != nil {
		return nil, err
	}
	lx.finish()
	return &Reader{lx: lx, known: true}, nil
}

// For returns the reader of a language, given by its tag (BCP 47); without a tag it is
// the one for English. Not ok: no file has its words. The reader then tries those of
// English, and marks no sentence as Known.
func For(lang string) (*Reader, bool) {
	if r, ok := languages()[base(lang)]; ok {
		return r, true
	}
	return unknown(), false
}

// Same reports whether two tags (BCP 47) are of one language; no tag is one of English.
func Same(a, b string) bool { return base(a) == base(b) }

// base is the language of a tag, without script and region.
func base(tag string) string {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return cmp.Or(lang, standIn)
}

var unknown = sync.OnceValue(func() *Reader { return &Reader{lx: languages()[standIn].lx} })

// fewestOwn is how many words of a language alone show it, where no common one does.
const fewestOwn = 2

// Language returns the language that a few sentences are in, by its commonest words; they
// are too short for statistics. Where none of any language is there, the words that one
// language alone has a meaning for are counted. Where no language has more of them than
// English has, it is English. Of a language whose numbers are not read it returns the tag where
// its words are more than those of any that is (see others.list).
func Language(s string) string {
	c := recognised()
	n := make([]int, len(c.langs))
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		if i, ok := c.words[strings.Trim(w, ".,;:„“«»\"")]; ok {
			n[i]++
		}
		if before, _, ok := strings.Cut(strings.ReplaceAll(w, "’", "'"), "'"); ok {
			if i, ok := c.elisions[before]; ok {
				n[i]++
			}
		}
	}
	if lang := other(s, slices.Max(n)); lang != "" {
		return lang
	}
	if slices.Max(n) == 0 {
		for w := range strings.FieldsSeq(strings.ToLower(s)) {
			if i, ok := c.own[strings.Trim(w, ".,;:„“«»\"")]; ok && i >= 0 {
				n[i]++
			}
		}
		if slices.Max(n) < fewestOwn { // one may be a name
			return standIn
		}
	}
	best := 0
	for i := range n {
		if n[i] > n[best] {
			best = i
		}
	}
	return c.langs[best]
}

// recognised are the words by which languages are recognised.
var recognised = sync.OnceValue(func() (out struct {
	langs           []string       // English first
	words, elisions map[string]int // a word, and which of langs has it
	own             map[string]int // a word of any kind; -1: several languages have it
}) {
	all := languages()
	out.langs = append(out.langs, standIn)
	for _, lang := range slices.Sorted(maps.Keys(all)) {
		if lang != standIn {
			out.langs = append(out.langs, lang)
		}
	}
	out.words, out.elisions, out.own = map[string]int{}, map[string]int{}, map[string]int{}
	for i, lang := range out.langs {
		for s, w := range all[lang].lx.words {
			if _, taken := out.own[s]; taken {
				out.own[s] = -1
			} else {
				out.own[s] = i
			}
			if w.is(commonest) {
				out.words[s] = i
			}
			if w.is(elision) {
				out.elisions[s] = i
			}
		}
	}
	return out
})

// Country is the country (ISO 3166-1 alpha-2) that reports in the language speak of without
// naming it; "" where there is none, or more than one.
func (r *Reader) Country() string {
	if !r.known {
		return ""
	}
	return r.lx.country
}

// Read reads a sentence of a report.
func (r *Reader) Read(s string, published time.Time) quantity.Sentence {
	out := r.read(s, published)
	out.Numbers = append(out.Numbers, quantity.Placed(out.Podium)...)
	return out
}

// read reads a sentence of any text.
func (r *Reader) read(s string, published time.Time) quantity.Sentence {
	ts := tokens(s, r.lx)
	out := quantity.Sentence{Text: s, Plain: s, Known: r.known, Things: enumerated(ts)}
	out.Calendar = dates(ts, r.lx, published)
	out.Numbers = numbers(s, ts, r.lx)
	out.Ranks, out.Against = r.lx.ranks(ts), r.lx.measuredAgainst(ts)
	out.Denies, out.Doubts = denies(ts)
	out.Podium, out.Places = r.lx.podium(ts)
	out.Limits = slices.ContainsFunc(ts, func(t token) bool { return t.is(limit) })
	out.OtherZone = slices.ContainsFunc(ts, func(t token) bool { return t.caps && t.is(zone) })
	return out
}

// ReadClaim reads a sentence of a digest: a date or a number that may be none is left
// out. names are not used; in Latin script they hide no numerals.
func (r *Reader) ReadClaim(s string, published time.Time, names []quantity.Extent) quantity.Sentence {
	out := r.read(s, published)
	for i := range out.Numbers {
		n := &out.Numbers[i]
		n.Limited = r.lx.limited(s, n.Start, n.End)
		n.Rest = r.lx.left(s, n.Start, n.End)
		n.Mere = n.Lead > 0 && r.lx.mere(s[:n.Lead-1])
	}
	out.Calendar.Dates = r.lx.strict(out.Calendar.Dates, s)
	clocks := out.Numbers
	out.Numbers = slices.DeleteFunc(slices.Clone(out.Numbers), func(n quantity.Number) bool {
		return out.Calendar.Covers(n) || r.lx.countless(s, n) || partOfClock(n, clocks)
	})
	return out
}

// left reports whether the part of a sentence that a number from start up to end is in speaks of
// those who are left of some.
func (lx *lexicon) left(s string, start, end int) bool {
	before, after := s[max(0, start-longestPart):start], s[end:min(len(s), end+longestPart)]
	if i := strings.LastIndexAny(before, ",;:.("); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, ",;:.)"); i >= 0 {
		after = after[:i]
	}
	for w := range strings.FieldsSeq(strings.ToLower(before + " " + after)) {
		if lx.look(strings.Trim(w, "-–—'’“”")).is(rest) {
			return true
		}
	}
	return false
}

// mere reports whether what is before a word such as over or über makes it bound no number: a row
// over 240 jobs, ein Kredit über 240 Euro.
func (lx *lexicon) mere(before string) bool {
	before = strings.TrimRight(before, " ")
	word := before[strings.LastIndexByte(before, ' ')+1:]
	if lx.joined {
		return word != before && word != strings.ToLower(word)
	}
	return lx.look(strings.ToLower(word)).is(disputed)
}

// partOfClock reports whether a number is the hour or the minutes of a time of day that is
// read as one: the 4 of 4:17 a.m.
func partOfClock(n quantity.Number, all []quantity.Number) bool {
	return slices.ContainsFunc(all, func(o quantity.Number) bool {
		return len(o.Alts) == 1 && o.Alts[0].Kind == quantity.Clock && o.Start <= n.Start && n.End <= o.End && o.End-o.Start > n.End-n.Start
	})
}

// strict are the dates that a claim surely names: an ordinal is a day of the month only
// after words like "on the", a day of the week is one day, not all that it may be, and what
// may be one of several months has none: the summer, 3/9.
func (lx *lexicon) strict(dates []quantity.Date, s string) []quantity.Date {
	var out []quantity.Date
	for _, d := range dates {
		bare := d.Day != 0 && d.Month == 0 && d.Year == 0
		switch k := len(out) - 1; {
		case d.End == 0:
		case bare && !slices.ContainsFunc(lx.onThe, func(w string) bool { return strings.HasSuffix(strings.ToLower(s[:d.Start]), w) }):
		case d.Named && k >= 0 && out[k].Named && out[k].Start == d.Start:
			out[k].From, out[k].Upto = 0, 0
		default:
			out = append(out, d)
		}
	}
	return out
}

// countless reports whether a number in a claim is one that a report need not have: the
// yuan, a year earlier, most of them, both sides.
func (lx *lexicon) countless(s string, n quantity.Number) bool {
	v, said := n.Alts[0], strings.ToLower(s[n.Start:n.End])
	if v.Kind == quantity.Count && v.N == 1 && !v.Vague && !strings.ContainsAny(said, "0123456789") {
		return true
	}
	w := lx.look(said)
	return w.is(countless) || w.is(both) || w.is(two) && begins(strings.TrimLeft(strings.ToLower(s[n.End:]), " -"), lx.pairs)
}

// begins reports whether a text begins with one of the words, or a longer form of it.
func begins(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

// enumerated counts the parts of the longest enumeration, "A, B and C".
func enumerated(ts []token) int {
	best, run := 0, 1
	for i := range ts {
		if i > 0 && strings.Contains(ts[i].gap, ",") {
			run++
		}
		if ts[i].is(join) {
			best = max(best, run+1)
			run = 1
		}
	}
	return best
}

// denies reports whether a sentence denies something plainly, or may do so at all.
func denies(ts []token) (plainly, doubts bool) {
	for i := range ts {
		w := ts[i].word
		if w.is(denial) || w.is(contracted) {
			return true, doubts
		}
		doubts = doubts || w.is(doubt)
	}
	return false, doubts
}

// describe sets what the words after a number say of what it counts.
func (lx *lexicon) describe(s string, n *quantity.Number) {
	rest := strings.TrimLeft(s[n.End:], " ")
	if end := lx.wordEnd(rest, 0); end > 0 {
		n.Further = lx.look(strings.ToLower(rest[:end])).is(further)
	}
	ordinal := slices.ContainsFunc(n.Alts, func(v quantity.Value) bool { return v.Kind == quantity.Ordinal })
	if !ordinal && !n.Alts[0].Label {
		return
	}
	about := strings.ToLower(s[max(0, n.Start-1):min(len(s), n.End+12)])
	n.Quarter = ordinal && slices.ContainsFunc(lx.quarters, func(w string) bool { return strings.Contains(about, w) }) ||
		n.Alts[0].Label && about != "" && lx.look(about[:1]).is(quarterSign)
	if n.Alts[0].Kind != quantity.Ordinal {
		return
	}
	switch after := strings.TrimLeft(strings.ToLower(s[n.End:min(len(s), n.End+24)]), " -"); {
	case begins(after, lx.plans):
		n.Names = quantity.FiveYearPlan
	case begins(after, lx.congress):
		n.Names = quantity.Congress
	}
}
