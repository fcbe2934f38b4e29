package event

import (
	"cmp"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/news"
)

// Reader reads the reports of one event for a reader of one language. It is safe for concurrent use.
type Reader struct {
	Names *glossary.Glossary // nil: the built-in one
	Lang  string             // of the reader, BCP 47; "": zh-Hans
}

func (r Reader) lang() string {
	if r.Lang == "" {
		return "zh-Hans"
	}
	return r.Lang
}

func (r Reader) checker() check.Checker { return check.Checker{Names: r.Names} }

// Story is an event with all that is known of how it was told.
type Story struct {
	ID       news.StoryID
	Tellings []news.Telling    // oldest first
	Written  *news.StoryDigest // by a model; nil: none
	Outlets  []Outlet          // all that are watched
	Topic    string            // name of the topic of most of its reports; "": none
	Topics   bool              // the desk has topics
	Now      time.Time
	Zone     *time.Location // of the reader, by which days are counted; nil: UTC
}

func (s Story) zone() *time.Location { return cmp.Or(s.Zone, time.UTC) }

// Tell says what a page says of an event beside the list of its reports.
func (r Reader) Tell(s Story) news.Account {
	x, figures := r.readings(), r.Figures(s.Tellings)
	alone := x.alone(s.Tellings)
	all := x.members(s.Tellings)
	digest := x.told(s, all, figures)
	digest.Figures = r.inScript(figures) // read by rules, whoever wrote the sentences
	a := news.Account{Digest: digest, Moving: r.Moving(digest.Figures), Central: r.central(all, figures), Alone: alone}
	for i := range s.Tellings {
		if t := &s.Tellings[i]; !inFull(t) {
			a.Partly = append(a.Partly, t.Article.ID)
		}
	}
	a.Houses = Shared(s.Tellings)
	r.beside(s, &a)
	return a
}

// told is what the reports say together: in the words of a model where those still hold, else composed.
func (x *readings) told(s Story, all []*member, figures []news.Figure) news.StoryDigest {
	if s.Written == nil {
		return x.r.composed(s, all, figures)
	}
	written, _ := x.checked(Current(*s.Written, s.Tellings), s.Tellings, figures)
	if len(written.Common) < leastCommon {
		return x.r.composed(s, all, figures)
	}
	return written
}

// leastCommon is how many sentences of several outlets a digest of a model has, if it is to stand.
const leastCommon = 2
