package clipping

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/news"
)

// Bookmarks reads the links of a file of bookmarks (Netscape's form, which browsers, Pinboard and Raindrop write, and Pocket's) one after another,
// and calls f for each that leads to the web: its address, its text as the title, and its tags. The error is a *CutError where the file breaks, else
// that of f.
func Bookmarks(in io.Reader, f func(Item) error) error {
	z := html.NewTokenizer(in)
	z.SetMaxBuf(longestMarkdown)
	var link news.Article
	for n := 0; ; {
		switch z.Next() {
		case html.ErrorToken:
			if errors.Is(z.Err(), io.EOF) {
				return nil
			}
			return &CutError{n, z.Err()}
		case html.StartTagToken:
			if t := z.Token(); t.Data == "a" {
				link = linkOf(t)
			}
		case html.TextToken:
			if link.URL != "" {
				link.Title += string(z.Text())
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) != "a" || link.URL == "" {
				continue
			}
			var it Item
			link.Title = plain(link.Title)
			if link.Title == link.URL {
				link.Title = ""
			}
			it.Article, it.Err = completeItem(link)
			link = news.Article{}
			n++
			if err := f(it); err != nil {
				return err
			}
		}
	}
}

// linkOf is what a link says of the report that it leads to; without an address if it leads elsewhere.
func linkOf(t html.Token) (a news.Article) {
	for _, at := range t.Attr {
		switch strings.ToLower(at.Key) {
		case "href":
			if a.URL = strings.TrimSpace(at.Val); !isAddress(a.URL) { // scripts, and files of the reader's own
				return news.Article{}
			}
		case "tags":
			a.Tags = persons(at.Val)
		}
	}
	return a
}
