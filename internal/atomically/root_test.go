package atomically

import (
	"os"
	"path/filepath"
	"testing"
)

// What is published below a folder stays below it.
func TestPublishInStaysInside(t *testing.T) {
	dir := t.TempDir()
	for _, d := range []string{"site", "other", "site/deep"} {
		if err := os.Mkdir(filepath.Join(dir, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	site := filepath.Join(dir, "site")
	for name, to := range map[string]string{"out": "../other", "far": filepath.Join(dir, "other"), "page": "../other/page", "in": "deep"} {
		if err := os.Symlink(to, filepath.Join(site, name)); err != nil {
			t.Skip(err)
		}
	}
	for name, ok := range map[string]bool{
		"new": true, "deep/er/new": true, "in/new": true, "page": true, // the link is replaced
		"out/x": false, "far/x": false, "../x": false, "deep/../../x": false, "/x": false, "..": false, "": false,
	} {
		if err := publish(site, name); (err == nil) != ok {
			t.Errorf("%q: %v", name, err)
		}
	}
	if st, err := os.Lstat(filepath.Join(site, "page")); err != nil || !st.Mode().IsRegular() {
		t.Errorf("the link is still there: %v", err)
	}
	for _, d := range []string{dir, filepath.Join(dir, "other")} {
		list, err := os.ReadDir(d)
		if err != nil || len(list) > 2 || d != dir && len(list) > 0 {
			t.Errorf("%s: %v, %v", d, list, err)
		}
	}
}
