package fetch

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// table is what processes share of hosts, by the clock of the bubble.
type table struct {
	mu   sync.Mutex
	rows map[string]*row
	gone map[string]bool // processes that were buried
}

type row struct {
	owner string
	start time.Time
	form  int64
	known []byte
}

// desk is a process whose clock is behind that of the table.
type deskAt struct {
	*table
	name   string
	behind time.Duration
}

var errBuried = errors.New("buried")

func (d deskAt) now() time.Time       { return time.Now().Add(-d.behind) }
func (d deskAt) Ahead() time.Duration { return d.behind }

func (d deskAt) turn(r *row, form int64) Turn {
	t := Turn{Form: r.form, Ahead: d.behind}
	if !r.start.IsZero() {
		t.Start = r.start.Add(-d.behind)
	}
	if r.form != form {
		t.Known = r.known
	}
	return t
}

func (d deskAt) Take(ctx context.Context, host string, form int64) (Turn, error) {
	for {
		d.mu.Lock()
		if d.gone[d.name] {
			d.mu.Unlock()
			return Turn{}, &news.Ours{Err: errBuried}
		}
		r := d.rows[host]
		if r == nil {
			r = &row{}
			d.rows[host] = r
		}
		if r.owner == "" || r.owner == d.name || d.gone[r.owner] {
			r.owner = d.name
			t := d.turn(r, form)
			d.mu.Unlock()
			return t, nil
		}
		d.mu.Unlock()
		if err := sleep(ctx, 10*time.Millisecond); err != nil {
			return Turn{}, err
		}
	}
}

func (d deskAt) Give(host string, start time.Time, form int64, known []byte) int64 {
	d.mu.Lock()
	defer d.mu.Unlock()
	r := d.rows[host]
	if r == nil || r.owner != d.name {
		return form
	}
	r.owner = ""
	if at := start.Add(d.behind); !start.IsZero() && at.After(r.start) {
		r.start = at
	}
	if known != nil {
		r.form++
		r.known = known
	}
	return r.form
}

func (d deskAt) Look(_ context.Context, host string, form int64) (Turn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r := d.rows[host]; r != nil {
		return d.turn(r, form), nil
	}
	return Turn{}, nil
}

// twoDesks are clients of two processes, the clock of the second an hour behind that of the first.
func twoDesks(o *outlets, pace time.Duration) (a, b *Client, t *table) {
	t = &table{rows: map[string]*row{}, gone: map[string]bool{}}
	one, two := deskAt{t, "one", 0}, deskAt{t, "two", time.Hour}
	return o.client(Options{Pace: pace, Keeper: one, Now: one.now}), o.client(Options{Pace: pace, Keeper: two, Now: two.now}), t
}

// Two processes ask a host one at a time, no faster than its pace and its Crawl-delay, and for its robots.txt once.
func TestProcessesShareThePace(t *testing.T) {
	for name, c := range map[string]struct {
		robots string
		gap    time.Duration
	}{"pace": {"", 2 * time.Second}, "Crawl-delay": {"User-agent: *\nCrawl-delay: 5", 5 * time.Second}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var last time.Time
				robots := 0
				o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
					time.Sleep(300 * time.Millisecond)
					if r.URL.Path == "/robots.txt" {
						robots++
						answer(w, 200, c.robots)
						return
					}
					answer(w, 200, words)
				})
				a, b, _ := twoDesks(o, 2*time.Second)
				fetchURL(a, "http://a.example/0", news.ForArticle)
				var wg sync.WaitGroup
				for i := range 6 {
					wg.Go(func() {
						client := []*Client{a, b}[i%2]
						if _, err := fetchURL(client, fmt.Sprintf("http://a.example/%d", i+1), news.ForArticle); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				check(t, "at one host at a time", o.worst, 1)
				check(t, "robots.txt", robots, 1)
				for i, line := range o.log[1:] {
					var at time.Duration
					at, err := time.ParseDuration(firstWord(line))
					if err != nil {
						t.Fatal(err)
					}
					if now := o.start.Add(at); i > 0 && now.Sub(last) < c.gap {
						t.Errorf("request %d came %s after the one before:\n%s", i+1, now.Sub(last), o.asked())
					} else {
						last = now
					}
				}
			})
		})
	}
}

