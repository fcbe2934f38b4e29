package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	pollers     = 128                // sources asked at the same time; each host by one request at a time
	pollBatch   = 512                // sources claimed at once
	pollCommit  = 64                 // polls written in one transaction
	staleLead   = 7 * 24 * time.Hour // what is older is no news to a desk that sees it for the first time
	opening     = 50                 // but the newest of a new source are followed whatever their age, so that it has something to show
	adoptAfter  = 7 * 24 * time.Hour // a permanent redirect is believed when it has said the same so long
	refreshFull = 8 * 24 * time.Hour // a source that has only said "not modified" so long is asked without validators
	maxChildren = 5                  // sitemaps of an index that are read in one poll
)

// Round says what a round of polls came to.
type Round struct {
	Polled, Failed, Unchanged int
	Leads, New, Off           int
}

// polled is what one poll has brought, ready to be written.
type polled struct {
	watch store.Watch
	state store.State
	ref   news.Ref // zero: nothing was captured
	leads []judged
	err   error
	took  time.Duration
}

// judged is a lead and what the beat makes of it.
type judged struct {
	lead  news.Lead
	state store.LeadState
	why   string
}

// Poll asks the sources that are due, each once, and writes what they brought:
// leads, tasks and validators of an answer in one transaction.
func (d *Desk) Poll(ctx context.Context) (Round, error) {
	var sum Round
	began := d.Now()
	for {
		var due []store.Watch
		err := d.DB.View(ctx, func(tx *store.Tx) (err error) {
			due, err = tx.Due(began, pollBatch)
			return err
		})
		if err != nil || len(due) == 0 {
			return sum, err
		}
		if err := d.pollAll(ctx, due, &sum); err != nil {
			return sum, err
		}
	}
}

// pollAll asks the sources at the same time; one goroutine writes what comes back.
func (d *Desk) pollAll(ctx context.Context, due []store.Watch, sum *Round) error {
	back := make(chan polled, pollCommit)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.writePolls(ctx, back, sum) })
	g.Go(func() error {
		defer close(back)
		asks := new(errgroup.Group)
		asks.SetLimit(pollers)
		for _, w := range due {
			if ctx.Err() != nil {
				break
			}
			asks.Go(func() error {
				p := d.poll(ctx, w)
				select {
				case back <- p:
				case <-ctx.Done():
				}
				return nil
			})
		}
		asks.Wait()
		return ctx.Err()
	})
	return g.Wait()
}

