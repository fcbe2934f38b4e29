package search

import (
	"slices"
	"strings"
)

// The words for which another spelling is looked for: shorter ones have too many neighbours, longer ones nobody types.
const (
	shortestMisspelt = 4
	longestMisspelt  = 20
)

const letters = "abcdefghijklmnopqrstuvwxyz"

// Spellings are the words that one slip of the hand makes of a word: a letter too many, too few, another in its place, or two in
// the wrong order. It is a token of the letters a to z; others have no spellings.
func Spellings(word string) []string {
	if len(word) < shortestMisspelt || len(word) > longestMisspelt || !stemmed(word) {
		return nil
	}
	var out []string
	for i := range len(word) + 1 {
		before, after := word[:i], word[i:]
		if after != "" {
			out = append(out, before+after[1:])
		}
		if len(after) > 1 && after[0] != after[1] {
			out = append(out, before+after[1:2]+after[:1]+after[2:])
		}
		for _, c := range letters {
			out = append(out, before+string(c)+after)
			if after != "" {
				out = append(out, before+string(c)+after[1:])
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(w string) bool { return w == word })
}

// Longer are the words of a text that begin with a word and go on, each once: those that it may have been cut from. It is a token of
// the letters a to z; none goes on from others.
func Longer(word, text string) []string {
	if len(word) < shortestMisspelt || !stemmed(word) {
		return nil
	}
	var out []string
	scan(text, func(t token) {
		if len(t.text) > len(word) && strings.HasPrefix(t.text, word) && stemmed(t.text) && !slices.Contains(out, t.text) {
			out = append(out, t.text)
		}
	})
	return out
}

// Unlikeness tells how unlikely it is that who typed a word meant that spelling of it; 0 is the likeliest. A slip seldom changes
// the first letter or the consonants by which words are neighbours, and neighbours are all that a copy of the site sees.
func Unlikeness(word, spelling string) int {
	n := 0
	if Neighbourhood(word) != Neighbourhood(spelling) {
		n += 2
	}
	if word[0] != spelling[0] {
		n++
	}
	return n
}

// Replace returns the text of a query with another word wherever it has that one.
func Replace(text, word, by string) string {
	var b strings.Builder
	end := 0
	for _, t := range tokens(text) {
		if t.text == word && !t.wide {
			b.WriteString(text[end:t.start] + by)
			end = t.end
		}
	}
	return b.String() + text[end:]
}

// Each returns the queries for each group of words alone, without filters. They are what a query that finds nothing
// is taken apart into.
func (q Query) Each() []Query {
	out := make([]Query, len(q.All))
	for i, g := range q.All {
		out[i] = Query{All: [][]Phrase{g}}
	}
	return out
}

// Typed is how the words of the query were written; what it excludes and its filters are left out.
func (q Query) Typed() string {
	var groups []string
	for _, g := range q.All {
		var words []string
		for _, p := range g {
			if p.typed != "" && !slices.Contains(words, p.typed) {
				words = append(words, p.typed)
			}
		}
		groups = append(groups, strings.Join(words, " OR "))
	}
	return strings.Join(groups, " ")
}

// Word is the one word that the query asks for in all its forms; "" if it asks for anything else.
func (q Query) Word() string {
	if len(q.All) != 1 || len(q.All[0]) != 1 || len(q.All[0][0].Tokens) != 1 || len(q.All[0][0].inflected) == 0 {
		return ""
	}
	return q.All[0][0].Tokens[0]
}
