package atomically

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
)

// foldersOpen is how many folders a Folders keeps open while nobody uses them.
const foldersOpen = 64

// Folders reads and publishes files below a root, as PublishIn does. The folders that were used last stay open: a way of four names costs as many
// calls as a file. It may be used by several goroutines.
type Folders struct {
	root    *os.Root
	allowed func() error

	mu   sync.Mutex // owns what follows
	open []*folder  // used last first
}

// folder is an open folder below the root.
type folder struct {
	name  string
	dir   *os.Root
	users int
	stale bool // not for anybody who asks from here on
}

// NewFolders returns the folders below root, which stays the caller's to close. Publish asks allowed as ReplaceIf does; it may be nil.
func NewFolders(root *os.Root, allowed func() error) *Folders {
	return &Folders{root: root, allowed: allowed}
}

// Publish is PublishIn.
func (f *Folders) Publish(name string, data []byte) error {
	write := func(dir *os.Root, base string) error { return publishFile(dir, base, data, f.allowed) }
	err := f.in(name, FolderIn, write)
	if errors.Is(err, fs.ErrNotExist) { // the folder was removed while it was open
		f.Forget()
		err = f.in(name, FolderIn, write)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", filepath.Join(f.root.Name(), filepath.FromSlash(name)), err)
	}
	return nil
}

// Lstat describes the file of that name.
func (f *Folders) Lstat(name string) (st fs.FileInfo, err error) {
	err = f.in(name, (*os.Root).OpenRoot, func(dir *os.Root, base string) (err error) { st, err = dir.Lstat(base); return err })
	return st, err
}

// ReadFile reads the file of that name.
func (f *Folders) ReadFile(name string) (data []byte, err error) {
	err = f.in(name, (*os.Root).OpenRoot, func(dir *os.Root, base string) (err error) { data, err = dir.ReadFile(base); return err })
	return data, err
}

// Remove removes the file of that name.
func (f *Folders) Remove(name string) error {
	return f.in(name, (*os.Root).OpenRoot, (*os.Root).Remove)
}

// Forget closes all folders: some may be removed from here on.
func (f *Folders) Forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, d := range f.open {
		d.stale = true
		d.closeUnused()
	}
	f.open = nil
}

// in calls do with the folder of a file, which open opens in the root, and the file's name in it.
func (f *Folders) in(name string, open func(*os.Root, string) (*os.Root, error), do func(dir *os.Root, base string) error) error {
	at, base := path.Split(name)
	at = path.Clean(at)
	if at == "." {
		return do(f.root, base)
	}
	d, err := f.take(at, open)
	if err != nil {
		return err
	}
	defer f.release(d)
	return do(d.dir, base)
}

// take returns an open folder. The caller releases it.
func (f *Folders) take(name string, open func(*os.Root, string) (*os.Root, error)) (*folder, error) {
	if d := f.used(name); d != nil {
		return d, nil
	}
	dir, err := open(f.root, name)
	if err != nil {
		return nil, err
	}
	d := &folder{name: name, dir: dir, users: 1}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.open = append([]*folder{d}, f.open...) // another goroutine may have opened it meanwhile: then it is here twice, for a while
	if len(f.open) > foldersOpen {
		last := f.open[foldersOpen]
		f.open = f.open[:foldersOpen]
		last.stale = true
		last.closeUnused()
	}
	return d, nil
}

// used returns a folder that is open, and puts it before the others; nil: it is not.
func (f *Folders) used(name string) *folder {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, d := range f.open {
		if d.name == name {
			copy(f.open[1:i+1], f.open[:i])
			f.open[0] = d
			d.users++
			return d
		}
	}
	return nil
}

func (f *Folders) release(d *folder) {
	f.mu.Lock()
	defer f.mu.Unlock()
	d.users--
	d.closeUnused()
}

// closeUnused closes a folder that nobody uses and nobody will. It is called under the lock.
func (d *folder) closeUnused() {
	if d.stale && d.users == 0 {
		_ = d.dir.Close() // nothing was written through it
	}
}
