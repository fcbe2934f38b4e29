package event

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// amount is a number of a report with what is known of it.
type amount struct {
	check.Quantity
	telling  int // index of its report
	house    string
	cite     news.Cite
	said     string // as it is written
	lang     string
	heads    []*head // what it counts or measures, the nearest first
	marks    []*head
	contrary []opposite // marks of which two of one group exclude each other
	months   []*head
	thing    *head    // the sort of what is counted; nil: not known
	nouns    []string // what is counted, in the words of a language, where no entry of heads.txt says so
	other    string   // the word behind it that names no sort that is known
	voice    *head    // who says so; nil: nobody is named
	teller   *head    // the sort of those of whom one says so, also where it cannot be told who it is
	by       string   // as it is written
	asOf     string
	days     []string // that its clause names
	ills     []*head  // likewise
	what     string   // the words for the first of heads
	whatLang string
	corrects bool
	rises    bool
	far      int // bytes between the number and the first of heads
	at       time.Time
	stale    bool // it stands in an earlier version alone
	sentence int
	views    []view          // the words around it, in its report and in the digest
	was      *check.Quantity // the number that its sentence puts in the past, or calls wrong
	wrong    bool
	unsure   bool      // somebody may say so who is not known
	question *head     // what another speaker answers, too, right before or behind it
	subjects []subject // what it counts by the lexicon, in its report and in the digest
	single   bool      // it is the only one of that in its report
	alone    bool      // it is the only one of its dimension there
	lone     bool      // it is the only one there of what it counts first
	nominal  bool      // the word for the role that it counts is a noun, as patients
	peers    []*amount // all of its story
	of       bool      // its sentence says of what: economists put growth at 300
	weekdays []*head   // that its sentence names, for whatever
	lasts    bool      // it says how long something goes on
	further  bool      // it comes on top of others
	again    bool      // somebody else says so of what was counted before: the union puts it at 1,400
}

// Bounds of what is read.
const (
	opening     = 12 // sentences of a report that has no digest
	readReports = 40 // reports of a story: the first and the latest of each outlet
)

// sentenceRead is a sentence with its amounts.
type sentenceRead struct {
	text    string
	lang    string
	reading check.Reading
	hits    []hit
	kinds   []hit // entries of the lexicon: things that are counted
	fates   []hit // and what becomes of them
	known   bool
	quiet   [][2]int  // places that say nothing of what is counted
	said    []*amount // of a sentence of a digest: its amounts
}

// readSentence reads one sentence once.
func readSentence(s, lang string, published time.Time) sentenceRead {
	v := vocabularyOf(lang)
	if v == nil {
		return sentenceRead{}
	}
	r := sentenceRead{text: s, lang: lang, reading: check.Quantities(s, lang, published), known: true}
	if len(r.reading.Quantities) > 0 {
		spelled := v.spell(s)
		r.hits = v.hits(spelled)
		r.kinds, r.fates = countables().hits(spelled, lang), fates().hits(spelled, lang)
		r.kinds = slices.DeleteFunc(r.kinds, func(h hit) bool { return r.ofName(h) })
		r.turnBounds()
		r.measure()
		r.lend()
		r.span()
		r.quieten()
	}
	return r
}

// amounts are the numbers of a sentence that may be set beside others.
func (s *sentenceRead) amounts(published time.Time) []*amount {
	if !s.known || s.reading.Question || s.barred(0, len(s.text), "ifs") {
		return nil
	}
	out := make([]*amount, 0, len(s.reading.Quantities))
	for _, q := range s.reading.Quantities {
		if s.ofOtherYear(q, published) {
			continue
		}
		a, ok := s.amount(q)
		if !ok {
			continue
		}
		if len(out) > 0 {
			s.carry(out[len(out)-1], a)
			a.onTop(out[len(out)-1])
		}
		if len(out) > 0 && s.contrasted(q) && !s.speakers(q) {
			a.inherit(out[len(out)-1])
		}
		out = append(out, a)
	}
	return out
}

// speakers reports whether a small number may count those who say something: two workers told the paper.
func (s *sentenceRead) speakers(q check.Quantity) bool {
	return q.High < few && slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == voices && h.of.is("people") && h.start >= q.End && h.start-q.End <= 3
	})
}

// contrasted reports whether the clause of a number has a speaker of its own.
func (s *sentenceRead) contrasted(q check.Quantity) bool {
	from, upto := s.clause(q)
	return slices.ContainsFunc(s.hits, func(h hit) bool { return h.of.class == voices && h.start >= from && h.end <= upto })
}

