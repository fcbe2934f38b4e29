package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// Loopback reports whether only this machine reaches an address to listen on.
func Loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return true // not an address: listening says so
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// What a client may take. A request comes within requestTime; of an answer so large a part as one write has is taken within
// writeTime, however large the whole is.
const (
	headerTime  = 10 * time.Second
	requestTime = 15 * time.Second
	writeTime   = 30 * time.Second
	idleTime    = 2 * time.Minute
	writeSize   = 32 << 10 // bytes
)

// timed gives each part of an answer its time.
func timed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := http.NewResponseController(w)
		if r.ContentLength == 0 {
			_ = c.SetReadDeadline(time.Time{}) // the request is read: what its answer takes is not the client's fault
		}
		out := &patient{w, c}
		h.ServeHTTP(out, r)
		out.extend() // for what net/http has not sent yet
		if w.Header().Get("Connection") == "close" {
			_ = c.SetReadDeadline(time.Now()) // net/http would wait for the rest of a body
		}
	})
}

// patient is a ResponseWriter whose client may be slow, but must take what is written.
type patient struct {
	http.ResponseWriter
	c *http.ResponseController
}

func (p *patient) Unwrap() http.ResponseWriter { return p.ResponseWriter }

// Flush sends what has been written.
func (p *patient) Flush() {
	p.extend()
	_ = p.c.Flush() // the next write meets the same error
}

// extend sets the deadline of the next write. Real time is meant: it is the connection's. A writer that has no deadlines,
// as in tests, has no slow clients either.
func (p *patient) extend() { _ = p.c.SetWriteDeadline(time.Now().Add(writeTime)) }

func (p *patient) WriteHeader(status int) {
	p.extend()
	p.ResponseWriter.WriteHeader(status)
}

func (p *patient) Write(b []byte) (n int, err error) {
	for {
		p.extend()
		k, err := p.ResponseWriter.Write(b[:min(len(b), writeSize)])
		n, b = n+k, b[k:]
		if err != nil || len(b) == 0 {
			return n, err
		}
	}
}

// Serve answers requests until ctx ends, then waits at most 5 seconds for those under way.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler: timed(h), ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10,
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		<-ctx.Done()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		s.Shutdown(ctx)
	}()
	err := s.Serve(patients{l})
	if errors.Is(err, http.ErrServerClosed) {
		<-done
		return nil
	}
	return fmt.Errorf("serve on %s: %w", l.Addr(), err)
}
