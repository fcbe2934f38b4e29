package event

import (
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/waidian/waidian/internal/news"
)

// Houses says which of the sources and reports of an event are of one house: those of one outlet, those whose addresses have one
// registrable domain, and those of which the operator says so. What he says of a source comes before its domain.
type Houses struct {
	of map[string]string // of what identifies a source or report, the first that is of the same house
}

// HousesOf are the houses of tellings and of the sources that are watched or were.
func HousesOf(tellings []news.Telling, sources []news.Source) Houses {
	h := Houses{map[string]string{}}
	said := map[news.SourceID]string{}
	for _, s := range sources {
		said[s.ID] = s.House
	}
	read := map[string]bool{} // domains that reports are of: that of a feed may be another firm's
	for _, t := range tellings {
		if d := domainOf(t.Article.Canonical); d != "" {
			read[d] = true
		}
	}
	for _, t := range tellings {
		h.join(marks(outletOf(t.Article), domainOf(t.Article.Canonical), said[t.Article.Source]))
	}
	for _, s := range sources {
		domain := domainOf(s.URL)
		if !read[domain] {
			domain = ""
		}
		h.join(marks(nameOf(s), domain, s.House))
	}
	return h
}

// Housed are tellings with their houses.
func Housed(tellings []news.Telling, sources []news.Source) []news.Telling {
	h := HousesOf(tellings, sources)
	out := slices.Clone(tellings)
	for i, t := range out {
		out[i].House = h.name("o:" + strings.ToLower(outletOf(t.Article)))
	}
	return out
}

// House is the house of a source.
func (h Houses) House(s news.Source) string { return h.name("o:" + strings.ToLower(nameOf(s))) }

// marks identify a source or report, the surest last.
func marks(outlet, domain, house string) []string {
	out := []string{"o:" + strings.ToLower(outlet)}
	switch {
	case house != "":
		out = append(out, "h:"+strings.ToLower(house))
	case domain != "":
		out = append(out, "d:"+domain)
	}
	return out
}

// join makes marks those of one house.
func (h Houses) join(marks []string) {
	for _, m := range marks[1:] {
		a, b := h.root(marks[0]), h.root(m)
		h.of[max(a, b)] = min(a, b)
	}
}

func (h Houses) root(m string) string {
	for h.of[m] != "" && h.of[m] != m {
		m = h.of[m]
	}
	return m
}

func (h Houses) name(m string) string {
	_, name, _ := strings.Cut(h.root(m), ":")
	return name
}

func outletOf(a news.Article) string {
	if a.Outlet != "" {
		return a.Outlet
	}
	return string(a.Source)
}

func nameOf(s news.Source) string {
	switch {
	case s.Outlet != "":
		return s.Outlet
	case s.Name != "":
		return s.Name
	}
	return string(s.ID)
}

// domainOf is the registrable domain of an address; "" where it has none, as a number of a host has none.
func domainOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if _, err := netip.ParseAddr(host); err == nil || host == "" {
		return ""
	}
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil {
		return ""
	}
	return domain
}

// Domain is the registrable domain of an address; "" where it has none, as a number of a host has none.
func Domain(address string) string { return domainOf(address) }
