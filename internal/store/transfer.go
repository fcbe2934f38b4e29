package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Transfer says that a desk is being copied into this database, or has gone from it. The zero Transfer: neither.
type Transfer struct {
	State TransferState
	Desk  string           // identifier of the desk
	Other string           // the other database, for messages
	At    time.Time        // when the copy was begun, or when the desk went
	Done  map[string]int64 // rows copied so far, by table
}

// TransferState is how far a desk has come from one database to another.
type TransferState string

const (
	HalfCopied    TransferState = "half" // the copy of the desk in this database is not whole yet
	GoneElsewhere TransferState = "gone" // the desk is in another database by now
)

// ErrTwoCopy is wrapped by the error of noting how much is copied if another process has copied meanwhile.
var ErrTwoCopy = errors.New("another process copies into this database")

// Transfer returns what is noted of a transfer.
func (tx *Tx) Transfer() (t Transfer, err error) {
	var at int64
	var done string
	err = tx.one("read whether the desk is being moved", `SELECT state, desk, other, at, done FROM transfer`, nil,
		&t.State, &t.Desk, &t.Other, &at, &done)
	if errors.Is(err, ErrNotFound) {
		return Transfer{}, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(done), &t.Done)
	}
	t.At = moment(at)
	return t, err
}

// SetTransfer notes a transfer instead of what was noted.
func (tx *Tx) SetTransfer(t Transfer) error {
	done, err := json.Marshal(t.Done)
	if err != nil {
		return err
	}
	return tx.exec("note that the desk is being moved", `INSERT INTO transfer (one, state, desk, other, at, done) VALUES (1, $1, $2, $3, $4, $5)
		ON CONFLICT (one) DO UPDATE SET state = $1, desk = $2, other = $3, at = $4, done = $5`,
		string(t.State), t.Desk, t.Other, stamp(t.At), string(done))
}

// Copied notes how many rows of each table are copied by now, where was were before.
func (tx *Tx) Copied(was, now map[string]int64) error {
	before, err := json.Marshal(was)
	if err != nil {
		return err
	}
	after, err := json.Marshal(now)
	if err != nil {
		return err
	}
	r, err := tx.tx.ExecContext(tx.ctx, `UPDATE transfer SET done = $2 WHERE state = 'half' AND done = $1`, string(before), string(after))
	if err != nil {
		return fmt.Errorf("note what is copied: %w", err)
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		err = ErrTwoCopy
	}
	return err
}

// EndTransfer forgets what is noted of a transfer.
func (tx *Tx) EndTransfer() error {
	return tx.exec("note that the desk is here", `DELETE FROM transfer`)
}
