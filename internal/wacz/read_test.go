package wacz

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"
)

// file is one file of a zip that is made for a test.
type file struct {
	name, data string
	method     uint16
	flags      uint16
}

// zipOf makes a zip of files as they are given.
func zipOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		dst, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: f.method, Flags: f.flags})
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(dst, f.data)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// opened is what Open found: the WARC files with what is in them, and the faults.
func opened(t testing.TB, data []byte) (warcs, faults string) {
	t.Helper()
	p, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range p.WARCs {
		b, err := io.ReadAll(w.Data)
		warcs += fmt.Sprintf("%s: %s %v\n", w.Name, b, err)
	}
	for _, f := range p.Faults {
		faults += f.Error() + "\n"
	}
	return strings.ReplaceAll(warcs, "<nil>", ""), faults
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	data := sample(t)
	warcs, faults := opened(t, data)
	if want := "archive/one.warc.gz: records of one.warc.gz \narchive/two.warc.gz: records of two.warc.gz \n"; warcs != want || faults != "" {
		t.Errorf("%s%s", warcs, faults)
	}
	p, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	want := Page{ID: "a-2", URL: "https://courier.example/a", At: noon.UTC().Truncate(time.Second), Title: "渡口", Article: "a", Version: 2,
		Source: "courier", SourceName: "The Courier - Asia", Outlet: "The Courier"}
	want.Looks = sampleLooks
	if got, ok := p.Page(want.URL, noon.Add(300*time.Millisecond)); !ok || !reflect.DeepEqual(got, want) {
		t.Errorf("page %+v, %v", got, ok)
	}
	if got, ok := p.Page(want.URL, noon.Add(time.Hour)); ok {
		t.Errorf("a page of another time: %+v", got)
	}
}

func TestOpen(t *testing.T) {
	warc := file{name: "archive/a.warc.gz", data: "records"}
	described := func(list ...string) file {
		return file{name: "datapackage.json", data: `{"resources":[` + strings.Join(list, ",") + `]}`}
	}
	const whole = `{"path":"archive/a.warc.gz","hash":"sha256:bd1a7b06c4ec01ec4d77b8f7a5a2e3f0c3f8a5f4d5a6b7c8d9e0f1a2b3c4d5e6"}`
	any := described(`{"path":"archive/a.warc.gz"}`, `{"path":"pages/pages.jsonl"}`)
	pages := file{name: "pages/pages.jsonl", data: `{"format":"json-pages-1.0"}`}
	// listed has a file as it is listed, with its hash
	listed := func(f file) file {
		return described(`{"path":"archive/a.warc.gz"}`, fmt.Sprintf(`{"path":%q,"hash":"sha256:%x","bytes":%d}`, f.name, sha256.Sum256([]byte(f.data)), len(f.data)))
	}
	odd := file{name: "pages/pages.jsonl", data: "no\n{\"url\":\"u\",\"ts\":\"yesterday\"}\n\x00"}
	long := file{name: "pages/pages.jsonl", data: strings.Repeat("x", 2<<20), method: zip.Deflate}
	grown := file{name: "pages/pages.jsonl", data: strings.Repeat("\n", 65<<20), method: zip.Deflate}
	for _, tt := range []struct {
		name          string
		files         []file
		warcs, faults string
	}{
		{"as it should be", []file{warc, any, pages}, "records", ""},
		{"a plain WARC file", []file{{name: "archive/a.warc", data: "records"}, described(`{"path":"archive/a.warc"}`, `{"path":"pages/pages.jsonl"}`), pages}, "records", ""},
		{"a foreign index", []file{warc, {name: "indexes/index.cdx", data: "lies"}, {name: "indexes/index.idx"},
			described(`{"path":"archive/a.warc.gz"}`, `{"path":"pages/pages.jsonl"}`, `{"path":"indexes/index.cdx"}`, `{"path":"indexes/index.idx"}`), pages}, "records", ""},
		{"an index that is not listed", []file{warc, {name: "indexes/index.cdx", data: "lies"}, any, pages}, "records", "indexes/index.cdx is not in datapackage.json\n"},
		{"folders", []file{{name: "archive/"}, warc, any, pages}, "records", ""},
		{"another hash", []file{warc, described(whole), pages}, "records", "archive/a.warc.gz is not what datapackage.json says: its hash is sha256:"},
		{"not listed", []file{warc, described(), pages}, "records",
			"archive/a.warc.gz is not in datapackage.json; what is whole in it is read\npages/pages.jsonl is not in datapackage.json; nothing in it is believed\n"},
		{"listed and not there", []file{warc, described(`{"path":"archive/a.warc.gz"},{"path":"archive/b.warc.gz"},{"path":"pages/pages.jsonl"}`), pages}, "records", "archive/b.warc.gz is missing, though datapackage.json lists it\n"},
		{"no JSON", []file{warc, {name: "datapackage.json", data: "no"}, pages}, "records", "datapackage.json is not JSON as a WACZ has it: what is in the file was compared with nothing\n"},
		{"no pages", []file{warc, described(`{"path":"archive/a.warc.gz"}`)}, "records", ""},
		{"odd pages", []file{warc, listed(odd), odd}, "records", ""},
		{"a line of pages that is too long", []file{warc, listed(long), long}, "records", "pages/pages.jsonl has a line that is longer than 1 MiB"},
		{"pages that grow", []file{warc, listed(grown), grown}, "records", "pages/pages.jsonl is longer than 64 MiB: the pages"},
		{"a description that grows", []file{warc, {name: "datapackage.json", data: strings.Repeat(" ", 17<<20), method: zip.Deflate}, pages}, "records", "datapackage.json is longer than 16 MiB: what is in the file"},
		{"compressed twice", []file{{name: "archive/a.warc.gz", data: strings.Repeat("x", 1<<20), method: zip.Deflate}, any, pages}, "", "archive/a.warc.gz is compressed once more in the zip, which a WACZ forbids"},
		{"encrypted", []file{{name: "archive/a.warc.gz", data: "records", flags: 1}, any, pages}, "", "archive/a.warc.gz is encrypted: it is passed over\narchive/a.warc.gz is missing, though"},
		{"twice", []file{warc, warc, any, pages}, "records", "archive/a.warc.gz is there twice: the second is passed over\n"},
		{"a way out", []file{warc, any, pages, {name: "archive/../../a.warc.gz"}}, "records", "archive/../../a.warc.gz is not a path within the file: it is passed over\n"},
		{"a path of the machine", []file{warc, any, pages, {name: "/archive/a.warc.gz"}}, "records", "/archive/a.warc.gz is not a path within the file"},
		{"a path of another machine", []file{warc, any, pages, {name: `archive\a.warc.gz`}}, "records", `archive\a.warc.gz is not a path within the file`},
		{"an archive within", []file{warc, any, pages, {name: "archive/b.wacz", data: "PK"}}, "records", "archive/b.wacz is an archive within the archive: unpack it"},
		{"what is no WARC file", []file{warc, any, pages, {name: "archive/b.txt"}}, "records", "archive/b.txt is no WARC file: it is passed over\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			warcs, faults := opened(t, zipOf(t, tt.files...))
			_, warcs, _ = strings.Cut(strings.TrimSpace(warcs), ": ")
			if warcs != tt.warcs || !strings.HasPrefix(faults, tt.faults) || tt.faults == "" && faults != "" {
				t.Errorf("files %q, faults %q; want %q, %q", warcs, faults, tt.warcs, tt.faults)
			}
		})
	}
}

