package storetest

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata" // the zones are known where the system has no files of them

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// days checks that a run of days has the reports whose places are on them, in zones on both sides of the date line, whether words are
// looked for or not.
func days(t *testing.T, db *store.DB, tokens, query func(string) string) {
	day := time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)
	add := func(id string, published, captured time.Time, hour news.Hour) {
		a := Article(id, "Herring")
		a.Published, a.Captured, a.Hour = published, captured, hour
		save(t, db, store.Reading{Article: a, Tokens: tokens("Herring " + id)})
	}
	for id, at := range map[string]time.Time{
		"morning": day, "noon": day.Add(12 * time.Hour), "night": day.Add(24*time.Hour - time.Second),
		"east": day.Add(-10 * time.Hour), "west": day.Add(24*time.Hour + 11*time.Hour - time.Second), "after": day.Add(35 * time.Hour),
	} {
		add(id, at.In(time.FixedZone("", -5*3600)), at.Add(time.Hour), news.HourGiven)
		add(id+"-undated", time.Time{}, at, news.HourNone)
	}
	add("day", time.Date(2026, 3, 12, 0, 0, 0, 0, time.FixedZone("", 14*3600)), day.AddDate(0, 0, 3), news.HourDay)
	var all []store.Row
	view(t, db, func(tx *store.Tx) (err error) { all, err = tx.Rows(store.Filter{}); return err })
	for i, r := range all[:max(0, len(all)-1)] {
		if r.Published.IsZero() && !all[i+1].Published.IsZero() {
			t.Errorf("%s has no date, and comes before %s", r.ID, all[i+1].ID)
		}
	}
	for _, name := range []string{"UTC", "Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range [][2]string{{"2026-03-12", "2026-03-12"}, {"2026-03-11", "2026-03-12"}, {"", "2026-03-12"}, {"2026-03-13", ""}} {
			var want []news.ArticleID
			for _, r := range all {
				if d := r.Place(zone).Day; d >= run[0] && (run[1] == "" || d <= run[1]) {
					want = append(want, r.ID)
				}
			}
			if len(want) == 0 || len(want) == len(all) {
				t.Fatalf("%s, %v: %d of %d reports prove nothing", name, run, len(want), len(all))
			}
			span := news.DaysIn(zone, run[0], run[1])
			view(t, db, func(tx *store.Tx) error {
				rows, err := tx.Rows(store.Filter{Days: span})
				if err != nil {
					return err
				}
				filtered, _, err := tx.Find(store.Query{Days: span, Limit: 50})
				if err != nil {
					return err
				}
				found, _, err := tx.Find(store.Query{Match: query("herring"), Days: span, Limit: 50})
				for how, got := range map[string][]store.Row{"listed": rows, "by days alone": filtered, "with a word": found} {
					if ids := idsOf(got); !slices.Equal(ids, want) {
						t.Errorf("%s, %v, %s: %v, want %v", name, run, how, ids, want)
					}
				}
				return err
			})
		}
	}
}
