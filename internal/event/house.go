package event

import (
	"cmp"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/waidian/waidian/internal/news"
)

// Directory is what the houses of an event need to know of the sources that are watched or were. It is made once for many events.
type Directory struct {
	said  map[news.SourceID]string // the houses that the operator says
	of    map[string]string        // as that of Houses, by what he says alone
	names map[string][]string      // marks of the outlets at a domain of which he says nothing
}

// DirectoryOf prepares sources.
func DirectoryOf(sources []news.Source) *Directory {
	d := &Directory{map[news.SourceID]string{}, map[string]string{}, map[string][]string{}}
	h := Houses{d, d.of}
	for _, s := range sources {
		d.said[s.ID] = s.House
		all := marks(nameOf(s), domainOf(s.URL), s.House)
		if len(all) == 2 && s.House == "" {
			d.names[all[1]] = append(d.names[all[1]], all[0])
			continue
		}
		h.join(all)
	}
	return d
}

// Houses says which of the sources and reports of an event are of one house: those of one outlet, those whose addresses have one
// registrable domain, and those of which the operator says so. What he says of a source comes before its domain.
type Houses struct {
	by *Directory
	of map[string]string // of what identifies a source or report, the first that is of the same house; before what by has
}

// Houses are those of tellings and of the sources.
func (d *Directory) Houses(tellings []news.Telling) Houses {
	h := Houses{d, map[string]string{}}
	read := map[string]bool{} // domains that reports are of: that of a feed may be another firm's
	for _, t := range tellings {
		domain := domainOf(t.Article.Canonical)
		h.join(marks(outletOf(t.Article), domain, d.said[t.Article.Source]))
		if domain = "d:" + domain; domain == "d:" || read[domain] {
			continue
		}
		read[domain] = true
		for _, name := range d.names[domain] {
			h.join([]string{name, domain})
		}
	}
	return h
}

// Housed are the tellings of these houses, with their houses.
func (h Houses) Housed(tellings []news.Telling) []news.Telling {
	out := slices.Clone(tellings)
	for i, t := range out {
		out[i].House = h.name("o:" + strings.ToLower(outletOf(t.Article)))
	}
	return out
}

// Shared are the outlets of tellings that are of one house, where it has several, each list in the order of telling.
func Shared(tellings []news.Telling) (out [][]string) {
	of := map[string][]string{}
	var order []string
	for _, t := range tellings {
		if t.House == "" {
			continue
		}
		if of[t.House] == nil {
			order = append(order, t.House)
		}
		if name := outletOf(t.Article); !slices.Contains(of[t.House], name) {
			of[t.House] = append(of[t.House], name)
		}
	}
	for _, h := range order {
		if len(of[h]) > 1 {
			out = append(out, of[h])
		}
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
	for {
		next := cmp.Or(h.of[m], h.by.of[m], m)
		if next == m {
			return m
		}
		m = next
	}
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
