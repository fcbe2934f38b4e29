package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Proxy says through which proxy a request goes for the source at the address named, which is empty where no source
// is known: one of http, https or socks5. nil is none. The address of the proxy itself is the operator's choice: it may
// be private.
type Proxy func(named string, u *url.URL) (*url.URL, error)

// Through a proxy the desk does not see which address is dialled: the proxy resolves names. The guard judges then what
// can be known before: an address that is written as one, and what a name resolves to here, if it does. A name that
// does not is left to the proxy, unless it is one that is never public.
const (
	resolveTime = 3 * time.Second  // for one name; a network that needs a proxy may answer none
	resolvedFor = 10 * time.Minute // how long what was resolved is believed
	mostNames   = 4096             // names that are remembered
)

// proxies are the ways through proxies.
type proxies struct {
	choose Proxy
	limits Limits
	tls    *tls.Config                                                  // for tests; nil: the system's roots
	lookup func(ctx context.Context, host string) ([]netip.Addr, error) // nil: the system's names

	mu    sync.Mutex
	ways  map[string]*http.Transport // by the proxy's address; for HTTP/1.1 alone, with a star before it
	names map[string]resolved
}

type resolved struct {
	addrs []netip.Addr // none: the name does not resolve here
	until time.Time
}

// via is the proxy of a request and the way through it; nil, nil if there is none.
func (p *proxies) via(req news.Request, u *url.URL, plain bool) (*url.URL, *http.Transport, error) {
	if p.choose == nil {
		return nil, nil, nil
	}
	proxy, err := p.choose(req.Named, u)
	if err != nil {
		return nil, nil, &proxyTrouble{err.Error(), true}
	}
	if proxy == nil {
		return nil, nil, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := proxy.String()
	if plain {
		key = "*" + key
	}
	way := p.ways[key]
	if way == nil {
		if way = p.through(proxy); plain {
			way = plainWay(way)
		}
		if p.ways == nil {
			p.ways = map[string]*http.Transport{}
		}
		p.ways[key] = way
	}
	return proxy, way, nil
}

// through makes the way through one proxy.
func (p *proxies) through(proxy *url.URL) *http.Transport {
	d := &net.Dialer{Timeout: p.limits.Connect, Resolver: &net.Resolver{PreferGo: true}}
	conf := p.tls
	if conf != nil {
		conf = conf.Clone()
	}
	t := transport(dialer(d.DialContext), p.limits, conf)
	t.Proxy = http.ProxyURL(proxy)
	t.MaxIdleConnsPerHost = p.limits.Idles // the host of these connections is the proxy
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, answer *http.Response) error {
		if answer.StatusCode == http.StatusOK {
			return nil
		}
		return &proxyRefusal{answer.StatusCode}
	}
	return t
}

// proxyRefusal is a proxy's answer to a request for a tunnel.
type proxyRefusal struct{ status int }

func (r *proxyRefusal) Error() string { return "the proxy answers " + statusText(r.status) }

// proxyTrouble is a failure of the way, not of the host at its end. It says nothing about that host, and nothing of
// what the proxy's address has besides host and port.
type proxyTrouble struct {
	why  string
	ours bool // it would be the same for every host
}

func (t *proxyTrouble) Error() string { return t.why }

// blameProxy finds out of whom the failure of a request through a proxy tells.
func blameProxy(proxy, u *url.URL, err error) error {
	var refusal *proxyRefusal
	var op *net.OpError
	var s *slow
	switch {
	case errors.As(err, &refusal):
		switch refusal.status {
		case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return &unreached{fmt.Sprintf("%s cannot be reached through the proxy: %s", u.Host, statusText(refusal.status))}
		}
		return &proxyTrouble{fmt.Sprintf("the proxy %s does not lead to %s: it answers %s", proxy.Host, u.Host, statusText(refusal.status)),
			refusal.status == http.StatusProxyAuthRequired}
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return &proxyTrouble{fmt.Sprintf("the proxy %s cannot be reached: %s", proxy.Host, innermost(op.Err)), true}
	case errors.As(err, &op) && strings.HasPrefix(op.Op, "socks"):
		why := innermost(op.Err)
		for _, theirs := range []string{"network unreachable", "host unreachable", "connection refused",
			"TTL expired", "general SOCKS server failure"} {
			if strings.Contains(why, theirs) {
				return &unreached{fmt.Sprintf("%s cannot be reached through the proxy: %s", u.Host, why)}
			}
		}
		return &proxyTrouble{fmt.Sprintf("the proxy %s does not lead to %s: %s", proxy.Host, u.Host, why),
			strings.Contains(why, "authentication")}
	case errors.As(err, &s) && s.phase == noConnection:
		return &proxyTrouble{fmt.Sprintf("no connection to %s through the proxy %s within %s", u.Host, proxy.Host, s.limit), false}
	}
	return err
}

// unreached is the error of a host that a proxy cannot reach.
type unreached struct{ why string }

func (e *unreached) Error() string { return e.why }

// judge verifies for a request through a proxy, as far as that is possible, what guard.control verifies for one without.
// A service of Tor is reached through a proxy alone: the source that names one may have it.
func (p *proxies) judge(ctx context.Context, g guard, named string, u *url.URL, now time.Time) error {
	port, err := strconv.ParseUint(cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme]), 10, 16)
	if err != nil {
		return &barred{fmt.Sprintf("leads to port %s, which does not exist", u.Port())}
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	addrs, known := literal(host)
	if !known {
		if numeric(host) {
			return &barred{"is a number that is not written as an address"}
		}
		if addrs = p.resolve(ctx, host, now); len(addrs) == 0 && news.NeverPublic(host) &&
			!(strings.HasSuffix(host, ".onion") && names(named, u)) {
			return &barred{"is a name that is not a public one, and does not resolve here"}
		}
	}
	for _, a := range addrs {
		if err := g.check(netip.AddrPortFrom(a, uint16(port))); err != nil {
			return err
		}
	}
	if len(addrs) == 0 { // the port can be judged by itself
		return g.checkPort(uint16(port))
	}
	return nil
}

// literal returns the addresses that a host is by itself, without being resolved.
func literal(host string) ([]netip.Addr, bool) {
	if isLocalhost(host) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, true
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return nil, false
	}
	return []netip.Addr{a.WithZone("")}, true
}

// numeric reports whether a host that is no address ends in a number: resolvers of old read 127.1 and 0x7f000001 as
// addresses (WHATWG URL, "ends in a number").
func numeric(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if digits(last) {
		return true
	}
	hex, ok := strings.CutPrefix(last, "0x")
	return ok && strings.Trim(hex, "0123456789abcdef") == ""
}

// resolve returns what a name resolves to here; none if it does not.
func (p *proxies) resolve(ctx context.Context, host string, now time.Time) []netip.Addr {
	p.mu.Lock()
	r, ok := p.names[host]
	p.mu.Unlock()
	if ok && now.Before(r.until) {
		return r.addrs
	}
	lookup := p.lookup
	if lookup == nil {
		lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return (&net.Resolver{PreferGo: true}).LookupNetIP(ctx, "ip", host)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, resolveTime)
	defer cancel()
	addrs, err := lookup(ctx, host)
	if err != nil {
		addrs = nil // the proxy may know more names than this machine
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.names == nil || len(p.names) >= mostNames {
		p.names = map[string]resolved{}
	}
	p.names[host] = resolved{addrs, now.Add(resolvedFor)}
	return addrs
}

// CloseIdleConnections closes those to all proxies.
func (p *proxies) CloseIdleConnections() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, way := range p.ways {
		way.CloseIdleConnections()
	}
}
