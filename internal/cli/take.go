package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/bundle"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/epub"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

// selection says which reports to take along. What is set must all hold.
type selection struct {
	Day    string `help:"Only reports published on this day, by the outlet's date." placeholder:"2006-01-02"`
	Story  string `help:"Only reports of this story." placeholder:"ID"`
	Source string `help:"Only reports of this source." placeholder:"ID"`
	Search string `help:"Only reports that match this query of waidian search." placeholder:"QUERY"`
}

func (s selection) empty() bool { return s == selection{} }

// rows returns what was selected and is not taken down, latest first.
func (s selection) rows(ctx context.Context, p *parts) (rows []store.Row, err error) {
	if _, err := time.Parse(time.DateOnly, s.Day); s.Day != "" && err != nil {
		return nil, hint(usageError{fmt.Errorf("--day %s is not a day", s.Day)}, "write it like 2006-01-02")
	}
	if s.Search == "" {
		err = p.db.View(ctx, func(tx *store.Tx) error {
			rows, err = tx.Rows(store.Filter{From: s.Day, To: s.Day, Source: news.SourceID(s.Source), Story: news.StoryID(s.Story)})
			return err
		})
		return rows, err
	}
	q, err := search.Parse(s.Search)
	if err != nil {
		return nil, usageError{err}
	}
	rows, err = p.finder().Rows(ctx, q, mostTaken)
	return slices.DeleteFunc(rows, func(r store.Row) bool { return !s.holds(r) }), queryError(err)
}

// mostTaken bounds what one search takes along.
const mostTaken = 1_000_000

// holds reports whether a row that a search has found is of the day, story and source.
func (s selection) holds(r store.Row) bool {
	return (s.Day == "" || s.Day == dayOf(r)) &&
		(s.Story == "" || s.Story == string(r.Story)) &&
		(s.Source == "" || s.Source == string(r.Source))
}

func dayOf(r store.Row) string {
	return news.Article{Published: r.Published, Captured: r.Captured}.Day()
}

// items yields the rows' reports, read a hundred at a time.
func (p *parts) items(ctx context.Context, rows []store.Row) iter.Seq2[news.Item, error] {
	lib := library{p: p}
	return func(yield func(news.Item, error) bool) {
		for batch := range slices.Chunk(rows, 100) {
			ids := make([]news.ArticleID, len(batch))
			for i, r := range batch {
				ids[i] = r.ID
			}
			items, err := lib.Items(ctx, ids)
			if err != nil {
				yield(news.Item{}, err)
				return
			}
			for _, it := range items {
				if !yield(it, nil) {
					return
				}
			}
		}
	}
}

// book binds what was selected into an EPUB.
func (cmd *exportCmd) book(ctx context.Context, a *app, p *parts) error {
	rows, err := cmd.Of.rows(ctx, p)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return hint(errors.New("export: no report matches"), "waidian search finds reports; waidian sources list names the sources")
	}
	c := p.config
	b := epub.Book{
		Title: cmd.Of.title(c, rows), Language: c.Site.Language, Publisher: c.Site.Title,
		Public: site.Audience(c.Site.Audience) == site.Public,
	}
	for _, ch := range cmd.Of.chapters(c, rows) {
		b.Parts = append(b.Parts, epub.Part{Title: ch.title, Lang: ch.lang, Reports: p.items(ctx, ch.rows)})
	}
	if err := whole(cmd.Out, func(w io.Writer) error { return epub.Write(w, b) }); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(a.Stderr, "waidian: %d articles written\n", len(rows))
	return nil
}

// title is a book's: the desk's name and what was asked for.
func (s selection) title(c config.Config, rows []store.Row) string {
	w := wording.For(c.Site.Language)
	var parts []string
	if s.Story != "" {
		title, _ := headline(rows)
		parts = append(parts, title)
	}
	if s.Source != "" {
		parts = append(parts, cmp.Or(rows[0].SourceName, rows[0].Outlet, s.Source))
	}
	if s.Day != "" {
		parts = append(parts, w.Day(s.Day))
	}
	if s.Search != "" {
		parts = append(parts, w.Quote(s.Search))
	}
	return c.Site.Title + w.Colon + strings.Join(parts, " · ")
}

// chapter is one part of a book.
type chapter struct {
	title, lang string
	rows        []store.Row
}

// chapters are those of a book: of a day, its stories and then the single reports; of
// a source, its days; a story, earliest first, and a search are not divided.
func (s selection) chapters(c config.Config, rows []store.Row) []chapter {
	switch {
	case s.Story != "":
		return []chapter{{rows: earliestFirst(rows)}}
	case s.Search != "":
		return []chapter{{rows: rows}}
	case s.Day != "":
		return byStory(wording.For(c.Site.Language), rows)
	}
	return byDay(wording.For(c.Site.Language), rows)
}

func byStory(w *wording.Texts, rows []store.Row) []chapter {
	of := map[news.StoryID][]store.Row{}
	for _, r := range rows {
		of[r.Story] = append(of[r.Story], r)
	}
	var out []chapter
	var singles []store.Row
	for _, r := range rows {
		switch story := of[r.Story]; {
		case r.Story == "" || len(story) == 1:
			singles = append(singles, r)
		case story[0].ID == r.ID:
			title, lang := headline(story)
			out = append(out, chapter{title, lang, earliestFirst(story)})
		}
	}
	if len(singles) == 0 || len(out) == 0 {
		return append(out, chapter{rows: singles})
	}
	return append(out, chapter{w.Singles, "", singles})
}

func byDay(w *wording.Texts, rows []store.Row) (out []chapter) {
	for i, r := range rows {
		if i == 0 || dayOf(r) != dayOf(rows[i-1]) {
			out = append(out, chapter{title: w.Day(dayOf(r))})
		}
		last := &out[len(out)-1]
		last.rows = append(last.rows, r)
	}
	return out
}

func earliestFirst(rows []store.Row) []store.Row {
	rows = slices.Clone(rows)
	slices.Reverse(rows)
	return rows
}

// headline names a story: by the newest report with a headline in the reader's language
// that is no copy, else by the newest.
func headline(rows []store.Row) (title, lang string) {
	for _, r := range rows {
		if r.DigestTitle != "" && r.CopyOf == "" {
			return r.DigestTitle, r.DigestLang
		}
	}
	return rows[0].Title, rows[0].Lang
}

// site packs the whole site, built anew aside from the one that is served, so that what
// is packed is of one moment.
func (cmd *exportCmd) site(ctx context.Context, a *app, p *parts) error {
	tmp, err := os.MkdirTemp("", "waidian-site-")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "site")
	r, err := a.build(ctx, p, dir, true)
	if err != nil {
		return err
	}
	if err := whole(cmd.Out, func(w io.Writer) error { return bundle.Zip(w, dir) }); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(a.Stderr, "waidian: %d articles, %d files packed\n", r.Articles, r.Written)
	return nil
}

// whole writes a file that appears under its name when it is complete, or not at all.
func whole(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<16)
	err = write(w)
	if err == nil {
		err = errors.Join(w.Flush(), f.Chmod(0o644))
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // best effort: the first error is the one to tell
	}
	return err
}
