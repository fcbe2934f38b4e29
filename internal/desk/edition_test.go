package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/work"
)

// cutter makes editions of one line, of article a, and remembers which it was asked for.
type cutter struct {
	asked []string
	err   error
	quiet bool // nothing came
	while func()
}

func (c *cutter) Edition(_ context.Context, w edition.Window) (news.Edition, error) {
	c.asked = append(c.asked, fmt.Sprintf("%s %s %s-%s missed %d", w.Day, w.Slot, w.From.UTC().Format("02T15:04"), w.Until.UTC().Format("02T15:04"), w.Missed))
	e := edition.Cut(w, nil)
	e.Lines = []news.EditionLine{{Story: "s", Article: "a"}}
	if !c.quiet {
		e.Reading.Reports = 1
	}
	if c.while != nil {
		c.while()
	}
	return e, c.err
}

// cuttingRoom is a desk of which editions are cut at 07:00 and 19:00 of Shanghai; its first morning is 17:00 there.
func cuttingRoom(t *testing.T) (*room, *cutter) {
	r := newRoom(t, web(courier, feedOf()))
	c := &cutter{}
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	r.desk.Site, r.desk.Fetcher = idle{}, busy{r.clock}
	r.desk.Editions = desk.Editions{Hours: []string{"07:00", "19:00"}, Zone: shanghai, By: c}
	return r, c
}

// cut are the editions that are kept, newest first.
func (r *room) cut() string {
	r.t.Helper()
	var out []string
	r.do(func(tx *store.Tx) error {
		ids, err := tx.Editions(store.EditionFilter{})
		for _, id := range ids {
			out = append(out, string(id))
		}
		return err
	})
	return strings.Join(out, " ")
}

// The first edition of an hour waits for news; later ones are cut on quiet days too, so that none of them is said to be missed.
func TestFirstEditionsWaitForNews(t *testing.T) {
	r, c := cuttingRoom(t)
	for i, step := range []struct {
		after time.Duration
		quiet bool
		want  string
	}{
		{2 * time.Hour, true, ""},
		{time.Hour, false, "2026-03-12-1900"},
		{23 * time.Hour, true, "2026-03-13-1900 2026-03-12-1900"},
	} {
		c.quiet = step.quiet
		if r.whole(step.after); r.cut() != step.want {
			t.Errorf("step %d: %q, want %q", i, r.cut(), step.want)
		}
	}
}

// An edition is cut by the first build after its hour, and never afterwards; one of which the hour was slept over is not made, and
// the next one of the hour says so.
func TestEditionsAreCutAfterTheirHour(t *testing.T) {
	r, c := cuttingRoom(t)
	for _, step := range []struct {
		after time.Duration
		want  string // the windows asked for
	}{
		{0, ""}, // ten hours after seven o'clock nothing is made of that hour
		{90 * time.Minute, ""},
		{30 * time.Minute, "2026-03-12 19:00 11T11:00-12T11:00 missed 0"},
		{time.Minute, ""},
		{5 * time.Hour, ""},
		{8 * time.Hour, "2026-03-13 07:00 12T00:01-13T00:01 missed 0"}, // an hour late
		{12 * time.Hour, "2026-03-13 19:00 12T11:00-13T12:01 missed 0"},
		{48 * time.Hour, "2026-03-15 19:00 13T12:01-15T12:01 missed 1"},
		{12 * time.Hour, "2026-03-16 07:00 13T00:01-16T00:01 missed 2"},
		{12 * time.Hour, "2026-03-16 19:00 15T12:01-16T12:01 missed 0"},
		{29*time.Hour + time.Minute, ""}, // six hours and more after its hour
		{40 * 24 * time.Hour, ""},
		{18 * time.Hour, "2026-04-27 19:00 20T11:02-27T11:02 missed 41"}, // a week at most
	} {
		c.asked = nil
		r.whole(step.after)
		if got := strings.Join(c.asked, ", "); got != step.want {
			t.Errorf("at %s: %q, want %q", r.now.Format("02T15:04"), got, step.want)
		}
	}
	if got := r.cut(); got != "2026-04-27-1900 2026-03-16-1900 2026-03-16-0700 2026-03-15-1900 2026-03-13-1900 2026-03-13-0700 2026-03-12-1900" {
		t.Errorf("kept: %s", got)
	}
}

