package cli

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/config"
)

// longestReach bounds the look whether receivers can be reached.
const longestReach = 5 * time.Second

// portsOf are the ports of the schemes of receivers and proxies that name none.
var portsOf = map[string]string{"http": "80", "https": "443", "socks5": "1080", "socks5h": "1080", "smtp": "587", "smtps": "465", "smtp-plain": "25"}

// reach connects to the receiver of a channel as its messages do, or to the channel's proxy, and sends nothing.
func (a *app) reach(ctx context.Context, p config.Push, address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return nil // what is wrong with its form is said elsewhere
	}
	d, who := pushDialer(p), u.Hostname()
	if p.Proxy != "" && p.Kind != config.PushMail {
		if u, err = url.Parse(p.Proxy); err != nil {
			return nil
		}
		d, who = &net.Dialer{}, "the proxy "+u.Hostname()
	}
	hosts := []string{u.Hostname()}
	if _, err := netip.ParseAddr(u.Hostname()); err != nil && a.LookupHost != nil {
		if hosts, err = a.LookupHost(ctx, u.Hostname()); err != nil {
			return fmt.Errorf("%s cannot be reached: %w", who, err)
		}
	}
	for _, host := range hosts {
		var conn net.Conn
		if conn, err = d.DialContext(ctx, "tcp", net.JoinHostPort(host, cmp.Or(u.Port(), portsOf[u.Scheme]))); err == nil {
			return conn.Close()
		}
	}
	return fmt.Errorf("%s cannot be reached: %w", who, err)
}

// reached are the channels to readers, of which one that seems well and whose receiver cannot be reached is bad for that.
func (a *app) reached(ctx context.Context, c config.Config) []channel {
	ctx, cancel := context.WithTimeout(ctx, longestReach)
	defer cancel()
	list := a.pushChannels(c)
	var wait sync.WaitGroup
	for i := range list {
		if ch := &list[i]; ch.bad == nil {
			wait.Go(func() {
				if ch.bad = a.reach(ctx, c.Push[i], ch.at); ch.bad != nil {
					ch.do = "if it is well, correct [[push]] " + ch.name + ": its address, private for one of your own network, or proxy"
				}
			})
		}
	}
	wait.Wait()
	return list
}

// sayUnreached says which channels to readers seem well and whose receivers cannot be reached.
func (a *app) sayUnreached(ctx context.Context, c config.Config) {
	known := a.pushChannels(c)
	for i, ch := range a.reached(ctx, c) {
		if known[i].bad == nil && ctx.Err() == nil {
			for _, line := range badChannels("push", []channel{ch}) {
				a.warn("%s", line)
			}
		}
	}
}

// pushes looks at the form of each channel to readers and whether its receiver can be reached; it sends nothing.
func (doctorCmd) pushes(ctx context.Context, a *app, c config.Config) (out []finding) {
	for _, ch := range a.reached(ctx, c) {
		out = append(out, finding{what: "push " + ch.name, mild: true, err: ch.bad, do: ch.do, note: ch.note + "; waidian push try " + ch.name + " sends a trial that way"})
	}
	return out
}
