//go:build unix

package cli

import (
	"os"
	"syscall"
)

// lockFolder waits until no other command holds the folder, and holds it until the returned function is called or
// this process ends, however it ends. Where a folder cannot be locked it does nothing.
func lockFolder(path string) (unlock func()) {
	f, err := os.Open(path)
	if err != nil {
		return func() {}
	}
	for {
		if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			break
		}
	}
	return func() { _ = f.Close() } // closing lets go
}
