package story

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Index holds the open stories. It is not safe for concurrent use.
type Index struct {
	o        Options
	reports  []indexed
	stories  map[news.StoryID]*group
	place    map[news.ArticleID]news.StoryID
	at       map[news.ArticleID]int32 // index of the report
	entries  map[uint32]int32         // the number of a term's entry, by the term
	seen     []int32                  // in how many reports a term occurs, by its entry
	postings [][]posting              // which reports a term occurs in, by its entry
	vectors  int                      // reports in postings
	weighed  int                      // value of vectors when the terms were last weighed
	meetings []meeting                // by report; see compare
	rests    []shared                 // the first two are of nothing
	touching []int32                  // the reports that share something
	logs     logs
	horizon  time.Time // stories that ended before are closed
	cleared  int       // how often it was cleared: reports have other numbers since
	asked    int       // calls of Forget since the last sweep
	round    int       // calls of touched
	rulings  *rulings
	tongue   [2]byte // of the first report
	abroad   bool    // there are others, or its letters are not Latin: signs count
}

// indexed is a report in the index.
type indexed struct {
	Member
	entries []int32 // of its terms, field by field; nil: it is compared with nothing
	brief   bool
	signs   float64 // the logarithm of how many it has and five more
	story   news.StoryID
	in      *group // that compares it; nil: none does
}

// group is an open story.
type group struct {
	members []int32 // indices of the reports that are compared
	makeup  makeup
	last    time.Time
	id      news.StoryID
	round   int     // the call of touched that sum is of
	sum     float64 // of the nearness of its reports to the one that is assigned
}

// posting says that a report has a term, and how much it weighs there.
type posting struct {
	report int32
	weight float32
}

// weighted is a term of a report's vector; each field's part has length 1.
type weighted struct {
	entry  int32 // of the term; none: no report of the index has had it
	field  field
	weight float32
}

// none is the entry of a term that the index does not know.
const none = -1

// NewIndex returns an index without stories.
func NewIndex(o Options) *Index {
	x := &Index{o: o, rulings: obeyed(nil)}
	x.clear()
	return x
}

func (x *Index) clear() {
	x.reports = nil
	x.stories = map[news.StoryID]*group{}
	x.place = map[news.ArticleID]news.StoryID{}
	x.at = map[news.ArticleID]int32{}
	x.entries, x.seen, x.postings = map[uint32]int32{}, nil, nil
	x.vectors, x.weighed = 0, 0
	x.cleared++
}

// Len is the number of reports in the index, with those forgotten but not yet swept out.
func (x *Index) Len() int { return len(x.reports) }

// Assign finds the story that r belongs to, and how well it fits: 1 is just
// enough. It returns "" when r should begin a story. It changes nothing: Add does.
func (x *Index) Assign(r Member) (news.StoryID, float64) {
	if id, ok := x.place[r.CopyOf]; ok && r.CopyOf != "" {
		return id, certain
	}
	if id, ok := x.bound(r.ID); ok {
		return id, certain
	}
	if r.Features.Empty() {
		return "", 0
	}
	e := newIndexed(r, "")
	x.hear(r.Features)
	near := x.compare(x.vector(r.Features, x.look(r.Features), 1), int32(len(x.reports)))
	var best news.StoryID
	bestFit := 0.0
	for _, g := range x.touched(&e, near) {
		if x.kept(r.ID, g) {
			continue
		}
		if fit := g.fit(&e); fit > bestFit || fit == bestFit && fit > 0 && g.id < best {
			best, bestFit = g.id, fit
		}
	}
	if bestFit < 1 {
		return "", bestFit
	}
	return best, bestFit
}

// touched returns the stories with a report that shares something with e, each with the sum of
// the nearness of its reports. It leaves out those that are closed, or too old for e.
func (x *Index) touched(e *indexed, near []int32) []*group {
	x.round++
	var out []*group
	for _, m := range near {
		if x.nothing(m) {
			continue
		}
		g := x.reports[m].in
		if g == nil || g.last.Before(x.horizon) || e.At.Sub(g.last) > x.o.window() {
			continue
		}
		if g.round != x.round {
			g.round, g.sum = x.round, 0
			out = append(out, g)
		}
		g.sum += nearness(x.shared(m), e, &x.reports[m])
	}
	return out
}

// fit is the average nearness of e to a story's reports, as a multiple of the bar.
func (g *group) fit(e *indexed) float64 {
	n := float64(len(g.members))
	return g.sum / n / barOf(e.makeup(), g.makeup).at(n)
}

// Add puts r into the story id. An id that the index does not know begins a story.
func (x *Index) Add(id news.StoryID, r Member) {
	x.enter(id, r)
	if r.silent() {
		return
	}
	x.post(int32(len(x.reports) - 1))
	if x.vectors > young && x.vectors > 2*x.weighed {
		x.weighAgain()
	}
}

