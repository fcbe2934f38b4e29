package story

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// Each report that comes when all others have their stories comes to where it is when all come together.
func TestAmong(t *testing.T) {
	rs := invented(t)
	all := map[news.ArticleID]news.StoryID{}
	for p := range Cluster(slices.Values(rs), Options{}) {
		all[p.ID] = p.Story
	}
	want := grouping(all, rs)
	for last := range rs {
		a := NewAmong(Options{})
		got := map[news.ArticleID]news.StoryID{}
		for i, r := range rs {
			if got[r.ID] = NewID(r.ID); i == last {
				continue
			}
			r.Story = all[r.ID]
			got[r.ID] = r.Story
			a.Settled(r)
		}
		for _, p := range a.Gather(rs[last : last+1]) {
			got[p.ID] = p.Story
		}
		if g := grouping(got, rs); g != want {
			t.Errorf("%s last\n%s, not\n%s", rs[last].ID, g, want)
		}
	}
}

// What is gathered meets reports that have no story yet, and each other; a copy follows its original, a page on all that happened is drawn and
// draws nothing, and what an operator has decided holds.
func TestAmongThoseAlone(t *testing.T) {
	rs := signlessReports()
	for name, c := range map[string]struct {
		rulings []news.Ruling
		change  func(*Member)
		want    string
	}{
		"one alone":         {nil, func(*Member) {}, wantSignless},
		"parted":            {[]news.Ruling{split(1, "a2", "a1")}, func(*Member) {}, "a1 | b1 b2 | a2 | c1 c2 | d1 | e1"},
		"a page on all":     {nil, func(r *Member) { r.Kind = news.PageLive }, wantSignless},
		"a copy of another": {nil, func(r *Member) { r.CopyOf = "e1" }, "a1 | b1 b2 | a2 e1 | c1 c2 | d1"},
	} {
		a := NewAmong(Options{Rulings: c.rulings})
		got := map[news.ArticleID]news.StoryID{}
		var some []Member
		for _, r := range rs {
			got[r.ID] = NewID(r.ID)
			switch r.ID {
			case "a2":
				c.change(&r)
				some = append(some, r)
			case "b2", "c2":
				some = append(some, r)
			default:
				a.Settled(r)
			}
		}
		for _, p := range a.Gather(some) {
			got[p.ID] = p.Story
		}
		if g := grouping(got, rs); g != c.want {
			t.Errorf("%s: %s, not %s", name, g, c.want)
		}
	}
}
