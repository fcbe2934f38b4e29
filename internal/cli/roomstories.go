package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/room"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/wording"
)

// Bounds of what the room lists.
const (
	storiesShown = 60
	storiesFrom  = 1500 // newest reports by which stories are found
)

// Stories are the newest stories, or those with reports that have some words.
func (r rooms) Stories(ctx context.Context, w *wording.Texts, words string) (out room.StoryList, err error) {
	out.Words = words
	rows, err := r.found(ctx, words)
	if err != nil {
		return out, err
	}
	var ids []news.StoryID
	for _, row := range rows {
		if row.Story != "" && !slices.Contains(ids, row.Story) {
			ids = append(ids, row.Story)
		}
	}
	if out.Stories, err = r.stories(ctx, w, ids, storiesShown, words == ""); err != nil {
		return out, err
	}
	downs, n, err := r.parts.downs(ctx)
	out.Downs = n
	for _, d := range downs {
		out.Down = append(out.Down, room.Down{ID: string(d.Article), Outlet: d.Outlet, Title: d.Title, Lang: d.Lang, When: r.known(w, &d.At), Why: d.Why})
	}
	return out, err
}

// found are the reports with some words, or the newest, newest first.
func (r rooms) found(ctx context.Context, words string) (rows []store.Row, err error) {
	if words == "" {
		err = r.parts.db.View(ctx, func(tx *store.Tx) error {
			rows, err = tx.Rows(store.Filter{Limit: storiesFrom})
			return err
		})
		return rows, err
	}
	q, err := search.Parse(words)
	if err != nil {
		return nil, r.refused(err)
	}
	rows, err = r.parts.finder().Rows(ctx, q, storiesFrom)
	return rows, r.refused(err)
}

// stories are up to most of these stories as lists show them; with several, those of several reports alone.
func (r rooms) stories(ctx context.Context, w *wording.Texts, ids []news.StoryID, most int, several bool) (out []room.Story, err error) {
	pins, err := r.parts.desk.Pins(ctx)
	if err != nil {
		return nil, err
	}
	err = r.parts.db.View(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if len(out) == most {
				break
			}
			rows, err := tx.Rows(store.Filter{Story: id})
			if err != nil {
				return err
			}
			if len(rows) == 0 || several && len(rows) < 2 {
				continue
			}
			given, err := tx.TitleGiven(id)
			if err != nil {
				return err
			}
			s := r.named(w, id, rows, given)
			s.Pinned = slices.ContainsFunc(pins, func(p desk.Pinned) bool { return p.Story == id })
			out = append(out, s)
		}
		return nil
	})
	return out, err
}

// named is a story as its page calls it, if it has one, which may be some seconds older.
func (r rooms) named(w *wording.Texts, id news.StoryID, rows []store.Row, given string) room.Story {
	var list []page.Listed
	for _, row := range rows {
		list = append(list, page.Listed{Head: head(r.parts.called.row(row), "")})
	}
	top := list[page.Naming(list)]
	out := room.Story{ID: string(id), Title: top.Title, Lang: top.Lang}
	if top.DigestTitle != "" {
		out.Title, out.Lang, out.Hand = top.DigestTitle, top.DigestLang, w.HandMark(top.TitleByHand)
	}
	outlets := page.Outlets(list)
	if c := r.onSite(id); len(rows) > 1 && c.Title != "" && !c.Given {
		out.Title, out.Lang, out.Hand, outlets = c.Title, c.Lang, w.HandMark(c.ByHand), c.Outlets
	}
	if given != "" && len(rows) > 1 {
		out.Title, out.Lang, out.Hand = given, w.Tag, w.MarksTexts.TitleGiven
	}
	at := rows[0].Date()
	out.Count, out.When = w.NOutlets(outlets)+w.Comma+w.NReports(len(rows)), r.known(w, &at)
	return out
}

// onSite is how the page of a story calls it; zero: it has none.
func (r rooms) onSite(id news.StoryID) page.Called {
	f, err := os.Open(filepath.Join(siteDir(r.parts.config), filepath.FromSlash(page.JSONPath(page.StoryPath(id)))))
	if err != nil {
		return page.Called{}
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, 4<<20))
	if err != nil {
		return page.Called{}
	}
	return page.CalledIn(data)
}

