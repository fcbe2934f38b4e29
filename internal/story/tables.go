package story

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
)

// The tables of words. gen/main.go makes the first two; each says in its first lines what is in it.
var (
	//go:embed places.txt
	placesFile string
	//go:embed syllables.txt
	syllablesFile string
	//go:embed numerals.txt
	numeralsFile string
	//go:embed subjects.txt
	subjectsFile string
	//go:embed stops.txt
	stopsFile string
)

var stops = sync.OnceValue(func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for line := range content(stopsFile) {
		lang, list, _ := strings.Cut(line, ": ")
		out[lang] = set(list)
	}
	return out
})

// stopsOf are the words of no subject of a language.
func stopsOf(lang [2]byte) map[string]bool { return stops()[string(lang[:])] }

// meaning is what a word of any language stands for.
type meaning struct {
	id   uint32
	sort sort
}

// lexicon finds what words mean, in any language.
type lexicon struct {
	whole map[string]meaning
	stems map[string]meaning // endings follow
	words map[string]int     // how many words the longest form has that begins with this one
	runes map[[2]rune]int    // how many characters the longest form has that begins so, without spaces between words
}

const endings = 5 // letters that may follow a stem

var terms = sync.OnceValue(func() *lexicon {
	l := &lexicon{whole: map[string]meaning{}, stems: map[string]meaning{}, words: map[string]int{}, runes: map[[2]rune]int{}}
	for line := range content(placesFile) {
		code, forms, _ := strings.Cut(line, "\t")
		m := meaning{hash(signs, "place", code), signCity}
		if len(code) == 2 {
			m.sort = signCountry
		} else if strings.HasPrefix(code, "=") {
			m.sort = signKnown
		}
		for form := range strings.SplitSeq(forms, "|") {
			l.add(form, m, cyrillic(form))
		}
	}
	for line := range content(subjectsFile) {
		name, forms, _ := strings.Cut(line, ":")
		m := meaning{hash(signs, "subject", name), signSubject}
		for form := range strings.FieldsSeq(forms) {
			l.add(strings.ReplaceAll(form, "_", " "), m, !strings.HasSuffix(form, "="))
		}
	}
	return l
})

// content gives the lines of a table that are no comment.
func content(table string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(table) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// add enters a form; inflected says that it may have other endings than its own.
func (l *lexicon) add(form string, m meaning, inflected bool) {
	form, star := strings.CutSuffix(form, "*")
	form = plain(strings.TrimSuffix(form, "="))
	first, _ := utf8.DecodeRuneInString(form)
	if paired(first) && !unicode.Is(unicode.Hangul, first) {
		l.addRun(form, m)
		return
	}
	form = strings.TrimPrefix(form, "ال")
	if _, known := l.whole[form]; !known {
		l.whole[form] = m
	}
	word, _, _ := strings.Cut(form, " ")
	l.words[word] = max(l.words[word], 1+strings.Count(form, " "))
	if !star && !inflected || strings.Contains(form, " ") {
		return
	}
	if cyrillic(form) {
		form = strings.TrimRight(form, "аеиоуыэюяйь")
	}
	if utf8.RuneCountInString(form) >= 4 || unicode.Is(unicode.Hangul, first) {
		if _, known := l.stems[form]; !known {
			l.stems[form] = m
		}
	}
}

func (l *lexicon) addRun(form string, m meaning) {
	rs := []rune(form)
	if len(rs) < 2 {
		return
	}
	if _, known := l.whole[form]; known {
		return
	}
	l.whole[form] = m
	k := [2]rune{rs[0], rs[1]}
	l.runes[k] = max(l.runes[k], len(rs))
}

// inRun finds the longest form that begins a run of characters, and how many characters it has.
func (l *lexicon) inRun(run []rune) (meaning, int) {
	if len(run) < 2 {
		return meaning{}, 0
	}
	for n := min(l.runes[[2]rune{run[0], run[1]}], len(run)); n >= 2; n-- {
		if m, ok := l.whole[string(run[:n])]; ok {
			return m, n
		}
	}
	return meaning{}, 0
}

// inWords finds the longest form that begins a list of words, and how many words it has.
func (l *lexicon) inWords(ts []token) (meaning, int) {
	w := bare(ts[0])
	for n := min(l.words[w], len(ts)); n > 1; n-- {
		form := w
		for _, t := range ts[1:n] {
			form += " " + t.s
		}
		if m, ok := l.whole[form]; ok {
			return m, n
		}
	}
	if m, ok := l.whole[w]; ok {
		return m, 1
	}
	if m, ok := l.stem(w, endings); ok {
		return m, 1
	}
	return meaning{}, 0
}

// stem finds the longest stem of a word.
func (l *lexicon) stem(w string, endings int) (meaning, bool) {
	least := 4
	if r, _ := utf8.DecodeRuneInString(w); unicode.Is(unicode.Hangul, r) {
		least = 2
	}
	n := utf8.RuneCountInString(w)
	for off := 0; off <= endings && n >= least; off++ {
		if m, ok := l.stems[w]; ok {
			return m, true
		}
		_, size := utf8.DecodeLastRuneInString(w)
		w = w[:len(w)-size]
		n--
	}
	return meaning{}, false
}

// bare is a word without what Arabic writes before it.
func bare(t token) string {
	if t.script != arabic {
		return t.s
	}
	s := t.s
	for _, p := range []string{"وبال", "وال", "بال", "كال", "فال", "لل", "ال"} {
		if rest, ok := strings.CutPrefix(s, p); ok && utf8.RuneCountInString(rest) >= 3 {
			return rest
		}
	}
	return s
}

func cyrillic(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Cyrillic, r)
}

// special are letters that Unicode does not part into a plain one and its mark.
var special = strings.NewReplacer("ı", "i", "ł", "l", "đ", "d", "ø", "o", "ß", "ss", "æ", "ae", "œ", "oe", "ð", "d", "þ", "th",
	"أ", "ا", "إ", "ا", "آ", "ا", "ة", "ه", "ى", "ي", "ـ", "")

// plain is the form in which words are compared: small letters without marks, Simplified characters.
func plain(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	if r, _ := utf8.DecodeRuneInString(s); paired(r) {
		return hanscript.FoldJapanese(s)
	}
	return unmarked(s)
}

// numerals are the words of numbers.
type numerals struct {
	small, scale        map[string]float64
	month, percent, day map[string]bool
	dated               map[rune]bool
}

var numbers = sync.OnceValue(func() *numerals {
	n := &numerals{map[string]float64{}, map[string]float64{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[rune]bool{}}
	for line := range content(numeralsFile) {
		kind, rest, _ := strings.Cut(line, " ")
		for w := range strings.FieldsSeq(rest) {
			w, value, _ := strings.Cut(w, "=")
			w = plain(w)
			v, _ := strconv.ParseFloat(value, 64)
			switch kind {
			case "small":
				n.small[w] = v
			case "scale":
				n.scale[w] = v
			case "month":
				n.month[w] = true
			case "percent":
				n.percent[w] = true
			case "day":
				n.day[w] = true
			case "dated":
				r, _ := utf8.DecodeRuneInString(w)
				n.dated[r] = true
			}
		}
	}
	return n
})
