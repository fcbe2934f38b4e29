package desk_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/work"
)

// press counts how often the site is built.
type press struct{ builds atomic.Int32 }

func (p *press) Publish(context.Context) (desk.Published, error) {
	p.builds.Add(1)
	return desk.Published{}, nil
}

// TestQuietDeskShowsHowItFares: no article changes, yet readers see how the sources fare.
func TestQuietDeskShowsHowItFares(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoom(t, web(courier, feedOf()))
		p := &press{}
		r.desk.Site = p
		r.desk.Queue = &work.Rows{DB: r.db, Now: r.clock, Nap: time.Minute}
		ctx, stop := context.WithTimeout(t.Context(), 16*time.Minute)
		defer stop()
		if err := r.desk.Run(ctx); err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		if n := p.builds.Load(); n < 3 || n > 5 {
			t.Errorf("%d builds in 16 minutes", n)
		}
	})
}
