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

// Verify compares a WACZ of so many bytes with its own lists, as Open does. The error joins what is wrong with the first 20 files,
// or wraps ErrForm. That all agree says nothing of who made the file.
func Verify(r io.ReaderAt, size int64) (*Package, error) {
	p, err := Open(r, size)
	if err != nil {
		return nil, err
	}
	return p, errors.Join(p.Faults...)
}

// compare compares the files that are there with datapackage.json, and that with its digest.
func (o *opening) compare() {
	var d dataPackage
	list, why := o.whole(PackagePath, mostDescribed)
	if why == "" && json.Unmarshal(list, &d) != nil {
		why = "is not JSON as a WACZ has it"
	}
	if why != "" {
		o.fault(PackagePath, why+": what is in the file was compared with nothing")
		return
	}
	if !o.digest(list) {
		return // it is another list
	}
	listed := map[string]bool{PackagePath: true, digestPath: true}
	for _, want := range d.Resources {
		if listed[want.Path] {
			continue
		}
		listed[want.Path] = true
		o.p.Files++
		o.resource(want)
	}
	for _, name := range slices.Sorted(maps.Keys(o.there)) {
		if !listed[name] {
			o.fault(name, "is not in datapackage.json"+o.onlyRead(name))
		}
	}
}

// resource compares a file with what is listed of it.
func (o *opening) resource(want resource) {
	f := o.there[want.Path]
	switch {
	case f == nil:
		o.fault(want.Path, "is missing, though datapackage.json lists it")
	case !strings.HasPrefix(want.Hash, "sha256:"):
		o.unchecked(want.Path, "has no SHA-256 in datapackage.json: it was compared with nothing")
	default:
		if why := want.differs(f); why != "" {
			o.fault(want.Path, why+o.onlyRead(want.Path))
			return
		}
		o.sound[want.Path] = true
		o.p.Sound++
	}
}

// onlyRead says what is done with a file that is not as it should be.
func (o *opening) onlyRead(name string) string {
	switch {
	case strings.HasPrefix(name, archiveDir):
		return "; what is whole in it is read"
	case name == PagesPath:
		return "; nothing in it is believed"
	}
	return ""
}

// digest compares the list of files with its digest; false: it is another list.
func (o *opening) digest(list []byte) bool {
	if o.there[digestPath] == nil {
		o.unchecked(PackagePath, "has no "+digestPath+" beside it: whether it is the list that was made is not known")
		return true
	}
	data, why := o.whole(digestPath, mostDescribed)
	var d packageDigest
	if why == "" && json.Unmarshal(data, &d) != nil {
		why = "is not JSON as a WACZ has it"
	}
	if why != "" {
		o.fault(digestPath, why)
		return true
	}
	if !strings.HasPrefix(d.Hash, "sha256:") {
		o.unchecked(PackagePath, "has no SHA-256 in "+digestPath+": whether it is the list that was made is not known")
		return true
	}
	sum := sha256.New()
	sum.Write(list)
	if got := sumText(sum); d.Hash != got {
		o.fault(PackagePath, "is not what datapackage-digest.json says: its hash is "+got+"; what is in the file was compared with nothing")
		return false
	}
	return true
}

// differs says how a file is not the one that is listed. It reads no more than the list says there is.
func (want resource) differs(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return "cannot be read (" + err.Error() + ")"
	}
	defer r.Close()
	most := want.Bytes
	if most == 0 { // it is empty, or its length is not listed
		most = int64(min(f.UncompressedSize64, 1<<62))
	}
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(r, max(0, most)+1))
	switch got := sumText(sum); {
	case err != nil:
		return "cannot be read (" + err.Error() + ")"
	case n != most:
		return fmt.Sprintf("is not what datapackage.json says: its length is not %d bytes", want.Bytes)
	case got != want.Hash:
		return "is not what datapackage.json says: its hash is " + got
	}
	return ""
}
