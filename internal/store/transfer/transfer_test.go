package transfer_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/postgres"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/store/storetest"
	"github.com/waidian/waidian/internal/store/transfer"
)

var noon = time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)

func onSQLite(t *testing.T) store.Side {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "waidian.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return sqlite.Side(db)
}

func onPostgres(t *testing.T) store.Side {
	t.Helper()
	db, err := postgres.Open(t.Context(), storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return postgres.Side(db)
}

// update is a transaction that writes; the handle that reads is left alone, since a source must not be open twice.
func update(t *testing.T, s store.Side, f func(tx *store.Tx) error) {
	t.Helper()
	if err := s.DB().Update(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

func exec(t *testing.T, s store.Side, query string, args ...any) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		_, err := tx.SQL().ExecContext(t.Context(), query, args...)
		return err
	})
}

// TestEveryTableIsNamed: what a database holds is copied, or somebody has said why not; a table that is new fails here.
func TestEveryTableIsNamed(t *testing.T) {
	for name, side := range map[string]func(*testing.T) store.Side{"sqlite": onSQLite, "postgres": onPostgres} {
		t.Run(name, func(t *testing.T) {
			named := append(transfer.Copied(), transfer.Tasks)
			for table := range transfer.Elsewhere {
				if name == "postgres" && (table == "addition") {
					continue // SQLite's alone
				}
				named = append(named, table)
			}
			slices.Sort(named)
			var there []string
			s := side(t)
			update(t, s, func(tx *store.Tx) (err error) {
				there, err = s.Tables(t.Context(), tx.SQL())
				return err
			})
			if !slices.Equal(there, named) {
				t.Errorf("tables are %v;\n    named are %v", there, named)
			}
		})
	}
}

// TestColumnsAreAlike: both engines have the same columns, and give numbers themselves in those that are named.
func TestColumnsAreAlike(t *testing.T) {
	lite, pg := onSQLite(t), onPostgres(t)
	columns := func(s store.Side, table string) (out []store.Column) {
		update(t, s, func(tx *store.Tx) (err error) {
			out, err = s.Columns(t.Context(), tx.SQL(), table)
			return err
		})
		return out
	}
	for _, table := range transfer.Copied() {
		if a, b := columns(lite, table), columns(pg, table); len(a) == 0 || !slices.Equal(a, b) {
			t.Errorf("%s: %v on SQLite, %v on PostgreSQL", table, a, b)
		}
	}
	given := map[string]string{}
	update(t, pg, func(tx *store.Tx) error {
		rows, err := tx.SQL().QueryContext(t.Context(), `SELECT table_name::text, column_name::text FROM information_schema.columns
			WHERE table_schema = current_schema() AND is_identity = 'YES' AND table_name NOT IN ('task', 'goose_db_version')`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var table, column string
			if err := rows.Scan(&table, &column); err != nil {
				return err
			}
			given[table] = column
		}
		return rows.Err()
	})
	if !maps.Equal(given, transfer.Numbered) {
		t.Errorf("the server gives the numbers of %v; named are %v", given, transfer.Numbered)
	}
}

// many is how many rows fill puts into the tables that grow: more than two batches.
const many = 2*transfer.BatchRows + 7

// fill writes rows into every table that is copied, a value of its own into each column, and tasks of every kind.
func fill(t *testing.T, s store.Side) {
	t.Helper()
	for _, table := range transfer.Copied() {
		rows := 3
		switch table {
		case "lead", "leaf":
			rows = many
		case "desk", "tree":
			rows = 1
		}
		update(t, s, func(tx *store.Tx) error {
			if _, err := tx.SQL().ExecContext(t.Context(), `DELETE FROM "`+table+`"`); err != nil {
				return err
			}
			return fillTable(t.Context(), s, tx.SQL(), table, rows)
		})
	}
	exec(t, s, `INSERT INTO counter (name, n) VALUES ('index form 2', 9)`)
	update(t, s, func(tx *store.Tx) error {
		var tasks []store.Task
		for i := range many {
			tasks = append(tasks, store.Task{Kind: store.Fetch, Subject: fmt.Sprint(i), Host: fmt.Sprint(i%7, ".example"), Due: noon.Add(time.Duration(i) * time.Millisecond)})
		}
		tasks = append(tasks,
			store.Task{Kind: store.Digest, Subject: "tried", Due: noon, Tries: 4, Reason: "a reason: “so”"},
			store.Task{Kind: store.Digest, Subject: "later", Due: time.Now().Add(1000 * time.Hour).Truncate(time.Millisecond).UTC()},
			store.Task{Kind: store.Read, Subject: "at once", Due: time.UnixMilli(0).UTC()},
			store.Task{Kind: store.Fetch, Subject: "dead", Host: "a.example", Due: noon, Tries: 9, Reason: "gone", Buried: true},
			store.Task{Kind: store.Fetch, Subject: "dead later", Due: noon.Add(-time.Hour), Tries: 8, Reason: "gone, too", Buried: true})
		return s.LoadTasks(t.Context(), tx.SQL(), tasks)
	})
}