func TestFaultsAreBounded(t *testing.T) {
	files := []file{{name: "archive/a.warc.gz"}, {name: "datapackage.json"}}
	for i := range 100 {
		files = append(files, file{name: fmt.Sprintf("../%d", i)})
	}
	if _, faults := opened(t, zipOf(t, files...)); strings.Count(faults, "\n") != mostFaults+1 || !strings.HasSuffix(faults, "and more\n") {
		t.Errorf("%s", faults)
	}
}

func TestWhatIsNoWACZ(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing": nil, "text": []byte("PK\x03\x04 and text"), "cut": sample(t)[:2000],
		"no description": zipOf(t, file{name: "archive/a.warc.gz"}), "no archive": zipOf(t, file{name: "datapackage.json", data: "{}"}),
	} {
		if _, err := Open(bytes.NewReader(data), int64(len(data))); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Entries that share their bytes grow to no more than the file.
func TestPartsThatOverlap(t *testing.T) {
	data := zipOf(t, file{name: "archive/a.warc.gz", data: strings.Repeat("a", 5000)}, file{name: "archive/b.warc.gz", data: strings.Repeat("b", 5000)},
		file{name: "datapackage.json", data: "{}"})
	// the second file of the directory is said to lie where the first does, and to be twice as long
	central := bytes.LastIndex(data, []byte("archive/b.warc.gz")) - 46
	copy(data[central+42:], []byte{0, 0, 0, 0})
	for _, at := range []int{20, 24} {
		copy(data[central+at:], []byte{0x50, 0x27, 0, 0}) // 10,064 bytes
	}
	warcs, faults := opened(t, data)
	if strings.Count(warcs, "\n") != 1 || !strings.Contains(faults, "archive/b.warc.gz lies where another file lies") {
		t.Errorf("%d files, faults %s", strings.Count(warcs, "\n"), faults)
	}
}

// A zip of more files than its old form can count is read.
func TestZip64(t *testing.T) {
	list := []string{`{"path":"archive/a.warc.gz"}`}
	var files []file
	for i := range 1 << 16 {
		name := fmt.Sprintf("log/%d", i)
		list = append(list, fmt.Sprintf(`{"path":%q}`, name))
		files = append(files, file{name: name})
	}
	files = append(files, file{name: "archive/a.warc.gz", data: "records"}, file{name: "datapackage.json", data: `{"resources":[` + strings.Join(list, ",") + `]}`})
	if warcs, faults := opened(t, zipOf(t, files...)); !strings.Contains(warcs, ": records") || faults != "" {
		t.Errorf("%s%s", warcs, faults)
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(sample(f))
	f.Add(zipOf(f, file{name: "archive/a.warc.gz", data: "x"}, file{name: "datapackage.json", data: "{}"}))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Open(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		total := int64(0)
		for _, w := range p.WARCs {
			n, err := io.Copy(io.Discard, w.Data)
			if total += n; err != nil || n != w.Data.Size() {
				t.Errorf("%s: %d of %d bytes, %v", w.Name, n, w.Data.Size(), err)
			}
		}
		if total > int64(len(data)) {
			t.Errorf("%d bytes came out of %d", total, len(data))
		}
	})
}
