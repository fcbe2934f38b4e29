package check

import (
	"slices"
	"time"
)

// date is a day, month or year that a sentence names, as far as it names it.
type date struct {
	start, end int
	y, m, d    int // 0: not said
	decade     bool
	spoken     bool // the year is said as last year, next year
	weekday    time.Weekday
	named      bool // weekday is said
	from, upto int  // days since 1970 that a relative word allows; from > upto: none
}

// calendar is all that a sentence says of time.
type calendar struct {
	dates   []date
	unclear bool  // relative words that cannot be placed: "on Friday" of an undated report
	next    bool  // "the next day", "overnight": a day after one that is named
	years   bool  // "three years later", "a year earlier"
	shifts  []int // by how many years, as far as that is said; 10: up to so many
	turns   []turn
}

// days counts the days since 1 January 1970.
func days(t time.Time) int { return int(t.Unix() / 86400) }

func dayOf(t time.Time) int {
	return days(time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC))
}

func fromDay(n int) time.Time { return time.Unix(int64(n)*86400, 0).UTC() }

// relative is a date that is known as a stretch of days.
func relative(start, end, from, upto int) date {
	return date{start: start, end: end, from: from, upto: upto}
}

// absolute reports whether the date is told by its numbers or name alone.
func (d date) absolute() bool { return d.y != 0 || d.m != 0 || d.d != 0 }

