package discover

import (
	"strings"
	"testing"
)

func TestKey(t *testing.T) {
	const want = "https://example.com/world/2026/nov/23/ferry-strike"
	for _, same := range []string{
		"https://example.com/world/2026/nov/23/ferry-strike",
		"http://example.com/world/2026/nov/23/ferry-strike/",
		"HTTPS://WWW.Example.COM:443/world/2026/nov/23/ferry-strike#comments",
		"http://example.com:80/world//2026/nov/23/ferry-strike?utm_source=rss&utm_medium=feed",
		"https://m.example.com/world/2026/nov/23/ferry-strike?at_medium=RSS&at_campaign=KARANGA",
		"https://amp.example.com/world/2026/nov/23/ferry-strike?CMP=Share_iOSApp_Other",
		"https://www.example.com/world/2026/nov/23/ferry-strike/amp",
		"https://www.example.com/amp/world/2026/nov/23/ferry-strike",
		"https://www.example.com/world/2026/nov/23/ferry-strike?amp=1&fbclid=x",
		"https://www.example.com/world/2026/nov/23/ferry-strike?outputType=amp",
		"https://www-example-com.cdn.ampproject.org/c/s/www.example.com/world/2026/nov/23/ferry-strike",
		"https://www.google.com/amp/s/www.example.com/world/2026/nov/23/ferry-strike",
		"https://example.com/world/2026/nov/23/ferry%2Dstrike?partner=rss&emc=rss",
		"https://example.com/world/2026/nov/23/ferry-strike/index.html",
		"https://reader@example.com/world/2026/nov/23/ferry-strike?ref=twitter",
	} {
		if got := Key(same); got != want {
			t.Errorf("Key(%q)\n got %q\nwant %q", same, got, want)
		}
	}
}

func TestKeyKeepsApart(t *testing.T) {
	for _, c := range [][2]string{
		{"https://example.com/a?id=1", "https://example.com/a?id=2"},
		{"https://example.com/A", "https://example.com/a"},
		{"https://example.com/?p=1", "https://example.com/"},
		{"https://example.com/a?ref=p42", "https://example.com/a"},
		{"https://news.example.com/a", "https://example.com/a"},
		{"https://example.com:8443/a", "https://example.com/a"},
		{"https://example.com/a%2Fb", "https://example.com/a/b"},
		{"https://example.com/revamp", "https://example.com/rev"},
		{"https://example.com/#!/a", "https://example.com/#!/b"},
		{"https://mail.example.com/", "https://example.com/"},
	} {
		if Key(c[0]) == Key(c[1]) {
			t.Errorf("%q and %q have one key %q", c[0], c[1], Key(c[0]))
		}
	}
}

func TestKeyForms(t *testing.T) {
	for _, c := range [][2]string{
		{"https://example.com/a?b=2&a=1&b=2", "https://example.com/a?a=1&b=2"},
		{"https://example.com/%e4%b8%ad%E6%96%87", "https://example.com/%E4%B8%AD%E6%96%87"},
		{"https://example.com/中文", "https://example.com/%E4%B8%AD%E6%96%87"},
		{"https://例子.example/a", "https://xn--fsqu00a.example/a"},
		{"https://m.co.uk/a", "https://m.co.uk/a"},
		{"https://en.m.example.org/wiki/A", "https://en.example.org/wiki/A"},
		{"mailto:desk@example.com", "mailto:desk@example.com"},
		{"tag:example.com,2026:1", "tag:example.com,2026:1"},
		{"", ""},
	} {
		if got := Key(c[0]); got != c[1] {
			t.Errorf("Key(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestTarget(t *testing.T) {
	for _, c := range []struct {
		url, want string
		headline  bool
	}{
		{"https://www.google.com/url?rct=j&url=https://example.com/a&ct=ga", "https://example.com/a", false},
		{"https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fexample.com%2fa&c=1", "https://example.com/a", false},
		// The token is base64 of 08 13 22 15 "https://example.com/a" d2 01 00.
		{"https://news.google.com/rss/articles/CBMiFWh0dHBzOi8vZXhhbXBsZS5jb20vYdIBAA?oc=5", "https://example.com/a", false},
		{"https://news.google.com/rss/articles/CBMiUkFVX3lxTE5PdC1hbi1hZGRyZXNzLWF0LWFsbA?oc=5", "", true},
		{"https://news.google.com/rss/search?q=ferry", "", false},
		{"https://example.com/url?url=https://example.org/", "", false},
		{"https://www.google.com/url?url=javascript:alert(1)", "", false},
	} {
		if got := Target(c.url); got != c.want {
			t.Errorf("Target(%q) = %q, want %q", c.url, got, c.want)
		}
		if got := HeadlineOnly(c.url); got != c.headline {
			t.Errorf("HeadlineOnly(%q) = %v", c.url, got)
		}
	}
}

func FuzzKey(f *testing.F) {
	for _, s := range []string{
		"https://www.example.com/amp/a/index.html?utm_source=x&b=1", "http://a//amp/amp", "https://a.cdn.ampproject.org/c/s/b.c/d",
		"https://m.m.m.example.com./%41%2f%zz?a=%41+b", "//", "https://[::1]:443/x", "https://www.google.com/amp/www.google.com/amp/x.y",
		"https://example.com/a?a=c d= &b=1\u0085", "https://a.cdn.ampproject.org/b//c.d/e", "https://example.com/?a=%4%41%2f%zz", "http://...m..example..com", "https://exb=+\u0085.#x",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, address string) {
		key := Key(address)
		if again := Key(key); again != key {
			t.Errorf("Key(%q) = %q, but its key is %q", address, key, again)
		}
		if Target(address) != "" && !web(Target(address)) {
			t.Errorf("Target(%q) = %q", address, Target(address))
		}
		if strings.ContainsAny(key, "\n\r") && key != address {
			t.Errorf("Key(%q) = %q", address, key)
		}
	})
}
