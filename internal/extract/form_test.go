package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestForm: Form is another one whenever what is extracted of the pages in testdata changes.
// The golden file has the last form and the hash of the texts that it gives. With -update it
// is rewritten; Form is raised by hand first.
func TestForm(t *testing.T) {
	const golden = "testdata/form.golden"
	files, err := filepath.Glob("testdata/*.html")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d pages, %v", len(files), err)
	}
	sum := sha256.New()
	for _, file := range files {
		a, _ := Extract(savedPage(t, file), Options{})
		fmt.Fprintln(sum, filepath.Base(file), a.Kind, a.TextHash())
	}
	got := Form + " " + hex.EncodeToString(sum.Sum(nil))[:16] + "\n"
	want, err := os.ReadFile(golden)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	if form, _, _ := strings.Cut(string(want), " "); form == Form {
		t.Fatalf("the pages in testdata give other texts, or are other pages, than form %s did: raise Form, then go test -run TestForm -update", Form)
	}
	if !*update {
		t.Fatalf("%s has %q, this is %q: go test -run TestForm -update", golden, want, got)
	}
	if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
		t.Fatal(err)
	}
}
