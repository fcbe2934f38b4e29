// Package cdxj writes the index of a web archive in the form CDXJ 0.1.0
// (https://specs.webrecorder.net/cdxj/0.1.0/): one line a record, sorted, of the key of its address, its time
// and where it lies. It knows nothing of files, and asks nothing.
package cdxj

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// Key is the key by which tools of web archives look an address up (SURT, Sort-friendly URI Reordering
// Transform, in the canonical form of the Wayback Machine): the host backwards, without scheme, user, "www." and default
// port; path and query in small letters, the parameters sorted, identifiers of sessions left out. Addresses
// that differ in those alone have one key.
func Key(address string) string {
	scheme, rest := cutScheme(spaces.Replace(strings.TrimSpace(address)))
	rest, _, _ = strings.Cut(rest, "#")
	authority, ok := strings.CutPrefix(rest, "//")
	if !ok {
		return scheme + ":" + escaped(unescaped(rest)) // mailto:, dns: and the like have no host
	}
	rest, query, _ := strings.Cut(authority, "?")
	authority, path, _ := strings.Cut(rest, "/")
	out := host(authority, scheme) + ")" + pathOf("/"+path)
	if query = queryOf(query); query != "" {
		out += "?" + query
	}
	return out
}

var spaces = strings.NewReplacer("\n", "", "\r", "", "\t", "")

var schemed = regexp.MustCompile(`^[a-zA-Z][a-zA-Z0-9+.-]*:`)

// cutScheme cuts the scheme off an address; one without is taken for http.
func cutScheme(address string) (scheme, rest string) {
	scheme = schemed.FindString(address)
	if scheme == "" {
		return "http", "//" + address
	}
	return strings.ToLower(strings.TrimSuffix(scheme, ":")), address[len(scheme):]
}

var numberedWWW = regexp.MustCompile(`^www[0-9]*\.`)

// host is the name of a host backwards, with its port where that is not the scheme's own.
func host(authority, scheme string) string {
	name := authority[strings.LastIndexByte(authority, '@')+1:]
	port := ""
	if i := strings.LastIndexByte(name, ':'); i >= 0 && !strings.HasSuffix(name, "]") {
		name, port = name[:i], strings.ToLower(escaped(unescaped(name[i+1:])))
	}
	name = unescaped(name)
	if ascii, err := idna.Punycode.ToASCII(name); err == nil {
		name = ascii
	}
	name = strings.ToLower(strings.Trim(strings.ReplaceAll(name, "..", "."), "."))
	name = numberedWWW.ReplaceAllString(numbered(escaped(name)), "")
	parts := strings.Split(name, ".")
	slices.Reverse(parts)
	out := strings.Join(parts, ",")
	if port != "" && !(scheme == "http" && port == "80") && !(scheme == "https" && port == "443") {
		out += ":" + port
	}
	return out
}

// numbered writes a host that is one decimal number as the IPv4 address that it is.
func numbered(name string) string {
	var n uint64
	for _, c := range []byte(name) {
		if c < '0' || c > '9' {
			return name
		}
		n = (n*10 + uint64(c-'0')) & 0xffffffff
	}
	if name == "" {
		return name
	}
	var ip [4]byte
	binary.BigEndian.PutUint32(ip[:], uint32(n))
	return netip.AddrFrom4(ip).String()
}

// pathOf is a path without "." and "..", empty parts and a slash at its end.
func pathOf(path string) string {
	var kept []string
	for _, p := range strings.Split(unescaped(path), "/")[1:] {
		switch {
		case p == ".":
		case p == ".." && len(kept) > 0:
			kept = kept[:len(kept)-1]
		default:
			kept = append(kept, p)
		}
	}
	if n := len(kept); n > 0 { // an empty part at the end is the slash there
		full := slices.DeleteFunc(kept[:n-1:n-1], func(p string) bool { return p == "" })
		kept = append(full, kept[n-1])
	}
	out := strings.ToLower(escaped("/" + strings.Join(kept, "/")))
	for _, form := range sessionPaths {
		out = form.ReplaceAllString(out, "$1$2")
	}
	if len(out) > 1 {
		out = strings.TrimSuffix(out, "/")
	}
	return out
}

// sessionPaths are the forms in which ASP.NET has a session in the path of a page.
var sessionPaths = []*regexp.Regexp{
	regexp.MustCompile(`^(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)$`),
	regexp.MustCompile(`^(.*/)\([0-9a-z]{24}\)/([^?]+\.aspx.*)$`),
}

// sessions are the forms of parameters that name the session of one visitor.
var sessions = func() (out []*regexp.Regexp) {
	for _, form := range []string{
		`jsessionid=[0-9a-z]{32}`, `phpsessid=[0-9a-z]{32}`, `sid=[0-9a-z]{32}`, `aspsessionid[a-z]{8}=[a-z]{24}`,
		`cfid=[^&]+&cftoken=[^&]+`,
	} {
		out = append(out, regexp.MustCompile(`^(.*)`+form+`(?:&(.*))?$`))
	}
	return out
}()

// queryOf is a query with its parameters in the order of their names and values.
func queryOf(query string) string {
	query = strings.ToLower(escaped(unescaped(query)))
	for _, form := range sessions {
		query = form.ReplaceAllString(query, "$1$2")
	}
	if len(query) <= 1 {
		return query
	}
	type parameter struct{ name, rest string }
	var list []parameter
	for p := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(p, "=")
		list = append(list, parameter{name, p[len(name):]})
	}
	slices.SortStableFunc(list, func(a, b parameter) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		return strings.Compare(a.rest, b.rest)
	})
	var b strings.Builder
	for i, p := range list {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.name + p.rest)
	}
	return b.String()
}

// unescaped undoes percent-encoding until none is left.
func unescaped(s string) string {
	for strings.Contains(s, "%") {
		var b bytes.Buffer
		for i := 0; i < len(s); i++ {
			if s[i] == '%' && i+2 < len(s) {
				if high, low := digit(s[i+1]), digit(s[i+2]); high >= 0 && low >= 0 {
					b.WriteByte(byte(high<<4 | low))
					i += 2
					continue
				}
			}
			b.WriteByte(s[i])
		}
		if b.String() == s {
			return s
		}
		s = b.String()
	}
	return s
}

// digit is the value of a hexadecimal digit; -1: it is none.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// escaped encodes what may not stand in an address, once.
func escaped(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || c == '#' || c == '%' {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
