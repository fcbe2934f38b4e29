package check

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A week, a month or a year by its place before or after the present one agrees with
// another of the same step. "This year" is said freely: a report that compares with last
// year need not say it.
func TestTurns(t *testing.T) {
	published := time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		report, claim string
		want          news.Rule
	}{
		{"The talks began last week.", "会谈上周开始。", news.Supported},
		{"The talks began last month.", "会谈上周开始。", news.Supported}, // another stretch of time
		{"The plan starts next year.", "计划今年开始。", news.DateRule},
		{"Sales are up on last year.", "今年销量上升。", news.Supported},
		{"The talks begin next week, on 6 February.", "会谈上周开始。", news.Supported}, // the day itself is named
	} {
		if got := Sentence([]string{c.report}, published, c.claim); got.Rule != c.want {
			t.Errorf("%s: %s: got %s %q: %s", c.report, c.claim, got.Rule, got.Span, got.Why())
		}
	}
}
