package store

import (
	"fmt"
	"time"
)

// Operator is somebody who works in the room of the desk. No password is in the store, only what it can be compared with.
type Operator struct {
	Name string
	Pass string // hash of the password
	Made time.Time
	Used time.Time // when a session was last used, within a minute; zero: there is none; SetOperator does not read it
}

// RoomSession is one log-in to the room.
type RoomSession struct {
	Hash     string // of its token
	Operator string
	Made     time.Time
	Used     time.Time // last, within a minute
}

// SetOperator adds an operator, or gives a known one another password: then the sessions of before end.
func (tx *Tx) SetOperator(o Operator) (known bool, err error) {
	if _, known, err = tx.Operator(o.Name); err != nil {
		return false, err
	}
	err = tx.exec("save operator "+o.Name, `INSERT INTO operator (name, pass, made) VALUES ($1, $2, $3)
		ON CONFLICT (name) DO UPDATE SET pass = excluded.pass`, o.Name, o.Pass, stamp(o.Made))
	if err != nil || !known {
		return known, err
	}
	return known, tx.endSessions(`operator = $1`, o.Name)
}

// RemoveOperator forgets an operator, whose sessions end. The error is ErrNotFound if there is none of that name.
func (tx *Tx) RemoveOperator(name string) error {
	if err := tx.one("remove operator "+name, `DELETE FROM operator WHERE name = $1 RETURNING name`, []any{name}, &name); err != nil {
		return err
	}
	return tx.endSessions(`operator = $1`, name)
}

const operatorColumns = `SELECT o.name, o.pass, o.made, coalesce((SELECT max(s.used) FROM room_session s WHERE s.operator = o.name), 0) FROM operator o`

func scanOperator(scan func(...any) error) (o Operator, err error) {
	var made, used int64
	err = scan(&o.Name, &o.Pass, &made, &used)
	o.Made, o.Used = moment(made), moment(used)
	return o, err
}

// Operators returns all operators by their names.
func (tx *Tx) Operators() ([]Operator, error) {
	return all(tx, "list operators", operatorColumns+` ORDER BY o.name`, nil, scanOperator)
}

// Operator returns the operator of a name; false: there is none.
func (tx *Tx) Operator(name string) (Operator, bool, error) {
	list, err := all(tx, "read operator", operatorColumns+` WHERE o.name = $1`, []any{name}, scanOperator)
	if err != nil || len(list) == 0 {
		return Operator{}, false, err
	}
	return list[0], true, nil
}

// BeginSession keeps a new session, and of all sessions of its operator the keep that were used last. Those that were last used before
// idle, or began before the time old, are forgotten, whosever they are.
func (tx *Tx) BeginSession(s RoomSession, idle, old time.Time, keep int) error {
	err := tx.exec("keep session", `INSERT INTO room_session (hash, operator, made, used) VALUES ($1, $2, $3, $4)`,
		s.Hash, s.Operator, stamp(s.Made), stamp(s.Used))
	if err != nil {
		return err
	}
	if err := tx.endSessions(`used < $1 OR made < $2`, stamp(idle), stamp(old)); err != nil {
		return err
	}
	return tx.endSessions(fmt.Sprintf(`operator = $1 AND hash NOT IN (
		SELECT hash FROM room_session WHERE operator = $1 ORDER BY used DESC, made DESC, hash LIMIT %d)`, keep), s.Operator)
}

// RoomSession returns the session whose token has that hash; false: there is none.
func (tx *Tx) RoomSession(hash string) (s RoomSession, ok bool, err error) {
	var made, used int64
	err = tx.one("look for session", `SELECT hash, operator, made, used FROM room_session WHERE hash = $1`, []any{hash}, &s.Hash, &s.Operator, &made, &used)
	if notFound(err) {
		return RoomSession{}, false, nil
	}
	s.Made, s.Used = moment(made), moment(used)
	return s, err == nil, err
}

// UseSession notes when a session was used.
func (tx *Tx) UseSession(hash string, at time.Time) error {
	return tx.exec("note the use of a session", `UPDATE room_session SET used = $2 WHERE hash = $1`, hash, stamp(at))
}

// EndSession forgets a session, and the forms that were sent in it.
func (tx *Tx) EndSession(hash string) error { return tx.endSessions(`hash = $1`, hash) }

func (tx *Tx) endSessions(where string, args ...any) error {
	if err := tx.exec("forget sent forms", `DELETE FROM room_form WHERE session IN (SELECT hash FROM room_session WHERE `+where+`)`, args...); err != nil {
		return err
	}
	return tx.exec("end sessions", `DELETE FROM room_session WHERE `+where, args...)
}

// TakeForm notes that the form with that nonce was sent in a session; false: it was sent before.
func (tx *Tx) TakeForm(nonce, session string) (first bool, err error) {
	err = tx.one("take a form", `INSERT INTO room_form (nonce, session) VALUES ($1, $2) ON CONFLICT (nonce) DO NOTHING RETURNING nonce`,
		[]any{nonce, session}, &nonce)
	if notFound(err) {
		return false, nil
	}
	return err == nil, err
}
