package when

import "strings"

// moment is a time in pieces.
type moment struct {
	year, month, day        int
	hour, minute, sec, nano int
	clock                   bool
	half                    half
	zone                    zone
}

// clockAt reads a time of day that starts with the token at i: 9:05, 9:05:07.25, 9.05, 9h05, 9 pm, 9 Uhr, 下午9点5分, 오후 9:05.
// It returns the place after it, 0 where there is none.
func (r *reader) clockAt(i int, m *moment) int {
	c := moment{}
	j := r.halfBefore(i, &c)
	t := r.tok(j)
	if t.kind != number || t.digits > 2 {
		return 0
	}
	c.hour = t.n
	next := r.minutes(j+1, &c)
	if next == 0 {
		if next = r.hourWord(j + 1); next == 0 {
			return 0
		}
	}
	next = r.halfAfter(next, &c)
	m.hour, m.minute, m.sec, m.nano, m.half, m.clock = c.hour, c.minute, c.sec, c.nano, c.half, true
	return next
}

// halfBefore reads a half of the day before the hour.
func (r *reader) halfBefore(i int, c *moment) int {
	t := r.tok(i)
	if t.kind != letters {
		return i
	}
	if first := r.s[t.from]; first >= 0xE1 { // a script without spaces
		for _, h := range r.v.halves {
			if strings.HasPrefix(r.s[t.from:], h) {
				c.half = r.v.words[h].half
				return r.after(i, len(h))
			}
		}
	}
	if next, h := r.halfWord(i); h != noHalf && r.tok(next).kind == number {
		c.half = h
		return next
	}
	return i
}

// halfWord reads a word for a half of the day, in one piece or in letters with points: pm, p. m., π.μ.
func (r *reader) halfWord(i int) (next int, h half) {
	t := r.tok(i)
	if t.kind != letters {
		return i, noHalf
	}
	if len(t.s) <= 2 && len(t.s) > 0 { // one letter
		j := i + 1
		if r.is(j, ".") {
			j++
		}
		if u := r.tok(j); u.kind == letters && len(u.s) <= 2 && j > i+1 {
			if w := r.v.lookup(t.s + u.s); w != nil && w.half != noHalf {
				if r.is(j+1, ".") {
					j++
				}
				return j + 1, w.half
			}
		}
	}
	if w := r.word(i); w.half != noHalf {
		if r.is(i+1, ".") && r.tight(i+1) {
			i++
		}
		return i + 1, w.half
	}
	return i, noHalf
}

// halfAfter reads a half of the day after the hour, and the words for an hour: 9:05 Uhr, 9:05 de la noche, 9 ч. 5 мин. утра.
func (r *reader) halfAfter(i int, c *moment) int {
	if c.half != noHalf {
		return i
	}
	if next, h := r.halfWord(i); h != noHalf {
		c.half = h
		return next
	}
	j := i
	for k := 0; k < 3 && (r.isHour(j) || r.word(j).fill && r.tok(j).kind == letters || r.is(j, ".") && r.word(j-1).hour); k++ {
		if r.isHour(j) {
			i = j + 1
		}
		j++
	}
	if j > i || j > 0 && r.word(j-1).hour {
		if next, h := r.halfWord(j); h != noHalf {
			c.half = h
			return next
		}
	}
	return i
}

// minutes reads what follows the hour: :05, :05:07.5, .05, h05, 点5分7秒, and the unit alone.
func (r *reader) minutes(i int, c *moment) int {
	switch {
	case r.is(i, ":"):
		if r.small(i+1) < 0 {
			return 0
		}
		c.minute = r.small(i + 1)
		return r.seconds(i+2, c)
	case r.is(i, "."):
		if r.small(i+1) < 0 || r.tok(i+1).digits != 2 || !r.tight(i) || !r.tight(i+1) || r.is(i+2, ".") && r.tight(i+2) && r.tok(i+3).kind == number && r.tok(i+3).digits != 2 {
			return 0
		}
		c.minute = r.small(i + 1)
		if r.is(i+2, ".") && r.tight(i+2) && r.tok(i+3).digits == 2 {
			c.sec = r.small(i + 3)
			return i + 4
		}
		return i + 2
	case r.is(i, "時", "时", "点", "點", "시"):
		return r.easternMinutes(i+1, c)
	case r.isHour(i):
		return r.letterMinutes(i+1, c)
	}
	return 0
}

func (r *reader) easternMinutes(i int, c *moment) int {
	if r.is(i, "半") {
		c.minute = 30
		return i + 1
	}
	if r.is(i, "整") {
		return i + 1
	}
	if r.small(i) < 0 {
		return i
	}
	if r.is(i+1, "分", "분") {
		c.minute = r.small(i)
		if r.small(i+2) >= 0 && r.is(i+3, "秒", "초") {
			c.sec = r.small(i + 2)
			return i + 4
		}
		return i + 2
	}
	if r.tok(i).digits == 2 && r.tight(i) {
		c.minute = r.small(i)
		return i + 1
	}
	return i
}

var minuteWords = [...]string{"min", "m", "мин", "минут", "хв", "phút", "minuten", "minutos", "minutes", "น"}

// letterMinutes reads the minutes after a word for the hour, if there are any.
func (r *reader) letterMinutes(i int, c *moment) int {
	if r.is(i, ".") {
		i++
	}
	if r.small(i) < 0 || r.tok(i).digits != 2 && !r.is(i+1, minuteWords[:]...) {
		return i
	}
	c.minute = r.small(i)
	i++
	if r.is(i, minuteWords[:]...) {
		if i++; r.is(i, ".") {
			i++
		}
	}
	return i
}

// seconds reads :07 and a fraction.
func (r *reader) seconds(i int, c *moment) int {
	if r.is(i, ":") && r.small(i+1) >= 0 {
		c.sec = r.small(i + 1)
		i += 2
	}
	if r.is(i, ".", ",") && r.tight(i) && r.tok(i+1).kind == number && r.tight(i+1) {
		t, scale := r.tok(i+1), 100_000_000
		for _, d := range []byte(r.s[t.from:t.to]) {
			c.nano += int(d-'0') * scale
			scale /= 10
		}
		i += 2
	}
	return i
}

// hourWord passes over what makes a number alone an hour of half a day, to where the half is: 9 pm, 9 p. m.
func (r *reader) hourWord(i int) int {
	if next, h := r.halfWord(i); (h == am || h == pm) && (next > i+1 || r.is(i, "am", "pm")) {
		return i // of other words, "5 mañana" is no hour
	}
	return 0
}

// isHour reports whether the word at i follows the number of an hour. A capital alone is a zone of RFC 822.
func (r *reader) isHour(i int) bool {
	return r.word(i).hour && !(r.strict && r.tok(i).capital && len(r.tok(i).s) == 1)
}

// settle completes the hour by its half of the day. It is false for a clock that is none: the day stands alone then.
func (m *moment) settle() bool {
	switch m.half {
	case am:
		if m.hour == 12 {
			m.hour = 0
		} else if m.hour > 12 {
			return false
		}
	case pm:
		if m.hour == 24 {
			return false
		}
		if m.hour < 12 {
			m.hour += 12 // 午後0時, too; "15:00 PM" is seen
		}
	case noon:
		if m.hour < 6 {
			m.hour += 12
		}
	case night:
		if m.hour < 6 || m.hour == 12 {
			return false // of this day or of the next?
		}
		if m.hour < 12 {
			m.hour += 12
		}
	}
	midnight := m.hour == 24 && m.minute == 0 && m.sec == 0 && m.nano == 0
	return (m.hour <= 23 || midnight) && m.minute <= 59 && m.sec <= 60
}
