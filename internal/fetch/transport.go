package fetch

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strings"
	"time"
)

// newTransport is the way out: HTTP/1.1 and HTTP/2 on connections that the guard
// lets pass, no proxy, and bodies left in the coding they come in.
func newTransport(g guard, l Limits) *http.Transport {
	d := &net.Dialer{
		Timeout:  l.Connect,
		Control:  g.control,
		Resolver: &net.Resolver{PreferGo: true}, // one goroutine a look-up, not one thread
	}
	return transport(dialer(d.DialContext), l, nil)
}

func newWays(g guard, l Limits) ways { return ways{newTransport(g, l), plainWay(newTransport(g, l))} }

type dial func(ctx context.Context, network, address string) (net.Conn, error)

func transport(d dial, l Limits, conf *tls.Config) *http.Transport {
	if conf == nil {
		conf = &tls.Config{}
	}
	conf.MinVersion = tls.VersionTLS12
	conf.ClientSessionCache = tls.NewLRUClientSessionCache(l.Idles)
	return &http.Transport{
		DialContext:            d,
		TLSClientConfig:        conf,
		TLSHandshakeTimeout:    l.Connect,
		MaxResponseHeaderBytes: l.Header,
		MaxIdleConns:           l.Idles,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // the archive keeps bodies as they came; package coding decodes
		HTTP2:                  &http.HTTP2Config{MaxReceiveBufferPerStream: 1 << 20, SendPingTimeout: l.Idle},
	}
}

// dialer resolves localhost and the names below it to loopback without asking
// anyone (RFC 6761, 6.3). The guard sees the address all the same.
func dialer(next dial) dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		name, port, err := net.SplitHostPort(address)
		if err != nil || !isLocalhost(name) {
			return next(ctx, network, address)
		}
		conn, err := next(ctx, network, net.JoinHostPort("127.0.0.1", port))
		if err == nil {
			return conn, nil
		}
		if conn, err6 := next(ctx, network, net.JoinHostPort("::1", port)); err6 == nil {
			return conn, nil
		}
		return nil, err
	}
}

func isLocalhost(name string) bool {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost")
}
