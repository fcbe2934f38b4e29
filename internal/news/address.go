package news

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
)

// Linked is how pages lead to an address and name it, if it is an absolute web address, else "": without the name and password that it may hold, and what
// does not fit into an attribute in per cent.
func Linked(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	u.User = nil
	var b strings.Builder
	s := u.String()
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0 || c == '[' || c == ']',
			c == '%' && !(i+2 < len(s) && isHexDigit(s[i+1]) && isHexDigit(s[i+2])):
			b.WriteString(fmt.Sprintf("%%%02X", c))
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func isHexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

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

// SpellHost writes the host of a URL in ASCII, as net/http does before it asks for it or hands it to a proxy (UTS #46):
// full-width digits become digits, and an ideographic full stop a dot. Its error says that there is no such form.
func SpellHost(u *url.URL) error {
	if ascii(u.Host) {
		return nil
	}
	name, err := idna.Lookup.ToASCII(u.Hostname())
	if err != nil {
		return err
	}
	if port := u.Port(); port != "" {
		name += ":" + port
	}
	u.Host = name
	return nil
}

func ascii(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII }) < 0
}

// privateNames are top-level domains that no public host has (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476; ICANN's
// resolution 2024.07.29.06 for "internal"), and those that local networks commonly use besides.
var privateNames = []string{
	"localhost", "local", "internal", "intranet", "private", "corp", "home", "home.arpa", "lan",
	"localdomain", "test", "invalid", "onion", "alt",
}

// NeverPublic reports whether a name cannot be that of a host of the public web: one without a dot, or one below a name
// that is kept for other networks. The name is in ASCII.
func NeverPublic(host string) bool {
	host = strings.TrimSuffix(strings.ToLower(host), ".")
	return !strings.Contains(host, ".") || slices.ContainsFunc(privateNames, func(name string) bool {
		return host == name || strings.HasSuffix(host, "."+name)
	})
}
