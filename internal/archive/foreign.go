package archive

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httputil"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// maxForeign is how many bytes of a body are read from a file that another tool has written.
const maxForeign = 15 << 20

// Repeat is an answer whose body is in another record: an address had it before, or says that nothing has changed (304).
type Repeat struct {
	news.Capture           // without a body
	Digest       string    // of the body that it repeats, in the form of news.PayloadDigest; empty: it names none by its SHA-256
	Of           time.Time // when the answer was had that it repeats; zero: it does not say
	OfURL        string    // of which address that was; empty: it does not say
}

// Record is a record of whatever type: where it lies, and what it says of itself.
type Record struct {
	N      int    // number in its file, from 1
	Offset int64  // of the record, or of the gzip member that it is in
	Length int64  // of the gzip member; 0: others are in it, too, or there is none
	Kind   string // WARC-Type
	URL    string
	At     time.Time
	Status int    // of an HTTP answer; 0: there is none, or it was not read
	MIME   string // of an HTTP answer, as it gives it, without parameters
	Digest string // WARC-Payload-Digest, in the form of news.HexPayload; empty: it states none
}

// Wanted says what Read hands out. What is nil is passed over.
type Wanted struct {
	Page   func(news.Capture) error // an HTTP answer, or a resource that was archived without a header
	Again  func(Repeat) error       // an answer whose body is in another record
	Record func(Record) bool        // each whole record, before what it holds; false: that is not handed out
}

// Read hands out what is wanted of a WARC file of any tool, plain or gzip, in the order of its records, until one of the functions
// returns an error, which it returns. What is damaged is passed over up to the next whole record, and so is a record that is not
// what its own digests say; damage has an error for each such place, with its record and byte.
func Read(f io.ReaderAt, size int64, w Wanted) (damage []error, err error) {
	r := foreign{file: f, size: size, to: w}
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
	to      Wanted
	decoder coding.Decoder
	zipped  bool
	n       int   // records so far
	at      int64 // where the last of them begins, or its gzip member
	behind  bool  // others are before it in that member
	damage  []error
}

// broken notes damage. Where a record lies within a gzip member that others share, only the place of the member is known.
func (r *foreign) broken(err error) {
	where := "record %d at byte %d: %w"
	if r.behind {
		where = "record %d, within the gzip member that begins at byte %d: %w"
	}
	r.damage = append(r.damage, fmt.Errorf(where, r.n, r.at, explain(err)))
}

// from reads from a place at which a record begins to the end of the file, or to the first
// broken record. err is that of the file, or of each.
func (r *foreign) from(at int64) (broken, err error) {
	rd := newParser(io.NewSectionReader(r.file, at, r.size-at))
	r.zipped, rd.check = rd.zipped, true
	for {
		rec, err := rd.next(maxForeign, r.wants)
		if err == io.EOF {
			return nil, nil
		}
		r.n++
		r.at, r.behind = at+rd.member, rd.zipped && rd.within > 1
		var disk *fs.PathError // a fault of the disk, not of the data
		if errors.As(err, &disk) {
			return nil, fmt.Errorf("read WARC: %w", err)
		}
		if err != nil {
			return err, nil
		}
		wanted := r.to.Record == nil || r.to.Record(r.described(rec))
		if wrong := cmp.Or(rec.wrong, rec.payloadDiffers()); wrong != nil {
			r.broken(wrong)
			continue
		}
		if !wanted {
			continue
		}
		if err := r.give(rec); err != nil {
			return nil, err
		}
	}
}

// described is what a record says of itself.
func (r *foreign) described(rec record) Record {
	c, _ := readCapture(rec)
	return Record{
		N: r.n, Offset: r.at, Length: rec.length, Kind: rec.head["warc-type"], URL: c.Final, At: c.At, Status: c.Status,
		MIME: mediaType(c.Get("Content-Type")), Digest: news.HexPayload(rec.head["warc-payload-digest"]),
	}
}

func (r *foreign) wants(kind string) bool {
	return isPage(kind) && r.to.Page != nil || kind == "revisit" && r.to.Again != nil
}

// give hands out what a record holds. The error is that of who takes it.
func (r *foreign) give(rec record) error {
	switch kind := rec.head["warc-type"]; {
	case !r.wants(kind):
		return nil
	case kind == "revisit":
		if again, ok := readRepeat(rec); ok {
			return r.to.Again(again)
		}
		return nil
	}
	c, ok, err := readForeign(rec, &r.decoder)
	if err != nil {
		r.broken(err)
	}
	if !ok || err != nil {
		return nil
	}
	return r.to.Page(c)
}

// readRepeat reads an answer whose body is in another record; false: it is no answer of the web.
func readRepeat(rec record) (again Repeat, ok bool) {
	c, ok := readCapture(rec)
	c.Raw = nil
	again.Capture = c
	again.OfURL = strings.Trim(rec.head["warc-refers-to-target-uri"], "<>")
	again.Of, _ = time.Parse(time.RFC3339Nano, rec.head["warc-refers-to-date"])
	if d := news.HexPayload(rec.head["warc-payload-digest"]); strings.HasPrefix(d, "sha256:") && c.Status != http.StatusNotModified {
		again.Digest = d
	}
	return again, ok && ofTheWeb(c.Final)
}

func ofTheWeb(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
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
	if !ofTheWeb(c.Final) {
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
	most := int64(maxForeign)
	if size, err := strconv.ParseInt(rec.head["waidian-body-length"], 10, 64); err == nil && size >= 0 {
		most = min(most, size) // a desk read no more of it
	}
	body, cut, err := d.Decode(c.Raw, strings.Join(c.Header["Content-Encoding"], ","),
		coding.Bounds{Size: most + 1, Ratio: 1000})
	cut = cut || int64(len(body)) > most
	c.Body, c.Truncated = body[:min(int64(len(body)), most)], c.Truncated || cut
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
