//go:build unix

package owned

import (
	"io/fs"
	"os"
	"syscall"
)

// heir returns to whom what root makes in dir is given; give is false where nothing is given away: for other users
// than root, and in folders of root's.
func heir(dir string) (uid, gid int, give bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	st, err := os.Stat(dir)
	if err != nil {
		return 0, 0, false
	}
	return heirOf(st)
}

// heirOf is heir of a folder that st describes.
func heirOf(st fs.FileInfo) (uid, gid int, give bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	of, ok := st.Sys().(*syscall.Stat_t)
	if !ok || of.Uid == 0 {
		return 0, 0, false
	}
	return int(of.Uid), int(of.Gid), true
}

// chownLike gives f the owner and the group of old, if they are not its own already.
func chownLike(f *os.File, old fs.FileInfo) error {
	want, ok := old.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	st, err := f.Stat()
	if err != nil {
		return err
	}
	if is, ok := st.Sys().(*syscall.Stat_t); ok && is.Uid == want.Uid && is.Gid == want.Gid {
		return nil
	}
	return f.Chown(int(want.Uid), int(want.Gid))
}
