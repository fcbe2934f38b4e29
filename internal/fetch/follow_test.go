package fetch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func TestRedirects(t *testing.T) {
	moves := map[string]string{ // "status location"
		"a.example/301":      "301 /308",
		"a.example/308":      "308 http://b.example/end#part",
		"a.example/mixed":    "301 /302",
		"a.example/302":      "302 /301",
		"a.example/other":    "303 http://b.example/end",
		"a.example/percent":  "302  http://b.example/100%%20sure%zz ",
		"a.example/circle":   "302 /circle2",
		"a.example/circle2":  "307 /circle",
		"a.example/self":     "301 /self",
		"a.example/file":     "302 file:///etc/passwd",
		"a.example/js":       "302 javascript:alert(1)",
		"a.example/nowhere":  "302 ",
		"a.example/bad":      "302 http://[::1/x",
		"a.example/nohost":   "302 http:///x",
		"a.example/password": "302 http://user:secret@b.example/",
	}
	for _, tt := range []struct {
		path, final, permanent, via, err string
		kind                             error
	}{
		{path: "/301", via: "301 http://a.example/301 308 http://a.example/308", final: "http://b.example/end", permanent: "http://b.example/end"},
		{path: "/mixed", final: "http://b.example/end", permanent: "http://a.example/302"},
		{path: "/other", via: "303 http://a.example/other", final: "http://b.example/end"},
		{path: "/percent", final: "http://b.example/100%25%20sure%25zz"},
		{path: "/circle", via: "302 http://a.example/circle", err: "a.example: redirected in a circle at http://a.example/circle: redirects lead nowhere"},
		{path: "/self", err: "a.example: redirected in a circle at http://a.example/self: redirects lead nowhere"},
		{path: "/long/0", err: "a.example: redirected more than 10 times, last to http://a.example/long/11: redirects lead nowhere"},
		{path: "/file", err: "a.example redirects: file:///etc/passwd is not an http or https address: not permitted", kind: news.ErrForbidden},
		{path: "/js", err: "a.example redirects: javascript:alert(1) is not an http or https address: not permitted", kind: news.ErrForbidden},
		{path: "/nowhere", err: "a.example answers 302 Found without a location: redirects lead nowhere"},
		{path: "/bad", err: `a.example redirects to "http://[::1/x", which is not an address: redirects lead nowhere`},
		{path: "/nohost", err: "a.example redirects: http:///x names no host: not permitted", kind: news.ErrForbidden},
		{path: "/password", err: "a.example redirects: http://user:xxxxx@b.example/: an address with a name and password is not fetched: not permitted", kind: news.ErrForbidden},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
				var n int
				if _, err := fmt.Sscanf(r.URL.Path, "/long/%d", &n); err == nil {
					answer(w, 302, "", fmt.Sprintf("Location: /long/%d", n+1))
					return
				}
				if move, ok := moves[r.Host+r.URL.Path]; ok {
					status, location, _ := strings.Cut(move, " ")
					fmt.Fprintf(w, "HTTP/1.1 %s Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", status, location)
					return
				}
				answer(w, 200, "words")
			})
			got, err := fetchURL(o.client(Options{}), "http://a.example"+tt.path, news.ForSource)
			if err != nil && err.Error() != tt.err || err == nil && tt.err != "" || tt.kind != nil && !errors.Is(err, tt.kind) {
				t.Errorf("%s: error %v, want %s", tt.path, err, tt.err)
			}
			if err == nil {
				check(t, tt.path+" final", got.Final, tt.final)
				check(t, tt.path+" permanent", got.Permanent, tt.permanent)
			}
			check(t, "URL", got.URL, "http://a.example"+tt.path)
			var via []string
			for _, v := range got.Via {
				via = append(via, fmt.Sprint(v.Status, " ", v.Final))
			}
			if tt.via != "" {
				check(t, tt.path+" via", strings.Join(via, " "), tt.via)
			}
			if err != nil && got.Status != 0 {
				check(t, tt.path+" gives up at a redirect", redirects(got.Status), true)
			}
		})
	}
}

