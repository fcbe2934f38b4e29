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

// Reached is a bound of a budget that leaves nothing for a request; its zero value is none.
type Reached struct {
	Month  bool    // of a month; false: of a day
	Tokens bool    // of tokens; false: of cost
	Most   float64 // the bound
	Spent  bool    // all of it is spent; false: what is left is too little
}

// String says it in English.
func (r Reached) String() string {
	name, unit, how := "today's", "", "has no room for another request"
	if r.Month {
		name = "this month's"
	}
	if r.Tokens {
		unit = " tokens"
	}
	if r.Spent {
		how = "is spent"
	}
	return name + " budget of " + strconv.FormatFloat(r.Most, 'f', -1, 64) + unit + " " + how
}

// Rest says until when nothing more may be spent and which bound that is, given what has been spent
// today and this month in now's time zone, and what the next request is likely to
// cost. A zero time: there is budget left. The first request of a day or a month is
// let pass whatever it costs: a budget smaller than that would stop the desk for good.
func (b Budget) Rest(now time.Time, day, month, next Spent) (until time.Time, by Reached) {
	y, m, d := now.Date()
	tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, now.Location())
	monthEnd := time.Date(y, m+1, 1, 0, 0, 0, 0, now.Location())
	for _, of := range []struct {
		Reached
		until        time.Time
		spent, asked float64
	}{
		{Reached{Month: true, Most: b.Month}, monthEnd, month.Cost, next.Cost},
		{Reached{Month: true, Tokens: true, Most: float64(b.MonthTokens)}, monthEnd, float64(month.Tokens), float64(next.Tokens)},
		{Reached{Most: b.Day}, tomorrow, day.Cost, next.Cost},
		{Reached{Tokens: true, Most: float64(b.DayTokens)}, tomorrow, float64(day.Tokens), float64(next.Tokens)},
	} {
		of.Spent = of.spent >= of.Most
		if of.Most > 0 && (of.Spent || of.spent > 0 && of.spent+of.asked > of.Most) {
			return of.until, of.Reached
		}
	}
	return time.Time{}, Reached{}
}
