package render

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// dates lists the dates and the turns that a sentence surely names.
func (t text) dates() []Said {
	var out []Said
	for _, d := range t.Calendar.Dates {
		said, ok := t.date(d)
		if !ok || slices.ContainsFunc(out, func(o Said) bool { return o.Start <= said.Start && said.End <= o.End }) {
			continue
		}
		out = append(out, said)
	}
	for _, w := range t.Calendar.Turns {
		if (w.Of == quantity.AMonth || w.Of == quantity.AYear || w.Of == quantity.AWeek) && !t.Published.IsZero() && w.Start < w.End {
			out = append(out, Said{Start: w.Start, End: w.End, Form: Turn, Of: w})
		}
	}
	return out
}

// date reads a date, if it is surely one and no name, number or other word.
func (t text) date(d quantity.Date) (Said, bool) {
	out := Said{Start: d.Start, End: d.End, Form: Day, Date: d}
	switch {
	case d.Start >= d.End, d.Month != 0 && d.End-d.Start <= 2 && !t.Han: // the second day of a list
		return out, false
	case d.Named && !d.Absolute():
		return t.weekday(d)
	case d.From != 0, d.Day != 0 && d.Month == 0, d.Spoken:
		return out, false
	case d.Decade:
		return t.decade(d)
	case d.Month != 0 && d.Day != 0:
		return out, true
	case t.Han:
		return out, d.Year != 0 && !strings.HasSuffix(t.Plain[d.Start:d.End], "度")
	}
	return out, t.dateAlone(d)
}

// decade reads the 1980s.
func (t text) decade(d quantity.Date) (Said, bool) {
	out := Said{Start: d.Start, End: d.End, Form: Day, Date: d}
	if d.End < len(t.low) && t.low[d.End] == 's' {
		out.End++
	}
	return out, d.Year >= 1000 && d.Year%10 == 0 && !t.Han && !strings.ContainsAny(t.low[d.End:min(len(t.low), d.End+1)], "'’")
}

// dateAlone reports whether the name of a month, with a year or without, or the number of a year is surely a date.
func (t text) dateAlone(d quantity.Date) bool {
	switch {
	case d.Month != 0 && d.Year != 0:
		return true
	case d.Month != 0:
		return t.ends(d.Start, t.beforeDate) != "" && !equals(t.low[d.Start:d.End], t.noMonth) && !capital(t.Text[d.End:])
	}
	return d.End-d.Start == 4 && t.ends(d.Start, t.beforeDate) != "" && t.closes(d.End)
}

// capital reports whether a text goes on with a word in capitals: August Weber.
func capital(s string) bool {
	s, found := strings.CutPrefix(s, " ")
	r, _ := utf8.DecodeRuneInString(s)
	return found && unicode.IsUpper(r)
}

// closes reports whether what stands at i shows that a year was no number of things.
func (t text) closes(i int) bool {
	return i == len(t.low) || strings.IndexByte(",.;:)", t.low[i]) >= 0 && (i+1 == len(t.low) || t.low[i+1] == ' ') || t.starts(i, t.afterYear) != ""
}

// weekday places a day of the week: it is the last one, where nothing says that it is
// another. A habit is no day: on Fridays, dienstags.
func (t text) weekday(d quantity.Date) (Said, bool) {
	out := Said{Start: d.Start, End: d.End, Form: Day, Date: quantity.Date{Start: d.Start, End: d.End, Weekday: d.Weekday, Named: true}}
	beside := func(o quantity.Date) bool {
		return o.Month != 0 && o.Day != 0 && o.Start < o.End && (o.Start >= d.End && o.Start-d.End <= 3 || d.Start >= o.End && d.Start-o.End <= 3)
	}
	if t.Han || slices.ContainsFunc(t.Calendar.Dates, beside) || t.habit(t.low[d.Start:d.End]) {
		return out, false
	}
	words := strings.FieldsFunc(t.low, notWord)
	if t.Published.IsZero() || !slices.ContainsFunc(words, t.told) || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(t.ahead, w) }) || t.ends(d.Start, t.anyDay) != "" {
		return out, true
	}
	back := (int(t.Published.Weekday()) - int(d.Weekday) + 7) % 7
	at := quantity.FromDay(quantity.DayOf(t.Published) - back)
	out.Date.Month, out.Date.Day = int(at.Month()), at.Day()
	if at.Year() != t.Published.Year() {
		out.Date.Year = at.Year()
	}
	return out, true
}

// habit reports whether the name of a day says that something is done on each of them.
func (t text) habit(day string) bool {
	return strings.HasSuffix(day, "s") && (t.Lang == "en" || t.Lang == "de")
}

// told reports whether a word is one of the past.
func (t text) told(w string) bool {
	return slices.Contains(t.past, w) || t.Lang == "en" && len(w) > 4 && strings.HasSuffix(w, "ed")
}

func notWord(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }

// turned is the month or the year of a turn; a week is none.
func turned(w quantity.Turn, published time.Time) quantity.Date {
	switch w.Of {
	case quantity.AMonth:
		at := time.Date(published.Year(), published.Month()+time.Month(w.Step), 1, 0, 0, 0, 0, time.UTC)
		d := quantity.Date{Month: int(at.Month())}
		if at.Year() != published.Year() {
			d.Year = at.Year()
		}
		return d
	case quantity.AYear:
		return quantity.Date{Year: published.Year() + w.Step}
	}
	return quantity.Date{}
}
