package story

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A stream obeys rulings, and reports that come with a story begin in it: others join them there.
func TestClusterOfKnownStories(t *testing.T) {
	streamed := func(o Options, stories map[news.ArticleID]news.StoryID) (string, map[news.ArticleID]news.StoryID) {
		rs := eventReports()
		for i := range rs {
			rs[i].Story = stories[rs[i].ID]
		}
		got := map[news.ArticleID]news.StoryID{}
		for p := range Cluster(slices.Values(rs), o) {
			got[p.ID] = p.Story
		}
		return grouping(got, rs), got
	}
	if g, got := streamed(Options{}, map[news.ArticleID]news.StoryID{"a1": "known", "a2": "known"}); g != wantEvents || got["c1"] != "known" || got["b1"] != NewID("b1") {
		t.Errorf("beside a known story: %s, in %v", g, got)
	}
	if g, _ := streamed(Options{Rulings: []news.Ruling{split(1, "c1 c2", "a1 a2")}}, nil); g != "a1 a2 | b1 b2 | c1 c2 | d1 | e1" {
		t.Errorf("where two are ruled to be apart: %s", g)
	}
	if g, _ := streamed(Options{Rulings: []news.Ruling{merge(1, "e1", "b1 b2")}}, nil); g != "a1 a2 c1 c2 | b1 b2 e1 | d1" {
		t.Errorf("where two are ruled to be one: %s", g)
	}
}
