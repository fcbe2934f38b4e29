package llm

import (
	"strconv"
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

// Plus adds what else was spent.
func (s Spent) Plus(t Spent) Spent { return Spent{s.Cost + t.Cost, s.Tokens + t.Tokens} }

// Rest says until when nothing more may be spent and why, given what has been spent
// today and this month in now's time zone, and what the next request is likely to
// cost. A zero time: there is budget left. The first request of a day or a month is
// let pass whatever it costs: a budget smaller than that would stop the desk for good.
func (b Budget) Rest(now time.Time, day, month, next Spent) (until time.Time, why string) {
	y, m, d := now.Date()
	tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
	monthEnd := time.Date(y, m+1, 1, 0, 0, 0, 0, now.Location())
	for _, of := range []struct {
		until              time.Time
		name, unit         string
		most, spent, asked float64
	}{
		{monthEnd, "this month's", "", b.Month, month.Cost, next.Cost},
		{monthEnd, "this month's", " tokens", float64(b.MonthTokens), float64(month.Tokens), float64(next.Tokens)},
		{tomorrow, "today's", "", b.Day, day.Cost, next.Cost},
		{tomorrow, "today's", " tokens", float64(b.DayTokens), float64(day.Tokens), float64(next.Tokens)},
	} {
		budget := of.name + " budget of " + strconv.FormatFloat(of.most, 'f', -1, 64) + of.unit
		switch {
		case of.most <= 0:
		case of.spent >= of.most:
			return of.until, budget + " is spent"
		case of.spent > 0 && of.spent+of.asked > of.most:
			return of.until, budget + " has no room for another request"
		}
	}
	return time.Time{}, ""
}
