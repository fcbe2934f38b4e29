package fetch

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func TestCookiesLiveForOneRunOfRedirects(t *testing.T) {
	serve := func(w *bufio.Writer, r *http.Request) {
		sent := r.Header.Get("Cookie")
		switch r.Host + r.URL.Path {
		case "a.example/self": // asks for its own cookie back
			if sent == "" {
				answer(w, 302, "", "Location: /self", "Set-Cookie: ok=1; Path=/")
				return
			}
			answer(w, 200, "cookie: "+sent)
		case "a.example/gate":
			if sent == "" {
				answer(w, 302, "", "Location: http://gate.a.example/in")
				return
			}
			answer(w, 200, "cookie: "+sent)
		case "gate.a.example/in":
			answer(w, 302, "", "Location: http://a.example/gate", "Set-Cookie: pass=2; Domain=a.example; Path=/", "Set-Cookie: wide=3; Domain=example; Path=/")
		case "a.example/away":
			answer(w, 302, "", "Location: http://b.example/shown", "Set-Cookie: mine=1; Path=/")
		case "a.example/stubborn": // sets the same again and again
			answer(w, 302, "", "Location: /stubborn", "Set-Cookie: no=1; Path=/")
		case "a.example/restless": // sets another each time
			answer(w, 302, "", "Location: /restless", "Set-Cookie: n=1"+sent+"; Path=/")
		case "a.example/robots.txt", "b.example/robots.txt", "gate.a.example/robots.txt":
			if sent != "" {
				t.Errorf("robots.txt of %s is asked for with %s", r.Host, sent)
			}
			answer(w, 404, "")
		default:
			answer(w, 200, "cookie: "+sent)
		}
	}
	for _, tt := range []struct{ path, want string }{
		{"/self", "cookie: ok=1"},
		{"/gate", "cookie: pass=2"}, // and none for a whole public suffix
		{"/away", "cookie: "},
		{"/stubborn", "a.example: redirected in a circle at http://a.example/stubborn: redirects lead nowhere"},
		{"/restless", "a.example: redirected more than 10 times, last to http://a.example/restless: redirects lead nowhere"},
	} {
		synctest.Test(t, func(t *testing.T) {
			c := newOutlets(t, serve).client(Options{})
			for range 2 { // the second time begins without what the first was given
				got, err := fetchURL(c, "http://a.example"+tt.path, news.ForArticle)
				if err != nil {
					check(t, tt.path, err.Error(), tt.want)
				} else {
					check(t, tt.path, string(got.Body), tt.want)
				}
			}
			got, err := fetchURL(c, "http://a.example/plain", news.ForArticle)
			if err != nil {
				t.Fatal(err)
			}
			check(t, "later", string(got.Body), "cookie: ")
		})
	}
}

// secure is a web of https in memory, with the names of webs that have none.
func secure(t *testing.T, h2 bool, serve http.HandlerFunc) *Client {
	s := httptest.NewUnstartedServer(serve)
	s.EnableHTTP2 = h2
	s.Config.ErrorLog = nil
	s.StartTLS()
	t.Cleanup(s.Close)
	conf := s.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	conf.NextProtos = nil
	conf.InsecureSkipVerify = true // of the names of the test alone
	to := func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, "bare.") || strings.HasSuffix(address, ":80") {
			return nil, &net.OpError{Op: "dial", Net: network, Err: errors.New("connection refused")}
		}
		return new(net.Dialer).DialContext(ctx, network, s.Listener.Addr().String())
	}
	c := New(Options{})
	both := func() ways {
		return ways{transport(to, c.limits, conf.Clone()), plainWay(transport(to, c.limits, conf.Clone()))}
	}
	c.ways, c.named = both(), both()
	t.Cleanup(func() { c.Close() })
	return c
}

func TestHTTPBehindHTTPSIsAskedForByHTTPS(t *testing.T) {
	c := secure(t, false, func(w http.ResponseWriter, r *http.Request) {
		to := map[string]string{
			"a.example/bounce": "http://a.example/end", "a.example/port": "http://a.example:80/end", "a.example/www": "http://www.a.example/end",
			"a.example/back": "http://a.example/back", "a.example/bare": "http://bare.example/end", "a.example/other": "http://a.example:8080/end",
			"a.example/gone": "http://a.example/404", "a.example/busy": "http://www.a.example/503", "a.example/no": "http://a.example/403",
			"a.example:8443/same": "http://a.example:8443/end",
		}[r.Host+r.URL.Path]
		switch {
		case to != "":
			w.Header().Set("Location", to)
			w.WriteHeader(302)
		case r.URL.Path == "/robots.txt", r.URL.Path == "/404":
			w.WriteHeader(404)
		case r.URL.Path == "/403":
			w.WriteHeader(403)
		case r.URL.Path == "/503":
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(503)
		default:
			w.Write([]byte("words"))
		}
	})
	const refused = "a.example redirects from https back to http, which is followed only from an address that begins with http:// itself: not permitted"
	for path, want := range map[string]string{
		"bounce": "https://a.example/end", "port": "https://a.example/end", "www": "https://www.a.example/end",
		"back": refused, "bare": refused, "other": refused, "gone": refused,
		"no": "a.example answers 403 Forbidden: not permitted",
	} {
		got, err := c.Fetch(t.Context(), news.Request{URL: "https://a.example/" + path, Purpose: news.ForSource})
		if err != nil {
			check(t, path, err.Error(), want)
			if want == refused && !errors.Is(err, news.ErrForbidden) {
				t.Errorf("%s: %v", path, err)
			}
			continue
		}
		check(t, path, got.Final, want)
	}
	if got, err := c.Fetch(t.Context(), news.Request{URL: "https://a.example:8443/same", Purpose: news.ForSource}); err != nil || got.Final != "https://a.example:8443/end" {
		t.Errorf("at one port: %s, %v", got.Final, err)
	}
	var later *news.Later
	if _, err := c.Fetch(t.Context(), news.Request{URL: "https://a.example/busy", Purpose: news.ForSource}); !errors.As(err, &later) {
		t.Errorf("busy: %v", err)
	}
}

