package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/owned"
)

// The lock of a site is a file beside it, Out + ".lock", which whoever writes the site has locked. Its first line says when a build last ended
// well, its second who holds it, where others may know of its end. A process that is stopped keeps its lock. If it is
// known to be at work no more, another takes the site over: it puts a lock of its own in the place of that file. That is the fence: before a file is given
// its name, each process looks whether the lock is still the one that it holds. What one that was stopped had written by then lies under a
// temporary name, and whoever takes over removes those before it writes. What it may have removed between its look and its waking is found by a build
// that looks at every file, for which both leave a note, Out + ".doubt".

// ErrTaken means that another process has taken over the site from this one, which was away for too long.
var ErrTaken = errors.New("another process has taken over the site")

// builtForm is that of the time in the lock of a site: one that is written over another has the same length.
const builtForm = "2006-01-02T15:04:05.000Z"

// stoppedFor is for how long a process was stopped, at the least, from which the site is taken over: what is beside the site under a
// temporary name and younger is not its.
const stoppedFor = 10 * time.Second

// hold is the lock of a site, held by this process.
type hold struct {
	b      *Builder
	path   string
	f      *os.File
	holder string // empty: nobody takes the site over from this process
}

// lock keeps other processes from building the site until the hold is released or this process ends, however it ends. The error is ErrBusy while another holds it.
func (b *Builder) lock(ctx context.Context) (*hold, error) {
	if err := owned.MkdirAll(filepath.Dir(b.o.Out), 0o755); err != nil {
		return nil, err
	}
	h := &hold{b: b, path: b.o.Out + ".lock"}
	if b.o.Holder != nil {
		h.holder = b.o.Holder()
	}
	var err error
	if h.f, err = lockFile(h.path); errors.Is(err, ErrBusy) && b.leftBy(ctx, h.path) {
		err = h.takeOver()
	}
	if err == nil && !h.isThere() { // it was taken over just now
		h.release()
		err = fmt.Errorf("lock the site: %w", ErrBusy)
	}
	if err == nil {
		err = h.sign()
	}
	if err != nil {
		return nil, err
	}
	return h, nil
}

func (h *hold) release() { _ = h.f.Close() } // closing lets go

// isThere reports whether the lock is the one that this process holds.
func (h *hold) isThere() bool {
	mine, err := h.f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(h.path)
	return err == nil && os.SameFile(mine, there)
}

// sign writes who holds the lock below the time of the last build.
func (h *hold) sign() error {
	built := make([]byte, len(builtForm))
	if n, _ := h.f.ReadAt(built, 0); n < len(built) {
		if h.holder == "" {
			return nil
		}
		copy(built, strings.Repeat(" ", len(built)))
	}
	text := string(built)
	if h.holder != "" {
		text += "\n" + h.holder + "\n"
	}
	_, err := h.f.WriteAt([]byte(text), 0)
	if err == nil {
		err = h.f.Truncate(int64(len(text)))
	}
	if err != nil {
		h.release()
		err = fmt.Errorf("lock the site: %w", err)
	}
	return err
}

// noteBuilt writes into the lock that a build has ended well. A time that could not be written is that
// of the build before, and tells whoever watches it that something is wrong.
func (h *hold) noteBuilt(at time.Time) { _, _ = h.f.WriteAt([]byte(at.UTC().Format(builtForm)), 0) }

// Built is when a build into a folder last ended well, whichever process built; false: none has, or it is not known.
func Built(out string) (time.Time, bool) {
	line, _ := readLock(out + ".lock")
	at, err := time.Parse(builtForm, line)
	return at, err == nil
}

// readLock returns the lines of a lock: when a build last ended well, and who holds it.
func readLock(path string) (built, holder string) {
	text, _ := os.ReadFile(path) // what cannot be read says nothing
	built, holder, _ = strings.Cut(string(text), "\n")
	return built, strings.TrimSuffix(holder, "\n")
}

