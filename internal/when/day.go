package when

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

func itoa(n int) string { return strconv.Itoa(n) }

// dayAt reads a day of the calendar that starts with the token at i. It fills m and returns the place after the day,
// 0 where there is none.
func (r *reader) dayAt(i int, m *moment) int {
	switch r.tok(i).kind {
	case number:
		for _, form := range [...]func(*reader, int, *moment) int{
			(*reader).yearFirst, (*reader).triple, (*reader).dayMonth, (*reader).run, (*reader).apart, (*reader).republic, (*reader).easternMonthFirst,
		} {
			if next := form(r, i, m); next > 0 && r.gregorian(m) {
				return next
			}
		}
	case letters:
		for _, form := range [...]func(*reader, int, *moment) int{(*reader).monthFirst, (*reader).era} {
			if next := form(r, i, m); next > 0 && r.gregorian(m) {
				return next
			}
		}
	}
	return 0
}

// small is the number of one or two digits at i, -1 if there is none.
func (r *reader) small(i int) int {
	if t := r.tok(i); t.kind == number && t.digits <= 2 {
		return t.n
	}
	return -1
}

// full is the year of four digits at i, 0 if there is none; gregorian says of which calendar.
func (r *reader) full(i int) int {
	t := r.tok(i)
	if t.kind != number || t.digits != 4 {
		return 0
	}
	if r.strict || t.n >= 1900 && t.n <= 2099 || t.n >= firstThai && t.n <= lastThai && r.thai() || t.n >= firstSolar && t.n <= lastSolar && r.persian() {
		return t.n
	}
	return 0
}

func (r *reader) thai() bool {
	return r.h.language() == "th" || r.h.language() == "lo" || strings.IndexFunc(r.s, func(c rune) bool { return unicode.Is(unicode.Thai, c) }) >= 0
}

func (r *reader) eastern() bool {
	l := r.h.language()
	return l == "zh" || l == "ja" || l == "ko"
}

// yearFirst reads 2024-01-30, 2024/1/30, 2024年1月30日, 2024 January 30, 2024. gada 30. janvāris, 2024 / 01/30.
func (r *reader) yearFirst(i int, m *moment) int {
	if m.year = r.full(i); m.year == 0 {
		return 0
	}
	j := i + 1
	switch {
	case r.is(j, "年", "년"):
		return r.monthDay(r.pastTwin(j+1), m)
	case r.is(j, "-") && r.tight(j) && r.tok(j+1).kind == number && r.tight(j+1), r.is(j, "/", "."):
		if next := r.sameSign(j, m); next > 0 {
			return next
		}
	case r.tok(j).kind == number && r.tok(j).gap:
		return r.monthDay(j, m)
	}
	for k := 0; k < 3 && (r.is(j, ".", ",", "-", "/", "m") || r.word(j).fill); k++ {
		j++
	}
	if next := r.monthName(j, m); next > 0 {
		for r.is(next, ".", ",", "-", "/") {
			next++
		}
		if m.day = r.small(next); m.day > 0 {
			return next + 1
		}
		return 0
	}
	if m.day = r.small(j); m.day > 0 && r.is(j+1, ".") {
		return r.monthName(j+2, m)
	}
	return 0
}

// sameSign reads month and day, each with the sign at j before it.
func (r *reader) sameSign(j int, m *moment) int {
	sep := r.tok(j).s
	if m.month, m.day = r.small(j+1), r.small(j+3); m.month <= 0 || m.day <= 0 || !r.is(j+2, sep) {
		return 0
	}
	if sep == "." && r.is(j+4, ".") && r.tight(j+4) && r.tok(j+5).kind == number && r.tight(j+5) {
		return 0 // 2024.1.30.4 is the number of a version
	}
	return j + 4
}

// monthDay reads 1月30日, 01/30, 01-30.
func (r *reader) monthDay(j int, m *moment) int {
	if m.month, m.day = r.small(j), r.small(j+2); m.month <= 0 || m.day <= 0 || !r.is(j+1, "月", "월", "-", "/", ".") {
		return 0
	}
	if r.is(j+1, "-", "/", ".") && (!r.tight(j+2) || r.is(j+3, r.tok(j+1).s)) {
		return 0
	}
	return r.afterDay(j + 3)
}

// afterDay passes the unit that follows the number of a day.
func (r *reader) afterDay(j int) int {
	if r.is(j, "日", "일", "号", "號") {
		return j + 1
	}
	return j
}

// monthName reads the name of a month.
func (r *reader) monthName(j int, m *moment) int {
	if t := r.tok(j); t.kind == letters {
		loose := r.strict || r.h.language() != "" && r.h.language() != "en"
		if m.month = r.word(j).monthOf(r.h.language(), loose); m.month > 0 {
			return j + 1
		}
		if r.is(j, "tháng", "thang", "thg") {
			if m.month = r.small(j + 1); m.month > 0 {
				return j + 2
			}
		}
		return 0
	}
	if m.month = r.small(j); m.month > 0 && r.is(j+1, "月", "월") && r.tight(j+1) {
		return j + 2
	}
	return 0
}

