package backup

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/waidian/waidian/internal/bundle"
)

// longestManifest bounds a manifest, in bytes: that of a hundred thousand archive files.
const longestManifest = 32 << 20

// Reader reads a backup.
type Reader struct {
	Manifest
	files map[string]*zip.File
}

// Open reads the manifest of a backup of so many bytes, and verifies that the zip file holds what it lists and nothing else, all of
// it under names that a backup may hold. It reads no other file. The error is ErrNotOurs, ErrDamaged or a *NewerError, or says what is wrong with a name.
func Open(r io.ReaderAt, size int64) (*Reader, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, notZip(r, err)
	}
	b := &Reader{files: map[string]*zip.File{}}
	for _, f := range z.File {
		if b.files[f.Name] != nil {
			return nil, fmt.Errorf("%q is in the backup twice", f.Name)
		}
		b.files[f.Name] = f
	}
	list := b.files[manifestName]
	if list == nil {
		return nil, fmt.Errorf("%w: a zip file of something else, it has no %s", ErrNotOurs, manifestName)
	}
	if err := b.readManifest(list); err != nil {
		return nil, err
	}
	if b.Form > form {
		return nil, &NewerError{b.Form, b.Program}
	}
	return b, b.verifyNames()
}

// begins is how a zip file begins that holds a file (APPNOTE.TXT, 4.3.7).
const begins = "PK\x03\x04"

// notZip is the error of a file that cannot be read as a zip file: one that begins as such was whole once.
func notZip(r io.ReaderAt, err error) error {
	head := make([]byte, len(begins))
	switch _, e := r.ReadAt(head, 0); {
	case e != nil && !errors.Is(e, io.EOF):
		return e
	case string(head) != begins:
		return fmt.Errorf("%w: it is no zip file", ErrNotOurs)
	}
	return fmt.Errorf("%w: it was cut off, or changed at its end, where a zip file has its contents: %w", ErrDamaged, err)
}

func (b *Reader) readManifest(f *zip.File) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: its %s cannot be unpacked: %w", ErrDamaged, manifestName, err)
	}
	defer r.Close() // only read
	if err := json.NewDecoder(io.LimitReader(r, longestManifest)).Decode(&b.Manifest); err != nil {
		return fmt.Errorf("%w: its %s cannot be read: %w", ErrDamaged, manifestName, err)
	}
	return nil
}

func (b *Reader) verifyNames() error {
	listed := map[string]bool{manifestName: true}
	for _, f := range b.Files {
		switch {
		case !known(f.Path):
			return fmt.Errorf("%q is no name of a file of a backup", f.Path)
		case listed[f.Path]:
			return fmt.Errorf("%q is in the manifest of the backup twice", f.Path)
		case b.files[f.Path] == nil:
			return fmt.Errorf("%s is missing from the backup", f.Path)
		}
		listed[f.Path] = true
	}
	for name := range b.files {
		if !listed[name] {
			return fmt.Errorf("%q is in the backup, but not in its manifest", name)
		}
	}
	for _, f := range b.Archive {
		if !archived(f.Path) {
			return fmt.Errorf("%q is no name of a file of an archive", f.Path)
		}
	}
	return nil
}

// Mode is the mode of a file in the backup. It lets nobody execute anything.
func (b *Reader) Mode(f bundle.File) fs.FileMode { return b.files[f.Path].Mode().Perm() & 0o666 }

// Extract writes a file of the backup, which its manifest lists, to w. The error is nil only if length and hash were those of the
// manifest, and it is ErrDamaged if they were not; no more than that length is ever written.
func (b *Reader) Extract(f bundle.File, w io.Writer) error {
	r, err := b.files[f.Path].Open()
	if err != nil {
		return fmt.Errorf("%s in the backup %w: it cannot be unpacked: %w", f.Path, ErrDamaged, err)
	}
	defer r.Close() // only read
	out := &sink{w: w}
	got, err := Sum(f.Path, io.TeeReader(io.LimitReader(r, f.Bytes), out))
	if out.err != nil {
		return fmt.Errorf("write %s of the backup: %w", f.Path, out.err)
	}
	if err == nil && got.Bytes == f.Bytes {
		_, err = io.ReadFull(r, make([]byte, 1)) // there must be no more
		if err == nil {
			return fmt.Errorf("%s in the backup %w: it is longer than its manifest says", f.Path, ErrDamaged)
		}
		if err == io.EOF {
			err = nil
		}
	}
	if err != nil {
		return fmt.Errorf("%s in the backup %w: it cannot be unpacked: %w", f.Path, ErrDamaged, err)
	}
	if got != f {
		return fmt.Errorf("%s in the backup %w: it is not what its manifest says: it has %d bytes with the SHA-256 %s", f.Path, ErrDamaged, got.Bytes, got.SHA256)
	}
	return nil
}

// sink writes to w and keeps the error of that, which is none of the backup's.
type sink struct {
	w   io.Writer
	err error
}

func (s *sink) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.err = err
	return n, err
}
