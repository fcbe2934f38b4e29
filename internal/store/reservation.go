package store

import (
	"errors"
	"time"
)

// Where several processes ask models, each sets aside what a request is likely to cost before it asks, in one transaction with the look at
// what was spent; so all of them together spend no more than the budget but for what a request costs more than was likely.

// Reservation is what is set aside for one request.
type Reservation struct {
	Key    string // of the answer that is written if none comes
	Tokens int    // in and out
	Cost   float64
	At     time.Time
}

// Reserve sets aside what a request of this process is likely to cost.
func (tx *Tx) Reserve(r Reservation) error {
	return tx.exec("reserve", `INSERT INTO reservation (key, process, tokens, cost, at) VALUES ($1, $2, $3, $4, $5)`,
		r.Key, tx.db.Self().ID, r.Tokens, r.Cost, stamp(r.At))
}

// Release ends a reservation: what the request has cost is in the account, or it was not sent.
func (tx *Tx) Release(key string) error {
	return tx.exec("release a reservation", `DELETE FROM reservation WHERE key = $1`, key)
}

// Reserved is what is set aside since then by all processes, also by those that are at work no more and whose answers are not in the account.
func (tx *Tx) Reserved(since time.Time) (tokens int, cost float64, err error) {
	err = tx.one("sum what is reserved", `SELECT coalesce(sum(tokens), 0), coalesce(sum(cost), 0) FROM reservation WHERE at >= $1`,
		[]any{stamp(since)}, &tokens, &cost)
	return tokens, cost, err
}

// SetFare notes how something fares that all processes use; data is JSON.
func (tx *Tx) SetFare(name, data string) error {
	return tx.exec("note how the "+name+" fares", `INSERT INTO fare (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = excluded.data`, name, data)
}

// Fare returns what was noted last; empty: nothing was.
func (tx *Tx) Fare(name string) (data string, err error) {
	err = tx.one("look how the "+name+" fares", `SELECT data FROM fare WHERE name = $1`, []any{name}, &data)
	if errors.Is(err, ErrNotFound) {
		err = nil
	}
	return data, err
}
