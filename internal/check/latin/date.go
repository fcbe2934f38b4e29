package latin

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// calendar is a calendar that is being read.
type calendar struct {
	quantity.Calendar
	lx        *lexicon
	ts        []token
	published time.Time // zero: not known
}

// dates reads what a sentence says of time.
func dates(ts []token, lx *lexicon, published time.Time) quantity.Calendar {
	c := calendar{lx: lx, ts: ts, published: published}
	for i := range ts {
		switch w := &ts[i]; {
		case w.num:
			c.figures(i)
		case w.word != noWord || lx.joined:
			c.word(i)
		}
	}
	return c.Calendar
}

// add adds a date.
func (c *calendar) add(d quantity.Date) { c.Dates = append(c.Dates, d) }

// word reads what the word at token i says of time.
func (c *calendar) word(i int) {
	w := &c.ts[i]
	if w.month != 0 && (w.upper || !c.lx.monthsUpper) {
		d := c.aroundMonth(i)
		c.add(d)
		c.otherDays(i, d)
		return
	}
	if w.is(isWeekday) {
		c.weekday(i, w.weekday)
		return
	}
	if d, ok := c.lx.partOfWeekday(w.s); ok {
		c.weekday(i, d)
		c.Next = true
		return
	}
	if m, ok := c.lx.partOfMonth(w.s); ok {
		c.add(quantity.Date{Start: w.start, End: w.end, Month: int(m)})
		return
	}
	if w.decade != 0 {
		c.add(quantity.Date{Start: w.start, End: w.end, Year: w.decade, Decade: true})
		return
	}
	if n := w.ordinal; n >= 1 && n <= 31 && !at(c.ts, i+1).is(century) {
		c.add(quantity.Date{Start: w.start, End: w.end, Day: int(n)})
	}
	c.relative(i)
}

// partOfWeekday reads Mittwochabend, mittwochs.
func (lx *lexicon) partOfWeekday(w string) (time.Weekday, bool) {
	if !lx.joined {
		return 0, false
	}
	for _, part := range lx.dayParts {
		if day, ok := strings.CutSuffix(w, part); ok {
			if d := lx.look(day); d.is(isWeekday) {
				return d.weekday, true
			}
		}
	}
	return 0, false
}

// partOfMonth reads Dezemberprognose, Märzquartal.
func (lx *lexicon) partOfMonth(w string) (time.Month, bool) {
	if !lx.joined || len(w) < 9 {
		return 0, false
	}
	for _, m := range lx.months {
		if rest, ok := strings.CutPrefix(w, m); ok && len(m) > 3 && len(rest) > 4 {
			return lx.look(m).month, true
		}
	}
	return 0, false
}

// isDay reports whether a token is the number of a day of a month.
func isDay(w *token) bool {
	return w.num && w.n >= 1 && w.n <= 31 && w.n == float64(int(w.n)) && len(w.s) <= 2
}

// isYear reports whether a token is a year in four figures.
func isYear(w *token) bool {
	return w.num && w.n >= 1000 && w.n < 2200 && len(w.s) == 4 && w.n == float64(int(w.n))
}

// aroundMonth reads 17 October 2023, October 17, 2023, 17. Oktober, October 2023.
func (c *calendar) aroundMonth(i int) quantity.Date {
	ts := c.ts
	d := quantity.Date{Start: ts[i].start, End: ts[i].end, Month: int(ts[i].month)}
	before := at(ts, i-1)
	if before.is(dateLink) {
		before = at(ts, i-2)
		if before.is(dayEnd) {
			before = at(ts, i-3)
		}
	}
	next := i + 1
	switch w := at(ts, next); {
	case isDay(before):
		d.Day, d.Start = int(before.n), before.start
	case isDay(w) && strings.Trim(w.gap, " .") == "":
		d.Day, d.End = int(w.n), w.end
		next++
		if e := at(ts, next); e.glue() && e.is(dayEnd) {
			next++
		}
	}
	if w := at(ts, next); isYear(w) {
		d.Year, d.End = int(w.n), w.end
	}
	return d
}

