package when

import (
	"strings"
	"time"
	"unicode"
)

// whole reads a text that is one date: a day, a clock and a zone in any order in which people put them.
func (r *reader) whole(m *moment) bool {
	day := false
	for i := 0; i < r.n; {
		next := 0
		if !day {
			if next = r.dayAt(i, m); next > 0 {
				day = true
			}
		}
		if next == 0 && !m.clock {
			next = r.clockOf(i, m)
		}
		if next == 0 && m.clock && !m.zone.said && !m.zone.unknown {
			next = r.zoneOf(i, m)
		}
		if next == 0 {
			next = r.pass(i, m)
		}
		if next == 0 {
			return false
		}
		i = next
	}
	return day && m.month > 0
}

// clockOf reads a clock of a whole text: after a T, too, and without a colon there.
func (r *reader) clockOf(i int, m *moment) int {
	if r.is(i, "t") && r.tok(i+1).kind == number {
		i++
		if t := r.tok(i); t.digits == 4 || t.digits == 6 {
			m.compact(t)
			return r.seconds(i+1, m)
		}
	}
	return r.clockAt(i, m)
}

// zoneOf reads a zone of a whole text, also one whose plus sign was taken for a space: 13:00:25 08:00.
func (r *reader) zoneOf(i int, m *moment) int {
	if r.tok(i).digits == 2 && r.is(i+1, ":") && r.tok(i+2).digits == 2 {
		m.zone = zone{said: true, seconds: r.tok(i).n*3600 + r.tok(i+2).n*60}
		if m.zone.seconds > 15*3600 || r.tok(i+2).n > 59 {
			return 0
		}
		return i + 3
	}
	return r.zoneAt(i, m)
}

// again passes over the zone of a moment when it is written once more, as Go prints zones without a name: -0300 -03.
func (r *reader) again(i int, m *moment) int {
	var twin moment
	next := 0
	if m.zone.said {
		next = r.zoneAt(i, &twin)
	}
	if twin.zone.said && twin.zone.seconds == m.zone.seconds {
		return next
	}
	return 0
}

// pass passes over what a date may have besides: signs, a day of the week, words between its parts, a comment, its zone again.
func (r *reader) pass(i int, m *moment) int {
	if next := r.again(i, m); next > 0 {
		return next
	}
	t, w := r.tok(i), r.word(i)
	switch {
	case r.is(i, "(", "（"):
		return r.afterComment(i)
	case r.is(i, ",", "|", "·", ".", "'", "’", "•", "/", "[", ")"):
		return i + 1
	case r.is(i, "-"):
		if r.tok(i+1).kind == number && r.tight(i+1) && r.tight(i) {
			return 0
		}
		return i + 1
	case t.kind != letters:
		return 0
	case w.weekday || w.fill || w.leads:
		return i + 1
	case i == 0 || r.onlySigns(i): // days of the week have too many languages to be known
		return i + 1
	}
	return r.easternWeekday(i)
}

