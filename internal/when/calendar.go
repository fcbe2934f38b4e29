package when

import (
	"strings"
	"time"
)

// eras are the years before the first of an era (Japan: Era Name Act; Taiwan: founding of the republic).
var eras = []struct {
	name   string
	before int
}{{"中華民國", 1911}, {"中华民国", 1911}, {"民國", 1911}, {"民国", 1911}, {"令和", 2018}, {"平成", 1988}, {"昭和", 1925}}

// letterEras are those of Japan by their first letter.
var letterEras = map[string]int{"r": 2018, "h": 1988, "s": 1925}

// era reads 令和6年1月30日, 民國113年1月30日, 民國113-01-30, R6.1.30.
func (r *reader) era(i int, m *moment) int {
	before, j := 0, i
	if b := letterEras[r.tok(i).s]; b > 0 && r.h.language() == "ja" && r.tight(i+1) && r.is(i+2, ".", "/") {
		before, j = b, i+1
	}
	for _, e := range eras {
		if before == 0 && strings.HasPrefix(r.s[r.tok(i).from:], e.name) {
			before, j = e.before, r.after(i, len(e.name))
		}
	}
	t := r.tok(j)
	switch {
	case before == 0:
		return 0
	case t.kind == number && t.digits <= 3:
		m.year = before + t.n
	case r.is(j, "元"):
		m.year = before + 1
	default:
		return 0
	}
	return r.eraDay(j+1, m)
}

// after is the first token that starts n bytes after the start of the one at i, or later.
func (r *reader) after(i, n int) int {
	end := r.tok(i).from + n
	for i < r.n && r.all[i].from < end {
		i++
	}
	return i
}

// eraDay reads what follows the year of an era.
func (r *reader) eraDay(j int, m *moment) int {
	switch {
	case r.is(j, "年", "년"):
		return r.monthDay(r.pastTwin(j+1), m)
	case r.is(j, "-", "/", "."):
		return r.sameSign(j, m)
	}
	return 0
}

// pastTwin passes over the year in the other way, in brackets behind it: 2026年（令和8年）9月15日.
func (r *reader) pastTwin(j int) int {
	if !r.is(j, "(") {
		return j
	}
	for k := j + 1; k <= j+6; k++ {
		if r.is(k, ")") && r.is(k-1, "年") {
			return k + 1
		}
	}
	return j
}

// republic reads 113-01-30, 113/1/30 and 113年1月30日 as a year of Taiwan's republic, where that is what is written.
func (r *reader) republic(i int, m *moment) int {
	t := r.tok(i)
	if !r.h.Republic || t.digits < 2 || t.digits > 3 || t.n < 80 || t.n > 188 || r.is(i-1, "-", "/", ".") && r.tight(i) {
		return 0
	}
	m.year = 1911 + t.n
	return r.eraDay(i+1, m)
}

var persianMonths = [...]string{"فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"}

// arabicLetters are letters that Persian is often typed with, and those that it has.
var arabicLetters = strings.NewReplacer("ي", "ی", "ك", "ک")

func (r *reader) persianMonth(i int) int {
	t := r.tok(i)
	if t.kind != letters || len(t.s) < 4 || t.s[0] < 0xD8 {
		return 0
	}
	for n, name := range persianMonths {
		if t.s == name || arabicLetters.Replace(t.s) == name {
			return n + 1
		}
	}
	return 0
}

// persianYear reads the year after a month of the solar calendar of Iran.
func (r *reader) persianYear(j, month int, m *moment) int {
	for k := 0; k < 2 && (r.is(j, ",", "ماه", "سال")); k++ {
		j++
	}
	t := r.tok(j)
	if t.digits != 4 || t.n < 1300 || t.n > 1499 {
		return 0
	}
	if !m.solar(t.n, month, m.day) {
		return 0
	}
	return j + 1
}

// The years of the calendars that news of now is dated by, where they are not Gregory's.
const (
	firstHijri, lastHijri   = 1300, 1499 // of the solar and of the lunar calendar of Islam
	firstSolar, lastSolar   = 1369, 1420 // solar: 1990 to 2041. Lunar years of now are later
	firstThai, lastThai     = 2400, 2642 // the Buddhist era of Thailand and Laos
	thaiYears               = 543
	firstNepali, lastNepali = 2060, 2199 // Bikram Sambat, whose months no rule tells
)

// gregorian turns a day of another calendar, which its year tells, into one of Gregory's. It is false for a day that is in no
// calendar, and for one that no rule converts: lunar months begin when the moon is seen, those of Nepal by a table.
func (r *reader) gregorian(m *moment) bool {
	switch y := m.year; {
	case y >= firstSolar && y <= lastSolar && (r.strict || r.persian()):
		if !m.solar(y, m.month, m.day) {
			return false
		}
	case y >= firstHijri && y <= lastHijri:
		return false
	case y >= firstThai && y <= lastThai:
		if !r.thai() {
			return false
		}
		m.year -= thaiYears
	case y >= firstNepali && y <= lastNepali && r.h.language() == "ne":
		return false
	}
	return m.exists()
}

// elsewhere reports whether a year is one of now in another calendar than Gregory's.
func elsewhere(y int) bool {
	return y >= firstHijri && y <= lastHijri || y >= firstThai && y <= lastThai
}

// persian reports whether the text or its page is in Persian: by the language, or by letters and digits that Arabic has not.
func (r *reader) persian() bool { return r.h.language() == "fa" || r.farsi }

// solar sets the day to one of the solar calendar of Iran, its leap years by the cycle of 33 years that holds from 1343
// to 1472 (Borkowski 1996). It is false for a day that is none.
func (m *moment) solar(y, month, d int) bool {
	if month < 1 || month > 12 || d < 1 || d > 31 || month > 6 && d > 30 || month == 12 && d == 30 && !leapSolar(y) {
		return false
	}
	days := (month-1)*31 + d - 1
	if month > 7 {
		days -= month - 7 // the second half of the year has months of 30
	}
	const epoch = 1399 // its first day was 20 March 2020
	days += (y-epoch)*365 + leapsBefore(y) - leapsBefore(epoch)
	t := time.Date(2020, time.March, 20+days, 0, 0, 0, 0, time.UTC)
	m.year, m.month, m.day = t.Year(), int(t.Month()), t.Day()
	return true
}

// leapsBefore counts the leap years of the solar calendar before a year.
func leapsBefore(y int) (n int) {
	for _, r := range []int{1, 5, 9, 13, 17, 22, 26, 30} {
		n += (y - r + 32) / 33
	}
	return n
}

func leapSolar(y int) bool { return leapsBefore(y+1) > leapsBefore(y) }
