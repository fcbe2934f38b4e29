package fetch

import (
	"bytes"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read (RFC 9309, 2.5).
const maxRobots = 500 << 10

// rules are what one robots.txt says to us: the rules of all groups that name us,
// or else of those for everyone. The zero value allows everything.
type rules struct {
	list  []rule
	delay time.Duration // Crawl-delay; not in the RFC, but outlets mean it
	maps  []string      // the first sitemaps that the file names, whoever is meant
}

type rule struct {
	allow   bool
	pattern string // in normal form; * matches anything, $ at the end the end
}

// readRules reads a robots.txt (RFC 9309, 2.2) for the crawler of that product
// token. There is no robots.txt that it cannot read: lines that say nothing are
// passed over.
func readRules(body []byte, token string) rules {
	var ours, everyones group
	var maps []string
	var named, everyone, begun bool // of the group at hand; begun: its rules have
	body = bytes.TrimPrefix(body[:min(len(body), maxRobots)], []byte("\xef\xbb\xbf"))
	for len(body) > 0 {
		var line []byte
		line, body = cutLine(body)
		key, value, ok := field(line)
		if !ok {
			continue
		}
		switch key {
		case "user-agent", "useragent":
			if begun {
				named, everyone, begun = false, false, false
			}
			if value == "*" || strings.HasPrefix(value, "* ") {
				everyone, everyones.there = true, true
			} else if strings.EqualFold(productToken(value), token) {
				named, ours.there = true, true
			}
			continue
		case "allow", "disallow":
			begun = true
		case "sitemap":
			if len(maps) < mostMaps && mapAddress(value) && !slices.Contains(maps, value) {
				maps = append(maps, value)
			}
			continue
		}
		if named {
			ours.add(key, value)
		}
		if everyone {
			everyones.add(key, value)
		}
	}
	out := everyones.rules
	if ours.there {
		out = ours.rules
	}
	out.maps = maps
	return out
}

// Bounds of the sitemaps that are remembered of a robots.txt (https://www.sitemaps.org/protocol.html, "Informing search engine crawlers").
const (
	mostMaps   = 8
	longestMap = 500 // bytes
)

// mapAddress reports whether a robots.txt names a sitemap so.
func mapAddress(value string) bool {
	u, err := url.Parse(value)
	return err == nil && len(value) <= longestMap && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}

// group gathers what is said to one crawler, in however many groups of lines.
type group struct {
	rules
	there bool
}

func (g *group) add(key, value string) {
	switch key {
	case "allow", "disallow":
		if value != "" {
			g.list = append(g.list, rule{key == "allow", pattern(value)})
		}
	case "crawl-delay", "crawldelay":
		s, err := strconv.ParseFloat(value, 64)
		if err == nil && s > 0 && !math.IsInf(s, 0) {
			g.delay = time.Duration(min(s, maxDelay.Seconds()) * float64(time.Second))
		}
	}
}

// cutLine takes the first line off; lines end in CR, LF or both.
func cutLine(body []byte) (line, rest []byte) {
	i := bytes.IndexAny(body, "\r\n")
	if i < 0 {
		return body, nil
	}
	return body[:i], body[i+1:]
}

// field splits "Key: value # comment".
func field(line []byte) (key, value string, ok bool) {
	if i := bytes.IndexByte(line, '#'); i >= 0 {
		line = line[:i]
	}
	k, v, ok := bytes.Cut(line, []byte(":"))
	return strings.ToLower(string(bytes.TrimSpace(k))), string(bytes.TrimSpace(v)), ok
}

// productToken is the name that a User-Agent value begins with: letters, "-" and "_".
func productToken(agent string) string {
	i := strings.IndexFunc(agent, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	})
	if i < 0 {
		i = len(agent)
	}
	return strings.ToLower(agent[:i])
}

// allows reports whether the URL may be fetched: the longest pattern that matches
// decides, an allow wins a tie, and robots.txt itself is free (RFC 9309, 2.2.2).
func (r rules) allows(u *url.URL) bool {
	path := normal(target9309(u))
	if path == "/robots.txt" {
		return true
	}
	allow, longest := true, -1
	for _, r := range r.list {
		if n := len(r.pattern); n < longest || n == longest && !r.allow || !matches(r.pattern, path) {
			continue
		}
		allow, longest = r.allow, len(r.pattern)
	}
	return allow
}

// target9309 is the part of a URL that rules are about: path and query.
func target9309(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	return path
}

// pattern is the normal form of a rule's path. One that does not begin with a
// slash or a star can only mean to.
func pattern(value string) string {
	if !strings.HasPrefix(value, "/") && !strings.HasPrefix(value, "*") {
		value = "/" + value
	}
	for strings.Contains(value, "**") {
		value = strings.ReplaceAll(value, "**", "*")
	}
	return normal(value)
}

// matches reports whether the pattern matches from the beginning of the path. Each
// part between two stars is looked for once, so the time is that of reading both.
func matches(pattern, path string) bool {
	pattern, anchored := strings.CutSuffix(pattern, "$")
	part, rest, stars := strings.Cut(pattern, "*")
	if !strings.HasPrefix(path, part) {
		return false
	}
	path = path[len(part):]
	for stars {
		part, rest, stars = strings.Cut(rest, "*")
		if !stars && anchored {
			return strings.HasSuffix(path, part)
		}
		i := strings.Index(path, part)
		if i < 0 {
			return false
		}
		path = path[i+len(part):]
	}
	return !anchored || path == ""
}

// normal makes two ways of writing a path the same (RFC 9309, 2.2.2): what need not
// be percent-encoded is decoded, what must be is encoded, in upper case.
func normal(path string) string {
	const hex = "0123456789ABCDEF"
	plain := true
	for i := range len(path) {
		if c := path[i]; c == '%' || c <= ' ' || c >= 0x7f {
			plain = false
			break
		}
	}
	if plain {
		return path
	}
	out := make([]byte, 0, len(path)+16)
	for i := 0; i < len(path); i++ {
		c := path[i]
		encode := c <= ' ' || c >= 0x7f
		if c == '%' && i+2 < len(path) {
			if n, err := strconv.ParseUint(path[i+1:i+3], 16, 8); err == nil {
				c, encode = byte(n), !unreserved(byte(n))
				i += 2
			}
		}
		if encode {
			out = append(out, '%', hex[c>>4], hex[c&15])
		} else {
			out = append(out, c)
		}
	}
	return string(out)
}

// unreserved characters mean the same encoded or not (RFC 3986, 2.3).
func unreserved(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}
