package cli

import (
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/waidian/waidian/internal/bundle"
)

// wrap makes a zip of files, stored as they are, under the names given:
//
//	wrap odd.wacz archive/a.warc.gz=a.warc.gz datapackage.json=about.json
func wrap(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: wrap FILE NAME=FILE…")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	z := zip.NewWriter(f)
	for _, arg := range args[1:] {
		name, from, _ := strings.Cut(arg, "=")
		w, err := z.CreateHeader(&zip.FileHeader{Name: name})
		ts.Check(err)
		_, err = io.WriteString(w, ts.ReadFile(from))
		ts.Check(err)
	}
	ts.Check(z.Close())
}

// unwrap unpacks a zip into a folder:
//
//	unwrap day.wacz day
func unwrap(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: unwrap FILE DIR")
	}
	z, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer z.Close()
	ts.Check(os.CopyFS(ts.MkAbs(args[1]), z))
}

// shorten takes bytes off the end of a file:
//
//	shorten a.warc.gz 100
func shorten(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: shorten FILE BYTES")
	}
	name := ts.MkAbs(filepath.FromSlash(args[0]))
	info, err := os.Stat(name)
	ts.Check(err)
	n, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(name, info.Size()-n))
}

// repack changes texts in the files of a packed site whose names end in an ending, and makes its manifest anew, as one can who has no key:
//
//	repack site.zip forged.zip .json OLD NEW
func repack(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 5 {
		ts.Fatalf("usage: repack FROM TO ENDING OLD NEW")
	}
	dir := ts.MkAbs(args[1] + ".d")
	unwrap(ts, false, []string{args[0], dir})
	ts.Check(os.Remove(filepath.Join(dir, bundle.ManifestName)))
	ts.Check(filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, args[2]) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, []byte(strings.ReplaceAll(string(text), args[3], args[4])), 0o600)
	}))
	f, err := os.Create(ts.MkAbs(args[1]))
	ts.Check(err)
	ts.Check(bundle.Zip(f, dir))
	ts.Check(f.Close())
}
