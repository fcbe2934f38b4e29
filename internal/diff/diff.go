// Package diff says in which words two texts differ, and in which paragraphs two reports do. Numbers are whole, and no character that
// a reader sees is ever cut. It does not know which differences matter (package edit), and asks nothing of the world.
package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
)

// Texts returns the pieces of two texts, in order: what is deleted comes before what is inserted in its place.
func Texts(old, now string) []news.Piece {
	a, b := Tokens(old), Tokens(now)
	return pieces(a, b, joined(a, runs(numbered(a, b))))
}

// numbered gives equal tokens of two texts equal numbers.
func numbered(a, b []string) (x, y []int) {
	known := map[string]int{}
	of := func(list []string) []int {
		out := make([]int, len(list))
		for i, s := range list {
			n, ok := known[s]
			if !ok {
				n = len(known)
				known[s] = n
			}
			out[i] = n
		}
		return out
	}
	x = of(a)
	return x, of(b)
}

// joined makes one of two runs that nothing but white space and one short word parts: a reader takes the two for one change.
func joined(a []string, list []run) []run {
	var out []run
	for _, r := range list {
		if n := len(out); n > 0 && slight(a[out[n-1].upto:r.from], replaces(out[n-1]) && replaces(r)) {
			out[n-1].upto, out[n-1].out = r.upto, r.out
			continue
		}
		out = append(out, r)
	}
	return out
}

func replaces(r run) bool { return r.upto > r.from && r.out > r.in }

// shortWord is how many letters a word has at most that alone does not part two replacements: of, to. A character of a script
// without spaces says more.
const shortWord = 2

// slight reports whether tokens that two texts have in common are nothing but white space, or, where words is true, one short word.
func slight(tokens []string, words bool) bool {
	found := false
	for _, t := range tokens {
		if strings.TrimSpace(t) == "" {
			continue
		}
		if !words || found || !alphabetic(t) || utf8.RuneCountInString(t) > shortWord {
			return false
		}
		found = true
	}
	return true
}

// alphabetic reports whether a token is a word in letters of a script that parts words by spaces.
func alphabetic(t string) bool {
	return !strings.ContainsFunc(t, func(r rune) bool { return !unicode.IsLetter(r) || spaceless(r) })
}

// pieces are the texts of tokens parted by runs.
func pieces(a, b []string, list []run) []news.Piece {
	var out []news.Piece
	add := func(kind news.PieceKind, tokens []string) {
		if len(tokens) > 0 {
			out = append(out, news.Piece{Kind: kind, Text: strings.Join(tokens, "")})
		}
	}
	at := 0
	for _, r := range list {
		add(news.Kept, a[at:r.from])
		add(news.Deleted, a[r.from:r.upto])
		add(news.Inserted, b[r.in:r.out])
		at = r.upto
	}
	add(news.Kept, a[at:])
	return out
}
