package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

const (
	robotsFresh = 24 * time.Hour      // a copy is used (RFC 9309, 2.4)
	robotsStale = 30 * 24 * time.Hour // an old copy is used when there is no newer to be had (2.3.1.4)
	robotsAgain = 10 * time.Minute    // a robots.txt that could not be had is asked for again
)

// origin is a scheme, host and port: what a robots.txt speaks for.
type origin struct {
	rules  rules
	had    time.Time     // when the rules were read; zero: never
	until  time.Time     // earliest next request; until then err is the answer
	err    error         // why there are no rules now; a *news.Later
	asking chan struct{} // closed when the request under way is over; nil: none
}

// robots remembers what each origin's robots.txt says to us.
type robots struct {
	token string // our name in it

	mu    sync.Mutex
	known map[string]*origin
}

// permit returns nil when robots.txt lets us have the URL; it is asked for when it
// is not known.
func (c *Client) permit(ctx context.Context, u *url.URL, named string) error {
	r, err := c.rulesFor(ctx, u, named)
	if err == nil && !r.allows(u) {
		err = &news.Refused{Note: news.Note{Code: news.NoteRobots, Of: u.Host, Arg: clip(target9309(u), 200)}}
	}
	return err
}

// rulesFor returns what the robots.txt that speaks for the URL says, or why that
// cannot be known now. Whoever comes while it is being asked for waits for the answer.
func (c *Client) rulesFor(ctx context.Context, u *url.URL, named string) (rules, error) {
	for {
		o, wait, known := c.robots.claim(originKey(u), c.now())
		if known {
			return o.rules, o.err
		}
		if wait == nil && c.hosts.recall(ctx, hostKey(u)) {
			c.robots.settle(originKey(u), rules{}, nil, errRecalled, c.now())
			continue
		}
		if wait == nil {
			r, err := c.askRobots(ctx, u, named)
			gaveUp := ctx.Err()
			if _, isBarred := errors.AsType[*barred](err); isBarred && !names(named, u) {
				gaveUp = err // nothing was learnt of the origin: a source that names it may ask
			}
			if gaveUp == nil && errors.Is(err, news.ErrOurs) {
				gaveUp = err
			}
			o = c.robots.settle(originKey(u), r, err, gaveUp, c.now())
			c.hosts.slow(hostKey(u), o.rules.delay)
			if gaveUp == nil {
				c.hosts.share(ctx, doorOf(u))
			}
			return o.rules, cmp.Or(gaveUp, o.err)
		}
		select {
		case <-wait:
		case <-ctx.Done():
			return rules{}, ctx.Err()
		}
	}
}

// Sitemaps are the first sitemaps that the robots.txt which speaks for an address names, as far as that is known: nothing is asked.
func (c *Client) Sitemaps(address string) []string {
	u, err := parse(address)
	if err != nil {
		return nil
	}
	c.robots.mu.Lock()
	defer c.robots.mu.Unlock()
	if o, ok := c.robots.known[originKey(u)]; ok {
		return slices.Clone(o.rules.maps)
	}
	return nil
}

// errRecalled says that another process may have asked for a robots.txt.
var errRecalled = errors.New("another process may know it")

func originKey(u *url.URL) string { return u.Scheme + "://" + strings.ToLower(u.Host) }

// claim returns what is known of an origin. When that is nothing, or no longer
// fresh, wait is what to wait for; without it the caller is to ask and to settle.
func (r *robots) claim(key string, now time.Time) (o origin, wait chan struct{}, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.get(key, now)
	if !now.After(at.until) {
		return *at, nil, true
	}
	wait = at.asking
	if wait == nil {
		at.asking = make(chan struct{})
	}
	return *at, wait, false
}

// settle takes in the answer and wakes those who wait for it. One who gave up has
// learnt nothing: the next in line asks again.
func (r *robots) settle(key string, said rules, err, gaveUp error, now time.Time) origin {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.get(key, now)
	if o.asking != nil {
		close(o.asking)
		o.asking = nil
	}
	if gaveUp == nil {
		o.learn(said, err, now)
	}
	return *o
}

// learn takes in the answer to a question for robots.txt.
func (o *origin) learn(r rules, err error, now time.Time) {
	var later *news.Later
	switch {
	case err == nil:
		o.rules, o.had, o.err, o.until = r, now, nil, now.Add(robotsFresh)
		return
	case !o.had.IsZero() && now.Sub(o.had) < robotsStale:
		o.err, o.until = nil, now.Add(robotsAgain)
		return
	case errors.As(err, &later):
		o.until = later.Until
	default:
		o.until = now.Add(robotsAgain)
	}
	if o.err = err; later == nil && !errors.Is(err, news.ErrForbidden) { // forbidden: by the guard, for good
		o.err = &news.Later{Until: o.until, Reason: reason(err), Cause: news.CauseOf(err)}
	}
}

// reason is an error's message without the words that news.ErrLater adds.
func reason(err error) string {
	return strings.TrimSuffix(err.Error(), ": "+news.ErrLater.Error())
}

// askRobots gets the robots.txt that speaks for the URL. One that is not there
// allows everything, and so does one that no redirect leads to;
// one that is not available now is an error.
func (c *Client) askRobots(ctx context.Context, u *url.URL, named string) (rules, error) {
	at := url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}
	got, err := c.follow(ctx, &at, news.Request{URL: at.String(), Purpose: forRobots, Named: named})
	switch {
	case err == nil, got.Status > 200 && got.Status < 300:
		return readRules(got.Body, c.robots.token), nil
	case errors.Is(err, errRedirect), redirects(got.Status),
		got.Status >= 400 && got.Status < 500 && got.Status != http.StatusTooManyRequests,
		errors.Is(err, news.ErrNoText), errors.Is(err, coding.ErrBody):
		return rules{}, nil
	case got.Status == 0:
		return rules{}, err
	}
	const why = "robots.txt is not available, so nothing is fetched: "
	var later *news.Later
	if errors.As(err, &later) {
		return rules{}, &news.Later{Until: later.Until, Reason: why + later.Reason, Cause: later.Cause}
	}
	return rules{}, fmt.Errorf("%s%w", why, err)
}

// forbids reports whether robots.txt, if it is known, forbids the URL.
func (r *robots) forbids(u *url.URL) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	o := r.known[originKey(u)]
	return o != nil && o.err == nil && !o.had.IsZero() && !o.rules.allows(u)
}

// get returns the origin of that key; the caller holds the lock. When there are
// very many, those whose copy is no longer fresh are forgotten, and at least one.
func (r *robots) get(key string, now time.Time) *origin {
	o := r.known[key]
	if o != nil {
		return o
	}
	const most = 8192
	if len(r.known) >= most {
		for k, o := range r.known {
			if o.asking == nil && (now.After(o.until) || len(r.known) >= most) {
				delete(r.known, k)
			}
		}
	}
	o = &origin{}
	r.known[key] = o
	return o
}
