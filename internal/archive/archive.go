// Package archive keeps captures as they came, in WARC/1.1 files (ISO 28500:2017) that
// other web archiving tools can read: a gzip member for each record, request and response
// side by side, a revisit record where a body has not changed. It only appends. It never
// decides what is worth keeping, and writes nothing about who runs the desk.
package archive

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/owned"
)

const (
	maxFile   = 1 << 30  // bytes of one WARC file; the size that the standard's annex recommends
	markEvery = 16 << 20 // bytes between two notes of how far the file is whole
)

// Options of an archive. The zero value works.
type Options struct {
	MaxFile  int64            // bytes of a file after which the next is begun; zero: 1 GiB
	Software string           // name and version, for the warcinfo record
	ReadOnly bool             // take no lock, do not repair, refuse Put
	Sync     bool             // flush to disk after each Put; else the caller calls Flush before it relies on what was put
	Now      func() time.Time // nil: time.Now; for the names of files
	// Shared lets other processes write the archive at the same time, each files of its own; see Writer. Mark is then
	// written into the lock file, by which others see that they have this folder too; see Marked.
	Shared bool
	Mark   string
}

// Dir is an archive in a directory. It is safe for concurrent use.
type Dir struct {
	// Cut is what was cut off when the archive was opened: the rest of a write that a
	// crash has interrupted. Zero: nothing.
	Cut Cut

	Told func(Sent) // is told of each file that Send has sent; nil: nobody asks

	path    string
	places  []place  // where its files may lie, the nearest first: the folder, and what Attach adds
	near    []place  // those of them that are on this machine
	remote  *remote  // nil: nothing was attached
	desk    string   // whose archive it is; set by Open and SetDesk
	writer  int      // from 1; 0: read-only
	marks   []string // of those who have held the lock file last, its own the last; set by Open
	opts    Options
	lock    *os.File     // nil: read-only
	packers chan *packer // idle packers; as many as can work at the same time
	decoder coding.Decoder
	sync    func(*os.File) error // File.Sync; tests look at when it is called

	mu      sync.Mutex
	file    *os.File // the last file; nil until something is written
	name    string   // of the last file; empty: there is none
	size    int64
	marked  int64              // the last file is known to be whole and on disk up to here
	seq     int                // of the last file
	refused map[string]refused // files that the disk did not take to their ends

	sending  sync.Mutex // held while files are sent
	flushing sync.Mutex // held while a Flush is under way; guards flushed
	flushed  flushed
}

// flushed says how much of a file a Flush has put on disk.
type flushed struct {
	name string
	size int64
}

// refused says up to where a file was on disk when the disk refused the rest, and why.
type refused struct {
	size int64
	err  error
}

// Cut is a torn tail that was cut off, or damage with whole records behind it: then Bytes is
// 0, nothing was cut off, and the next file was begun.
type Cut struct {
	File  string
	At    int64 // offset at which the whole records end
	Bytes int64 // bytes cut off
}

// Open opens the archive in dir, which it creates if it does not exist. Unless it is shared only one process may
// write an archive: a second one gets an error that names the first.
func Open(dir string, opts Options) (*Dir, error) {
	opts.MaxFile = cmp.Or(opts.MaxFile, maxFile)
	if opts.Now == nil {
		opts.Now = time.Now
	}
	d := &Dir{path: dir, places: []place{folder(dir)}, near: []place{folder(dir)}, opts: opts, packers: make(chan *packer, runtime.GOMAXPROCS(0)), sync: (*os.File).Sync,
		refused: map[string]refused{}}
	for range cap(d.packers) {
		d.packers <- new(packer)
	}
	err := d.readMarker()
	if err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if opts.ReadOnly {
		return d, nil
	}
	if err := owned.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if err := d.enter(); err != nil {
		return nil, fmt.Errorf("open archive %s: %w", dir, err)
	}
	if err := d.mend(); err != nil {
		d.lock.Close()
		return nil, fmt.Errorf("open archive %s: %w", dir, err)
	}
	if err := errors.Join(d.writeMarker(), d.lock.Sync()); err != nil { // other machines see the mark
		d.lock.Close()
		return nil, fmt.Errorf("open archive %s: %w", dir, err)
	}
	return d, nil
}

