package search

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
)

// A number has several written forms: 12400, 12,400, 1.24万, 一万二千四百; 3亿, 300 million. The first two are words
// of an index already. A number written with a word for a power of ten is indexed by its value besides,
// once a text, and a query for a number asks for all forms.

// numberMark begins the token that stands for the value of a number that is written with a power of ten. It is for
// private use in Unicode, as single is.
const numberMark = "\ue002"

// mostValue bounds the values that are read: a browser computes exactly below 2⁵³.
const mostValue = 1e15

// number is a number in a text.
type number struct {
	value      int64
	start, end int
	powered    bool // it is written with a word for a power of ten
	grouped    bool // its thousands are set apart
}

// powers are the exponents of the words for powers of ten behind figures, in lower case and without accents.
var powers = map[string]int{
	"thousand": 3, "million": 6, "millions": 6, "billion": 9, "billions": 9, "trillion": 12, "trillions": 12,
	"mn": 6, "mln": 6, "bn": 9, "bln": 9, "tn": 12, "trn": 12,
	"millionen": 6, "mio": 6, "milliarden": 9, "milliarde": 9, "mrd": 9, "billionen": 12,
	"milliard": 9, "milliards": 9, "millones": 6,
}

// signedPowers are those that say something else where no currency is before the figures: 300m.
var signedPowers = map[string]int{"k": 3, "m": 6, "b": 9}

const currencies = "$£€¥￥₩₹"

// hanPower is the exponent of a Chinese character for a power of ten, or 0.
func hanPower(r rune) int {
	switch r {
	case '十':
		return 1
	case '百':
		return 2
	case '千':
		return 3
	case '万':
		return 4
	case '亿':
		return 8
	}
	return 0
}

// hanDigit is the worth of a Chinese digit, or -1.
func hanDigit(r rune) int64 {
	switch r {
	case '〇', '零':
		return 0
	case '一':
		return 1
	case '二', '两':
		return 2
	case '三':
		return 3
	case '四':
		return 4
	case '五':
		return 5
	case '六':
		return 6
	case '七':
		return 7
	case '八':
		return 8
	case '九':
		return 9
	}
	return -1
}

// power10 is 10 to the e, at most 18.
func power10(e int) int64 {
	n := int64(1)
	for range e {
		n *= 10
	}
	return n
}

// figures reads digits at i, with a comma before every third and with decimals: n in units of 10 to the -decimals, -1
// if they are too many.
func figures(s string, i int) (n int64, decimals, end int, grouped bool) {
	digits := func(i int) int {
		for i < len(s) && isDigit(s[i]) {
			i++
		}
		return i
	}
	end = digits(i)
	whole := s[i:end]
	for len(whole) <= 3 || grouped {
		next := digits(min(end+1, len(s)))
		if end == len(s) || s[end] != ',' || next != end+4 {
			break
		}
		whole, end, grouped = whole+s[end+1:next], next, true
	}
	if next := digits(min(end+1, len(s))); end < len(s) && next > end+1 && (s[end] == '.' || s[end] == ',' && !grouped && next <= end+3) { // 1.24, 1,24
		decimals = next - end - 1
		whole, end = whole+s[end+1:next], next
	}
	if len(whole) > 15 {
		return -1, 0, end, false
	}
	n, _ = strconv.ParseInt(whole, 10, 64)
	return n, decimals, end, grouped
}

// numberAt reads the number in figures that begins at i of a text in Simplified characters.
func numberAt(s string, i int) number {
	n, decimals, end, grouped := figures(s, i)
	out := number{start: i, end: end, grouped: grouped}
	last := 30 // the exponent of the power before, in 1亿2000万
	for {
		e, after := powerAt(s, out.start, end)
		value, whole := shifted(n, e-decimals)
		if !whole || e >= last || value+out.value >= mostValue || out.powered && e == 0 && (value >= power10(last) || dateEnd(s, after)) {
			return out.ended()
		}
		out.value, out.end = out.value+value, after
		if e == 0 {
			return out
		}
		out.powered, last = true, e
		if after >= len(s) || !isDigit(s[after]) || !wideBefore(s, after) {
			return out
		}
		n, decimals, end, _ = figures(s, after)
	}
}

