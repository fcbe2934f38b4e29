package server

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// Fence says by which names a server answers that is not for everybody. That it listens on loopback alone does not keep out a page of
// another site in a browser of this machine: its name may be made to mean 127.0.0.1 after it was loaded (DNS rebinding), and then it
// asks, by that name, as if the server were its own.
type Fence struct {
	Own     string // host of the site's own address, without its port, in ASCII; empty: it has none
	Numbers bool   // any IP address is a name of it, too: no page has another's
}

// FenceOf is the fence of a server with an own address that listens at an address.
func FenceOf(own string, at net.Addr) Fence {
	f := Fence{Numbers: !Loopback(at.String())}
	if u, err := url.Parse(own); err == nil {
		f.Own = bare(u.Host)
	}
	return f
}

// Guard answers by these names alone, and others with the status 421 (RFC 9110, 15.5.20).
func (f Fence) Guard(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.takes(r.Host) {
			h.ServeHTTP(w, r)
			return
		}
		careful(w.Header())
		w.Header().Set("Connection", "close") // what else comes by that name is not read
		http.Error(w, f.refusal(), http.StatusMisdirectedRequest)
	})
}

// takes reports whether a Host header has one of the names. No name is none of them: whoever passes requests on without it tells nobody by which
// name they came. Nor is a name below localhost, which not every resolver keeps to this machine (RFC 6761, 6.3).
func (f Fence) takes(header string) bool {
	host := bare(header)
	if ip, err := netip.ParseAddr(host); err == nil {
		return f.Numbers || ip.Unmap().IsLoopback() || host == f.Own
	}
	return host == "localhost" || f.Own != "" && host == f.Own
}

func (f Fence) refusal() string {
	names := "localhost, 127.0.0.1 and [::1]"
	if f.Numbers {
		names = "localhost and IP addresses"
	}
	if f.Own != "" && !(Fence{Numbers: f.Numbers}).takes(f.Own) {
		names += ", and by " + f.Own + ", the host of [site] url"
	}
	return "this is not for everybody, and answers only by these names: " + names +
		". If it is meant to be read by the name that was asked for, set [site] url to that address."
}

// bare is a host without its port, brackets and the root's dot, in lower case.
func bare(host string) string {
	u := url.URL{Host: host}
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
}
