package when

import (
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zones are known where the system has no files of them
	"unicode"
)

// zone is what a text says of its zone: an offset, or a place of the time zone database, or a name that nobody knows.
type zone struct {
	said    bool // an offset or a place
	seconds int  // east of Greenwich
	place   *time.Location
	unknown bool
}

// zoneAt reads a zone that starts with the token at i, and what is written after it again in another way: an offset, then
// its abbreviation or its place. The offset is the zone (RFC 5322, 3.3 and 4.3). It returns the place after it, 0 where
// there is none.
func (r *reader) zoneAt(i int, m *moment) int {
	open := r.is(i, "(", "[")
	if open {
		i++
	}
	next, z := r.offset(i)
	if next == 0 {
		if next, z = r.named(i, m); next == 0 {
			return 0
		}
	}
	if open && r.is(next, ")", "]") {
		next++
	}
	if z.said || !m.zone.said {
		m.zone = z
	}
	again := moment{year: m.year, month: m.month, day: m.day, zone: m.zone}
	for k := 0; k < 2; k++ {
		after, ok := r.repeated(next, &again)
		if !ok {
			break
		}
		next = after
	}
	return next
}

// repeated passes over a second name of a zone that has been read.
func (r *reader) repeated(i int, m *moment) (next int, ok bool) {
	j, open := i, r.is(i, "(", "[")
	if open {
		j++
	}
	if r.tok(j).kind != letters || len(r.tok(j).s) < 2 || r.word(j).weekday && r.word(j).zone == "" {
		return i, false
	}
	if next, _ = r.named(j, m); next == 0 {
		return i, false
	}
	if open {
		if !r.is(next, ")", "]") {
			return i, false
		}
		next++
	}
	return next, true
}

// offset reads an offset from Greenwich: +0100, -5, +5:30, Z is no such.
func (r *reader) offset(i int) (next int, z zone) {
	t := r.tok(i + 1)
	if !r.is(i, "+", "-") || t.kind != number || !r.tight(i+1) {
		return 0, z
	}
	hours, minutes := t.n, 0
	next = i + 2
	switch {
	case t.digits == 4:
		hours, minutes = t.n/100, t.n%100
	case t.digits > 2:
		return 0, z
	case r.is(next, ":") && r.tok(next+1).digits == 2 && r.tight(next) && r.tight(next+1):
		minutes = r.tok(next + 1).n
		next += 2
	}
	if minutes > 59 || !r.strict && minutes%15 != 0 {
		return 0, z
	}
	if !r.strict && r.is(next, ":") {
		return 0, z // the end of a span of time
	}
	z.said, z.seconds = true, hours*3600+minutes*60
	if r.is(i, "-") {
		z.seconds = -z.seconds
	}
	if z.seconds < -14*3600 || z.seconds > 15*3600 || !r.strict && z.seconds < -12*3600 {
		return 0, zone{}
	}
	return next, z
}

// named reads a zone by its name, with or without an offset after it: UTC, GMT+0800, PKT, Asia/Shanghai.
func (r *reader) named(i int, m *moment) (next int, z zone) {
	t := r.tok(i)
	if t.kind != letters {
		return 0, z
	}
	if r.is(i, "utc", "gmt", "ut", "z") {
		return r.universal(i)
	}
	for _, form := range [...]func(*reader, int, *moment) (int, zone){(*reader).inDatabase, (*reader).ownZone, (*reader).abbreviated} {
		if next, z = form(r, i, m); next > 0 {
			return next, z
		}
	}
	return r.otherName(i)
}

// universal reads the time of Greenwich, or an offset from it: UTC, GMT+0800.
func (r *reader) universal(i int) (next int, z zone) {
	if after, o := r.offset(i + 1); after > 0 {
		return after, o
	}
	if r.strict && r.is(i+1, ":") {
		return 0, z
	}
	return i + 1, zone{said: true}
}

// ownZone reads the abbreviation by which the outlet's own zone goes on that day.
func (r *reader) ownZone(i int, m *moment) (next int, z zone) {
	t := r.tok(i)
	if r.h.Zone == nil || !t.capital || len(t.s) < 2 {
		return 0, z
	}
	if name, seconds := r.ownOffset(m); strings.EqualFold(name, t.s) {
		return i + 1, zone{said: true, seconds: seconds}
	}
	return 0, z
}

