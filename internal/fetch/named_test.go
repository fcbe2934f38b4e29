package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestPrivateAddressesAreForTheirSource: whatever leads a request to a private address, it is dialled only if the
// operator named this host and port as the source on whose behalf the request is.
func TestPrivateAddressesAreForTheirSource(t *testing.T) {
	var mu sync.Mutex
	var asked []string
	note := func(who string, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		asked = append(asked, who+r.URL.Path)
	}
	inner, port := local(t, func(w http.ResponseWriter, r *http.Request) { note("inner", r); fmt.Fprint(w, words) })
	innerAs := func(host string) string { return "http://" + host + ":" + port }
	outer, _ := local(t, func(w http.ResponseWriter, r *http.Request) {
		note("outer", r)
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, inner+"/1", http.StatusFound)
		case "/name":
			http.Redirect(w, r, innerAs("courier.localhost")+"/1", http.StatusMovedPermanently)
		case "/around":
			http.Redirect(w, r, "/1", http.StatusFound)
		default:
			fmt.Fprint(w, words)
		}
	})
	strange, _ := local(t, func(w http.ResponseWriter, r *http.Request) { // whose robots.txt is elsewhere
		note("strange", r)
		if r.URL.Path == "/robots.txt" {
			http.Redirect(w, r, inner+"/1", http.StatusFound)
			return
		}
		fmt.Fprint(w, words)
	})
	all := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for name, c := range map[string]struct {
		url, named string
		purpose    news.Purpose
		allow      []netip.Prefix
		want       string // requests in order; empty: none
		barred     bool
	}{
		"the source itself":                {outer + "/feed", outer + "/feed", news.ForSource, all, "outer/feed", false},
		"its page":                         {outer + "/1", outer + "/feed", news.ForArticle, all, "outer/robots.txt outer/1", false},
		"its redirect at home":             {outer + "/around", outer + "/feed", news.ForSource, all, "outer/around outer/1", false},
		"outside the ranges":               {outer + "/feed", outer + "/feed", news.ForSource, all[1:], "", true},
		"no ranges":                        {outer + "/feed", outer + "/feed", news.ForSource, nil, "", true},
		"nobody's request":                 {outer + "/1", "", news.ForArticle, all, "", true},
		"link of a public source":          {inner + "/1", "https://courier.example/feed", news.ForArticle, all, "", true},
		"image of a public source":         {inner + "/1.png", "https://courier.example/feed", news.ForImage, all, "", true},
		"child of a public sitemap":        {inner + "/child.xml", "https://courier.example/sitemap.xml", news.ForList, all, "", true},
		"feed that a public page names":    {inner + "/feed", "https://courier.example/", news.ForSource, all, "", true},
		"link of another private source":   {inner + "/1", outer + "/feed", news.ForArticle, all, "", true},
		"redirect of another":              {outer + "/away", outer + "/feed", news.ForSource, all, "outer/away", true},
		"redirect to a name":               {outer + "/name", outer + "/feed", news.ForSource, all, "outer/name", true},
		"redirect of robots.txt":           {strange + "/1", strange + "/feed", news.ForArticle, all, "strange/robots.txt", true},
		"another port of the same host":    {inner + "/1", "http://127.0.0.1:9/feed", news.ForArticle, all, "", true},
		"the port of the web of its host":  {inner + "/1", "http://127.0.0.1/feed", news.ForArticle, all, "", true},
		"another scheme, so another port":  {inner + "/1", "https://127.0.0.1/feed", news.ForArticle, all, "", true},
		"another address of the range":     {innerAs("127.0.0.2") + "/1", inner + "/feed", news.ForArticle, all, "", true},
		"a name for the named address":     {innerAs("courier.localhost") + "/1", inner + "/feed", news.ForArticle, all, "", true},
		"the address of the named name":    {inner + "/1", innerAs("courier.localhost") + "/feed", news.ForArticle, all, "", true},
		"a named name":                     {innerAs("courier.localhost") + "/1", innerAs("Courier.localhost.") + "/feed", news.ForList, all, "inner/robots.txt inner/1", false},
		"IPv6 loopback":                    {innerAs("[::1]") + "/1", inner + "/feed", news.ForArticle, all, "", true},
		"an IPv4 address written in IPv6":  {innerAs("[::ffff:127.0.0.1]") + "/1", "https://courier.example/", news.ForArticle, all, "", true},
		"the same, of the source so named": {innerAs("[::ffff:127.0.0.1]") + "/1", inner + "/feed", news.ForSource, all, "inner/1", false},
	} {
		t.Run(name, func(t *testing.T) {
			asked = nil
			client := New(Options{AllowPrivate: c.allow})
			defer client.Close()
			_, err := client.Fetch(t.Context(), news.Request{URL: c.url, Purpose: c.purpose, Named: c.named})
			if barred := errors.Is(err, news.ErrForbidden); barred != c.barred || !barred && err != nil {
				t.Errorf("error %v", err)
			}
			mu.Lock()
			defer mu.Unlock()
			if got := strings.Join(asked, " "); got != c.want {
				t.Errorf("asked %s, want %s", got, c.want)
			}
		})
	}
}

// A request that may not go to a host takes neither its connections nor its robots.txt from those that may, and
// leaves them nothing of its refusal.
func TestRefusalsAreNotShared(t *testing.T) {
	base, _ := local(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, words) })
	c := New(Options{AllowPrivate: loopback})
	defer c.Close()
	for i, named := range []string{"", base, "", base, "https://courier.example/"} {
		_, err := c.Fetch(t.Context(), news.Request{URL: base + "/1", Purpose: news.ForArticle, Named: named})
		if barred := errors.Is(err, news.ErrForbidden); barred == (named == base) || !barred && err != nil {
			t.Errorf("request %d, named %q: %v", i, named, err)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		named, url string
		want       bool
	}{
		{"", "http://a.example/", false},
		{"http://", "http:///x", false},
		{"http://a.example/feed", "http://A.example:80/x", true},
		{"https://a.example./feed", "https://a.example/x", true},
		{"http://a.example/feed", "https://a.example/x", false},
		{"http://a.example:8080/feed", "http://a.example/x", false},
		{"http://a.example/feed", "http://b.a.example/x", false},
		{"http://[fd00::0:1]/feed", "http://[fd00::1]:80/x", true},
		{"http://bücher.example/feed", "http://xn--bcher-kva.example/x", true},
		{"http://Ｂücher。example/feed", "http://xn--bcher-kva.example/x", true},
		{"http://a\u2100.example/feed", "http://a.example/x", false},
		{"not an address", "http://a.example/x", false},
	} {
		u, err := url.Parse(c.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := names(c.named, u); got != c.want {
			t.Errorf("%s names %s: %v", c.named, c.url, got)
		}
	}
}

// TestOneSpellingOfAHost: a host has one pace, however its address writes it.
func TestOneSpellingOfAHost(t *testing.T) {
	for _, address := range []string{"http://bücher.example/1", "http://BÜCHER。example/2", "http://b%C3%BCcher.example./3"} {
		u, err := parse(address)
		if err != nil || hostKey(u) != "xn--bcher-kva.example" {
			t.Errorf("%s: %v, %v", address, u, err)
		}
		from, _ := url.Parse("http://gazette.example/")
		next, _, err := target(from, news.Capture{Status: http.StatusFound, Header: http.Header{"Location": {address}}})
		if err != nil || hostKey(next) != "xn--bcher-kva.example" {
			t.Errorf("redirected to %s: %v, %v", address, next, err)
		}
	}
}
