package bench

import (
	"bytes"
	"flag"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/charset"
	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/extract"
	"github.com/waidian/waidian/internal/extract/extracttest"
	"github.com/waidian/waidian/internal/news"
)

var predictions = flag.String("predictions", "", "write what was extracted to this folder, in the form that the corpora's score.py reads")

// extractors are ours, and those of others, each with the page as it was fetched.
var extractors = []extracttest.Extractor{
	{Name: "waidian", Read: func(p extracttest.Page) news.Article {
		a, _ := extract.Extract(p.Capture(), extract.Options{})
		return a
	}},
	{Name: "go-readability v2.1.3", Read: readReadability},
	{Name: "go-trafilatura 1.12.2", Read: func(p extracttest.Page) news.Article {
		return readTrafilatura(p, trafilatura.Options{EnableFallback: true})
	}},
	{Name: "go-trafilatura, precision", Read: func(p extracttest.Page) news.Article {
		return readTrafilatura(p, trafilatura.Options{EnableFallback: true, Focus: trafilatura.FavorPrecision})
	}},
	{Name: "go-trafilatura, recall, no fallback", Read: func(p extracttest.Page) news.Article {
		return readTrafilatura(p, trafilatura.Options{Focus: trafilatura.FavorRecall})
	}},
}

// TestExtract reads the corpora with our extraction and with those of others,
// and prints the scores side by side.
//
//	cd bench && WAIDIAN_LONG=1 GOMAXPROCS=1 go test -run TestExtract -v
func TestExtract(t *testing.T) {
	effort.Long(t, "reads 1,315 pages with five extractors")
	for _, set := range extracttest.Sets {
		t.Run(set, func(t *testing.T) { extracttest.Measure(t, set, *predictions, extractors...) })
	}
}

// childVar names the extractor with which a child process reads a set of pages; see TestExtractMemory.
const childVar = "BENCH_EXTRACTOR"

// TestExtractMemory prints the most memory that a process holds which reads a set of pages with
// one of the extractors and does nothing else.
//
//	cd bench && WAIDIAN_LONG=1 go test -run TestExtractMemory -v
func TestExtractMemory(t *testing.T) {
	effort.Long(t, "reads 1,050 pages with five extractors")
	if name := os.Getenv(childVar); name != "" {
		set := os.Getenv(childVar + "_SET")
		i := slices.IndexFunc(extractors, func(x extracttest.Extractor) bool { return x.Name == name })
		debug.SetGCPercent(40) // as the program does
		n := extracttest.Each(t, set, func(p extracttest.Page) { extractors[i].Read(p) })
		fmt.Println("peak", n, effort.Peak("self"))
		return
	}
	for _, set := range []string{"zyte", "fundus", "wcxb"} {
		if extracttest.Folder(set) == "" {
			continue
		}
		for _, x := range extractors {
			cmd := exec.Command(os.Args[0], "-test.run=^TestExtractMemory$")
			cmd.Env = append(os.Environ(), childVar+"="+x.Name, childVar+"_SET="+set)
			out, err := cmd.Output()
			var pages, peak int
			_, line, _ := strings.Cut(string(out), "peak ")
			if _, scan := fmt.Sscan(line, &pages, &peak); err != nil || scan != nil {
				t.Fatalf("%s: %v: %s", x.Name, err, out)
			}
			t.Logf("%-8s %-36s %4d pages, at most %4d MB", set, x.Name, pages, peak)
		}
	}
}

func parse(p extracttest.Page) (*html.Node, *url.URL) {
	body, _ := charset.Decode(p.HTML, p.Capture().Get("Content-Type"), charset.HTML)
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return &html.Node{Type: html.DocumentNode}, nil
	}
	u, _ := url.Parse(p.URL)
	return doc, u
}

func readReadability(p extracttest.Page) news.Article {
	doc, u := parse(p)
	ps := readability.NewParser()
	r, err := ps.ParseAndMutate(doc, u)
	if err != nil {
		return news.Article{}
	}
	var b strings.Builder
	_ = r.RenderText(&b)
	a := news.Article{Title: r.Title(), Blocks: []news.Block{{Kind: news.Paragraph, Text: b.String()}}}
	if r.Byline() != "" {
		a.Byline = splitNames(r.Byline())
	}
	if t, err := r.PublishedTime(); err == nil {
		a.Published = t
	}
	return a
}

func readTrafilatura(p extracttest.Page, o trafilatura.Options) news.Article {
	doc, u := parse(p)
	o.OriginalURL = u
	r, err := trafilatura.ExtractDocument(doc, o)
	if err != nil {
		return news.Article{}
	}
	return news.Article{
		Title: r.Metadata.Title, Byline: splitNames(r.Metadata.Author), Published: r.Metadata.Date,
		Blocks: []news.Block{{Kind: news.Paragraph, Text: r.ContentText}},
	}
}

// splitNames splits a byline as the corpus' own scorer does.
func splitNames(s string) []string {
	for _, sep := range []string{";", ",", " and ", " und ", " et ", " & "} {
		s = strings.ReplaceAll(s, sep, "\n")
	}
	var out []string
	for line := range strings.Lines(s) {
		line = strings.TrimSpace(line)
		for _, by := range []string{"by ", "von ", "par ", "por "} {
			if len(line) > len(by) && strings.EqualFold(line[:len(by)], by) {
				line = line[len(by):]
			}
		}
		out = append(out, line)
	}
	return out
}
