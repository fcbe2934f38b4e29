package storetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// tellings checks what is read of a story: all reports oldest first, texts of the oldest and newest, and of earlier versions
// those that the outlet edited.
func tellings(t *testing.T, db *store.DB) {
	for i := range 5 {
		a := Article(fmt.Sprintf("r%d", i), fmt.Sprintf("Text %d.", i))
		a.Published = noon.Add(time.Duration(i) * time.Minute)
		save(t, db, store.Reading{Article: a, Story: "s"})
	}
	save(t, db, store.Reading{Article: Article("other", "Text."), Story: "s2"})
	next := func(id, text string, n int, edited bool) {
		a := Article(id, text)
		a.Published, a.Version, a.Edited = noon, n, edited
		update(t, db, func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: a, Story: "s"}) })
	}
	next("r0", "Text read better.", 2, false)
	next("r0", "Text edited.", 3, true)
	next("r0", "Text edited, read better.", 4, false)
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("r3", true) })
	for _, c := range []struct {
		most int
		want string
	}{
		{9, "r0 full < Text read better. | r1 full | r2 full | r4 full"},
		{2, "r0 full < Text read better. | r1 thin | r2 thin | r4 full"},
		{3, "r0 full < Text read better. | r1 thin | r2 full | r4 full"},
	} {
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.Tellings("s", c.most)
			var got []string
			for _, x := range list {
				s := string(x.Article.ID) + " full"
				if x.Article.Kind == news.PageHeadline && len(x.Article.Blocks) == 0 {
					s = string(x.Article.ID) + " thin"
				}
				for _, e := range x.Earlier {
					s += " < " + e.Text()
				}
				got = append(got, s)
			}
			if s := strings.Join(got, " | "); s != c.want {
				t.Errorf("at most %d: %s, want %s", c.most, s, c.want)
			}
			return err
		})
	}
}
