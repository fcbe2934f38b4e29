package han

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// calendar reads what a sentence says of time, and masks it: what dates a thing counts
// nothing.
func (t phrase) calendar(published time.Time) quantity.Calendar {
	var c quantity.Calendar
	c.Turns = t.turns()
	for i := 0; i < len(t.r); {
		c.Dates = append(c.Dates, t.listedDate(i, c)...)
		d, next, ok := t.date(i, published)
		if !ok {
			near := t.first(i, t.lx.near) > 0
			if t.first(i, t.lx.later) > 0 {
				c.Next, c.Following, near = true, true, false
			}
			c.Next, c.Unclear, c.Years = c.Next || near, c.Unclear || near, c.Years || near
			i++
			continue
		}
		d.Start, d.End = t.off[i], t.off[next]
		c.Dates = append(c.Dates, d)
		t.mask(d.Start, d.End)
		i = next
	}
	return c
}

// turns finds 上周 and its like where no day is named with them.
func (t phrase) turns() []quantity.Turn {
	var out []quantity.Turn
	for i := range t.r {
		if !t.oneOf(i, t.lx.turnStarts) {
			continue
		}
		for _, w := range t.lx.turns {
			if !t.has(i, w.s) || w.of == quantity.AYear && w.step == 0 && strings.ContainsAny(string(t.r), t.lx.otherYears) {
				continue // 今年比去年, 今年和明年
			}
			next := i + length(w.s)
			if t.digitAt(next) < 0 && !t.oneOf(next, t.lx.afterTurn) && !t.oneOf(i-1, t.lx.beforeTurn) {
				out = append(out, quantity.Turn{Start: t.off[i], End: t.off[next], Of: w.of, Step: w.step})
			}
		}
	}
	return out
}

// listedDate reads the first of several months or days that share their sign:
// 10~12月, 14、15日. A year right before it is its own too.
func (t phrase) listedDate(i int, c quantity.Calendar) []quantity.Date {
	if t.digitAt(i) < 0 || t.digitAt(i-1) >= 0 {
		return nil
	}
	r, ok := t.number(i)
	if !ok || r.vague || r.spread || r.lo < 1 || r.lo > 31 || !t.oneOf(r.next, t.lx.listed) {
		return nil
	}
	d := quantity.Date{Start: t.off[i], End: t.off[r.next]}
	if k := len(c.Dates) - 1; k >= 0 && c.Dates[k].End == d.Start {
		d.Year, d.Month = c.Dates[k].Year, c.Dates[k].Month
	}
	if _, _, ok := t.numberBefore(r.next+1, t.lx.month, 12); ok && r.lo <= 12 && d.Month == 0 {
		d.Month = int(r.lo)
		return []quantity.Date{d}
	}
	if _, _, ok := t.numberBefore(r.next+1, t.lx.days[0].s, 31); ok {
		d.Day, d.Bare = int(r.lo), d.Month == 0
		return []quantity.Date{d}
	}
	return nil
}

// date reads the date that begins at character i.
func (t phrase) date(i int, published time.Time) (quantity.Date, int, bool) {
	if !t.numeralAt(i) && !t.oneOf(i, t.lx.dateStarts) {
		return quantity.Date{}, 0, false
	}
	if d, next, ok := t.decade(i); ok {
		return d, next, true
	}
	var d quantity.Date
	y, next := t.year(i, published)
	d.Year, d.Spoken = y, y != 0 && !numeral(t.at(i))
	if m, after, ok := t.monthAt(next); ok {
		d.Month, next = m, after
	} else if step, after, ok := t.nearMonth(next); ok && d.Year == 0 {
		return t.inNearMonth(step, after, published)
	}
	if n, after, ok := t.dayAt(next, d); ok {
		d.Day, next, d.Bare = n, after, d.Month == 0
	}
	switch {
	case d.Month == 0 && t.has(i, t.lx.thisYear): // said freely, as "this year" is left out
		return quantity.Date{}, 0, false
	case d.Absolute() && next > i:
		return d, next, true
	case next == i:
		return t.weekDate(i, published)
	}
	return quantity.Date{}, 0, false
}

