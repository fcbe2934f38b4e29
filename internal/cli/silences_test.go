package cli

import (
	"reflect"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/store"
)

// A source has its own times of silence, the one that lasts, and those of the desk from when the source was watched until it was not.
func TestSilencesOfASource(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 12, 0, 0, 0, time.UTC) }
	quiets := []store.Quiet{
		{From: day(2), To: day(3), Cause: news.CauseDeskOff},
		{Source: "other", From: day(4), To: day(5), Cause: news.CauseDNS},
		{Source: "towan", From: day(6), To: day(7), Cause: news.CauseTimeout},
		{From: day(8), To: day(9), Cause: news.CauseDeskOff},
	}
	now := day(12).Add(20 * time.Minute)
	own := page.Silence{From: day(6), To: day(7), Cause: news.CauseTimeout}
	off := page.Silence{From: day(8), To: day(9), Cause: news.CauseDeskOff}
	early := page.Silence{From: day(2), To: day(3), Cause: news.CauseDeskOff}
	lasting := func(to time.Time, c news.Cause) page.Silence {
		return page.Silence{From: day(10), To: to, Cause: c, Lasts: true}
	}
	for _, c := range []struct {
		name   string
		change func(*store.Watch)
		want   []page.Silence
	}{
		{"watched throughout", func(*store.Watch) {}, []page.Silence{own, early, off}},
		{"watched since", func(w *store.Watch) { w.Read.Since = day(7) }, []page.Silence{own, off}},
		{"never read", func(w *store.Watch) { w.Read = news.Watched{} }, []page.Silence{own, off}},
		{"of another name", func(w *store.Watch) { w.ID, w.Read = "third", news.Watched{} }, nil},
		{"off the list", func(w *store.Watch) { w.Active, w.Tried = false, day(8) }, []page.Silence{own, early}},
		{"it fails", func(w *store.Watch) { w.Quiet = store.Quiet{From: day(10), Cause: news.CauseDNS} },
			[]page.Silence{own, lasting(day(11), news.CauseDNS), early, off}},
		{"it is paused", func(w *store.Watch) { w.Held, w.Quiet = true, store.Quiet{From: day(10), Cause: news.CausePaused} },
			[]page.Silence{own, lasting(day(12), news.CausePaused), early, off}},
		{"it has a leaf up to now, and lasts", func(w *store.Watch) { w.Tried, w.Quiet = day(10), store.Quiet{From: day(10), Cause: news.CauseDNS} },
			[]page.Silence{own, lasting(day(10), news.CauseDNS), early, off}},
		{"not asked since", func(w *store.Watch) { w.Tried, w.Quiet = day(9), store.Quiet{From: day(10), Cause: news.CauseDNS} },
			[]page.Silence{own, early, off}},
	} {
		w := store.Watch{Source: news.Source{ID: "towan"}, Active: true}
		w.Tried, w.Read = day(11), news.Watched{Since: day(1), Until: day(11)}
		c.change(&w)
		if got := silencesOf(w, quiets, now); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, c.want)
		}
	}
}