func fillTable(ctx context.Context, s store.Side, tx *sql.Tx, table string, rows int) error {
	columns, err := s.Columns(ctx, tx, table)
	if err != nil {
		return err
	}
	names, list := make([]string, len(columns)), make([][]any, rows)
	for i, c := range columns {
		names[i] = c.Name
	}
	for n := range list {
		for i, c := range columns {
			var v any
			switch c.Type {
			case store.Whole:
				v = int64(n*100 + i)
			case store.Real:
				v = float64(n) + 0.1
			case store.Text:
				v = fmt.Sprintf("%s %d ü外电", c.Name, n)
			case store.Bytes:
				v = []byte{byte(i), 0, 255, byte(n)}
			}
			switch {
			case c.Name == "one", table == "digest" && c.Name == "current":
				v = int64(1)
			case table == "leaf" && c.Name == "n", table == "lead" && c.Name == "id":
				v = int64(n * 2) // numbers are missing between
			case c.Type == store.Bytes && n == 1 && (c.Name == "fingerprint" || c.Name == "outline"):
				v = nil
			case c.Type == store.Bytes && n == 2:
				v = []byte{}
			}
			list[n] = append(list[n], v)
		}
	}
	return s.Load(ctx, tx, table, names, list)
}

// dump is every row of a database as text, in order. It asks in its own way.
func dump(t *testing.T, s store.Side) (out []string) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		questions := map[string]string{"tasks": `SELECT kind, subject, host, due, tries, reason, buried FROM tasks`}
		for _, table := range transfer.Copied() {
			columns, err := s.Columns(t.Context(), tx.SQL(), table)
			if err != nil {
				return err
			}
			var names []string
			for _, c := range columns {
				names = append(names, `"`+c.Name+`"`)
			}
			questions[table] = "SELECT " + strings.Join(names, ", ") + ` FROM "` + table + `"`
		}
		questions["counter"] += ` WHERE name NOT LIKE 'index form%'`
		for table, q := range questions {
			rows, err := tx.SQL().QueryContext(t.Context(), q)
			if err != nil {
				return err
			}
			defer rows.Close()
			names, err := rows.Columns()
			if err != nil {
				return err
			}
			for rows.Next() {
				row := make([]sql.NullString, len(names))
				into := make([]any, len(row))
				for i := range row {
					into[i] = &row[i]
				}
				if err := rows.Scan(into...); err != nil {
					return err
				}
				out = append(out, fmt.Sprintf("%s %v", table, row))
			}
			if err := rows.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	slices.Sort(out)
	return out
}

func copying(from, to store.Side) *transfer.Copying {
	return &transfer.Copying{
		From: from, To: to, Source: "the source", Target: "the target", Now: func() time.Time { return noon },
		Index: func(context.Context, *store.DB) error { return nil },
	}
}

func stateOf(t *testing.T, s store.Side) (state store.TransferState) {
	t.Helper()
	update(t, s, func(tx *store.Tx) error {
		tr, err := tx.Transfer()
		state = tr.State
		return err
	})
	return state
}

