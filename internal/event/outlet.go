package event

import "github.com/waidian/waidian/internal/news"

// Outlet is what is known of one source that is watched, and of what it listed while an event was reported.
type Outlet struct {
	Source    news.SourceID
	Name      string
	House     string // as that of tellings
	Paused    bool   // it is not polled: by the operator, or because the outlet has ended it
	Read      news.Watched
	Reports   int       // on the topic of the event, in the 30 days before
	Headings  []Heading // of what it listed
	Member    bool      // it has a report of the event that is not among its tellings
	Headlines int       // reports of those days that are known by their headlines alone
	Unread    int       // reports of those days that could not be fetched or read, or not yet
}
