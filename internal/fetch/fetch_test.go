package fetch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// outlets is a web in memory: whatever host and path is asked for, serve writes the
// raw answer. Each request is logged with its time since the start.
type outlets struct {
	t     *testing.T
	start time.Time
	serve func(w *bufio.Writer, r *http.Request)

	mu     sync.Mutex
	log    []string
	busy   map[string]int
	worst  int // requests to one host at the same time
	opened int // connections
}

func newOutlets(t *testing.T, serve func(w *bufio.Writer, r *http.Request)) *outlets {
	return &outlets{t: t, start: time.Now(), serve: serve, busy: map[string]int{}}
}

// client fetches from these outlets through the real transport, less the dialling.
func (o *outlets) client(opts Options) *Client {
	limits := opts.Limits.orDefault()
	tr := transport(func(ctx context.Context, _, _ string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		o.mu.Lock()
		o.opened++
		o.mu.Unlock()
		go o.talk(theirs)
		return ours, nil
	}, limits, nil)
	opts.Transport = tr
	c := New(opts)
	o.t.Cleanup(func() { c.Close() })
	return c
}

func (o *outlets) talk(conn net.Conn) {
	defer conn.Close()
	r, w := bufio.NewReader(conn), bufio.NewWriterSize(conn, 4096)
	for {
		req, err := http.ReadRequest(r)
		if err != nil {
			return
		}
		o.mu.Lock()
		o.log = append(o.log, fmt.Sprintf("%s %s%s", time.Since(o.start), req.Host, req.URL))
		o.busy[req.Host]++
		o.worst = max(o.worst, o.busy[req.Host])
		o.mu.Unlock()
		o.serve(w, req)
		err = w.Flush()
		o.mu.Lock()
		o.busy[req.Host]--
		o.mu.Unlock()
		if err != nil || req.Header.Get("Broken") != "" {
			return
		}
	}
}

func (o *outlets) asked() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Join(o.log, "\n")
}

// answer writes an HTTP answer with a Content-Length.
func answer(w io.Writer, status int, body string, header ...string) {
	fmt.Fprintf(w, "HTTP/1.1 %d %s\r\nContent-Length: %d\r\n", status, http.StatusText(status), len(body))
	for _, h := range header {
		fmt.Fprintf(w, "%s\r\n", h)
	}
	fmt.Fprintf(w, "\r\n%s", body)
}

// pages serves a map from host and path to a body; robots.txt is missing unless given.
func pages(m map[string]string) func(w *bufio.Writer, r *http.Request) {
	return func(w *bufio.Writer, r *http.Request) {
		body, ok := m[r.Host+r.URL.Path]
		if !ok {
			answer(w, 404, "")
			return
		}
		answer(w, 200, body)
	}
}

func fetchURL(c *Client, url string, p news.Purpose) (news.Capture, error) {
	return c.Fetch(context.Background(), news.Request{URL: url, Purpose: p, Named: url})
}

func check(t *testing.T, what string, got, want any) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			time.Sleep(500 * time.Millisecond)
			answer(w, 200, "words")
		})
		c := o.client(Options{Pace: 2 * time.Second})
		var wg sync.WaitGroup
		for i, u := range []string{
			"http://a.example/feed", "http://a.example/1", "http://b.example/1", "http://a.example/1.png",
			"http://a.example:8080/2",
		} {
			p := []news.Purpose{news.ForSource, news.ForSource, news.ForSource, news.ForImage, news.ForSource}[i]
			wg.Add(1)
			go func() {
				defer wg.Done()
				if _, err := fetchURL(c, u, p); err != nil {
					t.Error(err)
				}
			}()
			synctest.Wait()
		}
		wg.Wait()
		check(t, "requests", o.asked(), strings.Join([]string{
			"0s a.example/feed", "0s b.example/1", "2s a.example/1", "4s a.example/robots.txt",
			"6s a.example:8080/2", "8s a.example/1.png",
		}, "\n"))
		check(t, "at a time", o.worst, 1)
	})
}

func TestOneRequestPerHostAtATimeWithoutPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			time.Sleep(time.Second)
			answer(w, 200, "words")
		})
		c := o.client(Options{})
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() { fetchURL(c, fmt.Sprintf("http://a.example/%d", i), news.ForSource) })
		}
		wg.Wait()
		check(t, "took", time.Since(o.start), 20*time.Second)
		check(t, "at a time", o.worst, 1)
		check(t, "connections", o.opened, 1)
	})
}

