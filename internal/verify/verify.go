// Package verify checks what a desk published, without the desk: a proof of its log beside an article, and the whole log
// of a site. It reads the files that it is given, asks nothing of any network, and says what they
// show. A file that is not there shows nothing, and is never called false.
package verify

import (
	"errors"
	"fmt"
	"io/fs"
)

// mostFaults bounds the faults that are told of one folder or file.
const mostFaults = 20

// Fault is one thing that is wrong with a file.
type Fault struct {
	Path string // in the folder that was checked
	Why  string
}

func (f Fault) Error() string { return f.Path + ": " + f.Why }

// faults collects the first faults, and counts all.
type faults struct {
	list []error
	n    int
}

func (f *faults) add(path, why string, args ...any) {
	if f.n++; f.n <= mostFaults {
		f.list = append(f.list, Fault{path, fmt.Sprintf(why, args...)})
	}
}

// err joins the faults, or is nil.
func (f *faults) err() error {
	if f.n > mostFaults {
		return errors.Join(append(f.list, fmt.Errorf("and %d more", f.n-mostFaults))...)
	}
	return errors.Join(f.list...)
}

// read returns a file that has at most so many bytes.
func read(folder fs.FS, path string, most int64) ([]byte, error) {
	f, err := folder.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f, most)
}