// TestThereAndBack: every row of every table comes to PostgreSQL and back as it was, each task waits once, and no number is given twice.
func TestThereAndBack(t *testing.T) {
	first, pg, last := onSQLite(t), onPostgres(t), onSQLite(t)
	fill(t, first)
	exec(t, first, `UPDATE sqlite_sequence SET seq = 5000 WHERE name = 'article'`)
	want := dump(t, first)
	if len(want) < 3*many {
		t.Fatalf("%d rows to copy", len(want))
	}
	r, err := copying(first, pg).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := dump(t, pg); !slices.Equal(got, want) {
		t.Errorf("on PostgreSQL: %s", differing(got, want))
	}
	var jobs int
	update(t, pg, func(tx *store.Tx) error {
		return tx.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM river_job`).Scan(&jobs)
	})
	if jobs != many+3 {
		t.Errorf("%d jobs, want %d", jobs, many+3)
	}
	if s := stateOf(t, first); s != store.GoneElsewhere {
		t.Errorf("the source is %q", s)
	}
	back, err := copying(pg, last).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := dump(t, last); !slices.Equal(got, want) {
		t.Errorf("back on SQLite: %s", differing(got, want))
	}
	if !slices.Equal(r.Tables, back.Tables) {
		t.Errorf("sums are %v there and %v back", r.Tables, back.Tables)
	}
	for _, s := range []store.Side{pg, last} {
		var next int64
		update(t, s, func(tx *store.Tx) error {
			return tx.SQL().QueryRowContext(t.Context(), `INSERT INTO vector (article, model, text, data) VALUES ('new', '', '', '') RETURNING id`).Scan(&next)
		})
		if next != 203 {
			t.Errorf("the next vector has number %d, want 203", next)
		}
		n, err := int64(0), error(nil)
		update(t, s, func(tx *store.Tx) error {
			n, err = s.Last(t.Context(), tx.SQL(), "article", "seq")
			return err
		})
		if n != 5000 {
			t.Errorf("the last number of an article is %d, want 5000", n)
		}
	}
}

// differing says what the first rows are that two dumps do not share.
func differing(got, want []string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("%d rows, want %d: %s, want %s", len(got), len(want), got[i], want[i])
		}
	}
	return fmt.Sprintf("%d rows, want %d", len(got), len(want))
}

// TestBrokenOff: a copy that is broken off after each of its batches goes on where it was, and no row is twice.
func TestBrokenOff(t *testing.T) {
	first, second := onSQLite(t), onSQLite(t)
	fill(t, first)
	want := dump(t, first)
	stops := 0
	for {
		ctx, stop := context.WithCancel(t.Context())
		c := copying(first, second)
		c.Headway = func(done, total int64) {
			if done > total {
				t.Errorf("%d of %d rows", done, total)
			}
			stop()
		}
		_, err := c.Run(ctx)
		stop()
		if err == nil {
			break
		}
		if stops++; !errors.Is(err, context.Canceled) || stops > 100 {
			t.Fatal(err)
		}
		if s := stateOf(t, second); s != store.HalfCopied {
			t.Errorf("the target is %q", s)
		}
		if s := stateOf(t, first); s != "" {
			t.Errorf("the source is %q", s)
		}
	}
	if stops < 9 {
		t.Errorf("it was broken off %d times", stops)
	}
	if got := dump(t, second); !slices.Equal(got, want) {
		t.Error(differing(got, want))
	}
	if s := stateOf(t, second); s != "" {
		t.Errorf("the target is %q", s)
	}
}

// TestBrokenOffAtTheEnd: between the end of the source and that of the copy neither is the desk, and the next call goes on.
func TestBrokenOffAtTheEnd(t *testing.T) {
	first, second := onSQLite(t), onSQLite(t)
	fill(t, first)
	if _, err := copying(first, second).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	update(t, second, func(tx *store.Tx) error {
		return tx.SetTransfer(store.Transfer{State: store.HalfCopied, Desk: "id 0 ü外电", Done: map[string]int64{"task": many + 5}})
	})
	_, err := copying(first, second).Run(t.Context())
	if err == nil {
		t.Fatal("rows were copied once more, and nobody noticed")
	}
	update(t, second, func(tx *store.Tx) error {
		done := map[string]int64{"task": many + 5}
		for _, table := range transfer.Copied() {
			var n int64
			if err := tx.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM "`+table+`"`).Scan(&n); err != nil {
				return err
			}
			done[table] = n
		}
		return tx.SetTransfer(store.Transfer{State: store.HalfCopied, Desk: "id 0 ü外电", Done: done})
	})
	if _, err := copying(first, second).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := stateOf(t, second); s != "" {
		t.Errorf("the target is %q", s)
	}
}

// TestACopyThatDiffers: what is not as it was is noticed, and the desk stays where it is.
func TestACopyThatDiffers(t *testing.T) {
	for _, change := range []string{
		`UPDATE article SET title = 'another' WHERE seq = (SELECT max(seq) FROM article)`,
		`DELETE FROM mark WHERE reader = (SELECT min(reader) FROM mark)`,
		`UPDATE task SET tries = tries + 1 WHERE subject = '9'`,
	} {
		first, second := onSQLite(t), onSQLite(t)
		fill(t, first)
		c := copying(first, second)
		c.Index = func(context.Context, *store.DB) error {
			exec(t, second, change)
			return nil
		}
		if _, err := c.Run(t.Context()); !errors.Is(err, transfer.ErrDiffer) {
			t.Errorf("%s: %v", change, err)
		}
		if s := stateOf(t, first); s != "" {
			t.Errorf("the source is %q", s)
		}
		if s := stateOf(t, second); s != store.HalfCopied {
			t.Errorf("the target is %q", s)
		}
	}
}

