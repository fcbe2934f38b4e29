// Package search gives text and queries the one form in which every index of the
// desk compares them: SQLite's FTS5, PostgreSQL's tsvector and the static index of
// the site. It touches no index itself.
//
// The form: text is folded (compatibility variants, case, the accents of Latin,
// Greek and Cyrillic letters; Traditional characters become Simplified) and cut
// into tokens of letters and digits alone. What is written with spaces gives words.
// A run of Han, kana, hangul, Thai, Lao, Khmer or Burmese gives its overlapping
// pairs and then its last character alone: 中美关系 is 中美 美关 关系 系. So any two
// characters and more are found as neighbouring pairs, wherever they stand, and a
// single one as the beginning of a token.
package search

import (
	"strconv"
	"strings"
)

// Form is the version of the tokens; an index of another form has to be built anew.
const Form = 1

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

// lastPosition is the highest position that a tsvector holds (PostgreSQL, 12.1 and
// "Limitations"): in texts of more tokens the last ones count as one place.
const lastPosition = 16383

// TSVector returns the tokens of text as a PostgreSQL tsvector literal, which
// takes no parser and no dictionary of the server to read: 'a':1 'b':2.
func TSVector(text string) string {
	var b strings.Builder
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
		s := `"` + strings.ReplaceAll(strings.Join(p.Tokens, " "), `"`, `""`) + `"`
		if p.Prefix {
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
		for i, t := range p.Tokens {
			quoted[i] = quoteTS(t)
		}
		s := strings.Join(quoted, " <-> ")
		if p.Prefix {
			s += ":*"
		}
		return "(" + s + ")"
	}, " & ", " | ", " & !")
}

func quoteTS(s string) string {
	return "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(s) + "'"
}

// render writes the query with the given operators: all groups, none of the excluded.
func (q Query) render(phrase func(Phrase) string, and, or, not string) string {
	either := func(ps []Phrase) string {
		parts := make([]string, len(ps))
		for i, p := range ps {
			parts[i] = phrase(p)
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