// enter is Add for many at once: r is compared from the next Regroup on, when all terms are weighed.
func (x *Index) enter(id news.StoryID, r Member) {
	n := int32(len(x.reports))
	e := newIndexed(r, id)
	x.reports = append(x.reports, e)
	x.place[r.ID], x.at[r.ID] = id, n
	x.enrol(n)
	if r.silent() {
		return
	}
	x.count(n)
	x.vectors++
	x.hear(r.Features)
}

// hear notes whether the reports are in several languages.
func (x *Index) hear(f Features) {
	if x.tongue == [2]byte{} {
		x.tongue = f.lang
	}
	x.abroad = x.abroad || !f.latin || foreign(x.tongue, f.lang)
}

func newIndexed(r Member, id news.StoryID) indexed {
	return indexed{Member: r, story: id, brief: r.Features.brief(), signs: math.Log(5 + float64(r.Features.substance()))}
}

func (e *indexed) makeup() makeup { return makeup{full: !e.brief, lang: e.Features.lang} }

// AddDigest replaces the features of a report that the index has, now that there is a digest of it. It counts
// from the next Regroup on. A report that the index does not have is passed over.
func (x *Index) AddDigest(id news.ArticleID, digest Features) {
	n, ok := x.at[id]
	if !ok || x.reports[n].silent() {
		return
	}
	x.discount(n)
	x.reports[n].Features = x.reports[n].Features.With(digest)
	x.count(n)
}

// count counts the terms of report n, and gives those entries that are new.
func (x *Index) count(n int32) {
	e := &x.reports[n]
	e.entries = make([]int32, 0, e.Features.size())
	for _, ts := range e.Features.terms {
		for _, t := range ts {
			k, ok := x.entries[t.id]
			if !ok {
				k = int32(len(x.seen))
				x.entries[t.id] = k
				x.seen, x.postings = append(x.seen, 0), append(x.postings, nil)
			}
			x.seen[k]++
			e.entries = append(e.entries, k)
		}
	}
}

// discount takes back what count has counted.
func (x *Index) discount(n int32) {
	for _, k := range x.reports[n].entries {
		x.seen[k]--
	}
}

// Repeat makes a report that the index has a copy of another, from now on. It draws no
// reports any more; it stays in its story, and follows the other report. A report that the
// index does not have is passed over.
func (x *Index) Repeat(id, of news.ArticleID) {
	n, ok := x.at[id]
	if !ok {
		return
	}
	e := &x.reports[n]
	if e.silent() {
		e.CopyOf = of
		return
	}
	e.CopyOf = of
	x.discount(n)
	x.vectors--
	g := x.stories[e.story]
	g.members = slices.DeleteFunc(g.members, func(m int32) bool { return m == n })
	e.in = nil
}

// Original makes a report that the index has as a copy one of its own again, from now on: it draws reports to its
// story. A report that the index does not have, or not as a copy, is passed over.
func (x *Index) Original(id news.ArticleID) {
	n, ok := x.at[id]
	if !ok || x.reports[n].CopyOf == "" {
		return
	}
	e := &x.reports[n]
	e.CopyOf = ""
	if e.silent() {
		return
	}
	x.enrol(n)
	x.count(n)
	x.vectors++
	if !x.posted(n) {
		x.post(n)
	}
}

// posted reports whether report n is entered under its terms: it was no copy before.
func (x *Index) posted(n int32) bool {
	for _, t := range x.own(n) {
		if slices.ContainsFunc(x.postings[t.entry], func(p posting) bool { return p.report == n }) {
			return true
		}
	}
	return false
}

// enrol enters report n in the list of its story.
func (x *Index) enrol(n int32) {
	e := &x.reports[n]
	g := x.stories[e.story]
	if g == nil {
		g = &group{id: e.story}
		x.stories[e.story] = g
	}
	e.in = nil
	if e.At.After(g.last) {
		g.last = e.At
	}
	if e.silent() {
		return
	}
	if len(g.members) == 0 {
		g.makeup = e.makeup()
	}
	g.members = append(g.members, n)
	e.in = g
	g.makeup.full = g.makeup.full || !e.brief
}

// post enters report n under its terms. The reports of a term are in their order.
func (x *Index) post(n int32) {
	for _, t := range x.own(n) {
		ps := x.postings[t.entry]
		if len(ps) > 0 && ps[len(ps)-1].report > n {
			at, _ := slices.BinarySearchFunc(ps, n, func(p posting, n int32) int { return cmp.Compare(p.report, n) })
			ps = slices.Insert(ps, at, posting{n, t.weight})
		} else {
			ps = append(ps, posting{n, t.weight})
		}
		x.postings[t.entry] = ps
	}
}

