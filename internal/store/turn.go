package store

import (
	"fmt"
	"time"
)

// Turn is what the processes of a desk know together of asking a host. Times are by the clock that they share.
type Turn struct {
	Start time.Time // of the last request; zero: none is known
	Form  int64     // counts how often Known was saved; 0: never
	Known []byte    // what was saved last; nil if the caller has it
}

// TakeTurn makes this process the one that may ask a host, unless another is. form is that of what the caller knows.
func (tx *Tx) TakeTurn(host string, form int64) (t Turn, taken bool, err error) {
	t, err = tx.turn("take the turn at "+host, `INSERT INTO turn (host, owner, start, form, known) VALUES ($1, $2, 0, 0, '')
		ON CONFLICT (host) DO UPDATE SET owner = $2 WHERE turn.owner = 0 OR turn.owner = $2
		RETURNING start, form, CASE WHEN form <> $3 THEN known END`, host, tx.db.Self().ID, form)
	if notFound(err) {
		return Turn{}, false, nil
	}
	return t, err == nil, err
}

// TurnOf returns what is known of a host; the zero Turn: nothing. form is that of what the caller knows.
func (tx *Tx) TurnOf(host string, form int64) (Turn, error) {
	t, err := tx.turn("read what is known of "+host, `SELECT start, form, CASE WHEN form <> $2 THEN known END FROM turn WHERE host = $1`, host, form)
	if notFound(err) {
		return Turn{}, nil
	}
	return t, err
}

func (tx *Tx) turn(question, query string, args ...any) (t Turn, err error) {
	var start int64
	err = tx.one(question, query, args, &start, &t.Form, &t.Known)
	t.Start = moment(start)
	return t, err
}

// KeepTurn notes when a host was asked last, and what is known of it unless known is nil. give: another process may ask it now. It
// returns the form of what is known. The error is ErrBuried if the turn is not this process's.
func (tx *Tx) KeepTurn(host string, start time.Time, known []byte, give bool) (form int64, err error) {
	owner := tx.db.Self().ID
	next := owner
	if give {
		next = 0
	}
	err = tx.one("note the turn at "+host, `UPDATE turn SET owner = $3, start = CASE WHEN start < $4 THEN $4 ELSE start END,
			form = CASE WHEN $5 = 1 THEN form + 1 ELSE form END, known = CASE WHEN $5 = 1 THEN $6 ELSE known END
		WHERE host = $1 AND owner = $2 RETURNING form`, []any{host, owner, next, stamp(start), flag(known != nil), known}, &form)
	if notFound(err) {
		err = fmt.Errorf("note the turn at %s: %w", host, ErrBuried)
	}
	return form, err
}
