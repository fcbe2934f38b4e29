package discover

import (
	"encoding/base64"
	"net/url"
	"strings"
)

// HeadlineOnly reports whether address leads to an aggregator's redirect whose
// target only the aggregator knows: the report can be listed, not read.
func HeadlineOnly(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return aggregated(u) && Target(address) == ""
}

// aggregated reports whether u is an article address of Google News.
func aggregated(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	if host != "news.google.com" {
		return false
	}
	return strings.Contains(u.Path, "/articles/") || strings.HasPrefix(u.Path, "/read/")
}

// Target returns the address that a redirecting address carries in plain sight,
// or "". Google News addresses once held theirs in base64; those of today hold
// only a token, and asking Google for the rest is not done here.
func Target(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.ToLower(u.Hostname())
	for _, r := range redirects {
		if (host == r.host || strings.HasSuffix(host, "."+r.host)) && strings.HasPrefix(u.Path, r.path) {
			for _, name := range r.fields {
				if to := u.Query().Get(name); web(to) {
					return to
				}
			}
		}
	}
	if aggregated(u) {
		return enclosed(u.Path[strings.LastIndexByte(u.Path, '/')+1:])
	}
	return ""
}

// redirects are addresses that name their target in a query field.
var redirects = []struct {
	host, path string
	fields     []string
}{
	{"news.google.com", "/news/url", []string{"url"}},
	{"google.com", "/url", []string{"url", "q"}},
	{"bing.com", "/news/apiclick.aspx", []string{"url"}},
	{"l.facebook.com", "/l.php", []string{"u"}},
	{"out.reddit.com", "/", []string{"url"}},
	{"l.instagram.com", "/", []string{"u"}},
}

// enclosed finds an address inside a base64 token: bytes of a protocol buffer,
// among them "http…" up to the next byte that no address holds.
func enclosed(token string) string {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(token, "="))
	if err != nil {
		return ""
	}
	s := string(raw)
	i := strings.Index(s, "http")
	if i < 0 {
		return ""
	}
	s = s[i:]
	if end := strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r >= 0x7f }); end >= 0 {
		s = s[:end]
	}
	if !web(s) || !strings.Contains(s, ".") {
		return ""
	}
	return s
}