// leftBy reports whether the lock is held by a process that is at work no more, as that of one that is stopped. It must have been so at the last
// look as well: a lock that has just changed hands has the name of its former holder for a moment.
func (b *Builder) leftBy(ctx context.Context, path string) bool {
	_, holder := readLock(path)
	if b.o.Ended == nil || holder == "" {
		return false
	}
	ended, err := b.o.Ended(ctx, holder)
	if err != nil || !ended {
		holder = ""
	}
	was := b.late.Swap(&holder)
	return holder != "" && was != nil && *was == holder
}

// takeOver puts a lock of this process in the place of one that a process holds which is at work no more.
func (h *hold) takeOver() error {
	built, _ := readLock(h.path)
	temporary := atomically.Beside(h.path)
	f, err := lockFile(temporary)
	if err != nil {
		return err
	}
	h.f = f
	err = doubt(h.b.o.Out)
	if err == nil {
		_, err = f.WriteString(built)
	}
	var mine fs.FileInfo
	if err == nil {
		mine, err = f.Stat()
	}
	if err == nil {
		err = os.Rename(temporary, h.path)
	}
	if err == nil {
		err = removeTemporary(os.DirFS(filepath.Dir(h.path)), filepath.Dir(h.path), false, func(st fs.FileInfo) bool { return st.ModTime().Before(mine.ModTime().Add(-stoppedFor)) })
	}
	if err == nil {
		err = removeTemporary(os.DirFS(h.b.o.Out), h.b.o.Out, true, func(fs.FileInfo) bool { return true })
	}
	if err != nil {
		h.release()
		_ = os.Remove(temporary) // best effort
		return fmt.Errorf("take over the site: %w", err)
	}
	return nil
}

// removeTemporary removes the files in a folder, and if deep in those below it, that have temporary names and are meant.
func removeTemporary(files fs.FS, dir string, deep bool, meant func(fs.FileInfo) bool) error {
	return fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil
		case err != nil:
			return err
		case d.IsDir() && path != "." && !deep:
			return fs.SkipDir
		case d.IsDir() || !atomically.IsTemporary(path):
			return nil
		}
		st, err := d.Info()
		if err == nil && meant(st) {
			err = os.Remove(filepath.Join(dir, filepath.FromSlash(path)))
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
}

// allowed returns the function that is asked before anything is given its name or removed; nil: nobody takes the site over from this process.
func (h *hold) allowed() func() error {
	if h.holder == "" {
		return nil
	}
	return h.still
}

// still returns an ErrTaken if this process may write no more.
func (h *hold) still() error {
	if h.holder == "" || (h.b.o.Still == nil || h.b.o.Still()) && h.isThere() {
		return nil
	}
	return errors.Join(ErrTaken, doubt(h.b.o.Out))
}

func doubtFile(out string) string { return out + ".doubt" }

// doubt makes the next build look at every file.
func doubt(out string) error { return atomically.Replace(doubtFile(out), nil) }

// takeDoubt makes a ledger torn if it is doubted, on the disk too, and the doubt goes.
func (l *ledger) takeDoubt(out string) error {
	_, err := os.Lstat(doubtFile(out))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		l.torn = true
		err = l.restart()
	}
	if err == nil {
		err = os.Remove(doubtFile(out))
	}
	if err != nil {
		return fmt.Errorf("look at every file of the site: %w", err)
	}
	return nil
}

// Mark tells one state of a built site from another, whichever process built it, and whether the last build ended; empty: there is none.
func Mark(out string) (mark string, whole bool, err error) {
	f, err := os.Open(out + ".ledger")
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("look at the site's ledger: %w", err)
	}
	defer f.Close() // only read
	st, err := f.Stat()
	if err != nil {
		return "", false, fmt.Errorf("look at the site's ledger: %w", err)
	}
	end := make([]byte, min(st.Size(), 512)) // the last record of a build that has ended is shorter
	if _, err := f.ReadAt(end, st.Size()-int64(len(end))); err != nil {
		return "", false, fmt.Errorf("look at the site's ledger: %w", err)
	}
	text := strings.TrimSuffix(string(end), "\n")
	last := text[strings.LastIndexByte(text, '\n')+1:]
	return fmt.Sprintf("%d-%d", st.Size(), st.ModTime().UnixNano()), strings.HasPrefix(last, "s\t") && len(text) < len(end), nil
}