func TestBrokenHTTP2IsAskedOnceMoreByHTTP1(t *testing.T) {
	var streams, plain atomic.Int32
	c := secure(t, true, func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor == 1 {
			plain.Add(1)
			w.Write([]byte("words by HTTP/1.1"))
			return
		}
		streams.Add(1)
		if r.Host == "half.example" {
			w.Write([]byte("words by"))
			w.(http.Flusher).Flush()
		} else if r.Host == "fine.example" {
			w.Write([]byte("words by HTTP/2"))
			return
		}
		panic(http.ErrAbortHandler) // resets the stream
	})
	for _, tt := range []struct {
		host, body     string
		streams, plain int32 // of two requests
	}{
		{"fine.example", "words by HTTP/2", 2, 0},
		{"reset.example", "words by HTTP/1.1", 1, 2},
		{"half.example", "words by HTTP/1.1", 1, 2},
	} {
		streams.Store(0)
		plain.Store(0)
		for range 2 {
			got, err := c.Fetch(t.Context(), news.Request{URL: "https://" + tt.host + "/", Purpose: news.ForSource})
			if err != nil {
				t.Fatalf("%s: %v", tt.host, err)
			}
			check(t, tt.host, string(got.Body), tt.body)
		}
		check(t, tt.host+" by HTTP/2", streams.Load(), tt.streams)
		check(t, tt.host+" by HTTP/1.1", plain.Load(), tt.plain)
	}
}

func TestHostsOfHTTP1AreFewAndForgotten(t *testing.T) {
	var p plain
	now := time.Unix(1e9, 0)
	for i := range 3 * plainHosts {
		p.add(string(rune('a'+i%26))+strings.Repeat("x", i), now)
	}
	if len(p.until) > plainHosts {
		t.Errorf("%d hosts are remembered", len(p.until))
	}
	p.add("a.example:443", now)
	check(t, "at once", p.is("a.example:443", now), true)
	check(t, "later", p.is("a.example:443", now.Add(plainFor)), false)
}

func TestPagesThatOnlyLeadOn(t *testing.T) {
	const tail = "</head><body></body></html>"
	stub := func(head string) string { return "<!doctype html><html><head>" + head + tail }
	answers := map[string]string{ // header, a bar, page
		"a.example/meta":   "|" + stub(`<meta http-equiv="refresh" content="0; url=/end">`),
		"a.example/header": "Refresh: 0;url=http://b.example/end|",
		"a.example/script": "|" + stub(`<script>window.location.replace("http:\/\/a.example\/end")</script>`),
		"a.example/chain":  "|" + stub(`<meta http-equiv="refresh" content="1;/meta">`),
		"a.example/reload": "|" + stub(`<meta http-equiv="refresh" content="0">`),
		"a.example/own":    "|" + stub(`<meta http-equiv="refresh" content="0;url=/own#top">`),
		"a.example/ring":   "|" + stub(`<meta http-equiv="refresh" content="0;url=/ring2">`),
		"a.example/ring2":  "|" + stub(`<meta http-equiv="refresh" content="0;url=/ring">`),
		"a.example/shut":   "|" + stub(`<meta http-equiv="refresh" content="0;url=/private/1">`),
		"a.example/mail":   "|" + stub(`<meta http-equiv="refresh" content="0;url=mailto:desk@a.example">`),
		"a.example/cookie": "Set-Cookie: seen=1|" + stub(`<meta http-equiv="refresh" content="0;url=/cookie">`),
	}
	for _, tt := range []struct{ path, final, via, err string }{
		{"/meta", "http://a.example/end", "/meta", ""},
		{"/header", "http://b.example/end", "/header", ""},
		{"/script", "http://a.example/end", "/script", ""},
		{"/chain", "http://a.example/end", "/chain /meta", ""},
		{"/reload", "http://a.example/reload", "", ""},
		{"/own", "http://a.example/own", "", ""},
		{"/ring", "http://a.example/ring2", "/ring", ""},
		{"/mail", "http://a.example/mail", "", ""},
		{"/cookie", "http://a.example/cookie", "/cookie", ""},
		{"/shut", "", "/shut", "robots.txt of a.example forbids /private/1: not permitted"},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					answer(w, 200, "User-agent: *\nDisallow: /private/\n")
					return
				}
				if a, ok := answers[r.Host+r.URL.Path]; ok && r.Header.Get("Cookie") == "" {
					head, body, _ := strings.Cut(a, "|")
					if head == "" {
						head = "X-None: 1"
					}
					answer(w, 200, body, "Content-Type: text/html", head)
					return
				}
				answer(w, 200, "words", "Content-Type: text/html")
			})
			got, err := fetchURL(o.client(Options{}), "http://a.example"+tt.path, news.ForArticle)
			if err != nil {
				check(t, tt.path, err.Error(), tt.err)
			} else {
				check(t, tt.path+" final", got.Final, tt.final)
			}
			var via []string
			for _, v := range got.Via {
				u, _ := url.Parse(v.Final)
				via = append(via, u.Path)
			}
			check(t, tt.path+" via", strings.Join(via, " "), tt.via)
			check(t, tt.path+" permanent", got.Permanent, "")
		})
	}
}
