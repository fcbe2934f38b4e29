package fetch

import (
	"crypto/tls"
	"errors"
	"net/http"
	"net/http/httptrace"
	"sync"
	"time"

	"github.com/waidian/waidian/internal/coding"
	"github.com/waidian/waidian/internal/news"
)

const (
	plainHosts = 1024           // hosts that are remembered
	plainFor   = 24 * time.Hour // how long; then HTTP/2 is tried again
)

// ways are two ways to the same hosts.
type ways struct {
	any   http.RoundTripper // HTTP/1.1 or HTTP/2, as the host likes
	plain http.RoundTripper // HTTP/1.1 alone
}

// plainWay is a transport like another, for HTTP/1.1 alone.
func plainWay(t *http.Transport) *http.Transport {
	t.ForceAttemptHTTP2, t.HTTP2 = false, nil
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// plain remembers the hosts that offered HTTP/2, broke it off, and answered by HTTP/1.1. mu guards until.
type plain struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func (p *plain) is(site string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return now.Before(p.until[site])
}

func (p *plain) add(site string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until == nil || len(p.until) >= plainHosts {
		p.until = map[string]time.Time{} // the others are found out again
	}
	p.until[site] = now.Add(plainFor)
}

// torn is the error of a request over HTTP/2.
type torn struct{ err error }

func (t *torn) Error() string { return t.err.Error() }

func (t *torn) Unwrap() error { return t.err }

// multiplexed reports whether a connection is one of HTTP/2.
func multiplexed(info httptrace.GotConnInfo) bool {
	conn, ok := info.Conn.(*tls.Conn)
	return ok && conn.ConnectionState().NegotiatedProtocol == "h2"
}

// brokeStream reports whether a request over HTTP/2 has failed in a way for which HTTP/2 may be to blame: its stream or connection was
// broken off, before the answer or in the middle. An answer that stalls, or whose body cannot be used, is the same by HTTP/1.1.
func brokeStream(got news.Capture, err error) bool {
	if err == nil {
		return got.Proto == "HTTP/2.0" && got.Cut == news.CutDisconnect
	}
	var t *torn
	return errors.As(err, &t) && !stalled(err) && !errors.Is(err, news.ErrNoText) && !errors.Is(err, coding.ErrBody)
}
