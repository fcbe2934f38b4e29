package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// aloneTries is how often a single host, while no other fails, may fail in a way that a network that is down would explain,
// before the host is held to be the cause.
const aloneTries = 3

// reach is what the requests of late say about this machine's own way out. mu guards the fields.
type reach struct {
	mu      sync.Mutex
	heard   time.Time      // last answer of a host that is not on this machine
	failing map[string]int // since then: hosts for which the network may be to blame, and how often
}

// ours returns a *news.Ours if this machine is to blame for an error of a request to the host. Some errors only it can cause. Others
// are its own if other hosts fail alike and none has answered since the request began.
func (c *Client) ours(host string, got news.Capture, err error) error {
	if got.Status != 0 {
		if addr, e := netip.ParseAddr(got.Remote); e != nil || !addr.IsLoopback() {
			c.reach.answered(c.now())
		}
		return nil
	}
	if err == nil {
		return nil
	}
	var way *proxyTrouble
	if errors.As(err, &way) && way.ours {
		return &news.Ours{Err: way}
	}
	if why := shortage(err); why != "" {
		c.Close() // idle connections take descriptors and ports
		return &news.Ours{Err: fmt.Errorf("%s: %w", why, err)}
	}
	why := unconnected(err)
	if why == "" || !c.reach.blame(host, got.At) {
		return nil
	}
	return &news.Ours{Err: errors.New(why)}
}

// shortage names what this machine lacks for a connection; "": nothing that the error tells of.
func shortage(err error) string {
	switch {
	case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
		return "too many open files"
	case errors.Is(err, syscall.ENOBUFS), errors.Is(err, syscall.ENOMEM):
		return "no memory for a connection"
	case errors.Is(err, syscall.ENETDOWN):
		return "the network is down"
	}
	return ""
}

// unconnected says what a machine without a network lacks; "": the error tells of none. That a name does not exist is an answer.
func unconnected(err error) string {
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && !dns.IsNotFound:
		return "no host's name can be resolved"
	case errors.Is(err, syscall.ENETUNREACH), errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.EADDRNOTAVAIL):
		return "there is no route to any host"
	}
	return ""
}

func (r *reach) answered(now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.heard = now
	clear(r.failing)
}

// blame notes that a request to the host, begun at that time, has failed, and reports whether the network is to blame.
func (r *reach) blame(host string, began time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.heard.Before(began) {
		return false
	}
	if r.failing == nil {
		r.failing = map[string]int{}
	}
	r.failing[host]++
	return len(r.failing) > 1 || r.failing[host] <= aloneTries
}
