package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/epub"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// books is how many editions are to be had as books: the newest.
const books = 14

// idsAtOnce bounds how many reports one question names.
const idsAtOnce = 500

// editions renders the pages, books and feeds of editions that the changes touch.
func (b *build) editions(ctx context.Context) error {
	due, err := b.dueEditions(ctx)
	if err != nil {
		return err
	}
	err = each(ctx, b, PartLists, due, b.editionPage)
	b.cut = b.outcome.Full || slices.ContainsFunc(due, func(id news.EditionID) bool {
		path := page.EditionPath(id)
		changed, there := b.made[path]
		return changed || !there
	})
	return err
}

// dueEditions are those whose pages may be other ones by now, oldest first.
func (b *build) dueEditions(ctx context.Context) ([]news.EditionID, error) {
	if b.outcome.Full {
		all, err := b.lib.Editions(ctx, EditionQuery{})
		slices.Sort(all)
		return all, err
	}
	due := map[news.EditionID]bool{}
	ask := func(q EditionQuery) error {
		ids, err := b.lib.Editions(ctx, q)
		for _, id := range ids {
			due[id] = true
		}
		return err
	}
	if err := ask(EditionQuery{Changed: b.ledger.point.Seq}); err != nil {
		return nil, err
	}
	for ids := range slices.Chunk(b.toldOtherwise(), idsAtOnce) {
		if err := ask(EditionQuery{Naming: ids}); err != nil {
			return nil, err
		}
	}
	for _, id := range b.misplacedBooks() {
		due[id] = true
	}
	return slices.Sorted(maps.Keys(due)), nil
}

