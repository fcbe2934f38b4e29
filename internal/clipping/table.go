package clipping

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// columns are the names that programs have for the columns of a list of addresses (Pocket, Instapaper, Raindrop, Readwise, Media Cloud).
var columns = []struct{ what, names string }{
	{"url", "url link address href uri"},
	{"title", "title headline name"},
	{"date", "published publish_date published_at date pub_date"},
	{"saved", "saved created created_at time_added timestamp"},
	{"outlet", "outlet publication media_name source site"},
	{"author", "author authors byline"},
	{"tags", "tags labels"},
	{"text", "text content body note"},
}

// Table reads a table with a column of addresses (RFC 4180; commas, semicolons or tabs, the first line names the columns) row by row, and
// calls f for each. The error is an ErrForm where no column has addresses, a *CutError where it breaks after some rows, else that of f.
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
		if it.Article, it.Err = rowOf(row, at); it.Err == nil {
			it.Article, it.Err = complete(it.Article)
		}
		if err := f(it); err != nil {
			return err
		}
	}
}

// columnsOf is where a table has what.
func columnsOf(head []string) map[string]int {
	at := map[string]int{}
	for _, c := range columns {
		for _, name := range strings.Fields(c.names) {
			i := slices.IndexFunc(head, func(s string) bool {
				return strings.EqualFold(strings.Trim(s, " \ufeff\""), name)
			})
			if _, known := at[c.what]; i >= 0 && !known {
				at[c.what] = i
			}
		}
	}
	return at
}

func rowOf(row []string, at map[string]int) (a news.Article, err error) {
	cell := func(what string) string {
		if i, ok := at[what]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	a = news.Article{
		URL: strings.Clone(cell("url")), Title: plain(cell("title")), Outlet: plain(cell("outlet")), Byline: persons(cell("author")),
		Tags: persons(cell("tags")), Blocks: fragment(cell("text")),
	}
	if a.Title == a.URL { // Pocket's, of a page that it could not read
		a.Title = ""
	}
	if a.Published, err = date(cell("date")); err != nil {
		return a, err
	}
	a.Hour = hourOf(a.Published)
	a.Captured, _ = date(cell("saved"))
	return a, nil
}
