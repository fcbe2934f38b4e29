// Package atomically writes files whole or not at all: to a temporary name beside
// the target, then by rename. A reader sees the old bytes or the new ones, never a
// part, even when the writer is killed in between. It never flushes to the disk: what
// survives a loss of power is for its callers to decide.
package atomically

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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
func Replace(path string, data []byte) error {
	f, err := create(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(data)
	return finish(f, path, err)
}

// Stream writes to path, in a folder that exists, what write writes. If write returns an error, the
// file at path stays as it was.
func Stream(path string, write func(io.Writer) error) error {
	f, err := open(filepath.Dir(path))
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

// create opens a temporary file in dir that anyone may read, and makes dir if there is none.
func create(dir string) (*os.File, error) {
	f, err := open(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return open(dir)
}

func open(dir string) (*os.File, error) {
	f, err := os.CreateTemp(dir, prefix+"*")
	if err != nil {
		return nil, err
	}
	if err := f.Chmod(0o644); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// IsTemporary reports whether name is one that this package gives to files that are
// being written. Such a file that nobody writes any more was left by a killed process.
func IsTemporary(name string) bool {
	return strings.HasPrefix(filepath.Base(name), prefix)
}
