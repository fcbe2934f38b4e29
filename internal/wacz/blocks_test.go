package wacz

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"testing"
)

// An index of blocks that does not lead through the index is named, though its own hash is as listed.
func TestBlocksThatAreNotThere(t *testing.T) {
	data := sample(t)
	idx := content(t, data, "indexes/index.idx")
	lines := strings.SplitAfter(idx, "\n")
	for _, c := range []struct{ what, idx, want string }{
		{"as it was", idx, ""},
		{"a digest", strings.Replace(idx, "sha256:", "sha256:0", 1), "line 2: the block at byte 0 of indexes/index.cdx.gz has another hash"},
		{"a first line", strings.Replace(idx, "example,courier)/300", "example,courier)/301", 1), "line 3: the block at byte "},
		{"a place", strings.Replace(idx, `"offset":0`, `"offset":1`, 1), "line 2: the block at byte 1 of indexes/index.cdx.gz is not where the one before it ends"},
		{"a length", strings.Replace(idx, `"length":`, `"length":9`, 1), "line 2: the block at byte 0 of indexes/index.cdx.gz is not there"},
		{"no length", strings.Replace(idx, `"length":`, `"length":-`, 1), "line 2: the block at byte 0 of indexes/index.cdx.gz has a length of -"},
		{"another file", strings.Replace(idx, `"filename":"index.cdx.gz"`, `"filename":"other.cdx.gz"`, 1), "line 2: the block at byte 0 of indexes/other.cdx.gz is not there"},
		{"a block left out", strings.Join(append(lines[:2:2], lines[3:]...), ""), "is not where the one before it ends"},
		{"the last left out", strings.Join(lines[:3], ""), "of indexes/index.cdx.gz, which has "},
	} {
		got := reason(t, with(t, data, "indexes/index.idx", c.idx))
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

// with is a WACZ with another content of a file, listed as it should be.
func with(t *testing.T, data []byte, name, content string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, b []byte) {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name})
		if err == nil {
			_, err = f.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var list []string
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "datapackage") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			b = []byte(content)
		}
		put(f.Name, b)
		list = append(list, fmt.Sprintf(`{"path":%q,"hash":"sha256:%x","bytes":%d}`, f.Name, sha256.Sum256(b), len(b)))
	}
	put(PackagePath, []byte(`{"resources":[`+strings.Join(list, ",")+`]}`))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func reason(t *testing.T, data []byte) string {
	t.Helper()
	if _, err := Verify(bytes.NewReader(data), int64(len(data))); err != nil {
		return err.Error()
	}
	return ""
}
