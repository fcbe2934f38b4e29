// Package when reads the dates that feeds, sitemaps, pages and other people's files
// write: one reader for all of them, so that a text means the same wherever it stands.
//
// [Parse] reads a text that is a date and nothing else, [Find] the first date in a text,
// [All] each of them with what the words beside it say it is of, [InAddress] the day that
// an address names. The words of languages are in words.txt.
//
// What a text leaves open is not guessed: a day that does not exist, an order of day and
// month that nobody can tell ([Unknown]), a zone that is none are no date. A time keeps the
// zone that is written; where the text gives less than a moment, [Day] and [Zoneless] say so.
// A language is no country: a clock in Korean has no zone either.
package when

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Habits is what is known of those who wrote a text. The zero value is right where nothing is.
type Habits struct {
	Lang     string         // BCP 47; "": not known
	Order    Order          // of day and month in 3/4/2024
	Zone     *time.Location // in which a clock without a zone is read; nil: UTC
	Republic bool           // 113-01-30 is a day of the 113th year of Taiwan's republic, 2024
}

// Order is the order of day and month where a date gives both as numbers, between strokes.
type Order uint8

// The orders.
const (
	Unknown    Order = iota // 3/4/2024 is no date
	DayFirst                // 3/4/2024 is the third of April
	MonthFirst              // 3/4/2024 is the fourth of March
)

// language is the first part of Lang, in lower case.
func (h Habits) language() string {
	l, _, _ := strings.Cut(h.Lang, "-")
	if l = strings.ToLower(l); l == "bs" {
		return "hr"
	}
	return l
}

// MaxLength bounds what is looked at of a text, in bytes.
const MaxLength = 300

// longest bounds the texts that Parse takes for a date, in bytes.
const longest = 120

// A page of news is from these years; what Find sees beyond them is another number.
const (
	firstYear = 1990
	lastYear  = 2100
)

// The names of the zones of times that are less than a moment.
const (
	dayName      = "day"
	zonelessName = "local"
)

var (
	dayUTC      = time.FixedZone(dayName, 0)
	zonelessUTC = time.FixedZone(zonelessName, 0)
)

// Day reports whether the text that t was made of gave the day alone: no clock, or midnight, which programs write where
// all they have is the day.
func Day(t time.Time) bool { return t.Location().String() == dayName }

// Zoneless reports whether the text that t was made of gave an hour without its zone, or with one that nobody knows.
func Zoneless(t time.Time) bool { return t.Location().String() == zonelessName }

// Plain is t without the mark that Day and Zoneless look at: in UTC, or at its offset.
func Plain(t time.Time) time.Time {
	if name := t.Location().String(); name != dayName && name != zonelessName {
		return t
	}
	if _, seconds := t.Zone(); seconds != 0 {
		return t.In(time.FixedZone("", seconds))
	}
	return t.UTC()
}

// In reads the clock of a time without a zone in another zone than it was read in. Other times stay.
func In(t time.Time, zone *time.Location) time.Time {
	if !Zoneless(t) || zone == nil {
		return t
	}
	y, m, d := t.Date()
	hour, minute, sec := t.Clock()
	return mark(time.Date(y, m, d, hour, minute, sec, t.Nanosecond(), zone), zonelessName)
}

// mark puts t into a zone of its own offset that is called name.
func mark(t time.Time, name string) time.Time {
	_, seconds := t.Zone()
	switch {
	case seconds == 0 && name == dayName:
		return t.In(dayUTC)
	case seconds == 0 && name == zonelessName:
		return t.In(zonelessUTC)
	case seconds == 0:
		return t.UTC()
	}
	return t.In(time.FixedZone(name, seconds))
}

// Parse reads a date in any of the forms that feeds use: ISO 8601 and its profiles (RFC 3339, W3C-DTF), RFC 822 and its
// successors, asctime, seconds or milliseconds since 1970, and what people write by hand. It is false for everything
// else: half a date, a date and something besides. A wrong day of the week does not matter. A clock without a zone is
// read in that of the habits.
func Parse(s string, h Habits) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 4 || len(s) > longest || !utf8.ValidString(s) {
		return time.Time{}, false
	}
	if t, ok := plainForm(s); ok {
		return t, t.Year() > 0
	}
	if t, ok := unix(s); ok {
		return t, true
	}
	var m moment
	r := newReader(s, h, true)
	if !r.iso(&m) {
		m = moment{}
		if !r.whole(&m) {
			return time.Time{}, false
		}
	}
	return r.time(&m)
}

