package byline

import (
	_ "embed"
	"slices"
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
	beat
	desk
	particle
)

var kindNames = map[string]kind{
	"author": author, "other": other, "role": role, "rank": rank, "nobody": nobody, "body": body, "word": word, "company": company, "day": dayWord, "agency": agency,
	"tail": tail, "place": place, "report": report, "beat": beat, "desk": desk, "particle": particle,
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
	desks    map[bool][]string          // parts of the names of newsrooms in East Asia; true: those that end one
	surnames map[string]map[string]bool // by language
	spelling map[rune]bool              // characters that spell foreign names in Chinese
	only     map[rune]string            // the language that alone has a character: zh, ja
}

// longestBody is the number of words that a name of a newsroom has in words.txt at most.
const longestBody = 3

// collective reports whether a text in small letters names a newsroom or another body: no person has such a word.
func (l *lexicon) collective(low string) bool {
	all := words(low)
	for i := range all {
		if l.bodyAt(all[i:]) > 0 {
			return true
		}
	}
	return false
}

// faceless reports whether a text in small letters names a newsroom by what every outlet has, and by no name: Sports Desk,
// Onlineredaktion, but neither Harbour Desk nor HZ24 Redaktion.
func (l *lexicon) faceless(low string) bool {
	all := words(low)
	found := false
	for i := 0; i < len(all); {
		n := l.bodyAt(all[i:])
		found = found || n > 0
		if w := all[i]; n == 0 && (l.is(w, beat) || l.is(w, rank) || l.is(w, role)) {
			n = 1
		}
		if n == 0 {
			return false
		}
		i += n
	}
	return found
}

// bodyAt counts the words at the beginning of a list that name a newsroom.
func (l *lexicon) bodyAt(all []string) int {
	for n := min(longestBody, len(all)); n > 0; n-- {
		if l.is(strings.Join(all[:n], " "), body) {
			return n
		}
	}
	if slices.ContainsFunc(l.bodies, func(part string) bool { return strings.Contains(all[0], part) }) {
		return 1
	}
	return 0
}

// words are those of a text, without marks.
func words(s string) []string {
	return strings.FieldsFunc(s, func(x rune) bool { return !unicode.IsLetter(x) && !unicode.IsMark(x) && x != '\'' && x != '’' })
}

// deskOnly reports whether a text in a script of East Asia is made of parts that the names of newsrooms have, and ends as one does.
func (l *lexicon) deskOnly(s string) bool {
	head := s
	for _, end := range l.desks[true] {
		if rest, ok := strings.CutSuffix(s, end); ok && len(rest) < len(head) {
			head = rest
		}
	}
	if head == s || head == "" {
		return false
	}
	for head != "" {
		rest := head
		for _, part := range l.desks[false] {
			if r, ok := strings.CutPrefix(head, part); ok && len(r) < len(rest) {
				rest = r
			}
		}
		if rest == head {
			return false
		}
		head = rest
	}
	return true
}

// label is what announces names.
type label struct {
	text string
	kind kind
}

func (l *lexicon) is(s string, k kind) bool { return l.words[s][k] }

// known is the lexicon; a file that cannot be read is a mistake of ours, which the tests find.
var known = sync.OnceValue(func() *lexicon {
	l := &lexicon{words: map[string]map[kind]bool{}, labels: map[rune][]label{}, surnames: map[string]map[string]bool{}, spelling: map[rune]bool{}, desks: map[bool][]string{}, only: map[rune]string{}}
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
		if len(f) > 2 && (f[0] == "transliteration" || f[0] == "simplified" || f[0] == "shinjitai") {
			for _, s := range f[2:] {
				r, _ := utf8.DecodeRuneInString(s)
				if f[0] == "transliteration" {
					l.spelling[r] = true
				} else {
					l.only[r] = f[1]
				}
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
	if k == desk {
		part, end := strings.CutPrefix(w, "-")
		l.desks[end] = append(l.desks[end], part)
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