// monthAt reads 3月, but not 三个月.
func (t phrase) monthAt(i int) (m, next int, ok bool) {
	m, next, ok = t.numberBefore(i, t.lx.month, 12)
	if ok && t.at(next) == t.lx.monthTail {
		return m, next + 1, true
	}
	return m, next, ok && !(i > 0 && t.at(i-1) == t.lx.piece)
}

// dayAt reads 26日 of a date without its day. Without a month, too, it is one only in
// figures; with a year alone there is none.
func (t phrase) dayAt(i int, d quantity.Date) (n, next int, ok bool) {
	if d.Month == 0 && d.Year != 0 {
		return 0, i, false
	}
	for _, mark := range t.lx.days {
		n, next, ok := t.numberBefore(i, mark.s, 31)
		if ok && (d.Month != 0 || mark.alone && t.figure(i) && !t.oneOf(next, mark.not)) {
			return n, next, true
		}
	}
	return 0, i, false
}

// nearMonth reads 上个月, 本月.
func (t phrase) nearMonth(i int) (step, next int, ok bool) {
	for _, w := range t.lx.nearMonths {
		if t.has(i, w.s) {
			return w.step, i + length(w.s), true
		}
	}
	return 0, i, false
}

// inNearMonth is a date in a month by its place before or after the report's: 上月5日.
func (t phrase) inNearMonth(step, next int, published time.Time) (quantity.Date, int, bool) {
	var d quantity.Date
	if !published.IsZero() {
		at := time.Date(published.Year(), published.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		d.Month, d.Year = int(at.Month()), at.Year()
	}
	if n, after, ok := t.numberBefore(next, t.lx.days[0].s, 31); ok {
		d.Day = n
		return d, after, true
	}
	if d.Month == 0 {
		return quantity.Date{}, 0, false
	}
	first := time.Date(d.Year, time.Month(d.Month), 1, 0, 0, 0, 0, time.UTC)
	return quantity.Stretch(0, 0, quantity.Days(first), quantity.Days(first.AddDate(0, 1, -1))), next, true
}

// year reads 2023年, 二〇二三年, 去年; next is i when there is none.
func (t phrase) year(i int, published time.Time) (y, next int) {
	if numeral(t.at(i-1)) || t.at(i-1) == '.' {
		return 0, i
	}
	if y, next := t.eraYear(i); y != 0 {
		return y, next
	}
	if r, ok := t.number(i); ok && r.figures && r.lo >= 1000 && r.lo < 2200 && r.next-i == 4 {
		for _, mark := range t.lx.years {
			if !t.has(r.next, mark.s) || t.oneOf(r.next+length(mark.s), mark.not) {
				continue
			}
			next = r.next + length(mark.s)
			if t.oneOf(next, mark.tail) {
				next++
			}
			return int(r.lo), next
		}
	}
	for _, w := range t.lx.nearYears {
		if t.has(i, w.s) && !published.IsZero() {
			return published.Year() + w.step, i + length(w.s)
		}
	}
	return 0, i
}

// eraYear reads 令和8年.
func (t phrase) eraYear(i int) (y, next int) {
	for _, e := range t.lx.eras {
		if !t.has(i, e.s) {
			continue
		}
		at := i + length(e.s)
		if t.has(at, t.lx.firstYear) {
			return e.step + 1, at + length(t.lx.firstYear)
		}
		if n, next, ok := t.numberBefore(at, t.lx.years[0].s, 64); ok {
			return e.step + n, next
		}
	}
	return 0, i
}

// decade reads 20世纪60年代, 上世纪90年代, 1960年代, 六十年代. A century alone is an
// ordinal: it is left to the numbers.
func (t phrase) decade(i int) (quantity.Date, int, bool) {
	base, j := 0, i
	if n, next, ok := t.numberBefore(i, t.lx.century, 30); ok && n > 1 {
		base, j = (n-1)*100, next
	}
	for _, w := range t.lx.centuries {
		if t.has(i, w.s) {
			base, j = w.step, i+length(w.s)
			break
		}
	}
	r, ok := t.number(j)
	if !ok || r.vague || !t.has(r.next, t.lx.decade) {
		return quantity.Date{}, 0, false
	}
	y := int(r.lo)
	if y < 100 && base > 0 {
		y += base
	}
	return quantity.Date{Year: y, Decade: true}, r.next + length(t.lx.decade), true
}

// numberBefore reads a number up to most that is right before mark.
func (t phrase) numberBefore(i int, mark string, most float64) (n, next int, ok bool) {
	if before := t.at(i - 1); numeral(before) || before == '.' || before == t.lx.ordinal {
		return 0, 0, false
	}
	r, ok := t.number(i)
	if !ok || r.vague || r.spread || r.bound != quantity.Exact || r.lo < 1 || r.lo > most ||
		!t.has(r.next, mark) || r.lo != float64(int(r.lo)) {
		return 0, 0, false
	}
	return int(r.lo), r.next + length(mark), true
}

// weekDate reads 周五, 上周四, 星期一, 昨天.
func (t phrase) weekDate(i int, published time.Time) (quantity.Date, int, bool) {
	for _, w := range t.lx.nearDays {
		if t.has(i, w.s) && !published.IsZero() {
			p := quantity.DayOf(published) + w.step
			return quantity.Stretch(0, 0, p-1, p+1), i + length(w.s), true
		}
	}
	if day, next, ok := t.planetDay(i); ok {
		return quantity.Date{Weekday: day, Named: true}, next, true
	}
	week, j := anyWeek, i
	for _, w := range t.lx.weekSteps {
		if t.has(i, w.s) {
			week, j = w.step, i+length(w.s)
			if t.at(j) == t.lx.piece {
				j++
			}
			break
		}
	}
	size := t.first(j, t.lx.weeks)
	if size == 0 {
		return quantity.Date{}, 0, false
	}
	j += size
	day, ok := indexOf(t.lx.weekdays, t.at(j))
	if !ok || t.weekly(i, j) {
		return quantity.Date{}, 0, false
	}
	d := quantity.Date{Weekday: time.Weekday(day % 7), Named: true}
	if week != anyWeek && !published.IsZero() { // weeks begin on Monday
		monday := quantity.DayOf(published) - (int(published.Weekday())+6)%7
		d.From = monday + 7*week + (day+6)%7
		d.Upto = d.From
	}
	return d, j + 1, true
}

// anyWeek is the week of a day that may lie on either side of the report's.
const anyWeek = 0

// planetDay reads 水曜, as far as it names a day of the week.
func (t phrase) planetDay(i int) (time.Weekday, int, bool) {
	day, ok := indexOf(t.lx.planets, t.at(i))
	if !ok || t.at(i+1) != t.lx.planetDay {
		return 0, i, false
	}
	next := i + 2
	if t.oneOf(next, t.lx.days[0].s) {
		next++
	}
	return time.Weekday(day), next, true
}

// indexOf is which of the characters r is, from 0.
func indexOf(chars string, r rune) (int, bool) {
	n := 0
	for _, c := range chars {
		if c == r {
			return n, true
		}
		n++
	}
	return 0, false
}

// weekly reports whether what looks like a day of the week at j, in a phrase that
// begins at i, counts something: 每周三次, 两周五天, 上周三名官员, 历时数周三轮. In 人数周六升至
// the number of people is said, and a day.
func (t phrase) weekly(i, j int) bool {
	if t.measureAt(j+1) == 0 || t.ordinary(j+1) {
		return false
	}
	switch {
	case t.digitAt(i-1) >= 0 || t.oneOf(i-1, t.lx.beforeWeeks):
		return true
	case t.at(i-1) == t.lx.some:
		return !han(t.at(i-2)) || t.oneOf(i-2, t.lx.lasting)
	}
	return (j-i > 1 || t.stepped(i)) && t.at(j) != '二' && t.oneOf(j+1, t.lx.weekMeasures)
}

// stepped reports whether a week at i is the last, this or the next one.
func (t phrase) stepped(i int) bool {
	for _, w := range t.lx.weekSteps {
		if t.before(i, w.s) || t.at(i-1) == t.lx.piece && t.before(i-1, w.s) {
			return true
		}
	}
	return false
}
