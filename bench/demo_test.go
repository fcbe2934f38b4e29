package bench

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/waidian/waidian/internal/cli"
	"github.com/waidian/waidian/internal/demo/newsroom"
)

// TestDemo has gowarc check the archive of the demo, and gofeed read the feeds of its site: each page's three feeds carry the
// same items, with a date and a text.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	var said bytes.Buffer
	env := cli.Env{Stdin: strings.NewReader(""), Stdout: &said, Stderr: &said, Getenv: func(string) string { return "" }, Now: time.Now}
	if status := cli.Main(t.Context(), env, []string{"demo", "--once", "--data", dir}); status != 0 {
		t.Fatalf("the demo ends with %d:\n%s", status, &said)
	}
	files, err := filepath.Glob(filepath.Join(dir, "archive", "*.warc.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("archive %v, %v", files, err)
	}
	for _, name := range files {
		if kinds, complaints := judged(t, name); len(complaints) > 0 || kinds["response"] < 60 || kinds["revisit"] == 0 {
			t.Errorf("gowarc reads %v and says:\n%s", kinds, strings.Join(complaints, "\n"))
		}
	}
	feeds := 0
	err = filepath.WalkDir(filepath.Join(dir, "site"), func(name string, _ fs.DirEntry, err error) error {
		stem, ok := strings.CutSuffix(name, ".atom.xml")
		if err != nil || !ok {
			return err
		}
		feeds++
		want := items(t, name)
		others := []string{stem + ".rss.xml", stem + ".feed.json"}
		if filepath.Base(filepath.Dir(name)) == "feed" {
			others = others[:1] // the archive of a feed (RFC 5005) has no form in JSON
		}
		for _, other := range others {
			if got := items(t, other); strings.Join(got, " ") != strings.Join(want, " ") {
				t.Errorf("%s carries %d items, %s %d others", name, len(want), other, len(got))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if feeds < 5 {
		t.Errorf("the site has %d feeds", feeds)
	}
}

// TestNewsroom has gofeed read the feeds of the demo's outlets.
func TestNewsroom(t *testing.T) {
	n, feeds := newsroom.New(newsroom.Options{Edition: 1}), 0
	for _, src := range newsroom.Sources(8090) {
		w := httptest.NewRecorder()
		n.ServeHTTP(w, httptest.NewRequest(http.MethodGet, src.URL, nil))
		if gofeed.DetectFeedType(bytes.NewReader(w.Body.Bytes())) == gofeed.FeedTypeUnknown {
			continue // a section page or a sitemap
		}
		feeds++
		f, err := gofeed.NewParser().Parse(w.Body)
		if err != nil {
			t.Errorf("%s: %v", src.URL, err)
			continue
		}
		for _, it := range f.Items {
			if it.Title == "" || it.Link == "" || it.PublishedParsed == nil {
				t.Errorf("%s: item %q of %q", src.URL, it.Link, it.Published)
			}
		}
		if len(f.Items) == 0 {
			t.Errorf("%s lists nothing", src.URL)
		}
	}
	if feeds < 3 {
		t.Errorf("the newsroom has %d feeds", feeds)
	}
}

// items lists the names of what is in a feed.
func items(t *testing.T, file string) []string {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := gofeed.NewParser().Parse(bytes.NewReader(b))
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return nil
	}
	var out []string
	for _, it := range f.Items {
		if it.PublishedParsed == nil || it.GUID == "" || it.Title == "" || it.Content == "" {
			t.Errorf("%s: item %q of %q", file, it.GUID, it.Published)
		}
		out = append(out, it.GUID)
	}
	return out
}