func TestRedirectsKeepThePaceAndRobotsOfEachHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			switch r.Host + r.URL.Path {
			case "a.example/1":
				answer(w, 302, "", "Location: /2")
			case "a.example/2":
				answer(w, 302, "", "Location: http://b.example/private/3")
			case "b.example/robots.txt":
				answer(w, 200, "User-agent: *\nDisallow: /private/\n")
			default:
				answer(w, 404, "")
			}
		})
		_, err := fetchURL(o.client(Options{Pace: 2 * time.Second}), "http://a.example/1", news.ForArticle)
		if !errors.Is(err, news.ErrForbidden) || err.Error() != "robots.txt of b.example forbids /private/3: not permitted" {
			t.Errorf("error %v", err)
		}
		check(t, "requests", o.asked(), strings.Join([]string{
			"0s a.example/robots.txt", "2s a.example/1", "4s a.example/2", "4s b.example/robots.txt",
		}, "\n"))
	})
}

func TestValidatorsGoWhereTheyCameFrom(t *testing.T) {
	const etag, date = `W/"x-gzip"; odd`, "Sun, 6 Nov 1994 8:49:37 GMT" // echoed, never mended
	for _, tt := range []struct{ name, url, validFor, want string }{
		{"to the URL", "http://a.example/feed", "", etag + " " + date},
		{"to the URL, however it is written", "HTTP://A.example/feed#top", "", etag + " " + date},
		{"not to where it redirects", "http://a.example/old", "", "old " + etag + " " + date + ", feed  "},
		{"to where they came from", "http://a.example/old", "http://a.example/feed", "old  , feed " + etag + " " + date},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var got []string
				o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
					sent := r.Header.Get("If-None-Match") + " " + r.Header.Get("If-Modified-Since")
					if r.URL.Path == "/old" {
						got = append(got, "old "+sent)
						answer(w, 302, "", "Location: /feed")
						return
					}
					if got != nil {
						sent = "feed " + sent
					}
					got = append(got, sent)
					answer(w, 200, "words")
				})
				_, err := o.client(Options{}).Fetch(context.Background(), news.Request{
					URL: tt.url, ETag: etag, LastModified: date, ValidFor: tt.validFor, Purpose: news.ForSource,
				})
				if err != nil {
					t.Fatal(err)
				}
				check(t, "sent", strings.Join(got, ", "), tt.want)
			})
		})
	}
}

func TestNotModified(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			fmt.Fprintf(w, "HTTP/1.1 304 Not Modified\r\nETag: \"b\"\r\nCache-Control: max-age=600\r\n\r\n")
		})
		got, err := o.client(Options{}).Fetch(context.Background(),
			news.Request{URL: "http://a.example/feed", ETag: `"a"`, Purpose: news.ForSource})
		if err != nil || got.Status != 304 || len(got.Body) > 0 || got.Get("ETag") != `"b"` || got.Get("cache-control") != "max-age=600" {
			t.Errorf("%+v, error %v", got, err)
		}
	})
}

func TestWhatIsSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var head http.Header
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			head = r.Header
			answer(w, 200, "words", "Set-Cookie: track=1")
		})
		c := o.client(Options{Agent: "Desk/1 (+mailto:desk@example.org)"})
		var got news.Capture
		for range 2 {
			var err error
			if got, err = fetchURL(c, "http://a.example/feed", news.ForSource); err != nil {
				t.Fatal(err)
			}
		}
		check(t, "agent", head.Get("User-Agent"), "Desk/1 (+mailto:desk@example.org)")
		check(t, "coding", head.Get("Accept-Encoding"), "gzip, br, zstd")
		check(t, "cookie", head.Get("Cookie"), "")
		check(t, "fields", len(head), 3) // the third is Accept
		check(t, "kept", got.Request["Host"][0]+" "+got.Request["User-Agent"][0], "a.example Desk/1 (+mailto:desk@example.org)")
	})
}