func TestGivingUpInLine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			time.Sleep(5 * time.Second)
			answer(w, 200, "words")
		})
		c := o.client(Options{Pace: time.Second})
		var wg sync.WaitGroup
		wg.Go(func() { fetchURL(c, "http://a.example/1", news.ForSource) })
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Fetch(ctx, news.Request{URL: "http://a.example/2", Purpose: news.ForSource}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v", err)
		}
		if _, err := fetchURL(c, "http://a.example/3", news.ForSource); err != nil {
			t.Error(err)
		}
		wg.Wait()
		check(t, "requests", o.asked(), "0s a.example/1\n5s a.example/3")
	})
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			if r.URL.Path == "/busy" {
				answer(w, 503, "", "Retry-After: 120")
				return
			}
			answer(w, 200, "words")
		})
		c := o.client(Options{Pace: 2 * time.Second})
		check(t, "unknown", c.Wait("http://a.example/1"), time.Duration(0))
		fetchURL(c, "http://a.example/1", news.ForSource)
		check(t, "paced", c.Wait("http://A.example/2"), 2*time.Second)
		check(t, "another", c.Wait("http://b.example/2"), time.Duration(0))
		time.Sleep(2 * time.Second)
		check(t, "ready", c.Wait("http://a.example/2"), time.Duration(0))
		fetchURL(c, "http://a.example/busy", news.ForSource)
		check(t, "left alone", c.Wait("http://a.example/2"), 120*time.Second)
	})
}

func TestRetryAfterHoldsForTheWholeHost(t *testing.T) {
	for _, tt := range []struct {
		name, header, date string
		status             int
		least, most        time.Duration
	}{
		{"seconds", "120", "", 503, 2 * time.Minute, 2 * time.Minute},
		{"seconds, 429", "120", "", 429, 2 * time.Minute, 2 * time.Minute},
		{"date", "Sat, 01 Jan 2000 01:00:00 GMT", "", 503, time.Hour, time.Hour},
		{"date by the outlet's own clock", "Tue, 01 Feb 2000 00:10:00 GMT", "Tue, 01 Feb 2000 00:00:00 GMT", 503, 10 * time.Minute, 10 * time.Minute},
		{"too long", "31536000", "", 503, 48 * time.Hour, 48 * time.Hour},
		{"far too long", "99999999999999999999999", "", 503, 48 * time.Hour, 48 * time.Hour},
		{"junk", "soon", "", 503, 22 * time.Second, 38 * time.Second},
		{"negative", "-5", "", 503, 22 * time.Second, 38 * time.Second},
		{"a date gone by", "Sat, 01 Jan 1999 01:00:00 GMT", "", 429, 22 * time.Second, 38 * time.Second},
		{"none", "", "", 429, 22 * time.Second, 38 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // begins at 2000-01-01 00:00:00 UTC
				o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
					h := []string{"Retry-After: " + tt.header}
					if tt.header == "" {
						h = nil
					}
					if tt.date != "" {
						h = append(h, "Date: "+tt.date)
					}
					answer(w, tt.status, "", h...)
				})
				c := o.client(Options{})
				got, err := fetchURL(c, "http://a.example/1", news.ForSource)
				var later *news.Later
				if !errors.As(err, &later) || !errors.Is(err, news.ErrLater) {
					t.Fatalf("error %v", err)
				}
				if d := time.Until(later.Until); d < tt.least || d > tt.most {
					t.Errorf("later in %s, want %s to %s", d, tt.least, tt.most)
				}
				check(t, "status", got.Status, tt.status)
				_, err = fetchURL(c, "http://a.example/2", news.ForArticle)
				if !errors.As(err, &later) || len(o.log) != 1 {
					t.Errorf("second request: error %v, asked %s", err, o.asked())
				}
				time.Sleep(time.Until(later.Until) + time.Second)
				fetchURL(c, "http://a.example/2", news.ForSource)
				check(t, "requests", len(o.log), 2)
			})
		})
	}
}

func TestBackOffDoublesAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		status := 503
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) { answer(w, status, "") })
		c := o.client(Options{})
		fail := func() time.Duration {
			_, err := fetchURL(c, "http://a.example/1", news.ForSource)
			var later *news.Later
			if !errors.As(err, &later) {
				t.Fatalf("error %v", err)
			}
			d := time.Until(later.Until)
			time.Sleep(d + time.Second)
			return d
		}
		for i := range 16 {
			want := min(busyLast, busyFirst<<i)
			if d := fail(); d < want*3/4 || d > want*5/4 {
				t.Errorf("failure %d: %s, want about %s", i+1, d, want)
			}
		}
		status = 200
		if _, err := fetchURL(c, "http://a.example/1", news.ForSource); err != nil {
			t.Fatal(err)
		}
		status = 503
		if d := fail(); d > busyFirst*5/4 {
			t.Errorf("after a success: %s", d)
		}
	})
}

