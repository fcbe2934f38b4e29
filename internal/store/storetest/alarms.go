package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// alarms: each channel has its own, in their order; those of channels that are gone are forgotten.
func alarms(t *testing.T, db *store.DB) {
	list := []news.Alarm{
		{Kind: news.AlarmDisk, Detail: "12 MB", Since: noon},
		{Kind: news.AlarmSilent, Subject: "Gazette", Since: noon.Add(-time.Hour), Over: noon.Add(time.Hour), Told: noon},
	}
	expect := func(channel string, want []news.Alarm) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			got, err := tx.Alarms(channel)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", channel, got, want)
			}
			return err
		})
	}
	update(t, db, func(tx *store.Tx) error { return tx.SetAlarms("command", list) })
	update(t, db, func(tx *store.Tx) error { return tx.SetAlarms("webhook", list[:1]) })
	expect("command", list)
	expect("webhook", list[:1])
	update(t, db, func(tx *store.Tx) error { return tx.SetAlarms("command", list[1:]) })
	expect("command", list[1:])
	update(t, db, func(tx *store.Tx) error { return tx.KeepAlarms([]string{"webhook"}) })
	expect("command", nil)
	expect("webhook", list[:1])
	update(t, db, func(tx *store.Tx) error { return tx.KeepAlarms(nil) })
	expect("webhook", nil)
}
