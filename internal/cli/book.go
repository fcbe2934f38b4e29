package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/bundle"
	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/epub"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// book writes the selected reports as an EPUB.
func (cmd *exportCmd) book(ctx context.Context, a *app, p *parts) error {
	rows, err := cmd.Of.rows(ctx, p)
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return hint(errors.New("export: no report matches"), "waidian search finds reports; waidian sources list names the sources")
	}
	if err := p.openTitles(ctx, rows); err != nil {
		return err
	}
	c := p.config
	b := epub.Book{
		Title: cmd.Of.title(c, rows), Language: c.Site.Language, Publisher: c.Site.Title, Zone: p.zone(),
		Public: p.public(),
	}
	for _, ch := range cmd.Of.chapters(c, rows) {
		b.Parts = append(b.Parts, epub.Part{Title: ch.title, Lang: ch.lang, Reports: p.items(ctx, ch.rows)})
	}
	if err := cmd.stream(a, func(w io.Writer) error { return epub.Write(w, b) }); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	fmt.Fprintf(a.Stderr, "waidian: %s written\n", text.Count(len(rows), "article", "articles"))
	return nil
}

// title is that of a book: the site's name and the selection.
func (s selection) title(c config.Config, rows []store.Row) string {
	w := wording.For(c.Site.Language)
	var names []string
	if s.Story != "" {
		title, _ := headline(rows)
		names = append(names, title)
	}
	if s.Source != "" {
		names = append(names, cmp.Or(rows[0].SourceName, rows[0].Outlet, s.Source))
	}
	if s.Day != "" {
		names = append(names, w.Day(s.Day))
	}
	if s.ID != "" {
		title, _ := headline(rows)
		names = append(names, title)
	}
	if s.Search != "" {
		names = append(names, w.Quote(s.Search))
	}
	return c.Site.Title + w.Colon + strings.Join(names, " · ")
}

// chapter is one part of a book.
type chapter struct {
	title, lang string
	rows        []store.Row
}

// chapters divides a book: a day into its stories and then the single reports, a source into days.
// A story, earliest first, and a search are not divided.
func (s selection) chapters(c config.Config, rows []store.Row) []chapter {
	switch {
	case s.Story != "":
		return []chapter{{rows: earliestFirst(rows)}}
	case s.Search != "":
		return []chapter{{rows: rows}}
	case s.Day != "":
		return byStory(wording.For(c.Site.Language), rows)
	}
	return byDay(wording.For(c.Site.Language), rows, c.Site.Zone())
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

func byDay(w *wording.Texts, rows []store.Row, zone *time.Location) (out []chapter) {
	for i, r := range rows {
		day := r.Place(zone).Day
		if i == 0 || day != rows[i-1].Place(zone).Day {
			out = append(out, chapter{title: w.Day(day)})
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

// headline names a story by its newest report that has a headline in the reader's language and is not
// a copy, else by its newest. The headline of a model that often errs, which has no mark here, names none.
func headline(rows []store.Row) (title, lang string) {
	for _, r := range rows {
		if r.DigestTitle != "" && r.CopyOf == "" && !r.DigestUnfit {
			return r.DigestTitle, r.DigestLang
		}
	}
	return rows[0].Title, rows[0].Lang
}

// site packs a whole site. It is built in a temporary folder, so that all its pages are of one moment.
func (cmd *exportCmd) site(ctx context.Context, a *app, p *parts) error {
	tmp, err := os.MkdirTemp("", "waidian-site-")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "site")
	show := newProgress(a, true)
	defer show.end()
	p.headway = show.stage
	r, err := a.build(ctx, p, dir, true)
	if err != nil {
		return err
	}
	show.begin("packing", "", 0)
	if err := cmd.stream(a, func(w io.Writer) error { return bundle.Zip(written{w, show}, dir) }); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	show.end()
	fmt.Fprintf(a.Stderr, "waidian: %s, %s packed\n", text.Count(r.Articles, "article", "articles"), text.Count(r.Written, "file", "files"))
	return nil
}
