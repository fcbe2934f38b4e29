package story

import (
	"iter"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Placed is a report and the story it was gathered into.
type Placed struct {
	ID     news.ArticleID
	Story  news.StoryID
	CopyOf news.ArticleID
}

const (
	beat       = 500   // reports between two looks back
	mostKept   = 20000 // reports in the index, however close in time they are
	forgetful  = 1000  // reports between two times of forgetting; a multiple of beat
	unburdened = 5000  // reports before the first of them: a stream that has no more is looked at whole
)

// Cluster gathers a stream of reports, in order of arrival, in bounded memory: a
// report is yielded when it can be moved no more.
func Cluster(reports iter.Seq[Member], o Options) iter.Seq[Placed] {
	return func(yield func(Placed) bool) {
		x := NewIndex(o)
		x.Rule(o.Rulings)
		var held []Placed
		n := 0
		for r := range reports {
			id := r.Story
			if id == "" {
				id, _ = x.Assign(r)
			}
			if id == "" {
				id = NewID(r.ID)
			}
			x.Add(id, r)
			held = append(held, Placed{r.ID, id, r.CopyOf})
			if n++; n%beat == 0 {
				if n >= unburdened && n%forgetful == 0 {
					x.settle(held)
					x.tidy(r.At)
				}
				x.Regroup()
			}
			if out := len(held) - o.live() - beat; out >= beat {
				x.settle(held)
				if !all(held[:out], yield) {
					return
				}
				held = append(held[:0:0], held[out:]...)
			}
		}
		x.Regroup()
		x.settle(held)
		all(held, yield)
	}
}

// settle notes where reports are now, before the index may forget them.
func (x *Index) settle(held []Placed) {
	for i := range held {
		if id, ok := x.place[held[i].ID]; ok {
			held[i].Story = id
		}
	}
}

func all(held []Placed, yield func(Placed) bool) bool {
	for _, p := range held {
		if !yield(p) {
			return false
		}
	}
	return true
}

// tidy forgets closed stories, and more if they are too many to keep. Reports are compared again from the next Regroup on.
func (x *Index) tidy(now time.Time) {
	for window := x.o.window(); ; window /= 2 {
		x.horizon = now.Add(-window)
		x.sweep()
		if x.Len() <= mostKept || window < time.Minute {
			return
		}
	}
}
