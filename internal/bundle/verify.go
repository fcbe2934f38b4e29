package bundle

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

const mostFaults = 20 // told of one bundle

// A manifest is no longer than so many bytes, and so many more for each file in the zip, besides six for each byte of
// its name, which is what JSON makes of it at most.
const (
	longestManifest = 1 << 20 // of files that are missing: some five thousand
	longestEntry    = 256
)

// Fault is one thing that is wrong with a bundle.
type Fault struct {
	Path string
	Why  string // "is missing", "is not what the manifest says: …"
}

func (f Fault) Error() string { return f.Path + " " + f.Why }

// Verify checks that a bundle of so many bytes holds exactly the files that its manifest
// lists, each with the hash and the length it gives. The error joins a Fault for each of
// the first 20 files that do not. That they agree says nothing of who made the bundle. It
// returns the number of files.
func Verify(r io.ReaderAt, size int64) (files int, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return 0, fmt.Errorf("verify bundle: %w", err)
	}
	there := make(contents, len(z.File))
	var faults []error
	for _, f := range z.File {
		if why := unfit(f.Name); why != "" {
			faults = append(faults, Fault{f.Name, why})
		} else if there[f.Name] != nil {
			faults = append(faults, Fault{f.Name, "is there twice"})
		}
		there[f.Name] = f.Open
	}
	m, err := manifest(z.File, fileNamed(z.File, ManifestName))
	if err != nil {
		return 0, fmt.Errorf("verify bundle: %w", err)
	}
	return m.verify(there, faults)
}

// VerifyFolder is Verify of a bundle that was unpacked into a folder.
func VerifyFolder(folder fs.FS) (files int, err error) {
	there := contents{}
	var faults []error
	most := int64(longestManifest)
	err = fs.WalkDir(folder, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return nil
		case !d.Type().IsRegular():
			faults = append(faults, Fault{p, "is neither a file nor a folder"})
			return nil
		}
		most += longestEntry + 6*int64(len(p))
		there[p] = func() (io.ReadCloser, error) { return folder.Open(p) }
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("verify bundle: %w", err)
	}
	if there[ManifestName] == nil {
		return 0, fmt.Errorf("verify bundle: %w", errMissing)
	}
	m, err := readManifest(there[ManifestName], most)
	if err != nil {
		return 0, fmt.Errorf("verify bundle: %w", err)
	}
	return m.verify(there, faults)
}

// contents opens the files of a bundle by their paths.
type contents map[string]func() (io.ReadCloser, error)

// verify compares the files that are there with the manifest; faults are those that were found before.
func (m Manifest) verify(there contents, faults []error) (files int, err error) {
	delete(there, ManifestName)
	faults = append(faults, m.compare(there)...)
	if len(faults) > mostFaults {
		faults = append(faults[:mostFaults:mostFaults], errors.New("and more"))
	}
	if err := errors.Join(faults...); err != nil {
		return 0, fmt.Errorf("verify bundle: %w", err)
	}
	return len(m.Files), nil
}

func fileNamed(files []*zip.File, name string) *zip.File {
	var found *zip.File
	for _, f := range files {
		if f.Name == name {
			found = f
		}
	}
	return found
}

// unfit says why a name must not be in a bundle.
func unfit(name string) string {
	if !fs.ValidPath(name) || name == "." || strings.ContainsAny(name, "\\\x00") {
		return "is not a path within a site"
	}
	return ""
}

// errMissing is the error of a zip or a folder without a manifest.
var errMissing = Fault{ManifestName, "is missing: this is not a bundle of ours"}

// manifest reads the manifest of a zip with these files, as far as one of theirs can be long.
func manifest(files []*zip.File, f *zip.File) (m Manifest, err error) {
	if f == nil {
		return m, errMissing
	}
	most := uint64(longestManifest)
	for _, x := range files {
		most += longestEntry + 6*uint64(len(x.Name))
	}
	if f.UncompressedSize64 > most {
		return m, Fault{ManifestName, fmt.Sprintf("is longer than the list of %d files can be", len(files))}
	}
	return readManifest(f.Open, int64(most))
}

