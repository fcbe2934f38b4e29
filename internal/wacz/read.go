package wacz

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/text"
)

// What is read of a file of another is bounded.
const (
	mostDescribed = 16 << 20 // bytes of datapackage.json
	mostPages     = 64 << 20 // bytes of a list of pages
	mostFaults    = 20       // told of one file
)

// ErrForm says that a zip is no WACZ.
var ErrForm = errors.New("not a WACZ file")

// Package is a WACZ that was opened.
type Package struct {
	WARCs     []WARC
	Files     int      // that datapackage.json lists
	Sound     int      // of these, those that have the hash and the length that it says
	Faults    []error  // what is wrong with it, and was passed over; at most 20, then "and more"
	Unchecked []string // what could not be compared, and why; at most 20

	pages   map[place]Page
	indexes []*zip.File // whose hash is as it should be
}

// WARC is a WARC file in a WACZ.
type WARC struct {
	Name string // its path: "archive/data.warc.gz"
	Data *io.SectionReader
}

// place is what a record and its page have in common.
type place struct{ url, ts string }

// Is reports whether a zip says that it is a WACZ.
func Is(z *zip.Reader) bool {
	archive, described := false, false
	for _, f := range z.File {
		archive = archive || strings.HasPrefix(f.Name, archiveDir)
		described = described || f.Name == PackagePath
	}
	return archive && described
}

// Open finds the WARC files in a WACZ of so many bytes, compares all files with datapackage.json, and that with its digest, and reads
// the list of pages if it is the one that was listed. It reads no index: where records lie, the records say. What cannot be read, or is
// not what is listed, is a fault; a WARC file of which only that is wrong is read all the same, since its records have sums of their
// own. The error wraps ErrForm if it is no WACZ.
func Open(r io.ReaderAt, size int64) (*Package, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: its list of files, at its end, cannot be read; it was cut, or damaged on its way", ErrForm)
	}
	if !Is(z) {
		return nil, fmt.Errorf("%w: it has no archive/ and datapackage.json", ErrForm)
	}
	o := opening{file: r, size: size, there: map[string]*zip.File{}, sound: map[string]bool{}, p: &Package{pages: map[place]Page{}}}
	for _, f := range z.File {
		o.see(f)
	}
	o.compare()
	o.pages()
	o.indexes()
	o.blocks()
	return o.p, nil
}

// opening is the reading of one WACZ.
type opening struct {
	file  io.ReaderAt
	size  int64
	taken int64 // bytes of the WARC files
	there map[string]*zip.File
	sound map[string]bool // files that are what datapackage.json says
	p     *Package
}

// unchecked notes what could not be compared.
func (o *opening) unchecked(name, why string) {
	if len(o.p.Unchecked) < mostFaults {
		o.p.Unchecked = append(o.p.Unchecked, name+" "+why)
	}
}

func (o *opening) fault(name, why string) {
	switch n := len(o.p.Faults); {
	case n < mostFaults:
		o.p.Faults = append(o.p.Faults, fmt.Errorf("%s %s", name, why))
	case n == mostFaults:
		o.p.Faults = append(o.p.Faults, errors.New("and more"))
	}
}

// unfit says why a name must not be in a WACZ.
func unfit(name string) string {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") {
		return "is not a path within the file: it is passed over"
	}
	return ""
}

// see takes in one file of the zip.
func (o *opening) see(f *zip.File) {
	if strings.HasSuffix(f.Name, "/") {
		return // a folder
	}
	why := unfit(f.Name)
	switch low := strings.ToLower(f.Name); {
	case why != "":
	case o.there[f.Name] != nil:
		why = "is there twice: the second is passed over"
	case f.Flags&1 != 0:
		why = "is encrypted: it is passed over"
	case strings.HasSuffix(low, ".wacz"), strings.HasSuffix(low, ".zip"):
		why = "is an archive within the archive: unpack it and import it by itself"
	}
	if why != "" {
		o.fault(f.Name, why)
		return
	}
	o.there[f.Name] = f
	if strings.HasPrefix(f.Name, archiveDir) {
		o.warc(f)
	}
}

// warc takes in a WARC file, which must lie in the zip as it is: nothing is unpacked, so that nothing can grow.
func (o *opening) warc(f *zip.File) {
	low := strings.ToLower(f.Name)
	if !strings.HasSuffix(low, ".warc.gz") && !strings.HasSuffix(low, ".warc") {
		o.fault(f.Name, "is no WARC file: it is passed over")
		return
	}
	if f.Method != zip.Store {
		o.fault(f.Name, "is compressed once more in the zip, which a WACZ forbids: unpack the zip and import the folder archive")
		return
	}
	at, err := f.DataOffset()
	n := int64(f.CompressedSize64)
	if err != nil || n < 0 || at > o.size-n {
		o.fault(f.Name, "lies outside of the zip: the file is cut or damaged")
		return
	}
	if o.taken += n; o.taken > o.size {
		o.fault(f.Name, "lies where another file lies: it is passed over")
		return
	}
	o.p.WARCs = append(o.p.WARCs, WARC{f.Name, io.NewSectionReader(o.file, at, n)})
}

// whole is a file of at most so many bytes, or why it cannot be had.
func (o *opening) whole(name string, most int64) (data []byte, why string) {
	f := o.there[name]
	if f == nil {
		return nil, "is missing"
	}
	r, err := f.Open()
	if err == nil {
		defer r.Close()
		data, err = io.ReadAll(io.LimitReader(r, most+1))
	}
	switch {
	case err != nil:
		return nil, "cannot be read (" + err.Error() + ")"
	case int64(len(data)) > most:
		return nil, fmt.Sprintf("is longer than %d MiB", most>>20)
	}
	return data, ""
}

// pages reads the list of pages, if there is one. Lines that are none are passed over: they name things, and nothing rests on them.
func (o *opening) pages() {
	if !o.sound[PagesPath] {
		return // as other tools leave it, or it was said
	}
	data, why := o.whole(PagesPath, mostPages)
	if why != "" {
		o.fault(PagesPath, why+": the pages have no names of their own")
		return
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l pageLine
		if json.Unmarshal(lines.Bytes(), &l) != nil || l.URL == "" {
			continue
		}
		at, err := time.Parse(time.RFC3339, l.TS)
		if err != nil {
			continue
		}
		key := place{l.URL, stamp(at)}
		if _, twice := o.p.pages[key]; !twice {
			o.p.pages[key] = Page{l.ID, l.URL, at, text.Collapse(l.Title), l.Waidian, l.Version, l.Source,
				text.Collapse(l.SourceName), text.Collapse(l.Outlet), l.Proof == noProof, l.looks()}
		}
	}
	if lines.Err() != nil {
		o.fault(PagesPath, "has a line that is longer than 1 MiB: what follows it is not read")
	}
}

// Pages returns the pages of the list, in no order.
func (p *Package) Pages() iter.Seq[Page] { return maps.Values(p.pages) }

// Page returns the page of a record at an address and a time; false: there is none in the list.
func (p *Package) Page(url string, at time.Time) (Page, bool) {
	page, ok := p.pages[place{url, stamp(at)}]
	return page, ok
}