// ended is a number whose last part is none of it.
func (n number) ended() number {
	if !n.powered {
		n.value = -1
	}
	return n
}

// dateEnd reports whether the figures that end at i are of a date.
func dateEnd(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return strings.ContainsRune("年月日", r)
}

func wideBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return hanPower(r) > 0
}

// shifted is n times 10 to the e; not whole: it has decimals, or too many digits.
func shifted(n int64, e int) (v int64, whole bool) {
	for ; n > 0 && e < 0 && n%10 == 0; e++ {
		n /= 10
	}
	if n == 0 {
		return 0, true
	}
	if n < 0 || e < 0 || e > 15 || n >= mostValue/power10(e) {
		return 0, false
	}
	return n * power10(e), true
}

// powerAt reads the word for a power of ten behind figures that begin at start and end at i: its exponent, 0 if there is none.
func powerAt(s string, start, i int) (e, end int) {
	at := i
	if at < len(s) && (s[at] == ' ' || s[at] == '-') {
		at++
	} else if strings.HasPrefix(s[at:], "\u00a0") {
		at += len("\u00a0")
	}
	end = at
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if hanPower(r) == 0 || s[at-1] == '-' {
			break
		}
		e, end = e+hanPower(r), end+n
	}
	if e > 0 {
		return e, end
	}
	after, word := wordAt(s, at)
	if p := powers[word]; p > 0 {
		return p, after
	}
	before, _ := utf8.DecodeLastRuneInString(s[:start])
	if p := signedPowers[word]; p > 0 && at == i && strings.ContainsRune(currencies, before) {
		return p, after
	}
	return 0, i
}

// hanNumberAt reads the number in Chinese characters that begins at i, if 万 or 亿 is in it. One that ends in a digit
// right behind a power may leave a power out (三万五), and is none.
func hanNumberAt(s string, i int) (out number, ok bool) {
	var total, section, digit int64
	last, before := 0, 0 // the powers right before what is read next, and before the digit
	for out.start, out.end = i, i; out.end < len(s) && total < mostValue; {
		r, n := utf8.DecodeRuneInString(s[out.end:])
		d, e := hanDigit(r), hanPower(r)
		switch {
		case d >= 0 && digit > 0: // 三四百
			return out, false
		case d >= 0:
			digit, before, last = d, last, 0
		case e == 0:
		case e < 4:
			section += max(digit, 1) * power10(e)
			digit, last = 0, e
		case e == 4 && section+digit > 0:
			total += (section + digit) * power10(e)
			section, digit, last, out.powered = 0, 0, e, true
		default:
			total = (total + section + digit) * power10(e)
			section, digit, last, out.powered = 0, 0, e, true
		}
		if d < 0 && e == 0 {
			break
		}
		out.end += n
	}
	out.value = total + section + digit
	return out, out.powered && out.value > 0 && out.value < mostValue && !(digit > 0 && before > 1)
}

// eachNumber calls emit for the numbers of s that are written with a power of ten, in order.
func eachNumber(s string, emit func(number)) {
	s = hanscript.Fold(s) // keeps every offset
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isDigit(c):
			n := numberAt(s, i)
			if n.powered && begins(s, i) {
				emit(n)
			}
			i = max(n.end, i+1)
		case c >= 0xe3 && c <= 0xe9: // where Chinese characters begin
			r, size := utf8.DecodeRuneInString(s[i:])
			if hanDigit(r) <= 0 && r != '十' {
				i += size
				continue
			}
			n, ok := hanNumberAt(s, i)
			if ok && begins(s, i) {
				emit(n)
			}
			i = max(n.end, i+size)
		case c == '_' || alnum(c): // a word, of which figures may be a part
			for i++; i < len(s) && alnum(s[i]); i++ {
			}
		default:
			i++
		}
	}
}

