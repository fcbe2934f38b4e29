package desk_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// heralds is a channel that wants one message when a report has changed, and writes down what it is sent.
type heralds struct {
	wants   string
	refuses func(news.Push) error
	tried   []time.Time
	heard   []string
	now     func() time.Time
}

func (h *heralds) Find(_ context.Context, _ time.Time, rows []store.Row, _ []news.EditionID) (out []news.Push, err error) {
	if len(rows) > 0 {
		out = append(out, news.Push{Kind: news.PushEdition, Subject: h.wants})
	}
	return out, nil
}

func (h *heralds) Push(_ context.Context, p news.Push) ([]news.SentTitle, error) {
	h.tried = append(h.tried, h.now())
	if h.refuses != nil {
		if err := h.refuses(p); err != nil {
			return nil, err
		}
	}
	h.heard = append(h.heard, p.Subject)
	return nil, nil
}

// rest is a refusal that says when to come back.
type rest struct{ time.Duration }

func (rest) Error() string         { return "busy" }
func (r rest) Rest() time.Duration { return r.Duration }
func (rest) Alone() bool           { return false }

// TestPushesOnce: a new channel is not told of the past; each message goes once, whatever process works; one that refuses is left alone
// for as long as it asks, holds up no other and is given up in the end; what there is nothing left to tell of is dropped; a channel that
// was gone begins anew.
func TestPushesOnce(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	now := func() time.Time { return r.now }
	good, bad, gone := &heralds{now: now}, &heralds{now: now}, &heralds{now: now}
	bad.refuses = func(news.Push) error { return rest{3 * time.Hour} }
	gone.refuses = func(news.Push) error { return desk.ErrUntold }
	all := []desk.Push{{Name: "bad", By: bad}, {Name: "gone", By: gone}, {Name: "good", By: good}}
	r.desk.Pushes = all
	tell := func(subject string, after time.Duration) {
		t.Helper()
		for _, h := range []*heralds{good, bad, gone} {
			h.wants = subject
		}
		it := r.one()
		update := func(tx *store.Tx) error { return tx.SetStory(it.Article.ID, it.Story) } // a change like any other
		if err := r.db.Update(t.Context(), update); err != nil {
			t.Fatal(err)
		}
		r.round(after)
	}
	expect := func(when string, h *heralds, tried int, heard ...string) {
		t.Helper()
		if len(h.tried) != tried || !slices.Equal(h.heard, heard) {
			t.Fatalf("%s: tried %d times and heard %q, want %d and %q", when, len(h.tried), h.heard, tried, heard)
		}
	}
	good.wants = "past"
	r.round(0)
	expect("the past", good, 0)
	tell("a", time.Minute)
	expect("a", good, 1, "a")
	expect("a", bad, 1)
	expect("a", gone, 1)
	tell("a", time.Minute)
	expect("a again", good, 1, "a")
	expect("nothing is left of a", gone, 1)
	was := r.desk
	r.desk = &desk.Desk{
		DB: was.DB, Queue: was.Queue, Archive: was.Archive, Fetcher: was.Fetcher, Extract: was.Extract, Check: was.Check, Tokens: was.Tokens,
		Sources: was.Sources, Now: was.Now, Jitter: was.Jitter, Log: was.Log, Events: was.Events, Patience: was.Patience, Pushes: was.Pushes,
	}
	tell("b", time.Minute)
	expect("b, by another process", good, 2, "a", "b")
	tell("b", time.Hour)
	r.round(3 * time.Hour)
	first := len(bad.tried)
	if first < 2 || bad.tried[1].Sub(bad.tried[0]) > 3*time.Minute && bad.tried[1].Sub(bad.tried[0]) < 3*time.Hour {
		t.Errorf("tried at %v", bad.tried)
	}
	for range 40 {
		r.round(6 * time.Hour)
	}
	last := len(bad.tried)
	r.round(24 * time.Hour)
	if len(bad.tried) != last || last > 40 {
		t.Errorf("tried %d times, then %d", last, len(bad.tried))
	}
	err := r.db.View(t.Context(), func(tx *store.Tx) error {
		got, err := tx.PushCounts()
		want := []store.PushCount{{Channel: "bad", GivenUp: 2, Why: "busy"}, {Channel: "gone", Dropped: 2, Why: ""}, {Channel: "good", Sent: 2}}
		if !slices.Equal(got, want) {
			t.Errorf("counts %+v, want %+v", got, want)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	r.desk.Pushes = all[:2]
	tell("c", time.Minute)
	r.desk.Pushes = all
	r.round(time.Minute)
	expect("a channel that was gone", good, 2, "a", "b")
	tell("d", time.Minute)
	expect("d", good, 3, "a", "b", "d")
}
