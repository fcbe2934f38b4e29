package wording

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Dates says how dates and times are written. Patterns are those of Unicode CLDR (UTS 35, part 4) with the
// fields yyyy, y, MMMM, MMM, MM, M, LLLL, dd, d, HH, mm and OOOO; text with letters of ASCII stands in
// apostrophes there, and two apostrophes are one.
type Dates struct {
	Day, ShortDay           string // a day, with its year and without
	Month                   string // a month with its year
	Clock                   string // a time of day
	DayClock, ShortDayClock string // both
	Moment                  string // a time with its zone
	UTC                     string // the zone's name in OOOO, before the offset if there is one

	Weekdays    [7]string // from Monday, as heads of columns
	Months      []string  `toml:"months,omitempty"`      // MMMM: as in a date
	ShortMonths []string  `toml:"shortMonths,omitempty"` // MMM
	MonthsAlone []string  `toml:"monthsAlone,omitempty"` // LLLL: as the name of a month without a day
}

// Date is a day as a reader writes it.
func (w *Texts) Date(t time.Time) string { return w.Dates.format(w.Dates.Day, t) }

// Day is the date of a day as news.Article.Day gives it, or day itself if it is none.
func (w *Texts) Day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return w.Date(t)
}

// ShortDate is a day without its year.
func (w *Texts) ShortDate(t time.Time) string { return w.Dates.format(w.Dates.ShortDay, t) }

// MonthOf is the month of t with its year.
func (w *Texts) MonthOf(t time.Time) string { return w.Dates.format(w.Dates.Month, t) }

// Clock is a time of day.
func (w *Texts) Clock(t time.Time) string { return w.Dates.format(w.Dates.Clock, t) }

// DateClock is a day and a time of day.
func (w *Texts) DateClock(t time.Time) string { return w.Dates.format(w.Dates.DayClock, t) }

// ShortDateClock is a day without its year and a time of day.
func (w *Texts) ShortDateClock(t time.Time) string { return w.Dates.format(w.Dates.ShortDayClock, t) }

// Moment is a time with the offset of its zone: the outlet's own, or that of the reader.
func (w *Texts) Moment(t time.Time) string { return w.Dates.format(w.Dates.Moment, t) }

// Offset is how far the zone of t is from UTC at that moment.
func (w *Texts) Offset(t time.Time) string { return w.Dates.offset(t) }

func (d *Dates) offset(t time.Time) string {
	if _, offset := t.Zone(); offset == 0 {
		return d.UTC
	}
	return d.UTC + t.Format("-07:00")
}

// patterns are all of a language, by the name of their fields.
func (d *Dates) patterns() map[string]string {
	return map[string]string{
		"day": d.Day, "shortDay": d.ShortDay, "month": d.Month, "clock": d.Clock,
		"dayClock": d.DayClock, "shortDayClock": d.ShortDayClock, "moment": d.Moment,
	}
}

// check says what is wrong with the patterns and names of a language.
func (d *Dates) check() error {
	if slices.Contains(d.Weekdays[:], "") {
		return errors.New("dates.weekdays: there are 7")
	}
	all := d.patterns()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if _, err := d.write(all[name], time.Unix(0, 0).UTC()); err != nil {
			return fmt.Errorf("dates.%s %q: %w", name, all[name], err)
		}
	}
	return nil
}

func (d *Dates) format(pattern string, t time.Time) string {
	s, err := d.write(pattern, t)
	if err != nil {
		panic("wording: a pattern that was read with its file: " + err.Error())
	}
	return s
}

// write fills a pattern in.
func (d *Dates) write(pattern string, t time.Time) (string, error) {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(pattern); {
		c := pattern[i]
		switch {
		case strings.HasPrefix(pattern[i:], "''"):
			b.WriteByte(c)
			i += 2
			continue
		case c == '\'':
			quoted = !quoted
			i++
			continue
		case quoted || !letter(c):
			b.WriteByte(c)
			i++
			continue
		}
		n := 1
		for i+n < len(pattern) && pattern[i+n] == c {
			n++
		}
		s, err := d.field(pattern[i:i+n], t)
		if err != nil {
			return "", err
		}
		b.WriteString(s)
		i += n
	}
	if quoted {
		return "", errors.New("an apostrophe without its second")
	}
	return b.String(), nil
}

func letter(c byte) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }

// field is one field of a pattern.
func (d *Dates) field(name string, t time.Time) (string, error) {
	switch name {
	case "y":
		return strconv.Itoa(t.Year()), nil
	case "yyyy":
		return fmt.Sprintf("%04d", t.Year()), nil
	case "MMMM":
		return monthName(name, d.Months, t)
	case "MMM":
		return monthName(name, d.ShortMonths, t)
	case "LLLL":
		return monthName(name, d.MonthsAlone, t)
	case "OOOO":
		return d.offset(t), nil
	}
	if layout := numeric[name]; layout != "" {
		return t.Format(layout), nil
	}
	return "", fmt.Errorf("no field %s", name)
}

// numeric are the fields that are numbers, as package time names them.
var numeric = map[string]string{"MM": "01", "M": "1", "dd": "02", "d": "2", "HH": "15", "mm": "04"}

func monthName(field string, names []string, t time.Time) (string, error) {
	if len(names) != 12 {
		return "", fmt.Errorf("%s needs 12 names of months, there are %d", field, len(names))
	}
	return names[t.Month()-1], nil
}
