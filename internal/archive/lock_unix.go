//go:build unix

package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"github.com/waidian/waidian/internal/owned"
)

// lockFile opens the lock file and locks it for this process. The system releases the lock
// when the process ends, however it ends.
func lockFile(path string) (*os.File, error) {
	f, err := owned.Create(path, os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, nil
	}
	defer f.Close()
	if !errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, fmt.Errorf("lock: %w", err)
	}
	held := new(heldError)
	text, _ := io.ReadAll(io.LimitReader(f, 64))
	_, _ = fmt.Sscanf(string(text), "pid %d\n", &held.pid) // else 0
	return nil, held
}
