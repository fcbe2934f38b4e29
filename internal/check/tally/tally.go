// Package tally reads the numbers of sentences in languages that have no grammar of their own with check: what they are worth,
// of what unit, with which bound. That is enough to set a number beside one of another report; it is not enough to reject a
// sentence by, so no rule of check reads a report with it. The words are data, in words.txt.
package tally

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/check/quantity"
)

//go:embed words.txt
var words string

// Knows reports whether there are words of a language (BCP 47).
func Knows(lang string) bool { return languageOf(lang) != nil }

func languageOf(lang string) *language {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return languages()[base]
}

// language are the words of one language.
type language struct {
	comma, joined bool
	prefixes      []string
	native        []string // where numbers are joined: what words of numbers count
	entries       map[string][]entry
}

// entry is a phrase and what it means.
type entry struct {
	words []string // the first is exact, or the beginning of a word with an asterisk
	key   key
	n     float64
	unit  quantity.Unit
}

// key says what a phrase does for a number.
type key uint8

const (
	number key = iota
	power
	link
	half
	percent
	points
	person
	unit
	dual
	clock
	month
	ordinal
	age
	negative
	of
	more
	about
	most
	less
	near
	afterMore
	afterAbout
	afterMost
	afterLess
)

var keys = map[string]key{
	"number": number, "power": power, "link": link, "half": half, "percent": percent, "points": points, "person": person,
	"unit": unit, "money": unit, "dual": dual, "clock": clock, "month": month, "monthly": month, "ordinal": ordinal, "age": age,
	"negative": negative, "of": of, "more": more, "about": about, "most": most, "less": less, "near": near,
	"after-more": afterMore, "after-about": afterAbout, "after-most": afterMost, "after-less": afterLess,
}

var dims = map[string]quantity.Dim{
	"length": quantity.Length, "area": quantity.Area, "mass": quantity.Mass, "volume": quantity.Volume, "span": quantity.Span,
	"celsius": quantity.Celsius,
}

// bounds are what the words around a number say of it.
var bounds = map[key]quantity.Bound{
	more: quantity.More, about: quantity.About, most: quantity.Most, less: quantity.Less, near: quantity.Near,
	afterMore: quantity.More, afterAbout: quantity.About, afterMost: quantity.Most, afterLess: quantity.Less,
}

var languages = sync.OnceValue(func() map[string]*language {
	out := map[string]*language{}
	var l *language
	for line := range strings.Lines(words) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if line[0] == '[' {
			l = &language{entries: map[string][]entry{}}
			out[strings.Trim(line, "[]")] = l
			continue
		}
		head, list, _ := strings.Cut(line, ":")
		l.add(strings.Fields(head), strings.Fields(list))
	}
	return out
})

// add adds one line of words.txt.
func (l *language) add(head, list []string) {
	switch head[0] {
	case "traits":
		for _, t := range list {
			l.comma, l.joined = l.comma || t == "comma", l.joined || t == "joined"
		}
		return
	case "prefixes":
		l.prefixes = list
		return
	case "native":
		l.native = list
		return
	}
	e := entry{key: keys[head[0]]}
	switch {
	case head[0] == "money":
		e.unit = quantity.Money(head[1])
	case e.key == unit:
		e.unit = quantity.Measure(dims[head[1]], value(head[2]))
	case e.key == dual:
		e.n, e.unit = value(head[1]), quantity.Measure(dims[head[2]], value(head[3]))
	case len(head) > 1:
		e.n = value(head[1])
	}
	for _, w := range list {
		f := e
		f.words = strings.Split(w, "|")
		start := strings.TrimSuffix(f.words[0], "*")
		l.entries[initial(start)] = append(l.entries[initial(start)], f)
	}
}

// initial is the first character of a word, by which entries are found.
func initial(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

func value(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err) // the file is part of the program and tested with it
	}
	return v
}