// dayMonth reads 30 January 2024, 30th of January, 2024, le 1er février 2024, 30-Jan-24, 30 de enero de 2024, 30 三月 2024.
func (r *reader) dayMonth(i int, m *moment) int {
	if m.day = r.small(i); m.day <= 0 {
		return 0
	}
	j := i + 1
	if r.tight(j) && r.word(j).ordinal {
		j++
	}
	for k := 0; k < 4 && (r.is(j, ".", "-", "/", "'", "’", ",", "°") || r.word(j).fill || r.word(j).weekday && r.word(j).month == 0); k++ {
		j++
	}
	if month := r.persianMonth(j); month > 0 {
		return r.persianYear(j+1, month, m)
	}
	j = r.monthName(j, m)
	if j == 0 {
		return 0
	}
	if r.is(j, "/") && r.tok(j+1).kind == letters {
		j += 2 // نيسان / أبريل
	}
	for k := 0; k < 4 && (r.is(j, ".", ",", "-", "/", "'", "’", "׳", "॰", "|") || r.word(j).fill); k++ {
		j++
	}
	return r.year(j, m)
}

// year reads the year that ends a day.
func (r *reader) year(j int, m *moment) int {
	if m.year = r.full(j); m.year == 0 {
		if m.year = r.small(j); m.year < 0 || r.tok(j).digits != 2 || !r.strict || r.is(j+1, ":") {
			return 0
		}
		m.year = r.century(m.year)
	}
	if r.is(j+1, "年", "년") {
		return j + 2
	}
	return j + 1
}

// century completes a year of two digits: of Thailand's era from the year that was 2000 there, else as century does.
func (r *reader) century(year int) int {
	if r.thai() && year >= 2000+thaiYears-2500 {
		return 2500 + year
	}
	return century(year)
}

// century completes a year of two digits, as POSIX's strptime does.
func century(year int) int {
	if year < 69 {
		return 2000 + year
	}
	return 1900 + year
}

// triple reads 30.01.2024, 30.1.24, 30/1/2024, 1/30/2024.
func (r *reader) triple(i int, m *moment) int {
	a, b, sep := r.small(i), r.small(i+2), r.tok(i+1).s
	if a <= 0 || b <= 0 || !r.is(i+1, ".", "/", "-") || !r.is(i+3, sep) || sep == "-" && !(r.tight(i+1) && r.tight(i+3)) {
		return r.split(i, m)
	}
	if r.is(i-1, sep) && r.tight(i) && r.tok(i-2).kind == number {
		return 0
	}
	if m.year = r.full(i + 4); m.year == 0 {
		if y := r.small(i + 4); sep != "." || r.strict || y < 0 || r.tok(i+4).digits != 2 || r.is(i+5, ".") && r.tok(i+6).kind == number {
			return 0
		}
		m.year = 2000 + r.small(i+4)
	}
	return r.order(a, b, sep, m, i+5)
}

// split reads 07/14 2024, as pages set month and day above the year, and 14 2024/07, the day alone.
func (r *reader) split(i int, m *moment) int {
	if !r.eastern() || r.strict {
		return 0
	}
	a, b, year := r.small(i), r.small(i+2), r.full(i+3)
	if a > 0 && b > 0 && year > 0 && r.is(i+1, "/", "-", ".", "月") && r.tok(i+3).gap {
		m.year, m.month, m.day = year, a, b
		return i + 4
	}
	if month := r.small(i + 3); a > 0 && r.full(i+1) > 0 && month > 0 && r.is(i+2, "/", "-", ".", "年") && !r.is(i+4, "/", "-", ".") {
		m.year, m.month, m.day = r.full(i+1), month, a
		if r.is(i+4, "月") {
			return i + 5
		}
		return i + 4
	}
	return 0
}

// order decides which of two numbers is the month. With points it is the second everywhere; with strokes that depends on
// who writes, and is unknown where neither the numbers nor the habits tell.
func (r *reader) order(a, b int, sep string, m *moment, next int) int {
	first := r.h.Order
	if sep == "." || sep == "-" && r.strict && first == Unknown {
		first = DayFirst
	}
	switch {
	case a > 12 || a == b:
		first = DayFirst
	case b > 12 && sep != ".":
		first = MonthFirst
	}
	switch first {
	case DayFirst:
		m.day, m.month = a, b
	case MonthFirst:
		m.month, m.day = a, b
	default:
		return 0
	}
	return next
}

