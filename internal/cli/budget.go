package cli

import (
	"context"
	"encoding/json"
	"time"

	"github.com/waidian/waidian/internal/alarm"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/llm"
	"github.com/waidian/waidian/internal/news"
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
		err = db.View(ctx, func(tx *store.Tx) (err error) {
			day, month, err = spentOf(tx, now)
			return err
		})
		return day, month, err
	}
}

// spentOf is what the day and the month of now, in UTC, have cost.
func spentOf(tx *store.Tx, now time.Time) (day, month llm.Spent, err error) {
	list, err := tx.Spent(monthOf(now))
	for _, s := range list {
		one := llm.Spent{Cost: s.Cost, Tokens: s.In + s.Out}
		month = month.Plus(one)
		if s.Day == now.Format(time.DateOnly) {
			day = day.Plus(one)
		}
	}
	return day, month, err
}

func monthOf(now time.Time) time.Time {
	return time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// outIn returns the function that says what is set aside of the day's budget and of the month's; nil where one process at a time asks models.
func outIn(db *store.DB) func(ctx context.Context, now time.Time) (day, month llm.Spent, err error) {
	if !db.Shared() {
		return nil
	}
	return func(ctx context.Context, now time.Time) (day, month llm.Spent, err error) {
		err = db.View(ctx, func(tx *store.Tx) (err error) {
			day, month, err = outOf(tx, now)
			return err
		})
		return day, month, err
	}
}

// outOf is what is set aside for requests since the day of now, in UTC, began, and since its month did.
func outOf(tx *store.Tx, now time.Time) (day, month llm.Spent, err error) {
	if day.Tokens, day.Cost, err = tx.Reserved(now.Truncate(24 * time.Hour)); err != nil {
		return day, month, err
	}
	month.Tokens, month.Cost, err = tx.Reserved(monthOf(now))
	return day, month, err
}

// setAside sets aside what a request is likely to cost, if the budget leaves that; its error is a *news.Later then. Processes take turns here.
func setAside(tx *store.Tx, p *digest.Purse, now time.Time, likely llm.Usage, r store.Reservation) error {
	if err := tx.Serialise(); err != nil {
		return err
	}
	day, month, err := spentOf(tx, now)
	if err != nil {
		return err
	}
	dayOut, monthOut, err := outOf(tx, now)
	if err != nil {
		return err
	}
	if err := p.Fits(likely, day, month, dayOut, monthOut); err != nil {
		return err
	}
	return tx.Reserve(r)
}

// budgetFare is the name under which processes note whether the budget lets requests pass.
const budgetFare = "budget"

// budgetNote is what one notes.
type budgetNote struct {
	By           llm.Reached
	Since, Until time.Time
}

// noteBudget returns the function that notes for the other processes what the budget says; nil where there are none.
func (a *app) noteBudget(db *store.DB) func(by llm.Reached, since, until time.Time) {
	if !db.Shared() {
		return nil
	}
	return func(by llm.Reached, since, until time.Time) {
		data, err := json.Marshal(budgetNote{by, since, until})
		if err == nil {
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			err = db.Update(ctx, func(tx *store.Tx) error { return tx.SetFare(budgetFare, string(data)) })
		}
		if err != nil {
			a.log.Error("note how the budget fares", "err", err)
		}
	}
}

// budgetDoubt is whether the budget lets nothing be spent, and why: by what this process has met, or where several work, any of them.
func (a *app) budgetDoubt(p *parts) alarm.Doubt {
	if !p.db.Shared() {
		return doubtOf(p.purse.Refused())
	}
	if !p.purse.Bounds() {
		return alarm.Doubt{Known: true}
	}
	var data string
	err := p.db.View(context.Background(), func(tx *store.Tx) (err error) { data, err = tx.Fare(budgetFare); return err })
	var n budgetNote
	if err != nil || data == "" || json.Unmarshal([]byte(data), &n) != nil {
		return alarm.Doubt{}
	}
	if a.Now().After(n.Until) {
		n.By = llm.Reached{}
	}
	return doubtOf(n.By, n.Since, true)
}

// doubtOf says as a doubt what a purse says.
func doubtOf(by llm.Reached, since time.Time, known bool) alarm.Doubt {
	if by == (llm.Reached{}) {
		return alarm.Doubt{Known: known}
	}
	return alarm.Doubt{Known: known, Wrong: true, Why: by.String(), By: news.Reached(by), Since: since}
}
