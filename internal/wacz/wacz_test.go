package wacz

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 123456789, time.FixedZone("", 3600))

func each(lines ...string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, l := range lines {
			if !yield(l, nil) {
				return
			}
		}
	}
}

// sampleLooks are those at the report of the sample.
var sampleLooks = []Look{
	{noon.Add(time.Hour).UTC().Truncate(time.Millisecond), "gone", 410, "https://courier.example/a", true},
	{noon.Add(2 * time.Hour).UTC().Truncate(time.Millisecond), "refused", 0, "", false},
}

// sample is a WACZ of two WARC files, 700 lines of index, two pages and a file of its own.
func sample(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := NewWriter(&b)
	for _, name := range []string{"one.warc.gz", "two.warc.gz"} {
		dst, err := w.WARC(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(dst, "records of "+name)
	}
	var lines []string
	for i := range 700 {
		lines = append(lines, fmt.Sprintf(`example,courier)/%03d 20260304110000 {"offset":"%d"}`, i, i))
	}
	for _, err := range []error{
		w.Index(each(lines...)),
		w.Pages([]Page{
			{ID: "b-1", URL: "https://courier.example/b?x=1&y=<2>", At: noon.Add(time.Hour), Title: "Ferry"},
			{ID: "a-2", URL: "https://courier.example/a", At: noon, Title: "渡口", Article: "a", Version: 2, Source: "courier", SourceName: "The Courier - Asia", Outlet: "The Courier", Looks: sampleLooks},
		}),
		w.Attach("log/checkpoint", []byte("size 3\n")),
		w.Close(Description{Title: "Sample", Description: "Pages.", Software: "waidian/test"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// content is what a file in a zip holds.
func content(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWriter(t *testing.T) {
	data := sample(t)
	if !bytes.Equal(data, sample(t)) {
		t.Error("the same content makes other bytes")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range z.File {
		list = append(list, fmt.Sprintf("%d %s", f.Method, f.Name))
	}
	want := []string{"0 archive/one.warc.gz", "0 archive/two.warc.gz", "0 indexes/index.cdx.gz", "8 indexes/index.idx", "8 pages/pages.jsonl",
		"8 log/checkpoint", "8 datapackage.json", "8 datapackage-digest.json"}
	if !slices.Equal(list, want) {
		t.Errorf("files %q", list)
	}
	if got, want := content(t, data, "pages/pages.jsonl"), `{"format":"json-pages-1.0","id":"pages","title":"Pages"}
{"id":"a-2","url":"https://courier.example/a","ts":"2026-03-04T11:00:00Z","title":"渡口","waidian":"a","version":2,"source":"courier","source_name":"The Courier - Asia","outlet":"The Courier","looks":[{"at":"2026-03-04T12:00:00.123Z","seen":"gone","status":410,"url":"https://courier.example/a","reached":true},{"at":"2026-03-04T13:00:00.123Z","seen":"refused"}]}
{"id":"b-1","url":"https://courier.example/b?x=1&y=<2>","ts":"2026-03-04T12:00:00Z","title":"Ferry"}
`; got != want {
		t.Errorf("pages\n%s", got)
	}
	checkPackage(t, data)
}

// checkPackage compares the files in a WACZ with what describes them.
func checkPackage(t *testing.T, data []byte) {
	t.Helper()
	about := content(t, data, PackagePath)
	var d dataPackage
	if err := json.Unmarshal([]byte(about), &d); err != nil {
		t.Fatal(err)
	}
	if d.Profile != "data-package" || d.Version != "1.1.1" || d.Title != "Sample" || d.Description != "Pages." || d.Software != "waidian/test" || len(d.Resources) != 6 {
		t.Errorf("described as %+v", d)
	}
	for _, r := range d.Resources {
		is := content(t, data, r.Path)
		if want := (resource{path.Base(r.Path), r.Path, fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(is))), int64(len(is))}); r != want {
			t.Errorf("listed as %+v, want %+v", r, want)
		}
	}
	var digest packageDigest
	if err := json.Unmarshal([]byte(content(t, data, digestPath)), &digest); err != nil {
		t.Fatal(err)
	}
	if want := (packageDigest{PackagePath, fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(about)))}); digest != want {
		t.Errorf("digest %+v, want %+v", digest, want)
	}
}

// Each block of the index lies where the index of that says, and all together are its lines.
func TestIndexOfBlocks(t *testing.T) {
	data := sample(t)
	index, all := content(t, data, "indexes/index.cdx.gz"), ""
	lines := strings.Split(strings.TrimSpace(content(t, data, "indexes/index.idx")), "\n")
	if len(lines) != 4 || lines[0] != `!meta 0 {"format":"cdxj-gzip-1.0","filename":"index.cdx.gz"}` {
		t.Fatalf("%d lines: %q", len(lines), lines)
	}
	for i, line := range lines[1:] {
		var offset, length int
		key, rest, _ := strings.Cut(line, " {")
		if _, err := fmt.Sscanf("{"+rest, `{"offset":%d,"length":%d,`, &offset, &length); err != nil {
			t.Fatal(err)
		}
		z, err := gzip.NewReader(strings.NewReader(index[offset : offset+length]))
		if err != nil {
			t.Fatal(err)
		}
		block, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(string(block), key+" {") || key != fmt.Sprintf("example,courier)/%03d 20260304110000", i*300) {
			t.Errorf("block %d begins with %.60s, its line with %s", i, block, key)
		}
		all += string(block)
	}
	if n := strings.Count(all, "\n"); n != 700 {
		t.Errorf("%d lines", n)
	}
}

func TestWhatIsNotWritten(t *testing.T) {
	w := NewWriter(io.Discard)
	for _, name := range []string{"archive/x", "indexes/x", "pages/x", "x", "log/a/b", "../x", "/log/x", "log/", `log\x`, "", "datapackage.json"} {
		if err := w.Attach(name, nil); err == nil {
			t.Errorf("%q was attached", name)
		}
	}
	for _, name := range []string{"a.warc", "../a.warc.gz", "a/b.warc.gz", ""} {
		if _, err := w.WARC(name); err == nil {
			t.Errorf("%q was begun", name)
		}
	}
	if err := w.Close(Description{}); err == nil {
		t.Error("nothing was closed")
	}
	broken := errors.New("broken")
	if err := w.Index(func(yield func(string, error) bool) { yield("", broken) }); !errors.Is(err, broken) {
		t.Errorf("an index that breaks: %v", err)
	}
}
