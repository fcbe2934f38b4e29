package story

import (
	"maps"
	"math"
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// rulings are what an operator has decided on which reports are of one event, report by report: who belong together, and
// who may not meet. Where two decisions contradict each other the later one counts.
type rulings struct {
	label    map[news.ArticleID]int32 // reports with an equal one belong together; 0: no ruling says so
	together map[int32][]news.ArticleID
	sides    map[news.ArticleID][]side
}

// side is a report's part in a ruling that keeps reports apart: it left, or it stayed.
type side struct {
	ruling int64
	left   bool
}

// obeyed makes rulings of what an operator has decided, in the order of deciding. What was undone is passed over.
func obeyed(list []news.Ruling) *rulings {
	r := &rulings{map[news.ArticleID]int32{}, map[int32][]news.ArticleID{}, map[news.ArticleID][]side{}}
	for i, one := range list {
		if !one.Undone.IsZero() {
			continue
		}
		switch one.Kind {
		case news.RulingMerge:
			r.join(int32(i+1), slices.Concat(one.Others, one.Articles))
		case news.RulingSplit:
			r.part(int32(i+1), one)
		}
	}
	return r
}

// join makes reports, and those that belong together with any of them, belong together.
func (r *rulings) join(label int32, list []news.ArticleID) {
	for _, id := range list {
		with := []news.ArticleID{id}
		if had := r.label[id]; had != 0 {
			with = r.together[had]
			delete(r.together, had)
		}
		for _, each := range with {
			r.label[each] = label
		}
		r.together[label] = append(r.together[label], with...)
	}
	r.reconcile(r.together[label])
}

// reconcile forgets earlier decisions that keep these reports apart from each other. Those that left one of them keep
// their side, and so stay apart from all others that stayed.
func (r *rulings) reconcile(list []news.ArticleID) {
	left := map[int64]bool{}
	for _, id := range list {
		for _, s := range r.sides[id] {
			left[s.ruling] = left[s.ruling] || s.left
		}
	}
	for _, id := range list {
		r.sides[id] = slices.DeleteFunc(r.sides[id], func(s side) bool { return !s.left && left[s.ruling] })
	}
}

// part takes the reports that a ruling split off out of what they belonged to, and keeps them apart from the others.
func (r *rulings) part(label int32, one news.Ruling) {
	for _, id := range one.Articles {
		if had := r.label[id]; had != 0 {
			r.together[had] = slices.DeleteFunc(r.together[had], func(x news.ArticleID) bool { return x == id })
		}
		r.label[id] = label
		r.together[label] = append(r.together[label], id)
		r.sides[id] = append(r.sides[id], side{one.ID, true})
	}
	for _, id := range one.Others {
		r.sides[id] = append(r.sides[id], side{one.ID, false})
	}
}

// opposed reports whether a ruling keeps reports with these sides apart.
func opposed(a, b []side) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	for _, s := range a {
		if slices.Contains(b, side{s.ruling, !s.left}) {
			return true
		}
	}
	return false
}

// Rule makes the index obey what an operator has decided, all of it, from now on. Reports that stand otherwise move with the
// next Regroup; one that is under way moves nothing.
func (x *Index) Rule(list []news.Ruling) { x.rulings = obeyed(list) }

// Obey returns the story that rulings give a report which was to be placed in the story to: where those are that it belongs
// together with, or "", a story of its own, where it may not meet the reports of to; else to.
func (x *Index) Obey(id news.ArticleID, to news.StoryID) news.StoryID {
	if bound, ok := x.bound(id); ok {
		return bound
	}
	if g := x.stories[to]; g != nil && x.kept(id, g) {
		return ""
	}
	return to
}

// bound returns the story of a report that, by a ruling, is of one event with the report id.
func (x *Index) bound(id news.ArticleID) (news.StoryID, bool) {
	label := x.rulings.label[id]
	if label == 0 {
		return "", false
	}
	for _, other := range x.rulings.together[label] {
		if to, ok := x.place[other]; ok && other != id {
			return to, true
		}
	}
	return "", false
}

