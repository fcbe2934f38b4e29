package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// pushes: each message is in the outbox once, also where its story went into another one; what is sent is not due again; channels that
// are gone leave nothing.
func pushes(t *testing.T, db *store.DB) {
	add := func(channel string, kind news.PushKind, subject string, want bool) {
		t.Helper()
		update(t, db, func(tx *store.Tx) error {
			got, err := tx.AddPush(news.Push{Channel: channel, Kind: kind, Subject: subject, Made: noon, Due: noon})
			if got != want {
				t.Errorf("add %s %s to %s: %v, want %v", kind, subject, channel, got, want)
			}
			return err
		})
	}
	due := func(channel string, at time.Time, want ...string) {
		t.Helper()
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.DuePushes(channel, at, 10)
			var got []string
			for _, p := range list {
				got = append(got, string(p.Kind)+" "+p.Subject)
			}
			if !slices.Equal(got, want) {
				t.Errorf("due of %s: %q, want %q", channel, got, want)
			}
			return err
		})
	}
	update(t, db, func(tx *store.Tx) error { return tx.SetPushChannel(store.PushChannel{Name: "a", Since: noon, Seen: 3}) })
	update(t, db, func(tx *store.Tx) error { return tx.SetPushChannel(store.PushChannel{Name: "b", Since: noon, Seen: 4}) })
	update(t, db, func(tx *store.Tx) error { return tx.SetPushChannel(store.PushChannel{Name: "a", Since: noon, Seen: 5}) })
	view(t, db, func(tx *store.Tx) error {
		c, ok, err := tx.PushChannel("a")
		if want := (store.PushChannel{Name: "a", Since: noon, Seen: 5}); !ok || !c.Since.Equal(noon) || c.Seen != want.Seen || c.Name != want.Name {
			t.Errorf("channel %+v, want %+v", c, want)
		}
		if _, known, unread := tx.PushChannel("c"); known || unread != nil {
			t.Errorf("a channel that nobody has begun: %v %v", known, unread)
		}
		return err
	})
	add("a", news.PushStory, "one", true)
	add("a", news.PushStory, "one", false)
	add("b", news.PushStory, "one", true)
	add("a", news.PushEdition, "one", true)
	update(t, db, func(tx *store.Tx) error { return tx.SetMoved("one", "two") })
	add("a", news.PushStory, "two", false)
	add("a", news.PushEdition, "two", true)
	due("a", noon.Add(-time.Second))
	due("a", noon, "edition one", "edition two", "story one")
	update(t, db, func(tx *store.Tx) error {
		p := news.Push{Channel: "a", Kind: news.PushEdition, Subject: "one", State: news.PushSent, Done: noon, Tries: 1, Told: []news.SentTitle{{Article: "x", Text: "1"}, {Article: "y", Text: "2"}}}
		return tx.SetPush(p)
	})
	for channel, want := range map[string]int{"a": 2, "b": 0} {
		view(t, db, func(tx *store.Tx) error {
			list, err := tx.SentPushes(channel, noon)
			later, none := tx.SentPushes(channel, noon.Add(time.Second))
			if len(list) != want/2 || want > 0 && !slices.Equal(list[0].Told, []news.SentTitle{{Article: "x", Text: "1"}, {Article: "y", Text: "2"}}) || len(later) > 0 || none != nil {
				t.Errorf("sent to %s: %+v, later %+v, %v", channel, list, later, none)
			}
			return err
		})
	}
	update(t, db, func(tx *store.Tx) error {
		return tx.SetPush(news.Push{Channel: "a", Kind: news.PushStory, Subject: "one", Due: noon.Add(time.Hour), Tries: 2, Why: "503"})
	})
	due("a", noon, "edition two")
	due("a", noon.Add(time.Hour), "edition two", "story one")
	view(t, db, func(tx *store.Tx) error {
		got, err := tx.PushCounts()
		want := []store.PushCount{{Channel: "a", Waits: 2, Sent: 1, Why: "503"}, {Channel: "b", Waits: 1}}
		if !slices.Equal(got, want) {
			t.Errorf("counts %+v, want %+v", got, want)
		}
		return err
	})
	view(t, db, func(tx *store.Tx) error {
		sent, was, err := tx.PushState("a", news.PushEdition, "one")
		waits, is, unread := tx.PushState("a", news.PushStory, "one")
		if _, ever, none := tx.PushState("b", news.PushEdition, "one"); !was || sent != news.PushSent || !is || waits != news.PushWaits || ever || none != nil || unread != nil {
			t.Errorf("states: %v %v, %v %v, %v of what was never there", sent, was, waits, is, ever)
		}
		return err
	})
	add("a", news.PushEdition, "one", false) // sent is sent
	update(t, db, func(tx *store.Tx) error { return tx.ForgetPushes(noon) })
	add("a", news.PushEdition, "one", false)
	update(t, db, func(tx *store.Tx) error { return tx.ForgetPushes(noon.Add(time.Second)) })
	due("a", noon.Add(time.Hour), "edition two", "story one")
	update(t, db, func(tx *store.Tx) error { return tx.KeepPushChannels([]string{"b"}) })
	due("a", noon.Add(time.Hour))
	due("b", noon, "story one")
}
