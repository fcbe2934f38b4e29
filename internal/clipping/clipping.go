// Package clipping reads reports as other programs keep them: Markdown files with front matter (Hugo,
// Jekyll, Hexo, and waidian's own), the starred items of feed readers (Google Reader's form,
// miniflux), and lists of addresses (lines, tables, JSON, bookmarks). What a record does not say it leaves empty: it invents no date, name or address. It
// opens no file and fetches nothing.
package clipping

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Errors of records that cannot be reports.
var (
	ErrNoAddress = errors.New("it has no address (url)")
	ErrNoTitle   = errors.New("it has no title")
)

// complete fills in what follows from the rest of an article, and says what is missing in it.
func complete(a news.Article) (news.Article, error) {
	a.Title = text.Collapse(a.Title)
	if a.Canonical == "" {
		a.Canonical = a.URL
	}
	body := strings.Join(a.Paragraphs(), " ")
	a.Lang = text.Lang(a.Title+" "+body, a.Lang)
	a.Kind = news.PageArticle
	if body == "" {
		a.Kind = news.PageHeadline
	}
	for i, b := range a.Blocks {
		a.Blocks[i].Ends = text.Sentences(b.Text)
		if b.Kind != news.Caption {
			a.Words += text.Words(b.Text, a.Lang)
		}
	}
	switch {
	case !isAddress(a.URL):
		return a, ErrNoAddress
	case a.Title == "":
		return a, ErrNoTitle
	}
	for _, t := range []struct {
		what string
		at   time.Time
	}{{"publication", a.Published}, {"change", a.Updated}, {"capture", a.Captured}} {
		if err := news.CheckTime(t.at); err != nil {
			return a, fmt.Errorf("its time of %s is not one that a report can have: %w", t.what, err)
		}
	}
	return a, nil
}

// completeItem is complete for an item of a list: one without a text, whose page is still to be read, may lack a title.
func completeItem(a news.Article) (news.Article, error) {
	a, err := complete(a)
	if errors.Is(err, ErrNoTitle) && a.Kind == news.PageHeadline {
		err = nil
	}
	return a, err
}

// isAddress reports whether s is an absolute address of the web.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}
