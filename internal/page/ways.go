package page

import (
	"strconv"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// leadOn fills in the ways out of a report that stand above its text: to its event, and to its topics.
func (v *articleView) leadOn(s *Set, x Article) {
	if v.StoryHref != "" {
		v.Ways = append(v.Ways, pageLink{v.StoryHref, s.others(x)})
	}
	for _, t := range s.topicsOf(x.Topics) {
		v.Ways = append(v.Ways, pageLink{v.Root + TopicPath(t.ID), t.Name})
	}
}

// others says how many other reports of the event there are. It counts the earliest alone, those whose coming makes the
// pages of the others anew: of an event that has more of them it says at least how many. How many outlets they are of, a
// page of a report does not know: some may be of one house.
func (s *Set) others(x Article) string {
	n := len(x.Siblings) - 1
	if n < SiblingsShown {
		return s.w.Counted(n, s.w.OthersReport)
	}
	return s.w.Counted(SiblingsShown, s.w.OthersAtLeast)
}

// A text has a list of its sections where a reader would look for one: many sections, or a long text with some.
const (
	manySections = 4
	longText     = 1500 // words
	someSections = 2
)

// section is a heading of a text that can be pointed at; Dir is its direction.
type section struct{ Href, Name, Dir string }

// sectionID is where the n-th heading of a text is, from 1. It has a letter that no sentence's anchor has.
func sectionID(n int) string { return "t" + strconv.Itoa(n) }

// sections are the headings of a text that is worth a list of them.
func sections(a news.Article) []section {
	var out []section
	for _, b := range a.Blocks {
		if name := strings.TrimSpace(b.Text); b.Kind == news.Heading && name != "" {
			out = append(out, section{"#" + sectionID(len(out)+1), cut(line(name), titleBound), direction(name)})
		}
	}
	if len(out) >= manySections || len(out) >= someSections && a.Words >= longText {
		return out
	}
	return nil
}