// day returns the day that the date names, the missing year filled in as the one
// that brings it nearest to published. Not ok: it names no one day.
func (d date) day(published time.Time) (int, bool) {
	if d.m == 0 || d.d == 0 || published.IsZero() && d.y == 0 {
		return 0, false
	}
	if d.y != 0 {
		return days(time.Date(d.y, time.Month(d.m), d.d, 0, 0, 0, 0, time.UTC)), true
	}
	best, found := 0, false
	p := dayOf(published)
	for y := published.Year() - 1; y <= published.Year()+1; y++ {
		if n := days(time.Date(y, time.Month(d.m), d.d, 0, 0, 0, 0, time.UTC)); !found || abs(n-p) < abs(best-p) {
			best, found = n, true
		}
	}
	return best, true
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// agrees reports whether the source's calendar holds the claim's date.
func (c calendar) agrees(d date, published time.Time) bool {
	if c.unclear && published.IsZero() && (d.d != 0 || d.m != 0 || d.named) {
		return true
	}
	for _, s := range c.dates {
		if d.m != 0 && d.d != 0 && s.m == 0 && s.d != 0 && c.hasMonth(d.m, published) { // "the 17th", the month told elsewhere
			s.m = d.m
		}
		if s.holds(d, published) {
			return true
		}
	}
	if published.IsZero() {
		return false
	}
	p := date{y: published.Year(), m: int(published.Month()), d: published.Day()}
	switch {
	case d.y != 0 && d.m == 0 && d.d == 0:
		return c.years && c.shifted(d.y, p.y) || d.y == p.y && !c.years && !c.namesYear()
	case d.absolute():
		return (d.d != 0 || !c.namesMonth()) && p.holds(d, published) || c.next && c.nextTo(d, published)
	}
	return false
}

func (c calendar) namesYear() bool {
	return slices.ContainsFunc(c.dates, func(d date) bool { return d.y != 0 || d.upto-d.from > 300 })
}

func (c calendar) namesMonth() bool {
	return slices.ContainsFunc(c.dates, func(d date) bool { return d.m != 0 })
}

// hasMonth reports whether a month is named, or is the report's own.
func (c calendar) hasMonth(m int, published time.Time) bool {
	for _, s := range c.dates {
		if s.m == m {
			return true
		}
	}
	return !published.IsZero() && int(published.Month()) == m
}

// shifted reports whether a year lies as far from one that is named, or from
// published, as the sentence says, or within ten years of it where it does not say.
func (c calendar) shifted(y, published int) bool {
	from := []int{published}
	for _, s := range c.dates {
		if s.y != 0 {
			from = append(from, s.y)
		}
	}
	for _, f := range from {
		if len(c.shifts) == 0 && abs(f-y) <= 10 {
			return true
		}
		for _, n := range c.shifts {
			if abs(abs(f-y)-n) <= n/10 { // "a decade" may be nine years
				return true
			}
		}
	}
	return false
}

// nextTo reports whether the claim's day follows or precedes one that is named.
func (c calendar) nextTo(d date, published time.Time) bool {
	for _, s := range c.dates {
		for _, step := range []int{-1, 1} {
			moved := s
			switch n, ok := s.day(published); {
			case ok:
				t := fromDay(n + step)
				moved = date{y: t.Year(), m: int(t.Month()), d: t.Day()}
			case s.from != 0 && s.from == s.upto:
				moved.from, moved.upto = s.from+step, s.upto+step
			case s.d != 0:
				moved.d += step
			}
			if moved.holds(d, published) {
				return true
			}
		}
	}
	return false
}

// holds reports whether the date s of a report says what the claim's date d says,
// or more.
func (s date) holds(d date, published time.Time) bool {
	if s.from != 0 && s.from <= s.upto {
		return s.stretches(d, published)
	}
	if d.from != 0 && d.from <= d.upto {
		if n, ok := s.day(published); ok {
			return n >= d.from && n <= d.upto
		}
		if d.upto-d.from > 20 { // a month or a year
			t := fromDay((d.from + d.upto) / 2)
			return s.absolute() && (s.y == 0 || s.y == t.Year()) && (s.m == 0 || d.upto-d.from > 40 || s.m == int(t.Month()))
		}
		return s.named && d.named && s.weekday == d.weekday
	}
	if d.named && !d.absolute() {
		if n, ok := s.day(published); ok {
			return fromDay(n).Weekday() == d.weekday
		}
		return s.named && s.weekday == d.weekday
	}
	if d.decade || s.decade {
		return d.decade == s.decade && (s.y == d.y || s.y%100 == d.y%100 && (s.y < 100 || d.y < 100)) || s.decade && d.y/10 == s.y/10
	}
	if d.y != 0 && s.y == 0 && s.m != 0 && !published.IsZero() {
		s.y = s.yearNear(published, d.y)
	}
	ok := func(want, have int) bool { return want == 0 || want == have }
	if d.y != 0 && d.m != 0 && s.y == 0 && published.IsZero() {
		s.y = d.y
	}
	return ok(d.y, s.y) && ok(d.m, s.m) && ok(d.d, s.d)
}

// yearNear returns the year that a date without one may mean: the nearest, or the
// claim's when that is at most a year away.
func (s date) yearNear(published time.Time, claimed int) int {
	if abs(claimed-published.Year()) <= 1 {
		return claimed
	}
	return published.Year()
}

// stretches compares a stretch of days of the report with a claim's date.
func (s date) stretches(d date, published time.Time) bool {
	if d.from != 0 && d.from <= d.upto {
		if s.named && d.named {
			return s.from == d.from
		}
		return s.from <= d.upto+1 && d.from <= s.upto+1
	}
	if d.named && !d.absolute() {
		return s.named && s.weekday == d.weekday || s.upto-s.from < 6 && slices.ContainsFunc(span3(s), func(n int) bool { return fromDay(n).Weekday() == d.weekday })
	}
	if d.decade {
		return false
	}
	if n, ok := d.day(published); ok {
		return s.upto-s.from <= 20 && n >= s.from && n <= s.upto
	}
	for _, n := range span3(s) {
		t := fromDay(n)
		if (d.y == 0 || d.y == t.Year()) && (d.m == 0 || d.m == int(t.Month()) && s.upto-s.from < 40) && (d.d == 0 || d.d == t.Day()) {
			return true
		}
	}
	return false
}

// span3 lists the days of a stretch, at most 400.
func span3(s date) []int {
	var out []int
	for n := s.from; n <= s.upto && len(out) < 400; n++ {
		out = append(out, n)
	}
	return out
}
