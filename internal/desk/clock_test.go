package desk_test

import (
	"context"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// A clock that ran ten years ahead and is put right keeps nothing waiting for ten years.
func TestAClockThatRanAhead(t *testing.T) {
	r := newRoom(t, `
-- https://courier.example/feed.xml --
HTTP/1.1 200 OK

`)
	r.desk.Fetcher = busy{r.clock}
	polled := func(at time.Time) int {
		r.now = at
		sum, err := r.desk.Collect(t.Context(), false, desk.UntilRead)
		if err != nil {
			t.Fatal(err)
		}
		return sum.Polled
	}
	r.put(store.ReadTask(1, morning.AddDate(10, 0, 0)))
	if n := polled(morning.AddDate(10, 0, 0)); n != 1 {
		t.Fatalf("polled %d at first", n)
	}
	if n := polled(morning); n != 1 {
		t.Errorf("polled %d when the clock was right again", n)
	}
	if n := polled(morning.Add(time.Minute)); n != 0 {
		t.Errorf("polled %d a minute later", n)
	}
	if next := r.nextTask(); next.After(morning.AddDate(0, 1, 0)) {
		t.Errorf("a task waits until %v", next)
	}
}

// busy is an outlet that asks for two days of peace.
type busy struct{ now func() time.Time }

func (b busy) Fetch(context.Context, news.Request) (news.Capture, error) {
	return news.Capture{Status: 503, At: b.now()}, &news.Later{Until: b.now().Add(48 * time.Hour), Reason: "busy"}
}

func (r *room) put(tasks ...store.Task) {
	r.t.Helper()
	if err := r.db.Update(r.t.Context(), func(tx *store.Tx) error { return tx.Add(tasks...) }); err != nil {
		r.t.Fatal(err)
	}
}

func (r *room) nextTask() (next time.Time) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) (err error) { next, _, err = tx.NextTask(store.Read); return err })
	if err != nil {
		r.t.Fatal(err)
	}
	return next
}
