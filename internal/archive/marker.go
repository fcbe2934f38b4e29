package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/atomically"
)

// The marker of an archive is a text file of two lines: the number of the form in which it is kept, and the
// desk whose archive it is. An archive without one is of form 1 and nobody's yet:
//
//	waidian-archive 1
//	desk ID
const (
	markerName = "archive.txt"
	form       = 1 // another form of the archive gets another number
)

// NewerError is the error of an archive in a form that only a newer program knows. Nothing was written to it.
type NewerError struct {
	Marker string // the file that says so
	Form   int
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("%s: the archive was written by a newer waidian (form %d, this one knows %d)", e.Marker, e.Form, form)
}

// readMarker reads whose archive it is; empty: nobody's yet.
func (d *Dir) readMarker() error {
	name := d.Marker()
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	d.desk, err = parseMarker(text, name)
	return err
}

// parseMarker returns the desk that a marker names; name is where it is.
func parseMarker(text []byte, name string) (desk string, err error) {
	var n int
	head, rest, _ := strings.Cut(string(text), "\n")
	if _, err := fmt.Sscanf(head, "waidian-archive %d", &n); err != nil {
		return "", fmt.Errorf("%s: its first line is not \"waidian-archive %d\"", name, form)
	}
	if n > form {
		return "", &NewerError{name, n}
	}
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(strings.TrimPrefix(line, "desk ")), nil
}

// writeMarker writes the marker.
func (d *Dir) writeMarker() error {
	_, err := atomically.Write(d.Marker(), []byte(d.markerText()))
	return err
}

func (d *Dir) markerText() string {
	text := fmt.Sprintf("waidian-archive %d\n", form)
	if d.desk != "" {
		text += "desk " + d.desk + "\n"
	}
	return text
}

// Marker is the path of the file that says whose archive it is.
func (d *Dir) Marker() string { return filepath.Join(d.path, markerName) }

// Desk is the identifier of the desk whose archive it is; empty: nobody's yet.
func (d *Dir) Desk() string { return d.desk }

// SetDesk says whose archive it is. The archive must be open for writing.
func (d *Dir) SetDesk(id string) error {
	d.desk = id
	if err := d.writeMarker(); err != nil {
		return fmt.Errorf("mark the archive %s: %w", d.path, err)
	}
	return nil
}
