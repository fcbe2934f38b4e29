package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

func searching(t *testing.T, db *store.DB, tokens, query func(string) string) {
	for id, body := range map[string]string{"one": "Ministers met in Beijing 中美两国官员会晤，2024年代", "two": "A flood in Meridian 水"} {
		save(t, db, store.Reading{Article: Article(id, body), Tokens: tokens(body)})
	}
	find := func(q string) (ids []news.ArticleID) {
		view(t, db, func(tx *store.Tx) error {
			rows, _, err := tx.Find(store.Query{Match: query(q), Limit: 10})
			ids = idsOf(rows)
			return err
		})
		return ids
	}
	for q, want := range map[string]news.ArticleID{"beijing": "one", "官员会晤": "one", "两国": "one", "官員會晤": "one", "兩國": "one", "flood": "two",
		"absent": "", "两": "one", "水": "two", "火": "", "2024年": "one", "beijing中": "one", "beijing两": "", "国 -水": "one", "flo*": "two"} {
		ids := find(q)
		if want == "" && len(ids) != 0 || want != "" && (len(ids) != 1 || ids[0] != want) {
			t.Errorf("%q found %v, want %q", q, ids, want)
		}
	}
	for _, same := range [][2]string{{"minister", "one"}, {"floods", "two"}, {`"floods"`, ""}, {"2000000", "three"}, {"2,000,000", "three"}, {"200万", "three"}, {"2 million", "three"}, {`"2000000"`, ""}} {
		if same[1] == "three" && len(find("meadow")) == 0 {
			save(t, db, store.Reading{Article: Article("three", "x"), Tokens: tokens("200万 meadows, 2 million of them")})
		}
		if ids := find(same[0]); same[1] == "" && len(ids) > 0 || same[1] != "" && !slices.Equal(ids, []news.ArticleID{news.ArticleID(same[1])}) {
			t.Errorf("%s found %v, want %s", same[0], ids, same[1])
		}
	}
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.Occurring([]string{"absent", "in", "flood", "of", "a", "ministers", "minister"}, 50)
		if want := "[{in 2} {a 1} {flood 1} {ministers 1} {of 1}]"; fmt.Sprint(got) != want {
			t.Errorf("words: %v", got)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.TakeDown("one", true) })
	if ids := find("beijing"); len(ids) != 0 {
		t.Errorf("found what was taken down: %v", ids)
	}
}

// searchOrder checks which of several hits are found, and in what order.
func searchOrder(t *testing.T, db *store.DB, tokens, query func(string) string) {
	for id, day := range map[string]int{"old": 1, "new": 20, "middle": 12} { // as chance has it: not in the order of their dates
		a := Article(id, "Herring")
		a.Published = time.Date(2026, 3, day, 8, 0, 0, 0, time.UTC)
		save(t, db, store.Reading{Article: a, Tokens: tokens("Herring " + id)})
	}
	view(t, db, func(tx *store.Tx) error {
		rows, more, err := tx.Find(store.Query{Match: query("herring"), Limit: 3})
		if newest := []news.ArticleID{"new", "middle", "old"}; !slices.Equal(idsOf(rows), newest) || more {
			t.Errorf("not newest first: %v", idsOf(rows))
		}
		if err != nil {
			return err
		}
		rows, more, err = tx.Find(store.Query{Match: query("herring"), Limit: 1, Offset: 1})
		if len(rows) != 1 || rows[0].ID != "middle" || !more {
			t.Errorf("the second page: %+v, more %v", rows, more)
		}
		rows, _, _ = tx.Find(store.Query{Days: news.DaysIn(time.UTC, "2026-03-20", ""), Limit: 3})
		if len(rows) != 1 || rows[0].ID != "new" {
			t.Errorf("by day alone: %+v", rows)
		}
		return err
	})
	twelfth := news.DaysIn(time.UTC, "2026-03-12", "2026-03-12")
	view(t, db, func(tx *store.Tx) error {
		for name, q := range map[string]store.Query{
			"by days":        {Days: twelfth},
			"by source":      {Days: twelfth, Sources: []string{"z", "a"}},
			"by language":    {Days: twelfth, Langs: []string{"fr", "EN"}},
			"by a bare part": {Days: twelfth, Langs: []string{"e"}},
			"of no source":   {Sources: []string{"z"}},
			"of no language": {Langs: []string{"fr"}},
		} {
			q.Match, q.Limit = query("herring"), 3
			rows, _, err := tx.Find(q)
			if err != nil {
				return err
			}
			want := []news.ArticleID{"middle"}
			if q.Days != twelfth || name == "by a bare part" {
				want = nil
			}
			if got := idsOf(rows); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
			q.Match = ""
			if rows, _, err = tx.Find(q); err != nil || want == nil && len(rows) > 0 || want != nil && !slices.Contains(idsOf(rows), "middle") {
				t.Errorf("%s, without words: %v, %v", name, idsOf(rows), err)
			}
		}
		return nil
	})
}

// indexed checks what is remembered of indexing articles anew.
func indexed(t *testing.T, db *store.DB) {
	for _, id := range []string{"one", "two", "three"} {
		save(t, db, store.Reading{Article: Article(id, "Text.")})
	}
	update(t, db, func(tx *store.Tx) error {
		if n, err := tx.Indexed(7); n != 0 || err != nil {
			t.Errorf("indexed in an unknown form up to %d, %v", n, err)
		}
		places, err := tx.Next(0, 10)
		if err != nil || len(places) != 3 || places[0].Seq >= places[1].Seq {
			t.Fatalf("in order: %v, %v", places, err)
		}
		if next, err := tx.Next(places[0].Seq, 10); err != nil || !slices.Equal(next, places[1:]) {
			t.Errorf("after the first: %v, %v", next, err)
		}
		for _, n := range []int64{3, 9} {
			if err := tx.SetIndexed(7, n); err != nil {
				return err
			}
			if got, err := tx.Indexed(7); got != n || err != nil {
				t.Errorf("indexed up to %d, %v", got, err)
			}
		}
		return nil
	})
}

func idsOf(rows []store.Row) (ids []news.ArticleID) {
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}
