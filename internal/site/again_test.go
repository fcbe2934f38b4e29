package site

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// The page of a story is looked at again when its account says so, also by another process, and no other page is.
func TestStoryIsLookedAtAgain(t *testing.T) {
	m := newMemory()
	m.sources = inventSources()
	items := invent(1, 3)
	for i := range items {
		items[i].Story = "story"
		if i == 2 {
			items[i].Story = ""
		}
	}
	m.put(items...)
	now := time.Date(2023, 1, 2, 9, 0, 0, 0, time.UTC)
	m.cut(news.Edition{Slot: "07:00", Day: "2023-01-02", Until: now.Add(-time.Hour)}) // the front page says what was told then
	m.accounts = map[news.StoryID]news.Account{"story": {Moving: -1, Again: now.Add(time.Hour)}}
	o := Options{Out: t.TempDir() + "/site", Title: "T", Language: "en", Audience: page.Private, Now: func() time.Time { return now }}
	build := func() Outcome {
		t.Helper()
		m.told = nil
		out, err := New(o, m).Build(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	build()
	for _, c := range []struct {
		after   time.Duration
		account news.Account
		told    int
		written bool
	}{
		{30 * time.Minute, news.Account{Moving: -1, Again: now.Add(5 * time.Hour)}, 0, false},
		{time.Hour, news.Account{Moving: -1, Again: now.Add(5 * time.Hour)}, 1, false},
		{time.Hour, news.Account{Moving: -1}, 0, false},
		{4 * time.Hour, news.Account{Moving: -1, Silent: []news.Silence{{Source: "x", Outlet: "Cedar", Topic: "Sea", Reports: 5}}, Silents: 1}, 1, true},
		{400 * time.Hour, news.Account{Moving: -1}, 0, false},
	} {
		now = now.Add(c.after)
		m.accounts["story"] = c.account
		out := build()
		if len(m.told) != c.told || c.told > 0 && !slices.Equal(m.told, []news.StoryID{"story"}) {
			t.Errorf("at %v: accounts of %v were asked for", now, m.told)
		}
		if out.Full || (out.Written > 0) != c.written || out.Written > 4 {
			t.Errorf("at %v: %+v", now, out)
		}
	}
}
