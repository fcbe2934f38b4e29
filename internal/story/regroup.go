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
	x.sweep()
	x.weighAgain()
	units, unitOf := x.units()
	joined := link(x.near(units, unitOf), units)
	return x.rename(units, joined)
}

// unit is what Regroup moves as one: a live report, or what is settled of a story.
type unit struct {
	members []int32
	makeup  makeup
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
				continue
			}
			settled[e.story] = int32(len(units))
		}
		unitOf[n] = int32(len(units))
		units = append(units, unit{[]int32{int32(n)}, e.makeup()})
	}
	return units, unitOf
}

// negligible is the nearness, as a part of the bar, below which a pair is left out
// of the sums: most pairs of a window share a few words, and say nothing.
const negligible = 0.2

// near sums the nearness between the units, two settled ones excepted: what has
// been apart for long stays apart.
func (x *Index) near(units []unit, unitOf []int32) []map[int32]float32 {
	near := make([]map[int32]float32, len(units))
	for u := range units {
		near[u] = map[int32]float32{}
	}
	live := x.vectors - x.o.live()
	for n := range x.reports {
		e := &x.reports[n]
		a := unitOf[n]
		if a < 0 {
			continue
		}
		if live--; live >= 0 {
			continue
		}
		common := x.compare(x.vector(e.Features, 0))
		for m := range n {
			b := unitOf[m]
			if common[m].nothing() || b < 0 || b == a {
				continue
			}
			if s := float32(nearness(common[m], e, &x.reports[m])); s > negligible {
				near[a][b] += s
				near[b][a] += s
			}
		}
	}
	return near
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
