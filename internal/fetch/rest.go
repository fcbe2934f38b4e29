package fetch

import (
	"cmp"
	"net"
	"net/url"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// door is where a request knocks: a port of a host. Pace and turns are of the host, whatever its port: it is one machine. That it is left
// alone is of a service: the web's two ports are one, as an outlet has them, and any other port is one of its own, behind which another
// program answers.
type door struct{ host, port string }

func doorOf(u *url.URL) door {
	return door{hostKey(u), cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[u.Scheme])}
}

// web is the service of ports 80 and 443.
const web = ""

func (d door) service() string {
	if d.port == "80" || d.port == "443" {
		return web
	}
	return d.port
}

// keys are those of the rests that a request at the door obeys.
func (d door) keys() [2]string { return [2]string{d.service(), d.port} }

// key is that of the rest that a signal begins. A port that cannot be reached says nothing of another; a name that leads nowhere, and a
// wish to be left alone, are of the service.
func (d door) key(sig signal) string {
	if sig.mood == unreachable && sig.cause != news.CauseDNS {
		return d.port
	}
	return d.service()
}

// rest is that a service or a port of a host is left alone, or has been.
type rest struct {
	until time.Time
	why   string
	cause news.Cause
	fails int
}

// rests are those of a host, by service or port. They belong to the lock of hosts.
type rests map[string]*rest

// at is the rest that holds longest at a door.
func (rs rests) at(d door) (out rest) {
	for _, key := range d.keys() {
		if r := rs[key]; r != nil && r.until.After(out.until) {
			out = *r
		}
	}
	return out
}

// weary reports whether one of them holds at now, or has not been over for long since the last request.
func (rs rests) weary(now, last time.Time) bool {
	for _, r := range rs {
		if r.until.After(now) || now.Sub(last) < forget {
			return true
		}
	}
	return false
}

// nameOf is what a rest is called in the memory: a web service by the host's name, anything else with its port.
func nameOf(host, key string) string {
	if key == web {
		return host
	}
	return net.JoinHostPort(host, key)
}

// restNamed is the opposite of nameOf.
func restNamed(name string) (host, key string) {
	if host, port, err := net.SplitHostPort(name); err == nil {
		return host, port
	}
	return name, web
}
