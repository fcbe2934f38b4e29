package bench

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/extract/extracttest"
	"github.com/waidian/waidian/internal/news"
)

// TestSnippets reads the evaluation set of trafilatura with our extraction and with those of others, and prints the scores side by side, by that
// project's own measure (tests/eval_common.py). The set is a held-out test: this prints sums alone.
//
//	cd bench && WAIDIAN_LONG=1 WAIDIAN_CORPORA=FOLDER GOMAXPROCS=1 go test -run TestSnippets -v
func TestSnippets(t *testing.T) {
	effort.Long(t, "reads about 1,000 pages with five extractors")
	pages := extracttest.Snippets(t)
	plain := news.Article.Text
	led := func(a news.Article) string { return a.Standfirst + "\n" + a.Text() }
	row := func(name string, read func(extracttest.Page) news.Article, text func(news.Article) string, because func(extracttest.Page, news.Article, extracttest.Found)) {
		f, took := extracttest.MeasureSnippets(pages, read, text, because)
		t.Logf("%-36s P %.3f R %.3f accuracy %.3f F1 %.3f; %d pages, %d without text, %d with none of it, %.0f pages/s",
			name, f.P(), f.R(), f.Accuracy(), f.F1(), f.Pages, f.Empty, f.AllMissed, extracttest.Pace(f.Pages, took))
	}
	var l losses
	row("waidian", l.read, plain, l.add)
	row("waidian, text and standfirst", l.read, led, nil)
	for _, x := range extractors[1:] {
		row(x.Name, x.Read, plain, nil)
	}
	l.log(t)
}

// losses are sums of what our extraction misses, by what it says of the page.
type losses struct {
	why      string         // of the page that was read last: what was said in the place of its text
	snippets map[string]int // missed, by sort of page
	pages    map[string]int
}

// named is what a message has of the page itself: its address and counts.
var named = regexp.MustCompile(`https?://[^\s:]+:?\S*|\d+`)

func (l *losses) read(p extracttest.Page) news.Article {
	a, err := extract.Extract(p.Capture(), extract.Options{})
	l.why = ""
	if err != nil { // the desk takes nothing from it
		a.Blocks, a.Standfirst = nil, ""
		l.why = strings.Join(strings.Fields(named.ReplaceAllString(err.Error(), "…")), " ")
	}
	return a
}

func (l *losses) add(_ extracttest.Page, a news.Article, f extracttest.Found) {
	if l.snippets == nil {
		l.snippets, l.pages = map[string]int{}, map[string]int{}
	}
	sort := "a part is missed"
	switch {
	case f.Missed == 0:
		return
	case f.Empty > 0:
		sort = "no text: " + string(a.Kind) + ": " + l.why
	case f.AllMissedNot > 0:
		sort = "all is missed, and other text taken"
	case f.AllMissed > 0:
		sort = "all is missed"
	}
	lang, _, _ := strings.Cut(strings.ToLower(a.Lang), "-")
	keys := []string{sort, "language " + cmp.Or(lang, "not known"), "kind " + string(a.Kind)}
	for _, n := range a.Notes {
		keys = append(keys, "note "+string(n.Code))
	}
	for _, k := range keys {
		l.snippets[k] += f.Missed
		l.pages[k]++
	}
}

func (l *losses) log(t *testing.T) {
	for _, k := range slices.Sorted(maps.Keys(l.pages)) {
		t.Logf("missed by us: %5d snippets on %4d pages: %s", l.snippets[k], l.pages[k], k)
	}
}
