package byline

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a run of characters and what stands before and behind it.
type token struct {
	text   string
	before string // marks and spaces
	after  rune   // the next mark; 0: the end
	digits bool   // a day, an hour, a number
	latin  bool   // words in Latin letters
}

// alike are marks that stand for one of ASCII, or for the middle dot; -1: the mark is left out.
var alike = map[rune]rune{
	0x3000: ' ', 0x00a0: ' ', 0x2003: ' ', 0x2002: ' ',
	0x200b: -1, 0xfeff: -1, 0x200c: -1, 0x200d: -1,
	'‧': '·', '•': '·', '･': '·', '丨': '|', '│': '|', '︱': '|',
	'〔': '[', '【': '[', '〈': '[', '《': '[', '〕': ']', '】': ']', '〉': ']', '》': ']',
}

// narrow writes a text with the marks of ASCII.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xff01 && r <= 0xff5e { // full-width forms of ASCII
			return r - 0xfee0
		}
		if mark, ok := alike[r]; ok {
			return mark
		}
		return r
	}, s)
}

// sort is the sort of a character: white space and marks, figures, Latin letters, or those
// of the East.
func sort(r rune) int {
	switch {
	case Eastern(r):
		return 3
	case unicode.IsDigit(r):
		return 1
	case unicode.IsLetter(r):
		return 2
	}
	return 0
}

// maxBefore bounds the marks that are kept before a token, in bytes.
const maxBefore = 16

// tokens cuts a text.
func tokens(s string) []token {
	var out []token
	run := []rune(narrow(s))
	before := ""
	for i := 0; i < len(run); {
		k := sort(run[i])
		if k == 0 {
			if len(before) < maxBefore {
				before += string(run[i])
			}
			i++
			continue
		}
		end := i + 1
		for end < len(run) && goesOn(run, end, k) {
			end++
		}
		t := token{text: strings.TrimRight(string(run[i:end]), " .:-/'’"), before: before, digits: k == 1, latin: k == 2}
		if rest := strings.TrimLeft(string(run[end:]), " "); rest != "" {
			if r, _ := utf8.DecodeRuneInString(rest); sort(r) == 0 {
				t.after = r
			}
		}
		out = append(out, t)
		before, i = "", end
	}
	return out
}

// goesOn reports whether a run of a sort goes on at a character.
func goesOn(run []rune, at, k int) bool {
	r := run[at]
	switch k {
	case 1:
		return unicode.IsDigit(r) || strings.ContainsRune("年月日时時分秒点點년월일시분:.-/", r)
	case 2:
		return sort(r) == 2 || strings.ContainsRune(".'’-", r) || unicode.IsDigit(r) ||
			r == ' ' && at+1 < len(run) && sort(run[at+1]) == 2
	}
	if sort(r) == 3 {
		return true
	}
	return (r == '·' || r == '・') && at+1 < len(run) && sort(run[at+1]) == 3 && foreign(run, at)
}

// foreign reports whether a dot is inside a foreigner's name and does not part two names.
func foreign(run []rune, at int) bool {
	start, end := at, at+1
	for start > 0 && sort(run[start-1]) == 3 {
		start--
	}
	for end < len(run) && sort(run[end]) == 3 {
		end++
	}
	left, right := string(run[start:at]), string(run[at+1:end])
	if kana(run[at-1]) && kana(run[at+1]) {
		return true
	}
	if strings.ContainsFunc(left+right, func(r rune) bool { return kana(r) || unicode.Is(unicode.Hangul, r) }) {
		return false
	}
	return !labelled(left) && !labelled(right) && spelled(left[strings.LastIndexAny(left, "者员員")+1:]) && spelled(right)
}

func kana(r rune) bool { return unicode.In(r, unicode.Katakana) || r == 'ー' }
