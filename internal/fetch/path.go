package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/weblink"
)

const (
	mostCookies = 50      // of one answer that are taken
	mostCookie  = 4 << 10 // bytes of one (RFC 6265, 6.1), and twice as many of all that are sent
)

// path is the way from the URL that was asked for to the one that answers. One goroutine uses it.
type path struct {
	url  *url.URL // of the next request, or of the last one
	hops int      // most steps

	steps     int
	seen      map[string]bool // URLs that were asked, with the cookies that were sent
	permanent string
	unbroken  bool // permanent redirects alone so far
	forbidden bool
	via       []news.Capture // answers that led on

	jar *cookiejar.Jar // of this path alone; nil: no answer has set a cookie

	raised *url.URL     // the URL of https that redirected to http, if url is asked by https instead
	before news.Capture // its answer
}

// taste keeps the cookies that an answer sets for the rest of the path: some outlets ask for them back before they answer. No later
// request has them.
func (p *path) taste(got news.Capture) {
	set := got.Header["Set-Cookie"]
	if len(set) == 0 {
		return
	}
	if p.jar == nil {
		p.jar, _ = cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List}) // it has no error to return
	}
	var some []*http.Cookie
	for _, line := range set[:min(len(set), mostCookies)] {
		if c, err := http.ParseSetCookie(line); err == nil && len(line) <= mostCookie {
			some = append(some, c)
		}
	}
	p.jar.SetCookies(p.url, some)
}

// cookies are those to send to a URL, as the value of a Cookie field; empty: none.
func (p *path) cookies(u *url.URL) string {
	if p.jar == nil {
		return ""
	}
	var b strings.Builder
	for _, c := range p.jar.Cookies(u) {
		pair := c.Name + "=" + c.Value
		if c.Quoted {
			pair = c.Name + `="` + c.Value + `"`
		}
		if b.Len()+len(pair) > 2*mostCookie {
			break
		}
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(pair)
	}
	return b.String()
}

// on goes where an answer leads, and reports whether that is anywhere.
func (p *path) on(got news.Capture, purpose news.Purpose) (more bool, err error) {
	from := p.url
	p.seen[from.String()+" "+p.sent(got)] = true
	if !redirects(got.Status) {
		next, raised := onward(from, got, purpose)
		if next == nil || p.was(next) || p.steps >= p.hops {
			return false, nil
		}
		p.unbroken = false
		p.step(got, next, raised)
		return true, nil
	}
	next, raised, err := target(from, got)
	if err != nil {
		return false, err
	}
	switch {
	case p.was(next) && raised:
		return false, backToHTTP(from)
	case p.was(next):
		return false, fmt.Errorf("%s: redirected in a circle at %s: %w", from.Host, next, errRedirect)
	case p.steps >= p.hops:
		return false, fmt.Errorf("%s: redirected more than %d times, last to %s: %w", from.Host, p.hops, next, errRedirect)
	}
	if p.unbroken = p.unbroken && (got.Status == 301 || got.Status == 308); p.unbroken {
		p.permanent = next.String()
	}
	p.step(got, next, raised)
	return true, nil
}

// step moves to the next URL.
func (p *path) step(got news.Capture, next *url.URL, raised bool) {
	p.via = append(p.via, got)
	p.raised, p.before = nil, news.Capture{}
	if raised {
		p.raised, p.before = p.url, got
	}
	p.url = next
	p.steps++
}

// sent is the Cookie field that was sent for an answer.
func (p *path) sent(got news.Capture) string { return strings.Join(got.Request["Cookie"], "") }

// was reports whether a URL has been asked with the cookies of now.
func (p *path) was(u *url.URL) bool { return p.seen[u.String()+" "+p.cookies(u)] }

// end completes the answer at which a path ends.
func (p *path) end(got news.Capture) news.Capture {
	got.Permanent, got.Via = p.permanent, p.via
	return got
}

// giveUp is the end of a path at a URL that could not be had. If that was asked by https where http was meant, and there is nothing by
// https, then the redirect to http is the answer.
func (p *path) giveUp(got news.Capture, err error) (news.Capture, error) {
	var refused *news.Refused
	var b *barred
	switch {
	case p.raised == nil, errors.Is(err, news.ErrOurs), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &refused), errors.As(err, &b):
	case errors.Is(err, news.ErrGone), got.Status == 0 && site(p.raised) != site(p.url):
		p.via = p.via[:len(p.via)-1] // it did not lead on
		return p.end(p.before), backToHTTP(p.raised)
	}
	return p.end(got), err
}

// onward is where a page leads that holds nothing itself; nil: nowhere.
func onward(from *url.URL, got news.Capture, purpose news.Purpose) (next *url.URL, raised bool) {
	if got.Status != http.StatusOK && got.Status != http.StatusNonAuthoritativeInfo || purpose == forRobots || purpose == news.ForImage || !page(got.Get("Content-Type")) {
		return nil, false
	}
	body, _ := coding.Plain(got.Body, coding.Bounds{Size: 1 << 20, Ratio: 250})
	to := weblink.Onward(from.String(), got.Get("Refresh"), body)
	if to == "" {
		return nil, false
	}
	next, raised, err := lead(from, to)
	if err != nil {
		return nil, false
	}
	return next, raised
}

// page reports whether a media type is that of a page, or none.
func page(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "", "text/html", "application/xhtml+xml":
		return true
	}
	return false
}