// teller is the only sort of speaker that a part of a sentence has beside a word that somebody says something; nil: there is none.
func (s *sentenceRead) teller(from, upto int) *head {
	var out *head
	says := false
	for _, h := range s.hits {
		switch {
		case h.start < from || h.end > upto:
		case h.of.class == denials:
			return nil
		case h.of.class == saying:
			says = true
		case h.of.class != voices:
		case out != nil && out != h.of:
			return nil
		default:
			out = h.of
		}
	}
	if !says {
		return nil
	}
	return out
}

// barred reports whether an entry that bars a comparison stands in a part of a sentence; name: that one; "": any.
func (s *sentenceRead) barred(from, upto int, name string) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == bars && h.of.name != "further" && !h.of.is("beside") && !h.of.is("before") && !h.of.is("mark") && h.start >= from && h.end <= upto && (name == "" || h.of.name == name)
	})
}

// bars reports whether an entry that bars a comparison stands in the clause of a number. One within the number's own words bounds it,
// and a share of what a plant can do is none of what it may.
func (s *sentenceRead) bars(q check.Quantity, from, upto int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		switch {
		case h.of.class != bars, h.of.name == "further", h.of.is("beside"), h.of.is("before"), h.of.is("mark"), h.start < from, h.end > upto:
			return false
		case h.start >= q.Start && h.end <= q.End, h.of.name == "capacity" && q.Sort.Kind == quantity.Share:
			return false
		}
		return true
	})
}

// hasBar reports whether an entry of the bars stands in a part of a sentence.
func (s *sentenceRead) hasBar(name string, from, upto int) bool {
	return slices.ContainsFunc(s.hits, func(h hit) bool {
		return h.of.class == bars && h.of.name == name && h.start >= from && h.end <= upto
	})
}

// ofOtherYear reports whether a number is of another year: one that stands in its clause, or before it.
func (s *sentenceRead) ofOtherYear(q check.Quantity, published time.Time) bool {
	_, upto := s.clause(q)
	return slices.ContainsFunc(s.reading.Years, func(y int) bool {
		at := strings.Index(s.text, strconv.Itoa(y))
		return y != published.Year() && at < upto && !slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool {
			return o.Figures == at && o.End > at+yearFigures // 2080 poles
		}) && !slices.ContainsFunc(s.hits, func(h hit) bool { return h.start == at+yearFigures && h.of.class <= things })
	})
}

// yearFigures are the figures of a year.
const yearFigures = 4

// amount reads what stands around a number; one that stands by itself between signs is an age. Not ok: it is not to be compared, or nobody can tell what it counts.
func (s *sentenceRead) amount(q check.Quantity) (*amount, bool) {
	from, upto := s.clause(q)
	if s.noCount(q) {
		return nil, false
	}
	if strings.TrimSpace(s.text[from:upto]) == s.text[q.Start:q.End] && !q.Person || q.Quoted && !s.only(q) || s.bars(q, from, upto) || s.begins(q, upto) || s.age(q) || s.beside(q, "label") || s.beside(q, "not") || s.dated(q) || strings.HasPrefix(s.text[q.End:], kilo) && q.Sort.Dim == 0 {
		return nil, false
	}
	a := &amount{Quantity: q, said: strings.TrimSpace(s.text[q.Start:q.End]), lang: s.lang}
	of := s.subject(q, from, upto)
	for _, h := range s.hits {
		if noun := s.ofThese(h, q, upto); noun != nil && len(of.heads) == 0 {
			of.heads, of.written = []*head{noun.of}, s.text[noun.start:noun.end]
		}
	}
	near := slices.DeleteFunc(s.around(q, from, upto), func(h hit) bool { return s.ofAnother(h, of, q) })
	for _, h := range near {
		if !slices.Contains(a.heads, h.of) {
			a.heads = append(a.heads, h.of)
		}
	}
	a.nominal = len(near) > 0 && near[0].of.class == roles && slices.ContainsFunc(s.kinds, func(k hit) bool { return k.start <= near[0].start && near[0].end <= k.end })
	if i := a.lead(); i > 0 { // so many homes without power: the role says what is told of them
		near[0] = near[slices.IndexFunc(near, func(h hit) bool { return h.of == a.heads[i] })]
		a.heads[0], a.heads[i] = a.heads[i], a.heads[0]
		if a.nominal {
			a.heads, a.nominal = slices.Delete(a.heads, i, i+1), false
		}
	}
	if len(near) > 0 {
		a.far = distance(near[0], q)
		a.what, a.whatLang = s.text[near[0].start:near[0].end], s.lang
	}
	a.lasts = s.lasting(q, from)
	a.further = q.Further || s.hasBar("further", from, upto)
	a.tellApart(s, q, from, upto)
	if was, wrong, ok := s.former(q); ok {
		a.was, a.wrong = &was, wrong
		if before, end := s.clause(was); len(of.heads) == 0 && of.noun == "" && end <= from { // seven pictures, they had said: it is ten
			of = s.subject(was, before, end)
		}
	}
	a.thing, a.other = s.thing(q, from, upto)
	a.views = []view{s.view(q, from, upto)}
	a.subjects = []subject{of}
	if h := a.subjects[0].heads; len(h) > 0 && h[0].is("people") {
		a.thing, a.other = entryOf("people", things), ""
	}
	if noun := s.noun(q, a, upto); noun != "" {
		a.nouns = append(a.nouns, noun)
	}
	if a.thing != nil || a.other != "" {
		a.heads = slices.DeleteFunc(a.heads, func(h *head) bool { return h.class == amounts })
	}
	a.voice, a.by = s.speaker(q, from, upto)
	a.teller, a.again = cmp.Or(a.voice, s.teller(from, upto)), s.saidAgain(q, upto)
	if a.again {
		a.teller = cmp.Or(a.teller, s.teller(0, len(s.text)), s.firstVoice(q.Start))
	}
	a.of = !a.again && s.putOf(q, from)
	for _, h := range s.hits {
		if h.of.class == weekdays {
			a.weekdays = append(a.weekdays, h.of)
		}
	}
	a.asOf = s.counted(from, upto)
	a.days = s.daysOf(from, upto)
	for _, k := range s.kinds {
		if k.of.is("illness") && k.start >= from && k.end <= upto {
			a.ills = append(a.ills, k.of)
		}
	}
	a.unsure = a.voice == nil && slices.ContainsFunc(s.hits, func(h hit) bool { return h.of.class == denials || h.of.class == voices && !h.of.is("official") })
	if !a.plainRole() {
		a.heads, a.what, a.far, a.nominal = nil, "", 0, false
	}
	return a, true
}

