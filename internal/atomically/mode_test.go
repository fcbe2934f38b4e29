//go:build unix

package atomically

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// publish writes the file of that name below dir.
func publish(dir, name string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return PublishIn(root, name, []byte("new"))
}

// TestModes: what is replaced keeps its mode, by every way of writing; what is new follows the umask, except for what
// is published.
func TestModes(t *testing.T) {
	ways := map[string]func(string) error{
		"Write":   func(p string) error { _, err := Write(p, []byte("new")); return err },
		"Replace": func(p string) error { return Replace(p, []byte("new")) },
		"Publish": func(p string) error {
			return publish(filepath.Dir(filepath.Dir(p)), filepath.Base(filepath.Dir(p))+"/file")
		},
		"Stream": func(p string) error {
			return Stream(p, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
		},
	}
	for name, write := range ways {
		for _, mode := range []fs.FileMode{0o600, 0o640, 0o644, 0o400} {
			p := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(p, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(p, mode); err != nil {
				t.Fatal(err)
			}
			if err := write(p); err != nil {
				t.Fatal(err)
			}
			if st, _ := os.Stat(p); st.Mode().Perm() != mode {
				t.Errorf("%s: %o became %o", name, mode, st.Mode().Perm())
			}
		}
	}
	defer syscall.Umask(syscall.Umask(0o077))
	dir := t.TempDir()
	for name, want := range map[string]fs.FileMode{"Write": 0o600, "Replace": 0o600, "Stream": 0o600, "Publish": 0o644} {
		p := filepath.Join(dir, name, "file")
		if name == "Stream" {
			p = filepath.Join(dir, name)
		}
		if err := ways[name](p); err != nil {
			t.Fatal(err)
		}
		if st, _ := os.Stat(p); st.Mode().Perm() != want {
			t.Errorf("%s under umask 077: %o, want %o", name, st.Mode().Perm(), want)
		}
		if st, _ := os.Stat(filepath.Dir(p)); name == "Publish" && st.Mode().Perm() != 0o755 {
			t.Errorf("folder of a published file: %o", st.Mode().Perm())
		}
	}
}

// TestASecretIsNeverOpen: while a file is replaced, what is beside it is its writer's alone.
func TestASecretIsNeverOpen(t *testing.T) {
	p := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(p, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := Stream(p, func(w io.Writer) error {
		found, err := filepath.Glob(filepath.Join(filepath.Dir(p), prefix+"*"))
		if err != nil || len(found) != 1 {
			t.Fatalf("temporary files %v, %v", found, err)
		}
		if st, _ := os.Stat(found[0]); st.Mode().Perm() != 0o600 {
			t.Errorf("mode %o", st.Mode().Perm())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
