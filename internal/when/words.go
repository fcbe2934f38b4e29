package when

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed words.txt
var wordList string

// word is what a word can be in a date: several things at once.
type word struct {
	month   int8            // 1 to 12; 0: none
	short   bool            // the month is an abbreviation that other languages have as another word
	of      map[string]int8 // the month in languages that disagree
	weekday bool
	fill    bool
	ordinal bool
	leads   bool // to a clock
	hour    bool
	half    half
	several bool                  // other zones go by the word, too, and no standard says which
	zone    string                // minutes, or a zone of the database
	place   func() *time.Location // the latter
	// another zone that goes by the word where its language is written
	elsewhere func() *time.Location
	language  string
}

// half is a part of the day that completes an hour.
type half uint8

const (
	noHalf half = iota
	am
	pm
	noon
	night
)

// vocabulary is words.txt, read.
type vocabulary struct {
	words  map[string]*word
	halves []string // those of scripts without spaces, the longest first
	places []placed
	labels map[rune][]labelled // phrases by their first letter
}

type placed struct {
	phrase string
	zone   func() *time.Location
}

type labelled struct {
	phrase string
	label  Label
}

// known reads words.txt, once.
var known = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{words: map[string]*word{}, labels: map[rune][]labelled{}}
	for line := range strings.Lines(wordList) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if key, phrases, ok := strings.Cut(line, ":"); ok && !strings.HasPrefix(key, "month") && !strings.HasPrefix(key, "zone") {
			v.addPhrases(key, phrases)
			continue
		}
		key, list, _ := strings.Cut(line, " ")
		v.addWords(key, strings.Fields(list))
	}
	for w := range v.words { // with and without diacritics, where that is no other word
		if plain := bare(w); plain != w && v.words[plain] == nil {
			v.words[plain] = v.words[w]
		}
	}
	return v
})

func (v *vocabulary) addPhrases(key, phrases string) {
	label := map[string]Label{"published": Published, "updated": Updated, "other": Other}[key]
	for p := range strings.SplitSeq(phrases, ",") {
		p = fold(strings.TrimSpace(p))
		if zone, ok := strings.CutPrefix(key, "place "); ok {
			v.places = append(v.places, placed{p, place(zone)})
			continue
		}
		r, _ := utf8.DecodeRuneInString(p)
		v.labels[r] = append(v.labels[r], labelled{p, label})
	}
}

func (v *vocabulary) at(w string) *word {
	w = fold(w)
	if v.words[w] == nil {
		v.words[w] = &word{}
	}
	return v.words[w]
}

func (v *vocabulary) addWords(key string, list []string) {
	if lang, ok := strings.CutPrefix(key, "zone:"); ok {
		for i := 0; i+1 < len(list); i += 2 {
			w := v.at(list[i])
			w.elsewhere, w.language = place(list[i+1]), lang
		}
		return
	}
	if key == "zone" {
		for i := 0; i+1 < len(list); i += 2 {
			w := v.at(list[i])
			if w.zone = list[i+1]; strings.Contains(w.zone, "/") {
				w.place = place(w.zone)
			}
		}
		return
	}
	n := 0
	if strings.HasPrefix(key, "month") || key == "short" {
		n, _ = strconv.Atoi(list[0])
		list = list[1:]
	}
	for _, s := range list {
		w := v.at(s)
		switch key {
		case "month":
			w.month = int8(n)
		case "short":
			w.month, w.short = int8(n), true
		case "weekday":
			w.weekday = true
		case "fill":
			w.fill = true
		case "ordinal":
			w.ordinal = true
		case "clock":
			w.leads = true
		case "hour":
			w.hour = true
		case "several":
			w.several = true
		default:
			v.addHalfOrLanguage(key, s, w, n)
		}
	}
}

func (v *vocabulary) addHalfOrLanguage(key, s string, w *word, n int) {
	if _, lang, ok := strings.Cut(key, ":"); ok {
		if w.of == nil {
			w.of = map[string]int8{}
		}
		w.of[lang] = int8(n)
		return
	}
	w.half = map[string]half{"am": am, "pm": pm, "noon": noon, "night": night}[key]
	if r, _ := utf8.DecodeRuneInString(s); spaceless(r) {
		i := 0
		for i < len(v.halves) && len(v.halves[i]) >= len(s) {
			i++
		}
		v.halves = append(v.halves[:i], append([]string{s}, v.halves[i:]...)...)
	}
}

// monthOf is the month that a word names in a language, 0 if none. loose: a word that other languages have in another
// meaning counts too.
func (w *word) monthOf(lang string, loose bool) int {
	if w == nil {
		return 0
	}
	if len(w.of) > 0 {
		if m := w.of[lang]; m > 0 {
			return int(m)
		}
	}
	if w.short && !loose {
		return 0
	}
	return int(w.month)
}

// lookup finds a word in lower case, with its diacritics or without.
func (v *vocabulary) lookup(s string) *word {
	if w := v.words[s]; w != nil || ascii(s) {
		return w
	}
	if w := v.words[bare(s)]; w != nil {
		return w
	}
	if rest, ok := strings.CutPrefix(s, "ב"); ok { // Hebrew: in
		return v.words[rest]
	}
	return nil
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// undivided are letters with a stroke or without a dot, which Unicode does not take apart.
var undivided = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ı", "i", "ð", "d", "ß", "ss", "æ", "ae", "ə", "e")

// bare is a word of Latin, Greek or Cyrillic letters without its diacritics; others stay.
func bare(s string) string {
	if ascii(s) {
		return s
	}
	for _, r := range s {
		if !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Mn) {
			return s
		}
	}
	return undivided.Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

// fold writes a text in the form in which words.txt is compared: composed, in lower case.
func fold(s string) string { return strings.ToLower(norm.NFC.String(s)) }

// spaceless reports whether a letter belongs to a script that puts no spaces between words, or puts words of a date
// together: Han, Kana, Hangul.
func spaceless(r rune) bool {
	return r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
}
