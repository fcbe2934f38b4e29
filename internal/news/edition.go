package news

import (
	"slices"
	"strings"
	"time"
)

// EditionID names an edition by the day and hour after which it was cut, "2006-01-02-1504". It is what its address is made of.
type EditionID string

// Edition is what the desk says of one stretch of time: cut once, at an hour of the reader's clock, and fixed from then on but for
// what is taken down or withdrawn.
type Edition struct {
	Slot        string    // the hour after which it was cut, "15:04" in Zone; "": it is of the last 24 hours, as of Until, and not fixed
	Day         string    // the day of that hour in Zone, "2006-01-02"; Until may be on the next one
	From, Until time.Time // the window: From is not in it. Until is when it was cut, which may be hours after Slot
	Missed      int       // so many times since From its hour went by while no desk worked: there is no edition of those
	Zone        string    // IANA name of the site's zone when it was cut
	Filled      bool      // too few reports are in the window: older ones fill it
	Reading     Reading
	Lines       []EditionLine // the first is the most important; at most 5
	Lead        StoryID       // event of the first line that several outlets tell; "": none
	Told        Account       // what is told of Lead, as of Until; the zero value: nothing
	Shelves     []Shelf       // reports outside Lines, by topic
	Changes     []ChangeLine  // newest first
	Changed     int           // how many there are in all
}

// Stale is how long before a stretch of time a report may have been published that came within it. What an import or a new source brings
// is mostly older: it is no news of that time.
const Stale = 24 * time.Hour

// ID names an edition; "" of one that is not fixed.
func (e Edition) ID() EditionID {
	if e.Slot == "" {
		return ""
	}
	return EditionID(e.Day + "-" + strings.ReplaceAll(e.Slot, ":", ""))
}

// Without is an edition without a report that may not be shown any more, and nothing that rests on it. Where the report stands for
// an event, instead stands for it, if there is another one that can; else the line goes.
func (e Edition) Without(id ArticleID, instead func(StoryID) (ArticleID, bool)) Edition {
	lines := e.Lines
	e.Lines = nil
	for _, l := range lines {
		if l.Article == id {
			other, ok := instead(l.Story)
			if !ok {
				continue
			}
			l.Article = other
			l.Reports = max(l.Reports-1, 1)
		}
		l.First = without(l.First, id)
		e.Lines = append(e.Lines, l.without(id))
	}
	if len(e.Lines) == 0 || e.Lines[0].Story != e.Lead {
		e.Lead, e.Told = "", Account{}
	}
	e.Told = e.Told.without(id)
	shelves := e.Shelves
	e.Shelves = nil
	for _, s := range shelves {
		if slices.Contains(s.Articles, id) {
			s.N--
			s.Articles = without(s.Articles, id)
		}
		if s.N > 0 {
			e.Shelves = append(e.Shelves, s)
		}
	}
	n := len(e.Changes)
	e.Changes = slices.DeleteFunc(slices.Clone(e.Changes), func(c ChangeLine) bool { return c.Article == id })
	e.Changed -= n - len(e.Changes)
	return e
}

func without(list []ArticleID, id ArticleID) []ArticleID {
	return slices.DeleteFunc(slices.Clone(list), func(a ArticleID) bool { return a == id })
}

// without is what is told of an event, but for what rests on a report.
func (a Account) without(id ArticleID) Account {
	if d, changed := a.Digest.Without(id); changed {
		a.Digest, a.Moving = d, -1
	}
	if a.Central == id {
		a.Central = ""
	}
	a.First, a.Partly = without(a.First, id), without(a.Partly, id)
	a.Alone = slices.DeleteFunc(slices.Clone(a.Alone), func(x Alone) bool { return x.Article == id })
	n := len(a.Timeline)
	a.Timeline = slices.DeleteFunc(slices.Clone(a.Timeline), func(m Moment) bool { return m.Article == id })
	a.Moments -= n - len(a.Timeline)
	return a
}

// without is a line of which nothing rests on a report: what its reason rests on is said no more, nor counted.
func (l EditionLine) without(id ArticleID) EditionLine {
	if l.Title.rests(id) {
		l.Title = EventTitle{}
	}
	if !slices.ContainsFunc(l.Evidence, func(c Cite) bool { return c.Article == id }) {
		return l
	}
	terms := l.Terms
	l.Was, l.Is, l.Evidence, l.Terms, l.Score = "", "", nil, nil, 0
	for _, t := range terms {
		if t.Reason != l.Reason {
			l.Terms = append(l.Terms, t)
			l.Score += t.Points
		}
	}
	if l.Reason = RankOnly; len(l.Terms) > 0 {
		l.Reason = l.Terms[0].Reason
	}
	return l
}