// writePolls writes polls in batches: as many as have come back by the time the
// last batch was written.
func (d *Desk) writePolls(ctx context.Context, back <-chan polled, sum *Round) error {
	for first := range back {
		batch := append(make([]polled, 0, pollCommit), first)
		for len(batch) < pollCommit {
			select {
			case p, ok := <-back:
				if ok {
					batch = append(batch, p)
					continue
				}
			default:
			}
			break
		}
		if err := d.writeBatch(ctx, batch, sum); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) writeBatch(ctx context.Context, batch []polled, sum *Round) error {
	fresh := make([]int, len(batch))
	err := d.DB.Update(ctx, func(tx *store.Tx) error {
		for i, p := range batch {
			n, err := writePoll(tx, &p)
			if err != nil {
				return fmt.Errorf("source %s: %w", p.watch.ID, err)
			}
			fresh[i] = n
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, p := range batch {
		d.tellPoll(p, fresh[i], sum)
	}
	return nil
}

// writePoll writes one poll and returns how many of its leads were new.
func writePoll(tx *store.Tx, p *polled) (fresh int, err error) {
	if p.ref.File != "" {
		if err := tx.AddCapture(p.ref, p.watch.ID, 0); err != nil {
			return 0, err
		}
	}
	for _, j := range p.leads {
		isNew, err := tx.AddLead(j.lead, j.state, j.why)
		if err != nil {
			return 0, err
		}
		if isNew {
			fresh++
		}
	}
	if fresh > 0 {
		p.state.News = p.state.Tried
	}
	if soonest := p.state.Tried.Add(time.Second); p.state.Due.Before(soonest) {
		p.state.Due = soonest // a round asks each source once
	}
	return fresh, tx.SetState(p.watch.ID, p.state)
}

func (d *Desk) tellPoll(p polled, fresh int, sum *Round) {
	sum.Polled++
	note := "not modified"
	switch {
	case p.err != nil:
		sum.Failed++
		note = ""
		d.Log.Warn("poll went wrong", "source", string(p.watch.ID), "err", p.err, "took", p.took)
	case p.ref.File == "":
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
		note = fmt.Sprintf("%d leads, %d new, %d off the beat", len(p.leads), fresh, off)
		d.Log.Debug("polled", "source", string(p.watch.ID), "leads", len(p.leads), "new", fresh, "took", p.took)
	}
	d.tell(Event{Stage: "poll", Source: p.watch.ID, URL: p.watch.URL, Title: p.watch.Name, Note: note, Count: fresh, Err: p.err, Took: p.took})
}

// poll asks one source. What goes wrong is a part of the result.
func (d *Desk) poll(ctx context.Context, w store.Watch) polled {
	asked := d.Now()
	c, err := d.Fetcher.Fetch(ctx, request(w, asked))
	p := d.answered(ctx, w, c, err, asked)
	p.took = d.Now().Sub(asked)
	return p
}

// answered makes of an answer what is to be written.
func (d *Desk) answered(ctx context.Context, w store.Watch, c news.Capture, err error, asked time.Time) polled {
	p := polled{watch: w, state: w.State}
	p.state.Tried, p.state.Status = asked, c.Status
	var r discover.Result
	if err == nil && c.Status != 304 {
		p.ref, err = d.keepSource(ctx, w, c)
		if err == nil {
			r, err = discover.Leads(found(w), c)
		}
		if err == nil {
			err = d.readChildren(ctx, w, &r)
		}
	}
	if err != nil {
		p.fail(d, c, err)
		return p
	}
	p.succeed(d, c, r)
	return p
}

// request is what is asked of a source: its address, or the one it has moved to,
// with the validators of the last answer that was stored.
func request(w store.Watch, now time.Time) news.Request {
	req := news.Request{URL: w.URL, Purpose: news.ForSource}
	if w.Moved != "" && !w.MovedSince.IsZero() && now.Sub(w.MovedSince) >= adoptAfter {
		req.URL = w.Moved
	}
	if w.Kind == news.KindSection || w.Kind == news.KindNewsSitemap {
		req.Purpose = news.ForList
	}
	if now.Sub(w.Full) < refreshFull {
		req.ETag, req.LastModified, req.ValidFor = w.ETag, w.LastModified, w.Validated
	}
	return req
}

// found is the source with the kind that an earlier poll has found out.
func found(w store.Watch) news.Source {
	s := w.Source
	if s.Kind == "" {
		s.Kind = w.Found
	}
	return s
}

// keepSource puts a source's own document into the archive.
func (d *Desk) keepSource(ctx context.Context, w store.Watch, c news.Capture) (news.Ref, error) {
	prior, err := d.prior(ctx, c.Final)
	if err != nil {
		return news.Ref{}, err
	}
	ref, err := d.Archive.Put(c, prior)
	if err != nil {
		return ref, fmt.Errorf("archive %s: %w", w.URL, err)
	}
	return ref, nil
}

// prior is the last full capture of a URL.
func (d *Desk) prior(ctx context.Context, url string) (ref news.Ref, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ref, err = tx.FullCapture(url)
		return err
	})
	return ref, err
}

// readChildren reads the newest sitemaps that a sitemap index names.
func (d *Desk) readChildren(ctx context.Context, w store.Watch, r *discover.Result) error {
	seen := map[string]bool{w.URL: true}
	for i, child := range r.Children {
		if i == maxChildren {
			break
		}
		if seen[child.URL] {
			continue
		}
		seen[child.URL] = true
		c, err := d.Fetcher.Fetch(ctx, news.Request{URL: child.URL, Purpose: news.ForList})
		if err != nil {
			return err
		}
		if _, err := d.keepSource(ctx, w, c); err != nil {
			return err
		}
		sub, err := discover.Leads(found(w), c)
		if err != nil {
			return err
		}
		r.Leads = append(r.Leads, sub.Leads...)
		if sub.Newest.After(r.Newest) {
			r.Newest = sub.Newest
		}
	}
	return nil
}

// fail remembers what went wrong. Items and validators stay as they were.
func (p *polled) fail(d *Desk, c news.Capture, err error) {
	p.err = err
	s := &p.state
	s.Reason = err.Error()
	var later *news.Later
	if errors.As(err, &later) && !later.Until.IsZero() {
		// The outlet has named a time: it lives, and asks to be left alone.
		s.Due = later.Until.Add(time.Duration(d.Jitter() * float64(time.Minute)))
		return
	}
	s.Errors++
	if c.Status == 410 {
		s.Paused = "410 Gone: the outlet has ended this address"
		return
	}
	s.Due = discover.NextPoll(discover.Poll{Now: s.Tried, Floor: d.Floor, Errors: s.Errors, Jitter: d.Jitter()})
	s.Interval = s.Due.Sub(s.Tried)
}

// succeed remembers what an answer has taught.
func (p *polled) succeed(d *Desk, c news.Capture, r discover.Result) {
	first := p.state.OK.IsZero()
	s := &p.state
	s.OK, s.Errors, s.Reason = s.Tried, 0, ""
	moved(s, c.URL, c)
	if c.Status != 304 {
		s.Full, s.Hash = s.Tried, p.ref.Hash
		s.Found = r.Kind
		s.Title = r.Title
		s.Hints = store.Hints(r.Hints)
		if r.Newest.After(s.Newest) {
			s.Newest = r.Newest
		}
		s.ETag, s.LastModified, s.Validated = c.Get("Etag"), c.Get("Last-Modified"), c.Final
		if r.Partial != "" || c.Truncated {
			s.ETag, s.LastModified, s.Validated = "", "", ""
		}
		p.leads = d.judgeLeads(p.watch, r.Leads, first)
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

// judgeLeads says of each lead whether the desk follows it. When a source is seen
// for the first time, what is too old is known from now on and not fetched, but
// for the newest.
func (d *Desk) judgeLeads(w store.Watch, leads []news.Lead, first bool) []judged {
	out := make([]judged, 0, len(leads))
	beat, own := discover.NewFilter(d.Beat), discover.NewFilter(w.Beat)
	for _, l := range leads {
		j := judged{lead: l, state: store.LeadWaiting}
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
func open(leads []judged) {
	rest := opening
	var old []*judged
	for i := range leads {
		switch leads[i].state {
		case store.LeadWaiting:
			rest--
		case store.LeadOld:
			old = append(old, &leads[i])
		}
	}
	slices.SortStableFunc(old, func(a, b *judged) int { return b.lead.Published.Compare(a.lead.Published) })
	for _, j := range old[:max(0, min(rest, len(old)))] {
		j.state, j.why = store.LeadWaiting, ""
	}
}

// rhythm is when the latest leads were published.
func rhythm(leads []news.Lead) []time.Time {
	var out []time.Time
	for _, l := range leads {
		if !l.Published.IsZero() {
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
