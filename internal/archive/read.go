package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// maxBody bounds the bytes of a decoded body.
const maxBody = 64 << 20

// ErrDamaged means that a record is not as it was written.
var ErrDamaged = errors.New("the record is damaged")

// Get reads a capture; that of a revisit with the body it points to. It does not read the
// request (Capture.Request). Its error wraps news.ErrLost if the capture is not in the archive as
// it was written: the file is gone, too short or damaged.
func (d *Dir) Get(ref news.Ref) (news.Capture, error) {
	c, err := d.get(ref)
	return c, lost(err)
}

// lost wraps news.ErrLost into an error that is not of the disk, the system or a bucket that cannot be had, but of what lies there.
func lost(err error) error {
	var system *fs.PathError
	if err != nil && !errors.Is(err, news.ErrOurs) && (!errors.As(err, &system) || errors.Is(err, fs.ErrNotExist)) {
		return fmt.Errorf("%w: %w", err, news.ErrLost)
	}
	return err
}

func (d *Dir) get(ref news.Ref) (news.Capture, error) {
	r, err := d.record(ref, maxBlock)
	if err != nil {
		return news.Capture{}, fmt.Errorf("read %s at %d: %w", ref.File, ref.Offset, err)
	}
	_, c, err := d.capture(r, ref.File)
	if err == nil && ref.Hash != "" && hashOf(c.Body) != ref.Hash {
		err = fmt.Errorf("%w: the body is another", ErrDamaged)
	}
	if err != nil {
		return news.Capture{}, fmt.Errorf("read %s at %d: %w", ref.File, ref.Offset, err)
	}
	return c, nil
}

// Walk calls f for each capture in the archive, oldest first, until f returns an error. It
// skips damaged records and returns their errors at the end.
func (d *Dir) Walk(f func(news.Ref, news.Capture) error) error {
	names, err := d.files()
	if err != nil {
		return fmt.Errorf("walk archive: %w", err)
	}
	w := walk{d: d, f: f}
	last := map[int]string{} // by writer
	for _, name := range names {
		last[writerOf(name)] = name
	}
	for _, name := range names {
		if err := w.file(name, last[writerOf(name)] == name); err != nil {
			return err
		}
	}
	return errors.Join(w.damage...)
}

// walk is one pass through the archive.
type walk struct {
	d      *Dir
	f      func(news.Ref, news.Capture) error
	damage []error
}