// ofAnother reports whether a role of a clause is a noun that another word at a number keeps from being what it counts: of 200 nurses
// nobody is told that they are cases.
func (s *sentenceRead) ofAnother(h hit, of subject, q check.Quantity) bool {
	if h.of.class != roles && h.of.class != nouns || !(&amount{Quantity: q}).bare() || len(of.heads) == 0 && (of.noun == "" || !vocabularyOf(s.lang).parted) {
		return false
	}
	if len(of.heads) > 0 && of.heads[0].is("generic") || distance(h, q) <= rightBeside {
		return false
	}
	return slices.ContainsFunc(s.kinds, func(k hit) bool {
		return k.start <= h.start && h.end <= k.end && !slices.Contains(of.heads, k.of)
	})
}

// only reports whether quotation marks have nothing but a number within them: "about 9,500".
func (s *sentenceRead) only(q check.Quantity) bool {
	last, _ := utf8.DecodeLastRuneInString(s.text[:q.Start])
	next, _ := utf8.DecodeRuneInString(s.text[q.End:])
	return strings.ContainsRune("\"“„«「『", last) && strings.ContainsRune("\"”“»」』.,，", next)
}

// dated reports whether a number is the day of a month: 十二日.
func (s *sentenceRead) dated(q check.Quantity) bool {
	return q.Sort.Dim == quantity.Span && strings.HasSuffix(s.text[q.Start:q.End], "日")
}

// tellApart reads what tells a number apart from another of the same thing.
func (a *amount) tellApart(s *sentenceRead, q check.Quantity, from, upto int) {
	add := func(to *[]*head, h *head) {
		if !slices.Contains(*to, h) {
			*to = append(*to, h)
		}
	}
	if q.Part {
		add(&a.marks, partMark())
	}
	for _, h := range s.hits {
		inside := h.start >= from && h.end <= upto
		switch {
		case h.of.class == turns:
			a.corrects = a.corrects || h.of.name == "corrects"
			a.rises = a.rises || h.of.name == "rises" && (inside || vocabularyOf(s.lang).late)
		case h.of.class == months:
			add(&a.months, h.of)
		case h.of.class == bars && h.of.is("mark"):
			if inside || vocabularyOf(s.lang).late && h.start >= upto {
				add(&a.marks, h.of)
			}
		case h.of.class != apartMarks:
		case h.of.is("beside"):
			if h.end <= q.Start && q.Start-h.end <= 2 {
				add(&a.marks, h.of)
			} else if h.start >= q.Figures && h.start-q.End <= 2 && h.start < upto && s.ofThese(h, q, upto) == nil || s.opens(h, q, from) {
				add(&a.marks, partMark()) // of the pictures 31
			}
		case h.of.is("contrary"):
			if inside {
				a.against(h.of, distance(h, q))
			}
		case h.of.is("behind"):
			if (a.first().is("alive") || a.first().is("many")) && s.next(q, h.start) {
				add(&a.marks, h.of)
			}
		case inside && h.of.is("near") && (distance(h, q) > nearThing || s.nearer(h, q, from, upto)):
		case inside || h.of.is("whole"):
			add(&a.marks, h.of)
		}
	}
}

