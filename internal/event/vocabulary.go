package event

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
)

// form is a word or phrase of an entry.
type form struct {
	of     *head
	words  []string // in lower case; where words are not parted, one
	open   bool     // the last word may go on
	within bool     // the first word may begin before
}

// vocabulary are the forms of one language, by how they begin: a whole word; a beginning of keyRunes of a word that goes on; where
// words are not parted, the first two characters, or the only one.
type vocabulary struct {
	parted   bool // words are parted by spaces, and stand whole
	articled bool // its nouns have articles
	late     bool // the verb stands last, and says of all before it what is expected
	prefix   bool // a letter or an article may stand joined before a word, and most words may go on
	fold     func(string) string
	forms    map[string][]form
	stems    map[string][]form // those of one open word
	tails    map[string][]form // those with within that end a word
	inner    []form            // other ones with within
}

// keyRunes is how many characters of a word that goes on, or that ends so, are looked up.
const keyRunes = 4

// newVocabulary is one of a language, without words.
func newVocabulary(lang string) *vocabulary {
	fold, joined := unparted[lang]
	return &vocabulary{parted: !joined, late: lang == "ja" || lang == "ko", prefix: lang == "ar", fold: fold,
		forms: map[string][]form{}, stems: map[string][]form{}, tails: map[string][]form{}}
}

// unparted are the languages in which a phrase may stand anywhere, with how their characters are compared.
var unparted = map[string]func(string) string{"zh": hanscript.Fold, "ja": hanscript.FoldJapanese, "ko": func(s string) string { return s }}

