package site

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// Bounds of the lists of edits.
const (
	editedShown   = 100 // the newest; where there are more, each month has a list, too
	editedOfMonth = 500
)

// edited renders the lists of edits that say something else than before, and the feeds of the newest. What an edit changed is asked
// only of those: a build without a new edit compares no texts.
func (b *build) edited(ctx context.Context) error {
	if !b.outcome.Full && len(b.plan.touched)+len(b.plan.leave)+len(b.plan.changed) == 0 {
		return nil
	}
	marks, err := b.lib.Edited(ctx)
	if err != nil {
		return err
	}
	marks = slices.DeleteFunc(marks, func(m page.EditMark) bool { return b.ledger.filed[m.Article] == nil }) // newer than this build
	lists := map[string]editList{page.EditedPath: {marks: marks[:min(len(marks), editedShown)], all: len(marks)}}
	if len(marks) > editedShown {
		perMonth := map[string]int{}
		for _, m := range marks {
			month := news.Local(m.At, b.o.Zone).Format("2006-01")
			perMonth[month]++
			l := lists[page.EditedMonthPath(month)]
			l.month, l.all = month, l.all+1
			if len(l.marks) < editedOfMonth {
				l.marks = append(l.marks, m)
			}
			lists[page.EditedMonthPath(month)] = l
		}
		newest := lists[page.EditedPath]
		newest.perMonth = perMonth
		lists[page.EditedPath] = newest
	}
	for _, path := range slices.Sorted(maps.Keys(b.ledger.lists)) {
		if _, there := lists[path]; !there && !page.IsFeedArchive(path) {
			b.drop(path)
			b.relist(path, 0)
		}
	}
	var again []string
	for path, l := range lists {
		if b.outcome.Full || b.ledger.lists[path] != b.inputs(l) {
			again = append(again, path)
		}
	}
	slices.Sort(again)
	return each(ctx, b, PartLists, again, func(ctx context.Context, path string) error {
		return b.editList(ctx, path, lists[path])
	})
}

// editList is a list of edits.
type editList struct {
	month    string // "": the newest
	marks    []page.EditMark
	all      int
	perMonth map[string]int
}

// inputs identifies all that a list of edits is made of: a report's own page says what its line does.
func (b *build) inputs(l editList) uint64 {
	var s bytes.Buffer
	fmt.Fprintln(&s, l.all, l.perMonth)
	for _, m := range l.marks {
		f := b.ledger.filed[m.Article]
		fmt.Fprintln(&s, m.Article, m.N, m.At.Unix(), f.path, f.html)
	}
	return sum(s.Bytes())
}

// relist notes what a list of edits is made of; 0: there is none any more.
func (b *build) relist(path string, inputs uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.plan.relisted = append(b.plan.relisted, path)
	if b.ledger.lists[path] = inputs; inputs == 0 {
		delete(b.ledger.lists, path)
	}
}

func (b *build) editList(ctx context.Context, path string, l editList) error {
	x := page.Edited{Month: l.month, All: l.all, PerMonth: l.perMonth}
	var err error
	if x.List, err = b.editedReports(ctx, l.marks); err != nil {
		return err
	}
	html, err := b.pages.Edited(x)
	if err := b.putOne(path, html, err); err != nil {
		return err
	}
	if l.month == "" {
		if err := b.putAll(b.pages.EditedFeeds(x.List)); err != nil {
			return err
		}
	}
	b.relist(path, b.inputs(l))
	return nil
}

// editedReports asks what was changed in each edit of a list.
func (b *build) editedReports(ctx context.Context, marks []page.EditMark) ([]page.EditedReport, error) {
	var ids []news.ArticleID
	seen := map[news.ArticleID]bool{}
	for _, m := range marks {
		if !seen[m.Article] {
			seen[m.Article] = true
			ids = append(ids, m.Article)
		}
	}
	type key struct {
		id news.ArticleID
		n  int
	}
	known := map[key]page.EditedReport{}
	err := chunks(ids, func(ids []news.ArticleID) error {
		items, err := b.lib.Items(ctx, ids)
		if err != nil {
			return err
		}
		for _, it := range items {
			f := b.ledger.filed[it.Article.ID]
			if f == nil {
				continue
			}
			h, err := b.lib.History(ctx, it)
			if err != nil {
				return err
			}
			r := page.Listed{Head: page.HeadOf(b.pages.Show(it).Item), Path: f.path}
			for _, e := range b.pages.ShowHistory(h, it).Edits {
				known[key{it.Article.ID, e.N}] = page.EditedReport{Listed: r, Edit: e}
			}
		}
		return ctx.Err()
	})
	var out []page.EditedReport
	for _, m := range marks {
		if e, ok := known[key{m.Article, m.N}]; ok {
			out = append(out, e)
		}
	}
	return out, err
}
