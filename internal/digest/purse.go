package digest

import (
	"context"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
)

// Purse allows a request to a model if the budgets of the day and the month (UTC) leave enough for it. It
// counts the requests under way too. It may be used by several goroutines at once.
type Purse struct {
	Budget llm.Budget
	Prices llm.Prices // of the preferred model
	Now    func() time.Time

	// Spent returns what the day of now has cost, and its month.
	Spent func(ctx context.Context, now time.Time) (day, month llm.Spent, err error)

	mu  sync.Mutex // guards the field below
	out llm.Spent  // likely cost of the requests under way
}

// Allow is an Allow.
func (p *Purse) Allow(ctx context.Context, likely llm.Usage) (done func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.Now().UTC()
	day, month, err := p.Spent(ctx, now)
	if err != nil {
		return nil, err
	}
	next := llm.Spent{Cost: llm.Cost(likely, p.Prices), Tokens: likely.In + likely.Out}
	if until, why := p.Budget.Rest(now, day, month, next); !until.IsZero() {
		return nil, &news.Later{Until: until, Reason: why}
	}
	if _, why := p.Budget.Rest(now, day.Plus(p.out), month.Plus(p.out), next); why != "" {
		return nil, &news.Later{Until: now.Add(time.Minute), Reason: why + " while others are under way"}
	}
	p.out = p.out.Plus(next)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.out = p.out.Plus(llm.Spent{Cost: -next.Cost, Tokens: -next.Tokens})
	}, nil
}
