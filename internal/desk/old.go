package desk

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/dedupe"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// oldDays are the reports that were brought without a story and are older than those that new reports are compared with, by their days
// (UTC): they are compared with those of their own days, when all are there.
type oldDays struct {
	mu   sync.Mutex
	days map[time.Time]map[news.ArticleID]bool // by their beginning
}

const day = 24 * time.Hour

// Work is what may take long when reports of past days were brought.
type Work string

// The works of Finish.
const (
	WorkCopies  Work = "copies"  // finding the copies among them
	WorkStories Work = "stories" // gathering them
)

// counting returns a function that says, each time it is called, that one more of the reports of a time has been looked at.
func (d *Desk) counting(ctx context.Context, w Work, s span) (func(), error) {
	if d.Headway == nil {
		return func() {}, nil
	}
	done, total := 0, 0
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { total, err = tx.CountPublishedWithin(s.from, s.until); return err })
	return func() {
		done++
		d.Headway(w, done, total)
	}, err
}

// isOld reports whether a report is older than those that new ones are compared with.
func isOld(at, now time.Time) bool { return at.Before(now.Add(-window)) }

// note remembers a report, if it is old.
func (o *oldDays) note(id news.ArticleID, at, now time.Time) {
	if !isOld(at, now) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.days == nil {
		o.days = map[time.Time]map[news.ArticleID]bool{}
	}
	d := at.UTC().Truncate(day)
	if o.days[d] == nil {
		o.days[d] = map[news.ArticleID]bool{}
	}
	o.days[d][id] = true
}

// forget forgets all reports: they have been compared.
func (o *oldDays) forget() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.days = nil
}

// span is a time within which old reports are compared with each other, and those of them that were brought.
type span struct {
	from, until time.Time
	brought     map[news.ArticleID]bool
}