// TestTaken: a database with rows of another desk is left alone.
func TestTaken(t *testing.T) {
	first, second := onSQLite(t), onSQLite(t)
	fill(t, first)
	exec(t, second, `INSERT INTO setting (name, value) VALUES ('a', 'b')`)
	want := dump(t, second)
	if _, err := copying(first, second).Run(t.Context()); !errors.Is(err, transfer.ErrTaken) {
		t.Errorf("a database with a row: %v", err)
	}
	if got := dump(t, second); !slices.Equal(got, want) {
		t.Error(differing(got, want))
	}
	exec(t, second, `DELETE FROM setting`)
	update(t, second, func(tx *store.Tx) error {
		return tx.SetTransfer(store.Transfer{State: store.HalfCopied, Desk: "another", Done: map[string]int64{}})
	})
	if _, err := copying(first, second).Run(t.Context()); !errors.Is(err, transfer.ErrTaken) {
		t.Errorf("half of another desk: %v", err)
	}
}

// TestInUse: a database that somebody else has open, or writes to, is not copied.
func TestInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "waidian.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	first, pg := sqlite.Side(db), onPostgres(t)
	fill(t, first)
	other, err := sqlite.Open(t.Context(), path) // as serve has it, with its readers
	if err != nil {
		t.Fatal(err)
	}
	if _, err := copying(first, pg).Run(t.Context()); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a file that is open: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := copying(first, pg).Run(t.Context()); err != nil {
		t.Fatal(err)
	}

	writing, err := pg.DB().Handle().BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Rollback()
	if _, err := writing.ExecContext(t.Context(), `DELETE FROM mark`); err != nil {
		t.Fatal(err)
	}
	if _, err := copying(pg, onSQLite(t)).Run(t.Context()); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a table that is written: %v", err)
	}
}

// TestTwoCopies: of two processes that copy into one database one stops before it writes a row twice.
func TestTwoCopies(t *testing.T) {
	first, second := onSQLite(t), onSQLite(t)
	fill(t, first)
	c := copying(first, second)
	c.Headway = func(done, _ int64) {
		if done > transfer.BatchRows {
			update(t, second, func(tx *store.Tx) error {
				tr, err := tx.Transfer()
				if err != nil {
					return err
				}
				tr.Done["lead"]++
				return tx.SetTransfer(tr)
			})
		}
	}
	if _, err := c.Run(t.Context()); !errors.Is(err, store.ErrTwoCopy) {
		t.Errorf("%v", err)
	}
}

// TestTextsThatPostgresDoesNotTake: NUL and what is no UTF-8 are replaced, and counted.
func TestTextsThatPostgresDoesNotTake(t *testing.T) {
	first, pg := onSQLite(t), onPostgres(t)
	exec(t, first, `INSERT INTO desk (one, id, place) VALUES (1, 'd', '')`)
	exec(t, first, `INSERT INTO setting (name, value) VALUES ('a', $1), ('b', $2), ('c', 'good')`, "nu\x00l", "half \xe5\xa4")
	r, err := copying(first, pg).Run(t.Context())
	if err != nil || r.Replaced != 2 {
		t.Errorf("%d texts were replaced: %v", r.Replaced, err)
	}
	if got := dump(t, pg); !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "nu\ufffdl") }) {
		t.Errorf("%q", got)
	}
}

// TestBatches: what is in memory does not grow with the table.
func TestBatches(t *testing.T) {
	for _, c := range []struct {
		rows []int
		want []int
	}{
		{nil, []int{0}},
		{make([]int, 2*transfer.BatchRows+1), []int{transfer.BatchRows, transfer.BatchRows, 1}},
		{[]int{5 << 20, 1, 3 << 20, 1 << 20, 7}, []int{1, 3, 1}},
	} {
		if got := transfer.Batches(c.rows); !slices.Equal(got, c.want) {
			t.Errorf("batches of %v, want %v", got, c.want)
		}
	}
}

// TestBegun: tables without a row are no desk, whoever was interrupted when making them.
func TestBegun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "waidian.db")
	db, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s := sqlite.Side(db)
	exec(t, s, `DELETE FROM goose_db_version WHERE version_id > 20`)
	if begun, err := sqlite.Begun(t.Context(), path); begun || err != nil {
		t.Errorf("an empty one: %v, %v", begun, err)
	}
	exec(t, s, `INSERT INTO source (id, url, data, active, due, state) VALUES ('a', '', '{}', 1, 0, '{}')`)
	if begun, err := sqlite.Begun(t.Context(), path); !begun || err != nil {
		t.Errorf("one with a source: %v, %v", begun, err)
	}
	dsn := storetest.Postgres(t)
	if begun, err := postgres.Begun(t.Context(), dsn); begun || err != nil {
		t.Errorf("an empty one on PostgreSQL: %v, %v", begun, err)
	}
	server, err := postgres.Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	exec(t, postgres.Side(server), `INSERT INTO source (id, url, data, active, due, state) VALUES ('a', '', '{}', 1, 0, '{}')`)
	if begun, err := postgres.Begun(t.Context(), dsn); !begun || err != nil {
		t.Errorf("one with a source on PostgreSQL: %v, %v", begun, err)
	}
}
