package extract

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// savedPage reads a page of testdata; its first line is a comment with its address.
func savedPage(t testing.TB, file string) news.Capture {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	first, rest, _ := strings.Cut(string(body), "\n")
	url := strings.Trim(first, "<!-> ")
	return news.Capture{URL: url, Final: url, Status: 200, Body: []byte(rest), Header: map[string][]string{"Content-Type": {"text/html; charset=utf-8"}}}
}

// spellOut writes an article as the golden files have it.
func spellOut(a news.Article, err error) string {
	var b strings.Builder
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	stamp := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	if err != nil {
		field("error", err.Error())
	}
	field("kind", string(a.Kind))
	field("url", a.URL)
	field("canonical", a.Canonical)
	field("title", a.Title)
	field("standfirst", a.Standfirst)
	field("byline", strings.Join(a.Byline, "; "))
	field("published", stamp(a.Published))
	field("updated", stamp(a.Updated))
	field("lang", a.Lang)
	field("section", a.Section)
	field("tags", strings.Join(a.Tags, "; "))
	field("image", a.Image.URL)
	field("caption", a.Image.Caption)
	field("credit", a.Image.Credit)
	fmt.Fprintf(&b, "words: %d\n", a.Words)
	for i, on := range []bool{a.NoArchive, a.NoIndex, a.Reserved} {
		if on {
			field([]string{"noarchive", "noindex", "reserved"}[i], "yes")
		}
	}
	var notes []string
	for _, n := range a.Notes {
		notes = append(notes, n.String())
	}
	field("notes", strings.Join(notes, "; "))
	for _, x := range a.Blocks {
		fmt.Fprintf(&b, "\n%s (%d) %s\n", x.Kind, len(x.Ends), x.Text)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.html")
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".html"), func(t *testing.T) {
			a, err := Extract(savedPage(t, f), Options{})
			if err != nil && !errors.Is(err, news.ErrNoText) {
				t.Fatalf("error is not ErrNoText: %v", err)
			}
			got, golden := spellOut(a, err), strings.TrimSuffix(f, ".html")+".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", f, got, want)
			}
		})
	}
}

// A page whose report is so many plain paragraphs gives exactly those.
func TestPlainPage(t *testing.T) {
	for _, shape := range []string{`<article>%s</article>`, `<main><div class="article-body">%s</div></main>`, `<div id="story"><div class="text">%s</div></div>`} {
		for _, n := range []int{3, 5, 12, 30} {
			var paras []string
			var page strings.Builder
			words := 0
			for i := range n {
				p := fmt.Sprintf("Paragraph %d says that “the river rose by %d centimetres” in the night, and that the <a href=\"/bridge\">old bridge</a>, which the town’s council closed in May, held.", i+1, 3*i+1)
				page.WriteString("<p>" + p + "</p>\n")
				plain := strings.NewReplacer(`<a href="/bridge">`, "", "</a>", "").Replace(p)
				paras = append(paras, plain)
				words += len(strings.Fields(plain))
			}
			html := `<html lang="en"><head><title>River holds</title></head><body><nav><a href="/">Home</a></nav><h1>River holds</h1>` +
				fmt.Sprintf(shape, page.String()) + `<footer><p>© The Gazette</p></footer></body></html>`
			a, err := Extract(news.Capture{Final: "https://gazette.example/river", Body: []byte(html)}, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(a.Paragraphs(), "\n"); got != strings.Join(paras, "\n") || a.Words != words {
				t.Errorf("%s, %d paragraphs: %d words, want %d\n%s", shape, n, a.Words, words, got)
			}
		}
	}
}
