package cli

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/edition"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// editing is a desk of which editions are made at evening.
type editing struct {
	t  *testing.T
	db *store.DB
	l  library
}

var evening = time.Date(2031, 4, 8, 19, 0, 0, 0, time.UTC)

func newEditing(t *testing.T) *editing {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p := &parts{db: db}
	p.config.Site.Language = "en"
	p.config.Topic = []config.Topic{{ID: "sea", Name: "Sea", Keywords: []string{"harbour"}, Weight: 3}}
	return &editing{t, db, library{p, func() time.Time { return evening }, func() (*glossary.Glossary, error) { return nil, nil }}}
}

func (x *editing) do(f func(*store.Tx) error) {
	x.t.Helper()
	if err := x.db.Update(x.t.Context(), f); err != nil {
		x.t.Fatal(err)
	}
}

// add writes a report "id outlet story hours title", read so many hours before the evening; published the same, or as change says.
func (x *editing) add(s string, change func(*news.Article)) {
	x.t.Helper()
	var id, outlet, in string
	var hours float64
	fmt.Sscan(s, &id, &outlet, &in, &hours)
	at := evening.Add(-time.Duration(hours * float64(time.Hour)))
	a := news.Article{
		ID: news.ArticleID(id), Source: news.SourceID(outlet), SourceName: outlet, Outlet: outlet, URL: "https://" + outlet + ".example/" + id,
		Canonical: "https://" + outlet + ".example/" + id, Kind: news.PageArticle, Title: strings.Join(strings.Fields(s)[4:], " "), Lang: "en",
		Published: at, Hour: news.HourGiven, Captured: at, Blocks: []news.Block{{Kind: news.Paragraph, Text: "The ferry lost power.", Ends: []int{21}}},
	}
	if change != nil {
		change(&a)
	}
	x.do(func(tx *store.Tx) error {
		return tx.AddArticle(store.Reading{Article: a, Story: news.StoryID(strings.Trim(in, "-"))})
	})
}

// made is the edition of the last 24 hours in one line.
func (x *editing) made() string {
	x.t.Helper()
	e, err := x.l.Edition(x.t.Context(), "")
	if err != nil {
		x.t.Fatal(err)
	}
	var out []string
	for _, l := range e.Lines {
		out = append(out, fmt.Sprint(l.Article, " ", l.Score, " ", l.Reason, " ", l.Topic))
	}
	return fmt.Sprintf("%s; %d reports, filled %v", strings.Join(out, ", "), e.Reading.Reports, e.Filled)
}

