package news

import (
	"net/url"
	"strings"
)

// Bare is an address without the name and password that it may hold. What is no address is returned as it is.
func Bare(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	u, err := url.Parse(s)
	switch {
	case err == nil && u.User != nil:
		u.User = nil
		return u.String()
	case err == nil:
		return s
	}
	if scheme, rest, ok := strings.Cut(s, "://"); ok { // not read: what lies before the host's @ goes all the same
		end := strings.IndexAny(rest, "/?#")
		if end < 0 {
			end = len(rest)
		}
		if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
			return scheme + "://" + rest[at+1:]
		}
	}
	return s
}