// Put appends a capture and returns its place. If prior is the place of an earlier capture
// with the same body, it writes the header only, with a pointer to that body; so it does of a
// 304, of which prior is what the outlet says has not changed. When Put returns, the whole record is in the file, on disk
// if Options.Sync is set; after an error nothing of it is.
func (d *Dir) Put(c news.Capture, prior news.Ref) (news.Ref, error) {
	if d.opts.ReadOnly {
		return news.Ref{}, errors.New("archive: opened for reading only")
	}
	p := <-d.packers
	defer func() { d.packers <- p }()
	if c.Raw == nil {
		c = uncoded(c)
	}
	ref, err := p.pack(c, d.repeats(c, prior))
	if err != nil {
		return news.Ref{}, fmt.Errorf("archive %s: %w", c.URL, err)
	}
	if err := d.append(p.out.Bytes(), &ref); err != nil {
		return news.Ref{}, fmt.Errorf("archive %s: %w", c.URL, err)
	}
	return ref, nil
}

// uncoded is a capture of which only the decoded body is known.
func uncoded(c news.Capture) news.Capture {
	c.Raw = c.Body
	c.Header = maps.Clone(c.Header)
	delete(c.Header, "Content-Encoding")
	delete(c.Header, "Content-Length")
	return c
}

// repeats are the fields of the revisit that a capture is; nil if its body has to be written. It asks no bucket: captures do not wait for one.
func (d *Dir) repeats(c news.Capture, prior news.Ref) fields {
	if c.Status == http.StatusNotModified {
		out := fields{"WARC-Profile", profileUnmodified}
		if prior.File == "" {
			return out
		}
		r, err := d.recordIn(d.near, prior, headOnly)
		if err != nil { // its file may have been moved away
			return append(out, "WARC-Refers-To-Target-URI", prior.URL, "WARC-Refers-To-Date", warcDate(prior.At))
		}
		return append(out, original(r, prior)...)
	}
	sum := digest(c.Raw)
	if prior.File == "" || news.HexPayload(prior.Digest) != sum || len(c.Raw) == 0 {
		return nil
	}
	r, err := d.recordIn(d.near, prior, headOnly)
	if err != nil || news.HexPayload(r.head["warc-payload-digest"]) != sum {
		return nil // its file may have been moved away: the body is written once more
	}
	return append(fields{"WARC-Profile", profileSame}, original(r, prior)...)
}

// original are the fields that point to the record with the body of a capture, which is r or what r points to.
func original(r record, prior news.Ref) fields {
	if r.head["warc-type"] == "revisit" {
		return fields{
			"WARC-Refers-To", r.head["warc-refers-to"],
			"WARC-Refers-To-Target-URI", r.head["warc-refers-to-target-uri"],
			"WARC-Refers-To-Date", r.head["warc-refers-to-date"],
			"WARC-Refers-To-Filename", r.head["warc-refers-to-filename"],
			"WARC-Refers-To-File-Offset", r.head["warc-refers-to-file-offset"],
		}
	}
	return fields{
		"WARC-Refers-To", r.head["warc-record-id"],
		"WARC-Refers-To-Target-URI", r.head["warc-target-uri"],
		"WARC-Refers-To-Date", r.head["warc-date"],
		"WARC-Refers-To-Filename", prior.File,
		"WARC-Refers-To-File-Offset", strconv.FormatInt(prior.Offset, 10),
	}
}

// Close flushes what was written, notes that all of it is whole, and releases the lock.
func (d *Dir) Close() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lock == nil {
		return nil
	}
	err := d.mark()
	if d.file != nil {
		err = errors.Join(err, d.file.Close())
	}
	err = errors.Join(err, d.lock.Close())
	d.file, d.lock = nil, nil
	return err
}