// file walks through one file. Another process may be appending to the last one of each writer: a record
// that is not whole there is no damage.
func (w *walk) file(name string, last bool) error {
	file, err := w.d.Open(name)
	if err != nil {
		return fmt.Errorf("walk archive: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("walk archive: %w", err)
	}
	for at, more := int64(0), true; more; {
		var broken, err error
		if at, broken, err = w.from(file, at, info.Size(), name); err != nil || broken == nil {
			return err
		}
		torn := at
		at, more = nextWhole(file, torn, info.Size())
		if more || !last || !errors.Is(broken, io.ErrUnexpectedEOF) {
			w.damage = append(w.damage, fmt.Errorf("walk archive: %s at %d: %w", name, torn, broken))
		}
	}
	return nil
}

// from walks from an offset at which a record begins to the end of the file, or to the first
// broken record.
func (w *walk) from(file io.ReaderAt, at, size int64, name string) (end int64, broken, err error) {
	r := newParser(io.NewSectionReader(file, at, size-at))
	for {
		rec, err := r.next(maxBlock, isAnswer)
		if err == io.EOF {
			return size, nil, nil
		}
		if err != nil {
			return at + r.member, err, nil
		}
		if !isAnswer(rec.head["warc-type"]) {
			continue
		}
		rec.offset += at
		ref, c, err := w.d.capture(rec, name)
		if err != nil {
			w.damage = append(w.damage, fmt.Errorf("walk archive: %s at %d: %w", name, rec.offset, err))
			continue
		}
		if err := w.f(ref, c); err != nil {
			return 0, nil, err
		}
	}
}

func isAnswer(kind string) bool { return kind == "response" || kind == "revisit" }

// record reads the record at a place in the archive.
func (d *Dir) record(at news.Ref, bound int64) (record, error) {
	return d.recordIn(d.places, at, bound)
}

func (d *Dir) recordIn(places []place, at news.Ref, bound int64) (record, error) {
	f, err := openIn(places, at)
	if err != nil {
		return record{}, err
	}
	defer f.Close()
	length := at.Length
	if length <= 0 {
		length = 1<<63 - 1 - at.Offset
	}
	rec, err := newParser(io.NewSectionReader(f, at.Offset, length)).next(bound, isAnswer)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	rec.offset = at.Offset
	return rec, err
}

// capture returns the capture in a record that the archive has written, and its place.
func (d *Dir) capture(rec record, file string) (news.Ref, news.Capture, error) {
	c, ok := readCapture(rec)
	if !ok {
		return news.Ref{}, c, fmt.Errorf("%w: no HTTP answer in it", ErrDamaged)
	}
	if rec.head["warc-type"] == "revisit" && rec.head["warc-profile"] != profileUnmodified {
		offset, err := strconv.ParseInt(rec.head["warc-refers-to-file-offset"], 10, 64)
		if err != nil {
			return news.Ref{}, c, fmt.Errorf("%w: it does not say where its body lies", ErrDamaged)
		}
		first, err := d.record(news.Ref{File: rec.head["warc-refers-to-filename"], Offset: offset}, maxBlock)
		if err != nil {
			return news.Ref{}, c, fmt.Errorf("the body it points to: %w", err)
		}
		_, _, _, c.Raw, _ = splitHTTP(first.block)
	}
	size, err := strconv.ParseInt(rec.head["waidian-body-length"], 10, 64)
	if c.Truncated = err == nil; !c.Truncated || size > maxBody {
		size = maxBody
	}
	if c.Body, _, err = d.decoder.Decode(c.Raw, strings.Join(c.Header["Content-Encoding"], ","), coding.Bounds{Size: size + 1}); err != nil {
		return news.Ref{}, c, err
	}
	c.Body = c.Body[:min(int64(len(c.Body)), size)]
	ref := news.Ref{
		URL: c.URL, Hash: hashOf(c.Body), Digest: news.HexPayload(rec.head["warc-payload-digest"]),
		File: file, Offset: rec.offset, Length: rec.length, Status: c.Status, At: c.At,
	}
	return ref, c, nil
}

// readCapture returns the capture in the record of an HTTP answer, with the body not yet
// decoded. ok: the record holds one.
func readCapture(rec record) (c news.Capture, ok bool) {
	c.Proto, c.Status, c.Header, c.Raw, ok = splitHTTP(rec.block)
	c.Final = addressOf(rec)
	c.URL = c.Final
	if asked := rec.head["waidian-asked-uri"]; asked != "" {
		c.URL = asked
	}
	if rec.head["warc-protocol"] == "h2" {
		c.Proto = "HTTP/2.0"
	}
	c.Permanent = rec.head["waidian-permanent-uri"]
	switch why := news.CutReason(rec.head["warc-truncated"]); why {
	case news.CutLength, news.CutTime, news.CutDisconnect:
		c.Cut = why
	}
	c.Remote = rec.head["warc-ip-address"]
	c.At, _ = time.Parse(time.RFC3339Nano, rec.head["warc-date"])
	c.Took, _ = time.ParseDuration(rec.head["waidian-took"])
	c.Truncated = rec.cut || rec.head["warc-truncated"] != ""
	return c, ok
}

// addressOf is the address that a record is of. Some tools write it in brackets.
func addressOf(rec record) string { return strings.Trim(rec.head["warc-target-uri"], "<>") }