// readManifest reads a manifest, of which it takes so many bytes at most.
func readManifest(open func() (io.ReadCloser, error), most int64) (m Manifest, err error) {
	r, err := open()
	if err != nil {
		return m, fmt.Errorf("read %s: %w", ManifestName, err)
	}
	defer r.Close()
	if err := json.NewDecoder(io.LimitReader(r, most)).Decode(&m); err != nil {
		return m, fmt.Errorf("read %s: %w", ManifestName, err)
	}
	if m.Version != 1 {
		return m, Fault{ManifestName, fmt.Sprintf("was written by a newer waidian (version %d, this one knows 1)", m.Version)}
	}
	return m, nil
}

const outOfOrder = "stands in the manifest twice or out of order"

// compare checks the files that are there against those that should be, and stops when
// it has found enough.
func (m Manifest) compare(there contents) (faults []error) {
	last := ""
	for _, want := range m.Files {
		if len(faults) > mostFaults {
			return faults
		}
		if want.Path <= last {
			faults = append(faults, Fault{want.Path, outOfOrder})
			continue
		}
		last = want.Path
		open := there[want.Path]
		delete(there, want.Path)
		if why := want.differs(open); why != "" {
			faults = append(faults, Fault{want.Path, why})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if len(faults) > mostFaults {
			return faults
		}
		faults = append(faults, Fault{name, "is not in the manifest"})
	}
	return faults
}

// differs says how a file is not the one of the manifest. It reads no more than the
// manifest says there is.
func (want File) differs(open func() (io.ReadCloser, error)) string {
	if open == nil {
		return "is missing"
	}
	r, err := open()
	if err != nil {
		return "cannot be read: " + err.Error()
	}
	defer r.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, io.LimitReader(r, max(0, want.Bytes)+1))
	switch {
	case err != nil:
		return "cannot be read: " + err.Error()
	case n != want.Bytes:
		return fmt.Sprintf("is not what the manifest says: its length is not %d bytes", want.Bytes)
	case hex.EncodeToString(sum.Sum(nil)) != want.SHA256:
		return "is not what the manifest says: its SHA-256 is " + hex.EncodeToString(sum.Sum(nil))
	}
	return ""
}

// ErrNotOurs says that a zip file has no manifest of a bundle.
var ErrNotOurs = errors.New("a zip file without waidian's manifest.json")

// Read calls f with each file of a bundle whose path is wanted, in the order of the manifest, until f
// returns an error. A file that is not what the manifest says is passed over and is a fault.
func Read(r io.ReaderAt, size int64, wanted func(path string) bool, f func(path string, data []byte) error) (faults []error, err error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotOurs, err)
	}
	there := make(map[string]*zip.File, len(z.File))
	for _, x := range z.File {
		there[x.Name] = x
	}
	m, err := manifest(z.File, there[ManifestName])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotOurs, err)
	}
	last := ""
	for _, want := range m.Files {
		if want.Path <= last {
			faults = append(faults, Fault{want.Path, outOfOrder})
			if len(faults) > mostFaults {
				return faults, nil
			}
			continue
		}
		if last = want.Path; !wanted(want.Path) {
			continue
		}
		data, why := want.data(there[want.Path])
		if why != "" {
			faults = append(faults, Fault{want.Path, why})
			continue
		}
		if err := f(want.Path, data); err != nil {
			return faults, err
		}
	}
	return faults, nil
}

// longestRead bounds a file that Read hands out, in bytes.
const longestRead = 16 << 20

// data is what a file holds, or how it is not the one of the manifest.
func (want File) data(f *zip.File) ([]byte, string) {
	if want.Bytes > longestRead {
		return nil, fmt.Sprintf("is longer than %d MiB", longestRead>>20)
	}
	if f == nil {
		return nil, "is missing"
	}
	if why := want.differs(f.Open); why != "" {
		return nil, why
	}
	r, err := f.Open()
	if err != nil {
		return nil, "cannot be read: " + err.Error()
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, want.Bytes))
	if err != nil {
		return nil, "cannot be read: " + err.Error()
	}
	return data, ""
}
