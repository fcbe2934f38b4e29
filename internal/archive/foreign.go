package archive

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// maxForeign is how many bytes of a body are read from a file that another tool has written.
const maxForeign = 15 << 20

// Read calls f for each page in a WARC file of any tool, plain or gzip, until f returns an
// error, which it returns. Pages are HTTP answers, and resources that were archived without
// a header. Records whose body is in another record are skipped. What is damaged is passed
// over up to the next whole record; damage has an error for each such place, with its record
// and byte.
func Read(f io.ReaderAt, size int64, each func(news.Capture) error) (damage []error, err error) {
	r := foreign{file: f, size: size, each: each}
	for at, more := int64(0), true; more; {
		broken, err := r.from(at)
		if err != nil || broken == nil {
			return r.damage, err
		}
		r.broken(broken)
		at, more = r.next()
	}
	return r.damage, nil
}

// foreign is one pass through a file that another tool may have written.
type foreign struct {
	file    io.ReaderAt
	size    int64
	each    func(news.Capture) error
	decoder coding.Decoder
	zipped  bool
	n       int   // records so far
	at      int64 // where the last of them begins, or its gzip member
	damage  []error
}

func (r *foreign) broken(err error) {
	r.damage = append(r.damage, fmt.Errorf("record %d at byte %d: %w", r.n, r.at, explain(err)))
}

// from reads from a place at which a record begins to the end of the file, or to the first
// broken record. err is that of the file, or of each.
func (r *foreign) from(at int64) (broken, err error) {
	rd := newParser(io.NewSectionReader(r.file, at, r.size-at))
	r.zipped = rd.zipped
	for {
		rec, err := rd.next(maxForeign, isPage)
		if err == io.EOF {
			return nil, nil
		}
		r.n++
		r.at = at + rd.member
		var disk *fs.PathError // a fault of the disk, not of the data
		if errors.As(err, &disk) {
			return nil, fmt.Errorf("read WARC: %w", err)
		}
		if err != nil {
			return err, nil
		}
		if !isPage(rec.head["warc-type"]) {
			continue
		}
		c, ok, err := readForeign(rec, &r.decoder)
		if err != nil {
			r.broken(err)
		}
		if !ok || err != nil {
			continue
		}
		if err := r.each(c); err != nil {
			return nil, err
		}
	}
}

// next finds the record after a broken one.
func (r *foreign) next() (at int64, ok bool) {
	if r.zipped {
		return nextWhole(r.file, r.at, r.size)
	}
	return nextPlain(r.file, r.at, r.size)
}

// mostSearched is how many bytes of a header are read while a record is looked for.
const mostSearched = 16 << 10

// nextPlain finds the next line after from that begins a record with a readable header.
func nextPlain(f io.ReaderAt, from, size int64) (at int64, ok bool) {
	mark := []byte("\nWARC/")
	buf := make([]byte, 1<<20)
	for at = from; at < size; {
		n, _ := f.ReadAt(buf[:min(int64(len(buf)), size-at)], at)
		if n <= len(mark) {
			break
		}
		for i := 0; ; i++ {
			j := bytes.Index(buf[i:n], mark)
			if j < 0 {
				break
			}
			i += j
			begin := at + int64(i) + 1
			head, err := readHead(bufio.NewReader(io.NewSectionReader(f, begin, min(size-begin, mostSearched))))
			if length, bad := strconv.ParseInt(head["content-length"], 10, 64); err == nil && bad == nil && length >= 0 {
				return begin, true
			}
		}
		at += int64(n - len(mark))
	}
	return size, false
}

func isPage(kind string) bool { return kind == "response" || kind == "resource" }

// explain says what is wrong with a damaged file, for a person.
func explain(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file breaks off here")
	}
	return err
}

// readForeign reads a page from a record that another tool may have written; false: it
// holds none. The error is that of a page whose coding is broken.
func readForeign(rec record, d *coding.Decoder) (c news.Capture, ok bool, err error) {
	c, ok = readCapture(rec)
	if !strings.HasPrefix(c.Final, "http://") && !strings.HasPrefix(c.Final, "https://") {
		return c, false, nil
	}
	if rec.head["warc-type"] == "resource" {
		c.Proto, c.Status, c.Raw, ok = "HTTP/1.1", 200, rec.block, true
		c.Header = map[string][]string{"Content-Type": {rec.head["content-type"]}}
	}
	if !ok {
		return c, false, nil
	}
	unchunk(&c)
	body, cut, err := d.Decode(c.Raw, strings.Join(c.Header["Content-Encoding"], ","),
		coding.Bounds{Size: maxForeign, Ratio: 1000})
	c.Body, c.Truncated = body, c.Truncated || cut
	if err != nil {
		return c, false, fmt.Errorf("%s: %w", c.Final, err)
	}
	return c, true, nil
}

// unchunk undoes the transfer coding, which some tools keep. Others undo it and keep only
// the header field.
func unchunk(c *news.Capture) {
	if !strings.EqualFold(c.Get("Transfer-Encoding"), "chunked") {
		return
	}
	delete(c.Header, "Transfer-Encoding")
	src := bufio.NewReader(bytes.NewReader(c.Raw))
	body, err := io.ReadAll(httputil.NewChunkedReader(src))
	if err == nil || len(body) > 0 {
		c.Raw, c.Truncated = body, c.Truncated || err != nil
	}
}
