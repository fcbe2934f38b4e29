package desk_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/work"
)

// feedPress builds a site of which each build changes feeds. mu guards what waits.
type feedPress struct {
	began time.Time
	at    []time.Duration
	mu    sync.Mutex
	feeds []string
}

func (p *feedPress) Publish(context.Context) (desk.Published, error) {
	p.at = append(p.at, time.Since(p.began).Round(time.Second))
	p.mu.Lock()
	defer p.mu.Unlock()
	p.feeds = append(p.feeds, "front", fmt.Sprintf("feed-%03d", len(p.at)))
	return desk.Published{}, nil
}

// HandOver gives what waits, and forgets it when it is taken.
func (p *feedPress) HandOver(_ context.Context, take func([]string) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	err := take(p.feeds)
	if err == nil {
		p.feeds = nil
	}
	return err
}

// slowHub takes a minute for each answer; the first answers are failures.
type slowHub struct {
	began time.Time
	fails int
	at    []time.Duration
	told  []string
}

func (h *slowHub) Announce(ctx context.Context, feed string) error {
	h.at = append(h.at, time.Since(h.began).Round(time.Second))
	select {
	case <-time.After(time.Minute):
	case <-ctx.Done():
		return ctx.Err()
	}
	if len(h.at) <= h.fails {
		return fmt.Errorf("announce: %w", &news.Unanswered{Cause: news.CauseTimeout, Reason: "hub.example does not answer"})
	}
	h.told = append(h.told, feed)
	return nil
}

// TestHubIsToldInTheBackground: a hub that answers slowly or not at all delays no build. It is asked again by the waits of any task,
// however much is built meanwhile, and in the end it is told of every feed, and again of one that changed while it was told.
func TestHubIsToldInTheBackground(t *testing.T) {
	newRoom(t, web(courier, feedOf("flood|Flood in northern China"))).round(0) // see builds
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, web(courier, feedOf()))
		p, h := &feedPress{began: time.Now()}, &slowHub{began: time.Now(), fails: 2}
		r.desk.Site, r.desk.Now, r.desk.Jitter = p, time.Now, func() float64 { return 0 }
		r.desk.Hub = desk.Hub{By: h, Host: "hub.example", Changed: p.HandOver}
		r.desk.Queue = &work.Rows{DB: r.db, Now: time.Now, Nap: time.Second}
		if err := r.db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.AddArticle(store.Reading{Article: storetest.Article("one", "Text.")})
		}); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithTimeout(t.Context(), 33*time.Minute)
		defer stop()
		if err := r.desk.Run(ctx); err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		const m = time.Minute
		if want := []time.Duration{0, 5 * m, 10 * m, 15 * m, 20 * m, 25 * m, 30 * m}; !slices.Equal(p.at, want) {
			t.Errorf("built at %v, want %v", p.at, want)
		}
		early := func(at, want time.Duration) bool { return at >= want && at < want+10*time.Second }
		if len(h.at) < 3 || !early(h.at[0], 0) || !early(h.at[1], 2*m) || !early(h.at[2], 8*m) {
			t.Errorf("the hub was asked at %v, want 0, after a minute and then after five", h.at)
		}
		for n := range len(p.at) {
			if feed := fmt.Sprintf("feed-%03d", n+1); !slices.Contains(h.told, feed) {
				t.Errorf("the hub was not told of %s, but of %v", feed, h.told)
			}
		}
		if fronts := len(h.told) - len(p.at); fronts < 2 || fronts > len(p.at) { // once for all that it has changed while it waited
			t.Errorf("the hub was told of the front page %d times: %v", fronts, h.told)
		}
	})
}

// brokenHub takes the first feeds, and then none.
type brokenHub struct {
	takes int
	told  []string
}

func (h *brokenHub) Announce(_ context.Context, feed string) error {
	if len(h.told) == h.takes {
		return fmt.Errorf("announce: %w", &news.Unanswered{Cause: news.CauseOther, Reason: "hub.example is broken"})
	}
	h.told = append(h.told, feed)
	return nil
}

// TestHubIsToldWhatItHasNotTaken: what another process has built is announced as well; what a hub that breaks has taken is not told again.
func TestHubIsToldWhatItHasNotTaken(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China")))
	p, h := &feedPress{feeds: []string{"a", "b", "c"}}, &brokenHub{takes: 2}
	r.desk.Hub = desk.Hub{By: h, Host: "hub.example", Changed: p.HandOver}
	if err := r.desk.NoteFeeds(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(p.feeds) > 0 {
		t.Errorf("%v wait to be taken over", p.feeds)
	}
	r.desk.Site = p
	round := func(after time.Duration) {
		t.Helper()
		r.now = r.now.Add(after)
		if _, err := r.desk.Collect(t.Context(), true, desk.UntilEnd); err != nil {
			t.Fatal(err)
		}
	}
	round(0)
	if want := []string{"a", "b"}; !slices.Equal(h.told, want) {
		t.Errorf("the hub was told of %v, want %v", h.told, want)
	}
	h.takes = 10
	round(time.Hour)
	if want := []string{"a", "b", "c", "feed-001", "feed-002", "front"}; !slices.Equal(h.told, want) {
		t.Errorf("the hub was told of %v, want %v", h.told, want)
	}
}
