package story

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// figures takes the numbers.
func (s *signer) figures(ts []token) {
	n := numbers()
	for i := 0; i < len(ts); i++ {
		switch t := ts[i]; t.script {
		case digits:
			i = s.number(ts, i)
		case run:
			s.hanNumbers(t.excerpt, []rune(t.s))
		case latin, cyrillicScript, arabic:
			if v, ok := n.small[t.s]; ok && !n.beside(ts, i) {
				v, end := scaled(v, ts, i+1)
				s.out.text = t.upto(ts[end-1].excerpt)
				s.figure(v, n.share(ts, i, end))
			}
		case hangul:
			if v, ok := n.small[t.s]; ok {
				s.out.text = t.text()
				s.figure(v, false)
			}
		}
	}
}

// number takes the number at i, if it is no date, no time and no part of a name. It returns where its digits end.
func (s *signer) number(ts []token, i int) int {
	n := numbers()
	v, ok := parse(ts[i].s, s.comma)
	if !ok || n.beside(ts, i) || part(ts, i) {
		return i
	}
	large, end := scaled(v, ts, i+1)
	if large == v && s.plainDate(ts, i, v) {
		return i
	}
	last := i
	if large > v && i+2 < len(ts) && ts[i+1].glued && ts[i+2].glued && ts[i+2].script == digits && utf8.RuneCountInString(ts[i+1].s) == 1 {
		if rest, ok := parse(ts[i+2].s, s.comma); ok && rest < large/v { // 1万2400
			rest, end = scaled(rest, ts, i+3)
			large, last = large+rest, i+2
		}
	}
	s.out.text = ts[i].upto(ts[max(last, end-1)].excerpt)
	s.figure(large, n.share(ts, i, end))
	return last
}

// part reports whether the number at i is a part of a name, a date or a time: A320, 18/5, 14:30.
func part(ts []token, i int) bool {
	if i > 0 && ts[i].glued && ts[i-1].script == latin {
		return true
	}
	for _, j := range []int{i - 1, i + 1} {
		if j >= 0 && j < len(ts) && (ts[j].s == "/" || ts[j].s == ":") {
			return true
		}
	}
	return false
}

// plainDate reports whether a number without a scale is a year, or what the characters behind it say is a date or
// a time, or is a name with the letter behind it: 5G.
func (s *signer) plainDate(ts []token, i int, v float64) bool {
	if strings.ContainsAny(ts[i].s, ".,_ ") {
		return false
	}
	if v >= 1900 && v < 2100 {
		return true
	}
	if i+1 == len(ts) || !ts[i+1].glued {
		return false
	}
	next := ts[i+1]
	return s.dated(next, v) || next.script == latin && len(next.s) < 2
}

// dated reports whether the characters behind a number make a date or a time of it.
func (s *signer) dated(t token, v float64) bool {
	if t.script != run && t.script != hangul {
		return false
	}
	r, _ := utf8.DecodeRuneInString(t.s)
	if r == '年' || r == '년' {
		return v >= 1900
	}
	return v <= 59 && numbers().dated[r]
}

// beside reports whether the number at i is a day beside its month.
func (n *numerals) beside(ts []token, i int) bool {
	if i > 0 && (n.month[ts[i-1].s] || n.day[ts[i-1].s]) {
		return true
	}
	for j := i + 1; j < len(ts) && j < i+3; j++ {
		if n.month[ts[j].s] {
			return true
		}
		if ts[j].s != "." && ts[j].s != "de" && ts[j].s != "of" && ts[j].s != "er" {
			break
		}
	}
	return false
}

// scaled multiplies a number by the words behind it, and says where those end.
func scaled(v float64, ts []token, i int) (float64, int) {
	n := numbers()
	for i < len(ts) {
		t := ts[i]
		if t.script == run || t.script == hangul {
			for _, r := range t.s {
				f, ok := n.scale[string(r)]
				if !ok {
					break
				}
				v *= f
			}
			return v, i
		}
		f, ok := n.scale[bare(t)]
		if !ok || t.s == "cent" && ts[i-1].s == "per" || t.s == "cent" && ts[i-1].s == "pour" {
			return v, i
		}
		v *= f
		i++
	}
	return v, i
}

