package archive

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Two writers of one shared archive write files of their own, read each other's, and mend only what a writer of their number has left.
func TestSharedArchive(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	open := func(mark string) *Dir {
		t.Helper()
		d, err := Open(dir, Options{Shared: true, Mark: mark, Now: func() time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		return d
	}
	put := func(d *Dir, url string) news.Ref {
		t.Helper()
		ref, err := d.Put(news.Capture{URL: url, Final: url, At: at, Status: 200, Header: http.Header{}, Body: []byte("the kiln of " + url)}, news.Ref{})
		if err != nil {
			t.Fatal(err)
		}
		return ref
	}
	marked := func(d *Dir, mark string, want bool) {
		t.Helper()
		if got, err := d.Marked(mark); err != nil || got != want {
			t.Errorf("marked by %s: %v, %v", mark, got, err)
		}
	}

	one, two := open("first"), open("second")
	if one.Writer() != 1 || two.Writer() != 2 {
		t.Fatalf("writers %d and %d", one.Writer(), two.Writer())
	}
	a, b := put(one, "https://a.example/1"), put(two, "https://b.example/1")
	if a.File != "waidian-00001-20260312120000.warc.gz" || b.File != "waidian-00001-20260312120000-w2.warc.gz" {
		t.Errorf("files %s and %s", a.File, b.File)
	}
	for _, d := range []*Dir{one, two} {
		for _, ref := range []news.Ref{a, b} {
			if c, err := d.Get(ref); err != nil || !strings.HasPrefix(string(c.Body), "the kiln of ") {
				t.Errorf("writer %d reads %s: %q, %v", d.Writer(), ref.File, c.Body, err)
			}
		}
		marked(d, "first", true)
		marked(d, "second", true)
		marked(d, "fir", false)
	}
	if _, err := Open(dir, Options{}); err == nil || !strings.Contains(err.Error(), "another waidian writes it") {
		t.Errorf("one that does not share: %v", err)
	}

	// The second has gone: the next takes its number and its file.
	if err := two.Close(); err != nil {
		t.Fatal(err)
	}
	gone := func(want ...string) {
		t.Helper()
		if got, err := one.Gone(); err != nil || !slices.Equal(got, want) {
			t.Errorf("gone: %q, %v; want %q", got, err, want)
		}
	}
	gone("second")
	next := open("third")
	gone("second") // though another holds its lock file by now
	if got, err := next.Gone(); err != nil || !slices.Equal(got, []string{"second"}) {
		t.Errorf("gone before this one: %q, %v", got, err)
	}
	if c := put(next, "https://b.example/2"); c.File != b.File || c.Offset < b.Offset+b.Length || next.Last() != b.File {
		t.Errorf("writer %d goes on in %s at %d", next.Writer(), c.File, c.Offset)
	}
	marked(one, "second", false)
	marked(one, "third", true)
	for i := range mostMarks {
		if err := next.Close(); err != nil {
			t.Fatal(err)
		}
		next = open(fmt.Sprint("later ", i))
	}
	if got, err := next.Gone(); err != nil || len(got) != mostMarks-1 || slices.Contains(got, "third") {
		t.Errorf("gone of many: %q, %v", got, err)
	}
	n := 0
	if err := one.Walk(func(news.Ref, news.Capture) error { n++; return nil }); err != nil || n != 3 {
		t.Errorf("walked through %d captures: %v", n, err)
	}
}

// A file that is torn is another writer's: it is under way.
func TestMendsOnlyItsOwn(t *testing.T) {
	dir := t.TempDir()
	one, err := Open(dir, Options{Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	ref, err := one.Put(news.Capture{URL: "https://a.example/", Final: "https://a.example/", Status: 200, Header: http.Header{}, Body: []byte("kiln")}, news.Ref{})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, ref.File)
	info, err := os.Stat(name)
	if err == nil {
		err = os.Truncate(name, info.Size()-20)
	}
	if err != nil {
		t.Fatal(err)
	}
	two, err := Open(dir, Options{Shared: true})
	if err != nil {
		t.Fatal(err)
	}
	defer two.Close()
	if two.Cut != (Cut{}) || two.Last() != "" {
		t.Errorf("the second writer cut %+v, goes on in %q", two.Cut, two.Last())
	}
}
