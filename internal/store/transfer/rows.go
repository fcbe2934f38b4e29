package transfer

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/store"
)

// A batch is copied in one transaction: so many rows, or about so many bytes of them.
const (
	batchRows  = 2000
	batchBytes = 4 << 20
)

// copier copies the tables one after the other.
type copier struct {
	*Copying
	held     *sql.Tx          // of the source
	done     map[string]int64 // rows copied, as the target has it
	all      int64            // rows copied in all
	total    int64
	replaced int64
}

// quoted is a name as both engines take any.
func quoted(name string) string { return `"` + name + `"` }

// read is the question for the rows of a table, in the order of its key; of one without a key, in whatever order.
func read(t table, columns []store.Column, from int64) string {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = quoted(c.Name)
	}
	all := fmt.Sprintf(`SELECT %s FROM %s%s`, strings.Join(list, ", "), quoted(t.name), t.condition())
	if t.key == "" {
		return all
	}
	return fmt.Sprintf(`%s ORDER BY %s LIMIT %d OFFSET %d`, all, t.key, int64(1)<<62, from)
}

// columns are those of a table, which both databases must have alike.
func (c *Copying) columns(ctx context.Context, held *sql.Tx, name string) (out []store.Column, err error) {
	if out, err = c.From.Columns(ctx, held, name); err != nil {
		return nil, err
	}
	err = c.To.DB().View(ctx, func(tx *store.Tx) error {
		theirs, err := c.To.Columns(ctx, tx.SQL(), name)
		if err == nil && !slices.Equal(out, theirs) {
			err = fmt.Errorf("its columns are %v in one database and %v in the other", out, theirs)
		}
		return err
	})
	return out, err
}

// table copies what is left of a table.
func (k *copier) table(ctx context.Context, t table) error {
	columns, err := k.columns(ctx, k.held, t.name)
	if err != nil {
		return err
	}
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = c.Name
	}
	return scan(ctx, k.held, read(t, columns, k.done[t.name]), columns, func(rows [][]any) error {
		for _, row := range rows {
			k.replaced += clean(row)
		}
		return k.batch(ctx, t.name, len(rows), func(tx *sql.Tx) error { return k.To.Load(ctx, tx, t.name, list, rows) })
	})
}

// batch writes n rows of a table into the target in one transaction, with the note that they are copied.
func (k *copier) batch(ctx context.Context, name string, n int, load func(*sql.Tx) error) error {
	now := maps.Clone(k.done)
	now[name] += int64(n)
	err := k.To.DB().Update(ctx, func(tx *store.Tx) error {
		if err := tx.Copied(k.done, now); err != nil {
			return err
		}
		return load(tx.SQL())
	})
	if err != nil {
		return err
	}
	k.done, k.all = now, k.all+int64(n)
	if k.Headway != nil {
		k.Headway(k.all, max(k.total, k.all))
	}
	return nil
}

// scan calls each with the rows of a question, a batch at a time. The slices are each's to keep.
func scan(ctx context.Context, tx *sql.Tx, question string, columns []store.Column, each func([][]any) error) error {
	rows, err := tx.QueryContext(ctx, question)
	if err != nil {
		return err
	}
	defer rows.Close()
	var b batch
	for rows.Next() {
		row, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := typed(row, columns); err != nil {
			return err
		}
		if b.add(row) {
			if err := each(b.take()); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if len(b.rows) == 0 {
		return nil
	}
	return each(b.take())
}

// batch gathers rows.
type batch struct {
	rows  [][]any
	bytes int
}

// add adds a row, and reports whether the batch is full.
func (b *batch) add(row []any) bool {
	b.rows = append(b.rows, row)
	for _, v := range row {
		switch v := v.(type) {
		case string:
			b.bytes += len(v)
		case []byte:
			b.bytes += len(v)
		}
	}
	return len(b.rows) >= batchRows || b.bytes >= batchBytes
}

func (b *batch) take() [][]any {
	rows := b.rows
	*b = batch{}
	return rows
}

// typed gives the values of a row the types of its columns: SQLite keeps the type that a value came with.
func typed(row []any, columns []store.Column) error {
	for i, c := range columns {
		switch v := row[i].(type) {
		case nil:
			continue
		case string:
			if c.Type == store.Bytes {
				row[i] = []byte(v)
				continue
			}
		case []byte:
			if c.Type == store.Text {
				row[i] = string(v)
				continue
			}
			if v == nil {
				row[i] = []byte{} // as SQLite's driver reads one without bytes; NULL is nil without a type
			}
		case int64:
			if c.Type == store.Real {
				row[i] = float64(v)
				continue
			}
		case bool, float64, time.Time:
		}
		if typeOf(row[i]) != c.Type {
			return fmt.Errorf("column %s has a %T", c.Name, row[i])
		}
	}
	return nil
}

func typeOf(v any) store.ColumnType {
	switch v.(type) {
	case int64:
		return store.Whole
	case float64:
		return store.Real
	case string:
		return store.Text
	case []byte:
		return store.Bytes
	}
	return -1
}

// clean replaces what no PostgreSQL takes in a text, NUL and what is no UTF-8, by U+FFFD, and returns in how many texts it has.
func clean(row []any) (n int64) {
	for i, v := range row {
		s, ok := v.(string)
		if !ok {
			continue
		}
		if better := strings.ReplaceAll(strings.ToValidUTF8(s, "\ufffd"), "\x00", "\ufffd"); better != s {
			row[i] = better
			n++
		}
	}
	return n
}
