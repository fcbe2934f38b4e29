package extracttest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// The set of snippets is the evaluation of trafilatura (github.com/adbar/trafilatura, folder tests; Apache-2.0): pages of all sorts of sites, each with
// up to 6 pieces of text that a reading has to have and up to 6 that it must not have. It is not part of this project. To have it beside the other sets:
//
//	git clone https://github.com/adbar/trafilatura trafilatura.git
//	mkdir -p FOLDER/extraction/trafilatura && git -C trafilatura.git archive HEAD tests | tar -x --strip-components=1 -C FOLDER/extraction/trafilatura
//	cd bench && WAIDIAN_LONG=1 WAIDIAN_CORPORA=FOLDER GOMAXPROCS=1 go test -run TestSnippets -v
//
// For this project it is a held-out test: sums alone are printed, nobody looks at its pages, and nothing is tuned on it.
const snippets = "trafilatura"

// Snippets reads the set of snippets, or skips the test when it is not there. The pages have With, Without and HTML, and no text of their own.
func Snippets(t testing.TB) []Page {
	t.Helper()
	for _, dir := range filepath.SplitList(os.Getenv("WAIDIAN_CORPORA")) {
		dir = filepath.Join(dir, "extraction", snippets)
		if raw, err := os.ReadFile(filepath.Join(dir, "evaldata.json")); err == nil {
			return snippetsIn(t, dir, raw)
		}
	}
	t.Skip("needs the evaluation set of trafilatura: set WAIDIAN_CORPORA to its folder")
	return nil
}

func snippetsIn(t testing.TB, dir string, raw []byte) (out []Page) {
	t.Helper()
	var all map[string]struct {
		File    string
		With    []string
		Without []string
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	for address, g := range all {
		body, err := os.ReadFile(filepath.Join(dir, "cache", g.File))
		if os.IsNotExist(err) {
			body, err = os.ReadFile(filepath.Join(dir, "eval", g.File))
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Page{ID: g.File, URL: address, Set: snippets, With: g.With, Without: g.Without, HTML: body})
	}
	return out
}

// Found counts snippets as trafilatura's tests/eval_common.py does: white space counts as one space; a page that was not read has none.
type Found struct {
	Pages                          int
	Right, Wrong, Missed, Left     int // with and there, without and there, with and not there, without and not there
	Empty, AllMissed, AllMissedNot int // pages without text; with text but none of what they have to have; those of these with a snippet too many
}

// Add counts the text of a page.
func (f *Found) Add(g Page, got string) {
	got = strings.Join(strings.Fields(got), " ")
	in := func(list []string) (n int) {
		for _, s := range list {
			if got != "" && strings.Contains(got, strings.Join(strings.Fields(s), " ")) {
				n++
			}
		}
		return n
	}
	with, without := in(g.With), in(g.Without)
	f.Pages++
	f.Right, f.Missed = f.Right+with, f.Missed+len(g.With)-with
	f.Wrong, f.Left = f.Wrong+without, f.Left+len(g.Without)-without
	switch {
	case got == "":
		f.Empty++
	case with == 0 && len(g.With) > 0:
		f.AllMissed++
		if without > 0 {
			f.AllMissedNot++
		}
	}
}

// P is the precision, R the recall of the snippets.
func (f Found) P() float64 { return float64(f.Right) / float64(max(1, f.Right+f.Wrong)) }

// R is the recall.
func (f Found) R() float64 { return float64(f.Right) / float64(max(1, f.Right+f.Missed)) }

// Accuracy is the share of snippets that were rightly there or not there.
func (f Found) Accuracy() float64 {
	return float64(f.Right+f.Left) / float64(max(1, f.Right+f.Left+f.Wrong+f.Missed))
}

// F1 is the harmonic mean of precision and recall.
func (f Found) F1() float64 { return harmonic(f.P(), f.R()) }

// MeasureSnippets reads the set of snippets with an extractor; text is what of a reading counts, because is called for each page with what was found on it.
func MeasureSnippets(pages []Page, read func(Page) news.Article, text func(news.Article) string, because func(g Page, a news.Article, one Found)) (f Found, took time.Duration) {
	for _, g := range pages {
		start := Spent()
		a := read(g)
		took += Spent() - start
		f.Add(g, text(a))
		if because != nil {
			var one Found
			one.Add(g, text(a))
			because(g, a, one)
		}
	}
	return f, took
}
