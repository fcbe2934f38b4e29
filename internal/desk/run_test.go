package desk_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/work"
)

// press notes when the site is built. A build takes a while, and fails when fails says so.
type press struct {
	began time.Time
	takes time.Duration
	fails func(build int) bool

	mu sync.Mutex
	at []time.Duration
}

func (p *press) Publish(ctx context.Context) (desk.Published, error) {
	p.mu.Lock()
	p.at = append(p.at, time.Since(p.began))
	n := len(p.at)
	p.mu.Unlock()
	select {
	case <-time.After(p.takes):
	case <-ctx.Done():
		return desk.Published{}, ctx.Err()
	}
	if p.fails != nil && p.fails(n) {
		return desk.Published{}, errors.New("disk full")
	}
	return desk.Published{}, nil
}

// builds runs a desk that nothing new comes to for a while, in virtual time, and returns
// when the site was built. An article changes at the moments in changes.
func builds(t *testing.T, p *press, long time.Duration, changes ...time.Duration) (at []time.Duration) {
	t.Helper()
	// The store's compressor makes its channels when it is first used; those of one bubble
	// cannot be used in the next.
	newRoom(t, web(courier, feedOf("flood|Flood in northern China"))).round(0)
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, web(courier, feedOf()))
		r.desk.Site, r.desk.Now = p, time.Now
		r.desk.Queue = &work.Rows{DB: r.db, Now: time.Now, Nap: time.Minute}
		a := storetest.Article("one", "Text.")
		if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddArticle(store.Reading{Article: a}) }); err != nil {
			t.Fatal(err)
		}
		p.began = time.Now()
		ctx, stop := context.WithTimeout(t.Context(), long)
		defer stop()
		for i, c := range changes {
			time.AfterFunc(c, func() {
				if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.TakeDown("one", i%2 == 0) }); err != nil {
					t.Error(err)
				}
			})
		}
		if err := r.desk.Run(ctx); err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		at = p.at
	})
	return at
}

// TestPublishing: the site is built when articles have changed, not too often, and every
// while for the state of the sources.
func TestPublishing(t *testing.T) {
	const s = time.Second
	for _, c := range []struct {
		name    string
		press   *press
		long    time.Duration
		changes []time.Duration
		want    []time.Duration
	}{
		{"a quiet desk shows how its sources fare", &press{}, 16 * time.Minute, nil, []time.Duration{0, 300 * s, 600 * s, 900 * s}},
		{"changes soon after a build wait, together", &press{}, 40 * s, []time.Duration{1 * s, 3 * s, 5 * s}, []time.Duration{0, 10 * s}},
		{"a later change is seen soon", &press{}, 60 * s, []time.Duration{31 * s}, []time.Duration{0, 32 * s}},
		{"what changes during a build is in the next", &press{takes: 4 * s}, 60 * s, []time.Duration{1 * s}, []time.Duration{0, 14 * s}},
		{"a build that failed is made again", &press{fails: func(n int) bool { return n < 3 }}, 60 * s, nil, []time.Duration{0, 15 * s, 30 * s}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := builds(t, c.press, c.long, c.changes...)
			for i := range got {
				got[i] = got[i].Round(s) // what the store takes is no time here
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("built at %v, want %v", got, c.want)
			}
		})
	}
}
