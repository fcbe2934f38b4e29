package desk

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	pollers     = 128                    // hosts asked at the same time
	pollBatch   = 2048                   // sources claimed at once: those of a host had better come together, for its connection
	pollCommit  = 64                     // polls written in one transaction
	leadCommit  = 256                    // leads from which on a transaction takes no more polls
	pollWait    = 100 * time.Millisecond // that a poll waits for others to be written with
	maxChildren = 5                      // sitemaps of an index that are read in one poll
)

// Round says what a round of polls came to.
type Round struct {
	Polled, Failed, Unchanged int
	Leads, New, Off           int
}

// byHost gathers sources that one host answers for, the longest lists first: a
// host takes one request at a time, so they take the longest.
func byHost(due []store.Watch) [][]*store.Watch {
	hosts := map[string][]*store.Watch{}
	for i := range due {
		u, _ := url.Parse(due[i].URL)
		if u == nil {
			u = &url.URL{} // asking for it will say what is wrong
		}
		w := due[i] // by itself, to be let go when it was asked
		hosts[u.Host] = append(hosts[u.Host], &w)
	}
	lists := slices.Collect(maps.Values(hosts))
	slices.SortFunc(lists, func(a, b []*store.Watch) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0].ID, b[0].ID))
	})
	return lists
}

// enoughPolls reports whether polls are written now, without waiting for others.
func enoughPolls(polls []polled) bool {
	leads := 0
	for _, p := range polls {
		leads += len(p.leads)
	}
	return len(polls) >= pollCommit || leads >= leadCommit
}

func (d *Desk) writeBatch(ctx context.Context, polls []polled, sum *Round) error {
	fresh := make([]int, len(polls))
	err := d.DB.Update(ctx, func(tx *store.Tx) error {
		for i, p := range polls {
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
	for i, p := range polls {
		d.notifyPoll(p, fresh[i], sum)
	}
	return nil
}

// writePoll writes one poll and returns how many of its leads were new.
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
	for _, t := range p.leads {
		added, err := remember(tx, t, known)
		if err != nil {
			return 0, err
		}
		if added {
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

// listed is what the store has of the leads of a poll, by their keys. Those of a source's
// first poll are new, nearly all; the few others are found one by one.
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
	sum.Polled++
	note := "not modified"
	switch {
	case p.err != nil:
		sum.Failed++
		note = ""
		d.Log.Warn("poll went wrong", "source", string(p.watch.ID), "err", p.err, "took", p.took)
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
		note = fmt.Sprintf("%d leads, %d new, %d off the beat", len(p.leads), fresh, off)
		d.Log.Debug("polled", "source", string(p.watch.ID), "leads", len(p.leads), "new", fresh, "took", p.took)
	}
	d.notify(Event{Stage: "poll", Source: p.watch.ID, URL: p.watch.URL, Title: p.watch.Name, Note: note, Count: fresh, Err: p.err, Took: p.took})
}

// answered makes of an answer what is to be written.
func (d *Desk) answered(ctx context.Context, w store.Watch, c news.Capture, err error, asked time.Time) polled {
	p := polled{watch: w, state: w.State}
	p.state.Tried, p.state.Status = asked, c.Status
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

// take keeps a source's document and reads it, with the newest sitemaps that it
// names where it is an index of them. One of those that is missing makes the whole
// partial, and is an error only when nothing is left.
func (d *Desk) take(ctx context.Context, p *polled, c news.Capture) (discover.Result, error) {
	r, err := d.takeOne(ctx, p, c)
	if err != nil {
		return r, err
	}
	var lost error
	seen := map[string]bool{c.URL: true, c.Final: true}
	for _, child := range r.Children[:min(len(r.Children), maxChildren)] {
		if seen[child.URL] {
			continue
		}
		seen[child.URL] = true
		sub, err := d.takeChild(ctx, p, child.URL)
		if err != nil {
			lost = fmt.Errorf("sitemap %s: %w", child.URL, err)
			r.Partial = lost.Error()
			continue
		}
		r.Leads = append(r.Leads, sub.Leads...)
		r.Partial = cmp.Or(r.Partial, sub.Partial)
		if sub.Newest.After(r.Newest) {
			r.Newest = sub.Newest
		}
	}
	if len(r.Leads) > 0 {
		lost = nil
	}
	return r, lost
}

func (d *Desk) takeChild(ctx context.Context, p *polled, address string) (discover.Result, error) {
	c, err := d.Fetcher.Fetch(ctx, news.Request{URL: address, Purpose: news.ForList})
	if err != nil {
		return discover.Result{}, err
	}
	return d.takeOne(ctx, p, c)
}

// takeOne puts one document of a source into the archive and reads it.
func (d *Desk) takeOne(ctx context.Context, p *polled, c news.Capture) (discover.Result, error) {
	prior, err := d.prior(ctx, c.Final)
	if err != nil {
		return discover.Result{}, err
	}
	ref, err := d.Archive.Put(c, prior)
	if err != nil {
		return discover.Result{}, fmt.Errorf("archive %s: %w", c.URL, err)
	}
	p.kept = append(p.kept, ref)
	r, err := discover.Leads(found(p.watch), c)
	if c.Truncated {
		r.Partial = cmp.Or(r.Partial, "the answer was cut short")
	}
	return r, err
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

// prior is the last full capture of a URL.
func (d *Desk) prior(ctx context.Context, url string) (ref news.Ref, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ref, err = tx.FullCapture(url)
		return err
	})
	return ref, err
}
