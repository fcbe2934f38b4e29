package feed

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Sitemaps that a sitemap lists as if they were pages are sitemaps.
func TestSitemapsListedAsPages(t *testing.T) {
	page := func(loc, more string) string { return "<url><loc>" + loc + "</loc>" + more + "</url>" }
	const at = "https://lantern.example/"
	story := "<news:news><news:publication_date>2026-03-03</news:publication_date><news:title>Ferry</news:title></news:news>"
	for _, tt := range []struct {
		name, urls      string
		sitemaps, pages int
	}{
		{"files", page(at+"map-2.xml", "<lastmod>2026-03-03</lastmod>") + page(at+"MAP-1.XML.GZ?v=3", ""), 2, 0},
		{"beside pages", page(at+"map-2.xml", "") + page(at+"a", "") + page(at+"b.html", ""), 1, 2},
		{"with a title or a picture", page(at+"filing.xml", story) + page(at+"photo.xml", "<image:image><image:loc>"+at+"1.jpg</image:loc></image:image>"), 0, 2},
		{"all by name", page(at+"sitemap.php?page=1", "") + page(at+"sitemap/2026-03", "") + page(at+"index.php?option=com_sitemap&amp;page=2", ""), 3, 0},
		{"by name beside pages", page(at+"sitemap.php?page=1", "") + page(at+"old-sitemap/", "") + page(at+"a", ""), 0, 3},
		{"a page about sitemaps", page(at+"sitemap.html", "") + page(at+"a", ""), 0, 2},
		{"pages", page(at+"a", "") + page(at+"b.xml/c", ""), 0, 2},
	} {
		doc, err := Parse([]byte(`<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">`+
			tt.urls+"</urlset>"), Options{})
		if err != nil || len(doc.Sitemaps) != tt.sitemaps || len(doc.URLs) != tt.pages {
			t.Errorf("%s: %d sitemaps, %d pages, %v; want %d, %d", tt.name, len(doc.Sitemaps), len(doc.URLs), err, tt.sitemaps, tt.pages)
		}
	}
	doc, err := Parse([]byte(at+"1.xml.gz\n"+at+"2.xml.gz\n"), Options{})
	if err != nil || len(doc.Sitemaps) != 2 || len(doc.URLs) != 0 {
		t.Errorf("a list in plain text: %d sitemaps, %d pages, %v", len(doc.Sitemaps), len(doc.URLs), err)
	}
	if s := fmt.Sprint(doc.Sitemaps); !strings.Contains(s, "1.xml.gz") {
		t.Error(s)
	}
}

// Addresses that are not absolute, which the protocol forbids, start at the sitemap's own.
func TestRelativeAddressesOfSitemaps(t *testing.T) {
	const core = ` xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"`
	at := Options{URL: "https://lantern.example/maps/news.xml"}
	doc, err := Parse([]byte(`<urlset`+core+`><url><loc> /2026/ferry?a=1&amp;b=2 </loc><image:image><image:loc>//cdn.example/f.jpg</image:loc></image:image></url>`+
		`<url><loc>more/quay</loc></url><url><loc>https://other.example/x</loc></url></urlset>`), at)
	if err != nil || len(doc.URLs) != 3 {
		t.Fatal(doc.URLs, err)
	}
	got := []string{doc.URLs[0].Loc, doc.URLs[0].Images[0], doc.URLs[1].Loc, doc.URLs[2].Loc}
	want := []string{"https://lantern.example/2026/ferry?a=1&b=2", "https://cdn.example/f.jpg", "https://lantern.example/maps/more/quay", "https://other.example/x"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	index, err := Parse([]byte(`<sitemapindex`+core+`><sitemap><loc>../2026.xml.gz</loc></sitemap></sitemapindex>`), at)
	if err != nil || len(index.Sitemaps) != 1 || index.Sitemaps[0].Loc != "https://lantern.example/2026.xml.gz" {
		t.Errorf("%v, %v", index.Sitemaps, err)
	}
}
