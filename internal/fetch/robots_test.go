package fetch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func timeout(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(t.Context(), d)
}

// Sitemaps are remembered whoever the group around them is for, some of them, and survive a restart.
func TestSitemapsOfRobots(t *testing.T) {
	lines := "Sitemap: https://a.example/news.xml\nUser-agent: otherbot\nDisallow: /\nSITEMAP: https://a.example/all.xml # all\nSitemap: /relative.xml\nSitemap: ftp://a.example/x\n" +
		"Sitemap: https://a.example/news.xml\nSitemap: https://a.example/" + strings.Repeat("x", longestMap) + "\n"
	want := []string{"https://a.example/news.xml", "https://a.example/all.xml"}
	if got := readRules([]byte(lines), "waidian"); !slices.Equal(got.maps, want) || len(got.list) != 0 {
		t.Errorf("%q, %v", got.maps, got.list)
	}
	for i := range 2 * mostMaps {
		lines += fmt.Sprintf("Sitemap: https://a.example/%d.xml\n", i)
	}
	if got := readRules([]byte(lines), "waidian"); len(got.maps) != mostMaps {
		t.Errorf("%d are remembered", len(got.maps))
	}
	r := robots{known: map[string]*origin{}}
	r.recall("https://a.example", robotsMemory{Had: time.Now(), Maps: want}, time.Now())
	c := &Client{}
	c.robots.known = r.known
	if got := c.Sitemaps("https://a.example/world/"); !slices.Equal(got, want) {
		t.Errorf("after a restart: %q", got)
	}
	if got := c.Sitemaps("https://b.example/"); got != nil {
		t.Errorf("of another host: %q", got)
	}
}

// The cases follow RFC 9309, 2.2 and 5; the robots.txt files are ours.
func TestRules(t *testing.T) {
	for _, tt := range []struct {
		name, robots string
		yes, no      string // paths, separated by spaces
	}{
		{"empty", "", "/ /a", ""},
		{"no rules for us", "User-agent: otherbot\nDisallow: /", "/a", ""},
		{"everyone", "User-agent: *\nDisallow: /a", "/ /b /A", "/a /a/b /abc /a?q"},
		{"a star before a name is no star", "User-agent: *bot\nDisallow: /", "/a", ""},
		{"ours before everyone's", "User-agent: *\nDisallow: /\n\nUser-agent: Waidian\nDisallow: /x", "/a", "/x"},
		{"ours, in any case, with a version", "User-Agent: WAIDIAN/2.0\nDisallow: /x", "/a", "/x"},
		{"a longer name is another's", "User-agent: waidianbot\nDisallow: /", "/a", ""},
		{"a shorter name is another's", "User-agent: wai\nDisallow: /", "/a", ""},
		{"ours in two groups", "User-agent: waidian\nDisallow: /x\nUser-agent: b\nDisallow: /\nUser-agent: waidian\nDisallow: /y", "/a", "/x /y"},
		{"several names in one group", "User-agent: a\nUser-agent: waidian\nUser-agent: b\nDisallow: /x", "/a", "/x"},
		{"empty disallow", "User-agent: *\nDisallow:", "/ /a", ""},
		{"an empty group of ours frees us", "User-agent: *\nDisallow: /\nUser-agent: waidian\nDisallow:", "/a", ""},
		{"rules before any name", "Disallow: /\nUser-agent: *\nDisallow: /x", "/a", "/x"},
		{"longest match", "User-agent: *\nAllow: /a/b\nDisallow: /a\nAllow: /a/b/c/d\nDisallow: /a/b/c", "/a/b /a/b/c/d", "/a /a/x /a/b/c"},
		{"allow wins a tie", "User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""},
		{"stars", "User-agent: *\nDisallow: /*/print/*.html", "/print/a.html /a/print/b.htm", "/a/print/b.html /a/b/print/c.html?x"},
		{"a star is also nothing", "User-agent: *\nDisallow: /a*b", "/a/c", "/ab /axxb /a/b/c"},
		{"the end", "User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x /a.pdfx", "/a.pdf /b/c.pdf"},
		{"the end without a star", "User-agent: *\nDisallow: /$", "/a", "/"},
		{"a dollar inside is a dollar", "User-agent: *\nDisallow: /a$b", "/a /ab", "/a$b /a$bc"},
		{"patterns begin at the beginning", "User-agent: *\nDisallow: /a*c", "/x/abc", "/abc"},
		{"length counts with the stars", "User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page /page.ht", "/page.htm"},
		{"without a slash", "User-agent: *\nDisallow: private", "/a", "/private/x"},
		{"query", "User-agent: *\nDisallow: /*?print=", "/a /a?x=1", "/a?print=1"},
		{"percent-encoding", "User-agent: *\nDisallow: /a%3cd\nDisallow: /%7Ejoe/\nDisallow: /中文\nDisallow: /b%2fc", "/a /b/c", "/a%3Cd /~joe/x /%7ejoe/ /%E4%B8%AD%E6%96%87/x /b%2Fc"},
		{"encoded star", "User-agent: *\nDisallow: /a%2Ab", "/aXb /aXXb", "/a%2ab"},
		{"comments and spaces", "  user-agent : * # all\n  disallow\t: /a # why\n#Disallow: /b", "/b", "/a"},
		{"CR alone", "User-agent: *\rDisallow: /a\r", "/b", "/a"},
		{"CRLF", "User-agent: *\r\nDisallow: /a\r\n", "/b", "/a"},
		{"byte order mark", "\xef\xbb\xbfUser-agent: *\nDisallow: /a", "/b", "/a"},
		{"sitemap ends no group", "User-agent: a\nSitemap: https://a.example/s.xml\nUser-agent: waidian\nDisallow: /a", "/b", "/a"},
		{"junk", "<html><body>Not here: sorry</body></html>\x00\xff", "/ /a", ""},
		{"robots.txt itself", "User-agent: *\nDisallow: /", "/robots.txt", "/"},
		{"beyond the bound", "User-agent: *\nDisallow: /a\n" + strings.Repeat("# padding padding\n", 40000) + "Disallow: /b", "/b", "/a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := readRules([]byte(tt.robots), "waidian")
			for want, paths := range map[bool]string{true: tt.yes, false: tt.no} {
				for _, path := range strings.Fields(paths) {
					u, err := url.Parse("https://a.example" + path)
					if err != nil {
						t.Fatal(err)
					}
					if r.allows(u) != want {
						t.Errorf("%s: allowed %v", path, !want)
					}
				}
			}
		})
	}
}

