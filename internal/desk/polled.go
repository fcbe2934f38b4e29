package desk

import (
	"errors"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	staleLead   = 7 * 24 * time.Hour // what is older is no news to a desk that sees it for the first time
	opening     = 50                 // but the newest of a new source are followed whatever their age, so that it has something to show
	adoptAfter  = 7 * 24 * time.Hour // a permanent redirect is believed when it has said the same so long
	unasked     = 2 * time.Minute    // that a source waits at least whose host turned out to be left alone
	refreshFull = 8 * 24 * time.Hour // a source that has only said "not modified" so long is asked without validators
)

// polled is what one poll has brought, ready to be written.
type polled struct {
	watch     store.Watch
	state     store.State
	unchanged bool       // the outlet has said so
	kept      []news.Ref // its document, and those that it is an index of
	leads     []triaged
	err       error
	took      time.Duration
}

// triaged is a lead and what the beat makes of it.
type triaged struct {
	lead  news.Lead
	state store.LeadState
	why   string
}

// fail remembers what went wrong. Items and validators stay as they were.
func (p *polled) fail(d *Desk, c news.Capture, err error) {
	p.err = err
	s := &p.state
	s.Reason = err.Error()
	var later *news.Later
	named := errors.As(err, &later) && !later.Until.IsZero()
	if named && c.At.IsZero() {
		// It was not asked: its host is left alone for a while.
		s.Due = later.Until.Add(time.Duration(d.Jitter() * float64(time.Minute)))
		if soonest := s.Tried.Add(unasked); s.Due.Before(soonest) {
			s.Due = soonest
		}
		return
	}
	next := discover.Poll{Now: s.Tried, Floor: d.Floor, Jitter: d.Jitter()}
	if named {
		next.Until = later.Until
	}
	if named && (c.Status == 429 || c.Status == 503) {
		// It lives, and asks to be left alone: that is no error of the source.
		next.Hints, next.Published = discover.Hints(s.Hints), s.Rhythm
	} else {
		s.Errors++
		next.Errors = s.Errors
	}
	if c.Status == 410 {
		s.Paused = "410 Gone: the outlet has ended this address"
		return
	}
	s.Due = discover.NextPoll(next)
	s.Interval = s.Due.Sub(s.Tried)
}

// succeed remembers what an answer has taught.
func (p *polled) succeed(d *Desk, c news.Capture, r discover.Result) {
	first := p.state.OK.IsZero()
	s := &p.state
	s.OK, s.Errors, s.Reason = s.Tried, 0, ""
	moved(s, c.URL, c)
	if !p.unchanged {
		s.Full, s.Hash = s.Tried, p.kept[0].Hash
		s.Found = r.Kind
		s.Title = r.Title
		s.Hints = store.Hints(r.Hints)
		if r.Newest.After(s.Newest) {
			s.Newest = r.Newest
		}
		s.ETag, s.LastModified, s.Validated = c.Get("Etag"), c.Get("Last-Modified"), c.Final
		if r.Partial != "" { // what is missing would never be asked for again
			s.ETag, s.LastModified, s.Validated = "", "", ""
		}
		p.leads = d.triage(p.watch, r.Leads, first)
		s.Rhythm = rhythm(r.Leads)
	}
	s.Due = discover.NextPoll(discover.Poll{Now: s.Tried, Floor: d.Floor, Hints: hintsWith(s.Hints, c), Published: s.Rhythm, Jitter: d.Jitter()})
	s.Interval = s.Due.Sub(s.Tried)
}

// moved follows a permanent redirect that an answer came by. It is believed when
// it has led to the same place for adoptAfter.
func moved(s *store.State, asked string, c news.Capture) {
	switch {
	case c.Permanent == "" && asked == s.Moved:
		// the new address answers itself: it stays adopted
	case c.Permanent == "":
		s.Moved, s.MovedSince = "", time.Time{}
	case c.Permanent != s.Moved:
		s.Moved, s.MovedSince = c.Permanent, s.Tried
	}
}

// triage says of each lead whether the desk follows it. When a source is seen
// for the first time, what is too old is known from now on and not fetched, but
// for the newest.
func (d *Desk) triage(w store.Watch, leads []news.Lead, first bool) []triaged {
	out := make([]triaged, 0, len(leads))
	beat, own := discover.NewFilter(d.Beat), discover.NewFilter(w.Beat)
	for _, l := range leads {
		j := triaged{lead: l, state: store.LeadWaiting}
		if ok, why := beat.Lead(l); !ok && !w.Whole {
			j.state, j.why = store.LeadOff, why
		} else if ok, why := own.Lead(l); !ok {
			j.state, j.why = store.LeadOff, why
		} else if first && discover.AgeOf(l.Published, l.Seen, staleLead) == discover.Stale {
			j.state, j.why = store.LeadOld, "published "+l.Published.Format(time.DateOnly)
		}
		out = append(out, j)
	}
	open(out)
	return out
}

// open has the newest of the old leads followed, as far as they are among the
// first that a new source brings.
func open(leads []triaged) {
	rest := opening
	var old []*triaged
	for i := range leads {
		switch leads[i].state {
		case store.LeadWaiting:
			rest--
		case store.LeadOld:
			old = append(old, &leads[i])
		}
	}
	slices.SortStableFunc(old, func(a, b *triaged) int { return b.lead.Published.Compare(a.lead.Published) })
	for _, j := range old[:max(0, min(rest, len(old)))] {
		j.state, j.why = store.LeadWaiting, ""
	}
}

// rhythm is when the latest leads were published. A date in the future says nothing
// of that: it stands for the time of asking (discover), every time anew.
func rhythm(leads []news.Lead) []time.Time {
	var out []time.Time
	for _, l := range leads {
		if !l.Published.IsZero() && l.Published.Before(l.Seen) {
			out = append(out, l.Published)
		}
	}
	slices.SortFunc(out, func(a, b time.Time) int { return b.Compare(a) })
	return out[:min(len(out), 20)]
}

// hintsWith are the source's hints with how long this answer says it stays fresh.
func hintsWith(h store.Hints, c news.Capture) discover.Hints {
	out := discover.Hints(h)
	out.MaxAge = discover.MaxAge(c)
	return out
}