// Story is a story with its reports, what is near it, and what was decided on it.
func (r rooms) Story(ctx context.Context, w *wording.Texts, id string) (out room.OneStory, err error) {
	g, err := r.parts.desk.Gathered(ctx, news.StoryID(lastOf(id)))
	if err != nil {
		return out, r.refused(err)
	}
	list, err := r.stories(ctx, w, []news.StoryID{g.ID}, 1, false)
	if err != nil {
		return out, err
	}
	if len(list) == 0 {
		return out, room.Refused{Text: w.Refusal(news.Refusal{Code: news.NoStory, Arg: id})}
	}
	out.Story, out.Seen = list[0], g.State
	if len(g.Reports) > 1 {
		out.Page = page.StoryPath(g.ID)
	}
	for _, x := range g.Reports {
		a := x.Item.Article
		r.parts.called.article(&a)
		at := a.Date()
		s := room.StoryReport{ID: string(a.ID), Outlet: a.Outlet, Title: a.Title, Lang: a.Lang, When: r.known(w, &at), Page: page.ArticlePath(a), Copy: x.Item.CopyOf != "",
			Reviewed: reviewable(x.Item.Digest)}
		if x.Nearest != "" {
			s.Near = fmt.Sprintf(w.RoomTexts.Nearest, fmt.Sprintf("%.2f", x.Near))
		}
		out.Reports = append(out.Reports, s)
	}
	slices.Reverse(out.Reports)
	for _, x := range g.Rulings {
		out.Rulings = append(out.Rulings, room.StoryRuling{N: x.ID, Said: r.ruling(w, x)})
	}
	for _, n := range g.Near {
		one, err := r.stories(ctx, w, []news.StoryID{n.Story}, 1, false)
		if err != nil {
			return out, err
		}
		for _, s := range one {
			s.Near = fmt.Sprintf("%.2f", n.Near)
			out.Near = append(out.Near, s)
		}
	}
	return out, nil
}

// reviewable reports whether a digest is a model's, or stands for one that waits for a person.
func reviewable(d news.Digest) bool {
	return d.Reason == news.DigestHeld || len(d.Summary) > 0 && d.By != news.ByExtract
}

// ruling says what was decided, in the language of the room.
func (r rooms) ruling(w *wording.Texts, x news.Ruling) string {
	t := w.RoomTexts
	what := map[news.RulingKind]string{
		news.RulingMerge: fmt.Sprintf(t.Merges, len(x.Articles)), news.RulingSplit: fmt.Sprintf(t.Splits, len(x.Articles)),
		news.RulingTitle: w.MarksTexts.TitleGiven + w.Colon + x.Title, news.RulingPin: w.EditionTexts.Pinned,
	}[x.Kind]
	return r.when(w, &x.At) + " · " + what
}

// built builds the site after something was done, if no desk at work does that within seconds.
func (r rooms) built(ctx context.Context, err error) error {
	if err != nil {
		return r.refused(err)
	}
	_, _, err = r.app.publish(ctx, r.parts)
	return err
}

// seen is a story as a page has shown it.
func seen(s room.SeenStory) desk.Seen {
	return desk.Seen{Story: news.StoryID(lastOf(s.ID)), State: s.State}
}

// Merge moves the reports of a story to another.
func (r rooms) Merge(ctx context.Context, from string, into room.SeenStory) (string, error) {
	x, err := r.parts.desk.Merge(ctx, news.StoryID(lastOf(from)), news.StoryID(lastOf(into.ID)), seen(into))
	return string(x.Into), r.built(ctx, err)
}

// Split moves reports to a story of their own.
func (r rooms) Split(ctx context.Context, s room.SeenStory, reports []string) (string, error) {
	if len(reports) == 0 {
		return "", room.Refused{Text: r.words().Refusal(news.Refusal{Code: news.NothingTicked})}
	}
	var articles []news.ArticleID
	for _, a := range reports {
		articles = append(articles, news.ArticleID(a))
	}
	x, err := r.parts.desk.Split(ctx, news.StoryID(lastOf(s.ID)), articles, seen(s))
	return string(x.Story), r.built(ctx, err)
}

// Call gives a story a title.
func (r rooms) Call(ctx context.Context, w *wording.Texts, s room.SeenStory, title string, insist bool) error {
	_, found, err := r.app.rename(ctx, r.parts, news.StoryID(lastOf(s.ID)), title, insist, seen(s))
	err = r.built(ctx, err)
	if no, ok := errors.AsType[room.Refused](err); ok && len(found) > 0 {
		return room.Refused{Text: strings.Join(append([]string{no.Text}, foundIn(w, found, r.parts.config.Digest.Language, "")...), "\n")}
	}
	return err
}

// Pin makes a story lead the front page.
func (r rooms) Pin(ctx context.Context, s room.SeenStory) error {
	_, err := r.parts.desk.Pin(ctx, news.StoryID(lastOf(s.ID)), seen(s))
	return r.built(ctx, err)
}

// UndoRuling undoes what was decided.
func (r rooms) UndoRuling(ctx context.Context, s room.SeenStory, n int64) error {
	_, err := r.parts.desk.Undo(ctx, n, seen(s))
	return r.built(ctx, err)
}

// TakeDown takes a report down: it is gone from every file then.
func (r rooms) TakeDown(ctx context.Context, s room.SeenStory, report, tell, why string) error {
	_, err := r.app.takeDown(ctx, r.parts, news.ArticleID(lastOf(report)), why, desk.Tell{Reason: tell}, seen(s))
	return r.refused(err)
}

// PutBack shows a report again.
func (r rooms) PutBack(ctx context.Context, report string) error {
	if err := r.parts.takeDown(ctx, news.ArticleID(lastOf(report)), false, "", desk.Tell{}); err != nil {
		return r.refused(err)
	}
	return r.built(ctx, nil)
}
