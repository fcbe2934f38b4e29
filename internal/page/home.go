package page

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// homeDays is how many days the front page links to.
const homeDays = 14

// Home is the front page: the newest edition, and what came after it.
type Home struct {
	Day     string   // the newest day with reports; empty: there is none
	Edition Edition  // where it was never cut, and nothing is known of the last 24 hours, the newest day and the day before it stand
	After   []Listed // what came after Edition was cut, newest first, at most AfterShown
	Afters  int      // how many did
	Slots   []string // the hours of which there are editions, "15:04"

	Stories []StoryInList // in the order of the page
	Singles []Listed      // reports outside those stories, newest first
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

// homeView is what the front page shows.
type homeView struct {
	frame
	Heading string
	Stories []storyRow
	Singles []row
	Days    []pageLink
	Note    string
	Trouble string
}

// Home is the front page.
func (s *Set) Home(x Home) ([]byte, error) {
	if x.Day != "" && !x.Edition.Edition.Until.IsZero() {
		return s.render("edition.html", s.front(x))
	}
	v := &homeView{frame: s.frame("index.html", s.o.Title, "today"), Trouble: s.trouble(x.Sources)}
	v.Feeds = "feed"
	if x.Day == "" {
		return s.render("home.html", v)
	}
	t, _ := time.Parse(time.DateOnly, x.Day)
	v.Heading = s.w.Date(t)
	v.Note = s.w.Sentences(s.inZone(x.Day), s.checked(x.Sources, x.Day))
	for _, story := range x.Stories {
		v.Stories = append(v.Stories, s.storyRow(story, "", x.Day))
	}
	v.Singles = s.rows(x.Singles, "", x.Day)
	v.Days = s.lastDays(x.Counts, homeDays)
	return s.render("home.html", v)
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

// lastDays links to the newest n days with reports.
func (s *Set) lastDays(c Counts, n int) []pageLink {
	days := slices.Sorted(maps.Keys(c.PerDay))
	slices.Reverse(days)
	var out []pageLink
	for _, d := range days[:min(n, len(days))] {
		out = append(out, pageLink{DayPath(d), fmt.Sprintf("%s (%d)", s.dayName(d), c.PerDay[d])})
	}
	return out
}

// troubled is how many polls in a row must fail before the front page names the source.
const troubled = 3

// trouble names the outlets that cannot be read at present.
func (s *Set) trouble(sources []SourceStatus) string {
	var names []string
	for _, x := range sources {
		if x.Active && x.Failures >= troubled {
			names = append(names, SourceName(x))
		}
	}
	if len(names) == 0 {
		return ""
	}
	const most = 5
	if len(names) > most {
		return fmt.Sprintf(s.w.Trouble, s.w.NSources(len(names)))
	}
	return fmt.Sprintf(s.w.Trouble, s.w.List(names))
}
