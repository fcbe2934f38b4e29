package tally

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// token is a run of letters, of digits, or a sign.
type token struct {
	s          string // in lower case
	start, end int
	n          float64 // of digits
	digits     bool
	gap        bool // white space or nothing readable is before it
}

// maxTokens bounds the work on one sentence.
const maxTokens = 1000

// Read reads the numbers of a sentence of a language; nil: it has none, or nobody has words of the language. Hours, days of a
// month, ages and places in an order are left out.
func Read(s, lang string) []quantity.Number {
	l := languageOf(lang)
	if l == nil {
		return nil
	}
	r := &reading{l: l, text: s, tokens: l.tokens(s)}
	var out []quantity.Number
	for i := 0; i < len(r.tokens); {
		n, next, ok := r.numberAt(i)
		if ok {
			out = append(out, n)
		}
		i = max(next, i+1)
	}
	return out
}

// reading is a sentence while it is read.
type reading struct {
	l      *language
	text   string
	tokens []token
}

// tokens parts a sentence.
func (l *language) tokens(s string) []token {
	var out []token
	gap := true
	for i := 0; i < len(s) && len(out) < maxTokens; {
		c, size := utf8.DecodeRuneInString(s[i:])
		end := i + size
		switch {
		case unicode.IsDigit(c):
			end = l.digitsEnd(s, i)
			t := token{s: s[i:end], start: i, end: end, digits: true, gap: gap}
			t.n = l.worth(t.s)
			out = append(out, t)
		case unicode.IsLetter(c) || unicode.IsMark(c):
			for end < len(s) {
				d, n := utf8.DecodeRuneInString(s[end:])
				if !unicode.IsLetter(d) && !unicode.IsMark(d) && !strings.ContainsRune("²³", d) {
					break
				}
				end += n
			}
			out = append(out, token{s: strings.ToLower(s[i:end]), start: i, end: end, gap: gap})
		case unicode.IsSpace(c):
			gap = true
			i = end
			continue
		default:
			out = append(out, token{s: s[i:end], start: i, end: end, gap: gap})
		}
		gap = false
		i = end
	}
	return out
}

// digitsEnd is where a number in digits ends: with its groups and decimals.
func (l *language) digitsEnd(s string, i int) int {
	end := i
	for end < len(s) {
		c, size := utf8.DecodeRuneInString(s[end:])
		if unicode.IsDigit(c) {
			end += size
			continue
		}
		next, n := utf8.DecodeRuneInString(s[end+size:])
		if !unicode.IsDigit(next) {
			break
		}
		spaced := c == ' ' || c == '\u00a0' || c == '\u202f'
		if spaced && !l.group(s, i, end, end+size) || !spaced && !strings.ContainsRune(".,٫٬", c) {
			break
		}
		end += size + n
	}
	return end
}

// group reports whether three digits stand behind a space that are a group of thousands.
func (l *language) group(s string, start, end, from int) bool {
	n := 0
	for from+n < len(s) && s[from+n] >= '0' && s[from+n] <= '9' {
		n++
	}
	head := s[start:end]
	if i := strings.LastIndexFunc(head, unicode.IsSpace); i >= 0 {
		head = head[i:]
	}
	return n == 3 && !l.joined && len(strings.TrimSpace(head)) <= 3 && !strings.ContainsAny(head, ".,")
}

// worth is what digits mean.
func (l *language) worth(s string) float64 {
	point, group := ".", ",٬"
	if l.comma {
		point, group = ",", ".٬"
	}
	var b strings.Builder
	for _, c := range s {
		switch {
		case c >= '٠' && c <= '٩':
			b.WriteRune(c - '٠' + '0')
		case c >= '0' && c <= '9':
			b.WriteRune(c)
		case strings.ContainsRune(point, c) || c == '٫':
			b.WriteByte('.')
		case strings.ContainsRune(group, c) || unicode.IsSpace(c):
		}
	}
	out := b.String()
	if l.comma && strings.Count(s, ".") == 1 && len(s)-strings.IndexByte(s, '.') != 4 { // 6.4 in a language that writes 6,4
		out = s
	}
	v, err := strconv.ParseFloat(out, 64)
	if err != nil {
		return 0
	}
	return v
}

