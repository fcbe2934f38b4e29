//go:build unix

package site

import (
	"fmt"
	"os"
	"syscall"

	"github.com/waidian/waidian/internal/owned"
)

// lockFile opens a file that no other process has locked, and locks it until it is closed, or this process ends, however it ends.
func lockFile(path string) (*os.File, error) {
	f, err := owned.Create(path, os.O_RDWR, 0o644)
	if err != nil {
		return nil, fmt.Errorf("lock the site: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("lock the site: %w (%w)", ErrBusy, err)
	}
	return f, nil
}
