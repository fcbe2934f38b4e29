package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
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

// Texts are what a question of one column returns.
func Texts(ctx context.Context, tx *sql.Tx, question string) (out []string, err error) {
	rows, err := tx.QueryContext(ctx, question)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Columns are those of a table, as a question with its name as argument returns them: names, and how they are declared. types says what that means.
func Columns(ctx context.Context, tx *sql.Tx, table, question string, types map[string]ColumnType) (out []Column, err error) {
	rows, err := tx.QueryContext(ctx, question, table)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name, declared string
		if err := rows.Scan(&name, &declared); err != nil {
			return nil, err
		}
		t, ok := types[declared]
		if !ok {
			return nil, fmt.Errorf("column %s of %s is declared as %s", name, table, declared)
		}
		out = append(out, Column{Name: name, Type: t})
	}
	return out, rows.Err()
}
