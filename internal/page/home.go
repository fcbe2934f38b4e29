package page

import (
	"cmp"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Home is the front page: the newest edition, and what came after it.
type Home struct {
	Day     string        // the newest day with reports; empty: there is none
	Edition Edition       // the newest, or what the last 24 hours brought
	Pinned  []StoryInList // that the operator wants first, at most PinnedShown
	After   []Listed      // what came after Edition was cut, newest first, at most AfterShown
	Afters  int           // how many did
	Slots   []string      // the hours of which there are editions, "15:04"
	Counts  Counts
	Sources []SourceStatus
}

// StoryInList is a story in a list.
type StoryInList struct {
	ID      news.StoryID
	Reports []Listed // newest first, the newest of them
	N       int      // how many it has
	Named   *Shown   // the one that names it, by Names; without it a public site shows no sentence of its digest
	Called  Called   // as on its page
}

// Outlets counts the outlets of the story as its page does, those of one house once; before it has a page, by their names.
func (x StoryInList) Outlets() int { return cmp.Or(x.Called.Outlets, Outlets(x.Reports)) }

// Names is which of the story's reports, of which there is one at least, names it: the most central one, where its page says
// which that is.
func (x StoryInList) Names() int {
	for i, h := range x.Reports {
		if h.ID == x.Called.Central {
			return i
		}
	}
	return Naming(x.Reports)
}

// Counts are how many reports there are of days and months.
type Counts struct {
	PerDay   map[string]int // "2006-01-02"
	PerMonth map[string]int // "2006-01"
}

// MonthsBeside are the months with reports next to one, which may have none itself; "": there is none.
func (c Counts) MonthsBeside(month string) (before, after string) {
	for m, n := range c.PerMonth {
		switch {
		case n == 0:
		case m < month && m > before:
			before = m
		case m > month && (after == "" || m < after):
			after = m
		}
	}
	return before, after
}

// Home is the front page.
func (s *Set) Home(x Home) ([]byte, error) {
	if x.Day == "" || x.Edition.Edition.Until.IsZero() {
		return s.render("home.html", s.emptyHome(x.Sources))
	}
	return s.render("edition.html", s.front(x))
}

// emptyView is the front page of a desk without reports.
type emptyView struct {
	frame
	Watched string // how many sources are watched
}

func (s *Set) emptyHome(sources []SourceStatus) *emptyView {
	v := &emptyView{frame: s.frame("index.html", s.o.Title, "today")}
	v.Feeds = "feed"
	n := 0
	for _, x := range sources {
		if x.Active {
			n++
		}
	}
	v.Watched = s.w.Counted(n, s.w.WatchedSources)
	return v
}

// checked says when sources were last looked at, on a page about the day given: who reads it later sees
// how old the page is.
func (s *Set) checked(sources []SourceStatus, day string) string {
	var last time.Time
	for _, x := range sources {
		if x.Polled.After(last) {
			last = x.Polled
		}
	}
	if last.IsZero() {
		return ""
	}
	return fmt.Sprintf(s.w.Checked, s.clock(last, day))
}

// front is what the front page shows where there is an edition.
func (s *Set) front(x Home) *editionView {
	d := s.edition(x.Edition, "")
	v := d.view("index.html", "today")
	v.Title, v.Feeds = s.o.Title, "feed"
	if note := s.checked(x.Sources, d.day); d.e.Slot == "" && note != "" {
		v.State = append(v.State, note)
	}
	rows := s.rows(x.After, "", d.day)
	v.After = fold(s, rows, afterOpen, AfterShown, x.Afters)
	for _, p := range first(x.Pinned, PinnedShown) {
		v.Pinned = append(v.Pinned, s.storyRow(p, "", d.day))
	}
	t, _ := time.Parse(time.DateOnly, x.Day) // it comes from a time
	total := 0
	for _, n := range x.Counts.PerMonth {
		total += n
	}
	v.AllOf = []pageLink{
		{DayPath(x.Day), fmt.Sprintf(s.w.AllOf, s.w.ShortDate(t), x.Counts.PerDay[x.Day])}, {"archive.html", fmt.Sprintf(s.w.AllOf, s.w.Archive, total)},
	}
	v.Streams = []stream{{s.w.Latest, "feed"}}
	if len(x.Slots) > 0 {
		v.Streams = append(v.Streams, stream{s.w.EveryEdition, EditionFeed("")})
	}
	for _, slot := range x.Slots {
		v.Streams = append(v.Streams, stream{slot, EditionFeed(slot)})
	}
	return v
}
