package newsroom

import (
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/story"
)

// events are those that several outlets report, in several languages.
var events = map[string][]string{
	"flood": {"meridian-post/hetao-ice-flood", "strait-observer/yanghe-flood-shelters", "prairie-dispatch/ice-flood-saskatchewan", "dukou/halatan-villagers"},
	"bearings": {"harbour-courier/wind-bearings-licences", "harbour-courier/bearings-exemption", "capital-ledger/bearing-makers-shares",
		"elbwarte/windlager-bremerhaven", "shioji-shimbun/jikuuke-shinsei"},
	"robotaxis": {"meridian-post/hefei-robotaxis-stop", "strait-observer/qianlu-certificate", "meridian-post/hefei-lifts-suspension", "capital-ledger/qianlu-shares"},
	"canola":    {"strait-observer/canola-ona", "prairie-dispatch/canola-crushers"}, // the second repeats the first
}

// TestStoriesCrossLanguages gathers the newsroom's reports by what they and their digests say: each
// event is one story in whatever language it is told, and nothing else is in it.
func TestStoriesCrossLanguages(t *testing.T) {
	x := story.NewIndex(story.Options{})
	place := map[news.ArticleID]news.StoryID{}
	model := Model()
	last := map[string]int{}
	all(t, func(_ *testing.T, r *report, e int, _ outlet) { last[r.Name] = e })
	p := load()
	slices.SortFunc(p.reports, func(a, b *report) int { return strings.Compare(a.Name, b.Name) })
	for _, r := range p.reports {
		e := last[r.Name]
		if e == 0 || r.in(e).Kind == "live" {
			continue
		}
		s, o := r.in(e), mustOutlet(t, p, r.Outlet)
		id := news.ArticleID(r.Name)
		to := story.NewID(id)
		x.Add(to, story.Member{ID: id, At: s.Published, Kind: news.PageArticle, Features: story.Of(s.Title, paragraphs(s.Body), o.Lang)})
		place[id] = to
		if r.digests[e-1] == nil {
			continue
		}
		d := digestOf(t, model, s)
		var said []string
		for _, c := range d.Summary {
			said = append(said, c.Text)
		}
		x.AddDigest(id, story.Of(d.Title, said, "zh-Hans"))
	}
	for _, m := range x.Regroup() {
		place[m.Article] = m.To
	}
	of := map[news.StoryID][]string{}
	for id, s := range place {
		of[s] = append(of[s], string(id))
	}
	want := map[string]bool{}
	for _, names := range events {
		slices.Sort(names)
		want[strings.Join(names, " ")] = true
	}
	for _, names := range of {
		slices.Sort(names)
		if got := strings.Join(names, " "); len(names) > 1 && !want[got] {
			t.Errorf("a story of %s", got)
		}
		delete(want, strings.Join(names, " "))
	}
	for names := range want {
		t.Errorf("no story of %s", names)
	}
}

func mustOutlet(t *testing.T, p *press, id string) outlet {
	t.Helper()
	o, ok := p.outlet(id)
	if !ok {
		t.Fatalf("no outlet %s", id)
	}
	return o
}
