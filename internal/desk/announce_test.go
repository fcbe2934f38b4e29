package desk_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/work"
)

// feedPress builds a site of which each build changes feeds.
type feedPress struct {
	began time.Time
	at    []time.Duration
}

func (p *feedPress) Publish(context.Context) (desk.Published, error) {
	p.at = append(p.at, time.Since(p.began).Round(time.Second))
	return desk.Published{Feeds: []string{"front", fmt.Sprintf("feed-%03d", len(p.at))}}, nil
}

// slowHub takes a minute for each answer; the first answers are failures.
type slowHub struct {
	began time.Time
	fails int
	at    []time.Duration
	told  []string
	most  int
}

func (h *slowHub) Announce(ctx context.Context, feeds []string) error {
	h.at = append(h.at, time.Since(h.began).Round(time.Second))
	select {
	case <-time.After(time.Minute):
	case <-ctx.Done():
		return ctx.Err()
	}
	if len(h.at) <= h.fails {
		return fmt.Errorf("announce: %w", &news.Unanswered{Cause: news.CauseTimeout, Reason: "hub.example does not answer"})
	}
	h.told, h.most = append(h.told, feeds...), max(h.most, len(feeds))
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
		r.desk.Hub = desk.Hub{By: h, Host: "hub.example"}
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
		if h.most != 3 { // what had come while it did not answer
			t.Errorf("the hub was told of %d feeds at once", h.most)
		}
	})
}
