package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// forRobots is the one purpose that others cannot ask for: robots.txt itself.
const forRobots news.Purpose = "robots"

// maxRobotsHops is how many redirects are followed for robots.txt (RFC 9309, 2.3.1.2).
const maxRobotsHops = 5

// errRedirect marks a run of redirects that leads nowhere.
var errRedirect = errors.New("redirects lead nowhere")

// follow makes the request and those it is redirected to. Each passes robots.txt,
// the pace of its host and the guard by itself, and none holds two hosts at once.
func (c *Client) follow(ctx context.Context, u *url.URL, req news.Request) (news.Capture, error) {
	hops := c.limits.Hops
	if req.Purpose == forRobots {
		hops = maxRobotsHops
	}
	var seen []string
	var permanent string
	unbroken, forbidden := true, false
	for {
		if err := c.admit(ctx, u, req, &forbidden); err != nil {
			return news.Capture{URL: req.URL, Permanent: permanent}, err
		}
		got, err := c.exchange(ctx, u, req)
		got.URL, got.Permanent, got.Forbidden = req.URL, permanent, forbidden
		if err != nil || !redirects(got.Status) {
			return got, err
		}
		next, err := target(u, got)
		if err != nil {
			return got, err
		}
		seen = append(seen, u.String())
		switch {
		case slices.Contains(seen, next.String()):
			return got, fmt.Errorf("%s: redirected in a circle at %s: %w", u.Host, next, errRedirect)
		case len(seen) > hops:
			return got, fmt.Errorf("%s: redirected more than %d times, last to %s: %w", u.Host, hops, next, errRedirect)
		}
		if unbroken = unbroken && (got.Status == 301 || got.Status == 308); unbroken {
			permanent = next.String()
		}
		if u = next; req.ValidFor == "" { // the validators are those of the URL that was asked for
			req.ETag, req.LastModified = "", ""
		}
	}
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
func target(from *url.URL, got news.Capture) (*url.URL, error) {
	loc := got.Get("Location")
	if loc == "" {
		return nil, fmt.Errorf("%s answers %s without a location: %w", from.Host, statusText(got.Status), errRedirect)
	}
	next, err := from.Parse(mended(loc))
	if err != nil {
		return nil, fmt.Errorf("%s redirects to %q, which is not an address: %w", from.Host, clip(loc, 200), errRedirect)
	}
	if err := spell(next); err != nil {
		return nil, fmt.Errorf("%s redirects: %w", from.Host, err)
	}
	if err := presentable(next); err != nil {
		return nil, fmt.Errorf("%s redirects: %w", from.Host, err)
	}
	if from.Scheme == "https" && next.Scheme == "http" {
		return nil, fmt.Errorf("%s redirects from https back to http: %w", from.Host, news.ErrForbidden)
	}
	next.Fragment, next.RawFragment = "", ""
	return next, nil
}

func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + "…"
}
