package check

import (
	"strings"
	"time"
)

// latinDates reads what a sentence in Latin script says of time.
func latinDates(ts []token, lx *lexicon, published time.Time) calendar {
	var c calendar
	for i := range ts {
		w := ts[i]
		switch m, isMonth := lx.months[w.s]; {
		case isMonth && (w.upper || lx != &english):
			d := lx.aroundMonth(ts, i, int(m))
			c.dates = append(c.dates, d)
			c.dates = append(c.dates, lx.otherDays(ts, i, d)...)
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
			c.next = true
			continue
		}
		if m, ok := lx.partOfMonth(w.s); ok {
			c.dates = append(c.dates, date{start: w.start, end: w.end, m: int(m)})
			continue
		}
		if y, ok := lx.decades[w.s]; ok {
			c.dates = append(c.dates, date{start: w.start, end: w.end, y: y, decade: true})
			continue
		}
		if n, ok := lx.ordinals[w.s]; ok && n >= 1 && n <= 31 && at(ts, i+1).s != "century" {
			c.dates = append(c.dates, date{start: w.start, end: w.end, d: int(n)})
		}
		if lx == &english {
			c.words(ts, i, published)
		} else if foreignYears[w.s] && lx.counting(ts, i) {
			c.shift(lx, ts, i)
		} else if foreignRelative[w.s] {
			c.unclear, c.next = true, true
			c.years = c.years || w.s == "vorjahr" || counted[at(ts, i-1).s] || counted[at(ts, i-2).s] || counted[at(ts, i+1).s]
			c.near(w, published)
		}
	}
	return c
}

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
func (c *calendar) near(w token, published time.Time) {
	if !published.IsZero() {
		p := dayOf(published)
		c.dates = append(c.dates, relative(w.start, w.end, p-9, p+9))
	}
}

// aroundMonth reads 17 October 2023, October 17, 2023, 17. Oktober, October 2023.
func (lx *lexicon) aroundMonth(ts []token, i, m int) date {
	d := date{start: ts[i].start, end: ts[i].end, m: m}
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
		d.d, d.start = int(before.n), before.start
	case isDay(w) && strings.Trim(w.gap, " .") == "":
		d.d, d.end = int(w.n), w.end
		next++
		if s := at(ts, next).s; at(ts, next).glue() && (s == "th" || s == "st" || s == "nd" || s == "rd") {
			next++
		}
	}
	if w := at(ts, next); isYear(w) {
		d.y, d.end = int(w.n), w.end
	}
	return d
}