// afterComment is the place after a comment of RFC 822, which may hold others (RFC 5322, 3.2.2), or not end.
func (r *reader) afterComment(i int) int {
	depth := 0
	for ; i < r.n; i++ {
		switch {
		case r.is(i, "(", "（"):
			depth++
		case r.is(i, ")", "）"):
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return r.n
}

// onlySigns reports whether nothing but signs stands before the token at i.
func (r *reader) onlySigns(i int) bool {
	for j := range i {
		if r.all[j].kind != sign {
			return false
		}
	}
	return true
}

// easternWeekday passes over 星期二, 周二, 週二, 礼拜二, 火曜日, 화요일.
func (r *reader) easternWeekday(i int) int {
	rest := r.s[r.tok(i).from:]
	for _, lead := range []string{"星期", "周", "週", "礼拜", "禮拜"} {
		if after, ok := strings.CutPrefix(rest, lead); ok && startsWith(after, "一二三四五六日天") {
			return r.after(i, len(lead)+len("一"))
		}
	}
	for _, end := range []string{"曜日", "曜", "요일"} {
		if startsWith(rest, "月火水木金土日월화수목금토일") && strings.HasPrefix(rest[len("月"):], end) {
			return r.after(i, len("月")+len(end))
		}
	}
	return 0
}

// passWeekday passes over a day of the week, in brackets too, after the day: 星期二, (火), (Tue). It is 0 for anything else.
func (r *reader) passWeekday(i int) int {
	if r.is(i, "(") && r.is(i+2, ")") && (r.word(i+1).weekday || startsWith(r.tok(i+1).s, "一二三四五六日天月火水木金土월화수목금토일")) {
		return i + 3
	}
	next := r.easternWeekday(i)
	if next == 0 && r.is(i, "(") {
		if next = r.easternWeekday(i + 1); next > 0 && r.is(next, ")") {
			return next + 1
		}
		return 0
	}
	return next
}

// startsWith reports whether s starts with one of the characters in set, each of three bytes.
func startsWith(s, set string) bool {
	for _, c := range s {
		return strings.ContainsRune(set, c)
	}
	return false
}

// iso reads a date of ISO 8601, calendar, ordinal or of a week, basic or extended, its year of four or two digits, with or
// without a clock.
func (r *reader) iso(m *moment) bool {
	cut := strings.IndexFunc(r.s, func(c rune) bool { return c == 'T' || c == 't' || unicode.IsSpace(c) })
	date, rest := r.s, ""
	if cut >= 0 {
		date, rest = r.s[:cut], strings.TrimLeft(r.s[cut+1:], " \t")
	}
	if !m.isoDay(strings.TrimSuffix(date, "Z")) || !r.gregorian(m) {
		return false
	}
	if rest == "" {
		return true
	}
	i := 0
	for i < r.n && r.all[i].from <= cut {
		i++
	}
	if r.is(i-1, "t") || r.tok(i).digits > 2 {
		i = max(i, 0)
	}
	next := 0
	if t := r.tok(i); t.kind == number && (t.digits == 4 || t.digits == 6) {
		m.compact(t)
		next = r.halfAfter(r.seconds(i+1, m), m)
	} else {
		next = r.clockAt(i, m)
	}
	if next == 0 {
		return false
	}
	for next < r.n {
		i = next
		if next = 0; !m.zone.said && !m.zone.unknown {
			next = r.zoneOf(i, m)
		}
		if next == 0 {
			next = r.pass(i, m)
		}
		if next == 0 {
			return false
		}
	}
	return true
}

// isoDay reads the day of a date of ISO 8601.
func (m *moment) isoDay(d string) bool {
	parts := strings.Split(d, "-")
	switch len(parts) {
	case 1:
		return m.basic(d)
	case 2:
		year, last := parts[0], parts[1]
		switch {
		case year == "" && len(last) == 4: // -YYMM
			return m.set(last[:2], last[2:], "01")
		case len(year) == 4 && len(last) == 2, year == "" && len(last) == 2:
			return m.set(year, last, "01")
		case len(last) == 3 && last[0]|0x20 != 'w':
			return m.ordinal(year, last)
		case len(year) == 4 && len(last) == 4:
			return m.set(year, last[:2], last[2:])
		}
	case 3:
		if parts[0] == "" && len(parts[1]) == 2 && len(parts[2]) == 2 { // -YY-MM
			return m.set(parts[1], parts[2], "01")
		}
		month := parts[1]
		if len(month) == 3 && month[0]|0x20 == 'w' {
			return m.week(parts[0], month[1:], parts[2])
		}
		if len(month) == 3 && month[0] == '0' { // 2003-012-31 is seen
			month = month[1:]
		}
		return m.set(parts[0], month, parts[2])
	}
	return false
}

// basic reads a date without hyphens.
func (m *moment) basic(d string) bool {
	switch len(d) {
	case 4: // a year
		return m.set(d, "01", "01") && m.year > 1900 && m.year < 2200
	case 5:
		return m.ordinal(d[:2], d[2:])
	case 6:
		return m.set(d[:2], d[2:4], d[4:])
	case 7:
		return m.ordinal(d[:4], d[4:])
	case 8:
		return m.set(d[:4], d[4:6], d[6:])
	}
	return false
}

func (m *moment) set(year, month, day string) bool {
	var ok1, ok2, ok3 bool
	if len(month) > 2 || len(day) > 2 || len(year) != 2 && len(year) != 4 {
		return false
	}
	m.year, ok1 = decimal(year)
	m.month, ok2 = decimal(month)
	m.day, ok3 = decimal(day)
	if len(year) == 2 {
		m.year = century(m.year)
	}
	return ok1 && ok2 && ok3
}

// decimal reads a number of nothing but digits.
func decimal(s string) (n int, ok bool) {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, s != ""
}

// ordinal sets the date to a day of the year.
func (m *moment) ordinal(year, day string) bool {
	n, ok := decimal(day)
	if !m.set(year, "01", "01") || !ok || n < 1 || n > 366 {
		return false
	}
	t := time.Date(m.year, 1, n, 0, 0, 0, 0, time.UTC)
	m.month, m.day = int(t.Month()), t.Day()
	return t.Year() == m.year
}

// week sets the date to a day of a week; the first is that with the year's first Thursday.
func (m *moment) week(year, week, day string) bool {
	w, ok1 := decimal(week)
	d, ok2 := decimal(day)
	if !ok1 || !ok2 || len(year) != 4 || !m.set(year, "01", "04") || w < 1 || w > 53 || d < 1 || d > 7 {
		return false
	}
	first := time.Date(m.year, 1, 4, 0, 0, 0, 0, time.UTC)
	monday := 4 - (int(first.Weekday())+6)%7
	t := time.Date(m.year, 1, monday+(w-1)*7+d-1, 0, 0, 0, 0, time.UTC)
	m.year, m.month, m.day = t.Year(), int(t.Month()), t.Day()
	return true
}
