package news

import (
	"slices"
	"time"
)

// Watched is when a source was read of late. The zero value knows nothing.
type Watched struct {
	Since time.Time // from here on it is known
	Until time.Time // the last poll whose answer was good and whole
	Lost  bool      `json:",omitzero"`  // a poll since then was neither
	Gaps  []Gap     `json:",omitempty"` // times between two good polls in which it was not read, oldest first
}

// CommonGap is how long after a poll a source may be left unasked, whatever its own interval is.
const CommonGap = 3 * time.Hour

// Late reports whether a source that was asked after a poll is asked later than is common, if interval was planned between.
func Late(after, interval time.Duration) bool { return after > max(CommonGap, 2*interval) }

// Gap is a time in which a source was not read.
type Gap struct{ From, Until time.Time }

// Bounds of what is remembered of a source, and of how it must have been read to say that it was.
const (
	mostGaps   = 16
	longestGap = 6 * time.Hour // within which nothing of what it publishes is taken to be missed
	readTenths = 9             // of a time in which it was read throughout
)

// Good is what is known after a poll whose answer was good and whole. interval is what was planned between the poll before
// and this one.
func (w Watched) Good(at time.Time, interval time.Duration) Watched {
	switch {
	case w.Since.IsZero() || at.Before(w.Until): // the clock was put back: what was written before means nothing
		return Watched{Since: at, Until: at}
	case w.Lost || Late(at.Sub(w.Until), interval):
		w = w.missed(Gap{w.Until, at})
	}
	w.Until, w.Lost = at, false
	return w
}

// Bad is what is known after a poll that brought no good answer, or not all of it.
func (w Watched) Bad() Watched {
	w.Lost = !w.Since.IsZero()
	return w
}

// missed adds a gap. Where there are too many, less is known.
func (w Watched) missed(g Gap) Watched {
	w.Gaps = slices.Clone(w.Gaps)
	if n := len(w.Gaps); n > 0 && w.Gaps[n-1].Until.Equal(g.From) {
		w.Gaps[n-1].Until = g.Until
		return w
	}
	w.Gaps = append(w.Gaps, g)
	if len(w.Gaps) > mostGaps {
		w.Since = w.Gaps[0].Until
		w.Gaps = w.Gaps[1:]
	}
	return w
}

// Known reports whether it is known how the source was read from a time on.
func (w Watched) Known(from time.Time) bool { return !w.Since.IsZero() && !w.Since.After(from) }

// Knows reports whether the source was read at any moment of a time that ends before until.
func (w Watched) Knows(from, until time.Time) bool {
	if w.Since.IsZero() || !w.Since.Before(until) || w.Until.Before(from) {
		return false
	}
	if w.Since.After(from) {
		return true // it was read then
	}
	for _, g := range w.Gaps {
		if !g.From.After(from) && !g.Until.Before(until) {
			return false
		}
	}
	return true
}

// Throughout reports whether the source was read throughout a time: nine tenths of it, and nowhere unread for hours.
func (w Watched) Throughout(from, until time.Time) bool {
	if !w.Known(from) || w.Until.Before(until) || !from.Before(until) {
		return false
	}
	var lost time.Duration
	for _, g := range w.Gaps {
		if !g.Until.After(from) || !g.From.Before(until) {
			continue
		}
		if g.Until.Sub(g.From) > longestGap {
			return false
		}
		end := g.Until
		if end.After(until) {
			end = until
		}
		begin := g.From
		if begin.Before(from) {
			begin = from
		}
		lost += end.Sub(begin)
	}
	return lost*10 <= until.Sub(from)*(10-readTenths)
}
