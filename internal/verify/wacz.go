package verify

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The files of a web archive that say what is in it: https://specs.webrecorder.net/wacz/1.1.1/
const (
	dataPackage   = "datapackage.json"
	packageDigest = "datapackage-digest.json"
)

// maxPackage bounds the list of files of a web archive, in bytes.
const maxPackage = 16 << 20

// listed is one file of a datapackage (Frictionless Data Package).
type listed struct {
	Path  string `json:"path"`
	Hash  string `json:"hash"` // "sha256:" and hexadecimal digits
	Bytes *int64 `json:"bytes"`
}

// IsWACZ reports whether a zip file is a web archive.
func IsWACZ(z *zip.Reader) bool {
	f, err := z.Open(dataPackage)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

// CheckWACZ compares each file of a web archive with the length and the hash that its datapackage.json gives, and that list
// with the digest beside it, if there is one. It returns how many files are listed. That they agree says nothing of who made them.
func CheckWACZ(z *zip.Reader) (files int, err error) {
	var f faults
	there := map[string]*zip.File{}
	for _, x := range z.File {
		if there[x.Name] != nil {
			f.add(x.Name, "is there twice")
		}
		there[x.Name] = x
	}
	list, err := readZipped(there[dataPackage], maxPackage)
	if err != nil {
		return 0, Fault{dataPackage, "cannot be read: " + err.Error()}
	}
	f.digest(there[packageDigest], list)
	var p struct {
		Resources []listed `json:"resources"`
	}
	if err := json.Unmarshal(list, &p); err != nil {
		return 0, Fault{dataPackage, "is not JSON of that form: " + err.Error()}
	}
	delete(there, dataPackage)
	delete(there, packageDigest)
	for _, want := range p.Resources {
		if why := want.differs(there[want.Path]); why != "" {
			f.add(want.Path, "%s", why)
		}
		delete(there, want.Path)
	}
	for _, x := range z.File {
		if there[x.Name] != nil && !strings.HasSuffix(x.Name, "/") {
			f.add(x.Name, "is not in %s", dataPackage)
		}
	}
	return len(p.Resources), f.err()
}

// digest checks the list of files against its digest.
func (f *faults) digest(file *zip.File, list []byte) {
	if file == nil {
		return
	}
	b, err := readZipped(file, maxNote)
	var d struct{ Path, Hash string }
	if err == nil {
		err = json.Unmarshal(b, &d)
	}
	sum := sha256.Sum256(list)
	switch {
	case err != nil:
		f.add(packageDigest, "cannot be read: %v", err)
	case d.Hash != "sha256:"+hex.EncodeToString(sum[:]):
		f.add(dataPackage, "is not what %s says: its SHA-256 is %x", packageDigest, sum)
	}
}

// differs says how a file is not the one that is listed. It reads no more than the list says there is.
func (want listed) differs(file *zip.File) string {
	if file == nil {
		return "is missing"
	}
	size := int64(file.UncompressedSize64)
	if want.Bytes != nil && *want.Bytes != size {
		return fmt.Sprintf("is not what %s says: its length is not %d bytes", dataPackage, *want.Bytes)
	}
	r, err := file.Open()
	if err != nil {
		return "cannot be read: " + err.Error()
	}
	defer r.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(r, max(0, size)+1)); err != nil {
		return "cannot be read: " + err.Error()
	}
	if got := "sha256:" + hex.EncodeToString(sum.Sum(nil)); got != want.Hash {
		return fmt.Sprintf("is not what %s says: its SHA-256 is %s", dataPackage, strings.TrimPrefix(got, "sha256:"))
	}
	return ""
}

func readZipped(file *zip.File, most int64) ([]byte, error) {
	if file == nil {
		return nil, errors.New("it is missing")
	}
	r, err := file.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return readAll(r, most)
}
