package desk

import (
	"cmp"
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// mostNear is how many neighbours of a story are named, and nearAsked by how many of its reports, the last that came, they are looked for: each is
// compared with all reports of those days.
const (
	mostNear  = 8
	nearAsked = 40
)

// Neighbour is a story near another one.
type Neighbour struct {
	Story news.StoryID
	Near  float64 // 1: the two reports that are nearest are just near enough for two alone
}

// neighbours finds the stories whose reports are nearest to these, the nearest first, among the reports of their days.
func (g *Gathered) neighbours(n *neighbours, reports []news.ArticleID) {
	best := map[news.StoryID]float64{}
	for _, id := range reports[max(0, len(reports)-nearAsked):] {
		for other, near := range n.stories.NearStories(id) {
			best[other] = max(best[other], near)
		}
	}
	delete(best, g.ID)
	for other, near := range best {
		g.Near = append(g.Near, Neighbour{other, near})
	}
	slices.SortFunc(g.Near, func(a, b Neighbour) int { return cmp.Or(cmp.Compare(b.Near, a.Near), cmp.Compare(a.Story, b.Story)) })
	g.Near = g.Near[:min(len(g.Near), mostNear)]
}
