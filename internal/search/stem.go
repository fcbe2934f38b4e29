package search

import (
	"slices"
	"strings"
)

// shortestStemmed is the length of the shortest word that has other forms than itself.
const shortestStemmed = 3

// irregular are the stems of words that the rules would give another word's stem: what ends like a plural, or
// like a participle, and is none.
var irregular = map[string]string{
	"abbas": "abbas", "andes": "andes", "atlas": "atlas", "bias": "bias", "cosmos": "cosmos", "hamas": "hamas", "mars": "mars",
	"news": "news", "texas": "texas", "evening": "evening", "evenings": "evening", "herring": "herring", "herrings": "herring",
	"during": "during", "sky": "sky", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "vying": "vie",
	"embed": "embed", "embeds": "embed", "proceed": "proceed", "exceed": "exceed", "succeed": "succeed", "proceeds": "proceed", "exceeds": "exceed", "succeeds": "succeed",
}

// Stem is what the inflected forms of a word have in common: tariff of tariffs, export of exports, exported and
// exporting. It is the English stemmer of Snowball (Porter2) without its steps 2 to 4, so that a word's derivations
// keep apart: policy and police, universal and university. The word is a token; what has other
// letters than a to z is its own stem.
func Stem(word string) string {
	if !stemmed(word) {
		return word
	}
	if s, ok := irregular[word]; ok {
		return s
	}
	return withoutEnd(finalY(withoutParticiple(withoutPlural(word))))
}

func stemmed(word string) bool {
	if len(word) < shortestStemmed || len(word) >= longestWord {
		return false
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return true
}

// vowel reports whether w[i] is a vowel: a y is one, but at the beginning and behind another vowel.
func vowel(w string, i int) bool {
	switch w[i] {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	case 'y':
		return i > 0 && !vowel(w, i-1)
	}
	return false
}

func hasVowel(w string) bool {
	for i := range len(w) {
		if vowel(w, i) {
			return true
		}
	}
	return false
}

// region is where, from i on, what follows the first consonant behind a vowel begins: R1 of Porter2 from 0, R2 from R1.
func region(w string, i int) int {
	for i++; i < len(w); i++ {
		if vowel(w, i-1) && !vowel(w, i) {
			return i + 1
		}
	}
	return len(w)
}

// endsShort reports whether w ends in a short syllable: at, plan.
func endsShort(w string) bool {
	n := len(w)
	switch {
	case n == 2:
		return vowel(w, 0) && !vowel(w, 1)
	case n < 3 || vowel(w, n-1) || !vowel(w, n-2) || vowel(w, n-3):
		return false
	}
	return !strings.ContainsRune("wxy", rune(w[n-1]))
}

// withoutPlural is step 1a.
func withoutPlural(w string) string {
	n := len(w)
	switch {
	case strings.HasSuffix(w, "sses"):
		return w[:n-2]
	case strings.HasSuffix(w, "ies") || strings.HasSuffix(w, "ied"):
		if n > 4 {
			return w[:n-2]
		}
		return w[:n-1]
	case !strings.HasSuffix(w, "s") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "ss") || !hasVowel(w[:n-2]):
		return w
	}
	return w[:n-1]
}

// withoutParticiple is step 1b.
func withoutParticiple(w string) string {
	if rest, ok := strings.CutSuffix(w, "eed"); ok {
		if len(rest) >= region(w, 0) {
			return rest + "ee"
		}
		return w
	}
	rest, ok := strings.CutSuffix(w, "ed")
	if !ok {
		rest, ok = strings.CutSuffix(w, "ing")
	}
	if !ok || !hasVowel(rest) {
		return w
	}
	n := len(rest)
	switch {
	case strings.HasSuffix(rest, "at"), strings.HasSuffix(rest, "bl"), strings.HasSuffix(rest, "iz"):
		return rest + "e"
	case n > 3 && rest[n-1] == rest[n-2] && strings.IndexByte("bdfgmnprt", rest[n-1]) >= 0:
		return rest[:n-1]
	case endsShort(rest) && region(rest, 0) == n:
		return rest + "e"
	}
	return rest
}

// finalY is step 1c.
func finalY(w string) string {
	if n := len(w); n > 2 && w[n-1] == 'y' && vowel(w, n-1) {
		return w[:n-1] + "i"
	}
	return w
}

// withoutEnd is step 5.
func withoutEnd(w string) string {
	n := len(w)
	r1 := region(w, 0)
	r2 := len(w)
	if r1 < n {
		r2 = region(w, r1)
	}
	switch {
	case n == 0:
		return w
	case w[n-1] == 'e' && (r2 < n || r1 < n && !endsShort(w[:n-1])):
		return w[:n-1]
	case w[n-1] == 'l' && r2 < n && w[n-2] == 'l':
		return w[:n-1]
	}
	return w
}

// Forms are the words of English spelling that have the stem of a word, the word first: those that an index is asked for.
func Forms(word string) []string {
	stem := Stem(word)
	out := []string{word}
	add := func(base string, ends ...string) {
		for _, end := range ends {
			if w := base + end; Stem(w) == stem && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	for _, b := range bases(word, stem) {
		inflect(b, add)
	}
	if strings.HasSuffix(word, "ed") { // hundred
		add(word, "s")
	}
	for w, s := range irregular {
		if s == stem {
			add(w, "")
		}
	}
	slices.Sort(out[1:])
	return out
}

// bases are the words of which a word may be a form: itself if it has no ending of one.
func bases(word, stem string) []string {
	if withoutParticiple(withoutPlural(word)) == word {
		return []string{word}
	}
	out := []string{stem, stem + "e"}
	if s, ok := strings.CutSuffix(stem, "i"); ok {
		out = append(out, s+"y")
	}
	if strings.HasSuffix(stem, "l") {
		out = append(out, stem+"l")
	}
	return slices.DeleteFunc(out, func(b string) bool { return Stem(b) != stem })
}

// inflect adds the forms of a word without an ending.
func inflect(b string, add func(base string, ends ...string)) {
	n := len(b)
	add(b, "", "s", "ing", "ings")
	switch last := b[n-1]; {
	case last == 'e':
		add(b, "d")
		add(b[:n-1], "ing", "ings")
	case last == 'y' && !vowel(b, n-2):
		add(b[:n-1], "ies", "ied")
	default:
		add(b, "ed")
		if strings.IndexByte("sxzhoi", last) >= 0 {
			add(b, "es")
		}
		if strings.IndexByte("bdfglmnprt", last) >= 0 && vowel(b, n-2) && (n < 3 || !vowel(b, n-3)) {
			add(b+b[n-1:], "ed", "ing", "ings")
		}
	}
}

// opening is how many consonants, the first letter counted as one, words of one neighbourhood share.
const opening = 3

// Neighbourhood is what the forms of a word and its likely misspellings have in common: the first letter of its stem
// and the next consonants, doubled ones once. What has other letters than a to z is a neighbourhood of its own.
func Neighbourhood(token string) string {
	if !stemmed(token) {
		return token
	}
	stem := Stem(token)
	out := []byte{stem[0]}
	for i := 1; i < len(stem) && len(out) < opening; i++ {
		if strings.IndexByte("aeiouy", stem[i]) < 0 && stem[i] != stem[i-1] {
			out = append(out, stem[i])
		}
	}
	return string(out)
}
