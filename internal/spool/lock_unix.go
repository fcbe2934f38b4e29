//go:build unix

package spool

import (
	"errors"
	"os"
	"syscall"
)

// lock holds a file until it is closed, or this process ends, however it ends. It waits for one who holds it to look into it.
func lock(f *os.File) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// free reports whether nobody holds a file, and keeps it so until it is closed.
func free(f *os.File) bool { return syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) == nil }

// remove closes a file and removes it: not before, or others would find it free.
func remove(f *os.File) error { return errors.Join(os.Remove(f.Name()), f.Close()) }
