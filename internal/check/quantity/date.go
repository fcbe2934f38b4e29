package quantity

import (
	"slices"
	"time"
)

// Date is a day, month, year, decade or stretch of days, as far as a sentence names it.
type Date struct {
	Start, End       int // where the sentence says it, in bytes
	Year, Month, Day int // 0: not said
	Decade           bool
	Bare             bool // a day in figures whose month is left out: 10日, the 10th
	Spoken           bool // the year is said as last year, next year
	Weekday          time.Weekday
	Named            bool // Weekday is said
	From, Upto       int  // the first and the last day of a stretch (see Days); both zero: none
}

// Days counts the days from 1 January 1970 to t.
func Days(t time.Time) int { return int(t.Unix() / 86400) }

// DayOf is the number of the day that t names in its own time zone.
func DayOf(t time.Time) int { return dayNumber(t.Year(), int(t.Month()), t.Day()) }

// FromDay returns the beginning of a day given by its number.
func FromDay(n int) time.Time { return time.Unix(int64(n)*86400, 0).UTC() }

func dayNumber(y, m, d int) int {
	return Days(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC))
}

// Stretch is a date that is known as a stretch of days.
func Stretch(start, end, from, upto int) Date {
	return Date{Start: start, End: end, From: from, Upto: upto}
}

// Absolute reports whether the date is said by its numbers or its name alone.
func (d Date) Absolute() bool { return d.Year != 0 || d.Month != 0 || d.Day != 0 }

// stretch reports whether the date is a stretch of days.
func (d Date) stretch() bool { return d.From != 0 && d.From <= d.Upto }

// On returns the day that the date names, the missing year filled in as the one that
// brings it nearest to published. Not ok: it names no one day.
func (d Date) On(published time.Time) (day int, ok bool) {
	if d.Month == 0 || d.Day == 0 || published.IsZero() && d.Year == 0 {
		return 0, false
	}
	if d.Year != 0 {
		return dayNumber(d.Year, d.Month, d.Day), true
	}
	p := DayOf(published)
	best := dayNumber(published.Year()-1, d.Month, d.Day)
	for y := published.Year(); y <= published.Year()+1; y++ {
		if n := dayNumber(y, d.Month, d.Day); abs(n-p) < abs(best-p) {
			best = n
		}
	}
	return best, true
}

// farthestBare is how many days a day without its month may lie from publication.
const farthestBare = 20

// days are the days that the date may name: one where it names its month, else those around
// publication.
func (d Date) days(published time.Time) []int {
	if n, ok := d.On(published); ok {
		return []int{n}
	}
	if !d.Bare || d.Day == 0 || d.Month != 0 || d.Year != 0 || published.IsZero() {
		return nil
	}
	var out []int
	p := DayOf(published)
	for step := -1; step <= 1; step++ {
		first := time.Date(published.Year(), published.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		t := first.AddDate(0, 0, d.Day-1)
		if n := DayOf(t); t.Month() == first.Month() && abs(n-p) <= farthestBare {
			out = append(out, n)
		}
	}
	return out
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// Holds reports whether the date d of a report says what the claim's date c says, or
// more.
func (d Date) Holds(c Date, published time.Time) bool {
	switch {
	case d.stretch():
		return d.stretches(c, published)
	case c.stretch():
		return d.inside(c, published)
	case c.Named && !c.Absolute():
		if days := d.days(published); len(days) > 0 {
			return slices.ContainsFunc(days, func(n int) bool { return FromDay(n).Weekday() == c.Weekday })
		}
		return d.Named && d.Weekday == c.Weekday
	case c.Decade || d.Decade:
		return d.decades(c)
	}
	switch {
	case c.Year == 0 || d.Year != 0:
	case d.Month != 0 && !published.IsZero():
		d.Year = yearNear(published, c.Year)
	case c.Month != 0 && published.IsZero():
		d.Year = c.Year
	}
	return leftOpen(c.Year, d.Year) && leftOpen(c.Month, d.Month) && leftOpen(c.Day, d.Day)
}

// leftOpen reports whether a claim says nothing of a part of the date, or the same.
func leftOpen(claim, report int) bool { return claim == 0 || claim == report }

// yearNear returns the year that a date without one may mean: the claim's when that is
// at most a year away, else the report's own.
func yearNear(published time.Time, claimed int) int {
	if abs(claimed-published.Year()) <= 1 {
		return claimed
	}
	return published.Year()
}

// decades compares two dates of which one is a decade at least. A year of two digits
// is that of any century.
func (d Date) decades(c Date) bool {
	if d.Decade && c.Year/10 == d.Year/10 {
		return true
	}
	return c.Decade == d.Decade && (d.Year == c.Year || d.Year%100 == c.Year%100 && (d.Year < 100 || c.Year < 100))
}

// inside reports whether the date lies within a claim's stretch of days.
func (d Date) inside(c Date, published time.Time) bool {
	if slices.ContainsFunc(d.days(published), func(n int) bool { return n >= c.From && n <= c.Upto }) {
		return true
	}
	if _, ok := d.On(published); ok {
		return false
	}
	if c.Upto-c.From > 20 { // a month or a year
		t := FromDay((c.From + c.Upto) / 2)
		return d.Absolute() && (d.Year == 0 || d.Year == t.Year()) && (d.Month == 0 || c.Upto-c.From > 40 || d.Month == int(t.Month()))
	}
	return d.Named && c.Named && d.Weekday == c.Weekday
}

// stretches compares a stretch of days of the report with a claim's date.
func (d Date) stretches(c Date, published time.Time) bool {
	if c.stretch() {
		if d.Named && c.Named {
			return d.From == c.From
		}
		return d.From <= c.Upto+1 && c.From <= d.Upto+1
	}
	if c.Named && !c.Absolute() {
		return d.Named && d.Weekday == c.Weekday || d.Upto-d.From < 6 && d.someDay(func(t time.Time) bool { return t.Weekday() == c.Weekday })
	}
	if c.Decade {
		return false
	}
	if n, ok := c.On(published); ok {
		return d.Upto-d.From <= 20 && n >= d.From && n <= d.Upto
	}
	return d.someDay(func(t time.Time) bool {
		return leftOpen(c.Year, t.Year()) && (c.Month == 0 || c.Month == int(t.Month()) && d.Upto-d.From < 40) && leftOpen(c.Day, t.Day())
	})
}

// longestStretch bounds how many days of a stretch are looked at.
const longestStretch = 400

// someDay reports whether f holds for a day of a stretch.
func (d Date) someDay(f func(time.Time) bool) bool {
	for n := d.From; n <= min(d.Upto, d.From+longestStretch-1); n++ {
		if f(FromDay(n)) {
			return true
		}
	}
	return false
}
