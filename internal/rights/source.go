package rights

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// PublicSource returns the source as the public may see it. Its address may hold a subscriber's key or name a
// machine of the operator's, so it is that of the host's first page, or none, unless the operator wrote that the
// address itself may be shown. Folder and reason are the operator's own.
func PublicSource(s news.Source) news.Source {
	out := news.Source{
		ID: s.ID, Name: s.Name, Outlet: s.Outlet, URL: homePage(s.URL), Kind: s.Kind, Lang: s.Lang, Country: s.Country,
		Rights: s.Rights, Whole: s.Whole, ShowURL: s.ShowURL,
		Beat: news.Beat{Include: slices.Clone(s.Beat.Include), Exclude: slices.Clone(s.Beat.Exclude)},
	}
	if s.ShowURL {
		out.URL = news.Bare(s.URL)
	}
	return out
}

// homePage is the first page of an address's host, or "" where that is no host of the public web: an address in
// numbers, a name of a local network, a port that is not the web's.
func homePage(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Port() != "" && u.Port() != "80" && u.Port() != "443" {
		return ""
	}
	if news.SpellHost(u) != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(host); err == nil || news.NeverPublic(host) {
		return ""
	}
	return u.Scheme + "://" + host + "/"
}
