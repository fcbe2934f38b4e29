package latin

import (
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// relative reads what the word at token i says of time in relation to publication or to
// another time: yesterday, last week, three days ago, a year earlier.
func (c *calendar) relative(i int) {
	w, before, after := &c.ts[i], at(c.ts, i-1), at(c.ts, i+1)
	switch {
	case w.is(countedYears) && c.counting(i):
		c.shift(i)
	case w.is(isRelative):
		c.near(i)
		c.turnAt(i)
	case w.is(shifting):
		c.following(i)
		if before.is(yearOrDecade) {
			c.shift(i - 1)
		} else if after.is(year) {
			c.shift(i + 1)
		}
	case w.is(nextWord):
		c.Next, c.Following = c.Next || after.is(dayOrMorning), c.Following || after.is(dayOrMorning)
		c.Years = c.Years || !after.is(calendarUnit) // "4.6% this year and 4.1% next"
	case w.is(timeOfDay):
		c.Next = true
	case w.is(ago):
		c.ago(i)
	case w.period != 0:
		c.periodAt(i)
	}
}

// following notes that the word at token i names a day by its distance from another one: the
// day after, two weeks earlier, the following night.
func (c *calendar) following(i int) {
	before, after := at(c.ts, i-1), at(c.ts, i+1)
	u := before.unit
	day := u == quantity.Day || u == quantity.Week
	c.Following = c.Following || day || after.is(dayOrMorning)
	c.Next = c.Next || c.Following || u == quantity.Hour || after.is(night)
	if day {
		n := c.lx.countBefore(c.ts, i-1)
		c.Steps = append(c.Steps, int(n*u.Factor))
	}
}

// fewDays is how many days there may be where it is not said how many.
const fewDays = 10

// countBefore is the number right before the unit at token i: one where the unit is a single
// one, fewDays where none is said.
func (lx *lexicon) countBefore(ts []token, i int) float64 {
	for k := 1; k <= min(3, i); k++ {
		if q, next, ok := lx.inWords(ts, i-k); ok && next == i {
			return q
		}
	}
	switch w := at(ts, i-1); {
	case w.num:
		return w.n
	case ts[i].period != 0 || w.is(article) || w.is(determiner) || w.is(thisPeriod):
		return 1
	}
	return fewDays
}

// near allows the days around publication that the word at token i allows.
func (c *calendar) near(i int) {
	w := &c.ts[i]
	c.Unclear = true
	if w.is(nextDay) {
		c.Next = true
	}
	if w.is(yearly) || at(c.ts, i-1).is(counted) || at(c.ts, i-2).is(counted) || at(c.ts, i+1).is(counted) {
		c.Years = true
	}
	if !c.published.IsZero() {
		p := quantity.DayOf(c.published)
		c.add(quantity.Stretch(w.start, w.end, p+w.from, p+w.upto))
	}
}

// counting reports whether the years at token i are counted from or to another: vor
// zwei Jahren, il y a trente ans, deux ans plus tard.
func (c *calendar) counting(i int) bool {
	for k := max(0, i-4); k <= i+2; k++ {
		if k != i && at(c.ts, k).is(counted) {
			return true
		}
	}
	return false
}

// shift notes by how many years something lies before or after, from the word for years
// at token i and the number before it.
func (c *calendar) shift(i int) {
	complete := !c.Years || len(c.Shifts) > 0
	c.Years = true
	n, ok := 1., at(c.ts, i).is(oneYear)
	for k := 1; k <= min(3, i); k++ { // twenty-five years
		if q, next, read := c.lx.inWords(c.ts, i-k); read && next == i {
			n, ok = q, true
		}
	}
	if w := at(c.ts, i-1); w.num {
		n, ok = w.n, true
	}
	if at(c.ts, i).is(decadeLike) {
		n *= 10
	}
	if c.Shifts = append(c.Shifts, int(n)); !ok || !complete {
		c.Shifts = nil
	}
}

// ago reads three days ago, a year ago.
func (c *calendar) ago(i int) {
	c.Unclear = true
	before := at(c.ts, i-1)
	if before.is(yearLike) {
		c.shift(i - 1)
	}
	u := before.unit
	if u.Dim != quantity.Span || c.published.IsZero() {
		return
	}
	n := 1.
	if q, next, ok := c.lx.inWords(c.ts, max(0, i-2)); ok && next == i-1 {
		n = q
	} else if w := at(c.ts, i-2); w.num {
		n = w.n
	}
	day := quantity.DayOf(c.published) - int(n*u.Factor)
	slack := max(1, int(u.Factor/2))
	c.add(quantity.Stretch(c.ts[i].start, c.ts[i].end, day-slack, day+slack))
}

// periodAt reads last week, this month, next year, the summer.
func (c *calendar) periodAt(i int) {
	w, before := &c.ts[i], at(c.ts, i-1)
	long := w.period == quantity.AYear || w.period == quantity.ADecade || w.period == quantity.ACentury
	switch {
	case before.is(lastPeriod), before.is(nextPeriod), before.is(thisPeriod), before.start < 0:
	case before.is(aPeriod):
		after := at(c.ts, i+1) // "a year earlier" is read there
		c.Years = c.Years || w.period == quantity.AYear && !after.is(shifting) && !after.is(ago)
		return
	case long:
		c.Years = c.Years || before.is(fiscal)
		return
	case w.move != 0 && !before.is(in): // prices fall
		return
	}
	c.Unclear = true
	if c.published.IsZero() {
		c.Years = c.Years || w.period == quantity.AYear
		return
	}
	c.turnAt(i)
	if w.period == quantity.AYear && before.is(yearShift) {
		c.Years = true
	}
	c.place(w, step(before))
}

// turnAt notes the period at token i where it is named by its place: last week, nächste
// Woche, le mois dernier.
func (c *calendar) turnAt(i int) {
	w, before, after := &c.ts[i], at(c.ts, i-1), at(c.ts, i+1)
	turn := quantity.Turn{Start: w.start, End: w.end, Of: w.period}
	switch {
	case w.period == 0 || c.published.IsZero():
		return
	case before.is(turning):
		turn.Start = before.start
		turn.Step = step(before)
	case after.is(turningAfter) && after.flows():
		turn.End = after.end
		turn.Step = step(after)
	default:
		return
	}
	c.Turns = append(c.Turns, turn)
}

// step is how far a period lies from the present one that a word such as last or next names.
func step(w *token) int {
	switch {
	case w.is(lastPeriod):
		return -1
	case w.is(nextPeriod):
		return 1
	}
	return 0
}

// seasons are the months that a season may mean.
var seasons = map[quantity.Period][]int{
	quantity.Spring: {2, 3, 4, 5}, quantity.Summer: {5, 6, 7, 8, 9}, quantity.Autumn: {8, 9, 10, 11}, quantity.Winter: {11, 12, 1, 2},
}

// place adds the days of the period of w that lies so many steps from publication.
func (c *calendar) place(w *token, step int) {
	p, y := quantity.DayOf(c.published), c.published.Year()
	day := func(y int, m time.Month, d int) int { return quantity.Days(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)) }
	switch w.period {
	case quantity.AWeek, quantity.Weeks:
		c.add(quantity.Stretch(w.start, w.end, p+7*step-7, p+7*step+7))
	case quantity.AMonth, quantity.Months:
		m := c.published.Month() + time.Month(step)
		c.add(quantity.Stretch(w.start, w.end, day(y, m, 1), day(y, m+1, 0)))
	case quantity.AYear:
		c.add(quantity.Stretch(w.start, w.end, day(y+step, 1, 1), day(y+step, 12, 31)))
	case quantity.ADecade, quantity.ACentury:
		c.Years = true
	default:
		for _, m := range seasons[w.period] {
			c.add(quantity.Date{Month: m})
		}
	}
}
