package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// Settings that could not be written as a whole are not in force in any part: the desk judges, asks and
// polls by those of before.
func TestAdoptsAllOrNothing(t *testing.T) {
	const dam, kite = "Dam in China leaks", "Kite festival in Aalen"
	const setting = "CREATE TRIGGER full BEFORE %s ON setting WHEN new.name LIKE %s BEGIN SELECT RAISE(ABORT, 'full'); END"
	for _, c := range []struct {
		name, trouble string // a trigger of the database
	}{
		{"the sources are not written", "CREATE TRIGGER full BEFORE INSERT ON source BEGIN SELECT RAISE(ABORT, 'full'); END"},
		{"the sources are written, a judgement is not", fmt.Sprintf(setting, "INSERT", "'%herald'")},
		{"the judgements are written, the language is not", fmt.Sprintf(setting, "INSERT", "'%language'")},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, twoReports())
			r.desk.Beat.Include = []string{"China"}
			r.round(0)
			was := desk.Settings{
				Sources: r.desk.Sources, Beat: r.desk.Beat, Reach: r.desk.Reach, Language: r.desk.Language, Floor: r.desk.Floor,
				Digests: r.desk.Digests, Check: r.desk.Check, Site: r.desk.Site,
			}
			next := was
			next.Sources = []news.Source{was.Sources[0], {ID: "herald", Name: "Herald", Outlet: "Herald", URL: "https://herald.example/feed"}}
			next.Sources[0].Name = "Courier - All"
			next.Beat, next.Language, next.Floor, next.Digests = news.Beat{Include: []string{"kite"}}, "fr", time.Hour, nil
			r.exec(c.trouble)
			if m, err := r.desk.Adopt(t.Context(), next); err == nil || !strings.Contains(err.Error(), "full") || !m.None() {
				t.Errorf("meaning %+v, error %v", m, err)
			}
			if d := r.desk; len(d.Sources) != 1 || d.Sources[0].Name != was.Sources[0].Name || d.Beat.Include[0] != "China" ||
				d.Language != was.Language || d.Floor != was.Floor || d.Digests != was.Digests {
				t.Errorf("settings that failed are in force: %+v, beat %v, language %q, floor %s", d.Sources, d.Beat, d.Language, d.Floor)
			}
			if got := r.watched(); got != 1 {
				t.Errorf("%d sources are watched, not 1", got)
			}
			if got := r.items()[dam].Article.SourceName; got != "Courier - China" {
				t.Errorf("the report is from %q", got)
			}
			r.exec("DROP TRIGGER full")
			if _, err := r.desk.Adopt(t.Context(), next); err != nil {
				t.Fatal(err)
			}
			if r.round(0); r.titles() != dam+" | "+kite || r.watched() != 2 {
				t.Errorf("adopted again: %s, %d sources", r.titles(), r.watched())
			}
		})
	}
}

// exec changes the database behind the desk's back.
func (r *room) exec(statement string) {
	r.t.Helper()
	if _, err := r.db.Handle().ExecContext(r.t.Context(), statement); err != nil {
		r.t.Fatal(err)
	}
}

// watched counts the sources that the store has as watched.
func (r *room) watched() (n int) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Watches()
		for _, w := range list {
			if w.Active {
				n++
			}
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return n
}
