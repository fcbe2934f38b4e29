package mirror_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/bucket"
	"github.com/waidian/waidian/internal/bucket/buckettest"
	"github.com/waidian/waidian/internal/mirror"
)

// TestBucket: a bucket becomes like the site, with what has changed alone; what the site has no more goes, and what is another's stays.
func TestBucket(t *testing.T) {
	dir, store := t.TempDir(), buckettest.New()
	server := httptest.NewServer(store)
	defer server.Close()
	to := "s3://desk/site"
	m := mirror.Bucket{
		Site: filepath.Join(dir, "site"), Notes: filepath.Join(dir, "publish.json"),
		Open: func() (mirror.Store, error) {
			return bucket.Open(bucket.Options{Address: to, Endpoint: server.URL, ID: "desk", Key: "s3cret", Tries: 1})
		},
		Type: func(name string) string {
			return map[string]string{".html": "text/html; charset=utf-8"}[filepath.Ext(name)]
		},
	}
	at := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	site := func(files map[string]string) {
		t.Helper()
		if err := os.RemoveAll(m.Site); err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			path := filepath.Join(m.Site, filepath.FromSlash(name))
			err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600),
				os.Chtimes(path, at, at.Add(time.Duration(len(text))*time.Second)))
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	// copied copies, and returns which files were sent, in order, and which removed.
	copied := func() (sent, removed []string, err error) {
		store.Asked = nil
		err = m.Copy(t.Context())
		for _, line := range store.Asked {
			method, path, _ := strings.Cut(line, " ")
			name := strings.TrimPrefix(path, buckettest.Root+"site/")
			switch method {
			case "PUT":
				sent = append(sent, name)
			case "DELETE":
				removed = append(removed, name)
			}
		}
		return sent, removed, err
	}
	has := func(when string, want map[string]string) {
		t.Helper()
		got := map[string]string{}
		for name, o := range store.Files {
			got[strings.TrimPrefix(name, "site/")] = string(o.Data)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the bucket has %q, want %q", when, got, want)
		}
	}

	first := map[string]string{"index.html": "home", "sources.opml": "list", "style.css": "p{}", "2026/kiln.html": "the kiln", "2026/weir.html": "the weir.", "_x/a b.html": "space"}
	half := maps.Clone(first)
	half["2026/.waidian-HALF"] = "half"
	site(half)
	sent, removed, err := copied()
	if err != nil || len(removed) > 0 {
		t.Fatalf("at first: removed %q, %v", removed, err)
	}
	has("at first", first)
	if len(sent) != len(first) || sent[0] != "sources.opml" || sent[1] != "style.css" || sent[len(sent)-1] != "index.html" {
		t.Errorf("sent in this order: %q", sent)
	}
	if kind := store.Files["site/index.html"].Kind; kind != "text/html; charset=utf-8" {
		t.Errorf("a page is of the type %q", kind)
	}
	if sent, removed, err := copied(); err != nil || len(sent)+len(removed) > 0 {
		t.Errorf("once more: sent %q, removed %q, %v", sent, removed, err)
	}

	later := maps.Clone(first)
	delete(later, "2026/kiln.html")
	later["index.html"] = "home, later"
	site(later)
	sent, removed, err = copied()
	if err != nil || !slices.Equal(sent, []string{"index.html"}) || !slices.Equal(removed, []string{"2026/kiln.html"}) {
		t.Errorf("later: sent %q, removed %q, %v", sent, removed, err)
	}
	has("later", later)

	// A store that refuses in the middle: what was sent is noted, and the rest follows. What the site has no more is not removed before.
	last := maps.Clone(later)
	delete(last, "2026/weir.html")
	last["style.css"], last["index.html"] = "p{} q{}", "home, at last"
	site(last)
	store.Fault = func(w http.ResponseWriter, r *http.Request, _ []byte) bool {
		if r.Method != "PUT" || !strings.HasSuffix(r.URL.Path, "index.html") {
			return false
		}
		buckettest.Refuse(w, http.StatusForbidden, "AccessDenied")
		return true
	}
	if _, removed, err := copied(); err == nil || len(removed) > 0 {
		t.Errorf("refused: removed %q, %v", removed, err)
	}
	store.Fault = nil
	if sent, _, err := copied(); err != nil || !slices.Equal(sent, []string{"index.html"}) {
		t.Errorf("after that: sent %q, %v", sent, err)
	}
	has("after that", last)

	// A file that somebody has cut, and notes that are lost.
	store.Files["site/style.css"] = buckettest.Object{Data: []byte("p")}
	if sent, _, err := copied(); err != nil || !slices.Equal(sent, []string{"style.css"}) {
		t.Errorf("cut: sent %q, %v", sent, err)
	}
	if err := os.WriteFile(m.Notes, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if sent, _, err := copied(); err != nil || len(sent) != len(last) {
		t.Errorf("without notes: sent %q, %v", sent, err)
	}
	has("without notes", last)

	// Another's files.
	store.Files = map[string]buckettest.Object{"site/thesis.tex": {Data: []byte("years of work")}}
	if _, _, err := copied(); err == nil || !strings.Contains(fmt.Sprint(err), "s3://desk/site has files and is no site of a desk") {
		t.Errorf("a bucket of another's: %v", err)
	}
	has("a bucket of another's", map[string]string{"thesis.tex": "years of work"})
}
