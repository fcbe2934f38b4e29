// Package extracttest has the corpora on which extraction is measured and the scores of a
// text read against them, for the tests of extract and for comparisons with the libraries
// of others. The program does not contain it.
package extracttest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// Page is a page of a corpus and what the corpus says of it.
type Page struct {
	ID           string
	URL          string   `json:"url"`
	Body         string   `json:"articleBody"`
	Alternatives []string `json:"alternatives"`
	Title        string   `json:"title"`
	Authors      []string `json:"authors"`
	Published    string   `json:"publishing_date"`
	Lang         string   `json:"lang"`
	Publisher    string   `json:"publisher"`
	With         []string `json:"-"` // phrases that a reading has to have
	Without      []string `json:"-"` // phrases that none may have
	Set          string   `json:"-"`
	HTML         []byte   `json:"-"`
}

// Capture is the page as fetch would hand it over.
func (g Page) Capture() news.Capture {
	ct := "text/html"
	if g.Set == "zyte" {
		ct = "text/html; charset=utf-8"
	}
	return news.Capture{URL: g.URL, Final: g.URL, Status: 200, Body: g.HTML, Header: map[string][]string{"Content-Type": {ct}}}
}

// References are the texts that count as right.
func (g Page) References() []string { return append([]string{g.Body}, g.Alternatives...) }

// Folder is the folder of one set of pages, "" when it is not there. The corpora are in
// the folders that WAIDIAN_CORPORA lists, or in shared/corpora beside the checkout.
func Folder(set string) string {
	set, _ = parts(set)
	for _, dir := range append(filepath.SplitList(os.Getenv("WAIDIAN_CORPORA")), "../../../shared/corpora", "../../shared/corpora") {
		dir = filepath.Join(dir, "extraction", set)
		for _, gold := range []string{"gold.json", "ground-truth"} {
			if _, err := os.Stat(filepath.Join(dir, gold)); err == nil {
				return dir
			}
		}
	}
	return ""
}

// Corpus reads one set of pages, or skips the test when the corpora are not there.
func Corpus(t testing.TB, set string) []Page {
	t.Helper()
	dir := Folder(set)
	if dir == "" {
		t.Skip("needs the extraction corpora: set WAIDIAN_CORPORA to their folder; CI has the pages in testdata alone")
	}
	var out []Page
	for id, g := range gold(t, dir, set) {
		g.ID, g.HTML = id, unzipped(t, dir, id)
		out = append(out, g)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

// Each calls f for one page of a set after the other, and keeps none of them. It returns their number.
func Each(t testing.TB, set string, f func(Page)) (n int) {
	t.Helper()
	dir := Folder(set)
	for id, g := range gold(t, dir, set) {
		g.ID, g.HTML = id, unzipped(t, dir, id)
		f(g)
		n++
	}
	return n
}

// Stored is a page of a corpus that is read from its file when it is asked for, so that those
// who measure memory and its collection hold one page at a time, as the program does.
type Stored struct {
	set, dir, id, url string
}

// Mixed is the pages of several sets, shuffled, in the same order each time. Sets that are not
// there are left out.
func Mixed(t testing.TB, sets ...string) (out []Stored) {
	t.Helper()
	for _, set := range sets {
		dir := Folder(set)
		if dir == "" {
			t.Logf("%s: not here", set)
			continue
		}
		for id, g := range gold(t, dir, set) {
			out = append(out, Stored{set: set, dir: dir, id: id, url: strings.Clone(g.URL)})
		}
	}
	slices.SortFunc(out, func(a, b Stored) int { return strings.Compare(a.set+a.id, b.set+b.id) })
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// Load reads the page, without what the corpus says of its text.
func (s Stored) Load(t testing.TB) Page {
	t.Helper()
	return Page{ID: s.id, URL: s.url, Set: s.set, HTML: unzipped(t, s.dir, s.id)}
}

// unzipped is a page as it was fetched.
func unzipped(t testing.TB, dir, id string) []byte {
	t.Helper()
	f, err := os.ReadFile(filepath.Join(dir, "html", id+".html.gz"))
	if err != nil {
		t.Fatal(err)
	}
	zr, err := gzip.NewReader(bytes.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(zr)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// gold is what a corpus says of the pages of a set, by their names, without their HTML.
func gold(t testing.TB, dir, set string) map[string]Page {
	t.Helper()
	var all map[string]Page
	if folder, others := parts(set); folder == wcxb {
		all = readWCXB(t, dir, others)
	} else {
		all = readGold(t, dir)
	}
	for id, g := range all {
		g.Set = set
		all[id] = g
	}
	return all
}

func readGold(t testing.TB, dir string) (all map[string]Page) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	return all
}
