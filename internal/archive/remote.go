package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Bucket is where whole files of an archive are kept besides its folder: an object store. An error of a store that cannot be had is a news.ErrOurs.
type Bucket interface {
	// Put sends a file in place of one of that name. When it returns nil the store has all of it.
	Put(ctx context.Context, name string, f io.ReaderAt, size int64, sum string) error
	// Get writes a file; the error wraps fs.ErrNotExist if there is none.
	Get(ctx context.Context, name string, w io.Writer) error
	// List returns the bytes of each file.
	List(ctx context.Context) (map[string]int64, error)
	String() string
}

// Sent is a file that lies in a bucket, whole. It changes only where records of it are destroyed.
type Sent struct {
	Name   string
	Size   int64
	Sum    string // SHA-256, hexadecimal
	At     time.Time
	Bucket string // its address when it was sent
}

// Register knows which files were sent, by whichever process.
type Register interface {
	Sent(name string) (s Sent, is bool, err error)
	AllSent() ([]Sent, error)
	AddSent(Sent) error
	ReplaceSent(Sent) error // of one that was sent
}

// Remote says where whole files of an archive are besides its folder.
type Remote struct {
	Bucket   Bucket // nil: what was sent cannot be had
	Why      error  // there is no Bucket
	Register Register
	Cache    int64 // bytes of files of the bucket that are kept here too
}

// Attach has the archive find in a bucket what is not in its folder. It comes before everything else that is asked of the archive. A file of this
// writer that was sent is not appended to.
func (d *Dir) Attach(r Remote) error {
	sent, err := r.Register.AllSent()
	if err != nil {
		return fmt.Errorf("read what of the archive was sent: %w", err)
	}
	d.remote = &remote{Remote: r, dir: d, cache: filepath.Join(d.path, cacheName)}
	d.places = []place{folder(d.path), kept{d.remote.cache}, d.remote}
	d.near = d.places[:2]
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range sent {
		if d.writer > 0 && writerOf(s.Name) == d.writer {
			n, _ := number(s.Name)
			d.seq = max(d.seq, n)
		}
		if s.Name == d.name {
			d.leave()
		}
	}
	return nil
}

// Sent returns what is known of a file that was sent; false: it was not.
func (d *Dir) Sent(name string) (Sent, bool, error) {
	if d.remote == nil {
		return Sent{}, false, nil
	}
	return d.remote.Register.Sent(name)
}

// remote is the bucket of an archive, of which it reads whole files by way of the cache.
type remote struct {
	Remote
	dir   *Dir
	cache string // the folder

	mu   sync.Mutex // held while a file comes, and while the bucket is recognised
	ours bool       // the bucket was seen to be that of the desk
	away error      // why the store could not be had when it was last asked
	rest time.Time  // until when it is not asked again
}

func (r *remote) sizes(into map[string]int64) error {
	sent, err := r.Register.AllSent()
	for _, s := range sent {
		into[s.Name] = s.Size
	}
	return err
}

const (
	getTries = 3                // of a file that comes damaged or short
	restFor  = 30 * time.Second // before a store that could not be had is asked again: readers do not wait for it one after the other
)

func (r *remote) open(name string) (*os.File, error) {
	s, is, err := r.Register.Sent(name)
	switch {
	case err != nil:
		return nil, &news.Ours{Err: fmt.Errorf("ask where %s is: %w", name, err)}
	case !is:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	case r.Bucket == nil:
		return nil, &news.Ours{Err: fmt.Errorf("%s was sent to %s: %w", name, s.Bucket, r.Why)}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if f, err := (kept{r.cache}).open(name); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return f, err // it came meanwhile
	}
	if r.dir.opts.Now().Before(r.rest) {
		return nil, r.away
	}
	f, err := r.bring(context.Background(), s)
	if errors.Is(err, news.ErrOurs) {
		r.away, r.rest = err, r.dir.opts.Now().Add(restFor)
	}
	return f, err
}

// bring gets a file, again if it comes damaged or short. mu is held.
func (r *remote) bring(ctx context.Context, s Sent) (*os.File, error) {
	for try := 1; ; try++ {
		f, err := r.fetch(ctx, s)
		switch {
		case err == nil:
			return f, nil
		case errors.Is(err, fs.ErrNotExist):
			if strange := r.recognise(ctx); strange != nil {
				return nil, strange
			}
			return nil, fmt.Errorf("%s does not have %s: %w", r.Bucket, s.Name, fs.ErrNotExist)
		case try == getTries || !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, ErrDamaged):
			return nil, err
		}
	}
}

// fetch gets a file into the cache, and opens it. Where nothing may be written it goes into a file that has no name.
func (r *remote) fetch(ctx context.Context, s Sent) (*os.File, error) {
	f, keep, err := r.scratch()
	if err != nil {
		return nil, &news.Ours{Err: fmt.Errorf("make room for %s: %w", s.Name, err)}
	}
	err = r.fill(ctx, f, s)
	if err == nil && keep {
		if err = os.Rename(f.Name(), filepath.Join(r.cache, s.Name)); err == nil {
			trim(r.cache, r.Cache, s.Name)
		}
	}
	if err != nil {
		f.Close()
		_ = os.Remove(f.Name()) // best effort: the first error is the one to report
		return nil, err
	}
	return f, nil
}

// fill writes a file of the bucket, and compares what came with what was sent.
func (r *remote) fill(ctx context.Context, f *os.File, s Sent) error {
	sum := sha256.New()
	if err := r.Bucket.Get(ctx, s.Name, io.MultiWriter(f, sum)); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != s.Sum {
		return fmt.Errorf("%w: %s of %s has the SHA-256 %s, not %s", ErrDamaged, s.Name, r.Bucket, got, s.Sum)
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}

// recognise returns an error if the bucket is not known to be that of the desk. mu is held.
func (r *remote) recognise(ctx context.Context) error {
	if r.ours {
		return nil
	}
	var text bytes.Buffer
	err := r.Bucket.Get(ctx, markerName, &text)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &news.Ours{Err: fmt.Errorf("%s has no %s of this desk, as the bucket to which files of the archive were sent has: another bucket is configured, or it was emptied", r.Bucket, markerName)}
	case err != nil:
		return err
	}
	desk, err := parseMarker(text.Bytes(), r.Bucket.String()+"/"+markerName)
	if err != nil {
		return &news.Ours{Err: err}
	}
	if desk != r.dir.desk && r.dir.desk != "" {
		return &news.Ours{Err: fmt.Errorf("%s belongs to desk %s, not to this one, %s", r.Bucket, desk, r.dir.desk)}
	}
	r.ours = true
	return nil
}

// isOurs is recognise for whoever does not hold mu.
func (r *remote) isOurs(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.recognise(ctx)
}

// claim recognises the bucket, or marks it as that of the desk if nothing was sent yet.
func (r *remote) claim(ctx context.Context) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ours {
		return nil
	}
	var text bytes.Buffer
	if err := r.Bucket.Get(ctx, markerName, &text); !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return err
		}
		return r.recognise(ctx)
	}
	sent, err := r.Register.AllSent()
	if err != nil {
		return err
	}
	if len(sent) > 0 {
		return r.recognise(ctx)
	}
	marker := []byte(r.dir.markerText())
	sum := sha256.Sum256(marker)
	if err := r.Bucket.Put(ctx, markerName, bytes.NewReader(marker), int64(len(marker)), hex.EncodeToString(sum[:])); err != nil {
		return err
	}
	r.ours = true
	return nil
}