// TestChallengesAreNamed: the service whose page came instead is named wherever the answer is.
func TestChallengesAreNamed(t *testing.T) {
	u := &url.URL{Scheme: "https", Host: "a.example"}
	for _, x := range []struct {
		status int
		header http.Header
		want   string
	}{
		{403, http.Header{"Cf-Mitigated": {"challenge"}}, "a.example answers with a challenge by Cloudflare: not permitted"},
		{403, http.Header{"X-Vercel-Mitigated": {"deny"}}, "a.example answers 403 Forbidden (Vercel): not permitted"},
		{404, http.Header{"Cf-Mitigated": {"challenge"}}, "a.example answers 404 Not Found, a challenge by Cloudflare: gone"},
		{202, http.Header{"X-Amzn-Waf-Action": {"challenge"}}, "a.example answers 202 Accepted, a challenge by AWS WAF: try later"},
	} {
		_, err := classify(u, news.Capture{Status: x.status, Header: x.header}, nil, time.Time{})
		if err == nil || err.Error() != x.want {
			t.Errorf("%d: %v, want %s", x.status, err, x.want)
		}
	}
	if sig, _ := classify(u, news.Capture{Status: 503, Header: http.Header{"Cf-Mitigated": {"challenge"}}}, nil, time.Time{}); sig.mood != busy || sig.why != "a.example answers 503 Service Unavailable, a challenge by Cloudflare" {
		t.Errorf("%+v", sig)
	}
}

func TestStatuses(t *testing.T) {
	for _, tt := range []struct {
		status int
		kind   error
		text   string
	}{
		{200, nil, ""},
		{203, nil, ""},
		{204, news.ErrLater, "a.example answers 204 No Content: try later"},
		{206, news.ErrLater, "a.example answers 206 Partial Content: try later"},
		{304, news.ErrLater, "a.example answers 304 Not Modified, though the request had no condition: try later"},
		{400, news.ErrLater, "a.example answers 400 Bad Request: try later"},
		{401, news.ErrForbidden, "a.example answers 401 Unauthorized: not permitted"},
		{402, news.ErrForbidden, "a.example answers 402 Payment Required: not permitted"},
		{403, news.ErrForbidden, "a.example answers 403 Forbidden: not permitted"},
		{404, news.ErrGone, "a.example answers 404 Not Found: gone"},
		{410, news.ErrGone, "a.example answers 410 Gone: gone"},
		{418, news.ErrLater, "a.example answers 418 I'm a teapot: try later"},
		{451, news.ErrForbidden, "a.example answers 451 Unavailable For Legal Reasons: not permitted"},
		{500, news.ErrLater, "a.example answers 500 Internal Server Error: try later"},
		{504, news.ErrLater, "a.example answers 504 Gateway Timeout: try later"},
		{799, news.ErrLater, "a.example answers 799: try later"},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
				if tt.status == 204 || tt.status == 304 {
					fmt.Fprintf(w, "HTTP/1.1 %d Fine\r\n\r\n", tt.status)
					return
				}
				answer(w, tt.status, "words")
			})
			c := o.client(Options{})
			got, err := fetchURL(c, "http://a.example/1", news.ForSource)
			if !errors.Is(err, tt.kind) || err != nil && err.Error() != tt.text {
				t.Errorf("%d: error %v, want %s", tt.status, err, tt.text)
			}
			check(t, "status", got.Status, tt.status)
			if wait := c.Wait("http://a.example/2"); wait > 0 {
				t.Errorf("%d: the host has to wait %s", tt.status, wait)
			}
		})
	}
}

// BenchmarkNotModified is the commonest request of all, on loopback with the real
// transport; the server's work is counted too.
func BenchmarkNotModified(b *testing.B) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNotModified)
	}))
	defer srv.Close()
	c := New(Options{AllowPrivate: loopback})
	defer c.Close()
	req := news.Request{URL: srv.URL + "/feed.xml", Named: srv.URL, ETag: `"1"`, LastModified: "Sat, 01 Jan 2000 01:00:00 GMT", Purpose: news.ForSource}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Fetch(b.Context(), req); err != nil {
			b.Fatal(err)
		}
	}
}
