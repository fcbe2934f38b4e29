//go:build unix

package site

import (
	"fmt"
	"os"
	"syscall"

	"github.com/waidian/waidian/internal/owned"
)

// lock keeps other processes from building the same site until the returned function is
// called or this process ends, however it ends.
func lock(path string) (func(), error) {
	f, err := owned.Create(path, os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock the site: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock the site: %w (%w)", ErrBusy, err)
	}
	return func() { _ = f.Close() }, nil // closing lets go
}
