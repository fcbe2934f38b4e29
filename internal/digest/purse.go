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

	// Out returns what is set aside for the requests under way, of all processes that share the budget; nil: those of this process are all.
	Out func(ctx context.Context, now time.Time) (day, month llm.Spent, err error)

	// Noted is told when the budget refuses a request, and when it lets one pass again; may be nil.
	Noted func(by llm.Reached, since, until time.Time)

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
	p.note(until, by)
}

// passed notes that a request was let pass. mu is held.
func (p *Purse) passed() { p.note(time.Time{}, llm.Reached{}) }

func (p *Purse) note(until time.Time, by llm.Reached) {
	changed := !p.asked || p.by != by || !p.until.Equal(until)
	p.asked, p.by, p.until = true, by, until
	if changed && p.Noted != nil {
		p.Noted(by, p.since, until)
	}
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
	dayOut, monthOut := p.out, p.out
	if p.Out != nil {
		if dayOut, monthOut, err = p.Out(ctx, now); err != nil {
			return err
		}
	}
	later, until, by := judge(p.budget, now, day, month, dayOut, monthOut, next)
	switch {
	case later == nil:
		p.passed()
		return nil
	case !until.IsZero():
		p.refused(until, by)
	}
	return later
}

// judge returns the error if the budget leaves too little for next, after what was spent and what is set aside for others. Only if what was spent
// leaves too little there is a time until when, and a bound.
func judge(b llm.Budget, now time.Time, day, month, dayOut, monthOut, next llm.Spent) (later *news.Later, until time.Time, by llm.Reached) {
	if until, by := b.Rest(now, day, month, next); !until.IsZero() {
		return &news.Later{Until: until, Reason: by.String()}, until, by
	}
	if until, by := b.Rest(now, day.Plus(dayOut), month.Plus(monthOut), next); !until.IsZero() {
		return &news.Later{Until: now.Add(time.Minute), Reason: by.String() + " while others are under way"}, time.Time{}, by
	}
	return nil, time.Time{}, llm.Reached{}
}

// Fits returns the error if the budget leaves too little for a request, after what was spent and what is set aside, in a day and a month: it is asked in the
// transaction that sets aside what the request is likely to cost.
func (p *Purse) Fits(likely llm.Usage, day, month, dayOut, monthOut llm.Spent) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.budget == (llm.Budget{}) {
		return nil
	}
	next := llm.Spent{Cost: llm.Cost(likely, p.prices), Tokens: likely.In + likely.Out}
	if later, _, _ := judge(p.budget, p.Now().UTC(), day, month, dayOut, monthOut, next); later != nil {
		return later
	}
	return nil
}

// Bounds reports whether there is a budget.
func (p *Purse) Bounds() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.budget != (llm.Budget{})
}
