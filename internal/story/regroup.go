package story

import (
	"cmp"
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// Move says that a report is better placed in another story.
type Move struct {
	Article  news.ArticleID
	From, To news.StoryID
}

// Regroup looks at the newest reports again, with hindsight, and returns the moves
// that it has made in the index. A story keeps its identifier where most of its
// reports stay; reports older than the newest Options.Live stay where they are.
func (x *Index) Regroup() []Move {
	r := x.Regrouping()
	for r.Step() {
	}
	r.Link()
	return r.Moves()
}

// Regrouping is a Regroup in steps, for an index that others use meanwhile: between two
// steps reports may be added and assigned. Those added since it began are not moved.
type Regrouping struct {
	x       *Index
	cleared int // how often the index had been cleared when the regrouping began
	units   []unit
	unitOf  []int32             // the unit of a report, by the report's index; -1: none
	near    []map[int32]float32 // sums of nearness between units, two settled ones excepted: they stay apart
	settled int                 // reports that are not live
	next    int                 // index of the report that is compared next
	joined  []int32             // the group of each unit
	rulings *rulings            // that were in force when the regrouping began
	sum     []float32           // of the nearness of a report to those of a unit
	met     []int32             // the units with a sum
	voice   *voice              // of an embedding model; nil: none
	heard   heard               // what it has a say on
}

// Regrouping begins a Regroup in steps.
func (x *Index) Regrouping() *Regrouping {
	x.sweep()
	x.weighAgain()
	r := &Regrouping{x: x, cleared: x.cleared, settled: x.vectors - x.o.live(), rulings: x.rulings, voice: x.voice()}
	r.units, r.unitOf = x.units()
	r.near = make([]map[int32]float32, len(r.units))
	r.sum = make([]float32, len(r.units))
	for u := range r.units {
		r.near[u] = map[int32]float32{}
	}
	return r
}

// stale reports whether the index was cleared since: its reports have other numbers now.
func (r *Regrouping) stale() bool { return r.cleared != r.x.cleared }

// Step compares the next live report with those before it; false: there was none.
func (r *Regrouping) Step() bool {
	for ; !r.stale() && r.next < len(r.unitOf); r.next++ {
		if r.unitOf[r.next] < 0 {
			continue
		}
		if r.settled--; r.settled >= 0 {
			continue
		}
		r.compare(r.next)
		r.next++
		return true
	}
	return false
}

// negligible is the nearness, as a part of the bar, below which a pair is left out
// of the sums: most pairs of a window share a few words, and say nothing.
const negligible = 0.2

// A pair whose units are near each other by strong or more is always added to the sums; of the others each report
// adds the weak nearest: where all reports share one vocabulary, all are a little near to each other.
const (
	strong = 0.7
	weak   = 128
)

// compare adds the nearness of report n to those before it.
func (r *Regrouping) compare(n int) {
	e, a := &r.x.reports[n], r.unitOf[n]
	for _, m := range r.x.compare(r.x.own(int32(n)), int32(n)) {
		if r.voice == nil && r.x.faint(e, m) || r.x.nothing(m) {
			continue
		}
		b := r.unitOf[m]
		if b < 0 || b == a {
			continue
		}
		near, said := r.voice.near(nearness(r.x.shared(m), e, &r.x.reports[m]), int32(n), m)
		if said {
			r.heard.hear(heardPair{int32(n), m, e.Features.lang, r.x.reports[m].Features.lang, float32(near)})
			continue
		}
		if s := float32(near); s > negligible {
			if r.sum[b] == 0 {
				r.met = append(r.met, b)
			}
			r.sum[b] += s
		}
	}
	r.heard.choose()
	least := r.least()
	for _, b := range r.met {
		if r.sum[b] >= least*float32(len(r.units[b].members)) {
			r.near[a][b] += r.sum[b]
			r.near[b][a] += r.sum[b]
		}
		r.sum[b] = 0
	}
	r.met = r.met[:0]
}

// least is the nearness below which units that were met are left out, so that not many more than weak are left that are
// not strong.
func (r *Regrouping) least() float32 {
	if len(r.met) <= weak {
		return 0
	}
	const steps = 50
	var count [steps]int
	for _, b := range r.met {
		if mean := r.sum[b] / float32(len(r.units[b].members)); mean < strong {
			count[int(mean/strong*steps)]++
		}
	}
	total := 0
	for i := steps - 1; i >= 0; i-- {
		if total += count[i]; total > weak {
			return strong * float32(i+1) / steps
		}
	}
	return 0
}

// Link joins what is near, when no step is left. It does not use the index.
func (r *Regrouping) Link() {
	r.listen()
	r.joined = link(r.near, r.units)
}

// listen adds how near reports are on which vectors have a say.
func (r *Regrouping) listen() {
	for _, p := range r.heard.pairs {
		if s := r.heard.beside(p); s > negligible {
			a, b := r.unitOf[p.n], r.unitOf[p.m]
			r.near[a][b] += s
			r.near[b][a] += s
		}
	}
}

// Moves makes the moves in the index and returns them; none if the index was swept, or other
// rulings came into force, since the regrouping began.
func (r *Regrouping) Moves() []Move {
	if r.stale() || r.rulings != r.x.rulings {
		return nil
	}
	return r.x.rename(r.units, r.joined)
}

// unit is what Regroup moves as one: a live report, or what is settled of a story.
type unit struct {
	members []int32
	makeup  makeup
	labels  []int32 // units with a label in common belong together by a ruling
	sides   []side
}

// obey enters what the rulings say of a report of the unit.
func (u *unit) obey(r *rulings, id news.ArticleID) {
	if label := r.label[id]; label != 0 && !slices.Contains(u.labels, label) {
		u.labels = append(u.labels, label)
	}
	u.sides = append(u.sides, r.sides[id]...)
}

// units cuts the index into live reports, one each, and settled rests of stories.
func (x *Index) units() ([]unit, []int32) {
	var units []unit
	unitOf := make([]int32, len(x.reports))
	settled := map[news.StoryID]int32{}
	live := x.vectors - x.o.live()
	for n := range x.reports {
		e := &x.reports[n]
		if unitOf[n] = -1; e.silent() {
			continue
		}
		live--
		if live >= 0 {
			if u, ok := settled[e.story]; ok {
				unitOf[n] = u
				units[u].members = append(units[u].members, int32(n))
				units[u].makeup.full = units[u].makeup.full || !e.brief
				units[u].obey(x.rulings, e.ID)
				continue
			}
			settled[e.story] = int32(len(units))
		}
		unitOf[n] = int32(len(units))
		one := unit{members: []int32{int32(n)}, makeup: e.makeup()}
		one.obey(x.rulings, e.ID)
		units = append(units, one)
	}
	return units, unitOf
}

// rename gives every group of units the story that most of its reports were in.
func (x *Index) rename(units []unit, joined []int32) []Move {
	groups := map[int32][]int32{}
	for u, root := range joined {
		groups[root] = append(groups[root], units[u].members...)
	}
	names := x.claim(groups)
	var moves []Move
	for root, members := range groups {
		for _, n := range members {
			e := &x.reports[n]
			if e.CopyOf != "" { // since the regrouping began: it follows its original
				continue
			}
			if to := names[root]; to != e.story {
				moves = append(moves, Move{e.ID, e.story, to})
			}
		}
	}
	slices.SortFunc(moves, func(a, b Move) int { return cmp.Compare(a.Article, b.Article) })
	return x.carryOut(moves)
}

// claim is one group's wish to be called by a story's name.
type claim struct {
	group   int32
	id      news.StoryID
	members int
	first   int32
}

// claim settles which group goes on under which name: the one with most of its reports.
func (x *Index) claim(groups map[int32][]int32) map[int32]news.StoryID {
	var claims []claim
	for root, members := range groups {
		slices.Sort(members)
		count := map[news.StoryID]int{}
		for _, n := range members {
			count[x.reports[n].story]++
		}
		for id, c := range count {
			claims = append(claims, claim{root, id, c, members[0]})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(b.members, a.members), cmp.Compare(a.first, b.first), cmp.Compare(a.id, b.id))
	})
	out := map[int32]news.StoryID{}
	taken := map[news.StoryID]bool{}
	for id, g := range x.stories {
		taken[id] = len(g.members) == 0 // stories of copies and live blogs alone
	}
	for _, c := range claims {
		if _, named := out[c.group]; !named && !taken[c.id] {
			out[c.group] = c.id
			taken[c.id] = true
		}
	}
	for root, members := range groups {
		if _, named := out[root]; !named {
			out[root] = x.free(members, taken)
		}
	}
	return out
}

