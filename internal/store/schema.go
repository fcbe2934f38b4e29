package store

import (
	"errors"
	"fmt"
)

// ErrNone is wrapped by the error of opening a database that is not there, or that no desk has begun, where none
// may be made.
var ErrNone = errors.New("there is no desk")

// ErrForeign is wrapped by the error of opening a database in which another program keeps its tables.
var ErrForeign = errors.New("holds the tables of another program")

// OtherSchema is the error of a database whose tables are not those of this program. Nothing was written to it.
type OtherSchema struct {
	Where string // the file, or "PostgreSQL"
	Has   int64  // the number of the database's last migration
	Knows int64  // that of this program's
}

func (e *OtherSchema) Error() string {
	if e.Newer() {
		return fmt.Sprintf("%s was written by a newer waidian (schema %d, this one knows %d)", e.Where, e.Has, e.Knows)
	}
	return fmt.Sprintf("%s was written by an older waidian (schema %d, this one has %d)", e.Where, e.Has, e.Knows)
}

// Newer reports whether the database is newer than the program; otherwise it is older.
func (e *OtherSchema) Newer() bool { return e.Has > e.Knows }
