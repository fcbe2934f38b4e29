package cli

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/waidian/waidian/internal/bundle"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/verify"
	"github.com/waidian/waidian/internal/wacz"
)

// zip imports the articles of a site that export has packed, or the pages of a WACZ. Of a site whose log does not hold, or that says otherwise than its
// log, nothing is imported.
func (im *importer) zip(ctx context.Context, name string, f io.ReaderAt, size int64) error {
	z, err := zip.NewReader(f, size)
	switch {
	case err == nil && namedForm(z) != "":
		im.refuse(name, namedForm(z))
		return nil
	case err == nil && wacz.Is(z), err != nil && strings.EqualFold(filepath.Ext(name), ".wacz"):
		return im.wacz(ctx, name, z, f, size)
	}
	if z != nil && has(z, bundle.ManifestName) {
		if holds, err := im.logHolds(name, z); err != nil || !holds {
			return err
		}
	}
	articles := 0
	wanted := func(path string) bool {
		is := strings.HasPrefix(path, "a/") && strings.HasSuffix(path, ".json")
		if is {
			articles++
		}
		return is
	}
	faults, err := bundle.Read(f, size, wanted, func(path string, data []byte) error {
		return im.line(ctx, name+", "+path, data)
	})
	for _, fault := range faults {
		im.fault(name, fault)
	}
	if errors.Is(err, bundle.ErrNotOurs) {
		im.fault(name, hint(notImported(z, err), "unpack it, and import the files or the folder"))
		return nil
	}
	if err == nil && articles == 0 {
		im.fault(name, errors.New("there is no article in it (a/….json)"))
	}
	return err
}

// mostContradictions bounds what is told of a site that its log contradicts.
const mostContradictions = 20

// logHolds compares a packed site with the log in it, as verify does, and tells what contradicts it. A site without a log holds.
func (im *importer) logHolds(name string, z *zip.Reader) (bool, error) {
	if !has(z, verify.LogFolder+"/"+verify.CheckpointName) {
		return true, nil
	}
	known, err := im.knownKeys(z)
	if err != nil {
		return false, err
	}
	s, err := verify.CheckSite(z, known...)
	if err == nil {
		im.a.warn("%s: %s", shown(name), heldBy(s, known == nil))
		return true, nil
	}
	lines := strings.Split(err.Error(), "\n")
	for _, line := range lines[:min(len(lines), mostContradictions)] {
		im.fault(name, errors.New(line))
	}
	im.fault(name, hint(errors.New("its log does not hold, or says otherwise than the site: nothing of the file is imported"),
		"waidian verify tells all of it; to take in its articles all the same, unpack it and import the folder a"))
	return false, nil
}

// heldBy says what of a packed site its log has shown, and what not; own: by a key that lies in the file.
func heldBy(s verify.Site, own bool) string {
	out := fmt.Sprintf("the log %s in it has %s; address, time and hash of %s are as it has them", shown(s.Log.Origin), text.Count(int(s.Log.Size), "leaf", "leaves"),
		text.Count(s.Pages, "page", "pages"))
	if s.Log.Texts == 0 {
		out += "; headlines, texts, dates and digests are in no leaf that is there, and are taken as they are"
	}
	if own {
		out += "; " + ownKey(s.By)
	}
	return out
}

// notImported says what a zip is that bundle.Read refuses with err.
func notImported(z *zip.Reader, err error) error {
	if z == nil {
		return errNoZip
	}
	if has(z, bundle.ManifestName) {
		return err
	}
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "archive/") {
			return errors.New("a web archive without datapackage.json, the list of its files")
		}
	}
	return errors.New("a zip file that is neither a site packed by waidian, which has manifest.json, nor a web archive (WACZ), which has datapackage.json")
}

// namedForm is the form of a zip file that is not read and known by its first files; "" for others.
func namedForm(z *zip.Reader) form {
	switch {
	case len(z.File) == 0:
		return ""
	case has(z, "[Content_Types].xml"):
		return formOffice
	case z.File[0].Name != "mimetype":
		return ""
	}
	if strings.Contains(beginningOf(z, "mimetype", 200), "opendocument") {
		return formOffice
	}
	return "a book (EPUB)"
}

// beginningOf is what a file begins with, at most so many bytes; "" for one that cannot be read.
func beginningOf(folder fs.FS, name string, most int64) string {
	f, err := folder.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	text, _ := io.ReadAll(io.LimitReader(f, most)) // what is read is what is looked at
	return string(text)
}

// listsOfWACZ reports whether a file of a folder is one of the lists of a WACZ that was unpacked there; the first time it says what is not compared.
func (im *importer) listsOfWACZ(name string) bool {
	dir := filepath.Dir(name)
	if in := filepath.Base(dir); in == "pages" || in == "indexes" || in == "log" {
		dir = filepath.Dir(dir)
	}
	is, known := im.unpacked[dir]
	if !known {
		is = strings.Contains(beginningOf(os.DirFS(dir), wacz.PackagePath, longestConfig), "wacz_version")
		if im.unpacked == nil {
			im.unpacked = map[string]bool{}
		}
		im.unpacked[dir] = is
		if is {
			im.show.aside()
			im.a.warn("%s: a web archive that was unpacked: the WARC files in it are imported; its lists, and a log in it, only the .wacz is compared with", shown(dir))
		}
	}
	return is
}