// opens reports whether an entry stands first in the clause of a number: of the pictures 31.
func (s *sentenceRead) opens(h hit, q check.Quantity, from int) bool {
	whole := tongue(s.lang) == "ru" || strings.Contains(s.text[h.start:h.end], " ") // der and des are articles
	return vocabularyOf(s.lang).parted && whole && h.start >= from && h.end <= q.Start && strings.TrimSpace(s.text[from:h.start]) == ""
}

// nearer reports whether another number of a clause is nearer to an entry.
func (s *sentenceRead) nearer(h hit, q check.Quantity, from, upto int) bool {
	return slices.ContainsFunc(s.reading.Quantities, func(o check.Quantity) bool {
		return o != q && o.Start >= from && o.End <= upto && distance(h, o) < distance(h, q)
	})
}

// partMark marks a number of some of those that are spoken of.
var partMark = sync.OnceValue(func() *head { return entryOf("part", apartMarks) })

// nearThing is how many bytes may be between a number and what it counts.
const nearThing = 24

// thing is the sort of what a number counts, by the nearest word in its clause; other: the word right behind it where that is of no
// sort that is known.
func (s *sentenceRead) thing(q check.Quantity, from, upto int) (of *head, other string) {
	if !s.suits(hit{of: &head{}}, q) {
		return nil, ""
	}
	best := nearThing
	for _, h := range s.hits {
		if h.of.class != things || h.start < from || h.end > upto || h.of.name == "nothing" {
			continue
		}
		if h.end <= q.Start && slices.ContainsFunc(s.hits, func(o hit) bool { return o.of.class == voices && o.start == h.start }) {
			continue // they speak
		}
		d := distance(h, q)
		switch {
		case h.end <= q.Start && d <= 3 && h.end-h.start > 3 && !vocabularyOf(s.lang).parted:
			d = -1 // the word itself, not the classifier behind the number
		case h.start < q.Start:
			d += nearThing / 2
		}
		if d < best {
			best, of = d, h.of
		}
	}
	if of != nil || !vocabularyOf(s.lang).parted || q.Person {
		return of, ""
	}
	var first word
	for first = range eachWord(s.text[q.End:upto]) {
		break
	}
	if first.start > 2 || first.s == "" {
		return nil, ""
	}
	for _, h := range s.hits {
		if h.start >= q.End && h.start-q.End < nearThing && (h.of.class <= nouns || h.of.name == "nothing" && h.start == q.End+first.start) {
			return nil, ""
		}
	}
	if len([]rune(first.s)) < shortest-1 {
		return nil, "" // d'euros
	}
	return nil, first.s
}

// stem is how many characters of a word tell it from others in languages that inflect; shortest: how many it has at least.
const (
	stem     = 6
	shortest = 4
)

// noun is the word behind a number that nobody knows, as a key: two of one language are of one thing.
func (s *sentenceRead) noun(q check.Quantity, a *amount, upto int) string {
	base, _, _ := strings.Cut(strings.ToLower(s.lang), "-")
	switch {
	case !s.suits(hit{of: &head{}}, q) || q.Person:
		return ""
	case vocabularyOf(s.lang).parted:
		if r := []rune(a.other); len(r) >= shortest {
			return base + ":" + string(r[:min(len(r), stem)])
		}
		return ""
	case base == "ko":
		return ""
	}
	behind := []rune(vocabularyOf(s.lang).fold(s.text[q.End:upto]))
	if len(behind) < 2 || !unicode.Is(unicode.Han, behind[0]) || !unicode.Is(unicode.Han, behind[1]) {
		return ""
	}
	if pair := string(behind[:2]); strings.ContainsAny(pair, joints) || strings.Contains(idle(), pair) {
		return ""
	}
	return base + ":" + string(behind[:2])
}

// longestBy bounds the name of a speaker, in characters of Han script.
const longestBy = 12

// phrase is a speaker as the sentence names it: in Han script with what stands before it in its clause.
func (s *sentenceRead) phrase(h hit) string {
	if vocabularyOf(s.lang).parted {
		return s.text[h.start:h.end]
	}
	from := 0
	for i, r := range s.text[:h.start] {
		if strings.ContainsRune(clauseSigns+" 「」“”", r) || isDigit(byte(r)) && r < 0x80 {
			from = i + len(string(r))
		}
	}
	if out := s.text[from:h.end]; len([]rune(out)) <= longestBy {
		return strings.TrimPrefix(strings.TrimPrefix(out, "据"), "據")
	}
	return s.text[h.start:h.end]
}
