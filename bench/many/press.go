package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/waidian/waidian/bench/outlet"
)

// press is the outlets, each on a host of its own, and what they saw. mu guards the map.
type press struct {
	feeds, sites, items int
	mu                  sync.Mutex
	hosts               map[string]*seen
	asked               map[string]int // pages and feeds, by address
	last                time.Time      // when the last page was given
}

// seen is what one host saw.
type seen struct {
	last    time.Time     // when the last request began
	gap     time.Duration // shortest time between the beginnings of two; 0: there was one at most
	busy    int           // requests under way
	most    int           // of these at one moment
	quicker int           // requests that came sooner after the one before than the pace allows
}

func newPress(feeds, sites, items int) *press {
	return &press{feeds: feeds, sites: sites, items: items, hosts: map[string]*seen{}, asked: map[string]int{}}
}

func (p *press) address(feed, port int) string {
	return fmt.Sprintf("http://outlet%d.localhost:%d/feed/%d", feed%p.sites, port, feed)
}

// enter notes that a request has begun.
func (p *press) enter(r *http.Request) (leave func()) {
	name, _, _ := net.SplitHostPort(r.Host)
	now := time.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[name]
	if h == nil {
		h = &seen{}
		p.hosts[name] = h
	}
	if gap := now.Sub(h.last); !h.last.IsZero() {
		if h.gap == 0 || gap < h.gap {
			h.gap = gap
		}
		if gap < *pace-jitter() {
			h.quicker++
		}
	}
	h.last = now
	h.busy++
	h.most = max(h.most, h.busy)
	p.asked["http://"+r.Host+r.URL.Path]++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		h.busy--
		if strings.HasPrefix(r.URL.Path, "/page/") {
			p.last = time.Now()
		}
	}
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer p.enter(r)()
	time.Sleep(*slow/2 + time.Duration(rand.Int64N(int64(*slow)))) // as outlets answer
	var feed, n int
	switch {
	case outlet.Numbered(r.URL.Path, "/feed/%d", &feed):
		fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet %d</title><link>http://%s/</link><description>x</description>`, feed, r.Host)
		for i := range p.items {
			n := feed*p.items + i
			fmt.Fprintf(w, "<item><title>%s</title><link>http://%s/page/%d</link><guid>%d</guid><pubDate>%s</pubDate></item>",
				outlet.Title(n), r.Host, n, n, time.Now().UTC().Add(-time.Hour).Format(time.RFC1123Z))
		}
		io.WriteString(w, "</channel></rss>")
	case outlet.Numbered(r.URL.Path, "/page/%d", &n):
		fmt.Fprint(w, outlet.Page(n))
	default:
		http.NotFound(w, r)
	}
}

// lastPage is when the last page was given.
func (p *press) lastPage() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}

// sum is what all hosts saw: requests at one host at one moment, the shortest time between two, and those that came too soon.
func (p *press) sum() (most, quicker int, gap time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, h := range p.hosts {
		most, quicker = max(most, h.most), quicker+h.quicker
		if h.gap > 0 && (gap == 0 || h.gap < gap) {
			gap = h.gap
		}
	}
	return most, quicker, gap
}

// count is how many addresses of a kind were asked for, and how many requests came after the first of each.
func (p *press) count(kind string) (first, again int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for url, n := range p.asked {
		if strings.Contains(url, kind) {
			first++
			again += n - 1
		}
	}
	return first, again
}
