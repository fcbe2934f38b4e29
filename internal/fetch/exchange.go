package fetch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

// maxErrorBody is how much is read of an answer that is no 200: enough to keep the
// connection, too little to hurt.
const maxErrorBody = 64 << 10

// heads are the parts of a request's header that never change, made once.
type heads struct {
	agent, coding []string
	accept        map[news.Purpose][]string
}

func newHeads(agent string) heads {
	const lists = "application/atom+xml, application/rss+xml, application/feed+json, " +
		"application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.1"
	return heads{
		agent:  []string{agent},
		coding: []string{coding.Accept},
		accept: map[news.Purpose][]string{
			news.ForSource:  {lists},
			news.ForList:    {lists},
			news.ForArticle: {"text/html, application/xhtml+xml;q=0.9, */*;q=0.1"},
			news.ForImage:   {"image/avif, image/webp, image/*;q=0.9, */*;q=0.1"},
			forRobots:       {"text/plain, */*;q=0.1"},
			news.ForService: {"*/*"},
		},
	}
}

// header is what is sent. Validators go to the URL that gave them and to no other,
// byte for byte. The keys are in canonical form already; Host is there for the
// archive and skipped by net/http, which sends the request's own.
func (h heads) header(u *url.URL, req news.Request) http.Header {
	accept := h.accept[req.Purpose]
	if accept == nil {
		accept = h.accept[news.ForArticle]
	}
	out := http.Header{"Host": {u.Host}, "User-Agent": h.agent, "Accept": accept, "Accept-Encoding": h.coding}
	if req.Post != nil {
		out["Content-Type"] = []string{req.PostType}
	}
	if req.Cookie != "" {
		out["Cookie"] = []string{req.Cookie}
	}
	if req.ValidFor != "" && req.ValidFor != u.String() {
		return out
	}
	if req.ETag != "" {
		out["If-None-Match"] = []string{req.ETag}
	}
	if req.LastModified != "" {
		out["If-Modified-Since"] = []string{req.LastModified}
	}
	return out
}

// exchange is one request and its answer, with the host to itself; redirects are
// the caller's. A host that breaks off HTTP/2 is asked once more by HTTP/1.1.
func (c *Client) exchange(ctx context.Context, u *url.URL, req news.Request) (news.Capture, error) {
	if c.plain.is(site(u), c.now()) {
		got, _, err := c.once(ctx, u, req, true)
		return got, err
	}
	got, broke, err := c.once(ctx, u, req, false)
	if !broke {
		return got, err
	}
	again, _, err2 := c.once(ctx, u, req, true)
	if again.Status == 0 || again.Truncated {
		return got, err
	}
	c.plain.add(site(u), c.now())
	return again, err2
}

// once makes one request, by HTTP/1.1 alone if plain is set. broke says that HTTP/2 was broken off.
func (c *Client) once(ctx context.Context, u *url.URL, req news.Request, plain bool) (got news.Capture, broke bool, err error) {
	at := doorOf(u)
	h, err := c.hosts.enter(ctx, at)
	if err != nil {
		return news.Capture{URL: req.URL}, false, err
	}
	got, err = c.ask(ctx, u, req, plain)
	if ctx.Err() != nil {
		c.hosts.leave(h, at, signal{})
		return got, false, ctx.Err()
	}
	if err := c.ours(at.host, got, err); err != nil {
		c.hosts.leave(h, at, signal{})
		return got, false, err
	}
	broke = brokeStream(got, err)
	sig, err := classify(u, got, err, c.now())
	if until := c.hosts.leave(h, at, sig); !until.IsZero() {
		return got, false, &news.Later{Until: until, Reason: sig.why, Cause: sig.cause}
	}
	return got, broke, err
}

// ask sends the request and reads the answer, within the limits.
func (c *Client) ask(ctx context.Context, u *url.URL, req news.Request, plain bool) (news.Capture, error) {
	at := c.now()
	got := news.Capture{URL: req.URL, Final: u.String(), At: at}
	w := watch(ctx, c.limits)
	defer w.stop()
	proxy, rt, err := c.way(w.ctx, u, req, plain)
	if err != nil {
		return got, err
	}
	streams := false // the connection is one of HTTP/2
	hr := request(u, c.heads.header(u, req), req.Post).WithContext(httptrace.WithClientTrace(w.ctx, &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			if proxy == nil { // the address of the proxy is not the outlet's
				got.Remote = peer(info)
			}
			streams = multiplexed(info)
			w.phase(noAnswer, c.limits.Answer)
		},
	}))
	resp, err := rt.RoundTrip(hr)
	if err != nil {
		err = w.blame(err)
		if proxy != nil {
			err = blameProxy(proxy, u, err)
		}
		if streams {
			err = &torn{err}
		}
		return got, err
	}
	defer resp.Body.Close()
	if proxy != nil && resp.StatusCode == http.StatusProxyAuthRequired {
		return got, blameProxy(proxy, u, &proxyRefusal{resp.StatusCode})
	}
	got.Status, got.Proto, got.Header, got.Request = resp.StatusCode, resp.Proto, resp.Header, hr.Header
	if err := c.body(&got, resp, req.Purpose, w); err != nil {
		if streams {
			err = &torn{err}
		}
		return got, err
	}
	got.Took = c.now().Sub(at)
	return got, nil
}

