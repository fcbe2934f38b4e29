package story

import "github.com/waidian/waidian/internal/news"

// Among gathers some reports among many that have their stories: its cost is one reading of the others, and a comparison
// of those that are gathered.
type Among struct{ x *Index }

// NewAmong begins without reports. How many may be moved is no option of it.
func NewAmong(o Options) *Among {
	x := NewIndex(o)
	x.Rule(o.Rulings)
	return &Among{x}
}

// Settled adds a report that stays in its story, unless that is its own alone and it is found to be of an event with one that is gathered.
func (a *Among) Settled(r Member) {
	a.x.enter(r.ownStory(), r)
}

// Gather gathers reports, once, and returns which reports, of all, are in other stories than those that they had.
func (a *Among) Gather(some []Member) (moved []Placed) {
	x := a.x
	x.o.Live = 0
	for _, r := range some {
		x.enter(r.ownStory(), r)
		if !r.silent() {
			x.o.Live++
		}
	}
	if x.o.Live > 0 {
		for _, m := range x.Regroup() {
			moved = append(moved, Placed{m.Article, m.To, x.reports[x.at[m.Article]].CopyOf})
		}
	} else {
		x.weighAgain()
	}
	for _, r := range some { // a page on all that happened draws no others; it is drawn
		if r.Kind != news.PageLive || r.Story != "" {
			continue
		}
		if to, _ := x.Assign(r); to != "" {
			moved = append(moved, Placed{r.ID, to, r.CopyOf})
		}
	}
	return moved
}

// ownStory is the story that a report has, else the one that is called after it.
func (r Member) ownStory() news.StoryID {
	if r.Story != "" {
		return r.Story
	}
	return NewID(r.ID)
}
