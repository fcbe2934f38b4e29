package bundle

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// siteOf writes files into a new folder.
func siteOf(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func packed(t *testing.T, dir string) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := Zip(&out, dir); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var page = strings.Repeat("<p>外电</p>\n", 200)

func sample() map[string]string {
	return map[string]string{
		"index.html": page, "a/x/2026/03/harbour-abc.html": page, "a/x/2026/03/harbour-abc.json": `{"id":"abc"}`,
		"a-b.html": "", "favicon.svg": "<svg/>", ".nojekyll": "", "index.html.gz": "\x1f\x8b", "报道.html": "中文",
		".waidian-123": "half a page", "a/.waidian-9": "half a page", "manifest.json": "of an earlier bundle",
	}
}

func TestZip(t *testing.T) {
	dir := siteOf(t, sample())
	b := packed(t, dir)
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	want := []string{".nojekyll", "a-b.html", "a/x/2026/03/harbour-abc.html", "a/x/2026/03/harbour-abc.json", "favicon.svg",
		"index.html", "index.html.gz", "报道.html", "manifest.json"}
	if !slices.Equal(names, want) {
		t.Errorf("files %q\nwant  %q", names, want)
	}
	r, err := z.Open(ManifestName)
	if err != nil {
		t.Fatal(err)
	}
	var m Manifest
	if err := json.NewDecoder(r).Decode(&m); err != nil {
		t.Fatal(err)
	}
	if empty := (File{".nojekyll", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0}); len(m.Files) != 8 || m.Files[0] != empty {
		t.Errorf("manifest %+v", m)
	}
	if _, err := Verify(bytes.NewReader(b), int64(len(b))); err != nil {
		t.Error(err)
	}
}

func TestSameSiteSameBytes(t *testing.T) {
	a, b := siteOf(t, sample()), siteOf(t, sample())
	if err := os.Chtimes(filepath.Join(b, "index.html"), time.Unix(0, 0), time.Unix(1e9, 0)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(packed(t, a), packed(t, b)) {
		t.Error("two bundles of the same site differ")
	}
}

func TestNothingToPack(t *testing.T) {
	var out bytes.Buffer
	if err := Zip(&out, siteOf(t, map[string]string{".waidian-1": "x"})); !errors.Is(err, ErrEmpty) || out.Len() > 0 {
		t.Errorf("error %v and %d bytes, want ErrEmpty and none", err, out.Len())
	}
	if err := Zip(&out, filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v, want that there is no such folder", err)
	}
	dir := siteOf(t, sample())
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "link.html")); err != nil {
		t.Skip("needs a file system with symbolic links, as CI has")
	}
	if err := Zip(&out, dir); err == nil || !strings.Contains(err.Error(), "link.html") {
		t.Errorf("error %v, want one that names the link", err)
	}
}

// rezip copies a bundle with some files changed (nil: left out) and some added.
func rezip(t *testing.T, b []byte, change map[string][]byte, add ...string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	write := func(name string, data []byte) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if changed, ok := change[f.Name]; ok {
			data = changed
		}
		if data != nil {
			write(f.Name, data)
		}
	}
	for _, name := range add {
		write(name, []byte("x"))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestVerifyTellsWhatIsWrong(t *testing.T) {
	good := packed(t, siteOf(t, sample()))
	for name, c := range map[string]struct {
		bundle []byte
		want   string
	}{
		"untouched":     {rezip(t, good, nil), ""},
		"changed":       {rezip(t, good, map[string][]byte{"index.html": []byte(strings.Replace(page, "外", "内", 1))}), "index.html is not what the manifest says: its SHA-256 is"},
		"shorter":       {rezip(t, good, map[string][]byte{"index.html": []byte("x")}), "index.html is not what the manifest says: its length is not 2800 bytes"},
		"a bomb":        {rezip(t, good, map[string][]byte{"index.html": make([]byte, 64<<20)}), "its length is not"},
		"missing":       {rezip(t, good, map[string][]byte{"index.html": nil}), "index.html is missing"},
		"one more":      {rezip(t, good, nil, "evil.html"), "evil.html is not in the manifest"},
		"twice":         {rezip(t, good, nil, "index.html"), "index.html is there twice"},
		"outside":       {rezip(t, good, nil, "../evil.html"), "../evil.html is not a path within a site"},
		"from the root": {rezip(t, good, nil, "/etc/passwd"), "/etc/passwd is not a path within a site"},
		"no manifest":   {rezip(t, good, map[string][]byte{"manifest.json": nil}), "manifest.json is missing"},
		"no JSON":       {rezip(t, good, map[string][]byte{"manifest.json": []byte("{")}), "read manifest.json"},
		"a later form":  {rezip(t, good, map[string][]byte{"manifest.json": []byte(`{"version":2}`)}), "newer waidian (version 2"},
		"no zip":        {[]byte("PK nothing"), "not a valid zip file"},
		"cut short":     {good[:len(good)-30], "not a valid zip file"},
		"many faults":   {rezip(t, good, map[string][]byte{"manifest.json": []byte(`{"version":1,"files":[]}`)}, strings.Fields(strings.Repeat("x ", 50))...), "and more"},
	} {
		_, err := Verify(bytes.NewReader(c.bundle), int64(len(c.bundle)))
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v\nwant: …%s…", name, err, c.want)
		}
	}
}

