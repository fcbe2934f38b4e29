package feed

import (
	"bytes"
	"slices"
	"strings"
)

// maxLocations bounds a sitemap; the protocol allows 50,000 (sitemaps.org).
const maxLocations = 50_000

// readSitemap reads a sitemap or a sitemap index, with Google's extensions for
// news (Sitemaps: news, 0.9) and pictures. Addresses should be absolute; those that are not start at the sitemap's own.
func (d *Document) readSitemap(r *decoder, root elem) {
	d.Kind = Sitemap
	r.children(root, func(e elem) {
		if len(d.URLs)+len(d.Sitemaps) >= maxLocations {
			r.damaged = true
			return
		}
		switch {
		case e.ns != nsCore:
		case e.local == "url":
			if p := r.location(e); p.Loc != "" {
				d.URLs = append(d.URLs, p)
			}
		case e.local == "sitemap":
			if p := r.part(e); p.Loc != "" {
				d.Sitemaps = append(d.Sitemaps, p)
			}
		}
	})
	d.partSitemaps()
}

// partSitemaps takes the sitemaps out of the addresses of pages: some outlets list the one as the other. A page with a title or a picture
// is none.
func (d *Document) partSitemaps() {
	named := len(d.URLs) > 0 // all that is left is called a sitemap
	for _, p := range d.URLs {
		file, name := sitemapAddress(p.Loc)
		named = named && (file || name) && p.isBare()
	}
	d.URLs = slices.DeleteFunc(d.URLs, func(p Location) bool {
		file, _ := sitemapAddress(p.Loc)
		if !named && !file || !p.isBare() {
			return false
		}
		d.Sitemaps = append(d.Sitemaps, Part{Loc: p.Loc, LastMod: p.LastMod})
		return true
	})
}

// isBare reports whether nothing is said of an address that is said of a page.
func (p Location) isBare() bool {
	return p.Title == "" && p.Published.IsZero() && p.Publication == "" && len(p.Images) == 0
}

// sitemapAddress reports whether an address is that of a file of XML, and whether it has the name of a sitemap.
func sitemapAddress(loc string) (file, name bool) {
	path, query, _ := strings.Cut(strings.ToLower(loc), "?")
	last := path[strings.LastIndexByte(path, '/')+1:]
	file = strings.HasSuffix(last, ".xml") || strings.HasSuffix(last, ".xml.gz") || strings.HasSuffix(last, ".xml.zst")
	return file, !strings.Contains(last, ".htm") && (strings.Contains(path, "sitemap") || strings.Contains(query, "sitemap"))
}

func (d *decoder) location(e elem) Location {
	var p Location
	d.children(e, func(e elem) {
		switch {
		case e.ns == nsNews && e.local == "news":
			d.news(e, &p)
		case e.ns == nsPicture && e.local == "image":
			d.children(e, func(e elem) {
				if s := d.exactOf(e, "loc"); s != "" && len(p.Images) < maxValues {
					p.Images = append(p.Images, resolve(d.start, s))
				}
			})
		case e.ns == nsCore && e.local == "loc":
			p.Loc = resolve(d.start, d.exact(e))
		case e.ns == nsCore && e.local == "lastmod":
			d.date(&p.LastMod, d.exact(e))
		}
	})
	return p
}

func (d *decoder) news(e elem, p *Location) {
	d.children(e, func(e elem) {
		switch e.local {
		case "title":
			p.Title = plainText(d.html(e, asHTML), true)
		case "publication_date":
			d.date(&p.Published, d.exact(e))
		case "publication":
			d.children(e, func(e elem) {
				switch e.local {
				case "name":
					p.Publication = plainText(d.html(e, asHTML), true)
				case "language":
					p.Language = tag(d.plain(e))
				}
			})
		}
	})
}

func (d *decoder) part(e elem) Part {
	var p Part
	d.children(e, func(e elem) {
		switch e.local {
		case "loc":
			p.Loc = resolve(d.start, d.exact(e))
		case "lastmod":
			d.date(&p.LastMod, d.exact(e))
		}
	})
	return p
}

func (d *decoder) exactOf(e elem, local string) string {
	if e.local != local {
		return ""
	}
	return d.exact(e)
}

// isList reports whether a body is a sitemap in plain text: one address a line.
func isList(body []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimSpace(body[:min(len(body), 4096)]), []byte("\n"))
	s := strings.TrimSpace(string(line))
	return isWeb(s) && !strings.ContainsAny(s, " \t<>")
}

func (d *Document) readList(body []byte) {
	d.Kind = Sitemap
	for line := range bytes.Lines(body) {
		s := string(bytes.TrimSpace(line))
		if isWeb(s) && len(d.URLs) < maxLocations {
			d.URLs = append(d.URLs, Location{Loc: s})
		}
	}
	d.partSitemaps()
}
