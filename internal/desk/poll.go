package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

const (
	pollers     = 128                // hosts asked at the same time
	pollBatch   = 2048               // sources claimed at once; sources of one host are polled together and share its connection
	maxChildren = 5                  // sitemaps below that of a source that are read in one poll
	maxDepth    = 3                  // and how far below it they lie
	adoptAfter  = 7 * 24 * time.Hour // a permanent redirect is believed after it has led to the same place for so long
	refreshFull = 8 * 24 * time.Hour // a source that has answered "not modified" for so long is asked without validators
)

// Round counts what a round of polls has brought.
type Round struct {
	Polled, Failed, Unchanged int
	PutOff                    int // not asked, since their hosts are in back-off
	Leads, New, Off           int
}

// Poll asks each source that is due once and writes what it brought: the leads, tasks and
// validators of one answer are one transaction.
func (d *Desk) Poll(ctx context.Context) (Round, error) {
	var sum Round
	began := d.Now()
	err := d.polling(ctx, &sum, func(ctx context.Context, p *polling) error {
		for {
			if n, err := p.claim(ctx, began); err != nil || n == 0 {
				return err
			}
		}
	})
	return sum, err
}

// pollOn polls whatever becomes due, until ctx ends.
func (d *Desk) pollOn(ctx context.Context) {
	seen := d.Now().Round(0) // without the monotonic reading, which hides jumps
	d.lasting(ctx, "polls", func(ctx context.Context) error {
		return d.polling(ctx, new(Round), func(ctx context.Context, p *polling) error {
			for ctx.Err() == nil {
				seen = d.notice(ctx, seen)
				n, err := p.claim(ctx, d.Now())
				if err != nil {
					return err
				}
				if n == 0 {
					napUnless(ctx, d.untilDue(ctx), d.change.wake())
				}
			}
			return nil
		})
	})
}

// notice returns the time. If the clock was put back since seen, it makes due what the wrong
// clock has put off.
func (d *Desk) notice(ctx context.Context, seen time.Time) time.Time {
	now := d.Now().Round(0)
	if now.Before(seen.Add(-time.Hour)) {
		if err := d.Begin(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("call back what a wrong clock has put off", "err", err)
		}
	}
	return now
}

// untilDue is how long no source is due, at most longestNap.
func (d *Desk) untilDue(ctx context.Context) time.Duration {
	wait := longestNap
	err := d.DB.View(ctx, func(tx *store.Tx) error {
		next, ok, err := tx.NextDue()
		if ok {
			wait = min(max(next.Sub(d.Now()), time.Second), longestNap)
		}
		return err
	})
	if err != nil && ctx.Err() == nil {
		d.Log.Error("look at the schedule", "err", err)
	}
	return wait
}

// polling is a run of polls: many hosts are asked at the same time, and one goroutine
// writes what comes back. A slow source delays only those of its own host. mu guards
// underway: the sources that are claimed and not written yet; where several processes poll, the store has them.
type polling struct {
	desk    *Desk
	asks    errgroup.Group
	backlog *backlog
	back    chan polled

	mu       sync.Mutex
	underway map[news.SourceID]bool
}

// polling asks the sources that claims claims, and writes the answers, until claims returns. What an earlier run has claimed and not
// written is free again.
func (d *Desk) polling(ctx context.Context, sum *Round, claims func(context.Context, *polling) error) error {
	if d.Team != nil {
		if err := d.DB.Update(ctx, func(tx *store.Tx) error { return tx.UnclaimAll() }); err != nil {
			return err
		}
	}
	p := &polling{desk: d, backlog: newBacklog(), back: make(chan polled), underway: map[news.SourceID]bool{}}
	p.asks.SetLimit(pollers)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.write(ctx, sum) })
	g.Go(func() error {
		defer close(p.back)
		err := claims(ctx, p)
		return errors.Join(err, p.asks.Wait())
	})
	return g.Wait()
}

// claim starts to ask the sources that are due at now and returns their number. One
// goroutine calls it.
func (p *polling) claim(ctx context.Context, now time.Time) (int, error) {
	due, err := p.due(ctx, now)
	if err != nil {
		return 0, err
	}
	for _, list := range byHost(due) {
		p.asks.Go(func() error { return p.inTurn(ctx, list) })
	}
	return len(due), nil
}

// due claims sources that are due at now: in the store where other processes poll too, else in memory.
func (p *polling) due(ctx context.Context, now time.Time) (due []store.Watch, err error) {
	if p.desk.Team != nil {
		limit := pollBatch
		if !p.desk.Team.Alone() {
			limit = pollers // the others want some, too
		}
		err = p.desk.DB.Update(ctx, func(tx *store.Tx) error {
			due, err = tx.ClaimDue(now, limit)
			return err
		})
		return due, err
	}
	p.mu.Lock()
	before := maps.Clone(p.underway) // sources that are written during the query still appear in it as due
	p.mu.Unlock()
	err = p.desk.DB.View(ctx, func(tx *store.Tx) (err error) {
		due, err = tx.Due(now, pollBatch+len(before))
		return err
	})
	due = slices.DeleteFunc(due, func(w store.Watch) bool { return before[w.ID] })
	p.mu.Lock()
	for _, w := range due {
		p.underway[w.ID] = true
	}
	p.mu.Unlock()
	return due, err
}

