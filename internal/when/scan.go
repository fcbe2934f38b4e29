package when

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind is what a token is.
type kind uint8

const (
	none   kind = iota // beyond the end
	number             // digits
	letters
	sign // one character of any other sort
)

// token is a piece of a text.
type token struct {
	kind     kind
	gap      bool   // white space stands before it
	capital  bool   // letters of ASCII, all of them capitals
	digits   int    // of a number
	n        int    // its value
	s        string // a word in lower case; a sign
	from, to int    // in reader.s
	w        *word  // what it can mean, once it was asked for
}

// mostTokens bounds what is looked at of one text.
const mostTokens = 120

// reader reads one text.
type reader struct {
	s      string
	h      Habits
	strict bool // the whole text is a date
	farsi  bool // it has letters or digits of Persian
	v      *vocabulary
	all    []token
	n      int // tokens in all
	few    [16]token
}

func newReader(s string, h Habits, strict bool) *reader {
	r := &reader{s: level(s), h: h, strict: strict, farsi: strings.ContainsAny(s, "۰۱۲۳۴۵۶۷۸۹پچژگ"), v: known()}
	r.all = r.few[:0]
	r.scan()
	return r
}

// tok is the token at i, one of kind none outside the text.
func (r *reader) tok(i int) *token {
	if i < 0 || i >= r.n {
		return &noToken
	}
	return &r.all[i]
}

// is reports whether the token at i is a sign or word that is one of those given.
func (r *reader) is(i int, words ...string) bool {
	t := r.tok(i)
	if t.kind != sign && t.kind != letters {
		return false
	}
	for _, w := range words {
		if t.s == w {
			return true
		}
	}
	return false
}

// tight reports whether the token at i follows the one before without white space.
func (r *reader) tight(i int) bool { return i < r.n && !r.all[i].gap }

// word is what the word at i can mean; never nil.
func (r *reader) word(i int) *word {
	t := r.tok(i)
	if t.kind != letters {
		return &noWord
	}
	if t.w == nil {
		if t.w = r.v.lookup(t.s); t.w == nil {
			t.w = &noWord
		}
	}
	return t.w
}

var (
	noWord  word
	noToken token
)

// level writes digits of other scripts as those of ASCII (each script has its ten in a row: Unicode Standard, 4.6), signs of
// full width, dashes and minus signs as those of ASCII, and leaves out what has no width.
func level(s string) string {
	if ascii(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r < unicode.MaxASCII:
			return r
		case r >= 0xFF01 && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x2212 || r >= 0x2010 && r <= 0x2015:
			return '-'
		case r == 0x2044 || r == 0x2215:
			return '/'
		case r == 0x200C, unicode.Is(unicode.Cf, r), r == 0xAD:
			return -1
		case r == '،' || r == '、':
			return ','
		case !unicode.Is(unicode.Nd, r):
			return r
		}
		zero := r
		for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
			zero--
		}
		return '0' + r - zero
	}, norm.NFC.String(s))
}

// scan cuts the text into tokens.
func (r *reader) scan() {
	gap := false
	for i := 0; i < len(r.s) && r.n < mostTokens; {
		r.all = append(r.all, token{})
		t := &r.all[r.n]
		c, size := rune(r.s[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRuneInString(r.s[i:])
		}
		*t = token{gap: gap, from: i}
		switch {
		case c >= '0' && c <= '9':
			i = r.scanNumber(t, i)
		case c == '_' || c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z') || c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsMark(c)):
			if n, end := hanNumber(r.s[i:]); end > 0 {
				t.kind, t.n, t.digits = number, n, len(itoa(n))
				i += end
				break
			}
			i = r.scanWord(t, i, c, size)
		case c == ' ' || unicode.IsSpace(c):
			gap = true
			i += size
			r.all = r.all[:r.n]
			continue
		default:
			t.kind, t.s = sign, r.s[i:i+size]
			i += size
		}
		t.to, gap = i, false
		r.n++
	}
}

func (r *reader) scanNumber(t *token, i int) int {
	t.kind = number
	for ; i < len(r.s) && r.s[i] >= '0' && r.s[i] <= '9'; i++ {
		if t.digits++; t.digits <= 18 {
			t.n = t.n*10 + int(r.s[i]-'0')
		}
	}
	return i
}

func (r *reader) scanWord(t *token, i int, c rune, size int) int {
	t.kind, t.capital = letters, true
	start, lower := i, true
	if spaceless(c) {
		t.s, t.capital = r.s[i:i+size], false
		return i + size
	}
	for i < len(r.s) {
		c, size = utf8.DecodeRuneInString(r.s[i:])
		switch {
		case c < utf8.RuneSelf && (c|0x20 >= 'a' && c|0x20 <= 'z') || c == '_':
		case c == '.' && dotted(r.s[start:], r.s[i+1:]):
		case c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsMark(c)) && !spaceless(c):
		default:
			size = 0
		}
		if size == 0 {
			break
		}
		t.capital = t.capital && c >= 'A' && c <= 'Z'
		lower = lower && (c >= 'a' && c <= 'z')
		i += size
	}
	if t.s = r.s[start:i]; !lower {
		t.s = strings.ToLower(t.s)
	}
	return i
}

// dotted reports whether a point within an abbreviation of Thai or Lao, whose months have one, is part of the word.
func dotted(before, after string) bool {
	b, _ := utf8.DecodeRuneInString(before)
	a, _ := utf8.DecodeRuneInString(after)
	return unicode.In(b, unicode.Thai, unicode.Lao) && unicode.In(a, unicode.Thai, unicode.Lao)
}

// hanNumber reads a number written in Han digits before one of the units of a date, and returns its length in s: 二〇二六年,
// 十二月, 二十三日, 三点. It is 0 for anything else.
func hanNumber(s string) (n, size int) {
	const digits = "〇一二三四五六七八九"
	count, tens := 0, -1
	for i, c := range s {
		switch d := strings.IndexRune(digits, c); {
		case count > 5:
			return 0, 0
		case c == '零' || d == 0:
			n *= 10
		case d > 0:
			if n *= 10; tens >= 0 {
				n = tens
			}
			n += d / 3
		case c == '十' && tens < 0:
			if tens = n * 10; count == 0 {
				tens = 10
			}
			n = tens
		case count > 0 && strings.ContainsRune("年月日号號時时点點分秒", c):
			return n, i
		default:
			return 0, 0
		}
		count++
	}
	return 0, 0
}