func TestCrawlDelay(t *testing.T) {
	for robots, want := range map[string]time.Duration{
		"User-agent: *\nCrawl-delay: 5":                                              5 * time.Second,
		"User-agent: *\nCrawl-delay: 0.5\nDisallow:":                                 500 * time.Millisecond,
		"User-agent: *\nCrawl-delay: 86400":                                          maxDelay,
		"User-agent: *\nCrawl-delay: -1":                                             0,
		"User-agent: *\nCrawl-delay: soon":                                           0,
		"User-agent: *\nCrawl-delay: NaN":                                            0,
		"User-agent: *\nCrawl-delay: 9\nDisallow: /\nUser-agent: waidian\nDisallow:": 0,
	} {
		check(t, robots, readRules([]byte(robots), "waidian").delay, want)
	}
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, pages(map[string]string{
			"a.example/robots.txt": "User-agent: *\nCrawl-delay: 7\n", "a.example/1": "one", "a.example/2": "two", "a.example/feed": "f",
		}))
		c := o.client(Options{Pace: time.Second})
		for _, path := range []string{"1", "2"} {
			if _, err := fetchURL(c, "http://a.example/"+path, news.ForArticle); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := fetchURL(c, "http://a.example/feed", news.ForSource); err != nil {
			t.Fatal(err)
		}
		check(t, "requests", o.asked(), "0s a.example/robots.txt\n7s a.example/1\n14s a.example/2\n21s a.example/feed")
	})
}

func TestRobotsAreAskedOnceADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, pages(map[string]string{"a.example/robots.txt": "User-agent: *\nDisallow: /x", "a.example/1": "one"}))
		c := o.client(Options{})
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if _, err := fetchURL(c, "http://a.example/1", news.ForArticle); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		count := func() int { return strings.Count(o.asked(), "robots.txt") }
		check(t, "asked", count(), 1)
		_, err := fetchURL(c, "http://a.example/x/1", news.ForImage)
		if !errors.Is(err, news.ErrForbidden) || err.Error() != "robots.txt of a.example forbids /x/1: not permitted" {
			t.Errorf("error %v", err)
		}
		if err := c.Allowed(t.Context(), "http://a.example/x/2"); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("error %v", err)
		}
		time.Sleep(24*time.Hour + time.Second)
		fetchURL(c, "http://a.example/1", news.ForArticle)
		check(t, "asked after a day", count(), 2)
		fetchURL(c, "http://a.example:81/1", news.ForArticle)
		check(t, "asked for another port", count(), 3)
	})
}

func TestFeedsTheOperatorNamedAreExempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, pages(map[string]string{
			"a.example/robots.txt": "User-agent: *\nDisallow: /", "a.example/feed": "feed", "a.example/list": "list",
		}))
		c := o.client(Options{})
		got, err := fetchURL(c, "http://a.example/feed", news.ForSource)
		check(t, "first", fmt.Sprint(got.Forbidden, err, " ", o.asked()), "false <nil> 0s a.example/feed")
		if _, err := fetchURL(c, "http://a.example/list", news.ForList); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("list: error %v", err)
		}
		got, err = fetchURL(c, "http://a.example/feed", news.ForSource)
		check(t, "second", fmt.Sprint(got.Forbidden, err), "true <nil>")
	})
}

func TestRobotsThatCannotBeHad(t *testing.T) {
	for _, tt := range []struct {
		status int
		ok     bool
		text   string
	}{
		{200, true, ""}, {204, true, ""}, {301, true, ""}, {400, true, ""}, {401, true, ""}, {403, true, ""}, {404, true, ""}, {410, true, ""},
		{429, false, "robots.txt is not available, so nothing is fetched: a.example answers 429 Too Many Requests, Retry-After 600"},
		{500, false, "robots.txt is not available, so nothing is fetched: a.example answers 500 Internal Server Error"},
		{503, false, "robots.txt is not available, so nothing is fetched: a.example answers 503 Service Unavailable, Retry-After 600"},
		{0, false, "a.example breaks off the connection"},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
				switch {
				case r.URL.Path != "/robots.txt":
					answer(w, 200, words)
				case tt.status == 0:
					r.Header.Set("Broken", "yes")
				case tt.status == 301:
					answer(w, 301, "", "Location: "+r.URL.String()+"?more")
				default:
					answer(w, tt.status, "", "Retry-After: 600")
				}
			})
			c := o.client(Options{})
			_, err := fetchURL(c, "http://a.example/1", news.ForArticle)
			if (err == nil) != tt.ok || err != nil && (!errors.Is(err, news.ErrLater) || tt.text != "" && reason(err) != tt.text) {
				t.Errorf("%d: error %v, want %s", tt.status, err, tt.text)
			}
			n := strings.Count(o.asked(), "robots.txt")
			fetchURL(c, "http://a.example/2", news.ForArticle)
			check(t, fmt.Sprint(tt.status, ": asked again at once"), strings.Count(o.asked(), "robots.txt"), n)
			time.Sleep(11 * time.Minute)
			fetchURL(c, "http://a.example/2", news.ForArticle)
			if again := strings.Count(o.asked(), "robots.txt") > n; again == tt.ok {
				t.Errorf("%d: asked again after 11 minutes: %v", tt.status, again)
			}
		})
	}
}

func TestAnOldCopyServesWhileThereIsNoNewer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := false
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			switch {
			case broken && r.URL.Path == "/robots.txt":
				answer(w, 500, "")
			case r.URL.Path == "/robots.txt":
				answer(w, 200, "User-agent: *\nDisallow: /x")
			default:
				answer(w, 200, words)
			}
		})
		c := o.client(Options{})
		fetchURL(c, "http://a.example/1", news.ForArticle)
		broken = true
		time.Sleep(25 * time.Hour)
		if _, err := fetchURL(c, "http://a.example/1", news.ForArticle); err != nil {
			t.Errorf("error %v", err)
		}
		if _, err := fetchURL(c, "http://a.example/x", news.ForArticle); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("error %v", err)
		}
		time.Sleep(31 * 24 * time.Hour)
		if _, err := fetchURL(c, "http://a.example/1", news.ForArticle); !errors.Is(err, news.ErrLater) {
			t.Errorf("after a month: error %v", err)
		}
	})
}

func FuzzRules(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /a*b$\nAllow: /a\nCrawl-delay: 3", "/a/b?c=d")
	f.Add("User-agent: waidian\nDisallow: /%E4%B8%AD%zz**", "/%e4%b8%ad")
	f.Add("\xef\xbb\xbfuser-agent:*\rdisallow:/\r\r\nallow:$", "/")
	f.Fuzz(func(t *testing.T, robots, path string) {
		u, err := url.Parse("https://a.example/" + strings.TrimPrefix(path, "/"))
		if err != nil {
			return
		}
		r := readRules([]byte(robots), "waidian")
		if r.delay < 0 || r.delay > maxDelay {
			t.Errorf("delay %s", r.delay)
		}
		for _, rule := range r.list {
			if once := rule.pattern; normal(once) != once {
				t.Errorf("normal form of %q is %q", once, normal(once))
			}
		}
		all := readRules([]byte(robots+"\nUser-agent: waidian\nDisallow: /\n"), "waidian")
		if r.allows(u) && all.allows(u) && len(all.list) == 1 && u.Path != "/robots.txt" {
			t.Errorf("%s is allowed although everything is forbidden", path)
		}
	})
}