// own is the vector of report n.
func (x *Index) own(n int32) []weighted {
	return x.vector(x.reports[n].Features, x.reports[n].entries, 0)
}

// look finds the entries of the terms of f.
func (x *Index) look(f Features) []int32 {
	out := make([]int32, 0, f.size())
	for _, ts := range f.terms {
		for _, t := range ts {
			k, ok := x.entries[t.id]
			if !ok {
				k = none
			}
			out = append(out, k)
		}
	}
	return out
}

// times is in how many reports the term of an entry occurs.
func (x *Index) times(entry int32) int {
	if entry == none {
		return 0
	}
	return int(x.seen[entry])
}

// logs keeps the logarithms of how often words occur among so many reports: many words occur as often as others.
type logs struct {
	among int
	list  []float64 // by how often; 0: not known
}

// at is the logarithm for a word that times of so many reports have, with what is counted before them.
func (l *logs) at(times, among int, before float64) float64 {
	if l.among != among {
		l.among = among
		clear(l.list)
	}
	if times >= len(l.list) {
		l.list = append(l.list, make([]float64, times+1-len(l.list))...)
	}
	if l.list[times] == 0 {
		l.list[times] = math.Log(float64(times) + before*usual)
	}
	return l.list[times]
}

// weighAgain enters all reports anew, with what is known by now of how rare their terms are.
func (x *Index) weighAgain() {
	for t, ps := range x.postings {
		x.postings[t] = slices.Grow(ps[:0], int(x.seen[t]))
	}
	for n := range x.reports {
		if !x.reports[n].silent() {
			x.post(int32(n))
		}
	}
	x.weighed = x.vectors
}

// vector weighs the terms of f by how often they occur there and how rare they
// are: (1 + ln n / 2) · ln(N / df), each field scaled to length 1. more is how many
// reports, f among them, the index has not counted yet; entries are those of its terms.
func (x *Index) vector(f Features, entries []int32, more int) []weighted {
	out := make([]weighted, 0, len(entries))
	before := prior(x.vectors + more)
	reports := math.Log(float64(x.vectors+more) + before)
	for i, ts := range f.terms {
		of := entries[:len(ts)]
		entries = entries[len(ts):]
		if field(i) == signs {
			out = x.signed(out, ts, of, more)
			continue
		}
		start, norm := len(out), 0.0
		for j, t := range ts {
			rarity := min(rarest, reports-x.logs.at(x.times(of[j])+more, x.vectors+more, before))
			if rarity < 0.1 {
				continue
			}
			w := (1 + 0.5*math.Log(float64(t.n))) * rarity
			norm += w * w
			out = append(out, weighted{of[j], field(i), float32(w)})
		}
		scale := float32(1 / math.Sqrt(norm))
		for j := start; j < len(out); j++ {
			out[j].weight *= scale
		}
	}
	return out
}

// signed appends the signs, weighed by their sort and how rare they are: the product of the weights of two
// reports is what a sign says that they share.
func (x *Index) signed(out []weighted, ts []term, of []int32, more int) []weighted {
	n := float64(x.vectors+more) + signPrior
	for j, t := range ts {
		w := signWeights[min(sort(t.n), signSorts-1)]
		rarity := math.Log(n / (float64(x.times(of[j])+more) + signPrior*w.usual))
		if rarity > 0.1 {
			out = append(out, weighted{of[j], sort(t.n).measure(), float32(math.Sqrt(w.weight * min(rarestSign, rarity)))})
		}
	}
	return out
}

// Forget closes the stories whose last report is older than before. It may be
// called for every report: closed stories draw nothing from now on, and are swept
// out when there are enough of them.
func (x *Index) Forget(before time.Time) {
	if before.After(x.horizon) {
		x.horizon = before
	}
	if x.asked++; x.asked*4 < len(x.reports) {
		return
	}
	x.asked = 0
	closed := 0
	for n := range x.reports {
		if x.stories[x.reports[n].story].last.Before(x.horizon) {
			closed++
		}
	}
	if closed*4 > len(x.reports) {
		x.sweep()
		x.weighAgain()
	}
}

// sweep builds the index anew without the closed stories. Its reports are compared again when weighAgain has entered them.
func (x *Index) sweep() {
	old := x.reports
	open := map[news.StoryID]bool{}
	for id, g := range x.stories {
		if !g.last.Before(x.horizon) {
			open[id] = true
		}
	}
	if len(open) == len(x.stories) {
		return
	}
	x.clear()
	for _, e := range old {
		if open[e.story] {
			x.enter(e.story, e.Member)
		}
	}
}