// find returns the longest phrase at a token that one of the keys names, and the tokens it takes; one of joined words may end
// within a token, cut bytes from its start.
func (r *reading) find(i int, want ...key) (best entry, next int, cut int) {
	if i >= len(r.tokens) {
		return entry{}, 0, 0
	}
	size := 0
	for _, w := range r.forms(i) {
		for _, e := range r.l.entries[initial(w)] {
			if !slices.Contains(want, e.key) {
				continue
			}
			if n, c, weight := r.matches(e, i, w); n > 0 && weight > size {
				best, next, cut, size = e, n, c, weight
			}
		}
	}
	return best, next, cut
}

// forms are the words that a token may be: itself, and without a letter joined before it.
func (r *reading) forms(i int) []string {
	w := r.tokens[i].s
	out := []string{w}
	for _, p := range r.l.prefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 3 {
			out = append(out, rest)
			rest, ok = strings.CutPrefix(rest, "ال")
			if ok {
				out = append(out, rest)
			}
		}
	}
	return out
}

// matches reports whether a phrase stands at a token, of which the first word is w; weight: its length.
func (r *reading) matches(e entry, i int, w string) (next, cut, weight int) {
	for k, word := range e.words {
		if i+k >= len(r.tokens) {
			return 0, 0, 0
		}
		have := r.tokens[i+k].s
		if k == 0 {
			have = w
		}
		start, open := strings.CutSuffix(word, "*")
		switch {
		case have == start:
		case open && strings.HasPrefix(have, start):
		case r.l.joined && k == len(e.words)-1 && e.key == power && strings.HasPrefix(have, start):
			cut = len(start)
		default:
			return 0, 0, 0
		}
		weight += len(start)
	}
	return i + len(e.words), cut, weight
}

// split parts a token of joined words after so many bytes.
func (r *reading) split(i, cut int) {
	t := r.tokens[i]
	head, tail := t, t
	head.s, head.end = t.s[:cut], t.start+cut
	tail.s, tail.start, tail.gap = t.s[cut:], t.start+cut, false
	r.tokens = slices.Replace(r.tokens, i, i+1, head, tail)
}

// sum is a number while its words are added up.
type sum struct {
	terms []float64
	read  bool
}

func (s *sum) times(p float64) {
	all := 0.0
	for len(s.terms) > 0 && s.terms[len(s.terms)-1] < p {
		all += s.terms[len(s.terms)-1]
		s.terms = s.terms[:len(s.terms)-1]
	}
	if all == 0 {
		all = 1
	}
	s.terms = append(s.terms, all*p)
}

func (s *sum) value() float64 {
	v := 0.0
	for _, t := range s.terms {
		v += t
	}
	return v
}

// worthAt reads what the words of a number from a token on are worth.
func (r *reading) worthAt(i int) (v float64, next int, digits, ok bool) {
	var s sum
	for next = i; next < len(r.tokens); {
		t := r.tokens[next]
		if t.digits {
			if s.read && (t.gap || !r.l.joined) {
				break
			}
			s.terms, s.read, digits = append(s.terms, t.n), true, true
			next++
			continue
		}
		e, upto, cut := r.find(next, number, power, link, half)
		switch {
		case upto == 0, e.key == link && (!s.read || digits || !r.more(upto)), e.key == number && digits, e.key == number && r.l.joined && !r.natives(upto):
			return s.value(), next, digits, s.read && next > i
		case e.key == power && !s.read && r.l.joined && (cut > 0 || t.gap && e.n >= 1e4):
			return 0, i, false, false // 천 or 만 may be any syllable
		case e.key == power:
			if cut > 0 {
				r.split(next, cut)
			}
			s.times(e.n)
			s.read = true
		case e.key == half:
			s.terms = append(s.terms, .5)
		case e.key == number:
			s.terms, s.read = append(s.terms, e.n), true
		}
		next = upto
	}
	return s.value(), next, digits, s.read && next > i
}

// more reports whether a number in words stands at a token.
func (r *reading) more(i int) bool {
	_, next, _ := r.find(i, number, power)
	return next > 0
}

// natives reports whether what words of numbers count stands at a token.
func (r *reading) natives(i int) bool {
	if i >= len(r.tokens) {
		return false
	}
	return slices.ContainsFunc(r.l.native, func(w string) bool { return strings.HasPrefix(r.tokens[i].s, w) })
}

