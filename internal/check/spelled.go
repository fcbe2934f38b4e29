package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/hanwords"
	"github.com/waidian/waidian/internal/news"
)

// Names that a claim spells by sound are sought in the report by sound: no glossary need
// know them.

// spelledNames finds the names in a claim that are spelled by sound, but those that
// something else answers for: an original in brackets, or one that the digest gives.
func spelledNames(c sentence, known []quantity.Extent, pairs []news.Name) []han.Spelled {
	if !c.Han || c.Japanese {
		return nil
	}
	var out []han.Spelled
	for _, n := range han.SpelledNames(c.Plain, known) {
		if !overlap(n.Extent, known) && original(c.Plain[n.End:]) == "" && !paired(c.Plain[n.Start:n.End], pairs) {
			out = append(out, n)
		}
	}
	return out
}

// overlap reports whether a part of a sentence has a character in common with one of others.
func overlap(part quantity.Extent, others []quantity.Extent) bool {
	return slices.ContainsFunc(others, func(o quantity.Extent) bool { return part.Start < o.End && o.Start < part.End })
}

// original is the name in Latin letters that follows in brackets; empty: none does.
func original(after string) string {
	r, size := utf8.DecodeRuneInString(after)
	if r != '（' && r != '(' {
		return ""
	}
	end := latinRun(after, size)
	if r, _ := utf8.DecodeRuneInString(after[end:]); end == len(after) || r != '）' && r != ')' && r != '，' && r != ',' && r != '、' {
		return ""
	}
	return strings.TrimSpace(after[size:end])
}

// paired reports whether the digest gives a name, or a longer or a shorter form of it, with
// its original.
func paired(name string, pairs []news.Name) bool {
	for _, p := range pairs {
		target := hanscript.Fold(p.Target)
		if target != "" && (strings.Contains(target, name) || strings.Contains(name, target)) {
			return true
		}
	}
	return false
}

// unheard warns of names in a claim that are spelled by sound and sound like nothing in the
// report.
func (g ground) unheard(c sentence, known []quantity.Extent, pairs []news.Name) []news.Finding {
	var out []news.Finding
	for _, n := range spelledNames(c, known, pairs) {
		if !g.all.hears(c.Plain, n) {
			out = append(out, missing(c.Text[n.Start:n.End], news.NoSuchName, "", ""))
		}
	}
	return out
}

// fewestSounds is how many consonants a name must have to be told from others by them.
const fewestSounds = 3

// hears reports whether the report has a name in s: all its parts, or one that is
// long enough to be nobody else's. It says so too where the report cannot be heard.
func (src *source) hears(s string, n han.Spelled) bool {
	if !src.audible() || strings.Contains(src.plain(), s[n.Start:n.End]) {
		return true
	}
	all, sounds := true, 0
	for i, part := range n.Parts {
		text := s[part.Start:part.End]
		if !hanwords.SoundsDotted(text) {
			continue // nobody knows how it sounds
		}
		long := len(hanwords.Of(text))
		sounds += long
		first, last := i == 0, i == len(n.Parts)-1
		heard := src.hear(text, first, last) || first && src.hearLonger(s, part, true) || last && src.hearLonger(s, part, false)
		if heard && long >= fewestSounds {
			return true
		}
		all = all && heard
	}
	return all || sounds < fewestSounds
}

// mostMissed is how many characters before or behind a part may belong to its name, too.
const mostMissed = 3

// hearLonger is hear for a part that has lost characters to the word before it, or behind it;
// or whose beginning is not spelled but rendered.
func (src *source) hearLonger(s string, part quantity.Extent, before bool) bool {
	for range mostMissed {
		if before && han.Rendered(s[:part.Start]) {
			v := hanwords.Of(s[part.Start:part.End])
			return len(v) >= fewestSounds && slices.ContainsFunc(src.voices(), v.Ends)
		}
		r, size := utf8.DecodeLastRuneInString(s[:part.Start])
		if !before {
			r, size = utf8.DecodeRuneInString(s[part.End:])
		}
		if !hanwords.Sound(r) {
			return false
		}
		if before {
			part.Start -= size
		} else {
			part.End += size
		}
		if src.sounded(hanwords.Of(s[part.Start:part.End])) {
			return true
		}
	}
	return false
}

// hear reports whether a word of the report sounds like what a part of a name spells. At the
// ends of the name it may have taken in a character that is a word of its own: first and last
// say whether the part is there.
func (src *source) hear(part string, first, last bool) bool {
	chars := []rune(part)
	for from := 0; from < len(chars) && (from == 0 || first && hanwords.Beside(string(chars[from-1]))); from++ {
		for to := len(chars); to > from && (to == len(chars) || last && to > len(chars)-3 && to-from > 1 && hanwords.Beside(string(chars[to]))); to-- {
			if src.sounded(hanwords.Of(string(chars[from:to]))) {
				return true
			}
		}
	}
	return false
}

