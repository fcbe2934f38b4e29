package feed

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// parseWords reads dates that are written with words or with the parts in
// another order: RFC 822, asctime, JavaScript's, and what people type.
func parseWords(s string) (time.Time, bool) {
	if i := strings.IndexByte(s, '('); i > 0 { // a comment of RFC 822
		s = s[:i]
	}
	s, home := eastern(s)
	st := stamp{zone: home}
	for n := 0; s != ""; n++ {
		end := strings.IndexFunc(s, separates)
		if end < 0 {
			end = len(s)
		}
		rest := strings.TrimLeftFunc(s[end:], separates)
		if end > 0 && !st.field(s[:end], place{first: n == 0, comma: strings.HasPrefix(s[end:], ",")}) {
			return time.Time{}, false
		}
		s = rest
	}
	if st.day == 0 || st.month == 0 {
		return time.Time{}, false
	}
	return st.time()
}

func separates(r rune) bool { return r == ',' || r == '|' || unicode.IsSpace(r) }

// eastern puts the year, month and day of Chinese, Japanese and Korean dates in
// one word, and returns the zone they are written in when they give none:
// Korean is written in one zone only.
func eastern(s string) (out string, home int) {
	if strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxLatin1 }) < 0 {
		return s, 0
	}
	if strings.ContainsAny(s, "년월일오") {
		home = 9 * 3600
	}
	r := strings.NewReplacer("年", "-", "月", "-", "日", " ", "년 ", "-", "월 ", "-", "년", "-", "월", "-", "일", " ",
		"上午", "am ", "下午", "pm ", "오전", "am ", "오후", "pm ", "時", ":", "时", ":", "분", "", "分", "")
	return strings.TrimSpace(r.Replace(s)), home
}

// place says where in the date a word is.
type place struct{ first, comma bool }

// field takes one word of the date.
func (s *stamp) field(f string, at place) bool {
	switch c := f[0]; {
	case f == "-" || f == "at" || f == "um" || f == "à" || f == "de" || f == "del" || f == "of" || f == "·" || f == "–":
		return true
	case c == '+' || c == '-':
		return s.clock && s.parseZone(f)
	case c >= '0' && c <= '9':
		return s.number(f)
	}
	return s.word(f, at)
}

// number takes a word that starts with a digit.
func (s *stamp) number(f string) bool {
	n := countDigits(f)
	rest := f[n:]
	switch {
	case strings.HasPrefix(rest, ":") && s.clock: // a zone whose plus sign was taken for a space
		return !s.zoned && n == 2 && s.parseZone("+"+f)
	case strings.HasPrefix(rest, ":"):
		tail, ok := s.parseClock(f)
		return ok && (tail == "" || s.parseMeridiem(tail) || s.parseZone(tail))
	case rest == "" || rest == ".":
		return s.plainNumber(f[:n])
	case strings.IndexAny(rest, "-/.") == 0:
		return s.triple(f)
	}
	switch strings.ToLower(rest) {
	case "st", "nd", "rd", "th", "º", "er", "e":
		return s.plainNumber(f[:n])
	}
	if s.parseMeridiem(rest) {
		s.hour, _ = digits(f, 0, n)
		s.clock = true
		return n <= 2
	}
	return false
}

// plainNumber takes a day or a year.
func (s *stamp) plainNumber(f string) bool {
	v, _ := digits(f, 0, len(f))
	switch {
	case len(f) == 4 && s.year == 0:
		s.year = v
	case len(f) <= 2 && s.day == 0 && v > 0:
		s.day = v
	case len(f) == 2 && s.day != 0 && s.year == 0:
		s.year = century(v)
	default:
		return false
	}
	return true
}

// triple takes a date of three parts in one word: 30-Jan-2024, 2024/01/30,
// 30.01.2024. 01/02/2024 is refused: nobody knows which is the month.
func (s *stamp) triple(f string) bool {
	sep := f[countDigits(f)]
	if i := strings.IndexAny(f, "Tt"); i > 0 && i+1 < len(f) && countDigits(f[i+1:]) > 0 && strings.Count(f[:i], "-") == 2 {
		tail, ok := s.parseClock(f[i+1:]) // 2004-Juli-13T9:15-05:00
		if !ok || !s.parseZone(tail) {
			return false
		}
		f = f[:i]
	}
	parts := strings.Split(strings.TrimSuffix(f, string(sep)), string(sep))
	if len(parts) != 3 || s.day != 0 {
		return false
	}
	if m := monthNamed(parts[1]); m > 0 {
		s.month = m
		if len(parts[0]) == 4 {
			parts[0], parts[2] = parts[2], parts[0]
		}
		return s.plainNumber(parts[0]) && s.plainNumber(parts[2])
	}
	return s.numbers(parts, sep)
}

