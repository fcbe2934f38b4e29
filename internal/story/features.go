package story

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// The bounds keep the marshalled features under 4 KiB and the cost of a
// comparison independent of the report's length.
const (
	maxBody    = 256 // distinct words
	maxNames   = 128
	maxTitle   = 64
	briefWords = 20
	maxWords   = 400 // words of the body that are looked at: a report says first what happened
)

// Form is the first byte of the marshalled features; it changes when Of counts differently.
const Form = 2

// field is one way of looking at a report.
type field byte

const (
	body  field = iota // its words, those of the headline included
	names              // capitalised names, their parts, numbers
	title              // neighbouring words of the headline
	signs              // what other languages say too: figures, places, names by their sound, subjects
	kept               // the fields of the report itself, which are stored

	// the first three of its digest, which all reports have in one language
	gist      = kept
	gistNames = kept + names
	gistTitle = kept + title
	fields    = 2 * kept

	// what is shared of the signs, besides figures and places: it is not added up, for one name has many
	called   = fields     // names in Latin letters
	said     = fields + 1 // syllables of Mandarin
	voiced   = fields + 2 // consonants of names
	about    = fields + 3 // subjects
	measures = fields + 4
)

// counts reports whether what is shared of a field says how near two reports are, in one language or between two.
func (f field) counts(abroad bool) bool {
	switch {
	case f < signs:
		return !abroad
	case f == signs, f >= fields:
		return abroad
	}
	return true // of their digests
}

// measure is what a shared sign of a sort adds to.
func (k sort) measure() field {
	switch k {
	case signName, signShort:
		return called
	case signSaid:
		return said
	case signVoice:
		return voiced
	case signSubject:
		return about
	}
	return signs
}

// term is a hashed word and how often it occurs; of a sign, its sort.
type term struct {
	id uint32
	n  uint8
}

// Features is what is kept of a report to compare it with others: at most 4 KiB when marshalled.
type Features struct {
	lang  [2]byte // ISO 639-1; two reports in one language are compared word by word
	words uint16  // of the text that was looked at; few make a brief
	latin bool    // it is written in Latin letters
	terms [fields][]term
}

// With returns the features of a report that is digested so. Reports in different languages are compared by
// their digests, which are written in one. What is added is not stored: it is taken anew from the digest.
func (f Features) With(digest Features) Features {
	for i := range signs {
		ts := make([]term, len(digest.terms[i]))
		for j, t := range digest.terms[i] {
			ts[j] = term{added(t.id), t.n}
		}
		f.terms[kept+i] = ts
	}
	return f
}

// added is a term of a digest among those of its report: it has a space of its own.
func added(id uint32) uint32 { return (id ^ 0x9e3779b9) * 16777619 }

// substance is how many signs there are, the syllables of characters left out: most of those are of no name.
func (f Features) substance() int {
	n := 0
	for _, t := range f.terms[signs] {
		if sort(t.n) != signSaid {
			n++
		}
	}
	return n
}

// size is how many terms there are.
func (f Features) size() (n int) {
	for _, ts := range f.terms {
		n += len(ts)
	}
	return n
}

// Empty reports whether there is nothing to compare.
func (f Features) Empty() bool { return len(f.terms[body]) == 0 }

// brief reports whether there is a headline and hardly a text below it.
func (f Features) brief() bool { return f.words < briefWords }

// MarshalBinary gives the form that is stored: a version byte, the language, whether its letters are Latin, the words,
// then for each field a count and so many pairs of hash and frequency, little endian.
func (f Features) MarshalBinary() ([]byte, error) {
	b := []byte{Form, f.lang[0], f.lang[1], 0}
	if f.latin {
		b[3] = 1
	}
	b = binary.LittleEndian.AppendUint16(b, f.words)
	for _, ts := range f.terms[:kept] {
		b = binary.LittleEndian.AppendUint16(b, uint16(len(ts)))
		for _, t := range ts {
			b = append(binary.LittleEndian.AppendUint32(b, t.id), t.n)
		}
	}
	return b, nil
}

// errForm is returned for stored features that Of has to take anew.
var errForm = errors.New("story: features of another form")

// UnmarshalBinary reads what MarshalBinary wrote. Features of another form are an
// error; they have to be taken anew from the report.
func (f *Features) UnmarshalBinary(b []byte) error {
	if len(b) < 6 || b[0] != Form {
		return errForm
	}
	var g Features
	g.lang = [2]byte{b[1], b[2]}
	g.words = binary.LittleEndian.Uint16(b[4:])
	g.latin = b[3] == 1
	b = b[6:]
	for i, limit := range [kept]int{maxBody, maxNames, maxTitle, maxSigns} {
		if len(b) < 2 {
			return errForm
		}
		n := int(binary.LittleEndian.Uint16(b))
		b = b[2:]
		if n > limit || len(b) < 5*n {
			return errForm
		}
		g.terms[i] = make([]term, n)
		for j := range n {
			g.terms[i][j] = term{binary.LittleEndian.Uint32(b[5*j:]), b[5*j+4]}
		}
		b = b[5*n:]
	}
	*f = g
	return nil
}

// counter counts hashed terms in the order of their first appearance.
type counter struct {
	at    map[uint32]int
	terms []term
	bound int
	text  string            // as which a text writes the terms that are counted now
	spell map[uint32]string // how a text writes each term, where that is asked for
}

func newCounter(bound int) *counter {
	return &counter{at: make(map[uint32]int, bound), bound: bound}
}

// add counts id; terms beyond the bound are not counted, for the later ones matter least.
func (c *counter) add(id uint32) {
	if i, ok := c.at[id]; ok {
		c.terms[i].n = min(c.terms[i].n, math.MaxUint8-1) + 1
		return
	}
	if len(c.terms) < c.bound {
		c.enter(term{id, 1})
	}
}

// enter counts a term that was not met before.
func (c *counter) enter(t term) {
	c.at[t.id] = len(c.terms)
	c.terms = append(c.terms, t)
	if c.spell != nil {
		c.spell[t.id] = c.text
	}
}

func (c *counter) sorted() []term {
	slices.SortFunc(c.terms, func(a, b term) int { return cmp.Compare(a.id, b.id) })
	return c.terms
}

// hash is FNV-1a, 32 bits, salted with the field so that fields share one space.
func hash(f field, parts ...string) uint32 {
	h := uint32(2166136261)
	h = (h ^ uint32(f)) * 16777619
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * 16777619
		}
		h = (h ^ ' ') * 16777619
	}
	return h
}
