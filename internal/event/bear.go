package event

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// piece is a sentence of a digest, or a part of it that stands by itself, in bytes of its line.
type piece struct {
	start, end int
	text       string
}

// leastPiece is how many characters a part of a sentence has at least.
const leastPiece = 6

// pieces are a sentence and the parts of it that stand by themselves, the longest first: those between semicolons, and what stands
// before a comma where nothing behind it takes something back. A sentence of an outlet stays whole.
func (l line) pieces(lang string) []piece {
	whole := piece{0, len(l.text), l.text}
	if l.own {
		return []piece{whole}
	}
	out := []piece{whole}
	for _, p := range parted(l.text, 0, len(l.text), "；;") {
		if p.end-p.start < len(l.text) {
			out = append(out, p)
		}
		commas := parted(l.text, p.start, p.end, "，,")
		for i := len(commas) - 1; i > 0; i-- {
			rest := l.text[commas[i].start:]
			if saysOf("turns", rest, lang) != "" {
				break
			}
			out = append(out, piece{p.start, commas[i-1].end, l.text[p.start:commas[i-1].end]})
		}
	}
	for i, p := range out[1:] {
		if bracketsClose(p.text) && utf8.RuneCountInString(p.text) >= leastPiece {
			out[i+1].text = strings.TrimRight(p.text, "。") + "。"
		} else {
			out[i+1].text = ""
		}
	}
	return slices.DeleteFunc(out, func(p piece) bool { return p.text == "" })
}

// parted are the parts of a text between marks.
func parted(s string, start, end int, marks string) []piece {
	var out []piece
	from := start
	for i, r := range s[start:end] {
		if strings.ContainsRune(marks, r) {
			out = append(out, piece{from, start + i, s[from : start+i]})
			from = start + i + utf8.RuneLen(r)
		}
	}
	if from < end {
		out = append(out, piece{from, end, s[from:end]})
	}
	return out
}

// bracketsClose reports whether brackets and quotation marks that a text opens are closed in it.
func bracketsClose(s string) bool {
	n := 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("（(“「『《〈‘", r):
			n++
		case strings.ContainsRune("）)”」』》〉’", r):
			n--
		}
	}
	return n == 0
}

// Parts of the words of a clause, and of a piece, that another report has, if it says the same.
const (
	clauseSome = 0.3  // of a clause that shares a figure
	clauseFew  = 0.25 // of one that shares a name or a date
	clauseAll  = 0.6  // of a clause that shares none
	sameFew    = 0.2  // of a piece with two figures in common
	sameOne    = 0.35
	sameRare   = 0.5 // with none, but a small one or a name that few have
	sameNone   = 0.6
)

// How many parts of the words of a clause with a figure another sentence may lack, beyond those shares.
const (
	lackAlike = 6 // where both have a word of one kind
	lackFew   = 3 // with a figure that is of one thing
)

// bearing compares a piece of one report's line with the text of another report.
type bearing struct {
	of    *member
	held  []check.Held // of the line
	rare  func(check.Held) bool
	other *member
}

// sentences are those of the other's text that bear out a piece; none: it does not. Each clause has one that has all its figures
// and quotations, and enough of its words.
func (b bearing) sentences(l line, p piece) []int {
	var out []int
	var s signs
	for _, c := range parted(l.text, p.start, p.end, "，；,;") {
		in := slices.DeleteFunc(slices.Clone(b.held), func(h check.Held) bool { return h.Start < c.start || h.End > c.end })
		found := b.clause(l, c, in, out)
		if found == nil {
			return nil
		}
		for _, n := range found {
			if !slices.Contains(out, n) {
				out = append(out, n)
			}
		}
		s.count(in, found, b.rare)
	}
	slices.Sort(out)
	over := b.over(l, p, out)
	if over >= clauseAll {
		s.sum++
	}
	if s.enough(over, p.end-p.start < len(l.text)) || s.figures > 1 && len(b.words(out)) == 0 {
		return out
	}
	return nil
}

// signs are what a piece shares with another report: most of its words are one, what few sentences have is two.
type signs struct {
	sum, figures, exact int
	counts              bool // a figure, however small
	rare                bool // a name that few have
}

// count adds what a clause shares with some sentences.
func (s *signs) count(in []check.Held, found []int, rare func(check.Held) bool) {
	for _, h := range in {
		figure := h.Kind == check.FigureThing
		switch {
		case !meets(h.In, found):
			continue
		case figure && h.Exact:
			s.exact++
			s.sum++
		case !figure && rare(h):
			s.rare = true
			s.sum++
		}
		s.sum++
		s.counts = s.counts || figure
		if figure && (h.Weighty || h.Sort.Dim != 0) {
			s.figures++
		}
	}
}

// enough reports whether the signs, and which part of the words is shared, say that two reports say one thing. A part of a sentence
// has a figure of its own.
func (s *signs) enough(over float64, cut bool) bool {
	need := []float64{sameNone, sameOne, sameFew}[min(s.figures, 2)]
	switch {
	case s.exact > 0:
		need = 0
	case s.figures == 0 && (s.rare || s.counts):
		need = sameRare
	}
	return s.sum >= 2 && (s.counts || !cut) && over >= need
}

