package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/store"
)

// announcements checks that a feed which changes while it is announced is announced again.
func announcements(t *testing.T, db *store.DB) {
	const a, b, c = "https://desk.example/a.atom.xml", "https://desk.example/b.atom.xml", "https://desk.example/c.atom.xml"
	waiting := func(limit int) (list []store.Announcement, n int) {
		view(t, db, func(tx *store.Tx) (err error) { list, n, err = tx.Announcements(limit); return err })
		return list, n
	}
	if list, n := waiting(10); len(list) != 0 || n != 0 {
		t.Errorf("of an empty database: %v, %d", list, n)
	}
	update(t, db, func(tx *store.Tx) error { return tx.Announce(c, a, b) })
	update(t, db, func(tx *store.Tx) error { return tx.Announce(a) })
	listed, n := waiting(2)
	if want := []store.Announcement{{Feed: a, Times: 2}, {Feed: b, Times: 1}}; !slices.Equal(listed, want) || n != 3 {
		t.Errorf("%v of %d, want %v of 3", listed, n, want)
	}
	update(t, db, func(tx *store.Tx) error { return tx.Announce(b) })
	update(t, db, func(tx *store.Tx) error { return errors.Join(tx.Announced(listed[0]), tx.Announced(listed[1])) })
	left, n := waiting(10)
	if want := []store.Announcement{{Feed: b, Times: 2}, {Feed: c, Times: 1}}; !slices.Equal(left, want) || n != 2 {
		t.Errorf("%v of %d are left, want %v", left, n, want)
	}
}
