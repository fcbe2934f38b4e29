package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// glimpses checks what was listed within a time, with the reports that it led to, shown or not.
func glimpses(t *testing.T, db *store.DB) {
	for n := range 6 {
		l := lead(n)
		l.Seen = noon.Add(time.Duration(n) * time.Hour)
		id, _ := addLead(t, db, l, store.LeadWaiting)
		if n == 2 || n == 3 {
			a := Article(fmt.Sprint("r", n), "Text.")
			save(t, db, store.Reading{Article: a, Story: "s"})
			update(t, db, func(tx *store.Tx) error {
				r, err := tx.Lead(id)
				r.State, r.Article = store.LeadRead, a.ID
				if err != nil {
					return err
				}
				return tx.SetLook(r)
			})
		}
	}
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("r3", true) })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.Glimpses(noon.Add(time.Hour), noon.Add(4*time.Hour), 10)
		var got []string
		for _, g := range list {
			got = append(got, fmt.Sprint(g.Title, " ", g.State, " ", g.Article, " ", g.Head, " ", g.Story, " ", g.Down, " ", g.Seen.Sub(noon)))
		}
		want := "Report 3 read r3 Title of r3 s true 3h0m0s | Report 2 read r2 Title of r2 s false 2h0m0s | Report 1 waiting    false 1h0m0s"
		if s := strings.Join(got, " | "); s != want {
			t.Errorf("got %s\nwant %s", s, want)
		}
		if few, _ := tx.Glimpses(noon, noon.Add(9*time.Hour), 2); len(few) != 2 || few[0].Title != "Report 5" {
			t.Errorf("two: %+v", few)
		}
		return err
	})
	view(t, db, func(tx *store.Tx) error {
		all, err := tx.SubjectsAfter(0, noon)
		if len(all) != 2 || all[0].Source != "a" || all[0].Title != "Title of r2" || all[1].ID != "r3" || !all[1].Captured.Equal(noon.Add(time.Minute)) {
			t.Fatalf("subjects = %+v", all)
		}
		if rest, _ := tx.SubjectsAfter(all[0].Change, noon); len(rest) != 1 || rest[0].ID != "r3" {
			t.Errorf("after the first = %+v", rest)
		}
		if late, _ := tx.SubjectsAfter(0, noon.Add(time.Hour)); len(late) != 0 {
			t.Errorf("captured later = %+v", late)
		}
		return err
	})
}
