//go:build compare

package extract

import (
	"bytes"
	"net/url"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/charset"
	"github.com/waidian/waidian/internal/news"
)

// libraries are the extractors of others, each with the page as it was fetched.
func libraries() []extractor {
	return []extractor{
		{"go-readability v2.1.3", readReadability},
		{"go-trafilatura 1.12.2", func(g gold) news.Article {
			return readTrafilatura(g, trafilatura.Options{EnableFallback: true})
		}},
		{"go-trafilatura, precision", func(g gold) news.Article {
			return readTrafilatura(g, trafilatura.Options{EnableFallback: true, Focus: trafilatura.FavorPrecision})
		}},
		{"go-trafilatura, recall, no fallback", func(g gold) news.Article {
			return readTrafilatura(g, trafilatura.Options{Focus: trafilatura.FavorRecall})
		}},
	}
}

func parseGold(g gold) (*html.Node, *url.URL) {
	body, _ := charset.Decode(g.HTML, g.capture().Get("Content-Type"), charset.HTML)
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		return &html.Node{Type: html.DocumentNode}, nil
	}
	u, _ := url.Parse(g.URL)
	return doc, u
}

func readReadability(g gold) news.Article {
	doc, u := parseGold(g)
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

func readTrafilatura(g gold, o trafilatura.Options) news.Article {
	doc, u := parseGold(g)
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
