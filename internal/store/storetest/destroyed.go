package storetest

import (
	"errors"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// destroyed: what is condemned is read no more and counts as neither had nor lost, until it is noted as destroyed and after.
func destroyed(t *testing.T, db *store.DB) {
	addCaptured(t, db)
	at := captured(2, "one", 40, "y")
	var had, lost int64
	view(t, db, func(tx *store.Tx) error {
		n, _, err := tx.Captures()
		k, err2 := tx.CountLost()
		had, lost = n, int64(k)
		return errors.Join(err, err2)
	})
	update(t, db, func(tx *store.Tx) error { return tx.Condemn(at) })
	update(t, db, func(tx *store.Tx) error { return tx.Condemn(news.Ref{File: "none", Offset: 1}) })
	var list []store.Kept
	view(t, db, func(tx *store.Tx) error {
		n, _, err := tx.Captures()
		k, err2 := tx.CountLost()
		of, err3 := tx.KeptOf(7, at)
		var err4 error
		list, err4 = tx.Condemned()
		if n != had-1 || int64(k) != lost || len(of) != 0 || len(list) != 1 || list[0].Offset != 40 {
			t.Errorf("%d of %d captures, %d lost, at its place %v, condemned %v", n, had, k, of, list)
		}
		count, _, err5 := tx.Destroyed()
		if count != 0 {
			t.Errorf("%d are destroyed", count)
		}
		return errors.Join(err, err2, err3, err4, err5)
	})
	update(t, db, func(tx *store.Tx) error { return tx.NoteDestroyed(list[0].ID, noon) })
	update(t, db, func(tx *store.Tx) error { return tx.Condemn(at) })
	view(t, db, func(tx *store.Tx) error {
		left, err := tx.Condemned()
		n, last, err2 := tx.Destroyed()
		if len(left) != 0 || n != 1 || !last.Equal(noon) {
			t.Errorf("left %v, %d destroyed at %v", left, n, last)
		}
		return errors.Join(err, err2)
	})
}
