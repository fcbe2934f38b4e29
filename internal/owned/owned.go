// Package owned makes files and folders that belong to whom the folder around them belongs. An operator who
// types a command as root so leaves nothing in a data folder that the desk's own user cannot change. For any other
// user it is package os. It changes the owner of nothing that was there before.
package owned

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Create opens a file with these flags, which it makes if it does not exist.
func Create(path string, flags int, perm fs.FileMode) (*os.File, error) {
	uid, gid, give := heir(filepath.Dir(path))
	if !give {
		return os.OpenFile(path, flags|os.O_CREATE, perm)
	}
	f, err := os.OpenFile(path, flags|os.O_CREATE|os.O_EXCL, perm)
	if errors.Is(err, fs.ErrExist) && flags&os.O_EXCL == 0 {
		return os.OpenFile(path, flags, perm)
	}
	if err != nil {
		return nil, err
	}
	if err := f.Chown(uid, gid); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// MkdirAll makes a folder and those around it that do not exist.
func MkdirAll(path string, perm fs.FileMode) error { return mkdirAll(path, perm, false) }

// MkdirAllOpen is MkdirAll with exactly that mode, whatever the umask: for what a web server of another user reads.
func MkdirAllOpen(path string, perm fs.FileMode) error { return mkdirAll(path, perm, true) }

func mkdirAll(path string, perm fs.FileMode, exact bool) error {
	path = filepath.Clean(path)
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return nil
	}
	parent := filepath.Dir(path)
	if parent != path {
		if err := mkdirAll(parent, perm, exact); err != nil {
			return err
		}
	}
	err := os.Mkdir(path, perm)
	if errors.Is(err, fs.ErrExist) {
		if st, e := os.Stat(path); e == nil && st.IsDir() {
			return nil // another process has made it meanwhile
		}
	}
	if err != nil {
		return err
	}
	if exact {
		if err := os.Chmod(path, perm); err != nil {
			return err
		}
	}
	if uid, gid, give := heir(parent); give {
		return os.Lchown(path, uid, gid)
	}
	return nil
}

// CreateIn makes a file that does not exist, in a folder below root or root itself, and nowhere outside of it.
func CreateIn(root *os.Root, name string, perm fs.FileMode) (*os.File, error) {
	f, err := root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
	if err != nil {
		return nil, err
	}
	st, err := root.Stat(path.Dir(name))
	if err == nil {
		if uid, gid, give := heirOf(st); give {
			err = f.Chown(uid, gid)
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close(), root.Remove(name))
	}
	return f, nil
}

// MkdirAllOpenIn is MkdirAllOpen for a folder below root, and makes nothing outside of it.
func MkdirAllOpenIn(root *os.Root, name string, perm fs.FileMode) error {
	if st, err := root.Stat(name); err == nil && st.IsDir() {
		return nil
	}
	parent := path.Dir(name)
	if parent != "." {
		if err := MkdirAllOpenIn(root, parent, perm); err != nil {
			return err
		}
	}
	err := root.Mkdir(name, perm)
	if errors.Is(err, fs.ErrExist) {
		if st, e := root.Stat(name); e == nil && st.IsDir() {
			return nil // another goroutine has made it meanwhile
		}
	}
	if err != nil {
		return err
	}
	if err := root.Chmod(name, perm); err != nil {
		return err
	}
	st, err := root.Stat(parent)
	if err != nil {
		return err
	}
	if uid, gid, give := heirOf(st); give {
		return root.Lchown(name, uid, gid)
	}
	return nil
}

// Alike gives a new file the owner and the permissions of the one that it is about to replace. Where the process may
// not give files away, the owner stays the process's own.
func Alike(f *os.File, old fs.FileInfo) error {
	if err := chownLike(f, old); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return f.Chmod(old.Mode().Perm()) // last: a change of owner may clear bits
}