// toldOtherwise are the reports that an edition which names them shows otherwise by now, or leads from elsewhere.
func (b *build) toldOtherwise() []news.ArticleID {
	ids := maps.Clone(b.plan.touched)
	for story := range b.plan.stories {
		if members := b.plan.byStory[story]; len(members) <= 2 { // it has a page since now, or none any more
			for _, f := range members {
				ids[f.id] = true
			}
		}
	}
	if len(b.plan.changed) > 0 {
		for _, f := range b.ledger.filed {
			if b.plan.changed[f.source] {
				ids[f.id] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(ids))
}

// misplacedBooks are the editions that have a book and are not among the newest any more, or the other way round.
func (b *build) misplacedBooks() (out []news.EditionID) {
	for p := range b.ledger.files {
		name, ok := strings.CutSuffix(p, ".epub")
		if id := news.EditionID(strings.ReplaceAll(name, "/", "-")); ok && !slices.Contains(b.newest, id) {
			out = append(out, id)
		}
	}
	for _, id := range b.newest {
		if _, ok := b.ledger.files[page.EditionPath(id)]; !ok {
			out = append(out, id)
		}
	}
	return out
}

// editionPage renders the page and the book of an edition.
func (b *build) editionPage(ctx context.Context, id news.EditionID) error {
	x, items, err := b.edition(ctx, id)
	if err != nil {
		return err
	}
	if x.Edition.Until.IsZero() {
		b.drop(page.EditionPath(id), page.BookPath(id))
		return nil
	}
	if x.Book, err = b.book(x, items); err != nil {
		return fmt.Errorf("book of edition %s: %w", id, err)
	}
	html, err := b.pages.Edition(x)
	return b.putOne(page.EditionPath(id), html, err)
}

// edition asks for what the page of an edition shows, and for the reports that it names.
func (b *build) edition(ctx context.Context, id news.EditionID) (page.Edition, []news.Item, error) {
	e, err := b.lib.Edition(ctx, id)
	x := page.Edition{Edition: e, Events: map[news.StoryID]bool{}}
	if err != nil || e.Until.IsZero() {
		return x, nil, err
	}
	b.relead(&e)
	items, err := b.items(ctx, e.Names())
	if err != nil {
		return x, nil, err
	}
	items = slices.DeleteFunc(items, func(it news.Item) bool { return b.ledger.filed[it.Article.ID] == nil }) // newer than this build
	x.Edition = b.pages.ShowEdition(e, items)
	for _, l := range e.Lines {
		x.Events[l.Story] = len(b.plan.byStory[l.Story]) > 1
	}
	for _, it := range items {
		x.Whole = append(x.Whole, b.pages.WholeOf(it, b.ledger.filed[it.Article.ID].path))
	}
	if before, err := b.lib.Editions(ctx, EditionQuery{Before: id, Limit: 1}); err != nil {
		return x, nil, err
	} else if id != "" && len(before) > 0 {
		x.Before = before[0]
	}
	return x, items, nil
}

// relead gives each line the event that its report is in as this build files it.
func (b *build) relead(e *news.Edition) {
	e.Lines = slices.Clone(e.Lines)
	lead := e.Lead
	e.Lead = ""
	for i, l := range e.Lines {
		f := b.ledger.filed[l.Article]
		if f == nil {
			continue
		}
		if e.Lines[i].Story = f.story; l.Story == lead {
			e.Lead = f.story
		}
	}
}

// book writes an edition as a book, if it is one of the newest and has a report: those of its lines, then those of each topic, then those
// that were edited or withdrawn.
func (b *build) book(x page.Edition, items []news.Item) (written bool, err error) {
	path := page.BookPath(x.Edition.ID())
	if !slices.Contains(b.newest, x.Edition.ID()) {
		b.drop(path)
		return false, nil
	}
	byID := map[news.ArticleID]news.Item{}
	for _, it := range items {
		byID[it.Article.ID] = it
	}
	book := epub.Book{
		Title: b.pages.Title() + b.pages.BookTitle(x), Language: b.o.Language, Publisher: b.pages.Title(), Zone: b.o.Zone, Public: b.o.Audience == page.Public,
	}
	for _, p := range b.pages.BookParts(x) {
		var reports []news.Item
		for _, id := range p.Articles {
			if it, ok := byID[id]; ok {
				reports = append(reports, it)
				delete(byID, id) // each once
			}
		}
		book.Parts = append(book.Parts, epub.Part{Title: p.Title, Reports: all(reports)})
	}
	var out bytes.Buffer
	switch err := epub.Write(&out, book); {
	case errors.Is(err, epub.ErrEmpty):
		b.drop(path)
		return false, nil
	case err != nil:
		return false, err
	}
	return true, b.put(path, out.Bytes())
}

func all(items []news.Item) iter.Seq2[news.Item, error] {
	return func(yield func(news.Item, error) bool) {
		for _, it := range items {
			if !yield(it, nil) {
				return
			}
		}
	}
}

// frontEdition fills in the newest edition, and what came after it. Its feeds are made with it.
func (b *build) frontEdition(ctx context.Context, x *page.Home) error {
	id := news.EditionID("")
	if len(b.newest) > 0 {
		id = b.newest[0]
	}
	var err error
	if x.Edition, _, err = b.edition(ctx, id); err != nil {
		return err
	}
	if id != "" {
		_, x.Edition.Book = b.ledger.files[page.BookPath(id)]
	}
	if err := b.after(ctx, x); err != nil {
		return err
	}
	return b.editionFeeds(ctx, x)
}

// after fills in the reports that came after the edition was cut.
func (b *build) after(ctx context.Context, x *page.Home) error {
	e := x.Edition.Edition
	if e.Slot == "" || x.Day == "" {
		return nil
	}
	heads, err := b.askHeads(ctx, Query{Days: news.DaysIn(b.o.Zone, dayBefore(e.Day), ""), Limit: homeReports})
	if err != nil {
		return err
	}
	named := e.Names()
	reports := slices.DeleteFunc(b.listed(heads), func(h page.Listed) bool {
		_, known := slices.BinarySearch(named, h.ID)
		return known || !h.Captured.After(e.Until) || h.Edits > 0 && !h.Date.After(e.Until)
	})
	x.Afters = len(reports)
	x.After = reports[:min(len(reports), page.AfterShown)]
	return nil
}

// editionFeeds writes the feeds of editions: of each hour that the newest have, and of all.
func (b *build) editionFeeds(ctx context.Context, x *page.Home) error {
	for _, id := range b.newest {
		if slot := slotOf(id); !slices.Contains(x.Slots, slot) {
			x.Slots = append(x.Slots, slot)
		}
	}
	slices.Sort(x.Slots)
	if !b.cut {
		return nil
	}
	told := map[news.EditionID]page.Edition{}
	for _, slot := range append([]string{""}, x.Slots...) {
		ids, err := b.lib.Editions(ctx, EditionQuery{Slot: slot, Limit: page.FeedItems})
		if err != nil {
			return err
		}
		var list []page.Edition
		for _, id := range ids {
			if _, ok := told[id]; !ok {
				if told[id], _, err = b.edition(ctx, id); err != nil {
					return err
				}
			}
			list = append(list, told[id])
		}
		if len(list) == 0 {
			continue
		}
		if err := b.putAll(b.pages.EditionFeeds(slot, list)); err != nil {
			return err
		}
	}
	b.dropFeeds(x.Slots)
	return nil
}

// slotOf is the hour of an edition.
func slotOf(id news.EditionID) string {
	hour := string(id[max(0, len(id)-4):])
	return hour[:min(2, len(hour))] + ":" + hour[min(2, len(hour)):]
}

// dropFeeds removes the feeds of hours that have no editions any more.
func (b *build) dropFeeds(slots []string) {
	for p := range maps.Clone(b.ledger.files) {
		if name, ok := strings.CutSuffix(p, ".atom.xml"); ok && strings.HasPrefix(p, "edition-") {
			if !slices.ContainsFunc(slots, func(s string) bool { return page.EditionFeed(s) == name }) {
				fs := page.FeedPaths(name)
				b.drop(fs[:]...)
			}
		}
	}
}
