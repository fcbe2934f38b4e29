package cli

import (
	"context"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// purse allows a request to a model if the budgets of the day and the month (UTC) leave enough for it.
type purse struct {
	db     *store.DB
	now    func() time.Time
	budget llm.Budget
	prices llm.Prices // of the preferred model

	mu  sync.Mutex // guards the field below
	out llm.Spent  // likely cost of the requests under way
}

// budget is nil if the configuration sets no limit.
func (a *app) budget(db *store.DB, c config.Config) digest.Allow {
	d := c.Digest
	p := &purse{db: db, now: a.Now, prices: prices(c)[d.Model],
		budget: llm.Budget{Day: d.DayCost, Month: d.MonthCost, DayTokens: d.DayTokens, MonthTokens: d.MonthTokens}}
	if p.budget == (llm.Budget{}) {
		return nil
	}
	return p.allow
}

func (p *purse) allow(ctx context.Context, likely llm.Usage) (func(), error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now().UTC()
	day, month, err := p.spent(ctx, now)
	if err != nil {
		return nil, err
	}
	next := llm.Spent{Cost: llm.Cost(likely, p.prices), Tokens: likely.In + likely.Out}
	if until, why := p.budget.Rest(now, day, month, next); !until.IsZero() {
		return nil, &news.Later{Until: until, Reason: why}
	}
	if _, why := p.budget.Rest(now, day.Plus(p.out), month.Plus(p.out), next); why != "" {
		return nil, &news.Later{Until: now.Add(time.Minute), Reason: why + " while others are under way"}
	}
	p.out = p.out.Plus(next)
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.out = p.out.Plus(llm.Spent{Cost: -next.Cost, Tokens: -next.Tokens})
	}, nil
}

// spent is what the day and the month of now have cost.
func (p *purse) spent(ctx context.Context, now time.Time) (day, month llm.Spent, err error) {
	err = p.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Spent(time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC))
		for _, s := range list {
			one := llm.Spent{Cost: s.Cost, Tokens: s.In + s.Out}
			month = month.Plus(one)
			if s.Day == now.Format(time.DateOnly) {
				day = day.Plus(one)
			}
		}
		return err
	})
	return day, month, err
}
