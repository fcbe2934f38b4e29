package fetch

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// smallProxy leads every request to one outlet, whatever its name, and notes the names. It speaks HTTP, or HTTP in TLS,
// or SOCKS 5 (RFC 1928, RFC 1929).
type smallProxy struct {
	outlet   string // address that all names lead to; for TLS, at port 443, its twin
	outletS  string
	password string // asked for, with the user "ann"; empty: none
	status   int    // what CONNECT is answered; 0: 200

	mu   sync.Mutex
	seen []string
}

func (p *smallProxy) note(target string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = append(p.seen, target)
}

func (p *smallProxy) names() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.seen)
}

func (p *smallProxy) leadsTo(target string) string {
	if strings.HasSuffix(target, ":443") {
		return p.outletS
	}
	return p.outlet
}

func (p *smallProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if want := "Basic " + base64.StdEncoding.EncodeToString([]byte("ann:"+p.password)); p.password != "" && r.Header.Get("Proxy-Authorization") != want {
		w.WriteHeader(http.StatusProxyAuthRequired)
		return
	}
	p.note(r.Host)
	if r.Method != http.MethodConnect {
		r.URL.Host = p.outlet
		resp, err := http.DefaultTransport.RoundTrip(&http.Request{Method: r.Method, URL: r.URL, Host: r.Host, Header: r.Header})
		if err != nil {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		defer resp.Body.Close()
		for k, v := range resp.Header {
			w.Header()[k] = v
		}
		w.WriteHeader(resp.StatusCode)
		io.Copy(w, resp.Body)
		return
	}
	if p.status != 0 {
		w.WriteHeader(p.status)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	io.WriteString(conn, "HTTP/1.1 200 OK\r\n\r\n")
	p.join(conn, r.Host)
}

func (p *smallProxy) join(conn net.Conn, target string) {
	defer conn.Close()
	far, err := net.Dial("tcp", p.leadsTo(target))
	if err != nil {
		return
	}
	defer far.Close()
	go io.Copy(far, conn)
	io.Copy(conn, far)
}

// socks serves one connection.
func (p *smallProxy) socks(conn net.Conn) {
	r := bufio.NewReader(conn)
	read := func(n int) []byte {
		b := make([]byte, n)
		io.ReadFull(r, b)
		return b
	}
	methods := read(int(read(2)[1]))
	method := byte(0)
	if p.password != "" {
		method = 2
	}
	if !slices.Contains(methods, method) {
		conn.Write([]byte{5, 0xff})
		conn.Close()
		return
	}
	conn.Write([]byte{5, method})
	if method == 2 {
		user := read(int(read(2)[1]))
		pass := read(int(read(1)[0]))
		if string(user) != "ann" || string(pass) != p.password {
			conn.Write([]byte{1, 1})
			conn.Close()
			return
		}
		conn.Write([]byte{1, 0})
	}
	head := read(4)
	host := ""
	switch head[3] {
	case 1:
		host = netip.AddrFrom4([4]byte(read(4))).String()
	case 3:
		host = string(read(int(read(1)[0])))
	case 4:
		host = netip.AddrFrom16([16]byte(read(16))).String()
	}
	target := net.JoinHostPort(host, fmt.Sprint(binary.BigEndian.Uint16(read(2))))
	p.note(target)
	reply := byte(0)
	if p.status != 0 {
		reply = 4 // host unreachable
	}
	conn.Write([]byte{5, reply, 0, 1, 0, 0, 0, 0, 0, 0})
	if reply != 0 {
		conn.Close()
		return
	}
	p.join(buffered{conn, r}, target)
}

// buffered is a connection of which some bytes have been read already.
type buffered struct {
	net.Conn
	r *bufio.Reader
}

func (b buffered) Read(p []byte) (int, error) { return b.r.Read(p) }

// start serves the proxy in one of its kinds and returns its address.
func (p *smallProxy) start(t *testing.T, kind string) *url.URL {
	t.Helper()
	at := &url.URL{Scheme: kind}
	if p.password != "" {
		at.User = url.UserPassword("ann", p.password)
	}
	if kind != "socks5" {
		srv := httptest.NewUnstartedServer(p)
		if kind == "https" {
			srv.StartTLS()
		} else {
			srv.Start()
		}
		t.Cleanup(srv.Close)
		at.Host = srv.Listener.Addr().String()
		return at
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go p.socks(conn)
		}
	}()
	at.Host = l.Addr().String()
	return at
}

// outletPair is one outlet in the clear and in TLS, which answers with the name by which it is asked.
func outletPair(t *testing.T) (plain, secure string, roots *x509.CertPool) {
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			fmt.Fprint(w, "User-agent: *\nDisallow: /kept\n")
		case "/inward":
			http.Redirect(w, r, "http://10.0.0.7/", http.StatusFound)
		case "/inward-wide":
			http.Redirect(w, r, "http://１０.0.0.7/", http.StatusFound)
		default:
			fmt.Fprint(w, words, r.Host)
		}
	})
	a, b := httptest.NewServer(h), httptest.NewTLSServer(h)
	t.Cleanup(a.Close)
	t.Cleanup(b.Close)
	roots = x509.NewCertPool()
	roots.AddCert(b.Certificate())
	return a.Listener.Addr().String(), b.Listener.Addr().String(), roots
}

