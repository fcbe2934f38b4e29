package store

import (
	"fmt"
	"time"
)

// Reader is somebody who reads the desk in an app. No password is in the store, only what it can be compared with.
type Reader struct {
	Name  string
	Pass  string // hash of the password
	Fever string // hash of the key that apps of the Fever kind send
	Made  time.Time
	Used  time.Time // when an app last showed a token, within a day; zero: never; SetReader does not read it
}

// SetReader adds a reader, or gives a known one another password: then the tokens of before are revoked, and the marks stay.
func (tx *Tx) SetReader(r Reader) (known bool, err error) {
	if _, known, err = tx.Reader(r.Name); err != nil {
		return false, err
	}
	err = tx.exec("save reader "+r.Name, `INSERT INTO reader (name, pass, fever, made) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE SET pass = excluded.pass, fever = excluded.fever`, r.Name, r.Pass, r.Fever, stamp(r.Made))
	if err != nil || !known {
		return known, err
	}
	return known, tx.exec("revoke tokens of reader "+r.Name, `DELETE FROM reader_token WHERE reader = $1`, r.Name)
}

// RenewPass keeps the same password of a reader as another hash, if it is still that of before. Tokens stay.
func (tx *Tx) RenewPass(name, was, now string) error {
	if was == now {
		return nil
	}
	return tx.exec("renew the hash of reader "+name, `UPDATE reader SET pass = $3 WHERE name = $1 AND pass = $2`, name, was, now)
}

// RemoveReader forgets a reader, with tokens and marks. The error is ErrNotFound if there is none of that name.
func (tx *Tx) RemoveReader(name string) error {
	if err := tx.one("remove reader "+name, `DELETE FROM reader WHERE name = $1 RETURNING name`, []any{name}, &name); err != nil {
		return err
	}
	for _, query := range []string{`DELETE FROM reader_token WHERE reader = $1`, `DELETE FROM mark WHERE reader = $1`} {
		if err := tx.exec("remove what is kept of reader "+name, query, name); err != nil {
			return err
		}
	}
	return nil
}

const readerColumns = `SELECT r.name, r.pass, r.fever, r.made, coalesce((SELECT max(t.used) FROM reader_token t WHERE t.reader = r.name), 0) FROM reader r`

func scanReader(scan func(...any) error) (r Reader, err error) {
	var made, used int64
	err = scan(&r.Name, &r.Pass, &r.Fever, &made, &used)
	r.Made, r.Used = moment(made), moment(used)
	return r, err
}

// Readers returns all readers by their names.
func (tx *Tx) Readers() ([]Reader, error) {
	return all(tx, "list readers", readerColumns+` ORDER BY r.name`, nil, scanReader)
}

// Reader returns the reader of a name; false: there is none.
func (tx *Tx) Reader(name string) (Reader, bool, error) {
	return tx.readerBy(` WHERE r.name = $1`, name)
}

// ReaderByFever returns the reader whose key for apps of the Fever kind has that hash; false: there is none.
func (tx *Tx) ReaderByFever(hash string) (Reader, bool, error) {
	return tx.readerBy(` WHERE r.fever = $1`, hash)
}

func (tx *Tx) readerBy(where, arg string) (Reader, bool, error) {
	list, err := all(tx, "read reader", readerColumns+where, []any{arg}, scanReader)
	if err != nil || len(list) == 0 {
		return Reader{}, false, err
	}
	return list[0], true, nil
}

// AddToken keeps the hash of a token that was given to a reader, and of all tokens of the reader the keep that were used last.
func (tx *Tx) AddToken(hash, reader string, at time.Time, keep int) error {
	err := tx.exec("keep token", `INSERT INTO reader_token (hash, reader, made, used) VALUES ($1, $2, $3, $3)`, hash, reader, stamp(at))
	if err != nil {
		return err
	}
	return tx.exec("drop old tokens", fmt.Sprintf(`DELETE FROM reader_token WHERE reader = $1 AND hash NOT IN (
		SELECT hash FROM reader_token WHERE reader = $1 ORDER BY used DESC, made DESC, hash LIMIT %d)`, keep), reader)
}

// TokenOf returns whose token has that hash, and when it was last used; false: nobody's.
func (tx *Tx) TokenOf(hash string) (reader string, used time.Time, ok bool, err error) {
	var at int64
	err = tx.one("look for token", `SELECT reader, used FROM reader_token WHERE hash = $1`, []any{hash}, &reader, &at)
	if notFound(err) {
		return "", time.Time{}, false, nil
	}
	return reader, moment(at), err == nil, err
}

// UseToken notes when a token was used.
func (tx *Tx) UseToken(hash string, at time.Time) error {
	return tx.exec("note the use of a token", `UPDATE reader_token SET used = $2 WHERE hash = $1`, hash, stamp(at))
}
