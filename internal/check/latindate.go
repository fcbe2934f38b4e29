package check

import (
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
)

// latinDates reads what a sentence in Latin script says of time.
func latinDates(ts []token, lx *lexicon, published time.Time) quantity.Calendar {
	var c latinCalendar
	for i := range ts {
		w := ts[i]
		switch m, isMonth := lx.months[w.s]; {
		case isMonth && (w.upper || lx != &english):
			d := lx.aroundMonth(ts, i, int(m))
			c.Dates = append(c.Dates, d)
			c.Dates = append(c.Dates, lx.otherDays(ts, i, d)...)
			continue
		case w.num:
			c.figures(ts, i)
			continue
		}
		if d, ok := lx.weekdays[w.s]; ok {
			c.weekday(ts, i, d, published)
			continue
		}
		if d, ok := lx.partOfWeekday(w.s); ok {
			c.weekday(ts, i, d, published)
			c.Next = true
			continue
		}
		if m, ok := lx.partOfMonth(w.s); ok {
			c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: w.end, Month: int(m)})
			continue
		}
		if y, ok := lx.decades[w.s]; ok {
			c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: w.end, Year: y, Decade: true})
			continue
		}
		if n, ok := lx.ordinals[w.s]; ok && n >= 1 && n <= 31 && at(ts, i+1).s != "century" {
			c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: w.end, Day: int(n)})
		}
		if lx == &english {
			c.words(ts, i, published)
		} else if foreignYears[w.s] && lx.counting(ts, i) {
			c.shift(lx, ts, i)
		} else if foreignRelative[w.s] {
			c.Unclear, c.Next = true, true
			c.Years = c.Years || w.s == "vorjahr" || counted[at(ts, i-1).s] || counted[at(ts, i-2).s] || counted[at(ts, i+1).s]
			c.near(w, published)
		}
	}
	return c.Calendar
}

// latinCalendar is a calendar that is being read.
type latinCalendar struct{ quantity.Calendar }

