package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/batch"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

const (
	pollCommit = 64                     // polls written in one transaction
	leadCommit = 256                    // leads with which a transaction takes no more polls
	pollWait   = 100 * time.Millisecond // how long a poll waits for others to be written with it
	unasked    = 2 * time.Minute        // shortest wait of a source whose host is in back-off
)

// polled is the result of one poll, ready to be written.
type polled struct {
	watch     store.Watch
	state     store.State
	asked     time.Time
	unchanged bool       // the answer was "not modified"
	kept      []news.Ref // its document, and the documents that it is an index of
	leads     []triaged
	first     bool // it is the source's first poll that succeeds
	under     int  // number of the settings that judged the leads
	err       error
	own       bool          // err is trouble of our own
	putOff    bool          // it asked nothing, since its host is in back-off; err says why
	quiet     []store.Quiet // times of silence whose leaves are due
	took      time.Duration
}

// answered turns an answer into what is to be written.
func (d *Desk) answered(ctx context.Context, w store.Watch, c news.Capture, err error, asked time.Time) polled {
	p := polled{watch: w, state: w.State, asked: asked}
	p.state.Tried, p.state.Status, p.state.Silent = asked, c.Status, false
	p.state.PutOff, p.state.PutOffWhy = time.Time{}, ""
	p.unchanged = err == nil && c.Status == 304
	var r discover.Result
	if err == nil && !p.unchanged {
		r, err = d.take(ctx, &p, c)
	}
	if err != nil {
		p.fail(d, c, err)
		return p
	}
	p.succeed(d, c, r)
	return p
}

// fail records what went wrong. Leads and validators stay as they were.
func (p *polled) fail(d *Desk, c news.Capture, err error) {
	p.err = err
	if ours(err) {
		// It says nothing about the source: all but the due time stays.
		p.state, p.own = p.watch.State, true
		p.state.Due = d.Now().Add(ownPause)
		return
	}
	s := &p.state
	s.Reason, s.Read = err.Error(), s.Read.Bad()
	var later *news.Later
	named := errors.As(err, &later) && !later.Until.IsZero()
	if named && c.At.IsZero() {
		// It was not asked: its host is in back-off. What its last look has shown stays.
		s.Due = later.Until.Add(time.Duration(d.Jitter() * float64(time.Minute)))
		if soonest := s.Tried.Add(unasked); s.Due.Before(soonest) {
			s.Due = soonest
		}
		last := p.watch.State
		s.Tried, s.Status, s.Silent, s.Reason = last.Tried, last.Status, last.Silent, last.Reason
		s.PutOff, s.PutOffWhy, p.putOff = later.Until, later.Error(), true
		if !s.Tried.IsZero() {
			s.Interval = s.Due.Sub(s.Tried)
		}
		p.silent(false)
		return
	}
	p.silent(!c.At.IsZero())
	s.Failed = s.Failures() + 1
	s.Silent = c.Status == 0 && errors.Is(err, news.ErrLater)
	next := discover.Poll{Now: s.Tried, Floor: d.settings().Floor, Jitter: d.Jitter()}
	if named {
		next.Until = later.Until
	}
	if named && (c.Status == 429 || c.Status == 503) {
		// The outlet asks for a pause: that is no error of the source.
		next.Hints, next.Published = discover.Hints(s.Hints), s.Rhythm
	} else {
		s.Errors++
		next.Errors = s.Errors
	}
	if c.Status == 410 {
		s.Paused = "410 Gone: its address has ended, and is no longer asked"
		return
	}
	s.Due = discover.NextPoll(next)
	s.Interval = s.Due.Sub(s.Tried)
}