// free finds a name for a new group: its first report's that is not in use.
func (x *Index) free(members []int32, taken map[news.StoryID]bool) news.StoryID {
	for _, n := range members {
		if id := NewID(x.reports[n].ID); !taken[id] {
			taken[id] = true
			return id
		}
	}
	id := NewID(x.reports[members[0]].ID)
	for taken[id] {
		id = NewID(news.ArticleID(id))
	}
	taken[id] = true
	return id
}

// carryOut makes the moves in the index; copies follow their originals.
func (x *Index) carryOut(moves []Move) []Move {
	for _, m := range moves {
		x.place[m.Article] = m.To
	}
	for n := range x.reports {
		e := &x.reports[n]
		if e.CopyOf == "" {
			continue
		}
		if to, ok := x.place[e.CopyOf]; ok && to != e.story {
			moves = append(moves, Move{e.ID, e.story, to})
			x.place[e.ID] = to
		}
	}
	x.enrolAll()
	return moves
}

// Follow takes over moves that were made elsewhere. Reports that the index does not have
// are passed over.
func (x *Index) Follow(moves map[news.ArticleID]news.StoryID) {
	moved := false
	for id, to := range moves {
		if _, ok := x.at[id]; ok {
			x.place[id], moved = to, true
		}
	}
	if moved {
		x.enrolAll()
	}
}

// enrolAll enters all reports anew in the lists of their stories.
func (x *Index) enrolAll() {
	x.stories = map[news.StoryID]*group{}
	for n := range x.reports {
		e := &x.reports[n]
		e.story = x.place[e.ID]
		x.enrol(int32(n))
	}
}