// partOfWeekday reads Mittwochabend, mittwochs.
func (lx *lexicon) partOfWeekday(w string) (time.Weekday, bool) {
	if !lx.joined {
		return 0, false
	}
	for _, part := range []string{"abend", "morgen", "nachmittag", "vormittag", "mittag", "nacht", "abends", "s"} {
		if day, ok := strings.CutSuffix(w, part); ok {
			if d, known := lx.weekdays[day]; known {
				return d, true
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
	for name, m := range lx.months {
		if rest, ok := strings.CutPrefix(w, name); ok && len(name) > 3 && len(rest) > 4 {
			return m, true
		}
	}
	return 0, false
}

// foreignRelative are words that place an event near the report's own date.
var foreignRelative = set("gestern heute morgen vorgestern heute nacht hier aujourd'hui aujourd’hui demain vorwoche woche semaine vorjahr jahr année vormonat mois monat")

// counted are words that count years from or to another.
var counted = set("vor nach später früher zuvor danach seit avant après plus auparavant depuis dès il")

// near allows the fortnight around publication.
func (c *latinCalendar) near(w token, published time.Time) {
	if !published.IsZero() {
		p := quantity.DayOf(published)
		c.Dates = append(c.Dates, quantity.Stretch(w.start, w.end, p-9, p+9))
	}
}

// aroundMonth reads 17 October 2023, October 17, 2023, 17. Oktober, October 2023.
func (lx *lexicon) aroundMonth(ts []token, i, m int) quantity.Date {
	d := quantity.Date{Start: ts[i].start, End: ts[i].end, Month: m}
	isDay := func(w token) bool { return w.num && w.n >= 1 && w.n <= 31 && w.n == float64(int(w.n)) && len(w.s) <= 2 }
	before := at(ts, i-1)
	if before.s == "of" || before.s == "th" || before.s == "st" || before.s == "nd" || before.s == "rd" || before.s == "er" {
		before = at(ts, i-2)
	}
	if before.s == "th" || before.s == "st" || before.s == "nd" || before.s == "rd" {
		before = at(ts, i-3)
	}
	next := i + 1
	switch w := at(ts, next); {
	case isDay(before):
		d.Day, d.Start = int(before.n), before.start
	case isDay(w) && strings.Trim(w.gap, " .") == "":
		d.Day, d.End = int(w.n), w.end
		next++
		if s := at(ts, next).s; at(ts, next).glue() && (s == "th" || s == "st" || s == "nd" || s == "rd") {
			next++
		}
	}
	if w := at(ts, next); isYear(w) {
		d.Year, d.End = int(w.n), w.end
	}
	return d
}

// otherDays reads the further days of a list: April 14 and 15, 14. bis 16. April.
func (lx *lexicon) otherDays(ts []token, i int, d quantity.Date) []quantity.Date {
	if d.Day == 0 {
		return nil
	}
	var out []quantity.Date
	add := func(w token) {
		out = append(out, quantity.Date{Start: w.start, End: w.end, Year: d.Year, Month: d.Month, Day: int(w.n)})
	}
	day := func(w token) bool { return w.num && w.n >= 1 && w.n <= 31 && len(w.s) <= 2 && w.n == float64(int(w.n)) }
	links := func(w token) bool { return w.s == lx.and || w.s == "to" || w.s == "bis" || w.s == "au" || w.s == "or" }
	if k := i + 2; day(at(ts, i+1)) && int(ts[i+1].n) == d.Day {
		if links(at(ts, k)) {
			k++
		}
		if w := at(ts, k); day(w) && (k > i+2 || hyphen(w.gap)) && !lx.counts(ts, k+1) {
			add(w)
		}
		return out
	}
	k := i - 2
	if links(at(ts, k)) && ts[k].end <= d.Start {
		k--
	} else if !day(at(ts, i-1)) || !hyphen(ts[i-1].gap) {
		return nil
	}
	if w := at(ts, k); day(w) {
		add(w)
	}
	return out
}

// counts reports whether the word at i is what the number before it counts.
func (lx *lexicon) counts(ts []token, i int) bool {
	w := at(ts, i)
	_, power := lx.powers[w.s]
	return w.flows() && (power || lx.percent[w.s])
}

func isYear(w token) bool {
	return w.num && w.n >= 1000 && w.n < 2200 && len(w.s) == 4 && w.n == float64(int(w.n))
}

// figures reads years, decades and dates like 2023-10-17.
func (c *latinCalendar) figures(ts []token, i int) {
	w := ts[i]
	if isYear(w) {
		d := quantity.Date{Start: w.start, End: w.end, Year: int(w.n)}
		after := at(ts, i+1)
		if after.s == "s" && after.glue() || after.s == "s" && after.gap == "'" || after.s == "er" && after.glue() || at(ts, i-1).s == "années" {
			d.Decade = true
		}
		if m, day := at(ts, i+1), at(ts, i+2); m.num && day.num && hyphen(m.gap) && hyphen(day.gap) && m.n <= 12 && day.n <= 31 {
			d.Month, d.Day, d.End = int(m.n), int(day.n), day.end
		} else if hyphen(after.gap) && len(after.s) == 2 && after.num { // 2019-20
			c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: after.end, Year: int(w.n)/100*100 + int(after.n)})
		}
		c.Dates = append(c.Dates, d)
		return
	}
	after := at(ts, i+1)
	if (after.s == "s" || after.s == "er") && after.glue() && len(w.s) == 2 || at(ts, i-1).s == "années" && len(w.s) == 2 {
		c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: max(w.end, gluedEnd(after)), Year: int(w.n), Decade: true})
		return
	}
	if len(w.s) == 2 && (w.gap == "'" || w.gap == " '" || w.gap == "’" || w.gap == " ’" || w.gap == " ‘") {
		c.Dates = append(c.Dates, quantity.Date{Year: 1900 + int(w.n)}, quantity.Date{Year: 2000 + int(w.n)})
	}
	if w.n >= 1 && w.n <= 31 && w.n == float64(int(w.n)) {
		if s := after.s; after.glue() && (s == "th" || s == "st" || s == "nd" || s == "rd") {
			c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: after.end, Day: int(w.n)})
		}
		if len(after.s) <= 2 && after.num && after.gap == "/" { // 17/10
			c.Dates = append(c.Dates, quantity.Date{Month: int(after.n), Day: int(w.n)}, quantity.Date{Month: int(w.n), Day: int(after.n)})
		}
	}
}

