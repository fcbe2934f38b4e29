package llm

import (
	"fmt"
	"time"
)

// Budget bounds what may be spent; zero bounds nothing.
type Budget struct {
	Day, Month             float64 // in the currency of the prices
	DayTokens, MonthTokens int     // in and out together
}

// Spent is what has been spent in a time.
type Spent struct {
	Cost   float64
	Tokens int
}

// Rest says until when nothing more may be spent and why, given what has been spent
// today and this month in now's time zone. A zero time: there is budget left.
func (b Budget) Rest(now time.Time, day, month Spent) (until time.Time, why string) {
	y, m, d := now.Date()
	tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
	next := time.Date(y, m+1, 1, 0, 0, 0, 0, now.Location())
	switch {
	case b.Month > 0 && month.Cost >= b.Month:
		return next, fmt.Sprintf("this month's budget of %g is spent", b.Month)
	case b.MonthTokens > 0 && month.Tokens >= b.MonthTokens:
		return next, fmt.Sprintf("this month's budget of %d tokens is spent", b.MonthTokens)
	case b.Day > 0 && day.Cost >= b.Day:
		return tomorrow, fmt.Sprintf("today's budget of %g is spent", b.Day)
	case b.DayTokens > 0 && day.Tokens >= b.DayTokens:
		return tomorrow, fmt.Sprintf("today's budget of %d tokens is spent", b.DayTokens)
	}
	return time.Time{}, ""
}
