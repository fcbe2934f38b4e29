package fetch

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestPortsAreLeftAloneApart: a port that refuses, or whose service asks to be left alone, puts off no other of the same host; the two of
// the web are one service, but a port that refuses says nothing of the other. The pace is that of the host. A restart changes none of it.
func TestPortsAreLeftAloneApart(t *testing.T) {
	for _, c := range []struct {
		name   string
		first  string
		closed []string // left alone after that
		open   []string // asked all the same
	}{
		{"a port that refuses", "http://desk.example:8999/", []string{"http://desk.example:8999/b"}, []string{"http://desk.example:8901/", "http://desk.example/"}},
		{"a port of the web that refuses", "http://old.example/", []string{"http://old.example/b", "http://OLD.example:80/"}, []string{"http://old.example:443/"}},
		{"a service that is busy", "http://desk.example:1200/", []string{"http://desk.example:1200/b"}, []string{"http://desk.example:8901/", "http://desk.example/"}},
		{"a web service that is busy", "http://busy.example/", []string{"http://busy.example/b", "http://busy.example:443/"}, []string{"http://busy.example:8901/"}},
		{"a name that leads nowhere", "http://none.example/", []string{"http://none.example:443/"}, nil},
		{"an address in brackets", "http://[2001:db8::1]:8999/", []string{"http://[2001:db8::1]:8999/b"}, []string{"http://[2001:db8::1]:8901/"}},
	} {
		synctest.Test(t, func(t *testing.T) {
			o := newOutlets(t, func(w *bufio.Writer, r *http.Request) {
				if r.Host == "desk.example:1200" || strings.HasPrefix(r.Host, "busy.example") && !strings.HasSuffix(r.Host, ":8901") {
					answer(w, 503, "")
					return
				}
				answer(w, 200, words)
			})
			client := func() *Client {
				tr := transport(func(_ context.Context, _, addr string) (net.Conn, error) {
					switch {
					case addr == "old.example:80", strings.HasSuffix(addr, ":8999"):
						return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
					case strings.HasPrefix(addr, "none.example"):
						return nil, &net.DNSError{Name: "none.example", IsNotFound: true}
					}
					ours, theirs := net.Pipe()
					go o.talk(theirs)
					return ours, nil
				}, Limits{}.orDefault(), nil)
				c := New(Options{Transport: tr, Pace: time.Second})
				t.Cleanup(func() { c.Close() })
				return c
			}
			before := client()
			fetchURL(before, c.first, news.ForSource)
			saved, err := before.Save()
			if err != nil {
				t.Fatal(err)
			}
			after := client()
			if err := after.Load(saved); err != nil {
				t.Fatal(err)
			}
			for _, client := range []*Client{before, after} {
				for _, url := range c.closed {
					_, err := fetchURL(client, url, news.ForSource)
					if later := (*news.Later)(nil); !errors.As(err, &later) || client.Wait(url) <= time.Second {
						t.Errorf("%s: %s: %v, wait %s", c.name, url, err, client.Wait(url))
					}
				}
				for _, url := range c.open {
					if wait := client.Wait(url); wait > time.Second || wait <= 0 && client == before {
						t.Errorf("%s: %s waits %s, want the pace", c.name, url, wait)
					}
					if got, err := fetchURL(client, url, news.ForSource); err != nil || got.Status != 200 {
						t.Errorf("%s: %s: %d, %v", c.name, url, got.Status, err)
					}
				}
				for _, url := range c.closed { // the answer of one opens no other
					if client.Wait(url) <= time.Second {
						t.Errorf("%s: %s waits %s", c.name, url, client.Wait(url))
					}
				}
			}
		})
	}
}

// TestMemoryOfOlderDesks: what was kept by the name of a host alone is of its web service.
func TestMemoryOfOlderDesks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOutlets(t, func(w *bufio.Writer, _ *http.Request) { answer(w, 200, words) })
		c := o.client(Options{})
		until := time.Now().Add(time.Hour).Format(time.RFC3339)
		if err := c.Load([]byte(`{"hosts":{"a.example":{"until":"` + until + `","why":"429","fails":1}}}`)); err != nil {
			t.Fatal(err)
		}
		for url, want := range map[string]bool{"http://a.example/feed": false, "http://a.example:443/feed": false, "http://a.example:8901/feed": true} {
			if _, err := fetchURL(c, url, news.ForSource); (err == nil) != want || !want && !errors.Is(err, news.ErrLater) {
				t.Errorf("%s: %v", url, err)
			}
		}
	})
}
