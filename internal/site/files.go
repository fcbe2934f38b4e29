package site

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	slashpath "path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/page"
)

// put makes the file at path hold data.
func (b *build) put(path string, data []byte) error {
	b.mu.Lock()
	old := b.ledger.files[path]
	b.made[path] = false
	b.mu.Unlock()
	s, err := b.write(path, data, old)
	if err != nil || s == old {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ledger.files[path], b.made[path] = s, true
	return nil
}

// putFile makes a file hold its data.
func (b *build) putFile(f page.File) error { return b.put(f.Path, f.Data) }

// putAll makes files hold their data.
func (b *build) putAll(files []page.File, err error) error {
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := b.put(f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}

// putOne makes the file at path hold data.
func (b *build) putOne(path string, data []byte, err error) error {
	if err != nil {
		return err
	}
	return b.put(path, data)
}

// putList makes the files of a list hold their data, the list at path the last of them, and removes older parts
// that are not needed any more.
func (b *build) putList(path string, files []page.File, err error) error {
	if err := b.putAll(files, err); err != nil {
		return err
	}
	b.dropOlder(path, len(files))
	return nil
}

// write makes the file at path, whose sum was old when last written, hold data, and
// returns the sum of that.
func (b *build) write(path string, data []byte, old uint64) (uint64, error) {
	s := sum(data)
	same := s == old && b.trust
	if !b.trust && !b.other.Has(path) {
		same = b.holds(path, data)
	}
	if same {
		b.mu.Lock()
		b.outcome.Unchanged++
		b.mu.Unlock()
		return s, nil
	}
	if err := b.writeTwin(path, data, old == 0); err != nil { // before the page that links to it
		return 0, err
	}
	if !b.trust && b.other.Has(path) && b.holds(path, data) {
		b.mu.Lock()
		b.outcome.Unchanged++
		b.mu.Unlock()
		return s, nil
	}
	return s, b.replace(path, data, old == 0)
}

// replace writes a file; isNew says that the ledger does not know it.
func (b *build) replace(path string, data []byte, isNew bool) error {
	if err := b.announce(isNew, path); err != nil {
		return err
	}
	if err := b.noteFeed(path); err != nil {
		return err
	}
	return b.linked(path, b.files.Publish(path, data))
}

// LinkError is the error of a file that was not written since a folder above it is a link.
type LinkError struct {
	Path string // of the link
	Err  error
}

func (e *LinkError) Error() string { return fmt.Sprintf("%s is a link: %v", e.Path, e.Err) }

func (e *LinkError) Unwrap() error { return e.Err }

// linked is err, as a *LinkError if a folder above the path is a link.
func (b *build) linked(path string, err error) error {
	if err == nil {
		return nil
	}
	for i, r := range path {
		if r != '/' {
			continue
		}
		if st, e := b.root.Lstat(path[:i]); e == nil && st.Mode()&fs.ModeSymlink != 0 {
			return &LinkError{filepath.Join(b.o.Out, path[:i]), err}
		}
	}
	return err
}

// holds reports whether the file at path is one, no link, and has this content.
func (b *build) holds(path string, data []byte) bool {
	st, err := b.files.Lstat(path)
	if err != nil || !st.Mode().IsRegular() || st.Size() != int64(len(data)) {
		return false
	}
	old, err := b.files.ReadFile(path)
	return err == nil && string(old) == string(data)
}

// announce notes in the journal that a file is about to be written, so that the next build can clean up if this process is killed.
func (b *build) announce(isNew bool, path string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.outcome.Written++
	if err := b.openJournal(); err != nil {
		return err
	}
	if !isNew || b.expected[path] {
		delete(b.expected, path)
		return nil
	}
	b.journal.line("w", path)
	return b.journal.flush()
}

// expect announces files that may be written for the first time soon, all at once. The caller calls forget after that.
func (b *build) expect(paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.openJournal(); err != nil {
		return err
	}
	for _, p := range paths {
		b.expected[p] = true
		b.journal.line("w", p)
	}
	return b.journal.flush()
}

// forget ends what expect began: files that were not written are announced again when they are.
func (b *build) forget(paths []string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range paths {
		delete(b.expected, p)
	}
}

// openJournal makes the journal ready for its first record of this build.
func (b *build) openJournal() error {
	if b.journal != nil {
		return nil
	}
	j, err := b.ledger.begin()
	b.journal = j
	return err
}

// drop marks files to be removed at the end of the build, when nothing links to them any more. Those that do not exist are ignored.
func (b *build) drop(paths ...string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range paths {
		if _, ok := b.ledger.files[p]; ok {
			b.plan.leave = append(b.plan.leave, p)
		}
	}
}

// sweep removes the files that earlier builds wrote and that this site does not have any more.
func (b *build) sweep() error {
	b.files.Forget() // folders that become empty go, too
	for _, p := range b.plan.leave {
		if err := b.remove(p); err != nil {
			return err
		}
	}
	if !b.outcome.Full {
		return nil
	}
	for _, p := range slices.Sorted(maps.Keys(b.ledger.files)) {
		if _, ok := b.made[p]; !ok {
			if err := b.remove(p); err != nil {
				return err
			}
		}
	}
	keep := make(map[string]bool, 2*len(b.ledger.filed))
	for _, f := range b.ledger.filed {
		keep[f.path], keep[page.JSONPath(f.path)] = true, true
		if b.o.Log != nil {
			keep[page.ProofPath(f.path)] = true
		}
	}
	if err := b.removeTwins(); err != nil {
		return err
	}
	for _, p := range b.plan.stray {
		of := p
		if b.other != nil {
			of = strings.TrimPrefix(p, b.other.Dir+"/")
		}
		if _, ok := b.made[of]; !ok && !keep[of] {
			if err := b.remove(p); err != nil {
				return err
			}
		}
	}
	if b.torn {
		return removeTemporary(b.root.FS(), b.o.Out, true, func(fs.FileInfo) bool { return true })
	}
	return nil
}

// remove deletes one file and the folders that it leaves empty.
func (b *build) remove(path string) error {
	if b.other.Has(path) && !strings.HasPrefix(path, b.other.Dir+"/") {
		if err := b.remove(b.other.Path(path)); err != nil {
			return err
		}
	}
	if err := b.openJournal(); err != nil {
		return err
	}
	if err := b.hold.still(); err != nil {
		return err
	}
	delete(b.ledger.files, path)
	err := b.root.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	b.outcome.Removed++
	for dir := slashpath.Dir(path); dir != "."; dir = slashpath.Dir(dir) {
		if b.root.Remove(dir) != nil {
			break // not empty
		}
	}
	return nil
}

// writeTwin makes the twin of the page at p hold what the page is about to hold.
func (b *build) writeTwin(p string, page []byte, isNew bool) error {
	if !b.other.Has(p) {
		return nil
	}
	data, err := b.pages.Twin(p, page)
	if err != nil {
		return err
	}
	to := b.other.Path(p)
	if b.holds(to, data) {
		b.mu.Lock()
		b.outcome.Unchanged++
		b.mu.Unlock()
		return nil
	}
	return b.replace(to, data, isNew)
}

// removeTwins removes the twins of a site that has none any more, or others.
func (b *build) removeTwins() error {
	for _, dir := range page.TwinFolders() {
		if b.other != nil && b.other.Dir == dir {
			continue
		}
		if _, err := b.root.Lstat(dir); err != nil {
			continue
		}
		if err := b.openJournal(); err != nil {
			return err
		}
		if err := b.hold.still(); err != nil {
			return err
		}
		if err := b.root.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}
