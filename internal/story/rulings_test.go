package story

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func ids(names string) []news.ArticleID {
	var out []news.ArticleID
	for _, n := range strings.Fields(names) {
		out = append(out, news.ArticleID(n))
	}
	return out
}

func merge(id int64, a, b string) news.Ruling {
	return news.Ruling{ID: id, Kind: news.RulingMerge, Articles: ids(a), Others: ids(b)}
}

func split(id int64, a, b string) news.Ruling {
	return news.Ruling{ID: id, Kind: news.RulingSplit, Articles: ids(a), Others: ids(b)}
}

// signlessReports are the reports of events without what other languages say too: those in Chinese stay among themselves.
func signlessReports() []Member {
	rs := eventReports()
	for i := range rs {
		rs[i].Features.terms[signs] = nil
	}
	return rs
}

const wantSignless = "a1 a2 | b1 b2 | c1 c2 | d1 | e1"

// TestRulings: what the operator has decided holds against what the reports share, on arrival, with hindsight and once more,
// and holds no longer when it is undone.
func TestRulings(t *testing.T) {
	undone := merge(1, "e1", "b1 b2")
	undone.Undone = noon
	for name, c := range map[string]struct {
		rulings []news.Ruling
		want    string
	}{
		"none":                                  {nil, wantSignless},
		"what shares nothing is joined":         {[]news.Ruling{merge(1, "e1", "b1 b2")}, "a1 a2 | b1 b2 e1 | c1 c2 | d1"},
		"undone":                                {[]news.Ruling{undone}, wantSignless},
		"one of each of two stories":            {[]news.Ruling{merge(1, "c1", "a1")}, "a1 a2 c1 c2 | b1 b2 | d1 | e1"},
		"what shares all but a name is parted":  {[]news.Ruling{split(1, "a2", "a1")}, "a1 | b1 b2 | a2 | c1 c2 | d1 | e1"},
		"one after the other":                   {[]news.Ruling{merge(1, "e1", "b1"), merge(2, "d1", "b1")}, "a1 a2 | b1 d1 b2 e1 | c1 c2"},
		"two joined ones are joined":            {[]news.Ruling{merge(1, "e1", "b1"), merge(2, "d1", "c1"), merge(3, "e1", "d1")}, "a1 a2 | b1 c1 d1 c2 b2 e1"},
		"the later counts, joined after parted": {[]news.Ruling{split(1, "a2", "a1"), merge(2, "a2", "a1")}, wantSignless},
		"the later counts, parted after joined": {[]news.Ruling{merge(1, "e1", "b1 b2"), split(2, "e1", "b1 b2")}, wantSignless},
		"parted from some, joined with one":     {[]news.Ruling{split(1, "a2", "a1 b1"), merge(2, "a2", "b1")}, "a1 | b1 a2 b2 | c1 c2 | d1 | e1"},
		"split off together":                    {[]news.Ruling{split(1, "e1 d1", "a1")}, "a1 a2 | b1 b2 | c1 c2 | d1 e1"},
		"a report that is not there":            {[]news.Ruling{merge(1, "gone", "b1"), split(2, "lost", "a1")}, wantSignless},
	} {
		rs := signlessReports()
		x := NewIndex(Options{})
		x.Rule(c.rulings)
		got := map[news.ArticleID]news.StoryID{}
		for _, r := range rs {
			got[r.ID] = place(x, r)
		}
		for i := range 3 {
			for _, m := range x.Regroup() {
				got[m.Article] = m.To
			}
			if g := grouping(got, rs); g != c.want {
				t.Errorf("%s, regrouped %d times: %s, want %s", name, i+1, g, c.want)
			}
		}
	}
}

// TestRulingsOnArrival: a report that comes again goes where it was ruled to be.
func TestRulingsOnArrival(t *testing.T) {
	rs := signlessReports()
	last := rs[len(rs)-1]
	x := NewIndex(Options{})
	x.Rule([]news.Ruling{merge(1, "e1", "b1"), split(2, "a2", "a1")})
	for _, r := range rs[:len(rs)-1] {
		place(x, r)
	}
	if got, fit := x.Assign(last); got != x.place["b1"] || fit != certain {
		t.Errorf("%s is assigned to %q (%v), want %q", last.ID, got, fit, x.place["b1"])
	}
	for id, want := range map[news.ArticleID]news.StoryID{"e1": x.place["b1"], "a2": "", "d1": x.place["a1"]} {
		if got := x.Obey(id, x.place["a1"]); got != want {
			t.Errorf("%s in the story of a1: %q, want %q", id, got, want)
		}
	}
}

// TestRulingsOnSettledReports: what is too old to be moved is joined with a report that is not, and kept from one.
func TestRulingsOnSettledReports(t *testing.T) {
	rs := signlessReports()
	for _, c := range []struct {
		ruling news.Ruling
		want   string
	}{{merge(1, "e1", "b1"), "a1 a2 | b1 b2 e1 | c1 c2 | d1"}, {split(1, "b2", "b1"), "a1 a2 | b1 | c1 c2 | d1 | b2 | e1"}} {
		x := NewIndex(Options{Live: 2})
		got := map[news.ArticleID]news.StoryID{}
		for _, r := range rs {
			got[r.ID] = place(x, r)
		}
		x.Rule([]news.Ruling{c.ruling})
		for _, m := range x.Regroup() {
			got[m.Article] = m.To
		}
		if g := grouping(got, rs); g != c.want {
			t.Errorf("%s: %s, want %s", c.ruling.Kind, g, c.want)
		}
	}
}

// TestRulingMeanwhile: a regrouping that began before a ruling moves nothing.
func TestRulingMeanwhile(t *testing.T) {
	x := NewIndex(Options{})
	rs := signlessReports()
	for _, r := range rs {
		x.Add(NewID(r.ID), r)
	}
	r := x.Regrouping()
	for r.Step() {
	}
	r.Link()
	x.Rule([]news.Ruling{split(1, "a2", "a1")})
	if moves := r.Moves(); len(moves) != 0 {
		t.Errorf("moved %v", moves)
	}
	if moves := x.Regroup(); slices.ContainsFunc(moves, func(m Move) bool { return m.Article[0] == 'a' }) || len(moves) == 0 {
		t.Errorf("moved %v", moves)
	}
}

// TestManyRulings: rulings on as many reports as there are cost no more than reading them.
func TestManyRulings(t *testing.T) {
	var list []news.Ruling
	for i := range 300 {
		r := merge(int64(i+1), "x", "y")
		for j := range 10 {
			r.Articles = append(r.Articles, news.ArticleID(time.Duration(i*10+j).String()))
		}
		list = append(list, r)
	}
	if r := obeyed(list); len(r.together) != 1 || len(r.label) != 3002 {
		t.Errorf("%d groups of %d reports", len(r.together), len(r.label))
	}
}
