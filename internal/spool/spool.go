// Package spool keeps places on a disk for what will be received once and must not be
// lost, such as an answer that is paid for. A place is written and synced before anybody
// is asked, so that it can be filled when the disk has become full meanwhile, and it
// outlives the process. It knows nothing of what is put there.
package spool

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/owned"
)

// A place is a file: what it is for, then what is put there, each ended by a newline and
// padded with spaces.
const (
	aboutRoom = 4 << 10  // bytes for what a place is for
	room      = 64 << 10 // bytes for what is put there; more needs more of the disk when it comes
	suffix    = ".place"
)

// Dir is a folder of places. Several processes may use it, where files can be locked; its methods may be called
// by several goroutines.
type Dir struct {
	path string

	mu   sync.Mutex
	held map[string]bool // names of the places that this process holds
}

// Open returns the folder at path, which is made with its first place.
func Open(path string) *Dir { return &Dir{path: path, held: map[string]bool{}} }

// Place is room on the disk for one thing.
type Place struct {
	dir  *Dir
	file *os.File
}

// Reserve makes a place and returns when it lies on the disk. About says what it is for,
// in at most 4 KiB without a newline.
func (d *Dir) Reserve(about []byte) (*Place, error) {
	if len(about) >= aboutRoom || bytes.ContainsRune(about, '\n') {
		return nil, fmt.Errorf("reserve a place: %d bytes about it, at most %d without a newline", len(about), aboutRoom-1)
	}
	if err := owned.MkdirAll(d.path, 0o700); err != nil {
		return nil, fmt.Errorf("reserve a place: %w", err)
	}
	name := filepath.Join(d.path, rand.Text()+suffix)
	d.hold(name) // before anyone can see it
	f, err := owned.Create(name, os.O_RDWR|os.O_EXCL, 0o600)
	if err != nil {
		d.drop(name)
		return nil, fmt.Errorf("reserve a place: %w", err)
	}
	p := &Place{d, f}
	content := bytes.Repeat([]byte(" "), aboutRoom+room)
	copy(content, append(bytes.Clone(about), '\n'))
	if err = lock(f); err == nil { // while it is empty: then it is nobody's, and no place yet
		_, err = f.Write(content)
	}
	if err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = syncDir(d.path)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("reserve a place: %w", err), p.Remove())
	}
	return p, nil
}

// Fill puts b, which has no newline, into the place and returns when it lies on the disk.
func (p *Place) Fill(b []byte) error {
	_, err := p.file.WriteAt(append(bytes.Clone(b), '\n'), aboutRoom)
	if err == nil {
		err = p.file.Sync()
	}
	if err != nil {
		return fmt.Errorf("fill %s: %w", p.file.Name(), err)
	}
	return nil
}

// Remove ends the place, with what is in it.
func (p *Place) Remove() error {
	defer p.dir.drop(p.file.Name())
	return remove(p.file)
}

// Leave lets go of the place: Left returns it.
func (p *Place) Leave() error {
	defer p.dir.drop(p.file.Name())
	return p.file.Close()
}

// Rest is a place that no one holds: its process has died, or has left it.
type Rest struct {
	About, Content []byte // Content is nil if nothing was put there, or not all of it
	name           string
}

// Left returns the places that no one holds.
func (d *Dir) Left() ([]Rest, error) {
	entries, err := os.ReadDir(d.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for places left: %w", err)
	}
	var out []Rest
	for _, e := range entries {
		name := filepath.Join(d.path, e.Name())
		if !strings.HasSuffix(name, suffix) || d.holds(name) {
			continue
		}
		b, err := leftIn(name)
		if err != nil {
			return nil, fmt.Errorf("read a place left: %w", err)
		}
		if len(b) == 0 {
			continue
		}
		r := Rest{name: name}
		r.About, b = part(b, aboutRoom)
		r.Content, _ = part(b, len(b))
		out = append(out, r)
	}
	return out, nil
}

// leftIn returns what lies in a place that no one holds. There is nothing while another process holds it or makes it, and when it was removed meanwhile.
func leftIn(name string) ([]byte, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if !free(f) {
		return nil, nil
	}
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		return nil, nil // it was removed between
	}
	return io.ReadAll(f)
}

// part is the line that the first n bytes of b begin with, nil if none ends there, and
// what comes after the n bytes.
func part(b []byte, n int) (line, rest []byte) {
	n = min(n, len(b))
	if line, _, ok := bytes.Cut(b[:n], []byte("\n")); ok {
		return line, b[n:]
	}
	return nil, b[n:]
}

// Remove ends the place, unless another process, which has found it too, has done so.
func (r Rest) Remove() error {
	if err := os.Remove(r.name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

func (d *Dir) hold(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held[name] = true
}

func (d *Dir) drop(name string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.held, name)
}

func (d *Dir) holds(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.held[name]
}

// syncDir makes the names in a folder last.
func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
