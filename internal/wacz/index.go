package wacz

import (
	"archive/zip"
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mostIndex bounds what is read of an index when it is unpacked, and longestLine a line of it, in bytes.
const (
	mostIndex   = 4 << 30
	longestLine = 1 << 20
)

// Line is what a line of an index says: where a record lies, and what it is of.
type Line struct {
	Where  string // "indexes/index.cdx.gz, line 3"
	URL    string
	At     time.Time // to the second
	File   string    // the path of the WARC file in the WACZ
	Offset int64
	Length int64  // of the record as it lies there; 0: it does not say
	Status int    // of the answer; 0: it does not say
	MIME   string // of the answer, or cdxj.Revisit; empty: it does not say
	Digest string // of the body as it came, as it is written; empty: it does not say
}

// indexes finds the indexes that are what datapackage.json says: CDXJ, plain or gzip.
func (o *opening) indexes() {
	for name, f := range o.there {
		if dir, base := path.Split(name); dir == indexesDir && isIndex(base) && o.sound[name] {
			o.p.indexes = append(o.p.indexes, f)
		}
	}
	slices.SortFunc(o.p.indexes, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
}

func isIndex(base string) bool {
	base = strings.TrimSuffix(strings.ToLower(base), ".gz")
	return strings.HasSuffix(base, ".cdx") || strings.HasSuffix(base, ".cdxj")
}

// Lines reads the lines of all indexes that are what datapackage.json says. The error is of a line that is none, or ends an index.
func (p *Package) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for _, f := range p.indexes {
			if !lines(f, yield) {
				return
			}
		}
	}
}

// lines reads the lines of one index; false: no more are wanted.
func lines(f *zip.File, yield func(Line, error) bool) bool {
	r, err := f.Open()
	if err != nil {
		return yield(Line{}, fmt.Errorf("%s cannot be read: %w", f.Name, err))
	}
	defer r.Close()
	var plain io.Reader = r
	if strings.HasSuffix(strings.ToLower(f.Name), ".gz") {
		z, err := gzip.NewReader(bufio.NewReader(r))
		if err != nil {
			return yield(Line{}, fmt.Errorf("%s cannot be read: %w", f.Name, err))
		}
		plain = z
	}
	in := bufio.NewScanner(io.LimitReader(plain, mostIndex))
	in.Buffer(nil, longestLine)
	for n := 1; in.Scan(); n++ {
		if text := in.Text(); text != "" && text[0] != '!' && text[0] != ' ' { // what begins so is about the index itself
			l, err := lineOf(text)
			l.Where = fmt.Sprintf("%s, line %d", f.Name, n)
			if err != nil {
				err = fmt.Errorf("%s: %w", l.Where, err)
			}
			if !yield(l, err) {
				return false
			}
		}
	}
	if err := in.Err(); err != nil {
		return yield(Line{}, fmt.Errorf("%s cannot be read: %w", f.Name, err))
	}
	return true
}

// number is a number of an index, which is a text or, of some tools, a number.
type number int64

func (n *number) UnmarshalJSON(b []byte) error {
	text := strings.Trim(string(b), `"`)
	if text == "" || text == "-" || text == "null" { // of some tools: there is none
		return nil
	}
	v, err := strconv.ParseInt(text, 10, 64)
	*n = number(v)
	return err
}

// lineOf reads a line: key, time, JSON.
func lineOf(text string) (l Line, err error) {
	var block struct {
		URL      string
		Filename string
		Offset   number
		Length   number
		Status   number
		MIME     string
		Digest   string
	}
	_, rest, _ := strings.Cut(text, " ")
	at, data, _ := strings.Cut(rest, " ")
	if len(at) > 14 { // of some tools, to the millisecond
		at = at[:14]
	}
	l.At, err = time.Parse("20060102150405", at)
	if err == nil {
		err = json.Unmarshal([]byte(data), &block)
	}
	if err != nil {
		return l, errors.New("is no line of an index")
	}
	l.URL, l.Offset, l.Length, l.Status = block.URL, int64(block.Offset), int64(block.Length), int(block.Status)
	l.MIME, l.Digest = block.MIME, block.Digest
	l.File = block.Filename
	if !strings.HasPrefix(l.File, archiveDir) {
		l.File = archiveDir + l.File
	}
	return l, nil
}
