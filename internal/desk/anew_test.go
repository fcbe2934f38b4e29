package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// TestEditsAreUnreadAgain: an edit makes a report unread for those who have read it if it is of weight, as the settings say; a look that finds the
// report as it was does not, and its star stays. When the report arrived is when the desk had it, not when it was edited.
func TestEditsAreUnreadAgain(t *testing.T) {
	const at = "https://courier.example/dikes"
	page := func(day string) string {
		return sheet(1, "", "The council is to vote on "+day+", after the holidays of the spring.")
	}
	for name, c := range map[string]struct {
		anew   func(old, now news.Article) bool
		unread bool
	}{
		"no reader":        {nil, false},
		"an edit of words": {func(_, _ news.Article) bool { return false }, false},
		"an edit of weight": {func(old, now news.Article) bool {
			return strings.Contains(old.Text(), "Monday") && strings.Contains(now.Text(), "Friday")
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, web(courier, feedOf("dikes|Dikes of Yanghe"), at, page("Monday")))
			r.desk.Anew = c.anew
			r.round(0)
			id, yes := r.one().Article.ID, true
			if err := r.db.Update(t.Context(), func(tx *store.Tx) error {
				return tx.Mark("ann", []news.ArticleID{id}, store.Mark{Read: &yes, Starred: &yes}, r.now)
			}); err != nil {
				t.Fatal(err)
			}
			read := func(what string, want bool) {
				t.Helper()
				if err := r.db.View(t.Context(), func(tx *store.Tx) error {
					list, err := tx.Shelf(store.Shelf{Reader: "ann"})
					if len(list) != 1 || list[0].Read != want || !list[0].Starred || !list[0].Arrived.Equal(morning) {
						t.Errorf("%s: %+v", what, list)
					}
					return err
				}); err != nil {
					t.Fatal(err)
				}
			}
			r.round(5 * time.Hour)
			read("looked at again", true)
			r.serve(web(courier, feedOf("dikes|Dikes of Yanghe"), at, page("Friday")))
			r.round(20 * time.Hour)
			if a := r.one().Article; !a.Edited || a.Version != 2 {
				t.Fatalf("version %d, edited %v", a.Version, a.Edited)
			}
			read("edited", !c.unread)
		})
	}
}
