// Package atomically writes files whole or not at all: to a temporary name beside
// the target, then by rename. A reader sees the old bytes or the new ones, never a
// part, even when the writer is killed in between. A file that is replaced keeps its mode and,
// where the process may give files away, its owner; a new one is as open as the umask allows.
// It never flushes to the disk: what survives a loss of power is for its callers to decide.
package atomically

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/owned"
)

// prefix begins the names of temporary files, so that leftovers can be recognized.
const prefix = ".waidian-"

// Write makes the file at path hold data and reports whether it had to be written:
// a file that holds data already is left untouched. Folders are made as needed.
func Write(path string, data []byte) (bool, error) {
	old, err := os.ReadFile(path)
	if err == nil && bytes.Equal(old, data) {
		return false, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, fmt.Errorf("write %s: %w", path, err)
	}
	return true, Replace(path, data)
}

// Replace writes data to path without looking at what is there.
func Replace(path string, data []byte) error { return ReplaceIf(path, data, nil) }

// ReplaceIf is Replace, which asks allowed, unless that is nil, when all is written and before it is given its name: with an error the file stays as it
// was. Whoever removes the temporary file before it asks can be sure that nothing is replaced.
func ReplaceIf(path string, data []byte, allowed func() error) error {
	f, err := create(path)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(data)
	if err == nil && allowed != nil {
		err = allowed()
	}
	return finish(f, path, err)
}

// Beside returns a temporary name beside path.
func Beside(path string) string { return filepath.Join(filepath.Dir(path), prefix+rand.Text()) }

// PublishIn is Replace for what others are to read, as a web server that runs as another user: a new file and new
// folders are open to all whatever the umask. The file is below root: neither ".." in its name nor a link on the way
// leads to another place. The name has slashes, as in io/fs.
func PublishIn(root *os.Root, name string, data []byte) error {
	if err := publishIn(root, name, data); err != nil {
		return fmt.Errorf("write %s: %w", filepath.Join(root.Name(), filepath.FromSlash(name)), err)
	}
	return nil
}

// FolderIn opens a folder in root, and makes it if it is not there. Who has many files for one folder opens it once.
func FolderIn(root *os.Root, folder string) (*os.Root, error) {
	dir, err := root.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		if err = owned.MkdirAllOpenIn(root, folder, 0o755); err == nil {
			dir, err = root.OpenRoot(folder)
		}
	}
	return dir, err
}

func publishIn(root *os.Root, name string, data []byte) error {
	folder, base := path.Split(name)
	if folder = path.Clean(folder); folder != "." {
		dir, err := FolderIn(root, folder)
		if err != nil {
			return err
		}
		defer dir.Close()
		root = dir
	}
	return publishFile(root, base, data, nil)
}

// publishFile is publishIn for a file in root itself. allowed is as in ReplaceIf.
func publishFile(root *os.Root, base string, data []byte, allowed func() error) error {
	perm := fs.FileMode(0o644)
	old, err := root.Lstat(base)
	replaces := err == nil && old.Mode().IsRegular()
	if replaces {
		perm = 0o600 // what replaces a file is its writer's alone until it is dressed
	}
	temporary := prefix + rand.Text()
	f, err := owned.CreateIn(root, temporary, perm)
	if err != nil {
		return err
	}
	if _, err = f.Write(data); err == nil {
		if replaces {
			err = owned.Alike(f, old)
		} else {
			err = f.Chmod(perm)
		}
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil && allowed != nil {
		err = allowed()
	}
	if err == nil {
		err = root.Rename(temporary, base)
	}
	if err != nil {
		_ = root.Remove(temporary) // best effort: the first error is the one to report
	}
	return err
}

// Stream writes to path, in a folder that exists, what write writes. If write returns an error, the
// file at path stays as it was.
func Stream(path string, write func(io.Writer) error) error {
	f, err := open(path)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	w := bufio.NewWriterSize(f, 1<<16)
	if err = write(w); err == nil {
		err = w.Flush()
	}
	return finish(f, path, err)
}

// finish closes the temporary file and gives it its name, or removes it if writing it has failed with err.
func finish(f *os.File, path string, err error) error {
	if err == nil {
		err = dress(f, path)
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // best effort: the first error is the one to report
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// dress gives the temporary file the mode and the owner of the file that it replaces.
func dress(f *os.File, path string) error {
	old, err := os.Stat(path)
	if err != nil || !old.Mode().IsRegular() {
		return nil // there is none
	}
	return owned.Alike(f, old)
}

// create opens a temporary file beside path, and makes the folder if there is none.
func create(path string) (*os.File, error) {
	f, err := open(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	if err := owned.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	return open(path)
}

// open opens a temporary file beside path that no other process has. What replaces a file is its writer's alone until
// it is dressed: it may hold a secret.
func open(path string) (*os.File, error) {
	perm := fs.FileMode(0o644)
	if _, err := os.Stat(path); err == nil {
		perm = 0o600
	}
	return owned.Create(Beside(path), os.O_RDWR|os.O_EXCL, perm)
}

// IsTemporary reports whether name is one that this package gives to files that are
// being written. Such a file that nobody writes any more was left by a killed process.
func IsTemporary(name string) bool {
	return strings.HasPrefix(filepath.Base(name), prefix)
}
