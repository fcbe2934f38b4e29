package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/weblink"
)

// forRobots is the one purpose that others cannot ask for: robots.txt itself.
const forRobots news.Purpose = "robots"

// maxRobotsHops is how many redirects are followed for robots.txt (RFC 9309, 2.3.1.2).
const maxRobotsHops = 5

// errRedirect marks a run of redirects that leads nowhere.
var errRedirect = errors.New("redirects lead nowhere")

// follow makes the request and those that it is led on to, by redirects and by pages that only lead elsewhere. Each passes
// robots.txt, the pace of its host and the guard by itself, and none holds two hosts at once.
func (c *Client) follow(ctx context.Context, u *url.URL, req news.Request) (news.Capture, error) {
	way := &path{url: u, hops: c.limits.Hops, unbroken: true, seen: map[string]bool{}}
	if req.Purpose == forRobots {
		way.hops = maxRobotsHops
	}
	for {
		got, err := c.hop(ctx, way, req)
		if err != nil {
			return way.giveUp(got, err)
		}
		more, err := way.on(got, req.Purpose)
		if !more {
			return withCanonical(way.end(got), req.Purpose), err
		}
		if req.ValidFor == "" { // the validators are those of the URL that was asked for
			req.ETag, req.LastModified = "", ""
		}
	}
}

// withCanonical returns the page of a report with the address that it calls its own.
func withCanonical(got news.Capture, purpose news.Purpose) news.Capture {
	if purpose == news.ForArticle && got.Status == http.StatusOK && page(got.Get("Content-Type")) {
		got.Canonical = weblink.Canonical(got.Final, got.Body)
	}
	return got
}

// hop makes one request of a path.
func (c *Client) hop(ctx context.Context, way *path, req news.Request) (news.Capture, error) {
	if err := c.admit(ctx, way.url, req, &way.forbidden); err != nil {
		return news.Capture{URL: req.URL, Permanent: way.permanent}, err
	}
	req.Cookie = way.cookies(way.url)
	got, err := c.exchange(ctx, way.url, req)
	got.URL, got.Permanent, got.Forbidden = req.URL, way.permanent, way.forbidden
	way.taste(got)
	return got, err
}

// admit asks robots.txt where it has a say. A feed that the operator named is
// fetched all the same; what robots.txt is already known to say of it is noted.
func (c *Client) admit(ctx context.Context, u *url.URL, req news.Request, forbidden *bool) error {
	switch req.Purpose {
	case forRobots:
		return nil
	case news.ForSource:
		*forbidden = *forbidden || c.robots.forbids(u)
		return nil
	}
	return c.permit(ctx, u, req.Named)
}

// parse reads the URL of a request.
func parse(raw string) (*url.URL, error) {
	u, err := url.Parse(mended(raw))
	if err != nil {
		return nil, fmt.Errorf("%q is not an address: %w", clip(raw, 200), news.ErrForbidden)
	}
	if err := spell(u); err != nil {
		return nil, err
	}
	if err := presentable(u); err != nil {
		return nil, err
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// mended is an address as browsers read it: without white space around it, and with
// a percent sign that encodes nothing kept as it is (WHATWG URL, 4.4).
func mended(raw string) string {
	raw = strings.TrimSpace(raw)
	if _, err := url.PathUnescape(raw); err == nil {
		return raw
	}
	var out strings.Builder
	for i := range len(raw) {
		out.WriteByte(raw[i])
		if _, err := url.PathUnescape(raw[i:min(i+3, len(raw))]); raw[i] == '%' && err != nil {
			out.WriteString("25")
		}
	}
	return out.String()
}

// spell gives a URL the one spelling of its host by which guard, pace, robots.txt and the way go.
func spell(u *url.URL) error {
	if err := news.SpellHost(u); err != nil {
		return fmt.Errorf("%s has a host that is no name of the Internet: %w", clip(u.Redacted(), 200), news.ErrForbidden)
	}
	return nil
}

// presentable reports what keeps a URL from being asked for at all.
func presentable(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%s is not an http or https address: %w", clip(u.Redacted(), 200), news.ErrForbidden)
	case u.Hostname() == "":
		return fmt.Errorf("%s names no host: %w", clip(u.Redacted(), 200), news.ErrForbidden)
	case u.User != nil:
		return fmt.Errorf("%s: an address with a name and password is not fetched: %w", clip(u.Redacted(), 200), news.ErrForbidden)
	}
	return nil
}

// redirects reports whether a status sends the reader elsewhere.
func redirects(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// target is where an answer redirects to.
func target(from *url.URL, got news.Capture) (next *url.URL, raised bool, err error) {
	loc := got.Get("Location")
	if loc == "" {
		return nil, false, fmt.Errorf("%s answers %s without a location: %w", from.Host, statusText(got.Status), errRedirect)
	}
	return lead(from, loc)
}

// lead is the address that an answer from an address leads on to. One of http behind one of https is asked for by https instead,
// at which such redirects mostly end; raised says so. It is refused at a port where nothing says that https is spoken.
func lead(from *url.URL, to string) (next *url.URL, raised bool, err error) {
	next, err = from.Parse(mended(to))
	if err != nil {
		return nil, false, fmt.Errorf("%s redirects to %q, which is not an address: %w", from.Host, clip(to, 200), errRedirect)
	}
	if err := spell(next); err != nil {
		return nil, false, fmt.Errorf("%s redirects: %w", from.Host, err)
	}
	if err := presentable(next); err != nil {
		return nil, false, fmt.Errorf("%s redirects: %w", from.Host, err)
	}
	next.Fragment, next.RawFragment = "", ""
	if from.Scheme == "https" && next.Scheme == "http" {
		if p := next.Port(); p != "" && p != "80" && next.Host != from.Host {
			return nil, false, backToHTTP(from)
		}
		next.Scheme, next.Host, raised = "https", strings.TrimSuffix(next.Host, ":80"), true
	}
	return next, raised, nil
}

// backToHTTP is the error of a redirect from https that ends at http.
func backToHTTP(from *url.URL) error {
	return fmt.Errorf("%s redirects from https back to http, which is followed only from an address that begins with http:// itself: %w",
		from.Host, news.ErrForbidden)
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
