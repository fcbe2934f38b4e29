package storetest

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// models tests what is remembered of how well models write.
func models(t *testing.T, db *store.DB) {
	notes := func(name string) (n store.ModelNotes) {
		t.Helper()
		view(t, db, func(tx *store.Tx) (err error) {
			n, err = tx.ModelNotes(name)
			return err
		})
		return n
	}
	add := func(name string, marks ...bool) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error { return tx.AddMarks(name, marks) })
	}
	if n := notes("m at a"); n.Marks != nil || n.Trial != (news.Trial{}) {
		t.Errorf("of a model that nobody knows: %+v", n)
	}
	add("m at a")
	if n := notes("m at a"); n.Marks != nil {
		t.Errorf("after none: %+v", n)
	}
	add("m at a", true, false)
	add("m at a", false, false, true)
	add("m at b", true)
	if n := notes("m at a"); !slices.Equal(n.Marks, []bool{true, false, false, false, true}) {
		t.Errorf("marks %v, want the latest first", n.Marks)
	}
	add("m at a", make([]bool, store.ModelWindow-2)...)
	if n := notes("m at a"); len(n.Marks) != store.ModelWindow || n.Marks[0] || !n.Marks[store.ModelWindow-2] || n.Marks[store.ModelWindow-1] {
		t.Errorf("%d marks, the last %v", len(n.Marks), n.Marks[len(n.Marks)-3:])
	}
	add("m at a", append(make([]bool, store.ModelWindow), true)...)
	if n := notes("m at a"); len(n.Marks) != store.ModelWindow || !n.Marks[0] || slices.Contains(n.Marks[1:], true) {
		t.Errorf("after more than all: %d marks", len(n.Marks))
	}
	update(t, db, func(tx *store.Tx) error { return tx.AddEmpty("m at a") })
	update(t, db, func(tx *store.Tx) error { return tx.AddEmpty("m at a") })
	if n := notes("m at a"); n.Empty != 2 || len(n.Marks) != store.ModelWindow-2 || !n.Marks[0] {
		t.Errorf("after two digests of which nothing could be used: %d, and %d marks", n.Empty, len(n.Marks))
	}
	add("m at a", false)
	if n := notes("m at a"); n.Empty != 0 || n.Marks[0] || !n.Marks[1] {
		t.Errorf("after a sentence: %d such digests", n.Empty)
	}
	trial := news.Trial{At: noon, Form: "json_object", Rate: 12.5, Sentences: 12, Wrong: 1, Way: news.BySentences, Fit: true}
	update(t, db, func(tx *store.Tx) error { return tx.SetTrial("m at a", trial) })
	if n := notes("m at a"); n.Trial != trial || n.Marks != nil {
		t.Errorf("after a trial: %+v", n)
	}
	add("m at a", true)
	if n := notes("m at a"); n.Trial != trial || len(n.Marks) != 1 {
		t.Errorf("after a trial and a sentence: %+v", n)
	}
	update(t, db, func(tx *store.Tx) error { return tx.SetTrial("m at c", trial) })
	if a, b, c := notes("m at a"), notes("m at b"), notes("m at c"); len(a.Marks) != 1 || len(b.Marks) != 1 || !c.Trial.Fit {
		t.Errorf("one model is taken for another: %+v, %+v, %+v", a, b, c)
	}
}
