package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/waidian/waidian/internal/news"
)

// place is where files of an archive lie.
type place interface {
	// open opens a file; the error wraps fs.ErrNotExist if it is not there.
	open(name string) (*os.File, error)
	// sizes adds the bytes of each file.
	sizes(into map[string]int64) error
}

// folder is a folder with files of an archive.
type folder string

func (dir folder) open(name string) (*os.File, error) {
	return os.Open(filepath.Join(string(dir), name))
}

func (dir folder) sizes(into map[string]int64) error {
	names, err := listed(string(dir))
	if err != nil {
		return err
	}
	for _, name := range names {
		info, err := os.Stat(filepath.Join(string(dir), name))
		if errors.Is(err, fs.ErrNotExist) {
			continue // gone meanwhile
		}
		if err != nil {
			return err
		}
		into[name] = info.Size()
	}
	return nil
}

// Open opens a file of the archive, wherever it lies. The error wraps fs.ErrNotExist if it is nowhere.
func (d *Dir) Open(name string) (*os.File, error) { return openIn(d.places, news.Ref{File: name}) }

// openIn opens the file of a capture at the first place that has it.
func openIn(places []place, at news.Ref) (f *os.File, err error) {
	if at.File != filepath.Base(at.File) || at.Offset < 0 {
		return nil, fmt.Errorf("%q at %d is no place in the archive", at.File, at.Offset)
	}
	for _, p := range places {
		if f, err = p.open(at.File); err == nil || !errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	return nil, err
}

// Sizes returns the bytes of each file of the archive.
func (d *Dir) Sizes() (map[string]int64, error) {
	sizes := map[string]int64{}
	for i := len(d.places) - 1; i >= 0; i-- { // what a nearer place says counts
		if err := d.places[i].sizes(sizes); err != nil {
			return nil, fmt.Errorf("list archive: %w", err)
		}
	}
	return sizes, nil
}

// files lists the files of the archive in the order of writing.
func (d *Dir) files() ([]string, error) {
	sizes, err := d.Sizes()
	if err != nil {
		return nil, err
	}
	return inOrder(sizes), nil
}

// Holds reports whether one of the archive files with those names is in the folder, or all of them were sent.
func (d *Dir) Holds(names []string) (bool, error) {
	here := map[string]int64{}
	if err := folder(d.path).sizes(here); err != nil {
		return false, fmt.Errorf("list archive: %w", err)
	}
	all := true
	for _, name := range names {
		if _, there := here[name]; there {
			return true, nil
		}
		_, sent, err := d.Sent(name)
		if err != nil {
			return false, err
		}
		all = all && sent
	}
	return all, nil
}

// Empty reports whether nothing was archived yet.
func (d *Dir) Empty() (bool, error) {
	sizes, err := d.Sizes()
	return len(sizes) == 0, err
}