func TestEditionsOfWhatIsHeld(t *testing.T) {
	ahead := func(a *news.Article) { a.Published = evening.AddDate(1, 0, 0) }
	old := func(a *news.Article) { a.Published = evening.AddDate(-3, 0, 0) }
	undated := func(a *news.Article) { a.Published, a.Hour = time.Time{}, news.HourNone }
	for _, c := range []struct {
		name string
		with func(*editing)
		want string
	}{
		{"nothing", func(*editing) {}, "; 0 reports, filled false"},
		{"one report", func(x *editing) { x.add("a alder s 2 Ferry adrift", nil) }, "a 0 only ; 1 reports, filled false"},
		{"one of a topic with weight", func(x *editing) { x.add("a alder s 2 Harbour dues rise", nil) }, "a 3 topic sea; 1 reports, filled false"},
		{"no dates, no events", func(x *editing) { x.add("a alder - 2 Ferry", undated); x.add("b birch - 1 Ferry", undated) }, "b 0 only , a 0 only ; 2 reports, filled false"},
		{"a clock a year ahead", func(x *editing) { x.add("a alder s 2 Ferry", ahead); x.add("b birch t 3 Ferry", nil) }, "a 0 only , b 0 only ; 2 reports, filled false"},
		{"an import", func(x *editing) {
			x.add("a alder s 1 Ferry", old)
			x.add("b birch s 1 Ferry", old)
			x.add("c fir t 2 Wool", nil)
		}, "c 0 only , a 4 breadth ; 1 reports, filled true"},
		{"two outlets", func(x *editing) { x.add("a alder s 3 Ferry adrift", nil); x.add("b birch s 2 Ferry adrift", nil) }, "a 8 new ; 2 reports, filled false"},
		{"withdrawn of long ago", func(x *editing) {
			x.add("a alder s 99 Ferry", nil)
			x.do(func(tx *store.Tx) error { return tx.Withdraw("a", evening.Add(-time.Hour)) })
		}, "a 6 withdrawn ; 0 reports, filled false"},
		{"taken down", func(x *editing) {
			x.add("a alder s 3 Ferry", nil)
			x.do(func(tx *store.Tx) error { return tx.TakeDown("a", true) })
		}, "; 0 reports, filled false"},
	} {
		x := newEditing(t)
		c.with(x)
		if got := x.made(); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// A line leads to the story that its report is in by now, and an edition of a clock that ran ahead is not shown.
func TestEditionsLeadOn(t *testing.T) {
	x := newEditing(t)
	x.add("a alder s 3 Ferry", nil)
	e := news.Edition{Slot: "18:00", Day: "2031-04-08", From: evening.Add(-9 * time.Hour), Until: evening.Add(-time.Hour), Lead: "s", Lines: []news.EditionLine{{Story: "s", Article: "a"}}}
	late := e
	late.Day, late.Until = "2032-04-08", evening.AddDate(1, 0, 0)
	x.do(func(tx *store.Tx) error {
		for _, e := range []news.Edition{e, late} {
			if _, err := tx.AddEdition(e); err != nil {
				return err
			}
		}
		return tx.SetStory("a", "merged")
	})
	got, err := x.l.Edition(t.Context(), "2031-04-08-1800")
	if err != nil || got.Lines[0].Story != "merged" || got.Lead != "merged" {
		t.Errorf("it leads to %+v and %s, %v", got.Lines, got.Lead, err)
	}
	list, err := x.l.Editions(t.Context(), site.EditionQuery{})
	if fmt.Sprint(list) != "[2031-04-08-1800]" || err != nil {
		t.Errorf("editions %v, %v", list, err)
	}
	if got, err := x.l.Edition(t.Context(), "2031-04-08-0600"); err != nil || got.Slot != "" {
		t.Errorf("one that is not there: %+v, %v", got, err)
	}
}

// What was changed in a report of which a public site shows a link alone is not said; that it was, is.
func TestEditionsKeepToTheRights(t *testing.T) {
	for audience, want := range map[string]string{"private": "14,200>12,400", "public": ">"} {
		x := newEditing(t)
		x.l.p.config.Site.Audience = audience
		x.do(func(tx *store.Tx) error {
			return tx.Sync([]news.Source{{ID: "alder", Name: "alder", URL: "https://alder.example/feed", Rights: news.RightsLink}})
		})
		x.add("a alder s 99 Flood forces 14,200 from their homes", nil)
		x.do(func(tx *store.Tx) error {
			a, err := tx.Article("a")
			a.Title, a.Version, a.Edited, a.Captured = "Flood forces 12,400 from their homes", 2, true, evening.Add(-time.Hour)
			if err != nil {
				return err
			}
			return tx.AddVersion(store.Reading{Article: a, Story: "s"})
		})
		e, err := editor{x.l}.Edition(t.Context(), edition.Recent(time.UTC, evening))
		if err != nil || len(e.Lines) != 1 || e.Lines[0].Reason != news.RankEdited || e.Lines[0].Was+">"+e.Lines[0].Is != want || e.Changes[0].Was+">"+e.Changes[0].Is != want {
			t.Errorf("%s: %+v, %+v, %v", audience, e.Lines, e.Changes, err)
		}
	}
}