// begins reports whether a number may begin at i: nothing before belongs to it, or makes it vague (数十亿).
func begins(s string, i int) bool {
	r, n := utf8.DecodeLastRuneInString(s[:i])
	if n == 0 {
		return true
	}
	if r == '.' || r == ',' {
		return i < 2 || !isDigit(s[i-2])
	}
	return !strings.ContainsRune("数几上好多点第〇零一二两三四五六七八九十百千万亿", r) && (wide(r) || !wordRune(r))
}

// Numbers returns the tokens of the values of numbers that are written with a power of ten, each once, separated
// by single spaces. An index has them beside Tokens.
func Numbers(s string) string {
	var seen []string
	eachNumber(s, func(n number) {
		if t := n.token(); !slices.Contains(seen, t) {
			seen = append(seen, t)
		}
	})
	return strings.Join(seen, " ")
}

func (n number) token() string { return numberMark + strconv.FormatInt(n.value, 10) }

// numberOf reads a term of a query that begins with a number that has several forms, and cuts it: rest is what else it says.
func numberOf(text string) (n number, rest string, ok bool) {
	s := hanscript.Fold(text)
	i := figuresAt(s)
	if i >= 0 {
		n = numberAt(s, i)
	} else if n, ok = hanNumberAt(s, 0); !ok {
		return n, text, false
	}
	if r, _ := utf8.DecodeRuneInString(s[n.end:]); n.end < len(s) && r < utf8.RuneSelf && (alnum(byte(r)) || r == '.' && n.end+1 < len(s) && isDigit(s[n.end+1])) {
		return n, text, false
	}
	rest = strings.TrimSpace(strings.TrimRight(text[:max(i, 0)], currencies) + " " + text[n.end:])
	plain := !n.powered && !n.grouped
	switch {
	case n.value < 0, plain && (rest != "" || n.value < 1000 || year(n.value)):
		return n, text, false
	}
	return n, rest, true
}

// year reports whether a plain number is likely one: it has no other form.
func year(n int64) bool { return n >= 1900 && n < 2100 }

// phrases are the forms in which a text may have the number.
func (n number) phrases(typed string) []Phrase {
	plain := strconv.FormatInt(n.value, 10)
	out := []Phrase{{Tokens: []string{plain}}}
	if groups := thousands(plain); len(groups) > 1 {
		out = append(out, Phrase{Tokens: groups})
	}
	out = append(out, Phrase{Tokens: []string{n.token()}, number: true})
	for i := range out {
		out[i].typed = typed
	}
	return out
}

// thousands cuts figures before every third.
func thousands(s string) (groups []string) {
	first := (len(s)-1)%3 + 1
	groups = append(groups, s[:first])
	for s = s[first:]; s != ""; s = s[3:] {
		groups = append(groups, s[:3])
	}
	return groups
}

// numberEnd is where the number that a bare term begins with ends, if spaces are within it: 300 million. 0: there is none.
func numberEnd(s string) int {
	i := strings.IndexFunc(s, unicode.IsSpace)
	d := figuresAt(s[:max(i, 0)])
	if d < 0 {
		return 0
	}
	if n := numberAt(hanscript.Fold(s), d); n.powered {
		return n.end
	}
	return 0
}

// figuresAt is where the figures are with which a term begins, a currency before them left aside (HK$8.1bn); -1: there are none.
func figuresAt(s string) int {
	i := strings.IndexFunc(s, func(r rune) bool { return r < utf8.RuneSelf && isDigit(byte(r)) })
	if r, _ := utf8.DecodeLastRuneInString(s[:max(i, 0)]); i > 0 && !strings.ContainsRune(currencies, r) {
		return -1
	}
	return i
}
