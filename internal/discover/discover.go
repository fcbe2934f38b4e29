// Package discover finds, in what a source's own address answered, the reports
// worth following: the entries of a feed or a news sitemap, or the list of reports
// on an outlet's section page. It also decides what is part of the beat, under
// which key two addresses are one, and when to look again. It is functions of
// their arguments: it never fetches, never stores, never asks what time it is.
package discover

import (
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Result is what a poll of a source brought.
type Result struct {
	Kind     news.SourceKind
	Title    string // the source's name for itself
	Lang     string // BCP 47, as the source declares it
	Leads    []news.Lead
	Left     []Left    // entries that are no leads, and why
	Children []Child   // sitemaps that an index names, newest first
	Hints    Hints     // when the source wants to be asked again
	Moved    string    // where the feed says it has gone; shown to the operator, never followed
	Self     string    // what the feed says its address is; shown, never followed
	Hub      string    // WebSub hub
	Newest   time.Time // latest publication date that is not in the future; zero: none
	Partial  string    // why the document is not whole; its validators must not be kept
}

// Left is an entry of a source that did not become a lead.
type Left struct{ Title, URL, Why string }

// Child is a sitemap named by a sitemap index.
type Child struct {
	URL      string
	Modified time.Time
}

// Leads reads a source's capture. Every lead's time stamps are not later than c.At.
// The kind is found out when src.Kind is empty, and corrected when it is wrong.
func Leads(src news.Source, c news.Capture) (Result, error) {
	return Result{}, nil
}
