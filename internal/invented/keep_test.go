package invented

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/atomically"
)

// TestKeep: a site that was kept is back as it was, with the files that were replaced since, that went and that came.
func TestKeep(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	write := func(name, data string) {
		t.Helper()
		if err := atomically.Replace(out+name, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	write("/a/page.html", "before")
	write("/gone.html", "here")
	write(".ledger", "one")
	back, err := Keep(out)
	if err != nil {
		t.Fatal(err)
	}
	write("/a/page.html", "after")
	write("/new.html", "new")
	write(".ledger", "one, two")
	if err := os.Remove(out + "/gone.html"); err != nil {
		t.Fatal(err)
	}
	if err := back(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"/a/page.html": "before", "/gone.html": "here", ".ledger": "one"} {
		if got, err := os.ReadFile(out + name); err != nil || string(got) != want {
			t.Errorf("%s holds %q (%v), not %q", name, got, err, want)
		}
	}
	if _, err := os.Stat(out + "/new.html"); err == nil {
		t.Error("a file that came since is still there")
	}
	if _, err := Keep(out + "-none"); err == nil {
		t.Error("a site that is not there was kept")
	}
}
