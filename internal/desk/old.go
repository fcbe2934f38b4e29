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

// oldDays are the days (UTC) of reports that were brought without a story and are older than those that new reports are compared with:
// they are compared with those of their own days, when all are there.
type oldDays struct {
	mu   sync.Mutex
	days map[time.Time]bool // by their beginning
}

const day = 24 * time.Hour

// note remembers the day of a report, if it is old.
func (o *oldDays) note(at, now time.Time) {
	if !at.Before(now.Add(-window)) {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.days == nil {
		o.days = map[time.Time]bool{}
	}
	o.days[at.UTC().Truncate(day)] = true
}

// span is a time within which old reports are compared with each other.
type span struct{ from, until time.Time }

// spans are the times around the days, those that meet as one.
func (o *oldDays) spans() (out []span) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, at := range slices.SortedFunc(maps.Keys(o.days), time.Time.Compare) {
		s := span{at.Add(-window), at.Add(day + window)}
		if n := len(out); n > 0 && !s.from.After(out[n-1].until) {
			out[n-1].until = s.until
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
	from, seq := s.from, int64(0)
	for {
		var page []store.Placed
		err := db.View(ctx, func(tx *store.Tx) (err error) {
			page, err = tx.PublishedWithin(from, s.until, seq, pageOfOld)
			return err
		})
		if err != nil {
			return err
		}
		for _, p := range page {
			if err := f(p); err != nil {
				return err
			}
		}
		if len(page) < pageOfOld {
			return nil
		}
		last := page[len(page)-1]
		from, seq = last.Published, last.Seq
	}
}

// oldCopies finds the copies among old reports that were brought. It runs before digests are asked for: of a copy none is.
func (d *Desk) oldCopies(ctx context.Context) error {
	for _, s := range d.old.spans() {
		x := dedupe.NewIndex()
		err := s.each(ctx, d.DB, func(p store.Placed) error {
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

// oldStories gathers old reports that were brought into stories, each with those of its own days. Those that had a story of several reports stay in it.
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
	return nil
}

func (d *Desk) gatherWithin(ctx context.Context, s span, rulings []news.Ruling) error {
	was := map[news.ArticleID]news.StoryID{}
	reports := map[news.StoryID]int{}
	var failed error
	var members iter.Seq[story.Member] = func(yield func(story.Member) bool) {
		err := s.each(ctx, d.DB, func(p store.Placed) error {
			was[p.ID] = p.Story
			reports[p.Story]++
			m, err := d.member(ctx, p)
			if err == nil && !yield(m) {
				err = errStopped
			}
			return err
		})
		if !errors.Is(err, errStopped) {
			failed = err
		}
	}
	var moves []story.Move
	for p := range story.Cluster(members, story.Options{Rulings: rulings}) {
		if p.Story != was[p.ID] {
			moves = append(moves, story.Move{Article: p.ID, From: was[p.ID], To: p.Story})
		}
	}
	if failed != nil {
		return failed
	}
	moves = slices.DeleteFunc(moves, func(m story.Move) bool { return reports[m.From] > 1 })
	for some := range slices.Chunk(moves, movesAtOnce) {
		if err := d.DB.Update(ctx, func(tx *store.Tx) error { return d.near.write(tx, some) }); err != nil {
			return err
		}
	}
	return nil
}

// errStopped says that no more is wanted.
var errStopped = errors.New("stopped")

// member is a report as one that is gathered, with what its digest says.
func (d *Desk) member(ctx context.Context, p store.Placed) (m story.Member, err error) {
	m = story.Member{ID: p.ID, At: news.DateOf(p.Published, p.Captured), Kind: p.Kind, CopyOf: p.CopyOf}
	if !alone(p) {
		m.Story = p.Story
	}
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		if len(p.Features) == 0 {
			return nil
		}
		if m.Features, err = featuresOf(tx, p); err != nil {
			return err
		}
		dg, err := tx.Digest(p.ID)
		if err == nil && dg.By != "" && dg.By != news.ByExtract {
			m.Features = m.Features.With(digestFeatures(dg))
		}
		return err
	})
	return m, err
}
