package feed

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// maxDate bounds the strings that are looked at as dates, in bytes.
const maxDate = 120

// dates holds the dates of a channel or an item by where they come from.
type dates struct {
	published, updated, created    time.Time // the format's own
	dublin, issued, modified, made time.Time // dc:date and dcterms
}

// set takes a date; of several the last counts, and what is none changes nothing.
func (d *dates) set(field *time.Time, s string) {
	if t, ok := ParseDate(s); ok {
		*field = t
	}
}

// settle says which date is which. dc:date is the publication's, unless the
// item has another for that.
func (d *dates) settle() (published, updated, created time.Time) {
	published = firstTime(d.published, d.issued)
	updated = firstTime(d.updated, d.modified)
	created = firstTime(d.created, d.made)
	if published.IsZero() {
		published = d.dublin
	}
	return published, updated, created
}

// ParseDate reads a date in any of the forms feeds use: ISO 8601 and its
// profiles (RFC 3339, W3C-DTF), RFC 822 and its relatives, asctime, and what
// people write by hand in several languages. It is false for everything else:
// half a date, a day that does not exist, a zone that is none. A wrong day of
// the week does not matter; a date without zone is taken as UTC (see Day and Zoneless).
func ParseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) < 4 || len(s) > maxDate || !utf8.ValidString(s) {
		return time.Time{}, false
	}
	if t, ok := parseISO(s); ok {
		return t, true
	}
	return parseWords(s)
}

// stamp is a date in pieces; year 0 and month 0 mean that there is none.
type stamp struct {
	year, month, day  int
	hour, minute, sec int
	nano              int
	zone              int // seconds east of UTC
	clock             bool
	zoned             bool
	half              string // "am", "pm" or ""
}

// time puts the pieces together, if they make a day that exists.
func (s stamp) time() (time.Time, bool) {
	s, ok := s.whole()
	if !ok || !s.inRange() {
		return time.Time{}, false
	}
	t := time.Date(s.year, time.Month(s.month), s.day, s.hour, s.minute, min(s.sec, 59), s.nano, time.UTC)
	if t.Day() != s.day { // 31 June
		return time.Time{}, false
	}
	t = t.Add(-time.Duration(s.zone) * time.Second)
	switch {
	case !s.clock || s.hour == 0 && s.minute == 0 && s.sec == 0 && s.nano == 0:
		t = t.In(dayOnly) // programs write midnight where all they have is the day
	case !s.zoned:
		t = t.In(zoneless)
	}
	return t, t.Year() > 0
}

// whole turns the hours of half a day into those of a day. It is false for an hour that the half does not have.
func (s stamp) whole() (stamp, bool) {
	if s.half != "am" && s.half != "pm" {
		return s, true
	}
	if s.hour < 1 || s.hour > 12 {
		return s, s.half == "pm" && s.hour <= 23 // "15:00 PM" is seen
	}
	if s.hour %= 12; s.half == "pm" {
		s.hour += 12
	}
	return s, true
}

// inRange reports whether each piece alone is possible; a leap second is.
func (s stamp) inRange() bool {
	day := s.year >= 1 && s.year <= 9999 && s.month >= 1 && s.month <= 12 && s.day >= 1
	clock := s.hour <= 23 && s.minute <= 59 && s.sec <= 60
	return day && clock && s.zone >= -14*3600 && s.zone <= 15*3600
}

// The times that ParseDate returns are in UTC, or in one of these, which are UTC too, where
// the text gives less than a moment. See Day and Zoneless.
var (
	dayOnly  = time.FixedZone("UTC", 0)
	zoneless = time.FixedZone("UTC", 0)
)

// Day reports whether the text that ParseDate made t of gave the day alone.
func Day(t time.Time) bool { return t.Location() == dayOnly }

// Zoneless reports whether the text that ParseDate made t of gave an hour without its zone.
func Zoneless(t time.Time) bool { return t.Location() == zoneless }

// century completes a year of two digits, as POSIX's strptime does.
func century(year int) int {
	if year < 69 {
		return 2000 + year
	}
	return 1900 + year
}

