package page

import (
	"testing"
	"time"
)

// TestFeedsHoldThreeDays: whoever asks once in three days misses no report, up to a bound, nor one that came late with an old date.
func TestFeedsHoldThreeDays(t *testing.T) {
	now := at("2024-03-07T12:00:00Z")
	of := func(ages ...time.Duration) (list []Listed) {
		for _, age := range ages {
			list = append(list, Listed{Head: Head{Captured: now.Add(-age)}})
		}
		return list
	}
	many := func(n int, age time.Duration) []time.Duration {
		out := make([]time.Duration, n)
		for i := range out {
			out[i] = age
		}
		return out
	}
	for _, c := range []struct {
		name string
		list []Listed
		want int
	}{
		{"none", nil, 0},
		{"few, old", of(append(many(1, 0), many(5, 90*24*time.Hour)...)...), 6},
		{"old", of(append(many(1, 0), many(50, 73*time.Hour)...)...), FeedItems},
		{"within three days", of(append(many(1, 0), many(50, 71*time.Hour)...)...), 51},
		{"a busy desk", of(many(2000, time.Hour)...), FeedMost},
		{"came late", of(append(many(40, 100*time.Hour), 0)...), FeedItems + 1},
	} {
		if got := len(InFeed(c.list)); got != c.want {
			t.Errorf("%s: %d of %d, want %d", c.name, got, len(c.list), c.want)
		}
	}
}
