package event

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/hanscript"
)

//go:embed heads.txt
var headWords string

// class is what an entry of heads.txt says of a number.
type class uint8

const (
	roles class = iota
	nouns
	amounts
	things
	months
	apartMarks
	bars
	voices
	saying
	turns
	times
	units
	storeys
	denials
	articles
	till
	ranges
)

var classes = map[string]class{
	"roles": roles, "nouns": nouns, "measures": amounts, "things": things, "months": months, "marks": apartMarks, "bars": bars, "voices": voices, "saying": saying, "news": turns, "times": times, "units": units, "storeys": storeys, "denials": denials, "articles": articles, "till": till, "ranges": ranges,
}

// head is an entry of heads.txt.
type head struct {
	name   string
	class  class
	traits []string
	label  string // what the page calls it, in Chinese; "": no word is true of all that it has
}

// Dimensions that no reader of numbers knows.
const (
	power quantity.Dim = 200 + iota
	energy
)

// dim is the dimension of a unit; its second trait.
func (h *head) dim() quantity.Dim {
	if h.is("energy") {
		return energy
	}
	return power
}

// factor is how many watts, or watt hours, a unit is; its first trait.
func (h *head) factor() float64 {
	f, _ := strconv.ParseFloat(h.traits[0], 64)
	return f
}

// entryOf returns an entry of the list.
func entryOf(name string, c class) *head {
	heads()
	return entries[name+" "+strconv.Itoa(int(c))]
}

// entries are the entries of heads.txt by name and class, filled by heads.
var entries = map[string]*head{}

func (h *head) is(trait string) bool { return slices.Contains(h.traits, trait) }

// form is a word or phrase of an entry.
type form struct {
	of     *head
	words  []string // in lower case; where words are not parted, one
	open   bool     // the last word may go on
	within bool     // the first word may begin before
}

// vocabulary are the forms of one language, by their first character.
type vocabulary struct {
	parted   bool // words are parted by spaces, and stand whole
	articled bool // its nouns have articles
	late     bool // the verb stands last, and says of all before it what is expected
	prefix   bool // a letter or an article may stand joined before a word, and most words may go on
	fold     func(string) string
	forms    map[rune][]form
	inner    []form // those with within
}

// unparted are the languages in which a phrase may stand anywhere, with how their characters are compared.
var unparted = map[string]func(string) string{"zh": hanscript.Fold, "ja": hanscript.FoldJapanese, "ko": func(s string) string { return s }}

// heads are the words of all languages.
var heads = sync.OnceValue(func() map[string]*vocabulary {
	out := map[string]*vocabulary{}
	of, in := (*head)(nil), roles
	for line := range strings.Lines(headWords) {
		text := strings.TrimRight(line, "\n")
		switch {
		case text == "" || text[0] == '#':
		case text[0] == '[':
			in = classes[strings.Trim(text, "[]")]
		case text[0] != ' ':
			f := strings.Fields(text)
			key := f[0] + " " + strconv.Itoa(int(in))
			if of = entries[key]; of == nil {
				of = &head{name: f[0], class: in, traits: f[1:]}
				entries[key] = of
			}
		default:
			lang, list, _ := strings.Cut(strings.TrimSpace(text), ":")
			if lang == "name" {
				of.label = strings.TrimSpace(list)
				continue
			}
			v := out[lang]
			if v == nil {
				fold, joined := unparted[lang]
				v = &vocabulary{parted: !joined, late: lang == "ja" || lang == "ko", prefix: lang == "ar", fold: fold, forms: map[rune][]form{}}
				out[lang] = v
			}
			v.articled = v.articled || of.class == articles && of.name == "article"
			for _, w := range strings.Split(list, ",") {
				v.add(of, strings.TrimSpace(w))
			}
		}
	}
	return out
})

// add adds a form of an entry.
func (v *vocabulary) add(of *head, s string) {
	if s == "" {
		return
	}
	f := form{of: of}
	if !v.parted {
		f.words = []string{v.fold(s)}
		r, _ := utf8.DecodeRuneInString(f.words[0])
		v.forms[r] = append(v.forms[r], f)
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
	if f.within {
		v.inner = append(v.inner, f)
		return
	}
	r, _ := utf8.DecodeRuneInString(f.words[0])
	v.forms[r] = append(v.forms[r], f)
}

// vocabularyOf returns the words of a language (BCP 47); nil: there are none.
func vocabularyOf(lang string) *vocabulary {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	return heads()[base]
}

// hit is a place of a sentence where an entry stands, in bytes.
type hit struct {
	of         *head
	start, end int
}

// hits are the entries in a sentence, in their order.
func (v *vocabulary) hits(s string) []hit {
	if v.parted {
		return v.inWords(s)
	}
	var out []hit
	folded := v.fold(s)
	for i, r := range folded {
		for _, f := range v.forms[r] {
			if strings.HasPrefix(folded[i:], f.words[0]) {
				out = append(out, hit{f.of, i, i + len(f.words[0])})
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
func (v *vocabulary) inWords(s string) []hit {
	words := wordsOf(s)
	var out []hit
	for i, w := range words {
		for _, start := range v.starts(w.s) {
			r, _ := utf8.DecodeRuneInString(start)
			for _, f := range v.forms[r] {
				if end, ok := f.at(words, i, start); ok {
					out = append(out, hit{f.of, w.start, end})
				}
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

// starts are the words that a word may be: itself, and without what stands joined before it.
func (v *vocabulary) starts(w string) []string {
	out := []string{w}
	if !v.prefix {
		return out
	}
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

// wordsOf parts a sentence into words; what is within a word joins it: l'eau is l and eau.
func wordsOf(s string) []word {
	var out []word
	start := -1
	for i, r := range s {
		inner := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
		switch {
		case inner && start < 0:
			start = i
		case !inner && start >= 0:
			out = append(out, word{strings.ToLower(s[start:i]), start, i})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, word{strings.ToLower(s[start:]), start, len(s)})
	}
	return out
}

// longest drops the entries that stand within longer ones of their class.
func longest(list []hit) []hit {
	return slices.DeleteFunc(slices.Clone(list), func(h hit) bool {
		return slices.ContainsFunc(list, func(o hit) bool {
			return o.start <= h.start && h.end <= o.end && o.end-o.start > h.end-h.start && o.of.class == h.of.class
		})
	})
}
