// Package fetch is the desk's only door to the outlets: one request for one URL
// becomes one capture, or an error that says what to do next. Courtesy lives here
// and nowhere else: robots.txt (RFC 9309), one pace and one connection per host for
// feeds, pages, pictures and robots.txt together, Retry-After, conditional requests.
// It never dials an address that is not public unless the operator named it as a source, keeps
// no cookies beyond one run of redirects, uses no proxy but the operator's, and never decides what is worth asking for.
package fetch

import (
	"cmp"
	"context"
	"net/http"
	"net/netip"
	"time"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// DefaultAgent is what the desk calls itself when the operator gives no name and contact.
const DefaultAgent = "Waidian/0.1 (+https://github.com/waidian/waidian)"

// Options are what a Client needs to know. The zero value works: public addresses
// only, no pace, the limits of DefaultLimits.
type Options struct {
	Agent        string            // User-Agent; its first product token is the name looked up in robots.txt
	Pace         time.Duration     // the least time between the starts of two requests to one host
	AllowPrivate []netip.Prefix    // addresses that may be dialled although they are not public, if Request.Named names host and port
	Proxy        Proxy             // nil: none. With Transport it is not asked
	Limits       Limits            // zero fields take the values of DefaultLimits
	Transport    http.RoundTripper // for tests; nil: our own, with the guard
	Now          func() time.Time  // nil: time.Now
	// Promised is called when Save has a promise to keep that it had not before: a host asked to be
	// left alone, or for a delay. It may be nil.
	Promised func()
	Keeper   Keeper // nil: no other process asks the same hosts
}

// Limits bound what one answer may cost. A zero field means the default.
type Limits struct {
	Body    int64         // bytes of a body, coded and decoded; what is longer is cut
	Ratio   int64         // decoded bytes for each coded byte, past the first MiB
	Header  int64         // bytes of an answer's header
	Connect time.Duration // to resolve and connect, and once more to agree on TLS
	Answer  time.Duration // from the request sent to the header received
	Idle    time.Duration // between two reads of a body
	Rate    int64         // bytes of a body a second, on average, once the first Grace has passed
	Grace   time.Duration
	Whole   time.Duration // one request altogether, the pace before it not counted
	Hops    int           // redirects in a row
	Idles   int           // connections kept open to idle hosts
}

// DefaultLimits are generous to an outlet's page and mean to an attack: the longest
// articles and feeds seen are below 10 MB, news compresses 3 to 30-fold.
func DefaultLimits() Limits {
	return Limits{
		Body: 15 << 20, Ratio: 250, Header: 256 << 10,
		Connect: 10 * time.Second, Answer: 20 * time.Second, Idle: 15 * time.Second, Whole: time.Minute,
		Rate: 512, Grace: 10 * time.Second,
		Hops: 10, Idles: 128,
	}
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	return Limits{
		Body: cmp.Or(l.Body, d.Body), Ratio: cmp.Or(l.Ratio, d.Ratio), Header: cmp.Or(l.Header, d.Header),
		Connect: cmp.Or(l.Connect, d.Connect), Answer: cmp.Or(l.Answer, d.Answer),
		Idle: cmp.Or(l.Idle, d.Idle), Whole: cmp.Or(l.Whole, d.Whole),
		Rate: cmp.Or(l.Rate, d.Rate), Grace: cmp.Or(l.Grace, d.Grace),
		Hops: cmp.Or(l.Hops, d.Hops), Idles: cmp.Or(l.Idles, d.Idles),
	}
}

// Client fetches. It is safe for concurrent use.
type Client struct {
	limits  Limits
	heads   heads
	now     func() time.Time
	ways    ways  // to public addresses, on the ports of the web
	named   ways  // to a host and port that the operator named; its connections are kept apart
	public  guard // of ways
	private guard // of named
	proxies proxies
	decoder coding.Decoder
	hosts   hosts
	robots  robots
	reach   reach
	plain   plain
}

// New returns a client. It starts nothing.
func New(opts Options) *Client {
	given := ways{opts.Transport, opts.Transport}
	c := &Client{limits: opts.Limits.orDefault(), ways: given, named: given, now: opts.Now}
	agent := cmp.Or(opts.Agent, DefaultAgent)
	if c.now == nil {
		c.now = time.Now
	}
	c.public, c.private = newGuard(nil, false), newGuard(opts.AllowPrivate, true)
	c.proxies = proxies{limits: c.limits}
	if opts.Transport == nil {
		c.ways, c.named = newWays(c.public, c.limits), newWays(c.private, c.limits)
		c.proxies.choose = opts.Proxy
	}
	c.heads = newHeads(agent)
	c.hosts = hosts{pace: opts.Pace, now: c.now, known: map[string]*host{}, promised: opts.Promised, keeper: opts.Keeper}
	c.hosts.load, c.hosts.save = c.loadHost, c.saveHost
	c.robots = robots{token: productToken(agent), known: map[string]*origin{}}
	return c
}

// Fetch asks for one URL. It returns a nil error for 200 and 304 alone. An answer
// with another status comes back together with an error that wraps news.ErrGone
// (404, 410), news.ErrForbidden (401, 402, 403, 451; robots.txt; an address that
// may not be dialled) or news.ErrLater (429, 5xx, no answer); a *news.Later where a
// time is known. A news.ErrOurs says that this machine could not ask: the host is not at fault. Fetch waits for the host's pace; see Wait.
func (c *Client) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	u, err := parse(req.URL)
	if err != nil {
		return news.Capture{URL: req.URL}, err
	}
	return c.follow(ctx, u, req)
}

// Wait says how long a request for the URL would have to wait now: because the host
// is busy, paced, or has asked to be left alone. It is an estimate for choosing
// another host first; zero means: go.
func (c *Client) Wait(address string) time.Duration {
	u, err := parse(address)
	if err != nil {
		return 0
	}
	return c.hosts.wait(doorOf(u))
}

// Allowed asks robots.txt, over the network if need be, whether the URL may be
// fetched. It returns nil or what Fetch would return.
func (c *Client) Allowed(ctx context.Context, address string) error {
	u, err := parse(address)
	if err != nil {
		return err
	}
	return c.permit(ctx, u, "")
}

// Close ends the idle connections. Requests under way go on.
func (c *Client) Close() error {
	c.proxies.CloseIdleConnections()
	for _, rt := range []http.RoundTripper{c.ways.any, c.ways.plain, c.named.any, c.named.plain} {
		if t, ok := rt.(interface{ CloseIdleConnections() }); ok {
			t.CloseIdleConnections()
		}
	}
	return nil
}
