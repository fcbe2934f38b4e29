package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/hanwords"
)

// hearing is what was heard in a report, read when it is first asked for.
type hearing struct {
	plain, cased   string
	known, audible bool
	read           bool
	words          voices   // of names of one word, and of what may be one: De Wever
	full           voices   // of names of several words
	capitals       []string // read by spellsAlike
}

// voices are the sounds of names, each once.
type voices struct {
	list []hanwords.Voice
	all  map[hanwords.Voice]bool
}

func (v *voices) add(voice hanwords.Voice) {
	if voice == "" || v.all[voice] {
		return
	}
	if v.all == nil {
		v.all = map[hanwords.Voice]bool{}
	}
	v.all[voice] = true
	v.list = append(v.list, voice)
}

// hearing are the names of the report, by their sounds.
func (src *source) hearing() *hearing {
	if !src.heard.read {
		src.heard.read = true
		src.heard.hearLatin(src.cased())
		if strings.ContainsFunc(src.text, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Katakana) }) {
			src.heard.hearRuns(src.text, hanwords.InKatakana, hanwords.Katakana)
			src.heard.hearRuns(src.plain(), hanwords.Sound, func(name string) hanwords.Voice { return hanwords.Of(name).Said() })
		}
	}
	return &src.heard
}

// cased is all the text of the report with the capitals that names have.
func (src *source) cased() string {
	if src.heard.cased == "" {
		src.heard.cased, _ = withCapitals(src.text)
	}
	return src.heard.cased
}

// plain is all the text of the report in the form in which Chinese is looked for.
func (src *source) plain() string {
	if src.heard.plain == "" {
		src.heard.plain = hanscript.Fold(src.text)
	}
	return src.heard.plain
}

// audible reports whether nearly all letters of the report are in scripts whose names can be
// heard. Names in others can be compared with nothing.
func (src *source) audible() bool {
	if !src.heard.known {
		src.heard.known, src.heard.audible = true, audible(src.text)
	}
	return src.heard.audible
}

// audible is source.audible for a text.
func audible(text string) bool {
	heard, letters := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.In(r, unicode.Latin, unicode.Han, unicode.Katakana, unicode.Hiragana) {
				heard++
			}
		}
	}
	return heard*10 >= letters*9
}

// longestLine bounds the lines that may be a sentence without capitals, in bytes.
const longestLine = 1 << 11

// withCapitals writes each line that has no capital with one at each word: where the writer
// has none, any word may be a name. changed are the lines that it has written so.
func withCapitals(text string) (all, changed string) {
	if strings.IndexFunc(text, unicode.IsLower) < 0 {
		return text, ""
	}
	var out, lower strings.Builder
	for line := range strings.Lines(text) {
		if len(line) > longestLine || strings.ContainsFunc(line, unicode.IsUpper) || !strings.ContainsFunc(line, unicode.IsLower) {
			out.WriteString(line)
			continue
		}
		before := ' '
		capital := func(r rune) rune {
			if !unicode.IsLetter(before) && !unicode.IsMark(before) && before != '\'' && before != '’' {
				before = r
				return unicode.ToUpper(r)
			}
			before = r
			return r
		}
		line = strings.Map(capital, line)
		out.WriteString(line)
		lower.WriteString(line)
	}
	return out.String(), lower.String()
}

// spoken is a word of a text in Latin letters.
type spoken struct {
	word, lower string
	opens       bool // a sentence, or what is quoted
	parted      bool // from the word before, by more than a space
}

// mostWords is how many words a name may have, as far as its sound is compared.
const mostWords = 5

// hearLatin adds the voices of words with a capital, but of those that only open sentences and
// have none elsewhere; and of several that may be one name.
func (h *hearing) hearLatin(text string) {
	words := spokenIn(text)
	small, big := map[string]bool{}, map[string]bool{}
	for _, w := range words {
		if !strings.ContainsFunc(w.word, unicode.IsUpper) {
			small[w.lower] = true
		} else if !w.opens {
			big[w.lower] = true
		}
	}
	var run []spoken // the words that may be one name with the next
	for _, w := range words {
		capital := strings.ContainsFunc(w.word, unicode.IsUpper)
		particle := latin.Particle(w.lower)
		if w.parted {
			run = run[:0]
		}
		switch {
		case utf8.RuneCountInString(w.lower) == 1: // an initial
			continue
		case !capital && !particle, !particle && latin.Plain(w.lower):
			run = run[:0]
			continue
		}
		w.word = latin.AsSaid(w.lower)
		run = append(run, w)
		run = run[max(0, len(run)-mostWords):]
		if capital && !particle && (big[w.lower] || !small[w.lower]) {
			h.words.add(hanwords.Latin(w.word))
		}
		if capital {
			h.join(run)
		}
	}
}

