package site

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// counting counts what is asked of a library.
type counting struct {
	*memory
	lists, whole, told atomic.Int64 // lists of heads, reports, accounts of stories
	heads              atomic.Int64
}

func (c *counting) Heads(ctx context.Context, q Query) ([]page.Head, error) {
	c.lists.Add(1)
	heads, err := c.memory.Heads(ctx, q)
	c.heads.Add(int64(len(heads)))
	return heads, err
}

func (c *counting) Items(ctx context.Context, ids []news.ArticleID) ([]news.Item, error) {
	c.whole.Add(int64(len(ids)))
	return c.memory.Items(ctx, ids)
}

func (c *counting) Account(ctx context.Context, id news.StoryID) (news.Account, []news.Item, error) {
	c.told.Add(1)
	return c.memory.Account(ctx, id)
}

// asked is what was asked since it was last called.
func (c *counting) asked() [3]int64 {
	return [3]int64{c.lists.Swap(0), c.whole.Swap(0), c.told.Swap(0)}
}

// TestQuestionsOfABuild: what a build asks for a new report does not grow with the stories of its month, those of one house alone
// included: what their pages count is in the ledger.
func TestQuestionsOfABuild(t *testing.T) {
	after := func(stories int) (one, more [3]int64) {
		lib := &counting{memory: newMemory()}
		lib.accounts = map[news.StoryID]news.Account{}
		n := 0
		add := func(day int, story news.StoryID) {
			it := inventOne(n)
			it.Article.Outlet = string(rune('A' + n%3))
			it.Article.Source = news.SourceID("source-" + it.Article.Outlet)
			it.Article.Published = time.Date(2024, 3, day, 10, 0, 0, 0, time.UTC)
			it.Article.Captured = it.Article.Published // so that feeds hold as many, whatever came before
			it.Story, it.CopyOf = story, ""
			lib.put(it)
			n++
		}
		for k := range stories {
			id := news.StoryID(fmt.Sprintf("story%05d", k))
			lib.accounts[id] = news.Account{Moving: -1, Houses: [][]string{{"A", "B", "C"}}}
			for range 3 {
				add(2+k%9, id)
			}
		}
		add(20, "")
		o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", ServerOnly: true} // the index asks for the reports that came last
		build := func() [3]int64 {
			if _, err := New(o, lib).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			return lib.asked()
		}
		if got := build(); got[2] != int64(stories) {
			t.Errorf("%d stories: %d accounts were asked for from nothing", stories, got[2])
		}
		add(20, "")
		one = build()
		add(20, "story00000")
		return one, build()
	}
	one, more := after(30)
	if one[2] != 0 || more[2] != 1 {
		t.Errorf("accounts asked for: %d after a report without a story, %d after one of a story", one[2], more[2])
	}
	for _, stories := range []int{40, 80} {
		if x, y := after(stories); x != one || y != more {
			t.Errorf("heads, reports and accounts asked for: %v and %v with %d stories, %v and %v with 30", x, y, stories, one, more)
		}
	}
}