// A clock that ran a year ahead and is put right leaves no window that begins in the future.
func TestEditionsOfAClockThatRanAhead(t *testing.T) {
	r, c := cuttingRoom(t)
	r.now = morning.AddDate(1, 0, 0)
	r.whole(2 * time.Hour)
	r.now = morning
	r.whole(2 * time.Hour)
	if got, want := strings.Join(c.asked, ", "), "2027-03-12 19:00 11T11:00-12T11:00 missed 0, 2026-03-12 19:00 11T11:00-12T11:00 missed 0"; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
}

// What fails to be cut is cut by the next build, and no build waits for it.
func TestEditionsThatFail(t *testing.T) {
	r, c := cuttingRoom(t)
	site := &press{}
	r.desk.Site = site
	c.err = errors.New("no ink")
	r.now = morning.Add(2 * time.Hour)
	if _, err := r.desk.Collect(t.Context(), false, desk.UntilEnd); err == nil || !strings.Contains(err.Error(), "cut edition 19:00 of 2026-03-12: no ink") || len(site.at) != 1 {
		t.Errorf("%v, %d builds", err, len(site.at))
	}
	c.err = nil
	if r.whole(time.Minute); r.cut() != "2026-03-12-1900" {
		t.Errorf("kept: %s", r.cut())
	}
}

// What is taken down while the edition is made is not in it; without hours, or nobody to cut them, none is made.
func TestEditionsKeepWhatIsShown(t *testing.T) {
	r, c := cuttingRoom(t)
	r.carry("a A Three boats sank.")
	c.while = func() { r.do(func(tx *store.Tx) error { return tx.TakeDown("a", true) }) }
	r.whole(2 * time.Hour)
	r.do(func(tx *store.Tx) error {
		e, ok, err := tx.Edition("2026-03-12-1900")
		if !ok || len(e.Lines) > 0 {
			t.Errorf("kept %v, with %+v", ok, e.Lines)
		}
		return err
	})
	for _, none := range []desk.Editions{{}, {By: c}, {Hours: r.desk.Editions.Hours}} {
		r.desk.Editions = none
		r.whole(24 * time.Hour)
	}
	if len(c.asked) != 1 {
		t.Errorf("asked for %v", c.asked)
	}
}

// A desk that starts after an hour reads first what it has missed, and cuts then.
func TestEditionsAfterAStart(t *testing.T) {
	newRoom(t, web(courier, feedOf("flood|Flood in northern China"))).round(0) // see builds
	synctest.Test(t, func(t *testing.T) {
		r, c := cuttingRoom(t)
		r.desk.Now, r.desk.Fetcher = time.Now, busy{time.Now}
		r.desk.Queue = &work.Rows{DB: r.db, Now: time.Now, Nap: time.Minute}
		r.desk.Editions.Zone = time.UTC
		r.desk.Editions.Hours = []string{time.Now().UTC().Add(-time.Minute).Format("15:04"), time.Now().UTC().Add(time.Hour).Format("15:04")}
		began := time.Now()
		cut := map[string]time.Duration{}
		c.while = func() { cut[c.asked[len(c.asked)-1][11:16]] = time.Since(began).Round(time.Minute) }
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Hour)
		defer stop()
		if err := r.desk.Run(ctx); err != nil && ctx.Err() == nil {
			t.Fatal(err)
		}
		if len(cut) != 2 || cut[r.desk.Editions.Hours[0]] != 10*time.Minute || cut[r.desk.Editions.Hours[1]] > 66*time.Minute {
			t.Errorf("cut %v after the start, of %v", cut, r.desk.Editions.Hours)
		}
	})
}

// Editions of before come in with what they name that is here; one that is there stays as it is, and one of nothing here is none.
func TestBroughtEditions(t *testing.T) {
	r, _ := cuttingRoom(t)
	r.carry("a A Three boats sank.")
	of := func(day string, articles ...news.ArticleID) news.Edition {
		e := news.Edition{Slot: "19:00", Day: day, From: morning.Add(-time.Hour), Until: morning}
		for _, id := range articles {
			e.Lines = append(e.Lines, news.EditionLine{Story: "n", Article: id})
		}
		return e
	}
	list := []news.Edition{of("2026-03-10", "a", "gone"), of("2026-03-11", "gone"), of("2026-03-09")}
	for _, want := range []int{1, 0} {
		if came, err := r.desk.BringEditions(t.Context(), list); came != want || err != nil {
			t.Errorf("%d came, %v", came, err)
		}
	}
	r.do(func(tx *store.Tx) error {
		e, ok, err := tx.Edition("2026-03-10-1900")
		if !ok || len(e.Lines) != 1 || e.Lines[0].Article != "a" {
			t.Errorf("%+v", e)
		}
		return err
	})
}
