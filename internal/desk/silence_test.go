package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// moody is a way out that fails as it is told to, by source address.
type moody struct {
	desk.Desk
	now  func() time.Time
	fail map[string]error
}

func (m *moody) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	err := m.fail[req.URL]
	if err == nil {
		return m.Fetcher.Fetch(ctx, req)
	}
	c := news.Capture{URL: req.URL, At: m.now()}
	if later := (*news.Later)(nil); news.CauseOf(err) == news.CauseRobots || errors.As(err, &later) {
		c.At = time.Time{} // nothing was asked
	}
	return c, err
}

// moodyRoom is a room of some sources whose outlets can fail.
func moodyRoom(t *testing.T, ids ...string) (*room, *moody) {
	t.Helper()
	var pages []string
	var sources []news.Source
	for _, id := range ids {
		address := "https://" + id + ".example/feed"
		pages = append(pages, address, feedOf("flood|Flood in northern China"))
		sources = append(sources, news.Source{ID: news.SourceID(id), Name: id, URL: address})
	}
	r := newRoom(t, web(pages...))
	m := &moody{Desk: desk.Desk{Fetcher: r.desk.Fetcher}, now: r.clock, fail: map[string]error{}}
	r.desk.Fetcher, r.desk.Sources = m, sources
	return r, m
}

// due lets time pass and polls what is due then.
func (r *room) due(after time.Duration) {
	r.t.Helper()
	r.now = r.now.Add(after)
	if _, err := r.desk.Collect(r.t.Context(), false, desk.UntilPoll); err != nil {
		r.t.Fatal(err)
	}
}

// quiets are the times of silence that have leaves, in hours since morning.
func (r *room) quiets() (out []string) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Quiets(time.Time{})
		for _, q := range list {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %v-%v %s %d", q.Source, q.From.Sub(morning).Hours(), q.To.Sub(morning).Hours(), q.Cause, q.Tries)))
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

func (r *room) wantQuiets(want ...string) {
	r.t.Helper()
	if got := r.quiets(); !slices.Equal(got, want) {
		r.t.Errorf("times of silence\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func unanswered(c news.Cause) error {
	return &news.Unanswered{Cause: c, Reason: "press.example is away"}
}

// A silence has one leaf, by the poll that ends it, from the last good answer on; what fails without end has one a day.
func TestSilenceHasOneLeaf(t *testing.T) {
	const a = "https://a.example/feed"
	r, m := moodyRoom(t, "a", "b")
	r.poll(0)
	m.fail[a] = unanswered(news.CauseTimeout)
	r.poll(time.Hour)
	r.poll(time.Hour)
	m.fail[a] = unanswered(news.CauseTrouble)
	r.poll(time.Hour)
	r.wantQuiets()
	delete(m.fail, a)
	r.poll(time.Hour)
	r.wantQuiets("a 0-4 5xx 3")
	r.poll(time.Hour)
	r.wantQuiets("a 0-4 5xx 3")

	m.fail[a] = unanswered(news.CauseDNS)
	for range 50 {
		r.poll(time.Hour)
	}
	r.wantQuiets("a 0-4 5xx 3", "a 5-29 dns 24", "a 29-53 dns 24")
	delete(m.fail, a)
	r.poll(time.Hour)
	r.wantQuiets("a 0-4 5xx 3", "a 5-29 dns 24", "a 29-53 dns 24", "a 53-56 dns 2")
}

// What forbids a request is a silence without tries.
func TestSilenceWithoutRequests(t *testing.T) {
	const a = "https://a.example/feed"
	r, m := moodyRoom(t, "a", "b")
	r.poll(0)
	m.fail[a] = &news.Refused{Note: news.Note{Code: news.NoteRobots, Of: "a.example"}}
	r.poll(time.Hour)
	delete(m.fail, a)
	r.poll(time.Hour)
	m.fail[a] = &news.Later{Until: r.now.Add(2 * time.Hour), Reason: "429", Cause: news.CauseTooMany}
	r.poll(time.Hour)
	delete(m.fail, a)
	r.poll(time.Hour)
	r.wantQuiets("a 0-2 robots 0", "a 2-4 429 0")
}

// A source that is paused is silent by the operator's will: a leaf a day, and one by the poll after.
func TestPauseIsSilence(t *testing.T) {
	r, _ := moodyRoom(t, "a", "b")
	r.poll(0)
	r.desk.Sources[0].Held = true
	for range 15 {
		r.poll(2 * time.Hour)
	}
	r.wantQuiets("a 0-24 paused 0")
	r.desk.Sources[0].Held = false
	r.poll(2 * time.Hour)
	r.wantQuiets("a 0-24 paused 0", "a 24-32 paused 0")
	r.poll(2 * time.Hour)
	r.wantQuiets("a 0-24 paused 0", "a 24-32 paused 0")
}

// The desk was off where sources were due and none was asked. One that is run by the hour is not off between its rounds.
func TestDeskOff(t *testing.T) {
	const a = "https://a.example/feed"
	r, m := moodyRoom(t, "a", "b")
	r.due(0)
	for range 30 {
		r.due(time.Hour)
	}
	r.wantQuiets()
	due := r.watch("a").Due
	r.due(12 * time.Hour)
	off := fmt.Sprintf("%v-42 desk-off 0", due.Sub(morning).Hours())
	r.wantQuiets(off)
	r.due(time.Hour)
	r.wantQuiets(off)

	// What failed before is said until it was due again, and no longer.
	m.fail[a] = unanswered(news.CauseTimeout)
	ok := r.watch("a").OK
	for r.watch("a").Errors == 0 {
		r.due(time.Hour)
	}
	w := r.watch("a")
	r.due(24 * time.Hour)
	delete(m.fail, a)
	r.due(12 * time.Hour)
	list := r.quiets()
	want := fmt.Sprintf("a %v-%v timeout 1", ok.Sub(morning).Hours(), w.Tried.Add(w.Interval).Sub(morning).Hours())
	if !slices.Contains(list, want) || len(list) < 3 {
		t.Errorf("times of silence\n%s\nwant among them\n%s", strings.Join(list, "\n"), want)
	}
	for _, q := range list {
		if strings.HasPrefix(q, "a ") && q != want && !strings.Contains(q, "timeout 1") {
			t.Errorf("%s: the desk was off meanwhile", q)
		}
	}
}

// Own trouble that lasts is a pause of the desk: it asked for nothing.
func TestOwnTroubleThatLastsIsDeskOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // the desk waits before it asks again
		r, m := moodyRoom(t, "a")
		const a = "https://a.example/feed"
		r.due(0)
		due := r.watch("a").Due
		m.fail[a] = &news.Ours{Err: context.DeadlineExceeded}
		for range 8 {
			r.due(time.Hour)
		}
		delete(m.fail, a)
		r.due(time.Hour)
		r.wantQuiets(fmt.Sprintf("%v-9 desk-off 0", due.Sub(morning).Hours()))
	})
}
