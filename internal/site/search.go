package site

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Search is an answer to a search, for RenderSearch to show.
type Search struct {
	Query        string
	From, To     string // "2006-01-02"; empty: open
	Source, Lang string
	Topic        string
	Total        int  // hits in all
	More         bool // there are at least Total
	Hits         []Hit
	Next, Prev   string // addresses of the neighbouring pages, relative to the root; may be empty
	Asked        string // what follows the paths of the query's feeds: "?q=…"; empty: there are none
}

// SearchFeeds are the paths at which a server answers a search with feeds: Atom, RSS, JSON Feed.
func SearchFeeds() [3]string { return feedPaths("search") }

// RenderSearchFeed writes the feed at path, one of SearchFeeds, of the reports that a search
// has found, newest first. Like RenderSearch it may be called at any time.
func (b *Builder) RenderSearchFeed(w io.Writer, path string, s Search, items []news.Item) error {
	info := feedInfo{Title: cut(line(s.Query), 60) + " · " + b.o.Title, Page: "search.html", Asked: s.Asked}
	entries := make([]entry, len(items))
	for i, it := range items {
		entries[i] = b.entry(it, ArticlePath(it.Article))
	}
	write := b.atom
	switch path {
	case SearchFeeds()[1]:
		write = b.rss
	case SearchFeeds()[2]:
		write = b.jsonFeed
	}
	out, err := write(info, path, entries)
	if err != nil {
		return fmt.Errorf("render the feed of a search: %w", err)
	}
	_, err = w.Write(out)
	return err
}

// Hit is one report that was found.
type Hit struct {
	Path        string // as in ArticlePath
	Title, Lang string
	DigestTitle string
	DigestLang  string
	Outlet      string
	Date        time.Time
	Words       int
	Snippet     []Part
	SnippetLang string
}

// Part is a piece of a snippet; Mark: the query was found in it.
type Part struct {
	Text string
	Mark bool
}

type searchView struct {
	frame
	Search
	Static bool
	Script string // of a copy that searches itself
	Found  string
	Rows   []hitRow

	Narrowed bool // by more than words
	Choices  []choice
}

// choice is a field by which a search is narrowed to one of some values.
type choice struct {
	Name, Field string
	Options     []option
}

type option struct {
	Value, Name string
	On          bool
}

// choices are what a search can be narrowed by: the sources, their languages, the topics. What s has chosen
// already is marked; a field with fewer than two values is left out.
func (b *Builder) choices(s Search, sources []SourceStatus) []choice {
	var outlets, languages, topics []option
	for _, x := range sources {
		outlets = append(outlets, option{string(x.ID), nameOf(x), s.Source == string(x.ID)})
		base, _, _ := strings.Cut(tag(x.Lang), "-")
		known := func(o option) bool { return o.Value == base }
		if base != "" && !slices.ContainsFunc(languages, known) {
			languages = append(languages, option{base, b.w.LanguageName(base), s.Lang == base})
		}
	}
	for _, t := range b.topics.Topics {
		topics = append(topics, option{t.ID, t.Name, s.Topic == t.ID})
	}
	byName := func(a, b option) int { return cmp.Compare(a.Name, b.Name) }
	slices.SortStableFunc(outlets, byName)
	slices.SortStableFunc(languages, byName)
	var out []choice
	for _, c := range []choice{{b.w.Source, "source", outlets}, {b.w.Language, "lang", languages}, {b.w.Topics, "topic", topics}} {
		if len(c.Options) > 1 {
			out = append(out, c)
		}
	}
	return out
}

type hitRow struct {
	row
	Date        string
	Snippet     []Part
	SnippetLang string
}

// searchPolicy lets the search page of a copy have its script, which reads the index.
const searchPolicy = policy + "; script-src 'self'"

// searchView is the search page of the site as files: the form, and what answers it.
func (b *Builder) searchView(sources []SourceStatus) *searchView {
	v := &searchView{frame: b.frame("search.html", b.w.Search, "search"), Static: true, Choices: b.choices(Search{}, sources)}
	if b.Set.o.SearchScript != "" {
		v.Script = b.Set.o.SearchScript
		v.Policy = searchPolicy
		v.Rules = b.shared("rules", v.frame)
	}
	return v
}

// RenderSearch writes the page that shows what a search found, or the form alone where
// Query is empty. A server answers "search" and "search.html" at the root of the site with
// it; the file search.html is for copies without a server. It may be called at any time,
// by any number of goroutines.
func (b *Builder) RenderSearch(ctx context.Context, w io.Writer, s Search) error {
	sources, err := b.lib.Sources(ctx)
	if err != nil {
		return fmt.Errorf("render a search: %w", err)
	}
	v := &searchView{
		frame: b.frame("search.html", b.w.Search, "search"), Search: s,
		Narrowed: s.From+s.To+s.Source+s.Lang+s.Topic != "", Choices: b.choices(s, sources),
	}
	v.NoIndex = true
	v.Self = ""
	if s.Query != "" {
		v.Title = cut(line(s.Query), 60) + " · " + b.w.Search
		n := b.w.NReports(s.Total)
		if s.More {
			n = b.w.NReports(s.Total) + "+"
		}
		v.Found = fmt.Sprintf(b.w.Hits, n)
	}
	for _, h := range s.Hits {
		x := hitRow{
			row: row{
				Href: h.Path, Stamp: stamp(h.Date), Outlet: line(h.Outlet),
				Main: cut(line(h.Title), titleBound), MainLang: tag(h.Lang),
			},
			Date: b.w.Date(h.Date), SnippetLang: tag(h.SnippetLang),
		}
		if h.DigestTitle != "" {
			x.Orig, x.OrigLang = x.Main, x.MainLang
			x.Main, x.MainLang = cut(line(h.DigestTitle), titleBound), tag(h.DigestLang)
		}
		if h.Words > 0 {
			x.Length = b.w.Minutes(text.Minutes(h.Words, h.Lang))
		}
		x.Snippet = h.Snippet
		v.Rows = append(v.Rows, x)
	}
	out, err := b.render("search.html", v)
	if err != nil {
		return fmt.Errorf("render a search: %w", err)
	}
	_, err = w.Write(out)
	return err
}
