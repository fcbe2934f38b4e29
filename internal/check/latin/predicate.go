package latin

import (
	_ "embed"
	"strings"
	"sync"
)

// predicateWords are the words of which English sentences are made, and names are not.
//
//go:embed predicates.list
var predicateWords string

var predicates = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(predicateWords) {
		m[w] = true
	}
	return m
})

// Predicate reports whether a word in small letters makes a sentence, and no name: was, said.
func Predicate(w string) bool { return predicates()[w] }
