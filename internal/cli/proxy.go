package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/net/http/httpproxy"

	"github.com/waidian/waidian/internal/config"
	"github.com/waidian/waidian/internal/fetch"
)

// proxy returns what chooses the proxy of a request, by the source on whose behalf it is; nil: none is used.
func (a *app) proxy(c config.Config) fetch.Proxy {
	general := a.proxyOf(c.Fetch.Proxy)
	special := map[string]fetch.Proxy{} // by the address of the source
	for _, s := range c.Source {
		if s.Proxy != "" {
			special[s.URL] = a.proxyOf(s.Proxy)
		}
	}
	if general == nil && len(special) == 0 {
		return nil
	}
	return func(named string, u *url.URL) (*url.URL, error) {
		choose, ok := special[named]
		if !ok {
			choose = general
		}
		if choose == nil {
			return nil, nil
		}
		return choose(named, u)
	}
}

// proxySwitch chooses by the configuration in force, which a desk at work may take up anew.
type proxySwitch struct{ now atomic.Pointer[fetch.Proxy] }

func (s *proxySwitch) use(p fetch.Proxy) { s.now.Store(&p) }

func (s *proxySwitch) choose(named string, u *url.URL) (*url.URL, error) {
	if p := s.now.Load(); p != nil && *p != nil {
		return (*p)(named, u)
	}
	return nil, nil
}

// proxyOf is the meaning of one value of proxy; nil: none.
func (a *app) proxyOf(value string) fetch.Proxy {
	switch value {
	case "", "none":
		return nil
	case "env":
		return a.proxyOfEnvironment()
	}
	at, err := url.Parse(value)
	return func(string, *url.URL) (*url.URL, error) { return at, err } // config has checked it
}

// errProxyOfEnvironment does not repeat the address, which may hold a password.
var errProxyOfEnvironment = errors.New("the address of the proxy in the environment cannot be read")

// proxyOfEnvironment chooses by the variables that curl reads, too. An address that cannot be read is an error: without
// it the requests would go without a proxy.
func (a *app) proxyOfEnvironment() fetch.Proxy {
	all := cmp.Or(a.Getenv("ALL_PROXY"), a.Getenv("all_proxy"))
	env := &httpproxy.Config{
		HTTPProxy:  cmp.Or(a.Getenv("HTTP_PROXY"), a.Getenv("http_proxy"), all),
		HTTPSProxy: cmp.Or(a.Getenv("HTTPS_PROXY"), a.Getenv("https_proxy"), all),
		NoProxy:    cmp.Or(a.Getenv("NO_PROXY"), a.Getenv("no_proxy")),
	}
	for _, address := range []string{env.HTTPProxy, env.HTTPSProxy} {
		if address != "" && !strings.Contains(address, "://") {
			address = "http://" + address // as curl reads it
		}
		if address != "" && !config.ProxyAddress(address) {
			return func(string, *url.URL) (*url.URL, error) { return nil, errProxyOfEnvironment }
		}
	}
	choose := env.ProxyFunc()
	return func(_ string, u *url.URL) (*url.URL, error) {
		at, err := choose(u)
		if err != nil {
			return nil, errProxyOfEnvironment
		}
		return at, nil
	}
}

// reachProxy connects to the proxy that requests to an outlet go through, and says which it is; empty: none.
func reachProxy(ctx context.Context, choose fetch.Proxy, outlet config.Source) (name string, err error) {
	u, err := url.Parse(outlet.URL)
	if choose == nil || err != nil {
		return "", nil // the address of a source that cannot be read is reported with the configuration
	}
	at, err := choose(outlet.URL, u)
	if at == nil || err != nil {
		return "", err
	}
	port := cmp.Or(at.Port(), map[string]string{"http": "80", "https": "443"}[at.Scheme], "1080")
	conn, err := (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", net.JoinHostPort(at.Hostname(), port))
	if err != nil {
		return at.Host, fmt.Errorf("the proxy %s cannot be reached: %w", at.Host, err)
	}
	return at.Host, conn.Close()
}