// throughProxy returns a client that uses the proxy for all, and to which no name resolves but those of known.
func throughProxy(at *url.URL, roots *x509.CertPool, o Options, known map[string]string) *Client {
	o.Proxy = func(string, *url.URL) (*url.URL, error) { return at, nil }
	c := New(o)
	c.proxies.tls = &tls.Config{RootCAs: roots}
	c.proxies.lookup = func(_ context.Context, host string) ([]netip.Addr, error) {
		if a, ok := known[host]; ok {
			return []netip.Addr{netip.MustParseAddr(a)}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host}
	}
	return c
}

var kinds = []string{"http", "https", "socks5"}

// TestProxies: pages, feeds and robots.txt go through a proxy of each kind, in the clear and in TLS, with its password;
// the pace and robots.txt of the outlet hold, and its address is not said to be the proxy's.
func TestProxies(t *testing.T) {
	plain, secure, roots := outletPair(t)
	for _, kind := range kinds {
		t.Run(kind, func(t *testing.T) {
			p := &smallProxy{outlet: plain, outletS: secure, password: "hunter2"}
			c := throughProxy(p.start(t, kind), roots, Options{Pace: time.Hour}, nil)
			defer c.Close()
			for _, address := range []string{"http://gazette.example/feed", "https://example.com/feed"} {
				got, err := fetchURL(c, address, news.ForSource)
				if err != nil {
					t.Fatal(err)
				}
				u, _ := url.Parse(address)
				if string(got.Body) != words+u.Host || got.Remote != "" {
					t.Errorf("%s: body %q, remote %q", address, got.Body, got.Remote)
				}
				if w := c.Wait(address); w < 59*time.Minute {
					t.Errorf("%s: the next request waits %s", address, w)
				}
			}
			free := throughProxy(p.start(t, kind), roots, Options{}, nil)
			defer free.Close()
			if _, err := fetchURL(free, "http://gazette.example/1", news.ForArticle); err != nil {
				t.Error(err)
			}
			if _, err := fetchURL(free, "http://gazette.example/kept", news.ForArticle); !errors.Is(err, news.ErrForbidden) {
				t.Errorf("robots.txt forbids it: %v", err)
			}
			for _, name := range p.names() {
				if host, _, err := net.SplitHostPort(name); err == nil {
					name = host
				}
				if name != "gazette.example" && name != "example.com" {
					t.Errorf("the proxy was asked for %s", name)
				}
			}
		})
	}
}

