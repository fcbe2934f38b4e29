// Package extracttest has the corpora on which extraction is measured and the scores of a
// text read against them, for the tests of extract and for comparisons with the libraries
// of others. The program does not contain it.
package extracttest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"sort"
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
// the folder that WAIDIAN_CORPORA names, or in shared/corpora beside the checkout.
func Folder(set string) string {
	for _, dir := range []string{os.Getenv("WAIDIAN_CORPORA"), "../../../shared/corpora", "../../shared/corpora"} {
		dir = filepath.Join(dir, "extraction", set)
		if _, err := os.Stat(filepath.Join(dir, "gold.json")); err == nil {
			return dir
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
	raw, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]Page
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	var out []Page
	for id, g := range all {
		g.ID, g.Set = id, set
		f, err := os.ReadFile(filepath.Join(dir, "html", id+".html.gz"))
		if err != nil {
			t.Fatal(err)
		}
		zr, err := gzip.NewReader(bytes.NewReader(f))
		if err != nil {
			t.Fatal(err)
		}
		if g.HTML, err = io.ReadAll(zr); err != nil {
			t.Fatal(err)
		}
		out = append(out, g)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}