// otherDays reads the further days of a list: April 14 and 15, 14. bis 16. April.
func (lx *lexicon) otherDays(ts []token, i int, d date) []date {
	if d.d == 0 {
		return nil
	}
	var out []date
	add := func(w token) {
		out = append(out, date{start: w.start, end: w.end, y: d.y, m: d.m, d: int(w.n)})
	}
	day := func(w token) bool { return w.num && w.n >= 1 && w.n <= 31 && len(w.s) <= 2 && w.n == float64(int(w.n)) }
	links := func(w token) bool { return w.s == lx.and || w.s == "to" || w.s == "bis" || w.s == "au" || w.s == "or" }
	if k := i + 2; day(at(ts, i+1)) && int(ts[i+1].n) == d.d {
		if links(at(ts, k)) {
			k++
		}
		if w := at(ts, k); day(w) && (k > i+2 || hyphen(w.gap)) && !lx.counts(ts, k+1) {
			add(w)
		}
		return out
	}
	k := i - 2
	if links(at(ts, k)) && ts[k].end <= d.start {
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
func (c *calendar) figures(ts []token, i int) {
	w := ts[i]
	if isYear(w) {
		d := date{start: w.start, end: w.end, y: int(w.n)}
		after := at(ts, i+1)
		if after.s == "s" && after.glue() || after.s == "s" && after.gap == "'" || after.s == "er" && after.glue() || at(ts, i-1).s == "années" {
			d.decade = true
		}
		if m, day := at(ts, i+1), at(ts, i+2); m.num && day.num && hyphen(m.gap) && hyphen(day.gap) && m.n <= 12 && day.n <= 31 {
			d.m, d.d, d.end = int(m.n), int(day.n), day.end
		} else if hyphen(after.gap) && len(after.s) == 2 && after.num { // 2019-20
			c.dates = append(c.dates, date{start: w.start, end: after.end, y: int(w.n)/100*100 + int(after.n)})
		}
		c.dates = append(c.dates, d)
		return
	}
	after := at(ts, i+1)
	if (after.s == "s" || after.s == "er") && after.glue() && len(w.s) == 2 || at(ts, i-1).s == "années" && len(w.s) == 2 {
		c.dates = append(c.dates, date{start: w.start, end: max(w.end, gluedEnd(after)), y: int(w.n), decade: true})
		return
	}
	if len(w.s) == 2 && (w.gap == "'" || w.gap == " '" || w.gap == "’" || w.gap == " ’" || w.gap == " ‘") {
		c.dates = append(c.dates, date{y: 1900 + int(w.n)}, date{y: 2000 + int(w.n)})
	}
	if w.n >= 1 && w.n <= 31 && w.n == float64(int(w.n)) {
		if s := after.s; after.glue() && (s == "th" || s == "st" || s == "nd" || s == "rd") {
			c.dates = append(c.dates, date{start: w.start, end: after.end, d: int(w.n)})
		}
		if len(after.s) <= 2 && after.num && after.gap == "/" { // 17/10
			c.dates = append(c.dates, date{m: int(after.n), d: int(w.n)}, date{m: int(w.n), d: int(after.n)})
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
func (c *calendar) weekday(ts []token, i int, d time.Weekday, published time.Time) {
	w := ts[i]
	if published.IsZero() {
		c.unclear = true
		c.dates = append(c.dates, date{start: w.start, end: w.end, weekday: d, named: true})
		return
	}
	p := dayOf(published)
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
		c.dates = append(c.dates, date{start: w.start, end: w.end, weekday: d, named: true, from: n, upto: n})
	}
	if a := at(ts, i+1).s; a == "night" || a == "evening" {
		c.next = true
	}
}

// words reads yesterday, last week, three days ago, a year earlier.
func (c *calendar) words(ts []token, i int, published time.Time) {
	w, before := ts[i], at(ts, i-1)
	p := 0
	if !published.IsZero() {
		p = dayOf(published)
	}
	stretch := func(from, upto int) {
		c.unclear = true
		if p != 0 {
			c.dates = append(c.dates, relative(w.start, w.end, p+from, p+upto))
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
		c.next = true
	case "weekend":
		stretch(-9, 7)
	case "recently", "recent":
		stretch(-20, 0)
	case "later", "earlier", "after", "before", "previously", "previous", "following", "since":
		c.next = c.next || at(ts, i-1).s != "years"
		if before.s == "years" || before.s == "year" || before.s == "decade" || before.s == "decades" {
			c.shift(&english, ts, i-1)
		} else if at(ts, i+1).s == "year" {
			c.shift(&english, ts, i+1)
		}
	case "next":
		if s := at(ts, i+1).s; s == "day" || s == "morning" {
			c.next = true
		}
		if s := at(ts, i+1).s; s != "year" && s != "month" && s != "week" && s != "day" {
			c.years = true // "4.6% this year and 4.1% next"
		}
	case "morning", "afternoon", "evening", "midnight", "dawn", "hours":
		c.next = true
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
func (c *calendar) shift(lx *lexicon, ts []token, i int) {
	known := !c.years || len(c.shifts) > 0
	c.years = true
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
	if c.shifts = append(c.shifts, int(n)); !ok || !known {
		c.shifts = nil
	}
}

// ago reads three days ago, a year ago.
func (c *calendar) ago(ts []token, i, p int) {
	c.unclear = true
	if strings.HasPrefix(at(ts, i-1).s, "year") || strings.HasPrefix(at(ts, i-1).s, "decade") {
		c.shift(&english, ts, i-1)
	}
	u, ok := latinUnits[at(ts, i-1).s]
	if !ok || u.dim != span || p == 0 {
		return
	}
	n := 1.
	if q, next, ok := english.words(ts, max(0, i-2)); ok && next == i-1 {
		n = q
	} else if at(ts, i-2).num {
		n = at(ts, i-2).n
	}
	back := int(n * u.factor)
	slack := max(1, int(u.factor/2))
	c.dates = append(c.dates, relative(ts[i].start, ts[i].end, p-back-slack, p-back+slack))
}

// period reads last week, this month, next year, the summer.
func (c *calendar) period(w token, before, before2 string, published time.Time) {
	step := 0
	switch before {
	case "last", "previous", "past", "prior":
		step = -1
	case "next", "coming", "following":
		step = 1
	case "this", "the", "current", "of", "":
	case "a", "one":
		c.years = c.years || w.s == "year"
		return
	default:
		if w.s == "year" || w.s == "decade" || w.s == "century" {
			c.years = c.years || before == "fiscal" || before == "financial" || before == "earlier"
			return
		}
	}
	c.unclear = true
	if published.IsZero() {
		c.years = c.years || w.s == "year"
		return
	}
	if before == "last" || before == "next" || before == "this" {
		c.turns = append(c.turns, turn{start: w.start - len(before) - 1, end: w.end, of: w.s, step: step})
	}
	p, y := dayOf(published), published.Year()
	add := func(from, upto int) { c.dates = append(c.dates, relative(w.start, w.end, from, upto)) }
	yearDays := func(y int) (int, int) {
		return days(time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)), days(time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC))
	}
	switch w.s {
	case "week", "weeks":
		add(p+7*step-7, p+7*step+7)
	case "month", "months":
		first := time.Date(y, published.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
		add(days(first), days(first.AddDate(0, 1, -1)))
	case "year":
		add(yearDays(y + step))
		if before == "previous" || before == "prior" || before == "following" {
			c.years = true
		}
	case "decade", "century":
		c.years = true
	default: // seasons: their months, this year and last
		for _, m := range map[string][]int{"spring": {2, 3, 4, 5}, "summer": {5, 6, 7, 8, 9}, "autumn": {8, 9, 10, 11}, "fall": {8, 9, 10, 11}, "winter": {11, 12, 1, 2}}[w.s] {
			c.dates = append(c.dates, date{m: m})
		}
	}
}