// request is what goes out: it asks for the URL, or sends what is not nil there.
func request(u *url.URL, header http.Header, post []byte) *http.Request {
	r := &http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: header, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	if post != nil {
		r.Method, r.ContentLength = http.MethodPost, int64(len(post))
		r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(post)), nil }
		r.Body, _ = r.GetBody() // it has no error
	}
	return r
}

// way is how a request goes: to the host itself, past the guard, or through a proxy, after the guard has judged the host.
func (c *Client) way(ctx context.Context, u *url.URL, req news.Request, plain bool) (proxy *url.URL, rt http.RoundTripper, err error) {
	g, ways := c.public, c.ways
	if names(req.Named, u) {
		g, ways = c.private, c.named
	}
	rt = ways.any
	if plain {
		rt = ways.plain
	}
	proxy, through, err := c.proxies.via(req, u, plain)
	if err != nil || proxy == nil {
		return nil, rt, err
	}
	return proxy, through, c.proxies.judge(ctx, g, req.Named, u, c.now())
}

// body reads and decodes the body of an answer into the capture. What is wrong with
// the body of an answer that is no 200 does not matter: its status says enough.
func (c *Client) body(got *news.Capture, resp *http.Response, p news.Purpose, w *watchdog) error {
	bound := c.limits.Body
	switch {
	case got.Status == http.StatusNotModified:
		return nil
	case got.Status != http.StatusOK && got.Status != http.StatusNonAuthoritativeInfo: // which a proxy has altered (RFC 9110, 15.3.4)
		if err := c.readBody(got, resp, min(bound, maxErrorBody), w); err != nil {
			got.Truncated, got.Cut = true, news.CutDisconnect
			if stalled(err) {
				got.Cut = news.CutTime
			}
		}
		return nil
	case p == forRobots:
		bound = min(bound, maxRobots)
	case p == news.ForService:
		bound = min(bound, maxErrorBody)
	case foreign(p, got.Get("Content-Type")):
		return fmt.Errorf("the answer is %s, which is not text: %w", clip(got.Get("Content-Type"), 80), news.ErrNoText)
	}
	return c.readBody(got, resp, bound, w)
}

func (c *Client) readBody(got *news.Capture, resp *http.Response, bound int64, w *watchdog) error {
	raw, cut, err := c.read(resp, bound, w)
	if err != nil {
		return w.blame(err)
	}
	encoding := strings.Join(got.Header["Content-Encoding"], ",")
	body, torn, err := c.decoder.Decode(raw, encoding, coding.Bounds{Size: bound, Ratio: c.limits.Ratio})
	if err != nil {
		return err
	}
	if cut == "" && torn && int64(len(body)) >= bound {
		cut = news.CutLength // of what it expands to
	}
	got.Raw, got.Body, got.Truncated, got.Cut = raw, body, cut != "" || torn, cut
	return nil
}

// read takes in at most bound bytes. An answer that is longer or breaks off is cut;
// one that breaks off before its first byte is an error.
func (c *Client) read(resp *http.Response, bound int64, w *watchdog) (raw []byte, cut news.CutReason, err error) {
	const guess, most = 16 << 10, 1 << 20 // believe a Content-Length only so far
	size := resp.ContentLength
	if size < 0 {
		size = guess
	}
	raw = make([]byte, 0, min(size, bound, most)+1)
	began := time.Now()
	for {
		w.phase(noMore, c.limits.Idle)
		n, err := resp.Body.Read(raw[len(raw):min(cap(raw), int(bound)+1)])
		raw = raw[:len(raw)+n]
		switch {
		case int64(len(raw)) > bound:
			return raw[:bound], news.CutLength, nil
		case err == io.EOF:
			return raw, "", nil
		case err != nil && w.ctx.Err() == nil && len(raw) > 0:
			return raw, news.CutDisconnect, nil
		case err != nil:
			return nil, "", err
		case c.drips(len(raw), time.Since(began)):
			return nil, "", &slow{tooLittle, c.limits.Grace}
		}
		if len(raw) == cap(raw) {
			raw = append(raw, 0)[:len(raw)]
		}
	}
}

// drips reports whether so many bytes are too few for so long: whoever sends one a
// second would else hold up a hand of the desk for as long as a request may take.
func (c *Client) drips(n int, d time.Duration) bool {
	return d >= c.limits.Grace && float64(n) < d.Seconds()*float64(c.limits.Rate)
}

// foreign reports whether a body of that media type cannot be what was asked for,
// so that a film behind a link is not read to the bound.
func foreign(p news.Purpose, contentType string) bool {
	kind, _, _ := strings.Cut(contentType, "/")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "video", "audio", "font":
		return true
	case "image":
		return p != news.ForImage
	}
	return false
}

// peer is the IP address at the other end, empty where there is none.
func peer(info httptrace.GotConnInfo) string {
	ap, err := netip.ParseAddrPort(info.Conn.RemoteAddr().String())
	if err != nil {
		return ""
	}
	return ap.Addr().Unmap().String()
}
