package wacz

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Verify checks that a WACZ of so many bytes holds exactly the files that its datapackage.json lists, each with the hash and the
// length it gives, and that this list is the one of datapackage-digest.json, if there is one. The error joins what is wrong with
// the first 20 files, or wraps ErrForm. That all agree says nothing of who made the file. It returns the number of files.
func Verify(r io.ReaderAt, size int64) (files int, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return 0, fmt.Errorf("%w: %w", ErrForm, err)
	}
	if !Is(z) {
		return 0, fmt.Errorf("%w: it has no archive/ and datapackage.json", ErrForm)
	}
	o := opening{there: map[string]*zip.File{}, p: &Package{}}
	for _, f := range z.File {
		if o.there[f.Name] != nil {
			o.fault(f.Name, "is there twice")
		}
		if !strings.HasSuffix(f.Name, "/") {
			o.there[f.Name] = f
		}
	}
	var d dataPackage
	list, why := o.whole(packagePath, mostDescribed)
	if why == "" && json.Unmarshal(list, &d) != nil {
		why = "is not JSON as a WACZ has it"
	}
	if why != "" {
		return 0, errors.New(packagePath + " " + why)
	}
	o.digest(list)
	for _, want := range d.Resources {
		if why := want.differs(o.there[want.Path]); why != "" {
			o.fault(want.Path, why)
		}
		delete(o.there, want.Path)
	}
	delete(o.there, packagePath)
	delete(o.there, digestPath)
	for _, name := range slices.Sorted(maps.Keys(o.there)) {
		o.fault(name, "is not in datapackage.json")
	}
	return len(d.Resources), errors.Join(o.p.Faults...)
}

// digest compares the list of files with its digest.
func (o *opening) digest(list []byte) {
	if o.there[digestPath] == nil {
		return
	}
	data, why := o.whole(digestPath, mostDescribed)
	var d packageDigest
	if why == "" && json.Unmarshal(data, &d) != nil {
		why = "is not JSON as a WACZ has it"
	}
	sum := sha256.New()
	sum.Write(list)
	if why != "" {
		o.fault(digestPath, why)
	} else if got := sumText(sum); d.Hash != got {
		o.fault(packagePath, "is not what datapackage-digest.json says: its hash is "+got)
	}
}

// differs says how a file is not the one that is listed. It reads no more than the list says there is.
func (want resource) differs(f *zip.File) string {
	if f == nil {
		return "is missing"
	}
	r, err := f.Open()
	if err != nil {
		return "cannot be read (" + err.Error() + ")"
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(r, max(0, want.Bytes)+1))
	switch got := sumText(sum); {
	case err != nil:
		return "cannot be read (" + err.Error() + ")"
	case n != want.Bytes:
		return fmt.Sprintf("is not what datapackage.json says: its length is not %d bytes", want.Bytes)
	case got != want.Hash:
		return "is not what datapackage.json says: its hash is " + got
	}
	return ""
}