// otherDays reads the further days of a list around the month at token i, of which d is
// one: April 14 and 15, 14. bis 16. April.
func (c *calendar) otherDays(i int, d quantity.Date) {
	if d.Day == 0 {
		return
	}
	ts := c.ts
	links := func(w *token) bool { return w.is(and) || w.is(dayLink) }
	k := i - 2
	switch first := at(ts, i+1); {
	case isDay(first) && int(first.n) == d.Day:
		k = i + 2
		if links(at(ts, k)) {
			k++
		} else if !hyphen(at(ts, k).gap) {
			return
		}
		if c.counts(k + 1) {
			return
		}
	case links(at(ts, k)) && ts[k].end <= d.Start:
		k--
	case !isDay(at(ts, i-1)) || !hyphen(ts[i-1].gap):
		return
	}
	w := at(ts, k)
	if !isDay(w) {
		return
	}
	c.add(quantity.Date{Start: w.start, End: w.end, Year: d.Year, Month: d.Month, Day: int(w.n)})
	if at(ts, k-1).is(dayLink) || at(ts, k+1).is(dayLink) || hyphen(w.gap) || hyphen(at(ts, k+1).gap) {
		for n := min(d.Day, int(w.n)) + 1; n < max(d.Day, int(w.n)); n++ { // 16 to 18 October has a 17th
			c.add(quantity.Date{Start: w.start, End: w.end, Year: d.Year, Month: d.Month, Day: n})
		}
	}
}

// counts reports whether the word at i is what the number before it counts.
func (c *calendar) counts(i int) bool {
	w := at(c.ts, i)
	return w.flows() && (w.power != 0 || w.is(percent))
}

// figures reads years, decades and dates like 2023-10-17.
func (c *calendar) figures(i int) {
	w, after := &c.ts[i], at(c.ts, i+1)
	started := at(c.ts, i-1).is(decadeStart)
	ended := after.is(decadeEnd) && after.glue()
	switch {
	case isYear(w):
		c.year(i, started || ended || after.is(decadeEnd) && after.gap == "'")
		return
	case len(w.s) == 2 && (ended || started):
		end := w.end
		if after.start >= 0 && after.glue() {
			end = after.end
		}
		c.add(quantity.Date{Start: w.start, End: end, Year: int(w.n), Decade: true})
		return
	case len(w.s) == 2 && shortYear(w.gap):
		c.add(quantity.Date{Year: 1900 + int(w.n)})
		c.add(quantity.Date{Year: 2000 + int(w.n)})
	}
	c.dayFigures(w, after)
}

// dayFigures reads 14th and 17/10.
func (c *calendar) dayFigures(w, after *token) {
	if w.n < 1 || w.n > 31 || w.n != float64(int(w.n)) {
		return
	}
	if after.glue() && after.is(dayEnd) {
		c.add(quantity.Date{Start: w.start, End: after.end, Day: int(w.n), Bare: true})
	}
	if len(after.s) <= 2 && after.num && after.gap == "/" { // 17/10
		c.add(quantity.Date{Month: int(after.n), Day: int(w.n)})
		c.add(quantity.Date{Month: int(w.n), Day: int(after.n)})
	}
}

// shortYear reports whether a gap before two figures makes them a year: '08.
func shortYear(gap string) bool {
	switch gap {
	case "'", " '", "’", " ’", " ‘":
		return true
	}
	return false
}

// year reads what is around the year at token i: 2023-10-17, 2019-20, 1980s.
func (c *calendar) year(i int, decade bool) {
	w, m, day := &c.ts[i], at(c.ts, i+1), at(c.ts, i+2)
	d := quantity.Date{Start: w.start, End: w.end, Year: int(w.n), Decade: decade}
	if m.glue() && m.is(decadeEnd) {
		d.End = m.end
	}
	if m.num && day.num && hyphen(m.gap) && hyphen(day.gap) && m.n <= 12 && day.n <= 31 {
		d.Month, d.Day, d.End = int(m.n), int(day.n), day.end
	} else if hyphen(m.gap) && len(m.s) == 2 && m.num { // 2019-20
		c.add(quantity.Date{Start: w.start, End: m.end, Year: int(w.n)/100*100 + int(m.n)})
	}
	c.add(d)
}

// weekday places a day of the week around the date of publication.
func (c *calendar) weekday(i int, d time.Weekday) {
	w := &c.ts[i]
	if c.published.IsZero() {
		c.Unclear = true
		c.add(quantity.Date{Start: w.start, End: w.end, Weekday: d, Named: true})
		return
	}
	p := quantity.DayOf(c.published)
	back := (int(c.published.Weekday()) - int(d) + 7) % 7
	past, ahead := p-back, p-back+7
	days := []int{past, ahead}
	if back == 0 {
		days = append(days, past-7)
	}
	switch before := at(c.ts, i-1); {
	case before.is(lastWeekday):
		days = []int{past, past - 7}
	case before.is(nextWeekday):
		days = []int{ahead, ahead + 7, past}
	}
	for _, n := range days {
		c.add(quantity.Date{Start: w.start, End: w.end, Weekday: d, Named: true, From: n, Upto: n})
	}
	c.Next = c.Next || at(c.ts, i+1).is(night)
}
