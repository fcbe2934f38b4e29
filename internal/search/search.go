// Package search gives text and queries the one form in which every index of the
// desk compares them: SQLite's FTS5, PostgreSQL's tsvector and the static index of
// the site. It touches no index itself.
//
// The form: text is folded (compatibility variants, case, the accents of Latin,
// Greek and Cyrillic letters; Traditional characters become Simplified) and cut
// into tokens of letters and digits alone. What is written with spaces gives words.
// A run of Han, kana, hangul, Thai, Lao, Khmer or Burmese gives its first character
// alone, its overlapping pairs, and its last character alone: 中美关系 is 中 中美 美关 关系 系.
// So any two characters and more are found as neighbouring pairs, wherever they are, and
// runs next to words (2024年) by the characters at their ends. A query of a single
// character is answered by other tokens: an index has each character once a text (Singles),
// and the values of numbers written as 1.24万 or 300 million (Numbers).
//
// Words are indexed as they are written. A query for one asks for its inflected forms, too.
package search

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/hanscript"
)

// Form is the version of the tokens; an index of another form has to be built anew.
const Form = 3

// Tokens returns the tokens of text, separated by single spaces, as they are indexed.
func Tokens(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/2)
	scan(text, func(t token) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	})
	return b.String()
}

// single begins the token that stands for a character, wherever in a text it is. It is for
// private use in Unicode: no text has it as a letter.
const single = "\ue000"

// Singles returns the characters of s that a query of one character may ask for, each
// once, in the form in which they are indexed beside Tokens, separated by single spaces.
func Singles(s string) string {
	var b strings.Builder
	seen := map[rune]bool{}
	for _, r := range hanscript.Fold(s) {
		if !wide(r) || unicode.IsMark(r) {
			continue
		}
		if r >= 0xf900 { // as scanRun
			r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		}
		if seen[r] {
			continue
		}
		seen[r] = true
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(single)
		b.WriteRune(r)
	}
	return b.String()
}

// Indexed returns all tokens of a text for an index that has one field: the single
// characters and the values of numbers first, so that they follow no word.
func Indexed(text string) string {
	out := Tokens(text)
	for _, s := range []string{Numbers(text), Singles(text)} {
		if s != "" {
			out = s + " " + out
		}
	}
	return out
}

// lastPosition is the highest position that a tsvector holds (PostgreSQL, 12.1 and
// "Limitations"): in texts of more tokens the last ones count as one place.
const lastPosition = 16383

// TSVector returns the tokens of text as a PostgreSQL tsvector literal, which
// takes no parser and no dictionary of the server to read: 'a':1 'b':2. Single characters
// and the values of numbers have no place in it.
func TSVector(text string) string {
	var b strings.Builder
	for c := range strings.FieldsSeq(Singles(text) + " " + Numbers(text)) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quoteTS(c))
	}
	n := 0
	scan(text, func(t token) {
		n = min(n+1, lastPosition)
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(quoteTS(t.text))
		b.WriteByte(':')
		b.WriteString(strconv.Itoa(n))
	})
	return b.String()
}

// FTS5 returns the query's words in the language of SQLite's FTS5; "" when it has
// filters alone. It is a safe value for MATCH: tokens are quoted.
func (q Query) FTS5() string {
	return q.render(func(p Phrase) string {
		s := `"` + strings.ReplaceAll(strings.Join(p.terms(), " "), `"`, `""`) + `"`
		if p.Prefix && !p.alone {
			s += " *"
		}
		return s
	}, " AND ", " OR ", " NOT ")
}

// TSQuery returns the query's words in the text form of PostgreSQL's tsquery; ""
// when it has filters alone. Cast it, do not parse it: $1::tsquery.
func (q Query) TSQuery() string {
	return q.render(func(p Phrase) string {
		quoted := make([]string, len(p.Tokens))
		for i, t := range p.terms() {
			quoted[i] = quoteTS(t)
		}
		s := strings.Join(quoted, " <-> ")
		if p.Prefix && !p.alone {
			s += ":*"
		}
		return "(" + s + ")"
	}, " & ", " | ", " & !")
}

// terms are the phrase's tokens as an index has them.
func (p Phrase) terms() []string {
	if p.alone {
		return []string{single + p.Tokens[0]}
	}
	return p.Tokens
}

// tsEscapes escapes a word of a tsvector or a tsquery (PostgreSQL, 8.11).
var tsEscapes = strings.NewReplacer("'", "''", `\`, `\\`)

func quoteTS(s string) string { return "'" + tsEscapes.Replace(s) + "'" }

// render writes the query with the given operators: all groups, none of the excluded.
func (q Query) render(phrase func(Phrase) string, and, or, not string) string {
	either := func(ps []Phrase) string {
		var parts []string
		for _, p := range ps {
			for _, f := range p.forms() {
				parts = append(parts, phrase(f))
			}
		}
		return "(" + strings.Join(parts, or) + ")"
	}
	groups := make([]string, len(q.All))
	for i, g := range q.All {
		groups[i] = either(g)
	}
	s := strings.Join(groups, and)
	if len(q.None) > 0 && s != "" {
		s = "(" + s + ")" + not + either(q.None)
	}
	return s
}