func firstWord(s string) (word string) {
	fmt.Sscan(s, &word)
	return word
}

// What one process was told, the other obeys: Retry-After by its own clock, what robots.txt forbids, and that it could not be had. It
// is over for both when an answer says so to one.
func TestProcessesShareWhatHostsAskFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		well, busy := false, []string{"Retry-After: 3600"}
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
			switch {
			case r.Host == "a.example" && r.URL.Path == "/robots.txt":
				answer(w, 200, "User-agent: *\nDisallow: /x")
			case r.Host == "c.example" && r.URL.Path == "/robots.txt":
				answer(w, 500, "")
			case r.Host == "b.example" && !well:
				answer(w, 429, "", busy...)
			default:
				answer(w, 200, words)
			}
		})
		a, b, _ := twoDesks(o, 0)
		fetchURL(a, "http://a.example/x/1", news.ForArticle)
		fetchURL(a, "http://b.example/feed", news.ForSource)
		fetchURL(a, "http://c.example/1", news.ForArticle)
		asked := len(o.log)
		var later *news.Later
		if _, err := fetchURL(b, "http://b.example/feed", news.ForSource); !errors.As(err, &later) || later.Until.Sub(deskAt{behind: time.Hour}.now()) != time.Hour {
			t.Errorf("Retry-After: %v", err)
		}
		if _, err := fetchURL(b, "http://a.example/x/2", news.ForArticle); !errors.Is(err, news.ErrForbidden) {
			t.Errorf("what robots.txt forbids: %v", err)
		}
		if _, err := fetchURL(b, "http://c.example/2", news.ForArticle); !errors.Is(err, news.ErrLater) {
			t.Errorf("a robots.txt that could not be had: %v", err)
		}
		check(t, "requests of the second process", len(o.log), asked)

		time.Sleep(time.Hour + time.Second)
		well = true
		if _, err := fetchURL(b, "http://b.example/feed", news.ForSource); err != nil {
			t.Error(err)
		}
		well = false
		busy = nil
		_, err := fetchURL(a, "http://b.example/feed", news.ForSource)
		if !errors.As(err, &later) || time.Until(later.Until) > busyFirst*5/4 {
			t.Errorf("the first pause after an answer that the other process had: %v", err)
		}
	})
}

// A process that was buried while it waited for the pace of a host does not ask it.
func TestAProcessThatWasBuriedAsksNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, _ *http.Request) { answer(w, 200, words) })
		a, b, shared := twoDesks(o, time.Minute)
		fetchURL(a, "http://a.example/feed", news.ForSource)
		ended := make(chan error, 1)
		go func() {
			_, err := fetchURL(a, "http://a.example/feed", news.ForSource)
			ended <- err
		}()
		synctest.Wait()
		shared.mu.Lock()
		shared.gone["one"] = true
		shared.mu.Unlock()
		if err := <-ended; !errors.Is(err, errBuried) || !errors.Is(err, news.ErrOurs) {
			t.Errorf("error %v", err)
		}
		check(t, "requests", len(o.log), 1)
		if _, err := fetchURL(b, "http://a.example/feed", news.ForSource); err != nil {
			t.Error(err)
		}
		check(t, "requests afterwards", len(o.log), 2)
	})
}

// What was read from a file is told to the others, unless they know better.
func TestWhatAFileRemembersIsShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, r *http.Request) { answer(w, 429, "", "Retry-After: 3600") })
		old := o.client(Options{})
		fetchURL(old, "http://b.example/feed", news.ForSource)
		saved, err := old.Save()
		if err != nil {
			t.Fatal(err)
		}
		a, b, _ := twoDesks(o, 0)
		if err := a.Load(saved); err != nil {
			t.Fatal(err)
		}
		for _, c := range []*Client{a, b} {
			if _, err := fetchURL(c, "http://b.example/feed", news.ForSource); !errors.Is(err, news.ErrLater) {
				t.Errorf("error %v", err)
			}
		}
		check(t, "requests", len(o.log), 1)
	})
}
