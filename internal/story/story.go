// Package story gathers the reports of one event. A report joins the story whose
// reports share its rare words, names and headline; else it begins its own. Two
// events told as one are worse than one told as two, so doubt begins a new story.
// The package keeps its index in memory, reads no clock and writes nothing.
package story

import (
	"iter"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Features is what is kept of a report to compare it with others: at most 4 KiB when marshalled.
type Features struct {
	form byte
}

// Of takes the features of a report; computed once, stored with it.
func Of(title string, paragraphs []string, lang string) Features { return Features{} }

// MarshalBinary gives the form that is stored.
func (f Features) MarshalBinary() ([]byte, error) { return nil, nil }

// UnmarshalBinary reads what MarshalBinary wrote; features of an older form are an error, and are taken anew.
func (f *Features) UnmarshalBinary(b []byte) error { return nil }

// Report is a report as the index knows it.
type Report struct {
	ID       news.ArticleID
	At       time.Time // published, else captured
	Kind     news.PageKind
	CopyOf   news.ArticleID // joins that report's story without being compared
	Features Features
}

// Options tune the gathering; the zero value is what was measured best.
type Options struct {
	Window time.Duration // how long a story stays open after its last report; 0: 7 days
}

// NewID is the identifier of the story that begins with the report first.
func NewID(first news.ArticleID) news.StoryID { return news.StoryID(first) }

// Index holds the open stories. It is not safe for concurrent use.
type Index struct{}

// NewIndex returns an index without stories.
func NewIndex(o Options) *Index { return &Index{} }

// Assign finds the story that r belongs to, and how well it fits (0–1); "" when
// it should begin its own. It changes nothing: Add does.
func (x *Index) Assign(r Report) (news.StoryID, float64) { return "", 0 }

// Add puts r into the story id. An id the index does not know begins a story.
func (x *Index) Add(id news.StoryID, r Report) {}

// Forget closes the stories whose last report is older than before.
func (x *Index) Forget(before time.Time) {}

// Len is the number of reports in the index.
func (x *Index) Len() int { return 0 }

// Move says that a report is better placed in another story.
type Move struct {
	Article  news.ArticleID
	From, To news.StoryID
}

// Regroup looks at all open stories again, with hindsight, and returns the moves
// that it has made in the index. Stories keep their identifiers where most of their reports stay.
func (x *Index) Regroup() []Move { return nil }

// Placed is a report and the story it was gathered into.
type Placed struct {
	ID     news.ArticleID
	Story  news.StoryID
	CopyOf news.ArticleID
}

// Cluster gathers a stream of reports, in order of arrival, in bounded memory: a
// report is yielded when its story can change no more.
func Cluster(reports iter.Seq[Report], o Options) iter.Seq[Placed] {
	return func(yield func(Placed) bool) {}
}
