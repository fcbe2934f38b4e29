package site

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// saying is what one report of a story says first, in its digest, and where that rests.
type saying struct {
	row
	N        int    // sentence of the report; 0: none that its page shows
	Evidence string // address of that sentence, else of the digest
	Label    string
	numbers  []given
}

// stories renders the pages and feeds of stories, and pages that lead on from those whose reports went
// elsewhere.
func (r *run) stories(ctx context.Context) error {
	moved, err := r.lib.Moved(ctx)
	if err != nil {
		return err
	}
	again := maps.Clone(r.plan.stories)
	for from, to := range moved {
		if r.report.Full || again[to] {
			again[from] = true
		}
	}
	return r.each(ctx, keysOf(again), func(ctx context.Context, id string) error {
		return r.storyPage(ctx, news.StoryID(id), moved)
	})
}

// movedView is the page of a story that is part of another now.
type movedView struct {
	frame
	Href string
}

// leadOn is where the page of a story without reports leads: to the story that has them, or the one report there;
// "" where they are gone. A story that went on itself leads on by its own page.
func (r *run) leadOn(from news.StoryID, moved map[news.StoryID]news.StoryID) string {
	to, ok := moved[from]
	fs := r.plan.byStory[to]
	_, further := moved[to]
	switch {
	case !ok:
		return ""
	case len(fs) == 1:
		return fs[0].path
	case len(fs) > 1 || further:
		return storyPath(to)
	}
	return ""
}

func (r *run) storyPage(ctx context.Context, id news.StoryID, moved map[news.StoryID]news.StoryID) error {
	path := storyPath(id)
	if len(r.plan.byStory[id]) < 2 {
		fs := feedPaths(stem(path))
		r.drop(fs[:]...)
		to := r.leadOn(id, moved)
		if to == "" {
			r.dropParts(path)
			return nil
		}
		r.dropOlder(path)
		v := movedView{frame: r.frame(path, r.w.Moved, ""), Href: "../" + to}
		v.NoIndex = true
		html, err := r.render("moved.html", v)
		if err != nil {
			return err
		}
		return r.put(path, html)
	}
	heads, err := r.lib.Heads(ctx, Query{Story: id})
	if err != nil {
		return err
	}
	members := r.plan.byStory[id]
	last := time.Unix(members[len(members)-1].at, 0).UTC()
	rows := r.rows(heads, "../", last.Format("2006"))
	for i := len(rows) - 1; i >= 0; i-- {
		if !rows[i].Copy {
			rows[i].First = true
			rows[i].Marks = append([]string{r.w.First}, rows[i].Marks...)
			break
		}
	}
	top := topOf(heads, rows)
	items, err := r.items(ctx, heads)
	if err != nil {
		return err
	}
	says := r.sayings(heads, rows, items)
	err = r.parts(path, rows, func(at string) (*listView, error) {
		v := &listView{
			frame: r.frame(at, top.Main, ""), Heading: top.Main, HeadingLang: top.MainLang, Orig: top.Orig, OrigLang: top.OrigLang,
			Sub: r.w.Story + " · " + r.w.Date(last) + " · " + r.w.NOutlets(outlets(heads)) + " · " + r.w.NReports(len(rows)), Note: r.w.TimesInUTC,
		}
		v.Feeds = v.Root + stem(path)
		if at == path {
			v.Says, v.Figures = says, differing(says)
		}
		return v, nil
	})
	if err != nil {
		return err
	}
	return r.feedOf(feedInfo{Title: top.Main, Page: path}, items)
}

// topOf is the row that names a story: the newest with a headline in the reader's language
// that is no copy, else the newest.
func topOf(heads []Head, rows []row) row {
	if len(rows) == 0 {
		return row{}
	}
	for _, v := range rows {
		if v.Orig != "" && !v.Copy {
			return v
		}
	}
	return rows[0]
}

func outlets(heads []Head) int {
	seen := map[string]bool{}
	for _, h := range heads {
		seen[cmp.Or(h.Outlet, string(h.Source))] = true
	}
	return len(seen)
}

// sayings are what the reports say that repeat no other, oldest first.
func (r *run) sayings(heads []Head, rows []row, items []news.Item) []saying {
	byID := map[news.ArticleID]news.Item{}
	for _, it := range items {
		byID[it.Article.ID] = it
	}
	shown := map[string]row{}
	for _, v := range rows {
		shown[v.Href] = v
	}
	var out []saying
	for i := len(heads) - 1; i >= 0; i-- {
		h := heads[i]
		it, ok := byID[h.ID]
		f := r.ledger.filed[h.ID]
		if !ok || f == nil || h.CopyOf != "" {
			continue
		}
		s := saying{row: shown["../"+f.path]}
		if s.Lead == "" {
			continue
		}
		it, _ = r.shown(it)
		t := write(r.w, it)
		for i, c := range it.Digest.Summary {
			n := t.rests(c)
			at := fmt.Sprintf("%s#d%d", s.Href, i+1)
			if n > 0 {
				at = fmt.Sprintf("%s#s%d", s.Href, n)
			}
			if i == 0 {
				s.N, s.Evidence, s.Label = n, at, fmt.Sprintf(r.w.Evidence, n)
			}
			for _, g := range numbersOf(line(c.Text)) {
				g.Outlet, g.OutletLang, g.Href = s.Outlet, s.OutletLang, at
				s.numbers = append(s.numbers, g)
			}
		}
		out = append(out, s)
	}
	return out
}

// rests is the first sentence that a claim rests on and the page shows, or 0.
func (t *writing) rests(c news.Claim) int {
	for _, n := range c.Evidence {
		if t.text[n] != "" {
			return n
		}
	}
	return 0
}