// gluedEnd is where a token ends that is written together with the one before, else -1.
func gluedEnd(t token) int {
	if t.start >= 0 && t.glue() {
		return t.end
	}
	return -1
}

// weekday places a day of the week around the date of publication.
func (c *latinCalendar) weekday(ts []token, i int, d time.Weekday, published time.Time) {
	w := ts[i]
	if published.IsZero() {
		c.Unclear = true
		c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: w.end, Weekday: d, Named: true})
		return
	}
	p := quantity.DayOf(published)
	back := (int(published.Weekday()) - int(d) + 7) % 7
	past, ahead := p-back, p-back+7
	candidates := []int{past, ahead}
	if back == 0 {
		candidates = append(candidates, past-7)
	}
	switch at(ts, i-1).s {
	case "last", "letzten", "vergangenen", "previous":
		candidates = []int{past, past - 7}
	case "next", "nächsten", "coming":
		candidates = []int{ahead, ahead + 7, past}
	}
	for _, n := range candidates {
		c.Dates = append(c.Dates, quantity.Date{Start: w.start, End: w.end, Weekday: d, Named: true, From: n, Upto: n})
	}
	if a := at(ts, i+1).s; a == "night" || a == "evening" {
		c.Next = true
	}
}

// words reads yesterday, last week, three days ago, a year earlier.
func (c *latinCalendar) words(ts []token, i int, published time.Time) {
	w, before := ts[i], at(ts, i-1)
	p := 0
	if !published.IsZero() {
		p = quantity.DayOf(published)
	}
	stretch := func(from, upto int) {
		c.Unclear = true
		if p != 0 {
			c.Dates = append(c.Dates, quantity.Stretch(w.start, w.end, p+from, p+upto))
		}
	}
	switch w.s {
	case "yesterday":
		stretch(-2, 0)
	case "today", "tonight", "now", "currently":
		stretch(-1, 1)
	case "tomorrow":
		stretch(0, 2)
	case "overnight":
		stretch(-2, 1)
		c.Next = true
	case "weekend":
		stretch(-9, 7)
	case "recently", "recent":
		stretch(-20, 0)
	case "later", "earlier", "after", "before", "previously", "previous", "following", "since":
		c.Next = c.Next || at(ts, i-1).s != "years"
		if before.s == "years" || before.s == "year" || before.s == "decade" || before.s == "decades" {
			c.shift(&english, ts, i-1)
		} else if at(ts, i+1).s == "year" {
			c.shift(&english, ts, i+1)
		}
	case "next":
		if s := at(ts, i+1).s; s == "day" || s == "morning" {
			c.Next = true
		}
		if s := at(ts, i+1).s; s != "year" && s != "month" && s != "week" && s != "day" {
			c.Years = true // "4.6% this year and 4.1% next"
		}
	case "morning", "afternoon", "evening", "midnight", "dawn", "hours":
		c.Next = true
	case "ago":
		c.ago(ts, i, p)
	case "week", "month", "year", "summer", "winter", "spring", "autumn", "fall", "decade", "century", "months", "weeks":
		c.period(w, before.s, at(ts, i-2).s, published)
	}
}

// foreignYears are words for years that something lies before or after.
var foreignYears = set("jahre jahren ans an années")

// counting reports whether the years at token i are told as before or after: vor zwei
// Jahren, il y a trente ans, deux ans plus tard.
func (lx *lexicon) counting(ts []token, i int) bool {
	for k := max(0, i-4); k <= i+2; k++ {
		if k != i && counted[at(ts, k).s] {
			return true
		}
	}
	return false
}

