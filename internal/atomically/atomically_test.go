package atomically

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "b", "page.html")
	for _, c := range []struct {
		data    string
		changed bool
	}{{"one", true}, {"one", false}, {"two", true}, {"", true}, {"", false}} {
		changed, err := Write(path, []byte(c.data))
		if err != nil || changed != c.changed {
			t.Fatalf("%q: changed %v, error %v", c.data, changed, err)
		}
		if got, _ := os.ReadFile(path); string(got) != c.data {
			t.Fatalf("file holds %q, not %q", got, c.data)
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v %v", entries, err)
	}
	if st, _ := os.Stat(path); st.Mode().Perm() != 0o644 {
		t.Errorf("mode %v", st.Mode())
	}
}

func TestUnchangedIsUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.html")
	if _, err := Write(path, []byte("x")); err != nil {
		t.Fatal(err)
	}
	old := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(path, old, old); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(path, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if st, _ := os.Stat(path); !st.ModTime().Equal(old) {
		t.Errorf("written at %v", st.ModTime())
	}
}

func TestNowhereToWrite(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Replace(filepath.Join(dir, "file", "page.html"), nil); err == nil {
		t.Error("written below a file")
	}
	if err := Replace(dir, []byte("x")); err == nil {
		t.Error("written over a folder")
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
	if !IsTemporary(prefix+"1") || IsTemporary("page.html") {
		t.Error("temporary files cannot be told")
	}
}

func TestStream(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "book.epub")
	write := func(s string, err error) error {
		return Stream(path, func(w io.Writer) error {
			if _, err := io.WriteString(w, s); err != nil {
				return err
			}
			if _, err := os.Stat(path); s == "one" && err == nil {
				t.Error("the file is there before it is whole")
			}
			return err
		})
	}
	broken := errors.New("broken off")
	for _, c := range []struct {
		data string
		err  error
		want string
	}{{"one", nil, "one"}, {"half", broken, "one"}, {"two", nil, "two"}} {
		if err := write(c.data, c.err); !errors.Is(err, c.err) {
			t.Errorf("%s: %v", c.data, err)
		}
		if got, _ := os.ReadFile(path); string(got) != c.want {
			t.Errorf("after %s the file holds %q, want %q", c.data, got, c.want)
		}
	}
	if st, _ := os.Stat(path); st.Mode().Perm() != 0o644 {
		t.Errorf("mode %v", st.Mode())
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v %v", entries, err)
	}
	if err := Stream(filepath.Join(dir, "none", "x"), func(io.Writer) error { return nil }); err == nil {
		t.Error("no error for a folder that does not exist")
	}
}
