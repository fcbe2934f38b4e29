package desk

import (
	"context"
	"errors"
	"slices"

	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// fewestLeads makes a page a list of reports, for want of a feed.
const fewestLeads = 3

// ErrNothingToWatch is the error of a page that names no feed and lists no reports.
var ErrNothingToWatch = errors.New("no feed, sitemap or list of reports")

// SeveralFeeds is the error of a page that names more than one feed.
type SeveralFeeds []discover.Candidate

func (fs SeveralFeeds) Error() string { return text.Count(len(fs), "feed", "feeds") }

const (
	mostAsked = 8 // addresses of feeds that are asked for one page
	mostOpen  = 5 // candidates that are asked all; of more a person chooses
)

// Offer looks at an address and returns the look at what is to be watched: the feed or sitemap there, the feed that
// the page there names or keeps where outlets usually do, or else the page's own list of reports. With an error, the look is that at the address
// itself, or at the one feed that its page declares. It asks the outlet as seldom as it can, and writes nothing.
func (d *Desk) Offer(ctx context.Context, address string) (Look, error) {
	look, err := d.Look(ctx, news.Source{ID: "new", URL: address})
	switch {
	case err == nil && look.Result.Kind != news.KindSection:
		return look, nil
	case look.Capture.Status != 200, errors.Is(err, discover.ErrBlocked):
		return look, err
	}
	o := offer{desk: d, named: address, left: mostAsked, list: err == nil && len(look.Leads) >= fewestLeads}
	feeds := discover.Feeds(look.Capture)
	sure, open := parted(feeds)
	if choice := discover.Offer(sure); len(choice) > 1 {
		return look, SeveralFeeds(choice)
	} else if len(choice) == 1 {
		behind, err := o.ask(ctx, choice[0])
		if err == nil {
			return behind, nil
		}
		look, o.failed = behind, err
	}
	found, err := o.choose(ctx, discover.Offer(open))
	switch {
	case err != nil:
		return look, err
	case len(found) == 0 && o.failed == nil:
		found = o.usual(ctx, address)
	}
	switch {
	case ctx.Err() != nil:
		return look, ctx.Err()
	case len(found) > 0:
		return found[0], nil
	case o.failed != nil:
		return look, o.failed
	case !o.list:
		return look, ErrNothingToWatch
	}
	return look, nil
}

// parted are the feeds that a page declares, and those of which only the answer shows what they are.
func parted(feeds []discover.Candidate) (sure, open []discover.Candidate) {
	for _, f := range feeds {
		if f.Guess {
			open = append(open, f)
		} else {
			sure = append(sure, f)
		}
	}
	return sure, open
}

// offer asks for the feeds of one page.
type offer struct {
	desk   *Desk
	named  string // the page's address, which the operator wrote
	list   bool   // the page is a list of reports itself
	left   int    // addresses that may still be asked
	failed error  // why the one feed that the page declares could not be had
}

// choose asks candidates of which the likeliest come first, and returns the one that is a feed; nil: none is, or several and the page is a list itself.
func (o *offer) choose(ctx context.Context, open []discover.Candidate) ([]Look, error) {
	var found []Look
	var feeds SeveralFeeds
	for _, group := range discover.ByRank(open) {
		if len(group) > mostOpen {
			if o.list {
				return nil, nil
			}
			return nil, SeveralFeeds(group)
		}
		for _, f := range group {
			behind, err := o.ask(ctx, f)
			same := func(l Look) bool { return alikeLooks(l, behind) }
			if err == nil && behind.Result.Kind == news.KindFeed && !slices.ContainsFunc(found, same) {
				f.URL = behind.Source.URL
				found, feeds = append(found, behind), append(feeds, f)
			}
		}
		if len(found) > 0 {
			break
		}
	}
	switch {
	case len(found) > 1 && o.list:
		return nil, nil
	case len(found) > 1:
		return nil, feeds
	}
	return found, nil
}

// usual asks where outlets usually keep a feed.
func (o *offer) usual(ctx context.Context, address string) []Look {
	for _, at := range discover.Usual(address) {
		behind, err := o.ask(ctx, discover.Candidate{URL: at, Guess: true})
		if err == nil && behind.Result.Kind == news.KindFeed {
			return []Look{behind}
		}
	}
	return nil
}

// ask looks at what may be a feed. What the page does not declare is asked for as robots.txt allows.
func (o *offer) ask(ctx context.Context, f discover.Candidate) (Look, error) {
	var behind Look
	err := errors.New("no more is asked")
	for _, at := range []string{f.URL, f.Else} {
		if at == "" || o.left == 0 || ctx.Err() != nil {
			break
		}
		o.left--
		purpose := news.ForSource
		if f.Guess {
			purpose = news.ForList
		}
		if behind, err = o.desk.look(ctx, news.Source{ID: "new", URL: at}, o.named, purpose); err == nil || behind.Capture.Status != 0 {
			break
		}
	}
	return behind, err
}

// alikeLooks reports whether two looks are at one feed, under two addresses or in two formats.
func alikeLooks(a, b Look) bool {
	if a.Capture.Final == b.Capture.Final {
		return true
	}
	return len(a.Leads) > 0 && len(a.Leads) == len(b.Leads) && a.Leads[0].Lead.Key == b.Leads[0].Lead.Key &&
		a.Leads[len(a.Leads)-1].Lead.Key == b.Leads[len(b.Leads)-1].Lead.Key
}
