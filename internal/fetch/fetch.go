// Package fetch is the desk's only door to the outlets: one request for one URL
// becomes one capture, or an error that says what to do next. Courtesy lives here
// and nowhere else: robots.txt (RFC 9309), one pace and one connection per host for
// feeds, pages, pictures and robots.txt together, Retry-After, conditional requests.
// It never dials an address that is not public unless the operator allows it, keeps
// no cookies, uses no proxy, and never decides what is worth asking for.
package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// DefaultAgent is what the desk calls itself when the operator gives no name and contact.
const DefaultAgent = "Waidian/0.1 (+https://github.com/waidian/waidian)"

// Options are what a Client needs to know. The zero value works: public addresses
// only, no pace, the limits of DefaultLimits.
type Options struct {
	Agent        string            // User-Agent; its first product token is the name looked up in robots.txt
	Pace         time.Duration     // the least time between the starts of two requests to one host
	AllowPrivate []netip.Prefix    // addresses that may be dialled, on any port, although they are not public
	Ports        []uint16          // ports that may be dialled besides 80 and 443
	Limits       Limits            // zero fields take the values of DefaultLimits
	Transport    http.RoundTripper // for tests; nil: our own, with the guard
	Now          func() time.Time  // nil: time.Now
}

// Limits bound what one answer may cost. A zero field means the default.
type Limits struct {
	Body    int64         // bytes of a body, coded and decoded
	Ratio   int64         // decoded bytes for each coded byte, past the first MiB
	Header  int64         // bytes of an answer's header
	Connect time.Duration // to resolve, connect and agree on TLS, each
	Answer  time.Duration // from the request sent to the header received
	Idle    time.Duration // between two reads of a body
	Whole   time.Duration // one request altogether, the pace before it not counted
	Hops    int           // redirects in a row
	Idles   int           // connections kept open to idle hosts
}

// Client fetches. It is safe for concurrent use.
type Client struct {
	opts Options
}

// New returns a client. It starts nothing.
func New(opts Options) *Client { return &Client{opts: opts} }

// Fetch asks for one URL. It returns a nil error for 200 and 304 alone. An answer
// with another status comes back together with an error that wraps news.ErrGone
// (404, 410), news.ErrForbidden (401, 402, 403, 451; robots.txt; an address that
// may not be dialled) or news.ErrLater (429, 5xx, no answer); a *news.Later where a
// time is known. Fetch waits for the host's pace; see Wait.
func (c *Client) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	return news.Capture{}, errors.ErrUnsupported
}

// Wait says how long a request for the URL would have to wait now: because the host
// is busy, paced, or has asked to be left alone. It is an estimate for choosing
// another host first; zero means: go.
func (c *Client) Wait(url string) time.Duration { return 0 }

// Allowed asks robots.txt, over the network if need be, whether the URL may be
// fetched. It returns nil or what Fetch would return.
func (c *Client) Allowed(ctx context.Context, url string) error { return errors.ErrUnsupported }

// Close ends the idle connections.
func (c *Client) Close() error { return nil }
