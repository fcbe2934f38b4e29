package event

import (
	"cmp"
	"slices"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// jury compares sentences with the reports of one event.
type jury struct {
	r       Reader
	all     []*witness
	by      map[news.ArticleID]*witness
	figures []news.Figure // that the reports give, as they are read
	counts  *counts
	said    map[string]bool
	out     []news.Reject
}

// witness is one report of the event.
type witness struct {
	*member
	outlet  string // that it counts as: of a copy that of its original
	hash    news.Hash
	count   int // of its sentences
	given   []lineFigure
	figured bool // given was read
}

func (x *readings) jury(tellings []news.Telling) *jury {
	j := &jury{r: x.r, by: map[news.ArticleID]*witness{}, said: map[string]bool{}}
	for i := range tellings {
		t := &tellings[i]
		if j.by[t.Article.ID] != nil || !t.Article.Withdrawn.IsZero() {
			continue
		}
		w := &witness{member: x.of(t), hash: t.Article.TextHash()}
		w.outlet, w.count = w.member.outlet, len(w.sentences())
		j.all = append(j.all, w)
		j.by[t.Article.ID] = w
	}
	for _, w := range j.all { // a copy says what its original says
		for hops := 0; w.CopyOf != "" && hops < len(j.all); hops++ {
			o := j.by[w.CopyOf]
			if o == nil {
				w.outlet = "copy of " + string(w.CopyOf)
				break
			}
			w.outlet = o.outlet
			if o.CopyOf == "" {
				break
			}
		}
	}
	return j
}

// once are cites without those that come again, in order, so many at most as a sentence may have.
func once(cites []news.Cite) []news.Cite {
	seen := map[news.Cite]bool{}
	var out []news.Cite
	for _, c := range cites {
		if !seen[c] && len(out) < mostCites {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

func (j *jury) lang(c news.StoryClaim) string { return cmp.Or(c.Lang, j.r.lang()) }

// standing is what a sentence cites of one report, which bears it out.
type standing struct {
	w        *witness
	cites    []int
	findings []news.Finding // as if it rested on this report alone
	things   []check.Thing
}

// outlets are those of reports, each once.
func outlets(list []standing) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s.w.outlet) {
			out = append(out, s.w.outlet)
		}
	}
	return out
}

func nameOfOutlet(w *witness) string { return cmp.Or(w.Article.Outlet, w.Article.SourceName, w.outlet) }

func citesOf(list []standing) []news.Cite {
	var out []news.Cite
	for _, s := range list {
		for _, n := range news.InReading(s.cites) {
			out = append(out, news.Cite{Article: s.w.Article.ID, Text: s.w.hash, N: n})
		}
	}
	return out
}

// sentenceOf is what a number of evidence means in a report; "": nothing.
func sentenceOf(a news.Article, n int) string {
	switch n {
	case news.HeadlineN:
		return a.Title
	case news.StandfirstN:
		return a.Standfirst
	}
	if all := a.Sentences(); n >= 1 && n <= len(all) {
		return all[n-1].Text
	}
	return ""
}
