package desk

import (
	"context"
	"errors"
	"fmt"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
)

// fewestLeads makes a page a list of reports, for want of a feed.
const fewestLeads = 3

// ErrNothingToWatch is the error of a page that names no feed and lists no reports.
var ErrNothingToWatch = errors.New("no feed, sitemap or list of reports")

// SeveralFeeds is the error of a page that names more than one feed.
type SeveralFeeds []discover.Candidate

func (fs SeveralFeeds) Error() string { return fmt.Sprintf("%d feeds", len(fs)) }

// Offer looks at an address and returns the look at what is to be watched: the feed or sitemap there, the feed that
// the page there names, or else the page's own list of reports. With an error, the look is that at the address
// itself. It asks the outlet as seldom as it can, and writes nothing.
func (d *Desk) Offer(ctx context.Context, address string) (Look, error) {
	look, err := d.Look(ctx, news.Source{ID: "new", URL: address})
	switch {
	case err == nil && look.Result.Kind != news.KindSection:
		return look, nil
	case look.Capture.Status != 200, errors.Is(err, discover.ErrBlocked):
		return look, err
	}
	list := err == nil && len(look.Leads) >= fewestLeads
	feeds := discover.Offer(discover.Feeds(look.Capture))
	switch {
	case len(feeds) == 1 && feeds[0].Guess: // a link that may not lead to a feed
		behind, err := d.look(ctx, news.Source{ID: "new", URL: feeds[0].URL}, address)
		if err == nil && behind.Result.Kind == news.KindFeed {
			return behind, nil
		}
	case len(feeds) == 1:
		return d.look(ctx, news.Source{ID: "new", URL: feeds[0].URL}, address)
	case len(feeds) > 1 && !(list && feeds[0].Guess):
		return look, SeveralFeeds(feeds)
	}
	if !list {
		return look, ErrNothingToWatch
	}
	return look, nil
}