// shift notes by how many years something is told to lie before or after, from the
// word for years at token i and the number before it.
func (c *latinCalendar) shift(lx *lexicon, ts []token, i int) {
	known := !c.Years || len(c.Shifts) > 0
	c.Years = true
	n, ok := 1., at(ts, i).s == "year" || at(ts, i).s == "decade"
	for k := 1; k <= min(3, i); k++ { // twenty-five years
		if q, next, read := lx.words(ts, i-k); read && next == i {
			n, ok = q, true
		}
	}
	if w := at(ts, i-1); w.num {
		n, ok = w.n, true
	}
	if strings.HasPrefix(at(ts, i).s, "decade") {
		n *= 10
	}
	if c.Shifts = append(c.Shifts, int(n)); !ok || !known {
		c.Shifts = nil
	}
}

// ago reads three days ago, a year ago.
func (c *latinCalendar) ago(ts []token, i, p int) {
	c.Unclear = true
	if strings.HasPrefix(at(ts, i-1).s, "year") || strings.HasPrefix(at(ts, i-1).s, "decade") {
		c.shift(&english, ts, i-1)
	}
	u, ok := latinUnits[at(ts, i-1).s]
	if !ok || u.Dim != quantity.Span || p == 0 {
		return
	}
	n := 1.
	if q, next, ok := english.words(ts, max(0, i-2)); ok && next == i-1 {
		n = q
	} else if at(ts, i-2).num {
		n = at(ts, i-2).n
	}
	back := int(n * u.Factor)
	slack := max(1, int(u.Factor/2))
	c.Dates = append(c.Dates, quantity.Stretch(ts[i].start, ts[i].end, p-back-slack, p-back+slack))
}

// period reads last week, this month, next year, the summer.
func (c *latinCalendar) period(w token, before, before2 string, published time.Time) {
	step := 0
	switch before {
	case "last", "previous", "past", "prior":
		step = -1
	case "next", "coming", "following":
		step = 1
	case "this", "the", "current", "of", "":
	case "a", "one":
		c.Years = c.Years || w.s == "year"
		return
	default:
		if w.s == "year" || w.s == "decade" || w.s == "century" {
			c.Years = c.Years || before == "fiscal" || before == "financial" || before == "earlier"
			return
		}
	}
	c.Unclear = true
	if published.IsZero() {
		c.Years = c.Years || w.s == "year"
		return
	}
	if before == "last" || before == "next" || before == "this" {
		c.Turns = append(c.Turns, quantity.Turn{Start: w.start - len(before) - 1, End: w.end, Of: periods[w.s], Step: step})
	}
	p, y := quantity.DayOf(published), published.Year()
	add := func(from, upto int) { c.Dates = append(c.Dates, quantity.Stretch(w.start, w.end, from, upto)) }
	yearDays := func(y int) (int, int) {
		return quantity.Days(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)), quantity.Days(time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC))
	}
	switch w.s {
	case "week", "weeks":
		add(p+7*step-7, p+7*step+7)
	case "month", "months":
		first := time.Date(y, published.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		add(quantity.Days(first), quantity.Days(first.AddDate(0, 1, -1)))
	case "year":
		add(yearDays(y + step))
		if before == "previous" || before == "prior" || before == "following" {
			c.Years = true
		}
	case "decade", "century":
		c.Years = true
	default: // seasons: their months, this year and last
		for _, m := range map[string][]int{"spring": {2, 3, 4, 5}, "summer": {5, 6, 7, 8, 9}, "autumn": {8, 9, 10, 11}, "fall": {8, 9, 10, 11}, "winter": {11, 12, 1, 2}}[w.s] {
			c.Dates = append(c.Dates, quantity.Date{Month: m})
		}
	}
}

var periods = map[string]quantity.Period{"week": quantity.AWeek, "weeks": quantity.Weeks, "month": quantity.AMonth, "months": quantity.Months, "year": quantity.AYear,
	"spring": quantity.Spring, "summer": quantity.Summer, "autumn": quantity.Autumn, "fall": quantity.Autumn, "winter": quantity.Winter,
	"decade": quantity.ADecade, "century": quantity.ACentury}
