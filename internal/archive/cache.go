package archive

import (
	"cmp"
	"crypto/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/owned"
)

const (
	cacheName = "cache"          // the folder, in that of the archive, of what a bucket has as well
	partName  = "part-"          // begins the names of files that are coming
	partOld   = 24 * time.Hour   // since which nobody waits for one
	touched   = 10 * time.Minute // how exactly it is known when a file was read
)

// kept is a folder with files that a bucket has as well.
type kept struct{ dir string }

// open opens a file, and notes that it was read.
func (k kept) open(name string) (*os.File, error) {
	path := filepath.Join(k.dir, name)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && time.Since(info.ModTime()) > touched {
		now := time.Now()
		_ = os.Chtimes(path, now, now) // best effort: it is removed sooner
	}
	return f, nil
}

// sizes adds nothing: what is in the bucket is what counts.
func (k kept) sizes(map[string]int64) error { return nil }

// scratch makes a file for what comes. Keep is false where it cannot be in the cache: then it has no name any more.
func (r *remote) scratch() (f *os.File, keep bool, err error) {
	if err := owned.MkdirAll(r.cache, 0o755); err == nil {
		f, err := owned.Create(filepath.Join(r.cache, partName+rand.Text()), os.O_RDWR|os.O_EXCL, 0o644)
		if err == nil {
			return f, true, nil
		}
	}
	f, err = os.CreateTemp("", "waidian-"+partName)
	if err != nil {
		return nil, false, err
	}
	_ = os.Remove(f.Name()) // where the system keeps it, it is removed with the folder of temporary files
	return f, false, nil
}

// trim removes the files of a cache that were read longest ago until no more than bound bytes are left; keep stays. Who has one open reads on.
func trim(dir string, bound int64, keep string) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // nothing is there
	}
	type one struct {
		name string
		size int64
		read time.Time
	}
	var list []one
	var sum int64
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if strings.HasPrefix(e.Name(), partName) {
			if time.Since(info.ModTime()) > partOld {
				_ = os.Remove(filepath.Join(dir, e.Name())) // a process that was killed has left it
			}
			continue
		}
		list = append(list, one{e.Name(), info.Size(), info.ModTime()})
		sum += info.Size()
	}
	slices.SortFunc(list, func(a, b one) int { return cmp.Or(a.read.Compare(b.read), strings.Compare(a.name, b.name)) })
	for _, o := range list {
		if sum <= bound {
			return
		}
		if o.name != keep && os.Remove(filepath.Join(dir, o.name)) == nil {
			sum -= o.size
		}
	}
}

// Cached returns the bytes of the files that are kept here although the bucket has them.
func (d *Dir) Cached() (bytes int64) {
	entries, _ := os.ReadDir(filepath.Join(d.path, cacheName)) // none is none
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}
