package archive

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// An entry says what the records say, and the bytes that it names are those records.
func TestEntry(t *testing.T) {
	d := open(t, t.TempDir(), Options{})
	moved, bare, odd := answer("/1", page), answer("/2", page+"2"), answer("/3", "")
	moved.URL = "https://courier.example/old"
	bare.Request = nil
	odd.Status, odd.Header = 404, map[string][]string{}
	first := put(t, d, moved, news.Ref{})
	again := put(t, d, moved, first)
	known := answer("/4", page+"4")
	known.Canonical = "https://courier.example/four"
	refs := []news.Ref{first, again, put(t, d, bare, news.Ref{}), put(t, d, odd, news.Ref{}), put(t, d, known, news.Ref{})}
	end, err := d.Preface(first.File)
	if err != nil || end == 0 || end != first.Offset {
		t.Errorf("the preface has %d bytes, the first answer lies at %d, %v", end, first.Offset, err)
	}
	for i, ref := range refs {
		e, err := d.Entry(ref)
		if err != nil {
			t.Fatal(err)
		}
		want := Entry{
			File: ref.File, Offset: end, Length: ref.Length, Beside: e.Beside, Asked: i != 2, URL: "https://courier.example/" + "11234"[i:i+1],
			At: noon, Status: 200, MIME: "text/html", Digest: ref.Digest, Revisit: i == 1,
		}
		if i == 1 {
			want.Original = news.Ref{File: first.File, Offset: first.Offset}
		}
		if i == 3 {
			want.Status, want.MIME = 404, ""
		}
		if e != want || (e.Beside == 0) != (i == 2) {
			t.Errorf("entry %d:\n got %+v\nwant %+v", i, e, want)
		}
		end += e.Length + e.Beside
	}
	if e, _ := d.Entry(refs[4]); e.Beside < 2*e.Length/3 { // its request, and the address that it calls its own
		t.Errorf("beside a page with an address of its own lie %d bytes", e.Beside)
	}
	var whole bytes.Buffer
	file, err := os.ReadFile(filepath.Join(d.path, first.File))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Copy(&whole, first.File, 0, end); err != nil || !bytes.Equal(whole.Bytes(), file) {
		t.Errorf("the records have %d bytes, the file %d, %v", whole.Len(), len(file), err)
	}
}

func TestEntriesThatAreNotThere(t *testing.T) {
	d := open(t, t.TempDir(), Options{})
	ref := put(t, d, answer("/1", page), news.Ref{})
	e, err := d.Entry(ref)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(d.path, ref.File)
	for what, at := range map[string]news.Ref{
		"the request":  {File: ref.File, Offset: e.Offset + e.Length},
		"the preface":  {File: ref.File},
		"in a record":  {File: ref.File, Offset: e.Offset + 1},
		"behind all":   {File: ref.File, Offset: e.Offset + 1<<20},
		"before all":   {File: ref.File, Offset: -1},
		"another file": {File: "none.warc.gz"},
		"no file":      {},
		"elsewhere":    {File: "../" + filepath.Base(d.path) + "/" + ref.File, Offset: e.Offset},
	} {
		if _, err := d.Entry(at); !errors.Is(err, news.ErrLost) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := os.Truncate(name, e.Offset+e.Length-1); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Entry(ref); !errors.Is(err, news.ErrLost) {
		t.Errorf("a record that is cut: %v", err)
	}
	if err := d.Copy(new(bytes.Buffer), ref.File, e.Offset, e.Length); !errors.Is(err, news.ErrLost) {
		t.Errorf("a copy of a record that is cut: %v", err)
	}
	if err := os.Truncate(name, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Preface(ref.File); !errors.Is(err, news.ErrLost) {
		t.Errorf("the preface of nothing: %v", err)
	}
}
