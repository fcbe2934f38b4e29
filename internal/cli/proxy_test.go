package cli

import (
	"net"
	"net/url"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/config"
)

func TestProxyOfASource(t *testing.T) {
	env := map[string]string{"HTTPS_PROXY": "http://secure.proxy:1", "all_proxy": "socks5://all.proxy:2", "NO_PROXY": "near.example"}
	a := &app{Env: Env{Getenv: func(k string) string { return env[k] }}}
	const general = "http://ann:pw@general.proxy:3"
	for _, c := range []struct{ fetch, source, named, address, want string }{
		{"", "", "s", "http://a.example/", ""},
		{general, "", "s", "http://a.example/", "general.proxy:3"},
		{general, "", "", "http://a.example/", "general.proxy:3"},
		{general, "none", "s", "http://a.example/", ""},
		{general, "none", "other", "http://a.example/", "general.proxy:3"},
		{general, "socks5://own.proxy:4", "s", "https://elsewhere.example/", "own.proxy:4"},
		{"", "socks5://own.proxy:4", "s", "http://a.example/", "own.proxy:4"},
		{"", "socks5://own.proxy:4", "other", "http://a.example/", ""},
		{"env", "", "s", "https://a.example/", "secure.proxy:1"},
		{"env", "", "s", "http://a.example/", "all.proxy:2"},
		{"env", "", "s", "http://near.example/", ""},
		{"", "env", "s", "https://a.example/", "secure.proxy:1"},
	} {
		conf := config.Config{Fetch: config.Fetch{Proxy: c.fetch}, Source: []config.Source{{URL: "s", Proxy: c.source}}}
		got := ""
		if choose := a.proxy(conf); choose != nil {
			u, _ := url.Parse(c.address)
			at, err := choose(c.named, u)
			if err != nil {
				t.Fatal(err)
			}
			if at != nil {
				got = at.Host
			}
		}
		if got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
	env["HTTP_PROXY"] = "http://ann:hunter2@[bad"
	u, _ := url.Parse("http://a.example/")
	if _, err := a.proxyOf("env")("", u); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a broken address: %v", err)
	}
}

func TestReachProxy(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a := &app{}
	at := "socks5://ann:hunter2@" + l.Addr().String()
	outlet := config.Source{URL: "https://a.example/"}
	if name, err := reachProxy(t.Context(), a.proxyOf(at), outlet); name != l.Addr().String() || err != nil {
		t.Errorf("%q, %v", name, err)
	}
	l.Close()
	if _, err := reachProxy(t.Context(), a.proxyOf(at), outlet); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("no proxy there: %v", err)
	}
	if name, err := reachProxy(t.Context(), nil, outlet); name != "" || err != nil {
		t.Errorf("without one: %q, %v", name, err)
	}
}
