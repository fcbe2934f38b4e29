//go:build unix

package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Holder returns the process that has the archive in dir open for writing; 0: none has, or it
// cannot be told which.
func Holder(dir string) (pid int, err error) {
	f, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look at the archive's lock: %w", err)
	}
	defer f.Close() // and with it the lock, if it was free
	if err := share(f); !errors.Is(err, syscall.EWOULDBLOCK) {
		return 0, nil
	}
	text, err := io.ReadAll(io.LimitReader(f, 64))
	if err != nil {
		return 0, fmt.Errorf("read the archive's lock: %w", err)
	}
	_, _ = fmt.Sscanf(string(text), "pid %d\n", &pid) // else 0
	return pid, nil
}

// share locks an open lock file if no writer holds it; closing it lets go.
func share(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) }

// free reports whether no writer holds an open lock file, and keeps others from taking it until it is closed.
func free(f *os.File) bool { return share(f) == nil }
