package fetch

import (
	"bufio"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

func TestARestartForgetsNoPromise(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			switch r.Host + r.URL.Path {
			case "a.example/robots.txt":
				answer(w, 200, "User-agent: *\nDisallow: /x\nAllow: /x/y*z$\nCrawl-delay: 5")
			case "b.example/feed":
				answer(w, 429, "", "Retry-After: 3600")
			default:
				answer(w, 200, words)
			}
		})
		before := o.client(Options{})
		fetchURL(before, "http://a.example/1", news.ForArticle)
		fetchURL(before, "http://b.example/feed", news.ForSource)
		saved, err := before.Save()
		if err != nil {
			t.Fatal(err)
		}
		asked := len(o.log)
		time.Sleep(time.Minute)

		after := o.client(Options{})
		if err := after.Load(saved); err != nil {
			t.Fatal(err)
		}
		_, err = fetchURL(after, "http://b.example/feed", news.ForSource)
		var later *news.Later
		if !errors.As(err, &later) || time.Until(later.Until) != 59*time.Minute {
			t.Errorf("error %v", err)
		}
		if err := after.Allowed(t.Context(), "http://a.example/x/1"); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("error %v", err)
		}
		if err := after.Allowed(t.Context(), "http://a.example/x/y1z"); err != nil {
			t.Error(err)
		}
		check(t, "requests after the restart", len(o.log), asked)
		fetchURL(after, "http://a.example/2", news.ForArticle)
		check(t, "Crawl-delay", after.Wait("http://a.example/3"), 5*time.Second)

		renamed := o.client(Options{Agent: "Otherdesk/1"})
		if err := renamed.Load(saved); err != nil {
			t.Fatal(err)
		}
		asked = len(o.log)
		renamed.Allowed(t.Context(), "http://a.example/x/1")
		check(t, "requests under another name", len(o.log), asked+1)

		time.Sleep(24 * time.Hour)
		asked = len(o.log)
		after.Allowed(t.Context(), "http://a.example/x/1")
		check(t, "requests after a day", len(o.log), asked+1)
		for _, bad := range []string{"", "{", "[]", `{"hosts":{"c.example":{"until":"2999-01-01T00:00:00Z"}},"token":"waidian","robots":{"http://c.example":{"had":"2999-01-01T00:00:00Z","rules":["-/","","?"]}}}`} {
			after.Load([]byte(bad))
		}
		check(t, "wait", after.Wait("http://c.example/"), time.Duration(0))
		if err := after.Allowed(t.Context(), "http://c.example/1"); err != nil {
			t.Error(err)
		}
	})
}

func TestIdleHostsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			if strings.HasPrefix(r.Host, "busy") {
				answer(w, 503, "")
				return
			}
			answer(w, 200, words)
		})
		c := o.client(Options{Pace: time.Second})
		fetchURL(c, "http://busy.example/", news.ForSource)
		for i := range 3 * sweepFrom {
			fetchURL(c, fmt.Sprintf("http://h%d.example/", i), news.ForSource)
			if i%100 == 0 {
				time.Sleep(time.Second)
			}
		}
		if n := len(c.hosts.known); n > sweepFrom+200 {
			t.Errorf("%d hosts are known", n)
		}
		if c.hosts.known["busy.example"] == nil {
			t.Error("the host that asked to be left alone is forgotten")
		}
	})
}

// TestNewerMemory: what a newer program has saved is refused by its number; what has none is of the first form.
func TestNewerMemory(t *testing.T) {
	for saved, newer := range map[string]bool{`{"form":2,"hosts":{}}`: true, `{"form":1}`: false, `{"hosts":{}}`: false, `{`: false} {
		err := New(Options{}).Load([]byte(saved))
		var e *NewerError
		if errors.As(err, &e) != newer || newer && e.Form != 2 {
			t.Errorf("%s: %v", saved, err)
		}
	}
}

// Whoever keeps what Save returns is told of each promise when it is made, and of nothing else.
func TestPromised(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			switch r.Host + r.URL.Path {
			case "slow.example/robots.txt":
				answer(w, 200, "User-agent: *\nCrawl-delay: 5")
			case "busy.example/feed":
				answer(w, 429, "", "Retry-After: 3600")
			case "shy.example/robots.txt":
				answer(w, 503, "")
			default:
				answer(w, 200, words)
			}
		})
		told := 0
		c := o.client(Options{Promised: func() { told++ }})
		for _, step := range []struct {
			url  string
			more int
		}{
			{"http://plain.example/1", 0}, {"http://slow.example/1", 1}, {"http://slow.example/2", 0},
			{"http://busy.example/feed", 1}, {"http://busy.example/feed", 0}, {"http://shy.example/1", 1},
		} {
			before := told
			fetchURL(c, step.url, news.ForArticle)
			check(t, "promises after "+step.url, told-before, step.more)
		}
	})
}
