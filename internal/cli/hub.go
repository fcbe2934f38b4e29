package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/site"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// hub is the WebSub hub of the site's feeds.
type hub struct {
	client  *fetch.Client
	address string
}

// hubOf is the hub of a configuration, for the site that b builds.
func hubOf(c config.Config, client *fetch.Client, b *site.Builder) desk.Hub {
	if c.Site.Hub == "" {
		return desk.Hub{}
	}
	u, err := url.Parse(c.Site.Hub)
	if err != nil {
		return desk.Hub{} // no configuration has one
	}
	return desk.Hub{By: hub{client, c.Site.Hub}, Host: u.Host, Changed: b.HandOver}
}

// Announce sends the form by which publishers tell hubs. WebSub leaves that to the two; hub.url is what hubs have taken since
// PubSubHubbub 0.3 (7.1), and hub.topic what some take that came later. One request names one feed: of several, some hubs read the last alone.
func (h hub) Announce(ctx context.Context, feed string) error {
	form := url.Values{"hub.mode": {"publish"}, "hub.url": {feed}, "hub.topic": {feed}}
	got, err := h.client.Post(ctx, h.address, "application/x-www-form-urlencoded", []byte(form.Encode()))
	if err != nil {
		return fmt.Errorf("announce a feed: %w", err)
	}
	if got.Status < 200 || got.Status > 299 {
		return unserved("announce a feed", got)
	}
	return nil
}

// unserved is the error of a service that answers otherwise than it should: it is asked again, for it may be mended.
func unserved(what string, got news.Capture) error {
	return fmt.Errorf("%s: %w", what, &news.Unanswered{Cause: news.CauseOther,
		Reason: fmt.Sprintf("%s answers %d %s", got.URL, got.Status, http.StatusText(got.Status))})
}

// hubStatus says how many feeds the hub was not told of yet.
type hubStatus struct {
	Address string     `json:"address"`
	Waiting int        `json:"waiting"`
	New     int        `json:"new,omitempty"`    // of these, those that a build has changed of which the desk does not know yet
	Next    *time.Time `json:"next,omitempty"`   // when it is told
	Reason  string     `json:"reason,omitempty"` // why it was not
}

// hubStatusOf is the state of the hub; nil if there is none.
func hubStatusOf(tx *store.Tx, c config.Config) (*hubStatus, error) {
	if c.Site.Hub == "" {
		return nil, nil
	}
	h := &hubStatus{Address: c.Site.Hub}
	_, n, err := tx.Announcements(0)
	if err != nil {
		return nil, err
	}
	list, _, err := tx.Announcements(n)
	if err != nil {
		return nil, err
	}
	untold, err := site.Untold(siteDir(c))
	if err != nil {
		return nil, err
	}
	for _, feed := range untold {
		if !slices.ContainsFunc(list, func(a store.Announcement) bool { return a.Feed == feed }) {
			h.New++
		}
	}
	if h.Waiting = n + h.New; n == 0 {
		return h, nil
	}
	t, err := tx.TaskOf(store.Announce, store.AnnounceTask("", time.Time{}).Subject)
	h.Reason = t.Reason
	if !t.Buried {
		h.Next = orNil(t.Due)
	}
	return h, err
}

// waits is the state of the hub in words.
func (h hubStatus) waits(now time.Time) string {
	if h.Waiting == 0 {
		return "told of every feed that has changed"
	}
	s := text.Count(h.Waiting, "changed feed waits", "changed feeds wait") + " to be announced"
	if h.Reason != "" {
		s += ": " + shown(h.Reason)
	}
	switch {
	case h.New == h.Waiting:
		s += "; the next build of the desk takes them up"
	case h.Next == nil:
		s += "; tried again at the next build that changes a feed"
	case h.Next.After(now):
		s += "; tried again in " + h.Next.Sub(now).Round(time.Second).String()
	}
	return s
}

// hub says whether the hub was told of what has changed; nothing where there is none.
func (doctorCmd) hub(ctx context.Context, a *app, c config.Config, db *store.DB) (out []finding) {
	f := finding{what: "hub", mild: true, do: "see whether the hub works and takes feeds of this site, or correct [site] hub; readers who ask for the feeds themselves miss nothing"}
	var h *hubStatus
	f.err = db.View(ctx, func(tx *store.Tx) (err error) { h, err = hubStatusOf(tx, c); return err })
	if f.err == nil && h == nil {
		return nil
	}
	if f.err == nil {
		f.note = h.Address + ", " + h.waits(a.Now())
		if h.Reason != "" {
			f.err = errors.New(f.note)
		}
	}
	return []finding{f}
}
