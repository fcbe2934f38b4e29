package cli

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
)

// TestAccountNamesTheSilent: who was read and lists nothing of an event is named, with the reports of its topic; who failed, listed
// its names, has a report that was taken down, or was not polled at all, is not.
func TestAccountNamesTheSilent(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	noon := time.Date(2031, 4, 8, 12, 0, 0, 0, time.UTC)
	hour := func(h float64) time.Time { return noon.Add(time.Duration(h * float64(time.Hour))) }
	var sources []news.Source
	for _, id := range []string{"alder", "birch", "cedar", "elder", "fir", "gorse", "hazel"} {
		sources = append(sources, news.Source{ID: news.SourceID(id), Name: id, Outlet: strings.ToUpper(id), URL: "https://" + id + ".example/feed"})
	}
	n := 0
	report := func(tx *store.Tx, source, title, story string, at float64) (news.ArticleID, error) {
		n++
		id := fmt.Sprint(source, n)
		a := news.Article{
			ID: news.ArticleID(id), Source: news.SourceID(source), SourceName: source, Outlet: strings.ToUpper(source), Canonical: "https://" + source + ".example/" + id,
			URL: "https://" + source + ".example/" + id, Kind: news.PageArticle, Title: title, Lang: "en", Published: hour(at), Hour: news.HourGiven, Captured: hour(at + 0.5),
			Blocks: []news.Block{{Kind: news.Paragraph, Text: "The ferry Osprey lost power off Port Kessel.", Ends: []int{44}}},
		}
		if err := tx.AddArticle(store.Reading{Article: a, Story: news.StoryID(story)}); err != nil {
			return a.ID, err
		}
		lead, _, err := tx.AddLead(news.Lead{Source: a.Source, URL: a.URL, Key: id, Title: title, Seen: a.Captured}, store.LeadRead, "")
		if err != nil {
			return a.ID, err
		}
		rec, err := tx.Lead(lead)
		rec.Article = a.ID
		if err != nil {
			return a.ID, err
		}
		return a.ID, tx.SetLook(rec)
	}
	err = db.Update(t.Context(), func(tx *store.Tx) error {
		if err := tx.Sync(sources); err != nil {
			return err
		}
		for _, s := range sources {
			read := news.Watched{Since: hour(-48), Until: hour(20)}
			switch s.ID {
			case "elder":
				read.Lost = true
			case "hazel":
				read = news.Watched{}
			}
			if err := tx.SetState(s.ID, store.State{Tried: hour(20), OK: hour(20), Read: read}); err != nil {
				return err
			}
			for i := range 3 {
				if _, err := report(tx, string(s.ID), fmt.Sprint("Harbour dues rise ", i), "", float64(-200-i)); err != nil {
					return err
				}
			}
		}
		for _, x := range []string{"alder", "birch"} {
			if _, err := report(tx, x, "Lighthouse at Port Kessel repainted", "past", -60); err != nil {
				return err
			}
		}
		for _, x := range []struct{ source, title, story string }{
			{"alder", "Ferry Osprey adrift off Port Kessel harbour", "s"}, {"birch", "Ferry Osprey without power off Port Kessel harbour", "s"},
			{"fir", "Osprey towed into Kessel", ""}, {"cedar", "Wool prices fall", ""},
		} {
			if _, err := report(tx, x.source, x.title, x.story, 1); err != nil {
				return err
			}
		}
		id, err := report(tx, "gorse", "Ship in trouble", "s", 2)
		if err != nil {
			return err
		}
		return tx.TakeDown(id, true)
	})
	if err != nil {
		t.Fatal(err)
	}
	p := &parts{db: db}
	p.config.Topic = []config.Topic{{ID: "sea", Name: "Sea", Keywords: []string{"harbour"}}}
	l := library{p: p, now: func() time.Time { return hour(20) }, names: func() (*glossary.Glossary, error) { return nil, nil }}
	// Of an event from before it is known who was read nothing is said, and what is said of another after it is the same.
	a, read, err := l.Account(t.Context(), "past")
	if err != nil || len(a.Silent)+len(a.Unread) != 0 {
		t.Errorf("of the past: %+v, %+v, %v", a.Silent, a.Unread, err)
	}
	var ids []news.ArticleID
	for _, it := range read {
		ids = append(ids, it.Article.ID)
	}
	if items, err := l.Items(t.Context(), ids); err != nil || len(items) != 2 || !reflect.DeepEqual(items, read) {
		t.Errorf("read for an account: %+v, and otherwise %+v, %v", read, items, err)
	}
	if a, _, err = l.Account(t.Context(), "s"); err != nil {
		t.Fatal(err)
	}
	if len(a.Silent) != 1 || a.Silent[0] != (news.Silence{Source: "cedar", Outlet: "CEDAR", Topic: "Sea", Reports: 3}) || a.Silents != 1 {
		t.Errorf("silent: %+v", a.Silent)
	}
	if len(a.Unread) != 1 || a.Unread[0] != (news.Unread{Source: "elder", Outlet: "ELDER", Cause: news.UnreadFailing}) {
		t.Errorf("unread: %+v", a.Unread)
	}
	if !a.Polled.Equal(hour(20)) || !a.Again.Equal(hour(23)) {
		t.Errorf("as of %v, again at %v", a.Polled, a.Again)
	}
	// Where too much was listed to be read, nothing is said of an event of that time.
	p.watching = watching{most: 6}
	if a, _, err = l.Account(t.Context(), "s"); err != nil || len(a.Silent) != 1 {
		t.Errorf("all that was listed since is read: %+v, %v", a.Silent, err)
	}
	p.watching = watching{most: 5}
	if a, _, err = l.Account(t.Context(), "s"); err != nil || len(a.Silent) != 0 {
		t.Errorf("not all that was listed since is read: %+v, %v", a.Silent, err)
	}
	p.watching = watching{}
	l.now = func() time.Time { return hour(5) }
	if a, _, err = l.Account(t.Context(), "s"); err != nil || len(a.Silent)+len(a.Unread) != 0 || a.Again.IsZero() {
		t.Errorf("after five hours: %+v, %v", a.Silent, err)
	}
}