// join adds the voices of a word together with those before it.
func (h *hearing) join(run []spoken) {
	end := len(run) - 1
	last := hanwords.Latin(run[end].word)
	name, one := last, true
	for i := end - 1; i >= 0; i-- {
		v := hanwords.Latin(run[i].word)
		one = one && (latin.Particle(run[i].lower) || len(run[i].word) <= longestSyllable)
		name = v + name
		h.full.add(v + last)
		h.full.add(name)
		if one {
			h.words.add(name)
		}
		if i == end-1 { // surname first
			h.full.add(last + v)
		}
	}
}

// longestSyllable bounds the words that are joined with the next as if they were one, as those
// of Chinese and Korean names are: Ma Lina.
const longestSyllable = 4

// spokenIn are the words of a text in Latin letters.
func spokenIn(text string) []spoken {
	var out []spoken
	end, opens := 0, true
	for at := 0; at < len(text); {
		from, to := latinWordFrom(text, at)
		if from == to {
			break
		}
		gap := text[end:from]
		stop := strings.ContainsAny(gap, "!?:\n“”\"‘«»")
		if strings.Contains(gap, ".") && len(out) > 0 && utf8.RuneCountInString(out[len(out)-1].word) > longestAbbreviation {
			stop = true
		}
		opens = opens || stop
		parted := stop || strings.ContainsAny(gap, ",;()[]–—/0123456789")
		word := text[from:to]
		out = append(out, spoken{word: word, lower: strings.ToLower(word), opens: opens, parted: parted || len(out) == 0})
		end, at, opens = to, to, false
	}
	return out
}

// longestAbbreviation is how many letters before a stop may be an abbreviation's: St. Ives.
const longestAbbreviation = 2

// latinWordFrom is where the next word in letters begins and ends; an apostrophe is a part of it.
func latinWordFrom(s string, at int) (from, to int) {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) }
	i := strings.IndexFunc(s[at:], letter)
	if i < 0 {
		return len(s), len(s)
	}
	from = at + i
	n := strings.IndexFunc(s[from:], func(r rune) bool { return !letter(r) && r != '\'' && r != '’' })
	if n < 0 {
		return from, len(s)
	}
	return from, from + n
}

// hearRuns adds the voices of runs of characters that spell names, and of several that only
// one character parts, as a dot does.
func (h *hearing) hearRuns(text string, is func(rune) bool, voice func(string) hanwords.Voice) {
	var run []hanwords.Voice
	end := 0
	for at := 0; ; {
		i := strings.IndexFunc(text[at:], is)
		if i < 0 {
			return
		}
		from := at + i
		to := len(text)
		if n := strings.IndexFunc(text[from:], func(r rune) bool { return !is(r) }); n >= 0 {
			to = from + n
		}
		if utf8.RuneCountInString(text[end:from]) != 1 {
			run = run[:0]
		}
		v := voice(text[from:to])
		run = append(run, v)
		run = run[max(0, len(run)-mostWords):]
		if utf8.RuneCountInString(text[from:to]) > 1 {
			h.words.add(v)
		}
		for i := len(run) - 2; i >= 0; i-- {
			v = run[i] + v
			h.full.add(v)
		}
		end, at = to, to
	}
}

// capitals are the words of the report with a capital that the glossary does not know, each
// also joined with the one before it, as joined writes them.
func (src *source) capitals() []string {
	if src.heard.capitals == nil {
		src.heard.capitals = []string{}
		before := ""
		for w := range strings.FieldsFuncSeq(src.cased(), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
			word := joined(w)
			if r, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(r) {
				if len(src.names.Find(w, "")) > 0 {
					before = ""
					continue
				}
				word = latin.AsSaid(word)
				src.heard.capitals = append(src.heard.capitals, word, before+word)
			}
			before = word
		}
	}
	return src.heard.capitals
}