// TestProxyLeadsNowhereInward: what is known not to be public is not asked of a proxy, except for the source that
// names it, where the operator allows it.
func TestProxyLeadsNowhereInward(t *testing.T) {
	plain, secure, roots := outletPair(t)
	known := map[string]string{"inner.example": "192.168.3.4", "metadata.example": "169.254.169.254", "outer.example": "93.184.215.14", "desk.example": "10.0.0.7"}
	for _, kind := range kinds {
		p := &smallProxy{outlet: plain, outletS: secure}
		c := throughProxy(p.start(t, kind), roots, Options{}, known)
		defer c.Close()
		for _, address := range []string{
			"http://127.0.0.1/", "http://10.0.0.7/", "http://[::1]/", "http://[::ffff:10.0.0.7]/", "http://[fe80::1%25eth0]/", "http://169.254.169.254/",
			"http://127.0.0.1./", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/",
			"http://localhost/", "http://desk.localhost/", "http://metadata/", "http://metadata.google.internal/", "http://printer.local/",
			"http://router.home.arpa./", "http://inner.example/", "http://INNER.example./", "http://metadata.example/", "http://gazette.example:22/", "http://outer.example:8080/",
			"http://１２７.０.０.１/", "http://１６９.２５４.１６９.２５４/latest/", "http://10。0。0。7/", "http://①②⑦.0.0.1/", "http://%EF%BC%91%EF%BC%90.0.0.7/",
			"http://metadata.google.ｉnternal/", "http://desk.ⓛocalhost/", "http://ｌｏｃａｌｈｏｓｔ/", "http://ｉｎｎｅｒ.example/", "http://printer．local/",
			"http://2１30706433/", "http://0ｘ7f000001/", "http://\u00ad127.0.0.1/", "http://gazette.example\u2100/", "http://ｏuter.example:8080/",
			"http://bridge.lan/", "http://wiki.corp/", "http://nas.home/", "http://wiki.intranet/", "http://x.private/", "http://x.test/", "http://x.invalid/",
			"http://y.onion/", "http://x.alt/", "http://x.localdomain/",
		} {
			if _, err := c.Fetch(t.Context(), news.Request{URL: address, Purpose: news.ForSource}); !errors.Is(err, news.ErrForbidden) {
				t.Errorf("%s: %s: %v", kind, address, err)
			}
		}
		if seen := p.names(); len(seen) > 0 {
			t.Errorf("%s: the proxy was asked for %v", kind, seen)
		}
		if _, err := fetchURL(c, "http://outer.example/inward", news.ForSource); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("%s: redirected inward: %v", kind, err)
		}
		if seen := p.names(); len(seen) != 1 {
			t.Errorf("%s: the proxy was asked for %v", kind, seen)
		}
		if _, err := fetchURL(c, "http://outer.example/inward-wide", news.ForSource); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("%s: redirected inward, in wide digits: %v", kind, err)
		}
		for _, address := range []string{"http://bücher.example/", "http://press.onion/feed"} {
			if _, err := c.Fetch(t.Context(), news.Request{URL: address, Purpose: news.ForSource, Named: address}); err != nil {
				t.Errorf("%s: %s: %v", kind, address, err)
			}
		}
		own := throughProxy(p.start(t, kind), roots, Options{AllowPrivate: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24")}}, known)
		defer own.Close()
		if _, err := fetchURL(own, "http://desk.example:8000/feed", news.ForSource); err != nil {
			t.Errorf("%s: the source itself: %v", kind, err)
		}
		if _, err := own.Fetch(t.Context(), news.Request{URL: "http://desk.example/", Purpose: news.ForSource, Named: "http://gazette.example/"}); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("%s: for another source: %v", kind, err)
		}
	}
}

// TestProxyTrouble: that the way is closed is no fault of the outlet, is told without a password, and is tried again;
// that the outlet is out of reach of the proxy is.
func TestProxyTrouble(t *testing.T) {
	plain, secure, roots := outletPair(t)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, kind := range kinds {
		right := &smallProxy{outlet: plain, outletS: secure, password: "hunter2"}
		wrong := right.start(t, kind)
		wrong.User = url.UserPassword("ann", "hunter3")
		forbids := (&smallProxy{outlet: plain, outletS: secure, status: http.StatusForbidden}).start(t, "http")
		far := (&smallProxy{outlet: plain, outletS: secure, status: http.StatusBadGateway}).start(t, kind)
		for _, c := range []struct {
			what   string
			proxy  *url.URL
			theirs bool
			want   error
		}{
			{"no proxy there", &url.URL{Scheme: kind, Host: closed.Addr().String(), User: url.UserPassword("ann", "hunter3")}, false, news.ErrOurs},
			{"wrong password", wrong, false, news.ErrOurs},
			{"forbidden by the proxy", forbids, false, news.ErrLater},
			{"outlet out of reach", far, true, news.ErrLater},
		} {
			for _, address := range []string{"https://example.com/feed", "http://gazette.example/feed"} {
				if c.want == news.ErrLater && c.proxy.Scheme != "socks5" && strings.HasPrefix(address, "http:") {
					continue // the answer cannot be told from the outlet's own
				}
				client := throughProxy(c.proxy, roots, Options{}, nil)
				_, err := fetchURL(client, address, news.ForSource)
				if !errors.Is(err, c.want) || strings.Contains(fmt.Sprint(err), "hunter") || !strings.Contains(fmt.Sprint(err), "proxy") {
					t.Errorf("%s, %s, %s: %v", kind, c.what, address, err)
				}
				if waits := client.Wait(address) > 0; waits != c.theirs {
					t.Errorf("%s, %s, %s: the outlet is left alone: %v; %v", kind, c.what, address, waits, err)
				}
				client.Close()
			}
		}
	}
}