// Reading is what the desk read within a window, and what it did not.
type Reading struct {
	Outlets int      // watched
	Read    int      // of them, answered the last time they were asked
	Unread  []Unseen // the others
	Reports int      // read within the window
	Events  int      // of them, events that begin within the window
	Edited  int
	Pulled  int // withdrawn by their outlets
}

// Unseen is an outlet that could not be read.
type Unseen struct {
	Source SourceID
	Outlet string
	Since  time.Time // the last poll that went well; zero: none did
}

// RankReason is why an event stands where it does in an edition: one term of its score.
type RankReason string

// The terms of a score, in the order in which equal ones are named.
const (
	RankWithdrawn   RankReason = "withdrawn"   // an outlet took its report back
	RankCorrected   RankReason = "corrected"   // an outlet says itself that it corrected its report
	RankEdited      RankReason = "edited"      // an outlet changed figures, dates or names of its report
	RankRetitled    RankReason = "retitled"    // an outlet changed the headline of its report, and nothing of weight besides
	RankFigures     RankReason = "figures"     // figures of the event are new, or differ otherwise than before
	RankNew         RankReason = "new"         // the event begins within the window, and several outlets tell it
	RankDevelopment RankReason = "development" // a report brings a figure or name that none before it had
	RankBreadth     RankReason = "breadth"     // so many outlets tell it
	RankTopic       RankReason = "topic"       // the operator gives its topic weight
	RankOnly        RankReason = "only"        // one report of one outlet, and nothing else is to be said of it; it gives no points
)

// Term is one term of a score.
type Term struct {
	Reason RankReason
	Points int
}

// EditionLine is one event of an edition.
type EditionLine struct {
	Story    StoryID
	Article  ArticleID // the report that stands for it: of an event, its most central one
	Score    int
	Terms    []Term     // what Score is the sum of, largest first
	Reason   RankReason // the first of Terms, or RankOnly
	Topic    string     // "": none
	Outlets  int        // houses with a report of their own
	Reports  int        // copies included
	Copies   int
	Was, Is  string      // what an edit changed, where Reason says so
	First    []ArticleID // read to be the earliest, as Account.First; none: not known
	Evidence []Cite      // of Was and Is, or of the figures; of a withdrawal, the report, without a text
	Title    EventTitle  // what the event was called as of Until; the zero value, and for the lead, which Told names: as its report is
}

// EventTitle is what a checked StoryDigest called an event, and what that rests on.
type EventTitle struct {
	Text, Lang string
	Evidence   []Cite
	Given      bool // it is the operator's, and rests on nothing
}

// rests reports whether a title rests on a report.
func (t EventTitle) rests(id ArticleID) bool {
	return slices.ContainsFunc(t.Evidence, func(c Cite) bool { return c.Article == id })
}

// Shelf is what an edition has of one topic beside its lines.
type Shelf struct {
	Topic    string // "": of no topic
	Articles []ArticleID
	N        int // how many there are in all
}

// ChangeLine is a report that its outlet changed or took back.
type ChangeLine struct {
	Article ArticleID
	At      time.Time
	Reason  RankReason // RankWithdrawn, RankCorrected, RankEdited or RankRetitled
	Was, Is string     // what was changed, as the versions have it; empty of a withdrawal
}

// Names are the reports that an edition names, each once: in its lines, shelves and changes, and in what it tells of its lead.
func (e Edition) Names() []ArticleID {
	var out []ArticleID
	for _, l := range e.Lines {
		out = append(append(out, l.Article), l.First...)
		for _, c := range slices.Concat(l.Evidence, l.Title.Evidence) {
			out = append(out, c.Article)
		}
	}
	for _, s := range e.Shelves {
		out = append(out, s.Articles...)
	}
	for _, c := range e.Changes {
		out = append(out, c.Article)
	}
	out = append(append(append(out, e.Told.Central), e.Told.First...), e.Told.Digest.Cited()...)
	for _, m := range e.Told.Timeline {
		out = append(out, m.Article)
	}
	slices.Sort(out)
	out = slices.Compact(out)
	return slices.DeleteFunc(out, func(id ArticleID) bool { return id == "" })
}
