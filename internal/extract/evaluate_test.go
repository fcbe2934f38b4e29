package extract

import (
	"flag"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/extract/extracttest"
	"github.com/waidian/waidian/internal/news"
)

var predictions = flag.String("predictions", "", "write what was extracted to this folder, in the form that the corpora's score.py reads")

// ours is what this package reads.
func ours(p extracttest.Page) news.Article {
	a, _ := Extract(p.Capture(), Options{})
	return a
}

// bars are what each set must reach. The figures of a page's text are of the model
// that has seen these pages; what it does on publishers it has not seen is what
// go test -run TestTrain -folds 5 prints.
var bars = map[string]struct{ f1, exact, title, date, authors, words float64 }{
	"zyte":       {f1: 0.973, exact: 0.40},
	"fundus":     {f1: 0.960, title: 0.88, date: 0.985, authors: 0.88},
	"fundus, en": {f1: 0.963},
	"dates":      {date: 0.92},
	"wcxb":       {words: 0.935}, // blogs, shops and lists of links are among its articles
}

// TestCorpus reads the corpora and holds the bars. The module bench has the figures of
// other libraries beside ours.
func TestCorpus(t *testing.T) {
	effort.Long(t, "reads 1,315 pages")
	for _, set := range extracttest.Sets {
		all, en := extracttest.Measure(t, set, *predictions, extracttest.Extractor{Name: "waidian", Read: ours})
		hold(t, set, all)
		hold(t, set+", en", en)
	}
}

func hold(t *testing.T, set string, s extracttest.Total) {
	bar := bars[set]
	for _, c := range []struct {
		name      string
		got, want float64
	}{{"F1", s.F1(), bar.f1}, {"exact", s.Exact(), bar.exact}, {"title", s.Title.Share(), bar.title}, {"date", s.Date.Share(), bar.date}, {"authors", s.Authors.Share(), bar.authors},
		{"words F1", s.Words.F1(), bar.words}} {
		if c.want > 0 && c.got < c.want {
			t.Errorf("%s: %s %.4f, want %.4f", set, c.name, c.got, c.want)
		}
	}
	if s.Low > 0 && bar.words == 0 {
		t.Errorf("%s: %d pages below F1 0.3", set, s.Low)
	}
}

// BenchmarkExtract reads the pages of the corpora; pages a second of processor time
// are the figure promised.
func BenchmarkExtract(b *testing.B) {
	for _, set := range []string{"zyte", "fundus"} {
		b.Run(set, func(b *testing.B) {
			pages := extracttest.Corpus(b, set)
			b.ReportAllocs()
			n, start := 0, extracttest.Spent()
			for b.Loop() {
				_, _ = Extract(pages[n%len(pages)].Capture(), Options{})
				n++
			}
			b.ReportMetric(extracttest.Pace(n, extracttest.Spent()-start), "pages/cpu-s")
		})
	}
}

// BenchmarkMixed reads the articles of all corpora in one stream, one page in memory at a time and
// on one processor, with the collector of garbage as the program sets it: pages a second of the
// processor time that extraction took, all of it, and not of the clock. What memory the same
// pages need is TestMemory's to say.
//
//	go test ./internal/extract -run '^$' -bench Mixed -benchtime 1x -count 3
func BenchmarkMixed(b *testing.B) {
	pages := extracttest.Mixed(b, "zyte", "fundus", "wcxb")
	if len(pages) == 0 {
		b.Skip("needs the extraction corpora: see extracttest.Folder")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	defer debug.SetGCPercent(debug.SetGCPercent(40))
	learned()
	n, took := 0, time.Duration(0)
	var slowest time.Duration
	for b.Loop() {
		for _, s := range pages {
			c := s.Load(b).Capture()
			start := extracttest.Spent()
			_, _ = Extract(c, Options{})
			one := extracttest.Spent() - start
			n, took, slowest = n+1, took+one, max(slowest, one)
		}
	}
	b.ReportMetric(extracttest.Pace(n, took), "pages/cpu-s")
	b.ReportMetric(float64(slowest.Milliseconds()), "ms/slowest")
	b.ReportMetric(float64(len(pages)), "pages")
}
