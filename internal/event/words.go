package event

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/text"
)

//go:embed words.txt
var wordsFile string

// phrase is an entry of a list of words: its parts, which stand in this order in one clause.
type phrase []string

// lists are the phrases of words.txt, by section and language.
var lists = sync.OnceValue(func() map[string]map[string][]phrase {
	out := map[string]map[string][]phrase{}
	section := ""
	for row := range strings.Lines(wordsFile) {
		row, _, _ = strings.Cut(row, "#")
		row = strings.TrimSpace(row)
		if strings.HasPrefix(row, "[") {
			section = strings.Trim(row, "[]")
			out[section] = map[string][]phrase{}
			continue
		}
		lang, words, ok := strings.Cut(row, ":")
		if !ok {
			continue
		}
		for w := range strings.SplitSeq(words, ",") {
			var p phrase
			for part := range strings.SplitSeq(w, "…") {
				p = append(p, folded(strings.TrimSpace(part)))
			}
			out[section][lang] = append(out[section][lang], p)
		}
	}
	return out
})

// listed reports whether there are words of a section in a language (BCP 47).
func listed(section, lang string) bool { return len(lists()[section][tongue(lang)]) > 0 }

// saysOf returns the words of a section that a sentence in a language has; "": none.
func saysOf(section, s, lang string) string {
	s = folded(s)
	for _, p := range lists()[section][tongue(lang)] {
		if p.in(s) {
			return strings.ReplaceAll(strings.Join(p, "…"), "*", "")
		}
	}
	return ""
}

// without is a folded text in which the words of a section are blanked, as many characters long.
func without(section, s, lang string) string {
	s = folded(s)
	for _, p := range lists()[section][tongue(lang)] {
		for _, w := range p {
			s = strings.ReplaceAll(s, w, strings.Repeat("〇", utf8.RuneCountInString(w)))
		}
	}
	return s
}

// folded is a text in the form in which words are looked for.
func folded(s string) string {
	return hanscript.Fold(strings.ReplaceAll(text.Fold(s), "’", "'"))
}

// farthest is how many bytes may lie between two parts of a phrase.
const farthest = 60

// in reports whether a folded sentence has a phrase.
func (p phrase) in(s string) bool {
	for from := 0; from < len(s); {
		start, end := find(s[from:], p[0])
		if start < 0 {
			return false
		}
		at := from + end
		whole := true
		for _, part := range p[1:] {
			i, j := find(s[at:], part)
			if i < 0 || i > farthest || strings.ContainsAny(s[at:at+i], ",;，；。") {
				whole = false
				break
			}
			at += j
		}
		if whole {
			return true
		}
		_, size := utf8.DecodeRuneInString(s[from+start:])
		from += start + size
	}
	return false
}

// find finds words in a text: whole ones, but for those with an asterisk and those in scripts without spaces. An asterisk
// stands for the rest of its word.
func find(s, words string) (start, end int) {
	pieces := strings.Split(words, "*")
	for from := 0; from <= len(s); {
		i := strings.Index(s[from:], pieces[0])
		if i < 0 {
			return -1, -1
		}
		start, end = from+i, from+i+len(pieces[0])
		if end2, ok := restOf(s, end, pieces[1:]); ok && begins(s, start) {
			return start, end2
		}
		from = start + 1
	}
	return -1, -1
}

// restOf follows the pieces of words with asterisks from a place on.
func restOf(s string, at int, pieces []string) (int, bool) {
	for i, piece := range pieces {
		for at < len(s) {
			r, size := utf8.DecodeRuneInString(s[at:])
			if !unicode.IsLetter(r) {
				break
			}
			at += size
		}
		if i == len(pieces)-1 && piece == "" {
			return at, true
		}
		if !strings.HasPrefix(s[at:], piece) {
			return 0, false
		}
		at += len(piece)
	}
	return at, ends(s, at)
}

// spaced reports whether a letter is of a script that parts its words by spaces, and ends them plainly.
func spaced(r rune) bool {
	return unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Cyrillic, unicode.Greek)
}

func begins(s string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	first, _ := utf8.DecodeRuneInString(s[at:])
	return !spaced(first) || !spaced(r)
}

func ends(s string, at int) bool {
	r, _ := utf8.DecodeRuneInString(s[at:])
	last, _ := utf8.DecodeLastRuneInString(s[:at])
	return !spaced(last) || !spaced(r)
}