// ownOffset is the name of the outlet's zone on a day, and its seconds east of Greenwich.
func (r *reader) ownOffset(m *moment) (name string, seconds int) {
	return time.Date(max(m.year, 1), time.Month(max(m.month, 1)), max(m.day, 1), 12, 0, 0, 0, r.h.Zone).Zone()
}

// abbreviated reads an abbreviation that words.txt has.
func (r *reader) abbreviated(i int, m *moment) (next int, z zone) {
	w, t := r.word(i), r.tok(i)
	if w.zone == "" || !r.strict && !t.capital && ascii(t.s) { // "10:15 est" may be French
		return 0, z
	}
	z.said = true
	switch {
	case w.elsewhere != nil && (r.h.language() == w.language || w.language == "zh" && r.han()):
		z.place = w.elsewhere()
	case w.place != nil:
		z.place = w.place()
	default:
		minutes, _ := strconv.Atoi(w.zone) // TestWords reads them all
		z.seconds = minutes * 60
	}
	if after, o := r.offset(i + 1); after > 0 {
		return after, o
	}
	if w.several && z.place == nil && r.h.Zone != nil {
		if _, own := r.ownOffset(m); own != z.seconds {
			z = zone{unknown: true} // India's, Israel's or Ireland's?
		}
	}
	return i + 1, z
}

// han reports whether the text has a half of the day or another word in Han characters.
func (r *reader) han() bool {
	return strings.IndexFunc(r.s, func(c rune) bool { return unicode.Is(unicode.Han, c) }) >= 0
}

// otherName reads a name that is in no list.
func (r *reader) otherName(i int) (next int, z zone) {
	t := r.tok(i)
	if r.strict && len(t.s) == 1 {
		if seconds, ok := military(t.s[0]); ok {
			return i + 1, zone{said: true, seconds: seconds}
		}
		return 0, z
	}
	for _, p := range r.v.places {
		if t.s[0] == p.phrase[0] && strings.HasPrefix(strings.ToLower(r.s[t.from:]), p.phrase) {
			return r.after(i, len(p.phrase)), zone{said: true, place: p.zone()}
		}
	}
	if r.strict && t.capital && len(t.s) >= 3 && len(t.s) <= 5 {
		if after, o := r.offset(i + 1); after > 0 {
			return after, o
		}
		return i + 1, zone{unknown: true} // counts as -0000: RFC 5322, 4.3
	}
	return 0, z
}

// areas are the first parts of the names of the time zone database.
var areas = map[string]bool{"africa": true, "america": true, "antarctica": true, "arctic": true, "asia": true, "atlantic": true,
	"australia": true, "europe": true, "indian": true, "pacific": true, "etc": true, "us": true, "canada": true, "brazil": true}

// inDatabase reads a name of the time zone database: Asia/Shanghai, America/Argentina/Buenos_Aires, Etc/GMT-8.
func (r *reader) inDatabase(i int, _ *moment) (next int, z zone) {
	if !areas[r.tok(i).s] || !r.is(i+1, "/") || r.tok(i+2).kind != letters {
		return 0, z
	}
	next = i + 3
	for next < r.n && r.tight(next) && (r.is(next, "/", "-", "+") || r.tok(next).kind == letters || r.tok(next).kind == number && r.is(next-1, "+", "-")) {
		next++
	}
	name := r.s[r.tok(i).from:r.tok(next-1).to]
	place, err := time.LoadLocation(name)
	if err != nil {
		if place, err = time.LoadLocation(properName(name)); err != nil {
			return 0, z
		}
	}
	return next, zone{said: true, place: place}
}

// properName writes asia/shanghai and ASIA/HONG_KONG as the database does.
func properName(s string) string {
	out := []byte(strings.ToLower(s))
	for i := range out {
		if (i == 0 || out[i-1] == '/' || out[i-1] == '_' || out[i-1] == '-') && out[i] >= 'a' && out[i] <= 'z' {
			out[i] -= 'a' - 'A'
		}
	}
	return strings.Replace(string(out), "Etc/Gmt", "Etc/GMT", 1)
}

// military is a zone of one letter, with the signs that RFC 822, 5.1 gives them: A is one hour west.
func military(c byte) (seconds int, ok bool) {
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