// numberAt reads a number that begins at a token. Not ok: there is none, or it is no amount.
func (r *reading) numberAt(i int) (n quantity.Number, next int, ok bool) {
	if e, upto, _ := r.find(i, dual); upto > 0 {
		v := quantity.Written(quantity.Count, e.n).In(e.unit)
		return quantity.Number{Start: r.tokens[i].start, End: r.tokens[i].end, Alts: []quantity.Value{v}}, upto, true
	}
	if i > 0 && r.tokens[i].digits && !r.tokens[i].gap && r.word(i-1) {
		return n, i + 1, false // L6
	}
	v, next, digits, ok := r.worthAt(i)
	if !ok {
		return n, next, false
	}
	if !digits && v == 1 {
		return n, next, false
	}
	n.Start, n.End = r.tokens[i].start, r.tokens[next-1].end
	val := quantity.Written(quantity.Count, v)
	next, ok = r.unit(&n, &val, next)
	n.Alts = []quantity.Value{val}
	r.boundBefore(&n, i)
	e, _, _ := r.findBefore(i, ordinal, negative, age)
	if e == ordinal || e == age {
		ok = false
	}
	if e == negative {
		n.Alts[0].Sign = quantity.Below
	}
	return n, next, ok && !r.year(n, v, digits)
}

func (r *reading) word(i int) bool {
	c, _ := utf8.DecodeRuneInString(r.tokens[i].s)
	return unicode.IsLetter(c) && !(r.l.joined && c > 0x2000) && !slices.Contains(r.l.prefixes, r.tokens[i].s)
}

// year reports whether a number is that of a year: four digits without a unit.
func (r *reading) year(n quantity.Number, v float64, digits bool) bool {
	bare := n.Alts[0].Unit == (quantity.Unit{}) && n.Alts[0].Kind == quantity.Count && n.Alts[0].Thing == quantity.Unnamable
	return digits && bare && v >= 1900 && v <= 2100 && v == float64(int(v)) && !strings.ContainsAny(r.text[n.Start:n.End], "., \u00a0")
}

// unit reads what stands behind a number. Not ok: it makes it an hour, a day, a place or an age.
func (r *reading) unit(n *quantity.Number, v *quantity.Value, next int) (int, bool) {
	for range 3 {
		e, upto, _ := r.find(next, percent, points, person, unit, clock, month, ordinal, age, of, afterMore, afterAbout, afterMost, afterLess)
		if upto == 0 {
			return r.counter(n, next), true
		}
		if e.key == of {
			if _, known, _ := r.find(upto, person, unit); known == 0 || n.End != r.tokens[next-1].end {
				return next, true
			}
			next = upto
			continue
		}
		if b, bounded := bounds[e.key]; bounded {
			n.Bound = b
			n.End, next = r.tokens[upto-1].end, upto
			continue
		}
		switch e.key {
		case clock:
			return r.minutes(upto), false
		case month, ordinal, age:
			return upto, false
		case percent:
			*v = v.Scaled(.01).As(quantity.Share)
		case points:
			*v = v.Scaled(.01).As(quantity.Points)
		case person:
			v.Thing = quantity.Person
		case unit:
			*v = v.In(e.unit)
		}
		n.End, next = r.tokens[upto-1].end, upto
		if e.key == person && !r.l.joined {
			return next, true
		}
	}
	return next, true
}

// counter reads a bound behind a word that counts and stands joined to a number: 200편 이상.
func (r *reading) counter(n *quantity.Number, next int) int {
	if !r.l.joined || next >= len(r.tokens) || r.tokens[next].gap || n.Bound != quantity.Exact {
		return next
	}
	e, upto, _ := r.find(next+1, afterMore, afterAbout, afterMost, afterLess)
	if upto == 0 {
		return next
	}
	n.Bound, n.End = bounds[e.key], r.tokens[upto-1].end
	return upto
}

// minutes steps over the minutes of an hour.
func (r *reading) minutes(next int) int {
	if next < len(r.tokens) && r.tokens[next].digits {
		return next + 2
	}
	return next
}

// before bounds how many tokens before a number belong to it.
const before = 3

// findBefore returns which of the keys a phrase that ends before a token has.
func (r *reading) findBefore(i int, want ...key) (k key, start int, ok bool) {
	for back := 1; back <= before && i-back >= 0; back++ {
		e, upto, _ := r.find(i-back, want...)
		if upto == i {
			return e.key, r.tokens[i-back].start, true
		}
	}
	return number, 0, false
}

// boundBefore reads the words before a number that bound it.
func (r *reading) boundBefore(n *quantity.Number, i int) {
	k, start, ok := r.findBefore(i, more, about, most, less, near)
	if ok && n.Bound == quantity.Exact {
		n.Bound, n.Lead = bounds[k], start+1
	}
}
