package storetest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// sentFiles: what was sent to a bucket is registered once, and found until it is taken back.
func sentFiles(t *testing.T, db *store.DB) {
	at := time.Date(2026, 3, 12, 9, 30, 0, 0, time.UTC)
	first := store.SentFile{File: "waidian-00001-x.warc.gz", Size: 1 << 33, Sum: "ab", At: at, Bucket: "s3://desk/a"}
	second := store.SentFile{File: "waidian-00002-x.warc.gz", Size: 5, Sum: "cd", At: at.Add(time.Hour), Bucket: "s3://desk/a"}
	other := first
	other.Sum, other.Size = "ef", 6
	update(t, db, func(tx *store.Tx) error { return errors.Join(tx.AddSent(second), tx.AddSent(first), tx.AddSent(other)) })
	view(t, db, func(tx *store.Tx) error {
		list, err := tx.AllSent()
		if want := []store.SentFile{first, second}; !reflect.DeepEqual(list, want) {
			t.Errorf("sent: %+v, want %+v", list, want)
		}
		if got, err := tx.Sent(first.File); got != first || err != nil {
			t.Errorf("of the first: %+v, %v", got, err)
		}
		if _, err := tx.Sent("waidian-00003-x.warc.gz"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("of one that was not sent: %v", err)
		}
		if files, bytes, err := tx.CountSent(); files != 2 || bytes != 1<<33+5 || err != nil {
			t.Errorf("count: %d files, %d bytes, %v", files, bytes, err)
		}
		return err
	})
	update(t, db, func(tx *store.Tx) error { return tx.ReplaceSent(other) })
	view(t, db, func(tx *store.Tx) error {
		if got, err := tx.Sent(first.File); got != other || err != nil {
			t.Errorf("sent again: %+v, %v", got, err)
		}
		return nil
	})
	update(t, db, func(tx *store.Tx) error { return tx.RemoveSent(first.File) })
	view(t, db, func(tx *store.Tx) error {
		if list, _ := tx.AllSent(); len(list) != 1 || list[0] != second {
			t.Errorf("after one was taken back: %+v", list)
		}
		return nil
	})
}