// spans are the times around the days, those that meet as one.
func (o *oldDays) spans() (out []span) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, at := range slices.SortedFunc(maps.Keys(o.days), time.Time.Compare) {
		s := span{at.Add(-window), at.Add(day + window), maps.Clone(o.days[at])}
		if n := len(out); n > 0 && !s.from.After(out[n-1].until) {
			out[n-1].until = s.until
			maps.Copy(out[n-1].brought, s.brought)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// pageOfOld is how many reports are read at once.
const pageOfOld = 1000

// each calls f for the reports that were published within a time, oldest first.
func (s span) each(ctx context.Context, db *store.DB, f func(store.Placed) error) error {
	return s.pages(ctx, db, func(_ *store.Tx, page []store.Placed) (func() error, error) {
		return func() error {
			for _, p := range page {
				if err := f(p); err != nil {
					return err
				}
			}
			return nil
		}, nil
	})
}

// pages calls read for the reports that were published within a time, oldest first, many at once, and after each transaction what it returns.
func (s span) pages(ctx context.Context, db *store.DB, read func(*store.Tx, []store.Placed) (func() error, error)) error {
	from, seq := s.from, int64(0)
	for {
		var page []store.Placed
		var then func() error
		err := db.View(ctx, func(tx *store.Tx) (err error) {
			if page, err = tx.PublishedWithin(from, s.until, seq, pageOfOld); err == nil {
				then, err = read(tx, page)
			}
			return err
		})
		if err == nil {
			err = then()
		}
		if err != nil || len(page) < pageOfOld {
			return err
		}
		last := page[len(page)-1]
		from, seq = last.Published, last.Seq
	}
}

// oldCopies finds the copies among old reports that were brought. It runs before digests are asked for: of a copy none is.
func (d *Desk) oldCopies(ctx context.Context) error {
	for _, s := range d.old.spans() {
		x := dedupe.NewIndex()
		another, err := d.counting(ctx, WorkCopies, s)
		if err != nil {
			return fmt.Errorf("find copies of old reports: %w", err)
		}
		err = s.each(ctx, d.DB, func(p store.Placed) error {
			another()
			var f dedupe.Fingerprint
			if p.CopyOf != "" || f.UnmarshalBinary(p.Fingerprint) != nil {
				return nil
			}
			c := dedupe.Candidate{ID: p.ID, Outlet: p.Outlet, Title: p.Title, At: p.Published, Fingerprint: f}
			x.Forget(p.Published.Add(-window))
			m, ok := x.Match(c)
			if ok && alone(p) {
				copied := false
				err := d.DB.Update(ctx, func(tx *store.Tx) (err error) {
					copied, err = d.repeats(tx, p, m)
					return err
				})
				if err != nil || copied {
					return err
				}
			}
			x.Add(c)
			return nil
		})
		if err != nil {
			return fmt.Errorf("find copies of old reports: %w", err)
		}
	}
	return nil
}

// alone reports whether a report was found to belong to no other: its story is called after it.
func alone(p store.Placed) bool { return p.Story == story.NewID(p.ID) }

// repeats writes how an old report repeats another: the two are in one story, and one of them may be a copy of the other. It reports whether the
// first is.
func (d *Desk) repeats(tx *store.Tx, p store.Placed, m dedupe.Match) (copied bool, err error) {
	if err := tx.Serialise(); err != nil {
		return false, err
	}
	in, n, err := tx.StoryOf(p.ID)
	if err != nil || n > 1 {
		return false, err // it has met others since
	}
	to, _, err := tx.StoryOf(m.ID)
	if err != nil {
		return false, err
	}
	if m.Relation == dedupe.Copy {
		a, err := tx.Article(p.ID)
		if err != nil {
			return false, err
		}
		of, turns, err := order(tx, a, m.ID)
		switch {
		case err != nil:
			return false, err
		case of != "":
			copied = true
			if err = tx.SetCopyOf(p.ID, of); err == nil && d.settings().written() {
				err = d.sayMissing(tx, p.ID, news.CopyOfAnother)
			}
		case turns != "":
			if err = turn(tx, p.ID, turns); err == nil {
				err = d.digestTurned(tx, a, turns)
			}
		}
		if err != nil {
			return false, err
		}
	}
	return copied, moveToStory(tx, story.Move{Article: p.ID, From: in, To: to}, n)
}

// oldStories gathers old reports that were brought into stories, each with those of its own days. Those that had a story of several
// reports stay in it.
func (d *Desk) oldStories(ctx context.Context) error {
	var rulings []news.Ruling
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { rulings, err = tx.Rulings(); return err })
	for _, s := range d.old.spans() {
		if err == nil {
			err = d.gatherWithin(ctx, s, rulings)
		}
	}
	if err != nil {
		return fmt.Errorf("gather old stories: %w", err)
	}
	d.old.forget()
	return nil
}

// gatherWithin gathers the old reports of some days. Where few of them were brought, those alone are compared with the others.
func (d *Desk) gatherWithin(ctx context.Context, s span, rulings []news.Ruling) error {
	var n int
	err := d.DB.View(ctx, func(tx *store.Tx) (err error) { n, err = tx.CountPublishedWithin(s.from, s.until); return err })
	if err != nil {
		return err
	}
	another, err := d.counting(ctx, WorkStories, s)
	if err != nil {
		return err
	}
	was := map[news.ArticleID]news.StoryID{}
	reports := map[news.StoryID]int{}
	each := func(f func(story.Member) error) error {
		return s.members(ctx, d.DB, func(p store.Placed, m story.Member) error {
			another()
			was[p.ID] = p.Story
			reports[p.Story]++
			return f(m)
		})
	}
	var now iter.Seq[story.Placed]
	if len(s.brought)*fewOf <= n && n <= mostAmong {
		now, err = among(each, s.brought, rulings)
	} else {
		now, err = clustered(each, rulings)
	}
	if err != nil {
		return err
	}
	var moves []story.Move
	for p := range now {
		if from := was[p.ID]; p.Story != from && reports[from] == 1 {
			moves = append(moves, story.Move{Article: p.ID, From: from, To: p.Story})
		}
	}
	for some := range slices.Chunk(moves, movesAtOnce) {
		if err := d.DB.Update(ctx, func(tx *store.Tx) error { return d.near.write(tx, some) }); err != nil {
			return err
		}
	}
	return nil
}

// Brought reports are gathered among the others of their days if those are fewOf times as many, and at most mostAmong: they are held in memory.
const (
	fewOf     = 4
	mostAmong = 20_000
)

// among gathers those that were brought into the stories of the others, which stay as they are.
func among(each func(func(story.Member) error) error, brought map[news.ArticleID]bool, rulings []news.Ruling) (iter.Seq[story.Placed], error) {
	var some []story.Member
	a := story.NewAmong(story.Options{Rulings: rulings})
	err := each(func(m story.Member) error {
		if brought[m.ID] {
			some = append(some, m)
		} else {
			a.Settled(m)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return slices.Values(a.Gather(some)), nil
}

// clustered gathers all.
func clustered(each func(func(story.Member) error) error, rulings []news.Ruling) (iter.Seq[story.Placed], error) {
	var failed error
	var members iter.Seq[story.Member] = func(yield func(story.Member) bool) {
		failed = each(func(m story.Member) error {
			if !yield(m) {
				return errStopped
			}
			return nil
		})
	}
	out := slices.Collect(story.Cluster(members, story.Options{Rulings: rulings}))
	return slices.Values(out), failed
}

// errStopped says that no more is wanted.
var errStopped = errors.New("stopped")

// members calls f for the reports that were published within a time, oldest first, as those that are gathered, with what their digests say.
func (s span) members(ctx context.Context, db *store.DB, f func(store.Placed, story.Member) error) error {
	return s.pages(ctx, db, func(tx *store.Tx, page []store.Placed) (func() error, error) {
		if len(page) == 0 {
			return func() error { return nil }, nil
		}
		digests, err := tx.DigestsWithin(page[0].Published, page[len(page)-1].Published)
		if err != nil {
			return nil, err
		}
		list := make([]story.Member, len(page))
		for i, p := range page {
			if list[i], err = memberOf(tx, p, digests[p.ID]); err != nil {
				return nil, err
			}
		}
		return func() error {
			for i, p := range page {
				if err := f(p, list[i]); err != nil {
					return err
				}
			}
			return nil
		}, nil
	})
}

// memberOf is a report as one that is gathered, with what its digest says, if a model has written one.
func memberOf(tx *store.Tx, p store.Placed, dg news.Digest) (m story.Member, err error) {
	m = story.Member{ID: p.ID, At: news.DateOf(p.Published, p.Captured), Kind: p.Kind, CopyOf: p.CopyOf}
	if !alone(p) {
		m.Story = p.Story
	}
	if len(p.Features) == 0 {
		return m, nil
	}
	if m.Features, err = featuresOf(tx, p); err == nil && dg.By != "" {
		m.Features = m.Features.With(digestFeatures(dg))
	}
	return m, err
}