// digits reads exactly n digits of s from i.
func digits(s string, i, n int) (value int, ok bool) {
	if n < 1 || i+n > len(s) {
		return 0, false
	}
	for _, c := range []byte(s[i : i+n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		value = value*10 + int(c-'0')
	}
	return value, true
}

// countDigits returns how many digits s starts with.
func countDigits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// parseClock reads hh:mm, hh:mm:ss or hhmm, hhmmss with a fraction, and returns
// what follows.
func (s *stamp) parseClock(t string) (rest string, ok bool) {
	n := countDigits(t)
	if n == 4 || n == 6 {
		s.hour, _ = digits(t, 0, 2)
		s.minute, _ = digits(t, 2, 2)
		s.sec, _ = digits(t, 4, n-4)
		t = t[n:]
	} else {
		if n < 1 || n > 2 {
			return t, false
		}
		s.hour, _ = digits(t, 0, n)
		t = t[n:]
		if t != "" && t[0] == ':' {
			if n = countDigits(t[1:]); n < 1 || n > 2 {
				return t, false
			}
			s.minute, _ = digits(t, 1, n)
			t = t[1+n:]
			if len(t) > 1 && t[0] == ':' {
				if n = countDigits(t[1:]); n < 1 || n > 2 {
					return t, false
				}
				s.sec, _ = digits(t, 1, n)
				t = t[1+n:]
			}
		}
	}
	if len(t) > 1 && (t[0] == '.' || t[0] == ',') && countDigits(t[1:]) > 0 {
		n = countDigits(t[1:])
		scale := 100_000_000
		for _, c := range t[1 : 1+n] {
			s.nano += int(c-'0') * scale
			scale /= 10
		}
		t = t[1+n:]
	}
	s.clock = true
	return t, true
}

// parseZone reads all of z: Z, a name, +hh, +hhmm, +hh:mm, or a name with such
// an offset behind it.
func (s *stamp) parseZone(z string) bool {
	z = strings.TrimSpace(z)
	if z == "" {
		return true
	}
	letters := strings.IndexFunc(z, func(r rune) bool { return !unicode.IsLetter(r) && r != '/' && r != '_' })
	if letters < 0 {
		letters = len(z)
	}
	if letters > 0 {
		offset, ok := zoneNamed(z[:letters])
		if !ok {
			return false
		}
		s.zone, s.zoned = offset, true
		if z = strings.TrimSpace(z[letters:]); z == "" {
			return true
		}
	}
	offset, ok := offsetOf(z)
	if ok {
		s.zone, s.zoned = offset, true
	}
	return ok
}

// offsetOf reads an offset from Greenwich: +0100, -5, +05:30.
func offsetOf(z string) (seconds int, ok bool) {
	sign := 1
	switch {
	case z[0] == '-':
		sign = -1
	case strings.HasPrefix(z, "\u2212"):
		sign, z = -1, z[2:]
	case z[0] != '+':
		return 0, false
	}
	z = z[1:]
	n := countDigits(z)
	hours, minutes := 0, 0
	switch {
	case n == 4 && n == len(z):
		hours, _ = digits(z, 0, 2)
		minutes, _ = digits(z, 2, 2)
	case (n == 1 || n == 2) && n == len(z):
		hours, _ = digits(z, 0, n)
	case (n == 1 || n == 2) && len(z) >= n+3 && z[n] == ':' && countDigits(z[n+1:]) == len(z)-n-1:
		hours, _ = digits(z, 0, n)
		minutes, _ = digits(z, n+1, 2)
	default:
		return 0, false
	}
	if minutes > 59 {
		return 0, false
	}
	return sign * (hours*3600 + minutes*60), true
}

// zoneMinutes has the zones of RFC 822 and those seen in feeds, by the minutes that they are east of
// Greenwich. CST is North America's, as in RFC 822.
var zoneMinutes = map[string]int{
	"ut": 0, "utc": 0, "gmt": 0, "wet": 0, "uct": 0, "zulu": 0, "greenwich": 0,
	"cet": 60, "met": 60, "mez": 60, "bst": 60, "west": 60, "wat": 60,
	"cest": 120, "mest": 120, "mesz": 120, "eet": 120, "sast": 120, "cat": 120,
	"eest": 180, "msk": 180, "trt": 180, "eat": 180,
	"msd": 240, "gst": 240,
	"ist": 330,
	"npt": 345,
	"ict": 420, "wib": 420,
	"hkt": 480, "sgt": 480, "awst": 480, "pht": 480, "myt": 480,
	"jst": 540, "kst": 540,
	"aest": 600,
	"aedt": 660,
	"nzst": 720,
	"nzdt": 780,
	"nst":  -210,
	"ast":  -240, "at": -240, "edt": -240, "clt": -240,
	"adt": -180, "brt": -180, "art": -180,
	"est": -300, "et": -300, "cdt": -300, "cot": -300, "pet": -300,
	"cst": -360, "ct": -360, "mdt": -360,
	"mst": -420, "mt": -420, "pdt": -420,
	"pst": -480, "pt": -480, "akdt": -480,
	"akst": -540,
	"hst":  -600,
}

// zoneNamed is the offset of a zone that is named in letters.
func zoneNamed(name string) (seconds int, ok bool) {
	name = strings.TrimPrefix(strings.ToLower(name), "etc/")
	if len(name) == 1 {
		return militaryZone(name[0])
	}
	minutes, ok := zoneMinutes[name]
	return minutes * 60, ok
}

// militaryZone is a zone of one letter, with the signs that RFC 822, 5.1 gives
// them: A is one hour west.
func militaryZone(c byte) (seconds int, ok bool) {
	switch {
	case c >= 'a' && c <= 'i':
		return -int(c-'a'+1) * 3600, true
	case c >= 'k' && c <= 'm':
		return -int(c-'a') * 3600, true
	case c >= 'n' && c <= 'y':
		return int(c-'n'+1) * 3600, true
	}
	return 0, c == 'z'
}