// share reports whether the number from i to end is one of a hundred.
func (n *numerals) share(ts []token, i, end int) bool {
	if i > 0 && (ts[i-1].s == "%" || n.percent[ts[i-1].s]) {
		return true
	}
	if end >= len(ts) {
		return false
	}
	switch t := ts[end]; {
	case t.s == "%" || t.s == "％" || t.s == "٪":
		return true
	case t.script == run && strings.HasPrefix(t.s, "パーセント"), t.script == hangul && (strings.HasPrefix(t.s, "퍼센트") || strings.HasPrefix(t.s, "프로")):
		return true
	case end+1 < len(ts) && n.percent[t.s+"-"+ts[end+1].s]:
		return true
	default:
		return n.percent[bare(t)]
	}
}

// figure takes a number.
func (s *signer) figure(v float64, share bool) {
	if v < 4 && v == math.Trunc(v) && !share || v > 1e17 || v == 0 {
		return
	}
	unit := "number"
	if share {
		unit = "share"
	}
	text := strconv.FormatFloat(v, 'e', -1, 64)
	mantissa, _, _ := strings.Cut(text, "e")
	k := signFigure
	switch n := len(strings.ReplaceAll(mantissa, ".", "")); {
	case v < 10 && n == 1:
		k = signSmall
	case n <= 2:
		k = signNumber
	}
	s.out.sign(hash(signs, unit, text), k)
	if v >= 100 || share && v >= 10 {
		s.out.sign(hash(signs, "round", unit, strconv.FormatFloat(v, 'e', 1, 64)), signRound)
	}
}

// groupers are the marks that group digits and are nothing else.
var groupers = strings.NewReplacer("_", "", " ", "", "'", "", "’", "", "\u00a0", "", "\u202f", "", "\u2009", "")

// parse reads a number; comma says that a comma stands before the decimals.
func parse(t string, comma bool) (float64, bool) {
	t = groupers.Replace(t)
	dots, commas := strings.Count(t, "."), strings.Count(t, ",")
	point := -1 // where the decimals begin
	switch {
	case dots > 0 && commas > 0:
		point = max(strings.LastIndexByte(t, '.'), strings.LastIndexByte(t, ','))
	case dots == 1 && !(comma && groups(t, '.')):
		point = strings.IndexByte(t, '.')
	case commas == 1 && (comma || !groups(t, ',')):
		point = strings.IndexByte(t, ',')
	}
	b := []byte(t)
	out := b[:0]
	for i, c := range b {
		if i == point {
			out = append(out, '.')
		} else if c != '.' && c != ',' {
			out = append(out, c)
		}
	}
	v, err := strconv.ParseFloat(string(out), 64)
	return v, err == nil
}

// groups reports whether a mark parts thousands: three digits follow it.
func groups(t string, sep byte) bool {
	i := strings.IndexByte(t, sep)
	return len(t)-i == 4 && i > 0 && i < 4 && t[0] != '0'
}

// hanNumbers takes the numbers that are written in characters, of two or more.
func (s *signer) hanNumbers(of excerpt, rs []rune) {
	for i := 0; i < len(rs); {
		j := i
		for j < len(rs) && strings.ContainsRune(hanDigits, rs[j]) {
			j++
		}
		if j-i >= 2 && (j == len(rs) || !numbers().dated[rs[j]]) {
			if v, ok := hanNumber(rs[i:j]); ok && v >= 10 {
				s.out.text = of.part(rs, i, j).text()
				s.figure(v, i >= 3 && string(rs[i-3:i]) == "百分之")
			}
		}
		i = max(j, i+1)
	}
}

const hanDigits = "零一二三四五六七八九十百千万亿两〇"

// hanNumber reads a number in characters.
func hanNumber(rs []rune) (float64, bool) {
	total, section, digit, seen := 0.0, 0.0, 0.0, false
	scaled := false
	for _, r := range rs {
		i := strings.IndexRune("零一二三四五六七八九", r)
		switch {
		case i >= 0:
			if seen && digit != 0 {
				return 0, false // digits in a row, of a year or a telephone
			}
			digit, seen = float64(i/3), true
		case r == '〇':
			digit, seen = 0, true
		case r == '两':
			digit, seen = 2, true
		default:
			f := numbers().scale[string(r)]
			if r == '十' {
				f = 10
			}
			scaled = true
			if f >= 1e4 {
				total = (total + section + digit) * f
				section = 0
			} else {
				if !seen || digit == 0 {
					digit = 1
				}
				section += digit * f
			}
			digit, seen = 0, false
		}
	}
	return total + section + digit, scaled
}
