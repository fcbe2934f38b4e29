package page

import "strings"

// hub is the link of a feed to the hub that is told when the feed changes (WebSub, 4): nothing where there is none, in
// the archive of a feed, which changes no more, and in the feeds of a search, which are made for who asks.
func (s *Set) hub(f Feed) []atomLink {
	if !s.announces(f) {
		return nil
	}
	return []atomLink{{Rel: "hub", Href: s.o.Hub}}
}

// announces reports whether a hub is told when a feed changes.
func (s *Set) announces(f Feed) bool { return s.o.Hub != "" && f.Archive == 0 && f.Page != searchPage }

// jsonHub is a hub as JSON Feed 1.1 names it.
type jsonHub struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

func (s *Set) jsonHubs(f Feed) []jsonHub {
	if !s.announces(f) {
		return nil
	}
	return []jsonHub{{"WebSub", s.o.Hub}}
}

// IsAnnounced reports whether the file at a path is a feed of which a hub is told, if there is one.
func IsAnnounced(path string) bool {
	for _, suffix := range feedSuffixes {
		if strings.HasSuffix(path, suffix) {
			return !IsFeedArchive(path)
		}
	}
	return false
}
