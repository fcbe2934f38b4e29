package cli

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/klauspost/compress/gzip"
	"github.com/rogpeppe/go-internal/testscript"
)

// inArchive checks whether a text is in the archive of data, unpacked, which must be whole to its end:
//
//	[!] inarchive TEXT
func inArchive(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: inarchive TEXT")
	}
	names, err := filepath.Glob(filepath.Join(ts.MkAbs("data"), "archive", "*.warc.gz"))
	ts.Check(err)
	if len(names) == 0 {
		ts.Fatalf("there is no archive")
	}
	found := false
	for _, name := range names {
		f, err := os.Open(name)
		ts.Check(err)
		z, err := gzip.NewReader(f)
		ts.Check(err)
		text, err := io.ReadAll(z)
		ts.Check(err)
		ts.Check(f.Close())
		found = found || strings.Contains(string(text), args[0])
	}
	if found == neg {
		ts.Fatalf("%q in the archive: %v", args[0], found)
	}
}
