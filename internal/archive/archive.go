// Package archive keeps captures as they came, in WARC/1.1 files (ISO 28500:2017)
// that any tool of that trade reads: a gzip member for each record, request and
// response side by side, a revisit record where a body has not changed. It only
// ever appends. It never decides what is worth keeping, and writes nothing about
// who runs the desk.
package archive

import (
	"errors"
	"io"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Options of an archive. The zero value works.
type Options struct {
	MaxFile  int64            // bytes after which the next file is begun; zero: 1 GiB
	Software string           // name and version, for the warcinfo record
	ReadOnly bool             // take no lock, cut no torn tail, refuse Put
	Sync     bool             // flush to disk after each Put
	Now      func() time.Time // nil: time.Now; for the names of files
}

// Dir is an archive in a directory. It is safe for concurrent use.
type Dir struct {
	// Cut says what was cut off when the archive was opened: the rest of a write
	// that a crash interrupted. The zero value: nothing.
	Cut Cut
}

// Cut is a torn tail.
type Cut struct {
	File  string
	At    int64 // the file's size now
	Bytes int64 // how many were cut off
}

// Open opens the archive in dir, which it makes if need be.
func Open(dir string, opts Options) (*Dir, error) { return nil, errors.ErrUnsupported }

// Put keeps a capture and says where. When prior is the place of an earlier capture
// with the very same body, only the header is written, with a pointer to that body.
// A 304 is not kept: its place is prior.
func (d *Dir) Put(c news.Capture, prior news.Ref) (news.Ref, error) {
	return news.Ref{}, errors.ErrUnsupported
}

// Get reads a capture back; of a revisit, with the body it points to.
func (d *Dir) Get(ref news.Ref) (news.Capture, error) {
	return news.Capture{}, errors.ErrUnsupported
}

// Walk calls f for each capture in the archive, oldest first, until f returns an error.
func (d *Dir) Walk(f func(news.Ref, news.Capture) error) error { return errors.ErrUnsupported }

// Close flushes what was written and gives the lock back.
func (d *Dir) Close() error { return nil }

// Read calls f for each capture in a WARC file of anyone's making, plain or gzip.
func Read(r io.Reader, f func(news.Capture) error) error { return errors.ErrUnsupported }
