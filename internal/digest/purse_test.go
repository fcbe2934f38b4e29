package digest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

func TestPurse(t *testing.T) {
	noon := time.Date(2024, 1, 30, 23, 0, 0, 0, time.FixedZone("", -3600)) // the 31st, 00:00 UTC
	spent := llm.Spent{Tokens: 500}
	p := &Purse{
		Now: func() time.Time { return noon },
		Spent: func(_ context.Context, now time.Time) (day, month llm.Spent, err error) {
			if got := now.Format(time.DateTime); got != "2024-01-31 00:00:00" {
				t.Errorf("asked for the cost of %s", got)
			}
			return spent, spent, nil
		},
	}
	p.Set(llm.Budget{DayTokens: 1000}, llm.Prices{})
	allow := func() (func(), error) { return p.Allow(t.Context(), llm.Usage{In: 200, Out: 100}) }
	refused := func(until time.Time, why string) {
		t.Helper()
		var later *news.Later
		if _, err := allow(); !errors.As(err, &later) || !later.Until.Equal(until) || !strings.Contains(later.Reason, why) {
			t.Errorf("%v, want a refusal until %v: %s", err, until, why)
		}
	}
	says := func(want string, wantKnown bool) {
		t.Helper()
		if by, _, known := p.Refused(); want != "" && !strings.Contains(by.String(), want) || (by == llm.Reached{}) != (want == "") || known != wantKnown {
			t.Errorf("refused: %q, known %v; want %q, %v", by, known, want, wantKnown)
		}
	}
	says("", false)
	done, err := allow()
	if err != nil {
		t.Fatal(err)
	}
	says("", true)
	refused(noon.Add(time.Minute), "while others are under way") // 500 spent, 300 under way, 300 asked for
	done()
	if done, err = allow(); err != nil {
		t.Errorf("after the first is done: %v", err)
	}
	done()
	spent.Tokens = 1000
	refused(time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), "today's budget of 1000 tokens is spent")
	says("budget of 1000 tokens is spent", true)
	now := noon
	p.Now = func() time.Time { return now }
	now = noon.Add(24*time.Hour + time.Second)
	says("", true) // it is time to ask again
	now = noon
	p.Set(llm.Budget{DayTokens: 2000}, llm.Prices{})
	says("", false) // nothing was asked for under another budget

	broken := errors.New("no store")
	p.Spent = func(context.Context, time.Time) (day, month llm.Spent, err error) { return day, month, broken }
	if _, err := allow(); !errors.Is(err, broken) {
		t.Errorf("%v, want the error of the store", err)
	}
}
