// Package byline reads the names of authors out of what newsrooms write around them: by
// and its like in thirty languages, roles, places, agencies, days, the names of editors and
// photographers, who wrote nothing. It is a function of a text; words and surnames are data
// (words.txt, surnames.txt). Where it cannot tell a name from something else it gives none:
// a wrong name is worse.
package byline

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Max bounds the names of a byline; a longer list is a list of staff.
const Max = 15

// longest bounds a text that is read as a byline, in bytes.
const longest = 300

// Reader reads bylines of one page. All fields are optional.
type Reader struct {
	Lang  string                         // of the page, BCP 47
	Trim  func(string) string            // takes the outlet's name off a text
	House func(name string) bool         // reports whether a name is the outlet's
	Not   func(name string) bool         // reports whether a name is that of something else on the page
	Place func(behind, name string) bool // reports whether the page has a name where it is not behind the text given

	page     bool // the text stands on the page: names of newsrooms are none there
	labelled bool // a label stands before what is read
}

// gap is what parts pieces in a text: a line break, or white space of more than one column.
var gap = regexp.MustCompile(`[ \t\x{00a0}\x{3000}\x{2002}\x{2003}]*[\r\n\v\f\t]\s*|[ \x{00a0}\x{3000}\x{2002}\x{2003}]{2,}|\x{2003}`)

// Pieces parts a text at line breaks and wide gaps, which part names.
func Pieces(s string) []string {
	if len(s) > 4*longest {
		return nil
	}
	var out []string
	for _, x := range gap.Split(s, -1) {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

// Names reads a text that is known to hold authors: of structured data or a meta element.
// Each piece is a run of text that may be one name or several. What is no person but may
// be a body stays as it is.
func (r Reader) Names(pieces ...string) []string { return r.read(pieces, false) }

// Marked reads the text of an element that the page marks as the byline's, by a piece for
// each element inside.
func (r Reader) Marked(pieces ...string) []string { return r.read(pieces, true) }

func (r Reader) read(pieces []string, marked bool) []string {
	r.page = marked
	size, east := 0, false
	for i, x := range pieces {
		if !utf8.ValidString(x) {
			pieces = slices.Clone(pieces)
			pieces[i] = strings.ToValidUTF8(x, "")
		}
		size += len(x)
		east = east || strings.ContainsFunc(x, Eastern)
	}
	switch {
	case size == 0 || size > longest || len(pieces) > longest:
		return nil
	case east:
		return r.eastern(strings.Join(pieces, "  "), marked)
	}
	return r.western(pieces)
}

// Personal reports whether a name is made like a person's: two to five words, most with a
// capital, or a few characters of Chinese, Japanese or Korean.
func Personal(name string) bool {
	words, capitals := 0, 0
	for w := range strings.FieldsSeq(name) {
		x, _ := utf8.DecodeRuneInString(w)
		if words++; unicode.IsUpper(x) || unicode.Is(unicode.Lo, x) {
			capitals++
		}
	}
	if n := utf8.RuneCountInString(name); words == 1 && n >= 2 && n <= 7 &&
		!strings.ContainsFunc(name, func(x rune) bool { return !Eastern(x) && x != '·' && x != '・' }) {
		return true
	}
	return words >= 2 && words <= 5 && capitals >= 2 && words-capitals <= 2 && !strings.ContainsAny(name, ":!?©|")
}

// named reports whether s can be a name: short, with letters, no sentence.
func named(s string) bool {
	letters := 0
	for _, x := range s {
		if unicode.IsLetter(x) {
			letters++
		}
	}
	return letters >= 2 && len(s) <= 80 && len(strings.Fields(s)) <= 9
}