// Find reads the first date that a text names and the clock beside it. A clock that is none leaves the day.
func Find(s string, h Habits) (time.Time, bool) {
	if s = strings.TrimSpace(cut(s)); len(s) < 6 {
		return time.Time{}, false
	}
	if t, ok := plainForm(s); ok && plausible(t) {
		return t, true
	}
	if t, ok := unix(s); ok {
		return t, true
	}
	r := newReader(s, h, false)
	for i := 0; i < r.n; {
		t, _, next, ok := r.next(i)
		if ok {
			return t, true
		}
		i = next
	}
	return time.Time{}, false
}

// cut bounds a text at a whole character.
func cut(s string) string {
	if len(s) <= MaxLength {
		return s
	}
	n := MaxLength
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// plainForm reads the forms that most dates for machines have: those of RFC 3339 and RFC 5322.
func plainForm(s string) (time.Time, bool) {
	layout := ""
	switch n := len(s); {
	case n >= 20 && s[4] == '-' && s[10] == 'T' && (s[n-1] == 'Z' || s[n-2] <= '5'):
		layout = time.RFC3339Nano
	case n == 31 && s[3] == ',' && s[n-2] <= '5':
		layout = time.RFC1123Z
	case n == 29 && s[3] == ',' && s[26:] == "GMT":
		layout = time.RFC1123
	default:
		return time.Time{}, false
	}
	t, err := time.Parse(layout, s)
	if err != nil || elsewhere(t.Year()) {
		return time.Time{}, false
	}
	_, seconds := t.Zone()
	if seconds < -14*3600 || seconds > 15*3600 {
		return time.Time{}, false
	}
	if hour, minute, sec := t.Clock(); hour+minute+sec+t.Nanosecond() == 0 {
		return mark(t, dayName), true
	}
	if seconds == 0 {
		return t.UTC(), true
	}
	return t.In(time.FixedZone("", seconds)), true
}

// unix reads seconds, milliseconds or microseconds since 1970, from 2001 on, when seconds became numbers of ten digits.
func unix(s string) (time.Time, bool) {
	if len(s) != 10 && len(s) != 13 && len(s) != 16 {
		return time.Time{}, false
	}
	var n int64
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return time.Time{}, false
		}
		if i < 10 {
			n = n*10 + int64(s[i]-'0')
		}
	}
	t := time.Unix(n, 0).UTC()
	return t, t.Year() > 2000 && t.Year() <= lastYear
}

func plausible(t time.Time) bool { return t.Year() >= firstYear && t.Year() <= lastYear }

// next looks for the first date from the token at i on, with what stands beside it. next is where to go on.
func (r *reader) next(i int) (t time.Time, from, next int, ok bool) {
	for ; i < r.n; i++ {
		if k := r.all[i].kind; k != number && k != letters {
			continue
		}
		var m moment
		end := r.dayAt(i, &m)
		if end == 0 {
			continue
		}
		if !m.clock {
			end = r.beside(i, end, &m)
		}
		if t, ok = r.time(&m); ok && plausible(t) {
			return t, i, end, true
		}
		return t, i, end, false
	}
	return t, i, r.n, false
}

// furthest is how far a clock stands from its day at most, in bytes.
const furthest = 60

// beside reads the clock after a day that is at tokens from to end, or before it, and returns the place after both.
func (r *reader) beside(from, end int, m *moment) int {
	start := r.tok(end - 1).to
	direct := true // nothing but signs and fill since the day
	for j := end; j < r.n && r.all[j].from-start <= furthest; j++ {
		if next := r.passWeekday(j); next > 0 {
			j = next - 1
			continue
		}
		if next := r.clockBeside(end, j, direct, m); next > 0 {
			return r.zoneAfter(next, m)
		}
		if r.otherDate(end, j) {
			break
		}
		direct = direct && r.light(j)
	}
	r.before(from, m)
	return end
}

