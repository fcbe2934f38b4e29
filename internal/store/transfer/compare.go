package transfer

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"math/bits"

	"github.com/waidian/waidian/internal/store"
)

// compare reads both databases and returns what both have alike, by table.
func (c *Copying) compare(ctx context.Context, held *sql.Tx) (out []Table, err error) {
	for _, t := range append(copied[:len(copied):len(copied)], waiting) {
		columns := queue
		if t.name != waiting.name {
			if columns, err = c.columns(ctx, held, t.name); err != nil {
				return nil, fmt.Errorf("compare table %s: %w", t.name, err)
			}
		}
		was, err := sum(ctx, held, t, columns)
		if err != nil {
			return nil, fmt.Errorf("read table %s: %w", t.name, err)
		}
		err = c.To.DB().View(ctx, func(tx *store.Tx) error {
			is, err := sum(ctx, tx.SQL(), t, columns)
			if err == nil && is != was {
				err = fmt.Errorf("%w: table %s has %d rows, sum %s, in the copy; it had %d, sum %s", ErrDiffer, t.name, is.Rows, is.Sum, was.Rows, was.Sum)
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("compare table %s: %w", t.name, err)
		}
		out = append(out, was)
	}
	return out, nil
}

// sum is that of a table's rows in whatever order: the SHA-256 of each, added up modulo 2^256.
func sum(ctx context.Context, tx *sql.Tx, t table, columns []store.Column) (Table, error) {
	out := Table{Name: t.name}
	var total [4]uint64
	t.key = "" // their order does not matter, and sorting them would need room
	err := scan(ctx, tx, read(t, columns, 0), columns, func(rows [][]any) error {
		for _, row := range rows {
			clean(row)
			add(&total, sha256.Sum256(encoded(row)))
		}
		out.Rows += int64(len(rows))
		return nil
	})
	var b []byte
	for _, word := range total {
		b = binary.BigEndian.AppendUint64(b, word)
	}
	out.Sum = hex.EncodeToString(b)
	return out, err
}

func add(total *[4]uint64, sum [sha256.Size]byte) {
	var carry uint64
	for i := 3; i >= 0; i-- {
		total[i], carry = bits.Add64(total[i], binary.BigEndian.Uint64(sum[8*i:]), carry)
	}
}

// encoded is a row as bytes that no other row has: each value with its type and its length.
func encoded(row []any) (b []byte) {
	for _, v := range row {
		switch v := v.(type) {
		case nil:
			b = append(b, 'n')
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 'i'), uint64(v))
		case float64:
			b = binary.BigEndian.AppendUint64(append(b, 'f'), math.Float64bits(v))
		case string:
			b = append(binary.BigEndian.AppendUint64(append(b, 's'), uint64(len(v))), v...)
		case []byte:
			b = append(binary.BigEndian.AppendUint64(append(b, 'b'), uint64(len(v))), v...)
		}
	}
	return b
}
