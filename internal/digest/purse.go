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
	Now func() time.Time

	// Spent returns what the day of now has cost, and its month.
	Spent func(ctx context.Context, now time.Time) (day, month llm.Spent, err error)

	mu     sync.Mutex // guards the fields below
	budget llm.Budget
	prices llm.Prices // of the preferred model
	out    llm.Spent  // likely cost of the requests under way

	asked bool        // for a request, by this process
	by    llm.Reached // the last one was refused; zero: it was not
	since time.Time   // the first of those refused for that
	until time.Time   // when one may be asked for again
}

// Refused says which bound leaves nothing to spend now, and since when, by what the last request met; zero: it was let pass, or it is time to
// ask again. Before the first request of this process nothing is known.
func (p *Purse) Refused() (by llm.Reached, since time.Time, known bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.budget == (llm.Budget{}):
		return llm.Reached{}, time.Time{}, true
	case !p.asked:
		return llm.Reached{}, time.Time{}, false
	case p.Now().After(p.until):
		return llm.Reached{}, time.Time{}, true
	}
	return p.by, p.since, true
}

// refused notes that the budget leaves nothing until then. mu is held.
func (p *Purse) refused(until time.Time, by llm.Reached) {
	if p.by == (llm.Reached{}) {
		p.since = p.Now()
	}
	p.asked, p.by, p.until = true, by, until
}

// Set sets the budget, and the prices of the preferred model. Requests under way still count.
func (p *Purse) Set(b llm.Budget, prices llm.Prices) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.budget != b {
		p.asked, p.by, p.until = false, llm.Reached{}, time.Time{}
	}
	p.budget, p.prices = b, prices
}

// Allow is an Allow.
func (p *Purse) Allow(ctx context.Context, likely llm.Usage) (done func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := llm.Spent{Cost: llm.Cost(likely, p.prices), Tokens: likely.In + likely.Out}
	if err := p.refuses(ctx, next); err != nil {
		return nil, err
	}
	p.out = p.out.Plus(next)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.out = p.out.Plus(llm.Spent{Cost: -next.Cost, Tokens: -next.Tokens})
	}, nil
}

// refuses returns the error if the budget leaves too little for next. mu is held.
func (p *Purse) refuses(ctx context.Context, next llm.Spent) error {
	if p.budget == (llm.Budget{}) {
		return nil
	}
	now := p.Now().UTC()
	day, month, err := p.Spent(ctx, now)
	if err != nil {
		return err
	}
	if until, by := p.budget.Rest(now, day, month, next); !until.IsZero() {
		p.refused(until, by)
		return &news.Later{Until: until, Reason: by.String()}
	}
	if until, by := p.budget.Rest(now, day.Plus(p.out), month.Plus(p.out), next); !until.IsZero() {
		return &news.Later{Until: now.Add(time.Minute), Reason: by.String() + " while others are under way"}
	}
	p.asked, p.by, p.until = true, llm.Reached{}, time.Time{}
	return nil
}
