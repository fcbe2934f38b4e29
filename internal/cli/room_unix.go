//go:build linux || darwin

package cli

import (
	"fmt"
	"syscall"
)

// roomIn is how many bytes this user may still write on the disk of a folder.
func roomIn(dir string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, fmt.Errorf("ask for the room in %s: %w", dir, err)
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