// kept reports whether a ruling keeps the report id out of the story g.
func (x *Index) kept(id news.ArticleID, g *group) bool {
	sides := x.rulings.sides[id]
	return len(sides) > 0 && slices.ContainsFunc(g.members, func(n int32) bool {
		return opposed(sides, x.rulings.sides[x.reports[n].ID])
	})
}

// certain is how well a report fits where a ruling, or a copied report, places it.
var certain = math.Inf(1)

// bonds are the groups that a linking makes of units. Units of one label are of one group from the start, and yet are linked
// each for itself: what is near one of them joins them all, though it shares nothing with the others.
type bonds struct {
	root  []int32
	sides [][]side // of the group whose root this is
}

func bondsOf(units []unit) *bonds {
	b := &bonds{}
	first := map[int32]int32{}
	for u := range units {
		b.root, b.sides = append(b.root, int32(u)), append(b.sides, units[u].sides)
		for _, label := range units[u].labels {
			if v, ok := first[label]; ok {
				b.tie(v, int32(u))
			} else {
				first[label] = int32(u)
			}
		}
	}
	return b
}

func (b *bonds) find(u int32) int32 {
	for b.root[u] != u {
		b.root[u] = b.root[b.root[u]]
		u = b.root[u]
	}
	return u
}

// tie makes one group of those of u and v.
func (b *bonds) tie(u, v int32) {
	if u, v = b.find(u), b.find(v); u != v {
		b.root[v] = u
		b.sides[u] = append(b.sides[u], b.sides[v]...)
	}
}

// apart reports whether a ruling keeps the groups of u and v apart.
func (b *bonds) apart(u, v int32) bool {
	u, v = b.find(u), b.find(v)
	return u != v && opposed(b.sides[u], b.sides[v])
}

// Gathering says in which story reports belong together; To is empty for one of their own.
type Gathering struct {
	Articles []news.ArticleID
	To       news.StoryID
}

// Settle returns what is to be moved, so that reports which stand where place says stand as an operator has decided. Those that
// belong together go where most of them are; those that were split off leave a story in which they meet the others. Reports
// that have no place are passed over.
func Settle(list []news.Ruling, place map[news.ArticleID]news.StoryID) (out []Gathering) {
	r := obeyed(list)
	place = maps.Clone(place)
	for _, label := range slices.Sorted(maps.Keys(r.together)) {
		here, most := present(r.together[label], place)
		if g := (Gathering{To: most}); len(here) > 0 {
			for _, id := range here {
				if place[id] != most {
					g.Articles, place[id] = append(g.Articles, id), most
				}
			}
			if len(g.Articles) > 0 {
				out = append(out, g)
			}
		}
	}
	in := map[news.StoryID][]news.ArticleID{}
	for id, to := range place {
		in[to] = append(in[to], id)
	}
	for _, label := range slices.Sorted(maps.Keys(r.together)) {
		here, _ := present(r.together[label], place)
		if !r.meets(here, place, in) {
			continue
		}
		for _, id := range here {
			delete(place, id)
		}
		out = append(out, Gathering{Articles: here})
	}
	return out
}

// present are those of the reports that have a place, each once, and the story in which most of them are, the first of several.
func present(list []news.ArticleID, place map[news.ArticleID]news.StoryID) (here []news.ArticleID, most news.StoryID) {
	count := map[news.StoryID]int{}
	seen := map[news.ArticleID]bool{}
	for _, id := range list {
		if in, ok := place[id]; ok && !seen[id] {
			here, seen[id] = append(here, id), true
			count[in]++
		}
	}
	for _, id := range here {
		if in := place[id]; count[in] > count[most] {
			most = in
		}
	}
	return here, most
}

// meets reports whether one of these reports was split off from one that is in its story, of those that were in it.
func (r *rulings) meets(here []news.ArticleID, place map[news.ArticleID]news.StoryID, were map[news.StoryID][]news.ArticleID) bool {
	for _, id := range here {
		left := slices.DeleteFunc(slices.Clone(r.sides[id]), func(s side) bool { return !s.left })
		if len(left) == 0 {
			continue
		}
		for _, other := range were[place[id]] {
			if place[other] == place[id] && opposed(left, r.sides[other]) {
				return true
			}
		}
	}
	return false
}
