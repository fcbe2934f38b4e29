package latin

import (
	"math"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// clock reads 8pm, 3.30 p.m., 20:00, 8 o'clock, 7 h 45. It moves p past them.
func (lx *lexicon) clock(ts []token, p *mention) ([]quantity.Value, bool) {
	t := &ts[p.from]
	if !t.num || p.next != p.from+1 {
		return nil, false
	}
	h, m, next := t.n, 0., p.next
	if w := at(ts, next); len(t.s) == 4 && t.n <= 2400 && w.caps && w.is(zone) { // 1630 GMT
		p.next++
		return []quantity.Value{quantity.Written(quantity.Clock, math.Floor(t.n/100)*60+math.Mod(t.n, 100))}, math.Mod(t.n, 100) < 60
	}
	if whole, frac, ok := strings.Cut(t.s, "."); ok && len(frac) == 2 {
		h, _ = strconv.ParseFloat(whole, 64)
		m, _ = strconv.ParseFloat(frac, 64)
	}
	colon := false
	if w := at(ts, next); lx.comma && w.num && w.gap == "." && len(w.s) == 2 && at(ts, next+1).is(oClock) { // 8.15 Uhr
		m, colon = w.n, true
		next++
	} else if w.num && w.gap == ":" && (len(w.s) == 2 || strings.IndexByte(w.s, '.') == 2) {
		m, colon = w.n, true
		next++
	}
	if h > 24 || m > 59 {
		return nil, false
	}
	said := lx.half(ts, next)
	mins, next, ok := lx.ofDay(ts, next, h, h*60+m, colon)
	if !ok {
		return nil, false
	}
	p.next = next
	v := quantity.Written(quantity.Clock, mins)
	v.Half = quantity.HalfOf(h, said)
	return []quantity.Value{v}, true
}

// half is the half of the day that the words at token i say.
func (lx *lexicon) half(ts []token, i int) quantity.Half {
	switch {
	case lx.at(pm, ts, i) > 0:
		return quantity.Afternoon
	case lx.at(am, ts, i) > 0:
		return quantity.Morning
	}
	return quantity.EitherHalf
}

// pastHour reads half past three, quarter past eleven, quarter to four, halb vier.
func (lx *lexicon) pastHour(ts []token, i int) (mention, bool) {
	k, mins := i+2, 0.
	switch d, link := ts[i].part, at(ts, i+1); {
	case lx.joined && ts[i].is(joinedHalf):
		k, mins = i+1, -30
	case d != 2 && d != 4:
		return mention{}, false
	case link.is(elapsed):
		mins = 60 / d
	case d == 4 && link.is(to):
		mins = -15
	default:
		return mention{}, false
	}
	if k >= len(ts) || !ts[k].flows() {
		return mention{}, false
	}
	h, next, ok := lx.inWords(ts, k)
	if w := &ts[k]; w.num {
		h, next, ok = w.n, k+1, true
	}
	if w := at(ts, next); !ok || h < 1 || h > 12 || mins < 0 && (w.power > 0 || w.part > 0 || w.is(percent) || w.unit != (quantity.Unit{}) && w.flows()) {
		return mention{}, false
	}
	return mention{next: next, vals: []quantity.Value{quantity.Written(quantity.Clock, h*60+mins)}}, true
}

// ofDay reads what after the hour h, and the minutes with it, makes it a time of day, from
// token next on; mins is that time in minutes. colon: it is one in any case.
func (lx *lexicon) ofDay(ts []token, next int, h, mins float64, colon bool) (float64, int, bool) {
	w, after := at(ts, next), at(ts, next+1)
	afternoon, morning := lx.at(pm, ts, next), lx.at(am, ts, next)
	switch {
	case afternoon > 0:
		next += afternoon - 1
		if h < 12 {
			mins += 720
		}
	case morning > 0:
		next += morning - 1
		if h == 12 {
			mins -= 720
		}
	case w.is(clockH) || w.is(clockHours):
		if after.num && after.n < 60 && strings.TrimSpace(after.gap) == "" && len(after.s) == 2 {
			mins += after.n
			next++
		} else if !w.is(clockH) {
			return 0, 0, false // hours that something lasts
		}
	case w.is(oClock):
	case colon:
		next--
	default:
		return 0, 0, false
	}
	return mins, next + 1, true
}
