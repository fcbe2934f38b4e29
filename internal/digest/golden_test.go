package digest

import (
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

var update = flag.Bool("update", false, "rewrite golden files")

// report reads an article from a file of fields, a blank line, and paragraphs.
func report(t testing.TB, file string) news.Article {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(b), "\n\n")
	a := news.Article{ID: "abcdefghij", Version: 1}
	for line := range strings.Lines(head) {
		k, v, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch k {
		case "Title":
			a.Title = v
		case "Outlet":
			a.Outlet = v
		case "Standfirst":
			a.Standfirst = v
		case "Lang":
			a.Lang = v
		case "Published":
			if a.Published, err = time.Parse(time.RFC3339, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, p := range strings.Split(body, "\n\n") {
		a.Blocks = append(a.Blocks, block(news.Paragraph, strings.TrimSpace(p)))
	}
	return a
}

func block(kind news.BlockKind, s string) news.Block {
	return news.Block{Kind: kind, Text: s, Ends: text.Sentences(s)}
}

// golden compares got with a file, or rewrites it with -update.
func golden(t *testing.T, file, got string) {
	t.Helper()
	file = "testdata/" + file
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs (go test -update rewrites it):\n%s", file, got)
	}
}
