package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/store"
)

// Side is a store that Open has opened, as one of the two databases of a transfer.
func Side(db *store.DB) store.Side { return side{db} }

// Begun reports whether the file has anything of a desk, whatever version of the program made its tables, all or some of them.
func Begun(ctx context.Context, path string) (begun bool, err error) {
	db, err := openReader(ctx, path)
	if err != nil {
		return false, err
	}
	defer db.Close()
	for _, table := range []string{"source", "lead", "capture", "article"} {
		var there, rows bool
		if err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = $1)`, table).Scan(&there); err != nil {
			return false, err
		}
		if there {
			if err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM `+table+`)`).Scan(&rows); err != nil {
				return false, err
			}
		}
		begun = begun || rows
	}
	return begun, nil
}

type side struct{ db *store.DB }

func (s side) DB() *store.DB { return s.db }

// Hold takes SQLite's one lock for writers, once nobody else has the file open: only then can the form of the log be changed
// (https://sqlite.org/wal.html, 6). Others may read it meanwhile; a desk that is started puts the log back.
func (s side) Hold(ctx context.Context, _ []string) (*sql.Tx, error) {
	for _, q := range []string{`PRAGMA busy_timeout = 1000`, `PRAGMA journal_mode = DELETE`, `PRAGMA busy_timeout = 10000`} {
		if _, err := s.db.Handle().ExecContext(ctx, q); err != nil {
			if is(err, busy...) {
				err = fmt.Errorf("another program has the file open: %w", store.ErrInUse)
			}
			return nil, err
		}
	}
	return s.db.Handle().BeginTx(ctx, nil)
}

// Alone is nil: nobody can write while the lock is held, nor open the file to write later.
func (side) Alone(context.Context) error { return nil }

func (side) Tables(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return store.Texts(ctx, tx, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
		AND name NOT LIKE 'found\_%' ESCAPE '\' AND name <> 'goose_db_version' ORDER BY name`)
}

// types of columns, by how they are declared.
var types = map[string]store.ColumnType{"INTEGER": store.Whole, "BIGINT": store.Whole, "REAL": store.Real, "TEXT": store.Text, "BLOB": store.Bytes}

func (side) Columns(ctx context.Context, tx *sql.Tx, table string) ([]store.Column, error) {
	return store.Columns(ctx, tx, table, `SELECT name, type FROM pragma_table_info($1) ORDER BY name`, types)
}

func (side) Load(ctx context.Context, tx *sql.Tx, table string, columns []string, rows [][]any) error {
	names, marks := make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i], marks[i] = `"`+c+`"`, fmt.Sprint("$", i+1)
	}
	s, err := tx.PrepareContext(ctx, fmt.Sprintf(`INSERT INTO "%s" (%s) VALUES (%s)`, table, strings.Join(names, ", "), strings.Join(marks, ", ")))
	if err != nil {
		return err
	}
	defer s.Close()
	for _, row := range rows {
		if _, err := s.ExecContext(ctx, row...); err != nil {
			return err
		}
	}
	return nil
}

func (side) LoadTasks(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	for _, t := range tasks {
		buried := 0
		if t.Buried {
			buried = 1
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			string(t.Kind), t.Subject, t.Host, t.Due.UnixMilli(), t.Tries, t.Reason, buried); err != nil {
			return err
		}
	}
	return nil
}

// sequences is where SQLite counts the numbers of tables that give none twice (https://sqlite.org/autoinc.html).
const sequences = "sqlite_sequence"

func (side) Last(ctx context.Context, tx *sql.Tx, table, column string) (last int64, err error) {
	err = tx.QueryRowContext(ctx, fmt.Sprintf(`SELECT max(coalesce((SELECT max("%s") FROM "%s"), 0),
		coalesce((SELECT seq FROM %s WHERE name = $1), 0))`, column, table, sequences), table).Scan(&last)
	return last, err
}

// SetLast does nothing for a table without a sequence: its numbers go on after the highest that it has.
func (side) SetLast(ctx context.Context, tx *sql.Tx, table, _ string, last int64) error {
	with, err := store.Texts(ctx, tx, `SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'`)
	if err != nil || !slices.Contains(with, table) {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM `+sequences+` WHERE name = $1`, table); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO `+sequences+` (name, seq) VALUES ($1, $2)`, table, last)
	return err
}
