package diff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/clipperhouse/uax29/v2/words"
)

// Tokens parts a text into what an edit replaces as a whole; together they are the text. A token is a word (UAX 29), a number with
// its separators and its sign (-14,200), a run of white space, or a character as readers see it (a grapheme cluster): of signs, and
// of scripts that write words without spaces. None begins or ends within a grapheme cluster.
func Tokens(s string) []string {
	var out []string
	for _, w := range wordsOf(s) {
		if !strings.ContainsFunc(w, spaceless) {
			out = append(out, w)
			continue
		}
		joins := false // "12명이" is a number and two characters
		for g := graphemes.FromString(w); g.Next(); {
			c := g.Value()
			first, _ := utf8.DecodeRuneInString(c)
			if alone := spaceless(first); joins && !alone {
				out[len(out)-1] += c
			} else {
				out = append(out, c)
				joins = !alone
			}
		}
	}
	return numbersWhole(out)
}

// wordsOf parts a text where a word and a grapheme cluster end.
func wordsOf(s string) []string {
	var out []string
	from, end, seen := 0, 0, 0
	g := graphemes.FromString(s)
	for w := words.FromString(s); w.Next(); {
		for end += len(w.Value()); seen < end && g.Next(); {
			seen += len(g.Value())
		}
		if seen == end {
			out = append(out, s[from:end])
			from = end
		}
	}
	if from < len(s) {
		out = append(out, s[from:])
	}
	return out
}

// spaceless reports whether a letter is of a script in which a character is a word or nearly one.
func spaceless(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// narrow are the spaces that part thousands: a common space parts words, too.
const narrow = "\u00a0\u2009\u202f"

// numbersWhole joins numbers that were parted at their signs and narrow spaces.
func numbersWhole(in []string) []string {
	out := make([]string, 0, len(in))
	for i := 0; i < len(in); i++ {
		t := in[i]
		last := ""
		if len(out) > 0 {
			last = out[len(out)-1]
		}
		switch {
		case sign(t) && i+1 < len(in) && isNumber(in[i+1]) && !endsWord(last):
			t += in[i+1]
			i++
		case len(t) > 0 && strings.Contains(narrow, t) && isNumber(last) && i+1 < len(in) && thousands(in[i+1]):
			out[len(out)-1] += t + in[i+1]
			i++
			continue
		}
		out = append(out, t)
	}
	return out
}

func sign(t string) bool { return t == "-" || t == "−" || t == "+" || t == "±" }

func isNumber(t string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(t, "-−+±"))
	return unicode.IsDigit(r)
}

// endsWord reports whether a sign behind a token is a hyphen.
func endsWord(t string) bool {
	r, _ := utf8.DecodeLastRuneInString(t)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// thousands reports whether a token is three digits, with nothing behind them but further digits behind a sign.
func thousands(t string) bool {
	n := 0
	for _, r := range t {
		if !unicode.IsDigit(r) {
			return n == 3
		}
		n++
	}
	return n == 3
}

// Blank reports whether a token says nothing: white space, signs.
func Blank(t string) bool {
	return !strings.ContainsFunc(t, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsSymbol(r) })
}
