//go:build linux || darwin

package cli

import (
	"fmt"
	"syscall"
)

// roomIn is how many bytes this user may still write on the disk of a folder, and which disk that is.
func roomIn(dir string) (room int64, disk uint64, err error) {
	var fs syscall.Statfs_t
	var st syscall.Stat_t
	if err = syscall.Statfs(dir, &fs); err == nil {
		err = syscall.Stat(dir, &st)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("ask for the room in %s: %w", dir, err)
	}
	return int64(fs.Bavail) * int64(fs.Bsize), uint64(st.Dev), nil
}
