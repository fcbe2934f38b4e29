package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/cdxj"
	"github.com/waidian/waidian/internal/wacz"
)

// mostIndexFaults bounds the lines of an index that are named.
const mostIndexFaults = 5

// contents are the records of a WACZ, with which its index and its list of pages are compared. Nothing that is imported rests on the index:
// it tells a replay where a record lies, and can show another one than the address has.
type contents struct {
	pkg     *wacz.Package
	records map[string]map[int64][]archive.Record // by WARC file and offset: of some tools many are in one gzip member
	lines   int                                   // of the index that were compared
}

func newContents(pkg *wacz.Package) *contents {
	return &contents{pkg: pkg, records: map[string]map[int64][]archive.Record{}}
}

// of returns a function that takes in the records of a WARC file.
func (c *contents) of(name string) func(archive.Record) {
	at := map[int64][]archive.Record{}
	c.records[name] = at
	return func(r archive.Record) { at[r.Offset] = append(at[r.Offset], r) }
}

// compare compares the index with the records: each line must lead to the beginning of a record of its address and second; and so must
// there be a record of each page that a desk has listed. It tells the first lines of which that is not so, and how many there are.
func (c *contents) compare() (faults []error) {
	wrong := 0
	note := func(err error) {
		if err == nil {
			return
		}
		if wrong++; wrong <= mostIndexFaults {
			faults = append(faults, err)
		}
	}
	for l, err := range c.pkg.Lines() {
		if c.lines++; err == nil {
			err = c.led(l)
		}
		note(err)
	}
	for _, p := range c.unrecorded() {
		note(fmt.Errorf("%s names a page of which there is no record: %s at %s", wacz.PagesPath, p.URL, moment(p.At)))
	}
	if more := wrong - mostIndexFaults; more > 0 {
		faults = append(faults, fmt.Errorf("and %d more lines like these", more))
	}
	return faults
}

// unrecorded are the pages of a desk's list that no record is of. Other tools write the time at which a browser began.
func (c *contents) unrecorded() (out []wacz.Page) {
	type place struct {
		url string
		at  int64
	}
	there := map[place]bool{}
	for _, at := range c.records {
		for _, list := range at {
			for _, r := range list {
				there[place{r.URL, r.At.Unix()}] = true
			}
		}
	}
	for p := range c.pkg.Pages() {
		if p.Article != "" && !there[place{p.URL, p.At.Unix()}] {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b wacz.Page) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// led says how a line of the index does not lead to its record.
func (c *contents) led(l wacz.Line) error {
	at, ok := c.records[l.File]
	if !ok {
		return fmt.Errorf("%s: names %s, which is not in the file", l.Where, l.File)
	}
	there := at[l.Offset]
	if len(there) == 0 {
		return fmt.Errorf("%s: there is no whole record at byte %d of %s", l.Where, l.Offset, l.File)
	}
	if !slices.ContainsFunc(there, func(r archive.Record) bool {
		return sameAddress(r.URL, l.URL) && r.At.Truncate(time.Second).Equal(l.At)
	}) {
		r := there[0]
		return fmt.Errorf("%s: is of %s at %s, and the record there of %s at %s", l.Where, l.URL, moment(l.At), r.URL, moment(r.At))
	}
	return nil
}

// sameAddress reports whether a line is of a record's address: it may be written otherwise, and that of a request with a body has
// its parameters added.
func sameAddress(record, line string) bool {
	if record == line || cdxj.Key(record) == cdxj.Key(line) {
		return true
	}
	return len(line) > len(record) && line[:len(record)] == record && (line[len(record)] == '?' || line[len(record)] == '&')
}

func moment(t time.Time) string { return t.UTC().Format(time.RFC3339) }
