package cli

import (
	"context"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/store"
)

// budgetOf is what the configuration allows to be spent.
func budgetOf(c config.Config) llm.Budget {
	d := c.Digest
	return llm.Budget{Day: d.DayCost, Month: d.MonthCost, DayTokens: d.DayTokens, MonthTokens: d.MonthTokens}
}

// spentIn returns the function that says what the day and the month of now have cost.
func spentIn(db *store.DB) func(ctx context.Context, now time.Time) (day, month llm.Spent, err error) {
	return func(ctx context.Context, now time.Time) (day, month llm.Spent, err error) {
		err = db.View(ctx, func(tx *store.Tx) error {
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
}
