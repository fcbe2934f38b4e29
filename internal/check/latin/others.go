package latin

import (
	_ "embed" // for the list of words
	"strings"
	"sync"
)

//go:embed others.list
var others string

// otherWords are the words of others.list, and the languages that each is of.
var otherWords = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(others) {
		lang, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.FieldsSeq(words) {
			out[w] = append(out[w], lang)
		}
	}
	return out
})

// fewestOther is how many different words of another language show that a text is in it.
const fewestOther = 2

// other returns the language of others.list that has more of its words in a text than most; empty:
// none has.
func other(s string, most int) string {
	n, kinds, seen := map[string]int{}, map[string]int{}, map[string]bool{}
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		w = strings.Trim(w, ".,;:„“«»\"¿¡()")
		for _, lang := range otherWords()[w] {
			n[lang]++
			if !seen[w] {
				kinds[lang]++
			}
		}
		seen[w] = true
	}
	best := ""
	for lang, k := range n {
		if kinds[lang] >= fewestOther && k > most && (best == "" || k > n[best] || k == n[best] && lang < best) {
			best = lang
		}
	}
	return best
}
