package extract

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/news"
)

var predictions = flag.String("predictions", "", "write what was extracted to this folder, in the form that the corpora's score.py reads")

// extractor is anything that reads pages, for comparison.
type extractor struct {
	name string
	read func(g gold) news.Article
}

// ours is what this package reads.
func ours(g gold) news.Article {
	a, _ := Extract(g.capture(), Options{})
	return a
}

// pace is how many pages were read in a second.
func pace(pages int, took time.Duration) float64 { return float64(pages) / took.Seconds() }

// bars are what each set must reach. The figures of a page's text are of the model
// that has seen these pages; what it does on publishers it has not seen is what
// go test -run TestTrain -folds 5 prints.
var bars = map[string]struct{ f1, exact, title, date, authors float64 }{
	"zyte":       {f1: 0.973, exact: 0.40},
	"fundus":     {f1: 0.960, title: 0.88, date: 0.985, authors: 0.88},
	"fundus, en": {f1: 0.963},
	"dates":      {date: 0.92},
}

// TestCorpus reads the corpora and holds the bars. Pages a second are of processor
// time. With the figures of other libraries from the same run beside ours:
//
//	GOMAXPROCS=1 go test ./internal/extract -tags compare -run TestCorpus -v
func TestCorpus(t *testing.T) {
	effort.Long(t, "reads 522 pages")
	for _, set := range []string{"zyte", "fundus", "dates"} {
		pages := corpus(t, set)
		t.Logf("%-12s %-36s %6s %6s %6s %6s %5s %6s %6s %7s %7s", set, "", "F1", "P", "R", "exact", "<0.3", "title", "date", "authors", "pages/s")
		for _, x := range append([]extractor{{"waidian", ours}}, libraries()...) {
			all, en, took := evaluate(t, set, x, pages)
			t.Logf("%-12s %-36s %s %7.1f", set, x.name, all, pace(len(pages), took))
			if en.n > 0 {
				t.Logf("%-12s %-36s %s", set+", en", x.name, en)
			}
			if x.name == "waidian" {
				hold(t, set, all)
				hold(t, set+", en", en)
			}
		}
	}
}

func evaluate(t *testing.T, set string, x extractor, pages []gold) (all, en total, took time.Duration) {
	wrote := map[string]map[string]any{}
	for _, g := range pages {
		start := spent()
		a := x.read(g)
		took += spent() - start
		if g.Body != "" {
			s := best(g.references(), a.Text())
			all.add(s)
			if g.Lang == "en" {
				en.add(s)
			}
		}
		all.describe(g, a)
		wrote[g.ID] = map[string]any{"articleBody": a.Text(), "title": a.Title, "author": a.Byline, "date": a.Published.Format("2006-01-02")}
	}
	if *predictions != "" {
		raw, err := json.Marshal(wrote)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.ReplaceAll(set+"-"+x.name+".json", " ", "_")
		if err := os.WriteFile(filepath.Join(*predictions, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return all, en, took
}

func hold(t *testing.T, set string, s total) {
	bar := bars[set]
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"F1", s.f1(), bar.f1}, {"exact", s.accuracy(), bar.exact}, {"title", share(s.title), bar.title}, {"date", share(s.date), bar.date}, {"authors", share(s.authors), bar.authors}} {
		if c.want > 0 && c.got < c.want {
			t.Errorf("%s: %s %.4f, want %.4f", set, c.name, c.got, c.want)
		}
	}
	if s.low > 0 {
		t.Errorf("%s: %d pages below F1 0.3", set, s.low)
	}
}

func share(n [2]int) float64 { return float64(n[0]) / float64(max(1, n[1])) }

func (t total) String() string {
	return fmt.Sprintf("%.4f %.4f %.4f %6.3f %5d %6.3f %6.3f %7.3f", t.f1(), t.p(), t.r(), t.accuracy(), t.low, share(t.title), share(t.date), share(t.authors))
}

// describe counts the metadata of one page: titles equal but for case, width and
// punctuation, the same day as written, the same set of names.
func (t *total) describe(g gold, a news.Article) {
	if g.Title != "" {
		tally2(&t.title, squeeze(g.Title) == squeeze(a.Title))
	}
	if g.Published != "" {
		tally2(&t.date, !a.Published.IsZero() && a.Published.Format("2006-01-02") == g.Published[:10])
	}
	if len(g.Authors) > 0 {
		tally2(&t.authors, sameSet(nameSet(g.Authors), nameSet(a.Byline)))
	}
}

func tally2(n *[2]int, right bool) {
	n[1]++
	if right {
		n[0]++
	}
}

// squeeze is NFKC, folded, letters and digits alone.
func squeeze(s string) string {
	s = cases.Fold().String(norm.NFKC.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

func nameSet(in []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range in {
		if k := squeeze(s); k != "" {
			out[k] = true
		}
	}
	return out
}

func sameSet(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return len(a) == len(b)
}

// BenchmarkExtract reads the pages of the corpora; pages a second of processor time
// are the figure promised.
func BenchmarkExtract(b *testing.B) {
	for _, set := range []string{"zyte", "fundus"} {
		b.Run(set, func(b *testing.B) {
			pages := corpus(b, set)
			b.ReportAllocs()
			n, start := 0, spent()
			for b.Loop() {
				_, _ = Extract(pages[n%len(pages)].capture(), Options{})
				n++
			}
			b.ReportMetric(pace(n, spent()-start), "pages/cpu-s")
		})
	}
}
