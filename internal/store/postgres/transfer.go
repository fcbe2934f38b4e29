package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/waidian/waidian/internal/store"
)

// Side is a store that Open has opened, as one of the two databases of a transfer.
func Side(db *store.DB) store.Side { return side{db} }

// Begun reports whether the database has anything of a desk, whatever version of the program made its tables, all or some of them.
func Begun(ctx context.Context, dsn string) (begun bool, err error) {
	_, err = open(ctx, dsn, map[string]string{"default_transaction_read_only": "on"}, func(ctx context.Context, db *sql.DB, _ *pgxpool.Pool) error {
		for _, table := range []string{"source", "lead", "capture", "article"} {
			var rows bool
			_, err := lastOf(ctx, db, table, `SELECT EXISTS (SELECT 1 FROM `+table+`)`, &rows)
			if begun = begun || rows; err != nil {
				return err
			}
		}
		return errLooked
	})
	if errors.Is(err, errLooked) {
		err = nil
	}
	return begun, err
}

// errLooked ends a connection that was only to look.
var errLooked = errors.New("looked")

type side struct{ db *store.DB }

func (s side) DB() *store.DB { return s.db }

// lockTaken is the SQLSTATE of a lock that another holds (PostgreSQL, appendix A).
const lockTaken = "55P03"

func (s side) Hold(ctx context.Context, tables []string) (*sql.Tx, error) {
	if err := s.Alone(ctx); err != nil {
		return nil, err
	}
	tx, err := s.db.Handle().BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	for _, q := range []string{
		`SET LOCAL idle_in_transaction_session_timeout = 0`, // it waits while the copy is written
		`SET LOCAL lock_timeout = '5s'`,
		`LOCK TABLE "` + strings.Join(append(tables, "river_job"), `", "`) + `" IN SHARE ROW EXCLUSIVE MODE`,
		`SET LOCAL lock_timeout = 0`,
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			var answer *pgconn.PgError
			if errors.As(err, &answer) && answer.Code == lockTaken {
				err = fmt.Errorf("another program writes to it: %w", store.ErrInUse)
			}
			return nil, errors.Join(err, tx.Rollback())
		}
	}
	return tx, nil
}

// Alone looks for sessions of this program that are not those of this process.
func (s side) Alone(ctx context.Context) error {
	return s.db.View(ctx, func(tx *store.Tx) error {
		var others int
		var since *time.Time
		err := tx.SQL().QueryRowContext(ctx, `SELECT count(*), min(backend_start) FROM pg_stat_activity
			WHERE datname = current_database() AND starts_with(application_name, $1) AND application_name <> current_setting('application_name')`,
			program(s.db.Engine().(*engine).pool.Config().ConnConfig.RuntimeParams["search_path"])).Scan(&others, &since)
		if err == nil && others > 0 {
			err = fmt.Errorf("another waidian is connected to it, since %s: %w", since.UTC().Format(time.RFC3339), store.ErrInUse)
		}
		return err
	})
}

func (side) Tables(ctx context.Context, tx *sql.Tx) ([]string, error) {
	return store.Texts(ctx, tx, `SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()
		AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'river\_%' AND table_name <> 'goose_db_version' ORDER BY 1`)
}

// types of columns, by the names that the server has for them.
var types = map[string]store.ColumnType{
	"bigint": store.Whole, "integer": store.Whole, "double precision": store.Real, "text": store.Text, "bytea": store.Bytes,
}

func (side) Columns(ctx context.Context, tx *sql.Tx, table string) ([]store.Column, error) {
	return store.Columns(ctx, tx, table, `SELECT column_name::text, data_type::text FROM information_schema.columns
		WHERE table_schema = current_schema() AND table_name = $1 ORDER BY column_name::text COLLATE "C"`, types)
}

// Load copies rows as the server reads them fastest, numbers that it would give itself included (PostgreSQL, COPY).
func (side) Load(ctx context.Context, tx *sql.Tx, table string, columns []string, rows [][]any) error {
	return Within(ctx, tx, func(tx pgx.Tx) error {
		_, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return err
	})
}

func (s side) LoadTasks(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	var living []store.Task
	for _, t := range tasks {
		if !t.Buried {
			living = append(living, t)
			continue
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO task (kind, subject, host, due, tries, reason, buried) VALUES ($1, $2, $3, $4, $5, $6, 1)`,
			string(t.Kind), t.Subject, t.Host, t.Due.UnixMilli(), t.Tries, t.Reason); err != nil {
			return err
		}
	}
	if len(living) == 0 {
		return nil
	}
	skipped, err := s.db.Engine().(*engine).insert(ctx, tx, living)
	if err != nil {
		return err
	}
	if len(skipped) > 0 {
		return fmt.Errorf("there is a job for %s %s already", skipped[0].Kind, skipped[0].Subject)
	}
	return tried(ctx, tx, living)
}

// tried gives jobs the due times, tries and reasons of their tasks.
func tried(ctx context.Context, tx *sql.Tx, tasks []store.Task) error {
	n := len(tasks)
	kinds, subjects, due, tries, reasons := make([]string, n), make([]string, n), make([]time.Time, n), make([]int64, n), make([]string, n)
	for i, t := range tasks {
		kinds[i], subjects[i], due[i], tries[i], reasons[i] = string(t.Kind), t.Subject, t.Due, int64(t.Tries), t.Reason
	}
	_, err := tx.ExecContext(ctx, `UPDATE river_job j SET scheduled_at = h.due, attempt = h.tries,
			errors = CASE h.reason WHEN '' THEN NULL ELSE
				ARRAY[jsonb_build_object('at', now(), 'attempt', h.tries, 'error', h.reason, 'trace', '')] END
		FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::bigint[], $5::text[]) AS h (kind, subject, due, tries, reason)
		WHERE j.kind = h.kind AND j.args->>'subject' = h.subject
			AND j.state IN ('available', 'pending', 'retryable', 'running', 'scheduled')`, kinds, subjects, due, tries, reasons)
	return err
}

func (side) Last(ctx context.Context, tx *sql.Tx, table, column string) (last int64, err error) {
	var name string
	if err := tx.QueryRowContext(ctx, `SELECT pg_get_serial_sequence($1, $2)`, table, column).Scan(&name); err != nil {
		return 0, err
	}
	err = tx.QueryRowContext(ctx, `SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM `+name).Scan(&last)
	return last, err
}

func (side) SetLast(ctx context.Context, tx *sql.Tx, table, column string, last int64) error {
	_, err := tx.ExecContext(ctx, `SELECT setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, 1), $3::bigint > 0)`, table, column, last)
	return err
}