// clockBeside reads a clock at j, after a day that ends at end. direct: nothing of weight is between them.
func (r *reader) clockBeside(end, j int, direct bool, m *moment) int {
	t := &r.all[j]
	if t.kind == number && (t.digits == 4 || t.digits == 6) && r.is(j-1, "t") && j == end+1 {
		m.compact(t)
		return j + 1
	}
	next := r.clockAt(j, m)
	sure := direct || r.is(j+1, ":") || t.kind == letters || r.word(j-1).leads
	if next > 0 && sure && !r.isAmount(j, next) {
		return next
	}
	m.clock = false
	return 0
}

// otherDate reports whether a date of its own begins or is announced at j, after a day that ends at end.
func (r *reader) otherDate(end, j int) bool {
	return r.full(j) > 0 || r.labelBetween(end, j)
}

// light reports whether the token at j may stand between a day and its clock: a sign, a word like at.
func (r *reader) light(j int) bool {
	w := r.word(j)
	return r.all[j].kind == sign || r.all[j].kind == letters && (w.fill || w.leads || w.weekday || r.is(j, "t"))
}

// isAmount reports whether what seems to be a clock, in tokens from to next, is a number with its unit: 5.50 euros.
func (r *reader) isAmount(from, next int) bool {
	if !r.is(from+1, ".") || r.word(from-1).leads || r.tok(next).kind != letters || r.word(next-1).hour {
		return false
	}
	return r.zoneAt(next, &moment{}) == 0
}

// before reads a clock that stands just before its day: 10:15, 30 January 2024.
func (r *reader) before(from int, m *moment) {
	for j := from - 1; j >= 0 && j >= from-12; j-- {
		if !r.is(j, ":") || r.tok(j-1).kind != number {
			continue
		}
		k := j - 1
		if r.is(k-1, ":") {
			k -= 2
		}
		c := moment{year: m.year, month: m.month, day: m.day}
		next := r.clockAt(k, &c)
		if next == 0 {
			return
		}
		if z := r.zoneAt(next, &c); z > 0 {
			next = z
		}
		for next < from && (r.tok(next).kind == sign && !r.is(next, ":", ";") || r.word(next).fill || r.word(next).weekday || r.is(next, "日", "월", "화", "수", "목", "금", "토", "일")) {
			next++
		}
		if next == from {
			m.hour, m.minute, m.sec, m.nano, m.half, m.clock, m.zone = c.hour, c.minute, c.sec, c.nano, c.half, true, c.zone
		}
		return
	}
}

// compact takes hhmm or hhmmss.
func (m *moment) compact(t *token) {
	n := t.n
	if t.digits == 6 {
		m.sec, n = n%100, n/100
	}
	m.hour, m.minute, m.clock = n/100, n%100, true
}

func (r *reader) zoneAfter(i int, m *moment) int {
	if next := r.zoneAt(i, m); next > 0 {
		return next
	}
	if r.is(i, ",", "|") {
		if next := r.zoneAt(i+1, m); next > 0 && m.zone.said {
			return next
		}
	}
	return i
}

// time puts the pieces together.
func (r *reader) time(m *moment) (time.Time, bool) {
	if m.clock && !m.settle() {
		if r.strict {
			return time.Time{}, false
		}
		m.clock, m.zone = false, zone{}
	}
	if !m.clock {
		m.hour, m.minute, m.sec, m.nano, m.zone = 0, 0, 0, 0, zone{}
	}
	where, name := time.UTC, ""
	switch {
	case !m.clock:
	case m.zone.place != nil:
		where = m.zone.place
	case m.zone.said && m.zone.seconds != 0:
		where = time.FixedZone("", m.zone.seconds)
	case m.zone.said:
	case r.h.Zone != nil:
		where, name = r.h.Zone, zonelessName
	default:
		name = zonelessName
	}
	t := time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, min(m.sec, 59), m.nano, where)
	if !m.clock || m.hour%24+m.minute+m.sec+m.nano == 0 {
		name = dayName
	}
	return mark(t, name), t.Year() > 0
}