// numbers takes a date of three numbers.
func (s *stamp) numbers(parts []string, sep byte) bool {
	a, ok1 := digits(parts[0], 0, len(parts[0]))
	b, ok2 := digits(parts[1], 0, len(parts[1]))
	c, ok3 := digits(parts[2], 0, len(parts[2]))
	switch {
	case !ok1 || !ok2 || !ok3:
		return false
	case len(parts[0]) == 4:
		s.year, s.month, s.day = a, b, c
	case len(parts[2]) != 4:
		return false
	case sep == '.' || sep == '-' || a > 12 || a == b:
		s.day, s.month, s.year = a, b, c
	case b > 12:
		s.month, s.day, s.year = a, b, c
	default:
		return false
	}
	return true
}

// word takes a month, a half of the day, a zone, or a day of the week: those
// have too many languages to be known, so what comes first is taken as one
// unless it can be the month.
func (s *stamp) word(f string, at place) bool {
	switch {
	case at.first && at.comma || weekday(f):
		return strings.IndexFunc(f, unicode.IsDigit) < 0
	case s.month == 0:
		if s.month = monthNamed(f); s.month > 0 {
			return true
		}
	}
	if s.parseMeridiem(f) || s.clock && s.parseZone(f) {
		return true
	}
	return at.first
}

// parseMeridiem takes the half of the day.
func (s *stamp) parseMeridiem(f string) bool {
	switch strings.ToLower(strings.ReplaceAll(f, ".", "")) {
	case "am":
		s.half = "am"
	case "pm":
		s.half = "pm"
	default:
		return false
	}
	return true
}

func weekday(f string) bool {
	f = strings.ToLower(strings.TrimRight(f, "."))
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name := strings.ToLower(d.String()); len(f) >= 3 && strings.HasPrefix(name, f) {
			return true
		}
	}
	return false
}

// monthNamed returns the number of a month by its name or its short form, in the
// languages whose feeds have been seen to translate it; 0 for anything else.
func monthNamed(f string) int {
	f = strings.ToLower(strings.TrimRight(f, "."))
	if len(f) == 3 {
		if i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", f); i >= 0 && i%3 == 0 {
			return i/3 + 1
		}
	}
	if utf8.RuneCountInString(f) < 3 {
		return 0
	}
	for i, names := range monthNames() {
		for name := range strings.FieldsSeq(names) {
			if f == name {
				return i + 1
			}
		}
	}
	return 0
}

// monthNames lists the months' names, lower case, by month.
func monthNames() [12]string {
	return [12]string{
		"jan january janv janvier januar jän jänner ene enero gen gennaio janeiro januari január ιαν ιανουαρίου янв января",
		"feb february févr février februar febrero febbraio fev fevereiro februari február februári φεβ φεβρουαρίου фев февраля",
		"mar march mars mär märz mrz marzo março maart mrt március μάρ μαρ μαρτίου мар марта",
		"apr april avr avril abr abril aprile április απρ απριλίου апр апреля",
		"may mai mayo mag maggio maio mei május μάϊ μάι μαι μαϊ μαΐ μάι μαΐου мая май",
		"jun june juin juni junio giu giugno junho június ιούν ιον ιουν ιουνίου июн июня",
		"jul july juil juillet juli julio lug luglio julho július ιούλ ιολ ιουλ ιουλίου июл июля",
		"aug august août agosto ago augustus augusztus αύγ αυγ αυγούστου авг августа",
		"sep sept september septembre septiembre set settembre setembro szeptember σεπ σεπτεμβρίου сен сентября",
		"oct october octobre okt oktober octubre ott ottobre out outubro október οκτ οκτωβρίου окт октября",
		"nov november novembre noviembre novembro νοέ νοε νοεμβρίου ноя ноября",
		"dec december déc décembre dez dezember dic diciembre dicembre dezembro δεκ δεκεμβρίου дек декабря",
	}
}
