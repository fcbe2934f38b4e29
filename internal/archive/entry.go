package archive

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Entry is what an index says of an answer in the archive, and where its records lie.
type Entry struct {
	File     string
	Offset   int64
	Length   int64     // of the record of the answer
	Beside   int64     // length of the records that belong to it and lie behind it: its request, what else is known of it
	Asked    bool      // its request is among them: the desk of this archive sent one
	URL      string    // address that answered
	At       time.Time // to the fraction of a second that was written
	Status   int
	MIME     string   // as the answer gives it, without parameters
	Digest   string   // WARC-Payload-Digest, as it is written
	Revisit  bool     // the body is in another record
	Original news.Ref // of a revisit: File and Offset of that record; zero: it does not say
}

// Entry reads the entry of a capture from its records. It reads that of the answer to its end, so that it is whole. Its
// error wraps news.ErrLost under the conditions of Get.
func (d *Dir) Entry(at news.Ref) (Entry, error) {
	e, err := d.entry(at)
	if err != nil {
		return Entry{}, lost(fmt.Errorf("read %s at %d: %w", at.File, at.Offset, err))
	}
	return e, nil
}

func (d *Dir) entry(at news.Ref) (Entry, error) {
	f, err := openIn(d.places, at)
	if err != nil {
		return Entry{}, err
	}
	defer f.Close()
	r := newParser(io.NewSectionReader(f, at.Offset, 1<<63-1-at.Offset))
	rec, err := r.next(maxHead, isAnswer)
	switch {
	case err == io.EOF:
		return Entry{}, io.ErrUnexpectedEOF
	case err != nil:
		return Entry{}, err
	case !isAnswer(rec.head["warc-type"]) || rec.length == 0:
		return Entry{}, fmt.Errorf("%w: no answer in a gzip member of its own", ErrDamaged)
	}
	c, ok := readCapture(rec)
	if !ok {
		return Entry{}, fmt.Errorf("%w: no HTTP answer in it", ErrDamaged)
	}
	e := Entry{
		File: at.File, Offset: at.Offset, Length: rec.length, URL: c.Final, At: c.At, Status: c.Status,
		MIME: mediaType(c.Get("Content-Type")), Digest: rec.head["warc-payload-digest"], Revisit: rec.head["warc-type"] == "revisit",
	}
	if offset, err := strconv.ParseInt(rec.head["warc-refers-to-file-offset"], 10, 64); e.Revisit && err == nil {
		e.Original = news.Ref{File: rec.head["warc-refers-to-filename"], Offset: offset}
	}
	for {
		beside, err := r.next(headOnly, isAnswer)
		if err != nil || rec.head["warc-record-id"] == "" || beside.head["warc-concurrent-to"] != rec.head["warc-record-id"] {
			break // the end of the file, or what is not its
		}
		e.Beside += beside.length
		e.Asked = e.Asked || beside.head["warc-type"] == "request"
	}
	return e, nil
}

// Asked reports whether the request lies beside an answer: the desk of this archive asked for it itself, and did not take it from a file.
// The error is as that of Entry.
func (d *Dir) Asked(at news.Ref) (bool, error) {
	e, err := d.Entry(at)
	return e.Asked, err
}

// mediaType is a Content-Type without its parameters.
func mediaType(field string) string {
	if i := strings.IndexAny(field, "; \t"); i >= 0 {
		field = field[:i]
	}
	return field
}

// Preface returns the length of the record with which a file begins and that describes it; zero if there is none.
func (d *Dir) Preface(file string) (int64, error) {
	rec, err := d.record(news.Ref{File: file}, headOnly)
	if err != nil {
		return 0, lost(fmt.Errorf("read %s: %w", file, err))
	}
	if rec.head["warc-type"] != "warcinfo" {
		return 0, nil
	}
	return rec.length, nil
}

// Copy writes bytes of a file of the archive as they are.
func (d *Dir) Copy(w io.Writer, file string, offset, length int64) error {
	f, err := openIn(d.places, news.Ref{File: file, Offset: offset})
	if err == nil {
		defer f.Close()
		var n int64
		n, err = io.Copy(w, io.NewSectionReader(f, offset, length))
		if err == nil && n < length {
			err = io.ErrUnexpectedEOF
		}
	}
	if err != nil {
		return lost(fmt.Errorf("copy %s at %d: %w", file, offset, err))
	}
	return nil
}
