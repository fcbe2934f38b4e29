package desk_test

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/store"
)

func TestHealthOf(t *testing.T) {
	beijing := time.FixedZone("Asia/Shanghai", 8*3600)
	long := morning.AddDate(-1, 0, 0)
	polled := store.State{Tried: morning, OK: morning, Newest: morning, News: morning, Rhythm: store.Rhythm{morning}}
	for _, c := range []struct {
		name   string
		change func(*store.State)
		want   desk.Health
		reason string
		bar    string
	}{
		{"well", func(s *store.State) {}, desk.HealthOK, "", ""},
		{"never polled", func(s *store.State) { *s = store.State{} }, desk.HealthNew, "", ""},
		{"last poll failed", func(s *store.State) { s.Reason = "503" }, desk.HealthFailing, "503", ""},
		{"put off", func(s *store.State) { s.Reason, s.PutOff, s.PutOffWhy = "503", morning, "503, Retry-After 60" },
			desk.HealthPutOff, "not asked until 2026-03-12 17:00 Asia/Shanghai: 503, Retry-After 60", ""},
		{"ended", func(s *store.State) { s.Paused, s.Reason = "410 Gone", "410 Gone" }, desk.HealthPaused, "410 Gone", ""},
		{"old reports", func(s *store.State) { s.Rhythm, s.Newest = store.Rhythm{long}, long }, desk.HealthFrozen, "answers, but its newest report is of 2025-03-12", ""},
		{"no dates", func(s *store.State) { s.Rhythm, s.News = nil, long }, desk.HealthFrozen, "answers, but has brought nothing new since 2025-03-12", ""},
		{"barred", func(s *store.State) {}, desk.HealthBarred, "a challenge", "a challenge"},
		{"barred and failing", func(s *store.State) { s.Reason = "503" }, desk.HealthFailing, "503", "a challenge"},
		{"moved", func(s *store.State) { s.Moved = "https://new.example/" }, desk.HealthOK, "has moved to https://new.example/", ""},
	} {
		s := polled
		c.change(&s)
		if got, reason := desk.HealthOf(store.Watch{State: s}, c.bar, morning.Add(time.Hour), beijing); got != c.want || reason != c.reason {
			t.Errorf("%s: %s, %q, want %s, %q", c.name, got, reason, c.want, c.reason)
		}
	}
}
