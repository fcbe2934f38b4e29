// Package backup is the form of a backup of a desk: a zip file that any program for zip files opens, with a manifest of
// lengths and hashes at its end. It knows which files a backup may hold, and writes and reads them. It neither knows a database
// nor a data folder: where a file comes from and where it goes to is its caller's.
package backup

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/bundle"
)

// The names that files have in a backup. The archive's are below Archive, each by its own name.
const (
	Config     = "waidian.toml"
	Glossary   = "glossary"
	Database   = "waidian.db"
	Hosts      = "hosts.json"
	PublicKeys = "log.public"
	Keys       = "log.key"
	Archive    = "archive/"

	manifestName = "backup.json"
)

// form is the number of this form; another form gets another number.
const form = 1

// Manifest says what a backup is and what it holds.
type Manifest struct {
	Form    int           `json:"form"`
	Made    time.Time     `json:"made"`    // the moment of the database
	Program string        `json:"program"` // version of the program that made it
	Desk    string        `json:"desk"`    // identifier of the desk; empty: it had none yet
	Files   []bundle.File `json:"files"`   // those in the backup, in the order of writing
	// Archive lists the files of the desk's archive, by their names there, with the length and the hash that each had: archive
	// files only grow, so these are of the beginning of what the archive has later. They are in the backup too, or not.
	Archive []bundle.File `json:"archive"`
}

// Holds reports whether a file of that name is in the backup.
func (m Manifest) Holds(name string) bool {
	for _, f := range m.Files {
		if f.Path == name {
			return true
		}
	}
	return false
}

// known reports whether a backup may hold a file of that name. Of the archive, its own names alone are taken: no path leads out.
func known(name string) bool {
	switch name {
	case Config, Glossary, Database, Hosts, PublicKeys, Keys:
		return true
	}
	base, ok := strings.CutPrefix(name, Archive)
	return ok && archived(base)
}

// archived reports whether name can be that of a file of an archive.
func archived(name string) bool {
	return strings.HasPrefix(name, "waidian-") && strings.HasSuffix(name, ".warc.gz") && !strings.ContainsAny(name, "/\\:\x00")
}

// Writer writes a backup.
type Writer struct {
	zip *zip.Writer
	m   Manifest
}

// NewWriter begins a backup of the desk with that identifier, as it was at that moment.
func NewWriter(w io.Writer, desk, program string, made time.Time) *Writer {
	return &Writer{zip.NewWriter(w), Manifest{Form: form, Made: made.UTC(), Program: program, Desk: desk}}
}

// Add writes a file into the backup: all that r gives. The mode is kept.
func (w *Writer) Add(name string, mode fs.FileMode, r io.Reader) error {
	if !known(name) || w.m.Holds(name) {
		return fmt.Errorf("back up %s: a backup holds no file of this name, or has it", name)
	}
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.m.Made}
	if OfArchive(name) {
		h.Method = zip.Store // it is compressed already
	}
	h.SetMode(mode.Perm())
	dst, err := w.zip.CreateHeader(h)
	if err != nil {
		return fmt.Errorf("back up %s: %w", name, err)
	}
	f, err := Sum(name, io.TeeReader(r, dst))
	if err != nil {
		return fmt.Errorf("back up %s: %w", name, err)
	}
	w.m.Files = append(w.m.Files, f)
	return nil
}

// AddArchived is Add for a file of the archive, by its name there, by which it is described.
func (w *Writer) AddArchived(name string, mode fs.FileMode, r io.Reader) (bundle.File, error) {
	if err := w.Add(Archive+name, mode, r); err != nil {
		return bundle.File{}, err
	}
	f := w.m.Files[len(w.m.Files)-1]
	f.Path = name
	return f, nil
}

// OfArchive reports whether a file of a backup is one of the archive.
func OfArchive(name string) bool { return strings.HasPrefix(name, Archive) }

// List notes a file of the desk's archive, by its name there.
func (w *Writer) List(f bundle.File) { w.m.Archive = append(w.m.Archive, f) }

// Close ends the backup with its manifest, which it returns.
func (w *Writer) Close() (Manifest, error) {
	dst, err := w.zip.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate, Modified: w.m.Made})
	if err == nil {
		e := json.NewEncoder(dst)
		e.SetIndent("", "\t")
		err = e.Encode(w.m)
	}
	if err == nil {
		err = w.zip.Close()
	}
	if err != nil {
		return w.m, fmt.Errorf("end the backup: %w", err)
	}
	return w.m, nil
}

// Sum reads r to its end, and describes it under that name.
func Sum(name string, r io.Reader) (bundle.File, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, r)
	return bundle.File{Path: name, SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: n}, err
}

// ErrNotOurs says that a file is no backup of a desk.
var ErrNotOurs = errors.New("not a backup of a desk")

// ErrDamaged says that a file may be a backup, and is not whole: it was cut off, or bytes of it were changed.
var ErrDamaged = errors.New("is damaged")

// NewerError is the error of a backup in a form that only a newer program knows.
type NewerError struct {
	Form    int
	Program string
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("the backup was written by a newer waidian (%s, form %d, this one knows %d)", e.Program, e.Form, form)
}
