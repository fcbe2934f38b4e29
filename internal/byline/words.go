package byline

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed words.txt
var wordsFile string

//go:embed surnames.txt
var surnamesFile string

// kind says what a word beside a name means; words.txt explains each.
type kind int

const (
	none kind = iota
	author
	other
	role
	rank
	nobody
	body
	word
	company
	dayWord
	agency
	tail
	place
	report
)

var kindNames = map[string]kind{
	"author": author, "other": other, "role": role, "rank": rank, "nobody": nobody, "body": body, "word": word, "company": company, "day": dayWord, "agency": agency,
	"tail": tail, "place": place, "report": report,
}

// lexicon is words.txt and surnames.txt.
type lexicon struct {
	words    map[string]map[kind]bool // of both worlds, in lower case
	labels   map[rune][]label         // western authors and others by their first letter, the longest first
	places   []string
	tails    []string
	reports  []string
	agencies []string
	bodies   []string                   // parts of words
	surnames map[string]map[string]bool // by language
	spelling map[rune]bool              // characters that spell foreign names in Chinese
}

// longestBody is the number of words that a name of a newsroom has in words.txt at most.
const longestBody = 3

// collective reports whether a text in small letters names a newsroom or another body: no person has such a word.
func (l *lexicon) collective(low string) bool {
	all := strings.FieldsFunc(low, func(x rune) bool { return !unicode.IsLetter(x) && !unicode.IsMark(x) && x != '\'' && x != '’' })
	for i, w := range all {
		for _, part := range l.bodies {
			if strings.Contains(w, part) {
				return true
			}
		}
		for n := 1; n <= longestBody && i+n <= len(all); n++ {
			if l.is(strings.Join(all[i:i+n], " "), body) {
				return true
			}
		}
	}
	return false
}

// label is what announces names.
type label struct {
	text string
	kind kind
}

func (l *lexicon) is(s string, k kind) bool { return l.words[s][k] }

// known is the lexicon; a file that cannot be read is a mistake of ours, which the tests find.
var known = sync.OnceValue(func() *lexicon {
	l := &lexicon{words: map[string]map[kind]bool{}, labels: map[rune][]label{}, surnames: map[string]map[string]bool{}, spelling: map[rune]bool{}}
	for line := range strings.Lines(wordsFile) {
		k, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if kindNames[k] == none {
			continue
		}
		_, list, _ := strings.Cut(rest, " ")
		for w := range strings.SplitSeq(list, "|") {
			l.add(strings.ToLower(strings.TrimSpace(w)), kindNames[k])
		}
	}
	for line := range strings.Lines(surnamesFile) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		if f[0] == "transliteration" {
			for _, s := range f[2:] {
				r, _ := utf8.DecodeRuneInString(s)
				l.spelling[r] = true
			}
			continue
		}
		l.surnames[f[0]] = map[string]bool{}
		for _, s := range f[1:] {
			l.surnames[f[0]][s] = true
		}
	}
	return l
})

func (l *lexicon) add(w string, k kind) {
	if w == "" {
		return
	}
	if part, ok := strings.CutPrefix(w, "~"); ok && k == body {
		l.bodies = append(l.bodies, part)
		return
	}
	if l.words[w] == nil {
		l.words[w] = map[kind]bool{}
	}
	if l.words[w][k] {
		return
	}
	l.words[w][k] = true
	switch k {
	case author, other:
		if !strings.ContainsFunc(w, Eastern) {
			r, _ := utf8.DecodeRuneInString(w)
			l.labels[r] = longestFirst(l.labels[r], label{w, k})
		}
	case place:
		l.places = append(l.places, w)
	case tail:
		l.tails = append(l.tails, w)
	case report:
		l.reports = append(l.reports, w)
	case agency:
		l.agencies = append(l.agencies, w)
	}
}

// longestFirst puts a label before those that are shorter.
func longestFirst(all []label, x label) []label {
	i := 0
	for i < len(all) && len(all[i].text) >= len(x.text) {
		i++
	}
	all = append(all, x)
	copy(all[i+1:], all[i:])
	all[i] = x
	return all
}

// Eastern reports whether a rune is of the scripts of China, Japan and Korea.
func Eastern(r rune) bool {
	return r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r == '々' || r == 'ー' || r == '〇')
}

// lower is a text in small letters that has them at the same bytes.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if l := unicode.ToLower(r); utf8.RuneLen(l) == utf8.RuneLen(r) {
			return l
		}
		return r
	}, s)
}
