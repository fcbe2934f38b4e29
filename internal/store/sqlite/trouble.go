package sqlite

import (
	"errors"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"
)

// Full reports whether the disk had no room for what was written.
func Full(err error) bool { return is(err, lib.SQLITE_FULL) }

// ErrDamaged is wrapped by what Check finds.
var ErrDamaged = errors.New("the database is damaged")

// Damaged reports whether the file is no database, or not a whole one.
func Damaged(err error) bool {
	return errors.Is(err, ErrDamaged) || is(err, lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB)
}

// Unwritable reports whether the process may not write the file or its folder.
func Unwritable(err error) bool {
	return is(err, lib.SQLITE_READONLY, lib.SQLITE_CANTOPEN, lib.SQLITE_PERM)
}

// Fault reports whether the file or its disk is at fault.
func (engine) Fault(err error) bool {
	return Damaged(err) || Unwritable(err) || is(err, lib.SQLITE_FULL, lib.SQLITE_IOERR, lib.SQLITE_BUSY, lib.SQLITE_LOCKED, lib.SQLITE_NOMEM)
}

// busy are the answers to whoever wants what another has locked.
var busy = []int{lib.SQLITE_BUSY, lib.SQLITE_LOCKED}

func is(err error, codes ...int) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	for _, c := range codes {
		if e.Code()&0xff == c {
			return true
		}
	}
	return false
}
