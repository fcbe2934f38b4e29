package atomically

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestFolders: files are published and read in more folders than stay open, by several at once, also where a folder was removed meanwhile.
func TestFolders(t *testing.T) {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	f := NewFolders(root, nil)
	var all sync.WaitGroup
	for worker := range 4 {
		all.Go(func() {
			for i := range 3 * foldersOpen {
				name := fmt.Sprintf("a/%d/page-%d", i, worker)
				if err := f.Publish(name, []byte(name)); err != nil {
					t.Error(err)
				}
				if got, err := f.ReadFile(name); err != nil || string(got) != name {
					t.Errorf("%s holds %q, %v", name, got, err)
				}
			}
		})
	}
	all.Wait()
	if len(f.open) != foldersOpen {
		t.Errorf("%d folders are open", len(f.open))
	}
	last := filepath.Join(dir, "a", fmt.Sprint(3*foldersOpen-1))
	if err := os.RemoveAll(last); err != nil {
		t.Fatal(err)
	}
	if err := f.Publish("a/"+filepath.Base(last)+"/page", []byte("x")); err != nil {
		t.Errorf("in a folder that was removed: %v", err)
	}
	if st, err := f.Lstat("a/1/page-1"); err != nil || st.Size() != int64(len("a/1/page-1")) {
		t.Errorf("%v, %v", st, err)
	}
	if err := f.Remove("a/1/page-1"); err != nil {
		t.Error(err)
	}
	if _, err := f.Lstat("a/1/page-1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a removed file: %v", err)
	}
	if err := f.Publish("../out", nil); err == nil {
		t.Error("written outside of the root")
	}
	used := f.open
	f.Forget()
	for _, d := range used {
		if _, err := d.dir.Lstat("."); !errors.Is(err, os.ErrClosed) {
			t.Fatalf("%s is still open: %v", d.name, err)
		}
	}
}
