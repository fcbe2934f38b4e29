package han

import (
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// hour reports whether a number is the hour of a time of day: 20时, 下午3点, 8:30.
func (t phrase) hour(i int, r reading) bool {
	if r.lo > 24 || r.lo != float64(int(r.lo)) || r.power > 10 {
		return false
	}
	next := r.next + 1
	if t.at(r.next) == ':' {
		return r.figures && t.at(next) >= '0' && t.at(next) <= '5' && t.figure(next+1)
	}
	for _, mark := range t.lx.hours {
		if t.at(r.next) != mark.r {
			continue
		}
		if t.oneOf(next, mark.not) {
			return false
		}
		return t.daytime(i) || mark.minutes && t.minutes(next) || t.oneOf(next, t.lx.afterHour) || mark.figures && r.figures || r.single && r.lo == 0 // 零点
	}
	return false
}

// minutes reports whether the minutes of a time of day are at i: 9点2分.
func (t phrase) minutes(i int) bool {
	m, ok := t.number(i)
	return ok && m.lo < 60 && t.at(m.next) == t.lx.minute && !t.has(m.next, t.lx.parted)
}

// daytime reports whether a part of the day is before the number at i, or before
// the one that it ends a range with: 凌晨2点到5点, 晚8至10点.
func (t phrase) daytime(i int) bool {
	for t.oneOf(i-1, t.lx.ranges) {
		i--
		if i > 0 && t.hourMark(i-1) {
			i--
		}
		for i > 0 && t.numeralAt(i-1) {
			i--
		}
	}
	return t.at(i-1) == masked || t.anyBefore(i, t.lx.daytimes)
}

func (t phrase) hourMark(i int) bool {
	for _, mark := range t.lx.hours {
		if t.at(i) == mark.r {
			return true
		}
	}
	return false
}

// mornings and afternoons are words for a part of the day that is in one half of it.
var (
	mornings   = strings.Fields("上午 午前 凌晨 清晨 早上 早晨")
	afternoons = strings.Fields("下午 午后 傍晚")
)

// beforeHour may be between such a word and the hour.
const beforeHour = "约大近 "

// half is the half of the day that the words before the hour at i say.
func (t phrase) half(i int) quantity.Half {
	for t.oneOf(i-1, beforeHour) {
		i--
	}
	switch {
	case t.anyBefore(i, mornings):
		return quantity.Morning
	case t.anyBefore(i, afternoons):
		return quantity.Afternoon
	}
	return quantity.EitherHalf
}

// clock reads a time of day as minutes after midnight.
func (t phrase) clock(n quantity.Number, i int, r reading) (quantity.Number, int, bool) {
	mins, next := r.lo*60, r.next+1
	if t.at(next) == t.lx.oclock {
		next++
	}
	if t.at(next) == t.lx.half {
		mins += 30
		next++
	} else if m, ok := t.number(next); ok && m.lo < 60 && (t.at(r.next) == ':' || t.at(m.next) == t.lx.minute) {
		mins += m.lo
		next = m.next
		if t.at(next) == t.lx.minute {
			next++
		}
	}
	v := quantity.Written(quantity.Clock, mins)
	v.Half = quantity.HalfOf(r.lo, t.half(i))
	n.Alts = []quantity.Value{v}
	n.End = t.off[next]
	return n, next, true
}