func (src *source) sounded(v hanwords.Voice) bool {
	if len(v) == 0 {
		return true
	}
	for _, o := range src.voices() {
		if v.Like(o) {
			return true
		}
	}
	return false
}

// plain is all the text of the report in the form in which Chinese is looked for.
func (src *source) plain() string {
	if src.heard.plain == "" {
		src.heard.plain = hanscript.Fold(src.text)
	}
	return src.heard.plain
}

// audible reports whether nearly all letters of the report are in scripts whose names can be
// heard.
func (src *source) audible() bool {
	if src.heard.known {
		return src.heard.audible
	}
	heard, letters := 0, 0
	for _, r := range src.text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.In(r, unicode.Latin, unicode.Han, unicode.Katakana, unicode.Hiragana) {
				heard++
			}
		}
	}
	src.heard.known, src.heard.audible = true, heard*10 >= letters*9
	return src.heard.audible
}

// hearing is what was heard in a report, read when it is first asked for.
type hearing struct {
	plain          string
	known, audible bool
	voices         []hanwords.Voice
	all            map[hanwords.Voice]bool
	capitals       []string // read by spellsAlike
}

// voices are those of the names that the report may have, each once.
func (src *source) voices() []hanwords.Voice {
	if src.heard.all == nil {
		src.heard.all = map[hanwords.Voice]bool{}
		src.hearLatin()
		src.hearHan()
	}
	return src.heard.voices
}

func (src *source) addVoice(v hanwords.Voice) {
	if v != "" && !src.heard.all[v] {
		src.heard.all[v] = true
		src.heard.voices = append(src.heard.voices, v)
	}
}

// hearLatin adds the voices of the words in Latin letters that have a capital, and of two
// and three that may be one name.
func (src *source) hearLatin() {
	var before [2]string // those that the next may be one name with
	for w := range strings.FieldsFuncSeq(src.text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' && !unicode.IsMark(r) }) {
		lower := strings.ToLower(w)
		switch {
		case latin.Particle(lower):
		case latin.Plain(lower):
			w = ""
		case strings.ContainsFunc(w, unicode.IsUpper):
			w = latin.AsSaid(lower)
			src.addVoice(hanwords.Latin(w))
			src.addVoice(hanwords.Latin(before[1] + w))
			src.addVoice(hanwords.Latin(before[0] + before[1] + w))
		default:
			w = ""
		}
		before[0], before[1] = before[1], w
	}
}

// hearHan adds the voices of words in katakana and of names that Chinese spells by sound.
func (src *source) hearHan() {
	if !strings.ContainsFunc(src.text, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Katakana) }) {
		return
	}
	for w := range strings.FieldsFuncSeq(src.text, func(r rune) bool { return !hanwords.InKatakana(r) }) {
		src.addVoice(hanwords.Katakana(w))
	}
	for w := range strings.FieldsFuncSeq(src.plain(), func(r rune) bool { return !hanwords.Sound(r) }) {
		if utf8.RuneCountInString(w) > 1 {
			src.addVoice(hanwords.Of(w).Said())
		}
	}
}

// bearer reports whether what seems a place in Latin letters is the first name of a person:
// a title stands before it, and a word with a capital that is no title behind it.
func bearer(before, after string) bool {
	title := strings.TrimRight(before, " .")
	title = title[strings.LastIndexFunc(title, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	if !latin.Title(strings.ToLower(title)) || !strings.HasPrefix(after, " ") {
		return false
	}
	end := latinWord(after[1:])
	word := after[1 : 1+end]
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && !latin.Title(strings.ToLower(word))
}

// latinWord is the length of the word that a text begins with, in bytes.
func latinWord(s string) int {
	if end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }); end >= 0 {
		return end
	}
	return len(s)
}

// renderings warns of a name in a digest that an earlier sentence renders otherwise: both have
// the same original in brackets behind them.
func (src *source) renderings(d news.Digest) [][]news.Finding {
	out := make([][]news.Finding, len(d.Summary))
	first := map[string]string{} // by the original's letters
	for i, claim := range d.Summary {
		c := readClaim(claim.Text, d.Lang, src.published, nil)
		if !c.Han || c.Japanese {
			continue
		}
		for at, r := range c.Plain {
			if r != '（' && r != '(' {
				continue
			}
			start, orig := han.SpelledBefore(c.Plain, at), original(c.Plain[at:])
			if at-start < shortestName || orig == "" {
				continue
			}
			name, key := c.Plain[start:at], letters(orig)
			if have, ok := first[key]; !ok {
				first[key] = name
			} else if !sameName(have, name) {
				out[i] = append(out[i], missing(c.Text[start:at], news.TwoRenderings, clip(orig), have))
			}
		}
	}
	return out
}

// shortestName is the least length of a name that is compared with another, in bytes: two
// characters.
const shortestName = 6

// sameName reports whether one name is the other, or a part of it at its end.
func sameName(a, b string) bool {
	return strings.HasSuffix(a, b) || strings.HasSuffix(b, a)
}
