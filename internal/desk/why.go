package desk

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/story"
)

// aroundDays is the time before and after a story of which reports are read too: they show which words are rare. mostAround is how
// many are read.
const (
	aroundDays = 2 * 24 * time.Hour
	mostAround = 20000
)

// mostShared is how much of what two reports have in common is named.
const mostShared = 8

// Gathered is a story with the reasons why its reports are of one event.
type Gathered struct {
	ID      news.StoryID // where an address leads on, of the story that has the reports
	Reports []GatheredReport
	Rulings []news.Ruling // those that hold and concern a report of the story
	Near    []Neighbour   // other stories of its days, the nearest first
	State   string        // as Seen.State
}

// GatheredReport is a report of a story, and the other one of it that is nearest.
type GatheredReport struct {
	Item    news.Item
	Nearest news.ArticleID // "": it is compared with none, as a copy
	Near    float64        // 1: just near enough for two such reports alone
	Shared  []Shared       // the weightiest first
}

// Shared is something that two reports have in common.
type Shared struct {
	Text  string  // as one of them writes it
	Share float64 // of all that the two have in common
}

// Gathered returns a story with the reasons why its reports are of one event, much as gathering saw them. A story that is not there is a *NoRuling.
func (d *Desk) Gathered(ctx context.Context, id news.StoryID) (g Gathered, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		g.ID = id
		list, err := standing(tx, &g.ID)
		if err != nil {
			return err
		}
		items, err := tx.Items(idsOf(list))
		if err != nil {
			return err
		}
		for _, it := range items {
			g.Reports = append(g.Reports, GatheredReport{Item: it})
		}
		if g.State, err = stateOf(tx, g.ID, list, items); err != nil {
			return err
		}
		if g.Rulings, err = rulingsOn(tx, idsOf(list)); err != nil {
			return err
		}
		return g.compare(tx, items)
	})
	return g, err
}

// Rulings returns what the operator has decided on stories, in the order of deciding, with what was undone.
func (d *Desk) Rulings(ctx context.Context) (list []news.Ruling, err error) {
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		list, err = tx.Rulings()
		return err
	})
	return list, err
}

// rulingsOn returns the rulings that hold and concern one of these reports.
func rulingsOn(tx *store.Tx, articles []news.ArticleID) ([]news.Ruling, error) {
	list, err := tx.Rulings()
	in := func(a news.ArticleID) bool { return slices.Contains(articles, a) }
	return slices.DeleteFunc(list, func(r news.Ruling) bool {
		return !r.Undone.IsZero() || !slices.ContainsFunc(r.Articles, in) && !slices.ContainsFunc(r.Others, in)
	}), err
}

// around are the reports of some days, and of those around them, as gathering compares them.
func around(tx *store.Tx, items []news.Item) (*neighbours, error) {
	first, last := items[0].Article.Captured, items[0].Article.Captured
	for _, it := range items {
		if at := it.Article.Captured; at.Before(first) {
			first = at
		} else if at.After(last) {
			last = at
		}
	}
	list, err := tx.PlacedWithin(first.Add(-aroundDays), last.Add(aroundDays), mostAround)
	if err != nil {
		return nil, err
	}
	n := new(neighbours)
	n.begin()
	for _, p := range list {
		if err := n.add(tx, p); err != nil {
			return nil, err
		}
	}
	for _, it := range items {
		if by := it.Digest.By; by != "" && by != news.ByExtract {
			n.tell(it.Digest)
		}
	}
	n.stories.Weigh()
	return n, nil
}

// compare finds the nearest other report of each, as gathering compares them.
func (g *Gathered) compare(tx *store.Tx, items []news.Item) error {
	if len(items) == 0 {
		return nil
	}
	n, err := around(tx, items)
	if err != nil {
		return err
	}
	ids := make([]news.ArticleID, len(g.Reports))
	for i, r := range g.Reports {
		ids[i] = r.Item.Article.ID
	}
	spelled := spellings{abroad: g.abroad(), of: map[news.ArticleID]map[uint32]string{}}
	for i := range g.Reports {
		g.nearest(n.stories, ids, i, spelled)
	}
	g.neighbours(n, ids)
	return nil
}

// nearest finds the report nearest to report i, and what the two have in common.
func (g *Gathered) nearest(x *story.Index, ids []news.ArticleID, i int, by spellings) {
	r := &g.Reports[i]
	nearest, near, terms := x.Nearest(r.Item.Article.ID, ids)
	if near <= 0 {
		return
	}
	r.Nearest, r.Near = nearest, near
	r.Shared = shared(terms, by.item(r.Item), by.item(g.Reports[slices.Index(ids, nearest)].Item))
}

// abroad reports whether the reports are in several languages.
func (g *Gathered) abroad() bool {
	return slices.ContainsFunc(g.Reports, func(r GatheredReport) bool { return r.Item.Article.Lang != g.Reports[0].Item.Article.Lang })
}

// spellings are how reports, each looked at once, and their digests write their terms.
type spellings struct {
	abroad bool // they are in several languages
	of     map[news.ArticleID]map[uint32]string
}

func (s spellings) item(it news.Item) map[uint32]string {
	if out, known := s.of[it.Article.ID]; known {
		return out
	}
	out := story.Spell(it.Article.Title, it.Article.Paragraphs(), it.Article.Lang, s.abroad)
	s.of[it.Article.ID] = out
	var summary []string
	for _, c := range it.Digest.Summary {
		summary = append(summary, c.Text)
	}
	maps.Copy(out, story.SpellDigest(it.Digest.Title, summary, it.Digest.Lang))
	return out
}

// shared writes terms as one of two reports, or its digest, does. A word that counts both as a word and as a name is one.
func shared(terms []story.Term, a, b map[uint32]string) []Shared {
	var out []Shared
	for _, t := range terms[:min(len(terms), 3*mostShared)] {
		s := cmp.Or(a[t.ID], b[t.ID])
		if s == "" {
			continue
		}
		if i := slices.IndexFunc(out, func(x Shared) bool { return x.Text == s }); i >= 0 {
			out[i].Share += t.Share
		} else {
			out = append(out, Shared{s, t.Share})
		}
	}
	slices.SortStableFunc(out, func(a, b Shared) int { return cmp.Compare(b.Share, a.Share) })
	return out[:min(len(out), mostShared)]
}