// succeed records what an answer says about its source.
func (p *polled) succeed(d *Desk, c news.Capture, r discover.Result) {
	set := d.settings()
	p.first, p.under = p.state.OK.IsZero(), set.number
	s := &p.state
	s.OK, s.Errors, s.Failed, s.Reason = s.Tried, 0, 0, ""
	p.heard()
	if !p.unchanged && (r.Partial != "" || len(r.Leads) == 0) {
		s.Read = s.Read.Bad() // what it published may be in what did not come
	} else {
		s.Read = s.Read.Good(s.Tried, s.Interval)
	}
	moved(s, c.URL, c)
	if !p.unchanged {
		s.Full, s.Hash = s.Tried, p.kept[0].Hash
		s.Detected = r.Kind
		s.Title = r.Title
		s.Hints = store.Hints(r.Hints)
		if r.Newest.After(s.Newest) {
			s.Newest = r.Newest
		}
		s.ETag, s.LastModified, s.Validated = c.Get("Etag"), c.Get("Last-Modified"), c.Final
		if r.Partial != "" { // else what is missing would never be asked for again
			s.ETag, s.LastModified, s.Validated = "", "", ""
		}
		p.leads = set.triage(p.watch, r.Leads, p.first)
		s.Rhythm = rhythm(r.Leads)
	}
	s.Due = discover.NextPoll(discover.Poll{
		Now: s.Tried, Floor: set.Floor, Hints: hintsWith(s.Hints, c), Published: s.Rhythm, Jitter: d.Jitter(),
	})
	s.Interval = s.Due.Sub(s.Tried)
}

// moved records a permanent redirect that an answer came by. It is believed once it has
// led to the same place for adoptAfter.
func moved(s *store.State, asked string, c news.Capture) {
	switch {
	case c.Permanent == "" && asked == s.Moved:
		// the new address answers without a redirect: it stays adopted
	case c.Permanent == "":
		s.Moved, s.MovedSince = "", time.Time{}
	case c.Permanent != s.Moved:
		s.Moved, s.MovedSince = c.Permanent, s.Tried
	}
}

// rhythm is when the latest leads were published. Dates in the future are left out:
// package discover puts the time of the request in their place, which is another one each time.
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

// hintsWith are the source's hints, with the freshness that this answer states.
func hintsWith(h store.Hints, c news.Capture) discover.Hints {
	out := discover.Hints(h)
	out.MaxAge = discover.MaxAge(c)
	return out
}

// write writes polls in batches until no more come.
func (p *polling) write(ctx context.Context, sum *Round) error {
	var last time.Time // when the last request was made that is written
	for first := range p.back {
		polls := batch.Collect(first, p.back, pollWait, enoughPolls)
		begun, end := askedWithin(polls)
		unsure := !begun.IsZero() && begun.Sub(last) > news.CommonGap
		if err := p.desk.writeBatch(ctx, polls, unsure, sum); err != nil {
			return err
		}
		if end.After(last) {
			last = end
		}
		p.mu.Lock()
		for _, written := range polls {
			delete(p.underway, written.watch.ID)
		}
		p.mu.Unlock()
	}
	return nil
}

// enoughPolls reports whether a batch is written at once instead of waiting for more polls.
func enoughPolls(polls []polled) bool {
	leads := 0
	for _, p := range polls {
		leads += len(p.leads)
	}
	return len(polls) >= pollCommit || leads >= leadCommit
}

// askedWithin is when the first and the last of some polls were asked for, but for those that trouble of our own hindered.
func askedWithin(polls []polled) (first, last time.Time) {
	for _, p := range polls {
		if p.own {
			continue
		}
		if first.IsZero() || p.asked.Before(first) {
			first = p.asked
		}
		if p.asked.After(last) {
			last = p.asked
		}
	}
	return first, last
}

