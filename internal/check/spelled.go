package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
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
	after = strings.TrimLeft(after, " ")
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

// fewestSounds is how many consonants a name must have to be told from others by them;
// manySounds how many it must have to be nobody else's.
const (
	fewestSounds = 3
	manySounds   = 4
)

// hears reports whether the report has a name in s: all its parts one behind the other, or
// the last of them alone, if that is long enough and sounds just so. It says so too where
// the report cannot be heard.
func (src *source) hears(s string, n han.Spelled) bool {
	if !src.audible() || strings.Contains(src.plain(), s[n.Start:n.End]) {
		return true
	}
	var voice hanwords.Voice
	for _, part := range n.Parts {
		text := s[part.Start:part.End]
		if !hanwords.SoundsDotted(text) {
			return src.hearsPart(s, n) // nobody knows how this one sounds
		}
		voice += hanwords.Of(text)
	}
	switch {
	case len(voice) < fewestSounds:
		return !n.Person || len(voice) < 2 || src.hearsShort(s, n)
	case len(n.Parts) == 1:
		return like(voice, src.hearing().full) || src.hearsPart(s, n)
	case n.Cut:
		return src.hearsPart(s, n)
	}
	first, last := n.Parts[0], n.Parts[len(n.Parts)-1]
	between := hanwords.Of(s[first.End:last.Start])
	for _, a := range begins(s, first) {
		for _, z := range ends(s, last) {
			if like(a+between+z, src.hearing().full) {
				return true
			}
		}
	}
	return slices.ContainsFunc(ends(s, last), func(v hanwords.Voice) bool {
		return len(v) >= manySounds && slices.ContainsFunc(src.hearing().words.list, v.Same)
	})
}

// hearsShort reports whether the report may have a person's name of two consonants.
func (src *source) hearsShort(s string, n han.Spelled) bool {
	v := hanwords.Of(s[n.Start:n.End])
	return slices.ContainsFunc(src.hearing().words.list, v.Near) || like(v, src.hearing().full) || src.hearsPart(s, n)
}

// hearsPart reports whether the report has one of the parts of a name that is long enough to
// be told from others, or all of them.
func (src *source) hearsPart(s string, n han.Spelled) bool {
	all := true
	for i, part := range n.Parts {
		text := s[part.Start:part.End]
		if !hanwords.SoundsDotted(text) {
			continue
		}
		heard := src.hear(text, i == 0, i == len(n.Parts)-1) || i == 0 && src.hearLonger(s, part, true) || i == len(n.Parts)-1 && src.hearLonger(s, part, false)
		if heard && len(hanwords.Of(text)) >= fewestSounds {
			return true
		}
		all = all && heard
	}
	return all
}

// begins are the voices of the first part of a name, which may have taken in a word before
// it or lost characters to it.
func begins(s string, part quantity.Extent) []hanwords.Voice {
	text := s[part.Start:part.End]
	out := []hanwords.Voice{hanwords.Of(text)}
	if r, size := utf8.DecodeRuneInString(text); hanwords.Beside(string(r)) {
		out = append(out, hanwords.Of(text[size:]))
	}
	for range mostMissed {
		r, size := utf8.DecodeLastRuneInString(s[:part.Start])
		if !hanwords.Sound(r) {
			break
		}
		part.Start -= size
		out = append(out, hanwords.Of(s[part.Start:part.End]))
	}
	return out
}

// ends are those of the last part of a name, which may have taken in a word behind it or
// lost characters to it.
func ends(s string, part quantity.Extent) []hanwords.Voice {
	text := s[part.Start:part.End]
	out := []hanwords.Voice{hanwords.Of(text)}
	if r, size := utf8.DecodeLastRuneInString(text); hanwords.Beside(string(r)) {
		out = append(out, hanwords.Of(text[:len(text)-size]))
	}
	for range mostMissed {
		r, size := utf8.DecodeRuneInString(s[part.End:])
		if !hanwords.Sound(r) {
			break
		}
		part.End += size
		out = append(out, hanwords.Of(s[part.Start:part.End]))
	}
	return out
}

// mostMissed is how many characters before or behind a part may belong to its name, too.
const mostMissed = 3

// hearLonger is hear for a part that has lost characters to the word before it, or behind it;
// or whose beginning is not spelled but rendered.
func (src *source) hearLonger(s string, part quantity.Extent, before bool) bool {
	for range mostMissed {
		if before && han.Rendered(s[:part.Start]) {
			v := hanwords.Of(s[part.Start:part.End])
			return len(v) >= fewestSounds && slices.ContainsFunc(src.hearing().words.list, v.Ends)
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
	return len(v) == 0 || like(v, src.hearing().words)
}

// like reports whether a voice may be one of some.
func like(v hanwords.Voice, of voices) bool { return slices.ContainsFunc(of.list, v.Like) }

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
