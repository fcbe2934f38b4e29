package config

import (
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"
)

// longestID bounds an identifier that is made, in characters.
const longestID = 40

// NewID makes an identifier for the source at an address; no other source has it. It is the outlet's name in its host and what the path
// says of the section: "gazette-world-asia". Where the host says nothing of the outlet (it is a number, or serves many), it is the title.
func (c Config) NewID(address, title string) string {
	base := idOf(address, title)
	id := base
	for n := 2; slices.ContainsFunc(c.Source, func(s Source) bool { return s.ID == id }); n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}

func idOf(address, title string) string {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return "source"
	}
	house := houseOf(u.Hostname())
	if called := slugOf(title); (house == "" || ofMany[house]) && len(called) > 2 && called != "source" {
		return called
	}
	if house == "" {
		house = u.Hostname()
	}
	return slugOf(strings.Join(append([]string{house}, sectionOf(u.Path)...), "-"))
}

// ofMany are hosts that serve the lists of many outlets, by their names in houseOf.
var ofMany = map[string]bool{
	"youtube": true, "google": true, "feedburner": true, "rsshub": true, "reddit": true, "bsky": true, "medium": true, "substack": true,
	"wordpress": true, "blogspot": true, "github": true, "telegram": true, "openrss": true, "rss-bridge": true,
}

// houseOf is the name of an outlet in the name of its host, with the part of the outlet that comes before it: "gazette-cn" of
// "www.cn.gazette.example"; "" if the host is a number, this machine, or has a name of one letter.
func houseOf(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if _, err := netip.ParseAddr(host); err == nil {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return "" // a name without a dot, such as localhost
	}
	name, _, _ := strings.Cut(domain, ".")
	if len(name) < 2 || strings.HasPrefix(name, "xn--") || slugOf(name) == "source" {
		return ""
	}
	parts := []string{name}
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSuffix(host, domain), "."), ".") {
		if part != "" && !idle[part] {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "-")
}

// idle are parts of addresses of lists that say nothing of what is in them.
var idle = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(`www www2 m feed feeds rss rss1 rss2 rdf xml atom json index default services service api news-feed rssfeed rssfeeds
		feed1 newsfeed syndication syndicate sitemap sitemaps news-sitemap sitemap-news sitemap_news export outbound fs html php aspx channel channels`) {
		out[w] = true
	}
	return out
}()

// sectionOf are the parts of a path that may name a section.
func sectionOf(path string) (out []string) {
	for part := range strings.SplitSeq(strings.ToLower(path), "/") {
		for _, end := range []string{".xml", ".rss", ".rdf", ".atom", ".json", ".html", ".htm", ".php", ".aspx"} {
			part = strings.TrimSuffix(part, end)
		}
		if part != "" && !idle[part] && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// SourceID is the identifier of a source that is not watched, made from the name of a host; "" for none.
func SourceID(host string) string {
	if host == "" {
		return ""
	}
	return slugOf(host)
}

// slugOf is s in lower case, at most longestID characters and of whole words, with a hyphen for every run of others than a-z and 0-9.
func slugOf(s string) string {
	f := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	out := ""
	for _, w := range f {
		switch {
		case out == "":
			out = w[:min(len(w), longestID)]
		case len(out)+1+len(w) > longestID:
			return out
		default:
			out += "-" + w
		}
	}
	if out == "" {
		return "source"
	}
	return out
}