// add adds a form of an entry.
func (v *vocabulary) add(of *head, s string) {
	if s == "" {
		return
	}
	f := form{of: of}
	if !v.parted {
		f.words = []string{v.fold(s)}
		key := f.words[0][:firstRunes(f.words[0], 2)]
		v.forms[key] = append(v.forms[key], f)
		return
	}
	if len(s) > 1 && s[0] == '*' && s[1] != ' ' {
		f.within, s = true, s[1:]
	}
	f.words = strings.FieldsFunc(s, func(r rune) bool {
		return r != '*' && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
	last := &f.words[len(f.words)-1]
	if w, ok := strings.CutSuffix(*last, "*"); ok && w != "" {
		f.open, *last = true, w
	}
	if v.prefix && utf8.RuneCountInString(*last) > 3 {
		f.open = true
	}
	first := f.words[0]
	switch {
	case f.within && (f.open || len(f.words) > 1 || utf8.RuneCountInString(first) < keyRunes):
		v.inner = append(v.inner, f)
	case f.within:
		key := first[lastRunes(first, keyRunes):]
		v.tails[key] = append(v.tails[key], f)
	case f.open && len(f.words) == 1:
		key := first[:firstRunes(first, keyRunes)]
		v.stems[key] = append(v.stems[key], f)
	default:
		v.forms[first] = append(v.forms[first], f)
	}
}

// firstRunes is how many bytes the first n characters have, of all those that there are.
func firstRunes(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// lastRunes is where the last n characters begin.
func lastRunes(s string, n int) int {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return i
}

// vocabularyOf returns the words of a language (BCP 47); nil: there are none.
func vocabularyOf(lang string) *vocabulary {
	return heads().of(tongue(lang))
}

// hit is a place of a sentence where an entry stands, in bytes.
type hit struct {
	of         *head
	start, end int
}

// spelling is a sentence as the vocabularies of its language look it up: all of them alike.
type spelling struct {
	words  []word // where words are parted
	folded string // where they are not
}

// spell reads a sentence for hits.
func (v *vocabulary) spell(s string) spelling {
	if v.parted {
		return spelling{words: wordsOf(s)}
	}
	return spelling{folded: v.fold(s)}
}

// hits are the entries in a sentence, in their order.
func (v *vocabulary) hits(s spelling) []hit {
	if v.parted {
		return v.inWords(s.words)
	}
	var out []hit
	folded := s.folded
	for i := range folded {
		for _, end := range []int{i + firstRunes(folded[i:], 1), i + firstRunes(folded[i:], 2)} {
			for _, f := range v.forms[folded[i:end]] {
				if strings.HasPrefix(folded[i:], f.words[0]) {
					out = append(out, hit{f.of, i, i + len(f.words[0])})
				}
			}
			if end == len(folded) {
				break
			}
		}
	}
	return longest(out)
}

// word is a word of a sentence, in lower case.
type word struct {
	s          string
	start, end int
}

// inWords finds the entries that stand at whole words.
func (v *vocabulary) inWords(words []word) []hit {
	var out []hit
	for i, w := range words {
		one := [1]string{w.s}
		starts := one[:]
		if v.prefix {
			starts = joined(w.s)
		}
		for _, start := range starts {
			for _, f := range v.forms[start] {
				if end, ok := f.at(words, i, start); ok {
					out = append(out, hit{f.of, w.start, end})
				}
			}
			for n := 1; n <= keyRunes; n++ {
				key := start[:firstRunes(start, n)]
				for _, f := range v.stems[key] {
					if strings.HasPrefix(start, f.words[0]) {
						out = append(out, hit{f.of, w.start, w.end})
					}
				}
				if key == start {
					break
				}
			}
		}
		for _, f := range v.tails[w.s[lastRunes(w.s, keyRunes):]] {
			if strings.HasSuffix(w.s, f.words[0]) {
				out = append(out, hit{f.of, w.start, w.end})
			}
		}
		for _, f := range v.inner {
			if strings.Contains(w.s, f.words[0]) && (f.open || strings.HasSuffix(w.s, f.words[0])) {
				out = append(out, hit{f.of, w.start, w.end})
			}
		}
	}
	return longest(out)
}

// joined are the words that a word may be: itself, and without what stands joined before it.
func joined(w string) []string {
	out := []string{w}
	for _, p := range []string{"و", "ف", "ب", "ل", "ك"} {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) > 2 {
			out = append(out, rest)
		}
	}
	for _, x := range slices.Clone(out) {
		if rest, ok := strings.CutPrefix(x, "ال"); ok && utf8.RuneCountInString(rest) > 2 {
			out = append(out, rest)
		}
	}
	return out
}

// farWord is how many words there may be where a phrase has an asterisk by itself.
const farWord = 5

// at reports whether a form stands at a word, which may be read as start.
func (f form) at(words []word, i int, start string) (end int, ok bool) {
	gap := 0
	for k, want := range f.words {
		if want == "*" {
			gap = farWord
			continue
		}
		for {
			if i >= len(words) {
				return 0, false
			}
			have := words[i].s
			if k == 0 {
				have = start
			}
			last := k == len(f.words)-1
			if have == want || last && f.open && strings.HasPrefix(have, want) {
				break
			}
			if gap == 0 {
				return 0, false
			}
			gap--
			i++
		}
		end, gap = words[i].end, 0
		i++
	}
	return end, true
}

// bytesOfWord is how many bytes of a text there are for each word, at least.
const bytesOfWord = 6

// wordsOf parts a sentence into words; what is within a word joins it: l'eau is l and eau.
func wordsOf(s string) []word {
	return slices.AppendSeq(make([]word, 0, len(s)/bytesOfWord), eachWord(s))
}

// eachWord is wordsOf for those who keep none.
func eachWord(s string) iter.Seq[word] {
	return func(yield func(word) bool) {
		start := -1
		for i, r := range s {
			inner := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
			switch {
			case inner && start < 0:
				start = i
			case !inner && start >= 0:
				if !yield(word{strings.ToLower(s[start:i]), start, i}) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(word{strings.ToLower(s[start:]), start, len(s)})
		}
	}
}

// longest drops the entries that stand within longer ones of their class.
func longest(list []hit) []hit {
	if len(list) < 2 {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(h hit) bool {
		return slices.ContainsFunc(list, func(o hit) bool {
			return o.start <= h.start && h.end <= o.end && o.end-o.start > h.end-h.start && o.of.class == h.of.class
		})
	})
}