// writeBatch writes polls in one transaction. If it is not sure that the desk was at work before them, it finds out.
func (d *Desk) writeBatch(ctx context.Context, polls []polled, unsure bool, sum *Round) error {
	d.change.RLock()
	defer d.change.RUnlock()
	set := d.settingsHeld()
	fresh := make([]int, len(polls))
	begun, _ := askedWithin(polls)
	err := d.DB.Update(ctx, func(tx *store.Tx) error {
		if unsure {
			off, was, err := deskOff(tx, begun)
			if err != nil {
				return err
			}
			if was {
				tx.AddQuiet(off)
			}
		}
		for i := range polls {
			p := &polls[i]
			set.judgeAnew(p)
			n, err := writePoll(tx, p)
			if err != nil {
				return fmt.Errorf("source %s: %w", p.watch.ID, err)
			}
			fresh[i] = n
		}
		return writeStates(tx, polls)
	})
	if err != nil {
		return err
	}
	for i, p := range polls {
		d.notifyPoll(p, fresh[i], sum)
	}
	return d.learnListed(ctx, polls)
}

// writeStates writes the states of sources that were polled, and what their silences do to reports: those may lie by other sources of the batch.
func writeStates(tx *store.Tx, polls []polled) error {
	list := make([]store.Watched, len(polls))
	for i, p := range polls {
		list[i] = store.Watched{ID: p.watch.ID, State: p.state}
	}
	if err := tx.Polled(list...); err != nil {
		return err
	}
	for _, p := range polls {
		if err := weighSilence(tx, p.watch, p.state.Quiet, p.asked); err != nil {
			return fmt.Errorf("source %s: %w", p.watch.ID, err)
		}
	}
	return nil
}

// writePoll writes one poll but for the state of its source, and returns how many of its leads were new.
func writePoll(tx *store.Tx, p *polled) (fresh int, err error) {
	for _, ref := range p.kept {
		if err := tx.AddCapture(ref, p.watch.ID, 0); err != nil {
			return 0, err
		}
	}
	known, err := listed(tx, p)
	if err != nil {
		return 0, err
	}
	if err := relist(tx, p, known); err != nil {
		return 0, err
	}
	fresh, tasks, err := remember(tx, p.leads, known)
	if err != nil {
		return 0, err
	}
	if err := tx.Add(tasks...); err != nil {
		return 0, err
	}
	if fresh > 0 {
		p.state.News = p.state.Tried
	}
	if soonest := p.state.Tried.Add(time.Second); p.state.Due.Before(soonest) {
		p.state.Due = soonest // a round asks each source once
	}
	for _, q := range p.quiet {
		tx.AddQuiet(q)
	}
	return fresh, nil
}

// listed is what the store has of the leads of a poll, by their keys. At a source's first
// poll nearly all are new, so that the store is not asked beforehand.
func listed(tx *store.Tx, p *polled) (map[string]store.Listed, error) {
	if p.watch.OK.IsZero() {
		return map[string]store.Listed{}, nil
	}
	keys := make([]string, len(p.leads))
	for i, t := range p.leads {
		keys[i] = t.lead.Key
	}
	return tx.Listed(keys)
}

func (d *Desk) notifyPoll(p polled, fresh int, sum *Round) {
	note, outcome := "not modified", Done
	if p.putOff {
		sum.PutOff++
	} else {
		sum.Polled++
	}
	switch {
	case p.putOff:
		note, outcome = "until "+p.state.PutOff.UTC().Format(time.RFC3339), PutOff
	case p.own:
		sum.Failed++
		note, outcome = "", OwnTrouble
	case p.err != nil:
		sum.Failed++
		note = ""
	case p.unchanged:
		sum.Unchanged++
	default:
		off := 0
		for _, j := range p.leads {
			if j.state == store.LeadOff {
				off++
			}
		}
		sum.Leads += len(p.leads)
		sum.New += fresh
		sum.Off += off
		note = fmt.Sprintf("%s, %d new, %d off the beat", text.Count(len(p.leads), "lead", "leads"), fresh, off)
		if len(p.leads) == 1 {
			note = fmt.Sprintf("1 lead, %d new, %d off the beat", fresh, off)
		}
	}
	d.notify(Event{
		Stage: "poll", Source: p.watch.ID, URL: p.watch.URL, Title: p.watch.Name, Outcome: outcome, Note: note,
		Count: fresh, Err: p.err, Took: p.took,
	})
}
