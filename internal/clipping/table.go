package clipping

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Table reads a table with a column of addresses (RFC 4180; commas, semicolons or tabs, the first line names the columns) row by row, and
// calls f for each; a row without a text may lack a title. The error is an ErrForm where no column has addresses, a *CutError where it breaks
// after some rows, else that of f.
func Table(in io.Reader, comma rune, f func(Item) error) error {
	r := csv.NewReader(in)
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma, -1, true, true
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("%w: a table without a first line", ErrForm)
	}
	at := columnsOf(head)
	if _, ok := at["url"]; !ok {
		return fmt.Errorf("%w: no column is named url", ErrForm)
	}
	for n := 0; ; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &CutError{n, err}
		}
		var it Item
		it.Article, it.Err = rowOf(func(what string) cell {
			if i, ok := at[what]; ok && i < len(row) {
				return cell{one: strings.Clone(strings.TrimSpace(row[i]))}
			}
			return cell{}
		})
		if it.Err == nil {
			it.Article, it.Err = completeItem(it.Article)
		}
		if err := f(it); err != nil {
			return err
		}
	}
}

// columnsOf is where a table has what.
func columnsOf(head []string) map[string]int {
	named := map[string]int{}
	for i, h := range head {
		if _, twice := named[columnName(h)]; !twice {
			named[columnName(h)] = i
		}
	}
	at := map[string]int{}
	for _, c := range columns {
		for name := range strings.FieldsSeq(c.names) {
			if i, ok := named[name]; ok {
				at[c.what] = i
				break
			}
		}
	}
	return at
}