// A bundle that was unpacked is checked in its folder.
func TestVerifyFolder(t *testing.T) {
	unpacked := func(change func(dir string)) error {
		dir := t.TempDir()
		b := packed(t, siteOf(t, sample()))
		z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(dir, z); err != nil {
			t.Fatal(err)
		}
		change(dir)
		n, err := VerifyFolder(os.DirFS(dir))
		if err == nil && n != 8 {
			t.Errorf("%d files", n)
		}
		return err
	}
	write := func(name, text string) func(string) {
		return func(dir string) {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func(name string) func(string) {
		return func(dir string) {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		change func(string)
		want   string
	}{
		"untouched":    {func(string) {}, ""},
		"changed":      {write("index.html", strings.Replace(page, "外", "内", 1)), "index.html is not what the manifest says: its SHA-256 is"},
		"missing":      {remove("index.html"), "index.html is missing"},
		"one more":     {write("evil.html", "x"), "evil.html is not in the manifest"},
		"no manifest":  {remove(ManifestName), "manifest.json is missing"},
		"a later form": {write(ManifestName, `{"version":2}`), "newer waidian (version 2"},
		"a link": {func(dir string) {
			if err := os.Symlink("index.html", filepath.Join(dir, "link.html")); err != nil {
				t.Skip("needs a file system with symbolic links, as CI has")
			}
		}, "link.html is neither a file nor a folder"},
	} {
		err := unpacked(c.change)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v\nwant: …%s…", name, err, c.want)
		}
	}
}

// Read hands out what is as the manifest says, and names what is not.
func TestReadPassesOverWhatIsDamaged(t *testing.T) {
	good := packed(t, siteOf(t, sample()))
	html := func(path string) bool { return strings.HasSuffix(path, ".html") }
	read := func(b []byte) (paths []string, faults []error, err error) {
		faults, err = Read(bytes.NewReader(b), int64(len(b)), html, func(path string, data []byte) error {
			if path == "index.html" && string(data) != page {
				t.Errorf("%s has %d bytes", path, len(data))
			}
			paths = append(paths, path)
			return nil
		})
		return paths, faults, err
	}
	all, faults, err := read(good)
	if err != nil || len(faults) > 0 || len(all) == 0 {
		t.Fatalf("%q, faults %v, error %v", all, faults, err)
	}
	some, faults, err := read(rezip(t, good, map[string][]byte{"index.html": []byte("x")}, "evil.html"))
	if err != nil || len(faults) != 1 || !strings.Contains(faults[0].Error(), "index.html is not what the manifest says") || len(some) != len(all)-1 {
		t.Errorf("%q, faults %v, error %v", some, faults, err)
	}
	for _, b := range [][]byte{[]byte("PK nothing"), rezip(t, good, map[string][]byte{"manifest.json": nil})} {
		if _, _, err := read(b); !errors.Is(err, ErrNotOurs) {
			t.Errorf("not ours: %v", err)
		}
	}
}

// A manifest is read as far as the files of the zip can make it long, whatever it says.
func TestManifestIsBounded(t *testing.T) {
	good := packed(t, siteOf(t, sample()))
	const one = `{"path":"index.html","sha256":"","bytes":0},`
	for _, c := range []struct{ name, manifest, want string }{
		{"as many entries as fit a gigabyte", `{"version":1,"files":[` + strings.Repeat("{},", 4<<20) + `{}]}`, "manifest.json is longer than the list of 9 files can be"},
		{"blanks", `{"version":1,` + strings.Repeat(" ", 2<<20) + `"files":[]}`, "manifest.json is longer than"},
		{"no paths", `{"version":1,"files":[{},{}]}`, " stands in the manifest twice or out of order"},
		{"one file many times", `{"version":1,"files":[` + strings.Repeat(one, 1000) + `{"path":"index.html"}]}`, "index.html stands in the manifest twice"},
		{"out of order", `{"version":1,"files":[{"path":"index.html"},{"path":"a-b.html"}]}`, "a-b.html stands in the manifest twice or out of order"},
	} {
		b := rezip(t, good, map[string][]byte{ManifestName: []byte(c.manifest)})
		_, whole := Verify(bytes.NewReader(b), int64(len(b)))
		faults, err := Read(bytes.NewReader(b), int64(len(b)), func(string) bool { return false }, nil)
		for place, err := range map[string]error{"verified": whole, "read": errors.Join(append(faults, err)...)} {
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Count(err.Error(), "\n") > mostFaults+2 {
				t.Errorf("%s, %s: %.300v", c.name, place, err)
			}
		}
	}
}

func FuzzVerify(f *testing.F) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	x, _ := w.Create("a.html")
	_, _ = x.Write([]byte("x"))
	m := Manifest{Version: 1, Files: []File{{"a.html", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", 1}}}
	if err := m.write(w); err != nil {
		f.Fatal(err)
	}
	if _, err := Verify(bytes.NewReader(b.Bytes()), int64(b.Len())); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = Verify(bytes.NewReader(b), int64(len(b))) // no panic, whatever comes
	})
}
