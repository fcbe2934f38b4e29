package extract

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

// gold is what a corpus says of a page.
type gold struct {
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

// capture is the page as fetch would hand it over.
func (g gold) capture() news.Capture {
	ct := "text/html"
	if g.Set == "zyte" {
		ct = "text/html; charset=utf-8"
	}
	return news.Capture{URL: g.URL, Final: g.URL, Status: 200, Body: g.HTML, Header: map[string][]string{"Content-Type": {ct}}}
}

// references are the texts that count as right.
func (g gold) references() []string { return append([]string{g.Body}, g.Alternatives...) }

// corpora is the folder of one set of pages, "" when it is not there.
func corpora(set string) string {
	dir := os.Getenv("WAIDIAN_CORPORA")
	if dir == "" {
		dir = "../../../shared/corpora"
	}
	dir = filepath.Join(dir, "extraction", set)
	if _, err := os.Stat(filepath.Join(dir, "gold.json")); err != nil {
		return ""
	}
	return dir
}

// corpus reads one set of pages, or skips the test when the corpora are not there.
func corpus(t testing.TB, set string) []gold {
	t.Helper()
	dir := corpora(set)
	if dir == "" {
		t.Skip("needs the extraction corpora: set WAIDIAN_CORPORA to their folder; CI has the pages in testdata alone")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]gold
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	var out []gold
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
