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

// Extractor is anything that reads pages, for comparison.
type Extractor struct {
	Name string
	Read func(Page) news.Article
}

// Sets are the sets of pages.
var Sets = []string{"zyte", "fundus", "dates", "wcxb"}

// Measure reads a set of pages with each extractor and logs a table; pages a second are of
// processor time. Unless predictions is "", it writes there what was extracted, in the form
// that the corpora's score.py reads. It returns the totals of the first extractor, of all
// pages and of those in English.
func Measure(t *testing.T, set, predictions string, extractors ...Extractor) (all, en Total) {
	pages := Corpus(t, set)
	t.Logf("%-12s %-36s %6s %6s %6s %6s %5s %6s %6s %7s %7s", set, "", "F1", "P", "R", "exact", "<0.3", "title", "date", "authors", "pages/s")
	for i, x := range extractors {
		m := x.read(pages)
		t.Logf("%-12s %-36s %s %7.1f", set, x.Name, m.all, Pace(len(pages), m.took))
		if m.en.N > 0 {
			t.Logf("%-12s %-36s %s", set+", en", x.Name, m.en)
		}
		if w := m.all.Words; w.N > 0 {
			p, r := w.Phrases()
			t.Logf("%-12s %-36s F1 %.4f P %.4f R %.4f, phrases P %.4f R %.4f", set+", words", x.Name, w.F1(), w.P(), w.R(), p, r)
		}
		if i == 0 {
			all, en = m.all, m.en
		}
		if predictions != "" {
			write(t, filepath.Join(predictions, strings.ReplaceAll(set+"-"+x.Name+".json", " ", "_")), m.wrote)
		}
	}
	return all, en
}

// Pace is how many pages were read in a second.
func Pace(pages int, took time.Duration) float64 { return float64(pages) / took.Seconds() }

// measured is how an extractor read a set of pages.
type measured struct {
	all, en Total
	took    time.Duration
	wrote   map[string]map[string]any
}

func (x Extractor) read(pages []Page) measured {
	m := measured{wrote: map[string]map[string]any{}}
	for _, g := range pages {
		start := Spent()
		a := x.Read(g)
		m.took += Spent() - start
		if g.Body != "" {
			s := Best(g.References(), a.Text())
			m.all.Add(s)
			if g.Lang == "en" {
				m.en.Add(s)
			}
			if len(g.With) > 0 {
				m.all.Words.Add(g, a.Text())
			}
		}
		m.all.Describe(g, a)
		m.wrote[g.ID] = map[string]any{"articleBody": a.Text(), "title": a.Title, "author": a.Byline, "date": a.Published.Format("2006-01-02")}
	}
	return m
}

func write(t *testing.T, file string, v any) {
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, raw, 0o644); err != nil {
		t.Fatal(err)
	}
}