// byHost groups sources by host, the longest list first: a host gets one request at a
// time, so the longest list takes the longest.
func byHost(due []store.Watch) [][]*store.Watch {
	hosts := map[string][]*store.Watch{}
	for i := range due {
		u, _ := url.Parse(due[i].URL)
		if u == nil {
			u = &url.URL{} // the request will fail with the reason
		}
		w := due[i] // a copy, which can be freed when the source was asked
		hosts[u.Host] = append(hosts[u.Host], &w)
	}
	lists := slices.Collect(maps.Values(hosts))
	slices.SortFunc(lists, func(a, b []*store.Watch) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0].ID, b[0].ID))
	})
	return lists
}

// inTurn asks the sources of one host, one after the other.
func (p *polling) inTurn(ctx context.Context, list []*store.Watch) error {
	d := p.desk
	for i, w := range list {
		list[i] = nil
		p.backlog.admit()
		asked := d.Now()
		c, err := d.ask(ctx, request(*w, asked))
		if ctx.Err() != nil {
			return ctx.Err() // cut off: no failure of the source
		}
		p.backlog.add(1)
		answer := d.answered(ctx, *w, c, err, asked)
		answer.took = d.Now().Sub(asked)
		err = ctx.Err()
		if err == nil {
			select {
			case p.back <- answer:
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		p.backlog.add(-1)
		if err != nil {
			return err
		}
	}
	return nil
}

// request asks for a source at its address, or at the one it has moved to, with the
// validators of the last answer that was stored.
func request(w store.Watch, now time.Time) news.Request {
	req := news.Request{URL: w.URL, Purpose: news.ForSource, Named: w.URL}
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

// sourceOf is the source with the kind that an earlier poll has detected.
func sourceOf(w store.Watch) news.Source {
	s := w.Source
	if s.Kind == "" {
		s.Kind = w.Detected
	}
	return s
}

// take archives and reads a source's document. If that is an index of sitemaps, it takes the newest of them too, and the
// newest of those that are indexes themselves; one that is missing makes the result partial, and is an error
// only if there are no leads at all.
func (d *Desk) take(ctx context.Context, p *polled, c news.Capture) (discover.Result, error) {
	r, err := d.takeOne(ctx, p, c)
	if err != nil {
		return r, err
	}
	k := kin{polled: p, seen: map[string]bool{c.URL: true, c.Final: true}, left: maxChildren}
	d.takeChildren(ctx, &k, &r, r.Children, 1)
	if len(r.Leads) > 0 {
		k.lost = nil
	}
	return r, k.lost
}

// kin are the sitemaps below that of a source which one poll takes.
type kin struct {
	polled *polled
	seen   map[string]bool
	left   int // that may still be taken
	lost   error
}

// takeChildren adds what is in sitemaps to a result, each followed by what is below it, so that the newest come before the bound.
func (d *Desk) takeChildren(ctx context.Context, k *kin, r *discover.Result, children []discover.Child, depth int) {
	for _, child := range children {
		if k.left == 0 || depth > maxDepth || ctx.Err() != nil {
			return
		}
		if k.seen[child.URL] {
			continue
		}
		k.seen[child.URL] = true
		k.left--
		sub, err := d.takeChild(ctx, k.polled, child.URL)
		if err != nil {
			k.lost = fmt.Errorf("sitemap %s: %w", child.URL, err)
			r.Partial = k.lost.Error()
			continue
		}
		r.Leads = append(r.Leads, sub.Leads...)
		r.Partial = cmp.Or(r.Partial, sub.Partial)
		if sub.Newest.After(r.Newest) {
			r.Newest = sub.Newest
		}
		d.takeChildren(ctx, k, r, sub.Children, depth+1)
	}
}

func (d *Desk) takeChild(ctx context.Context, p *polled, address string) (discover.Result, error) {
	c, err := d.ask(ctx, news.Request{URL: address, Purpose: news.ForList, Named: p.watch.URL})
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
	ref, err := d.put(c, prior)
	if err != nil {
		return discover.Result{}, fmt.Errorf("archive %s: %w", c.URL, err)
	}
	c.Via = slices.DeleteFunc(slices.Clone(c.Via), func(v news.Capture) bool { return v.Status != http.StatusOK }) // where a list moved is in its state
	way, err := d.putWay(ctx, c)
	if err != nil {
		return discover.Result{}, fmt.Errorf("archive %s: %w", c.URL, err)
	}
	p.kept = append(append(p.kept, ref), way...)
	r, err := discover.Leads(sourceOf(p.watch), c)
	for i := range r.Leads {
		if l := &r.Leads[i]; l.Content != "" {
			l.Listed, l.Reserved = ref.Hash, strings.TrimSpace(c.Get("Tdm-Reservation")) == "1"
		}
	}
	if c.Truncated {
		r.Partial = cmp.Or(r.Partial, "the answer was cut short")
	}
	return r, err
}

// prior is the last full capture of a URL.
func (d *Desk) prior(ctx context.Context, url string) (ref news.Ref, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		ref, err = tx.FullCapture(url)
		return err
	})
	return ref, err
}
