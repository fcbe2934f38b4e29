package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/cdxj"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
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

// compare compares the index with the records: each line must lead to the beginning of a record of its address and second, and say of it
// what the record says; and so must there be a record of each page that a desk has listed. It tells the first lines of which that is not
// so, and how many there are; those that lead to no whole record, as behind a cut, it tells as one.
func (c *contents) compare() (faults []error) {
	wrong, nowhere := 0, map[string]*unled{}
	note := func(err error) {
		if err == nil {
			return
		}
		if wrong++; wrong <= mostIndexFaults {
			faults = append(faults, err)
		}
	}
	for l, err := range c.pkg.Lines() {
		if c.lines++; err == nil && c.leadsNowhere(l) {
			if nowhere[l.File] == nil {
				nowhere[l.File] = &unled{first: l}
			}
			nowhere[l.File].n++
			continue
		}
		if err == nil {
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
	for _, file := range slices.Sorted(maps.Keys(nowhere)) {
		faults = append(faults, nowhere[file].err(c.records[file] != nil))
	}
	return faults
}

// unled are the lines of an index that lead to no whole record of a file.
type unled struct {
	first wacz.Line
	n     int
}

func (u unled) err(there bool) error {
	lines := text.Count(u.n, "line of the index leads", "lines of the index lead")
	if !there {
		return fmt.Errorf("%s to %s, which is not in the file: %s", lines, u.first.File, u.first.Where)
	}
	return fmt.Errorf("%s to no whole record of %s: the first is %s, to byte %d", lines, u.first.File, u.first.Where, u.first.Offset)
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

func (c *contents) leadsNowhere(l wacz.Line) bool { return len(c.records[l.File][l.Offset]) == 0 }

// led says how a line of the index is not what the record says to which it leads.
func (c *contents) led(l wacz.Line) error {
	there := c.records[l.File][l.Offset]
	i := slices.IndexFunc(there, func(r archive.Record) bool {
		return sameAddress(r.URL, l.URL) && r.At.Truncate(time.Second).Equal(l.At)
	})
	if i < 0 {
		r := there[0]
		return fmt.Errorf("%s: is of %s at %s, and the record there of %s at %s", l.Where, l.URL, moment(l.At), r.URL, moment(r.At))
	}
	of := slices.DeleteFunc(slices.Clone(there), func(r archive.Record) bool { return r.URL != there[i].URL || !r.At.Equal(there[i].At) })
	var why string
	for _, r := range of { // of some tools the request is in one member with its answer
		if why = says(l, r); why == "" {
			return nil
		}
	}
	return fmt.Errorf("%s: %s", l.Where, why)
}

// says says in what a line of the index is not what its record says. What either leaves out is not compared.
func says(l wacz.Line, r archive.Record) string {
	differ := func(what string, line, record any) string {
		return fmt.Sprintf("has the %s %v, and the record there %v", what, line, record)
	}
	switch {
	case r.Kind == "request" || r.Kind == "warcinfo":
		return differ("kind", l.MIME, r.Kind)
	case l.Length != 0 && r.Length != 0 && l.Length != r.Length:
		return differ("length", l.Length, r.Length)
	case l.Status != 0 && r.Status != 0 && l.Status != r.Status:
		return differ("status", l.Status, r.Status)
	case l.Digest != "" && r.Digest != "" && !sameDigest(news.HexPayload(l.Digest), r.Digest):
		return differ("digest", l.Digest, r.Digest)
	case l.MIME != "" && (r.Kind == "response" || r.Kind == "revisit") && (l.MIME == cdxj.Revisit) != (r.Kind == "revisit"):
		return differ("kind", l.MIME, r.Kind)
	case r.Kind == "response" && r.MIME != "" && strings.Contains(l.MIME, "/") && !strings.EqualFold(l.MIME, r.MIME):
		return differ("media type", l.MIME, r.MIME)
	}
	return ""
}

// sameDigest compares digests of which one may lack the name of its function, as in older indexes.
func sameDigest(a, b string) bool {
	if !strings.Contains(a, ":") || !strings.Contains(b, ":") {
		a, b = a[strings.Index(a, ":")+1:], b[strings.Index(b, ":")+1:]
	}
	return strings.EqualFold(a, b)
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
