//go:build unix

package owned_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/waidian/waidian/internal/atomically"
	"github.com/waidian/waidian/internal/owned"
)

const nobody = 65534

// TestRootGivesAway: what root makes in another user's folder belongs to that user, at any depth, and what it replaces
// keeps its owner.
func TestRootGivesAway(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	dir := t.TempDir()
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	mine := filepath.Join(dir, "of root")
	if err := os.WriteFile(mine, []byte("x"), 0o640); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	if err := owned.MkdirAll(filepath.Join(dir, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		atomically.Replace(filepath.Join(dir, "a", "c", "d", "new"), []byte("x")),
		atomically.PublishIn(root, "site/a/page", []byte("x")),
		atomically.Replace(mine, []byte("y")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, flags := range []int{os.O_RDWR, os.O_RDWR | os.O_EXCL, os.O_RDWR} { // the third finds it there
		name := filepath.Join(dir, "lock")
		if flags&os.O_EXCL != 0 {
			os.Remove(name)
		}
		f, err := owned.Create(name, flags, 0o644)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	for name, want := range map[string]uint32{
		"a": nobody, "a/b": nobody, "a/c/d/new": nobody, "site": nobody, "site/a": nobody, "site/a/page": nobody, "lock": nobody, "of root": 0,
	} {
		st, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if uid := st.Sys().(*syscall.Stat_t).Uid; uid != want {
			t.Errorf("%s belongs to %d, want %d", name, uid, want)
		}
	}
}
