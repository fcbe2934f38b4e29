package page

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// httpDate is the form of times in HTTP (RFC 9110, 5.6.7), of times in UTC.
const httpDate = "Mon, 02 Jan 2006 15:04:05 GMT"

// TimeMapPath is where the list of the captured versions of the report at path lies.
func TimeMapPath(path string) string { return strings.TrimSuffix(path, ".html") + ".timemap" }

// TimeMap lists the versions of a report that the desk captured, as a TimeMap (RFC 7089, section 5) in the link format (RFC 6690):
// the original, and when each version was captured. It is nil where the page is no copy of the original: where its text is not
// shown, or only in part, or is not from a page that was captured.
func (s *Set) TimeMap(x Article) []byte {
	original := s.original(x)
	if original == "" {
		return nil
	}
	type memento struct {
		address string
		at      time.Time
	}
	page := s.reference(x.Path)
	var list []memento
	for i, v := range x.Versions {
		if i < len(x.Versions)-VersionsShown {
			continue // the page has no place for it
		}
		m := memento{page, v.Captured}
		if i < len(x.Versions)-1 {
			m.address = fmt.Sprintf("%s#version-%d", page, v.N)
		}
		list = append(list, m)
	}
	if len(list) == 0 {
		list = []memento{{page, x.Article.Captured}}
	}
	at := func(m memento) string { return m.at.UTC().Format(httpDate) }
	var b strings.Builder
	fmt.Fprintf(&b, "<%s>;rel=\"original\",\n", original)
	fmt.Fprintf(&b, "<%s>;rel=\"self\";type=\"application/link-format\";from=\"%s\";until=\"%s\"", s.reference(TimeMapPath(x.Path)), at(list[0]), at(list[len(list)-1]))
	for i, m := range list {
		rel := "memento"
		if i == len(list)-1 {
			rel = "last " + rel
		}
		if i == 0 {
			rel = "first " + rel
		}
		fmt.Fprintf(&b, ",\n<%s>;rel=\"%s\";datetime=\"%s\"", m.address, rel, at(m))
	}
	b.WriteByte('\n')
	return []byte(b.String())
}

// reference is how a TimeMap names a file of the site: by its whole address, as harvesters of TimeMaps expect, or, where the site has only one
// that leads to the reader's own machine, from the root of the host. RFC 7089 takes links from RFC 6690, whose target may be any reference; it
// is resolved by the address of the TimeMap or by its host alone (RFC 6690, 2.1), and one from the root is the same by both.
func (s *Set) reference(path string) string {
	whole := s.Address(path)
	u, err := url.Parse(whole)
	if err != nil || !loopback(u.Hostname()) {
		return whole
	}
	return u.EscapedPath()
}

// loopback reports whether a host is the machine that asks for it.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// original is the address of which the page of a report is a copy; "" where it is none.
func (s *Set) original(x Article) string {
	a := x.Article
	if s.o.URL == "" || x.Left != "" || len(a.Blocks) == 0 || a.Captured.IsZero() || a.FromFeed() || a.Capture == "" {
		return ""
	}
	if o := link(a.Canonical); o != "" {
		return o
	}
	return link(a.URL)
}
