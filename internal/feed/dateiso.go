package feed

import (
	"strings"
	"time"
)

// parseISO reads a date of ISO 8601, calendar or ordinal, basic or extended,
// its year of four or two digits, with or without a time of day.
func parseISO(s string) (time.Time, bool) {
	cut := strings.IndexAny(s, "Tt \t")
	date, rest := s, ""
	if cut >= 0 {
		date, rest = s[:cut], strings.TrimLeft(s[cut+1:], " \t")
	}
	date = strings.TrimSuffix(date, "Z")
	var st stamp
	if !st.parseISODate(date) {
		return time.Time{}, false
	}
	if rest != "" {
		zone, ok := st.parseClock(rest)
		if !ok || !st.parseHalf(&zone) || !st.parseZone(zone) {
			return time.Time{}, false
		}
	}
	if st.hour == 24 && st.minute == 0 && st.sec == 0 && st.half == "" { // midnight at the day's end
		st.hour = 0
		t, ok := st.time()
		return t.Add(24 * time.Hour), ok
	}
	return st.time()
}

// parseHalf takes "am" or "pm" off the front of rest.
func (s *stamp) parseHalf(rest *string) bool {
	r := strings.TrimLeft(*rest, " ")
	if len(r) >= 2 && (r[1]|0x20 == 'm') && (r[0]|0x20 == 'a' || r[0]|0x20 == 'p') && (len(r) == 2 || r[2] == ' ') {
		s.half, *rest = strings.ToLower(r[:2]), r[2:]
	}
	return true
}

func (s *stamp) parseISODate(d string) bool {
	parts := strings.Split(d, "-")
	switch len(parts) {
	case 1:
		return s.parseBasic(d)
	case 2:
		year, last := parts[0], parts[1]
		switch {
		case year == "" && len(last) == 4: // -YYMM
			return s.set(last[:2], last[2:], "01")
		case len(year) == 4 && len(last) == 2, year == "" && len(last) == 2:
			return s.set(year, last, "01")
		case len(last) == 3:
			return s.ordinal(year, last)
		case len(year) == 4 && len(last) == 4:
			return s.set(year, last[:2], last[2:])
		}
	case 3:
		if parts[0] == "" && len(parts[1]) == 2 && len(parts[2]) == 2 { // -YY-MM
			return s.set(parts[1], parts[2], "01")
		}
		month := parts[1]
		if len(month) == 3 && month[0] == '0' { // 2003-012-31 is seen
			month = month[1:]
		}
		return s.set(parts[0], month, parts[2])
	}
	return false
}

// parseBasic reads a date without hyphens.
func (s *stamp) parseBasic(d string) bool {
	if countDigits(d) != len(d) {
		return false
	}
	switch len(d) {
	case 4: // a year
		return s.set(d, "01", "01") && s.year > 1900 && s.year < 2200
	case 5:
		return s.ordinal(d[:2], d[2:])
	case 6:
		return s.set(d[:2], d[2:4], d[4:])
	case 7:
		return s.ordinal(d[:4], d[4:])
	case 8:
		return s.set(d[:4], d[4:6], d[6:])
	}
	return false
}

func (s *stamp) set(year, month, day string) (ok bool) {
	var ok1, ok2, ok3 bool
	if len(month) > 2 || len(day) > 2 {
		return false
	}
	s.year, ok1 = digits(year, 0, len(year))
	s.month, ok2 = digits(month, 0, len(month))
	s.day, ok3 = digits(day, 0, len(day))
	switch len(year) {
	case 2:
		s.year = century(s.year)
	case 4:
	default:
		return false
	}
	return ok1 && ok2 && ok3
}

// ordinal sets the date to a day of the year.
func (s *stamp) ordinal(year, day string) bool {
	if !s.set(year, "01", "01") {
		return false
	}
	n, ok := digits(day, 0, len(day))
	if !ok || n < 1 || n > 366 {
		return false
	}
	t := time.Date(s.year, 1, n, 0, 0, 0, 0, time.UTC)
	s.month, s.day = int(t.Month()), t.Day()
	return t.Year() == s.year
}
