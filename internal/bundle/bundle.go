// Package bundle packs a built site into one zip file, together with a manifest of
// hashes, and checks and reads such a file. The same site makes the same bytes. It never changes
// the site, and unpacks nothing.
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
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/atomically"
)

// ManifestName is the manifest's path in the zip, where it stands last. A file of this
// name at the root of a site is taken for that of an earlier bundle and left out.
const ManifestName = "manifest.json"

// Manifest lists the files of a bundle.
type Manifest struct {
	Version int    `json:"version"` // of this form: 1
	Files   []File `json:"files"`   // by path, ascending, bytewise
}

// File is one file of a bundle.
type File struct {
	Path   string `json:"path"` // from the root of the site, with slashes
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// ErrEmpty says that the folder has no files to pack. Nothing has been written then.
var ErrEmpty = errors.New("no files to pack")

// epoch is what all files of a bundle are dated: when a page was built says nothing of
// it, and would make two builds of one site differ.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// Zip packs the files in dir and its folders, in the order of their paths. Files that are
// being written (atomically.IsTemporary) are left out, and so is a file that vanishes
// before its turn; links and other things that are neither file nor folder are an error.
func Zip(w io.Writer, dir string) error {
	paths, err := list(dir)
	if err != nil {
		return fmt.Errorf("pack %s: %w", dir, err)
	}
	if len(paths) == 0 {
		return fmt.Errorf("pack %s: %w", dir, ErrEmpty)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("pack %s: %w", dir, err)
	}
	defer root.Close()
	z := zip.NewWriter(w)
	m := Manifest{Version: 1, Files: make([]File, 0, len(paths))}
	for _, p := range paths {
		f, err := pack(z, root, p)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", p, err)
		}
		m.Files = append(m.Files, f)
	}
	if err := m.write(z); err != nil {
		return fmt.Errorf("pack %s: %w", dir, err)
	}
	return nil
}

// list returns the paths of the files in dir, sorted.
func list(dir string) ([]string, error) {
	var out []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case errors.Is(err, fs.ErrNotExist) && p != ".":
			return nil // removed in the meantime
		case err != nil:
			return err
		case d.IsDir() || p == ManifestName || atomically.IsTemporary(p):
			return nil
		case !d.Type().IsRegular():
			return fmt.Errorf("%s is neither a file nor a folder", p)
		}
		out = append(out, p)
		return nil
	})
	slices.Sort(out)
	return out, err
}

// pack copies one file into the zip, and tells its hash and length.
func pack(z *zip.Writer, root *os.Root, path string) (File, error) {
	src, err := root.Open(filepath.FromSlash(path))
	if err != nil {
		return File{}, err
	}
	defer src.Close()
	dst, err := z.CreateHeader(&zip.FileHeader{Name: path, Method: method(path), Modified: epoch})
	if err != nil {
		return File{}, err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(dst, sum), src)
	return File{Path: path, SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: n}, err
}

// method stores what is compressed already.
func method(path string) uint16 {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".gz", ".br", ".zst", ".zip", ".epub", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".woff2":
		return zip.Store
	}
	return zip.Deflate
}

// write ends the zip with the manifest, one file a line.
func (m Manifest) write(z *zip.Writer) error {
	w, err := z.CreateHeader(&zip.FileHeader{Name: ManifestName, Method: zip.Deflate, Modified: epoch})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "{\"version\":%d,\"files\":[", m.Version)
	for i, f := range m.Files {
		line, err := json.Marshal(f)
		if err != nil {
			return err
		}
		sep := ",\n"
		if i == 0 {
			sep = "\n"
		}
		if _, err := fmt.Fprintf(w, "%s%s", sep, line); err != nil {
			return err
		}
	}
	if _, err := io.WriteString(w, "\n]}\n"); err != nil {
		return err
	}
	return z.Close()
}
