package desk_test

import (
	"testing"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// What the operator hands in is fetched once, also where a beat has kept it out before; what was read stays as it is.
func TestWantedLeadsAreListedOnce(t *testing.T) {
	r := newRoom(t, "")
	src := news.Source{ID: "handed-in", Name: "Ledger", Outlet: "Ledger"}
	want := func(url string) desk.Wanted {
		return desk.Wanted{Source: src, Lead: news.Lead{URL: url, Title: "The weir is mended"}}
	}
	const off, fresh = "https://ledger.example/off", "https://ledger.example/fresh"
	read := kept(1)
	if _, err := r.desk.BringArticles(t.Context(), []desk.Brought{read}); err != nil {
		t.Fatal(err)
	}
	err := r.desk.DB.Update(t.Context(), func(tx *store.Tx) error {
		_, _, err := tx.AddLead(news.Lead{Source: "gazette", URL: off, Key: discover.Key(off), Title: "Off"}, store.LeadOff, "no keyword")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	list := []desk.Wanted{want(off), want(fresh), want(fresh), want(read.Article.URL)}
	for _, c := range []desk.WantedCounts{{Listed: 2, Known: 2}, {Known: 4}} {
		got, err := r.desk.BringLeads(t.Context(), list, false)
		if err != nil || got != c {
			t.Errorf("%+v, %v, want %+v", got, err, c)
		}
	}
	err = r.desk.DB.View(t.Context(), func(tx *store.Tx) error {
		for _, url := range []string{off, fresh} {
			rec, err := tx.LeadByKey(discover.Key(url))
			if err != nil {
				return err
			}
			if _, due, err := tx.DueOf(store.Fetch, store.FetchTask(rec.ID, url, rec.Looks, rec.Checked).Subject); err != nil || !due || rec.State != store.LeadWaiting || rec.Why != "" {
				t.Errorf("%s: %+v, to be fetched: %v, %v", url, rec, due, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if got, err := r.desk.BringLeads(t.Context(), []desk.Wanted{want("https://ledger.example/other")}, true); err != nil || got != (desk.WantedCounts{Listed: 1}) {
		t.Errorf("with the beat: %+v, %v", got, err)
	}
}
