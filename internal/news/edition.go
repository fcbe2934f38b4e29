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

// ID names an edition; "" of one that is not fixed.
func (e Edition) ID() EditionID {
	if e.Slot == "" {
		return ""
	}
	return EditionID(e.Day + "-" + strings.ReplaceAll(e.Slot, ":", ""))
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
	Evidence []Cite      // of Was and Is, or of the figures
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
		for _, c := range l.Evidence {
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
