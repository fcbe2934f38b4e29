package cli

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// size is how many bytes the files to import have; 0: one is a stream, and nobody knows.
func (im *importer) size() (total int64) {
	for _, name := range im.cmd.Files {
		info, err := os.Stat(name)
		switch {
		case err != nil:
		case info.IsDir():
			total += sizeOfFolder(name)
		case !info.Mode().IsRegular():
			return 0
		default:
			total += info.Size()
		}
	}
	return total
}

func sizeOfFolder(name string) (total int64) {
	_ = walk(name, func(_ string, d fs.DirEntry, err error) error { // what cannot be read is told when it is its turn
		if err != nil || !d.Type().IsRegular() {
			return nil
		}
		if info, err := d.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	return total
}

// walk calls f for the files of a folder, which may be named by a link, and for what of it cannot be read; hidden files and folders are left out.
func walk(name string, f fs.WalkDirFunc) error {
	root := name + string(filepath.Separator) // of a link to a folder: the folder
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		hidden := d != nil && path != root && d.Name()[0] == '.'
		switch {
		case err != nil:
			if stop := f(path, d, err); stop != nil {
				return stop
			}
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case hidden && d.IsDir():
			return fs.SkipDir
		case hidden || d.IsDir():
			return nil
		}
		return f(path, d, nil)
	})
}

// readAt shows how far a file is that is read from its beginning to its end.
type readAt struct {
	io.ReaderAt
	show *progress
	base int64 // bytes of the files before
}

func (r readAt) ReadAt(b []byte, at int64) (int, error) {
	n, err := r.ReaderAt.ReadAt(b, at)
	r.show.reach(r.base + at + int64(n))
	return n, err
}
