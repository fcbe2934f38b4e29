//go:build unix

package cli

import (
	"io/fs"
	"syscall"
)

// asPrivateAs makes all that this process will make no more open than a file of that mode: what the group or others
// may not read of it they may not read of that either.
func asPrivateAs(mode fs.FileMode) {
	mask := 0
	if mode&0o040 == 0 {
		mask |= 0o070
	}
	if mode&0o004 == 0 {
		mask |= 0o007
	}
	if mask != 0 {
		syscall.Umask(mask | syscall.Umask(0o077)) // 077: for the moment in which the old one is known
	}
}