func meets(a, b []int) bool {
	return slices.ContainsFunc(a, func(n int) bool { return slices.Contains(b, n) })
}

// over is which part of the words of a piece some sentences have together.
func (b bearing) over(l line, p piece, sentences []int) float64 {
	return overlap(b.wordsOf(l, p, b.held), b.words(sentences))
}

// wordsOf are the parts of a piece without what a sentence has of it as things, which it may write otherwise.
func (b bearing) wordsOf(l line, p piece, in []check.Held) map[string]bool {
	var s strings.Builder
	at := p.start
	for _, h := range in {
		if h.Kind != check.QuoteThing && h.Start >= at && h.End <= p.end {
			s.WriteString(l.text[at:h.Start] + " ")
			at = h.End
		}
	}
	s.WriteString(l.text[at:p.end])
	return partsOf(s.String())
}

// clause are the sentences that bear out a clause: one, or one and one more for the words that it lacks; nil: there is none.
func (b bearing) clause(l line, c piece, in []check.Held, before []int) []int {
	var best []int
	for _, more := range []bool{false, true} {
		most := -1.0
		for _, n := range b.among(in) {
			if list, over := b.at(l, c, in, n, before, more); list != nil && over > most {
				best, most = list, over
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// among are the sentences that may have what a clause has: those with its first figure, else all.
func (b bearing) among(in []check.Held) []int {
	if i := slices.IndexFunc(in, func(h check.Held) bool { return h.Kind == check.FigureThing }); i >= 0 {
		return in[i].In
	}
	all := make([]int, min(mostRead, len(b.other.sentences())))
	for i := range all {
		all[i] = i + 1
	}
	return all
}

// at are the sentences that bear out a clause by one of them, with one more for words that this lacks if more is set, and which part of
// the words they have; nil: they do not.
func (b bearing) at(l line, c piece, in []check.Held, n int, before []int, more bool) ([]int, float64) {
	m, ok := b.matches(in, n, before)
	if !ok || !b.sameRole(c.text, n) || m.figures && b.rivals(in, n) {
		return nil, 0
	}
	own := b.wordsOf(l, c, m.here)
	if len(own) == 0 {
		return m.at, 1
	}
	over := overlap(own, b.words(m.at))
	if more {
		k := b.further(own, m.at)
		if k == 0 || over == 0 {
			return nil, 0
		}
		m.at = append(m.at, k)
		over = overlap(own, b.words(m.at))
	}
	if saysOf("denies", c.text, b.of.lang) != "" && !b.denied(m.at) {
		return nil, 0
	}
	lack := int(math.Round(float64(len(own)) * (1 - over)))
	switch {
	case over >= clauseAll:
		return m.at, over
	case m.strange:
		return nil, 0
	case len(b.words(m.at)) == 0 && !m.weighty:
		return nil, 0
	case over >= clauseSome && m.figures, over >= clauseFew && len(m.here) > 0 && !m.figures, m.figures && lack <= lackAlike && b.alike(c.text, n), m.sure && lack <= lackFew:
		return m.at, over
	}
	return nil, 0
}

// match is what a sentence of another report has of the things of a clause.
type match struct {
	at                     []int // it, and a sentence beside it for a month or year
	here                   []check.Held
	figures, weighty, sure bool
	strange                bool // it lacks a name of the clause, of which its report does not speak from the first
}

// matches sets the things of a clause beside a sentence; not ok: this lacks a figure, a quotation or a date of it, or its report a name.
func (b bearing) matches(in []check.Held, n int, before []int) (match, bool) {
	m := match{at: []int{n}}
	for _, h := range in {
		has := slices.Contains(h.In, n)
		switch h.Kind {
		case check.FigureThing, check.QuoteThing:
			if !has {
				return m, false
			}
			m.figures, m.weighty, m.sure = true, m.weighty || h.Weighty, m.sure || h.Sure
		case check.DateThing:
			if has || meets(h.In, before) {
				break
			}
			near := b.dated(h, n)
			if near == 0 {
				return m, false
			}
			m.at, has = append(m.at, near), true
		case check.NameThing:
			if h.Absent {
				return m, false
			}
			m.strange = m.strange || h.Weighty && !has && !slices.Contains(h.In, 1) && !meets(h.In, before)
		}
		if has {
			m.here = append(m.here, h)
		}
	}
	return m, true
}

// dated is the sentence beside another that has a month or a year; 0: there is none, or it is a day.
func (b bearing) dated(h check.Held, n int) int {
	for _, k := range []int{n - 1, n + 1} {
		if !h.Day && slices.Contains(h.In, k) {
			return k
		}
	}
	return 0
}

// rivals reports whether a sentence has another figure of the sort of one of a clause that a line has nowhere, where it says that one was
// wrong, or the figure is one that many things share.
func (b bearing) rivals(in []check.Held, n int) bool {
	takesBack := b.other.says("corrects", n)
	var read []check.Quantity
	for _, h := range in {
		if h.Kind != check.FigureThing || h.Exact && !takesBack {
			continue
		}
		if read == nil {
			read = check.Quantities(b.other.sentences()[n-1].Text, b.other.Article.Lang, b.other.Article.Date()).Quantities
		}
		if slices.ContainsFunc(read, func(q check.Quantity) bool {
			return !q.Change && q.Sort.Kind == h.Sort.Kind && q.Sort.Dim == h.Sort.Dim && (q.Sort.Money == "") == (h.Sort.Money == "") && !b.hasValue(q)
		}) {
			return true
		}
	}
	return false
}

// hasValue reports whether the line has a figure that a quantity of the other report may be.
func (b bearing) hasValue(q check.Quantity) bool {
	return slices.ContainsFunc(b.held, func(h check.Held) bool { return h.Kind == check.FigureThing && q.Low <= h.N && h.N <= q.High })
}

// words are those of some sentences of the other report, in the language of the line.
func (b bearing) words(at []int) map[string]bool {
	there := map[string]bool{}
	for _, n := range at {
		maps.Copy(there, b.other.wordsAt(n, b.of.lang))
	}
	return there
}

// leastMore is how many parts of words of a clause a further sentence has that those before lack.
const leastMore = 3

// further is the sentence that has most of the words of a clause that some sentences lack; 0: none has enough.
func (b bearing) further(own map[string]bool, at []int) int {
	there := b.words(at)
	best, most := 0, leastMore-1
	for n := 1; n <= min(mostRead, len(b.other.sentences())); n++ {
		more := 0
		for w := range b.other.wordsAt(n, b.of.lang) {
			if own[w] && !there[w] {
				more++
			}
		}
		if more > most {
			best, most = n, more
		}
	}
	return best
}

// denied reports whether one of some sentences denies something, as far as words of its language are known.
func (b bearing) denied(at []int) bool {
	lang := b.other.Article.Lang
	return listed("denies", lang) && slices.ContainsFunc(at, func(n int) bool { return saysOf("denies", b.other.sentences()[n-1].Text, lang) != "" })
}

// sameRole reports whether a sentence has one of the words for what happened to what is counted that a clause has, where it has any.
func (b bearing) sameRole(clause string, n int) bool {
	role := false
	for _, h := range kindsIn(clause, b.of.lang) {
		if h.of.class == roles && (h.of.is("status") || h.of.is("plain")) {
			if b.other.has(n, h.of) {
				return true
			}
			role = true
		}
	}
	return !role
}

// alike reports whether a sentence has a word of a kind for what a clause is about, in whatever language.
func (b bearing) alike(clause string, n int) bool {
	return slices.ContainsFunc(kindsIn(clause, b.of.lang), func(h hit) bool { return h.of.class <= things && b.other.has(n, h.of) })
}

// kindsIn are the words of a text that are known in many languages.
func kindsIn(s, lang string) []hit {
	v := vocabularyOf(lang)
	if v == nil {
		return nil
	}
	return v.hits(v.spell(s))
}

// sentences are those of the text of a member.
func (m *member) sentences() []news.Sentence {
	if m.read == nil {
		m.read = m.Article.Sentences()
	}
	return m.read
}

// wordsAt are the parts of a sentence of a member in a language: its own, and those of the lines that rest on it.
func (m *member) wordsAt(n int, lang string) map[string]bool {
	if x, ok := m.words[n]; ok {
		return x
	}
	out := map[string]bool{}
	if tongue(m.Article.Lang) == tongue(lang) {
		maps.Copy(out, partsOf(m.sentences()[n-1].Text))
	}
	for i := range m.lines {
		if l := &m.lines[i]; !l.own && tongue(m.lang) == tongue(lang) && slices.Contains(l.cites, n) {
			maps.Copy(out, l.said())
		}
	}
	if m.words == nil {
		m.words = map[int]map[string]bool{}
	}
	m.words[n] = out
	return out
}

// kindsAt are the words of a sentence of a member, and of the lines that rest on it, that are known in many languages.
func (m *member) kindsAt(n int) []hit {
	if x, ok := m.kinds[n]; ok {
		return x
	}
	x := kindsIn(m.sentences()[n-1].Text, m.Article.Lang)
	for _, l := range m.lines {
		if !l.own && slices.Contains(l.cites, n) {
			x = append(x, kindsIn(l.text, m.lang)...)
		}
	}
	if m.kinds == nil {
		m.kinds = map[int][]hit{}
	}
	m.kinds[n] = x
	return x
}

func (m *member) has(n int, h *head) bool {
	return slices.ContainsFunc(m.kindsAt(n), func(o hit) bool { return o.of == h })
}

// says reports whether a sentence of a member has a word of an entry.
func (m *member) says(entry string, n int) bool {
	return slices.ContainsFunc(m.kindsAt(n), func(o hit) bool { return o.of.name == entry })
}
