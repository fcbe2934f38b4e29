package llm

import (
	"strings"
	"testing"
	"time"
)

func TestCost(t *testing.T) {
	p := Prices{In: 2, Out: 8, Cached: 0.5}
	for _, tt := range []struct {
		u    Usage
		p    Prices
		want float64
	}{
		{Usage{1e6, 0, 0}, p, 2}, {Usage{0, 1e6, 0}, p, 8}, {Usage{1e6, 0, 1e6}, p, 0.5},
		{Usage{1e6, 0, 5e5}, Prices{In: 2}, 2}, {Usage{10, 10, 99}, Prices{}, 0}, {Usage{1e6, 0, 2e6}, p, 0.5},
	} {
		if got := Cost(tt.u, tt.p); got != tt.want {
			t.Errorf("Cost(%+v, %+v) = %v, want %v", tt.u, tt.p, got, tt.want)
		}
	}
}

// The bounds hold for what tokenizers are known to make of such text: the counts
// are those of vocabularies between 32,000 and 200,000 pieces.
func TestTokens(t *testing.T) {
	for _, tt := range []struct {
		s         string
		low, high int
	}{
		{strings.Repeat("The minister said on Tuesday that talks would resume. ", 20), 200, 240},
		{strings.Repeat("部长周二表示，谈判将于下月恢复。", 20), 180, 360},
	} {
		if got := Tokens(tt.s); got < tt.high*9/10 || got > tt.high*3/2 {
			t.Errorf("Tokens: %d for %d to %d", got, tt.low, tt.high)
		}
		if got := fewest(tt.s); got > tt.low {
			t.Errorf("fewest: %d for %d to %d", got, tt.low, tt.high)
		}
	}
}

func TestBudget(t *testing.T) {
	now := time.Date(2026, 12, 31, 22, 0, 0, 0, time.UTC)
	year := time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		b          Budget
		day, month Spent
		next       Spent
		until      time.Time
		why        string
	}{
		{Budget{}, Spent{1e9, 1e9}, Spent{1e9, 1e9}, Spent{}, time.Time{}, ""},
		{Budget{Day: 2}, Spent{1.99, 0}, Spent{50, 0}, Spent{.01, 0}, time.Time{}, ""},
		{Budget{Day: 2}, Spent{1.99, 0}, Spent{50, 0}, Spent{.02, 0}, year, "today's budget of 2 has no room for another request"},
		{Budget{Day: 2}, Spent{2, 0}, Spent{50, 0}, Spent{}, year, "today's budget of 2 is spent"},
		{Budget{DayTokens: 1000}, Spent{}, Spent{0, 9000}, Spent{0, 2000}, time.Time{}, ""},
		{Budget{DayTokens: 1000}, Spent{0, 1000}, Spent{}, Spent{}, year, "today's budget of 1000 tokens is spent"},
		{Budget{Day: 2, Month: 20.5}, Spent{2, 0}, Spent{21, 0}, Spent{}, year, "this month's budget of 20.5 is spent"},
		{Budget{MonthTokens: 5000000}, Spent{}, Spent{0, 9000000}, Spent{}, year, "this month's budget of 5000000 tokens is spent"},
	} {
		if until, by := tt.b.Rest(now, tt.day, tt.month, tt.next); !until.Equal(tt.until) || (by == Reached{}) != (tt.why == "") || tt.why != "" && by.String() != tt.why {
			t.Errorf("%+v: %s, %q", tt.b, until, by)
		}
	}
}
