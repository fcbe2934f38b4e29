package store

import (
	"context"
	"database/sql"
	"errors"
)

// ErrInUse is wrapped by the error of holding a database that others use.
var ErrInUse = errors.New("it is in use")

// Column is a column of a table.
type Column struct {
	Name string
	Type ColumnType
}

// ColumnType is what the values of a column are.
type ColumnType int

// The types that columns have: in Go int64, float64, string and []byte.
const (
	Whole ColumnType = iota
	Real
	Text
	Bytes
)

// Side is a database as one of the two of a transfer of a desk, in its engine's way. Package transfer copies from one to the other.
type Side interface {
	DB() *DB
	// Hold begins a transaction that keeps all others from writing those tables. The error is ErrInUse if others are at work.
	Hold(ctx context.Context, tables []string) (*sql.Tx, error)
	// Alone returns ErrInUse if another program has the database open.
	Alone(ctx context.Context) error
	// Tables are the names of all tables of a desk, those of libraries left out.
	Tables(ctx context.Context, tx *sql.Tx) ([]string, error)
	// Columns are those of a table, by name.
	Columns(ctx context.Context, tx *sql.Tx, table string) ([]Column, error)
	// Load adds rows to a table, with the values of those columns.
	Load(ctx context.Context, tx *sql.Tx, table string, columns []string, rows [][]any) error
	// LoadTasks adds tasks with their tries and reasons.
	LoadTasks(ctx context.Context, tx *sql.Tx, tasks []Task) error
	// Last is the highest number that was given in a column of a table; 0: none was.
	Last(ctx context.Context, tx *sql.Tx, table, column string) (int64, error)
	// SetLast makes the next number that is given there higher.
	SetLast(ctx context.Context, tx *sql.Tx, table, column string, last int64) error
}