// run reads 20240130, 20240130T090000, 202401300900.
func (r *reader) run(i int, m *moment) int {
	t := r.tok(i)
	if t.kind != number || t.digits != 8 && t.digits != 12 && t.digits != 14 || !r.strict && i > 0 {
		return 0
	}
	at := func(from, n int) int { v, _ := strconv.Atoi(r.s[t.from+from : t.from+from+n]); return v }
	m.year, m.month, m.day = at(0, 4), at(4, 2), at(6, 2)
	if !r.strict && (m.year < 1990 || m.year > 2099 || !(r.n == 1 || r.is(1, "t") || r.tok(1).kind == number && r.is(2, ":"))) {
		return 0 // the number of something else
	}
	if t.digits > 8 {
		m.clock, m.hour, m.minute = true, at(8, 2), at(10, 2)
		if t.digits == 14 {
			m.sec = at(12, 2)
		}
	}
	return i + 1
}

// apart reads the name of a month between day and year in one word without spaces, as Vietnamese does with a number:
// 30 tháng 1, 2024. It is dayMonth's; kept for days without a name: ngày 30 tháng 1 năm 2024.
func (r *reader) apart(i int, m *moment) int {
	if m.day = r.small(i); m.day <= 0 || !r.is(i+1, "tháng", "thang") {
		return 0
	}
	if m.month = r.small(i + 2); m.month <= 0 {
		return 0
	}
	j := i + 3
	for k := 0; k < 2 && (r.is(j, ",", "/", "-") || r.word(j).fill); k++ {
		j++
	}
	return r.year(j, m)
}

// monthFirst reads January 30, 2024, Jan 30th 2024, and ctime's Jan 30 05:00:25 UTC 2024.
func (r *reader) monthFirst(i int, m *moment) int {
	if m.month = r.word(i).monthOf(r.h.language(), r.strict); m.month == 0 {
		return 0
	}
	j := r.skip(i+1, 2, func(j int) bool { return r.is(j, ".", ",", "-", "/") })
	if m.day = r.small(j); m.day <= 0 || r.is(j+1, ":") {
		return 0
	}
	j++
	if r.tight(j) && r.word(j).ordinal {
		j++
	}
	j = r.skip(j, 3, func(j int) bool { return r.is(j, ".", ",", "-", "/", "|") || r.word(j).fill || r.word(j).weekday })
	if next := r.clockAt(j, m); next > 0 {
		if j = r.yearBehindClock(next, m); j == 0 {
			m.clock, m.zone = false, zone{}
			return 0
		}
	}
	return r.lastYear(j, m)
}

// skip passes over at most so many tokens of a sort.
func (r *reader) skip(j, most int, of func(int) bool) int {
	for end := j + most; j < end && of(j); {
		j++
	}
	return j
}

// yearBehindClock is the place of the year behind a clock that ends at j, with its zone or without; 0 where there is none.
func (r *reader) yearBehindClock(j int, m *moment) int {
	if r.full(j) == 0 {
		if next := r.zoneAt(j, m); next > 0 {
			j = next
		}
	}
	if r.full(j) == 0 {
		return 0
	}
	return j
}

// lastYear reads the year at j behind month and day: four digits, or two behind a sign.
func (r *reader) lastYear(j int, m *moment) int {
	if m.year = r.full(j); m.year > 0 {
		return j + 1
	}
	if m.year = r.small(j); !r.strict || !r.is(j-1, ",", "-", "/", "'") || r.tok(j).digits != 2 || r.is(j+1, ":") {
		return 0
	}
	m.year = r.century(m.year)
	return j + 1
}

// easternMonthFirst reads 十一月 12, 2026 and 11월 12, 2026, as programs put names of months into the order of English. With
// 日 after the day a year may be that of something else: 3月3日 2027年.
func (r *reader) easternMonthFirst(i int, m *moment) int {
	if m.month = r.small(i); m.month <= 0 || !r.is(i+1, "月", "월") || !r.tight(i+1) || r.tight(i+2) && !r.strict {
		return 0
	}
	if m.day = r.small(i + 2); m.day <= 0 {
		return 0
	}
	j := i + 3
	if r.strict {
		j = r.afterDay(j)
	}
	for k := 0; k < 3 && (r.is(j, ".", ",", "-", "/") || r.word(j).weekday); k++ {
		j++
	}
	if next := r.easternWeekday(j); next > 0 {
		j = next
	}
	if m.year = r.full(j); m.year == 0 || r.is(j+1, "年", "년") {
		return 0
	}
	return j + 1
}

// exists reports whether the day is one of the calendar.
func (m *moment) exists() bool {
	if m.year < 1 || m.year > 9999 || m.month < 1 || m.month > 12 || m.day < 1 || m.day > 31 {
		return false
	}
	return time.Date(m.year, time.Month(m.month), m.day, 0, 0, 0, 0, time.UTC).Day() == m.day
}
