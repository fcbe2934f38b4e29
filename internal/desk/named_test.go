package desk_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
)

// Every request on behalf of a source says which address the operator wrote of it, wherever the request goes.
func TestRequestsNameTheirSource(t *testing.T) {
	const index = "https://courier.example/index.xml"
	r, d := pollRoom(t, web(
		index, "HTTP/1.1 200 OK\nContent-Type: application/xml\n\n"+
			`<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://lists.example/1.xml</loc></sitemap></sitemapindex>`+"\n",
		"https://lists.example/1.xml", "HTTP/1.1 200 OK\nContent-Type: application/xml\n\n"+
			`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://pages.example/flood</loc>`+
			`<news:news><news:publication><news:name>Courier</news:name><news:language>en</news:language></news:publication>`+
			`<news:publication_date>2026-03-12T07:00:00Z</news:publication_date><news:title>Flood in northern China</news:title></news:news></url></urlset>`+"\n",
		"https://pages.example/flood", pageOf("Flood in northern China", "8,600")))
	r.desk.Sources[0].URL, r.desk.Sources[0].Kind = index, news.KindNewsSitemap
	if _, err := r.desk.Collect(t.Context(), true, desk.UntilDigest); err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, q := range d.asked {
		asked[q.URL] = true
		if q.Named != index {
			t.Errorf("the request for %s names %q", q.URL, q.Named)
		}
	}
	for _, u := range []string{index, "https://lists.example/1.xml", "https://pages.example/flood", "https://pages.example/.well-known/tdmrep.json"} {
		if !asked[u] {
			t.Errorf("%s was not asked for", u)
		}
	}
}

// A feed that a page names is not one that the operator named.
func TestOffersNameWhatWasTyped(t *testing.T) {
	r, d := pollRoom(t, web("https://courier.example/", "HTTP/1.1 200 OK\nContent-Type: text/html\n\n"+
		`<html><head><link rel="alternate" type="application/rss+xml" href="http://127.0.0.1:8080/feed"></head><body></body></html>`+"\n"))
	if _, err := r.desk.Offer(t.Context(), "https://courier.example/"); err == nil || errors.Is(err, desk.ErrNothingToWatch) {
		t.Errorf("the feed was not asked for: %v", err)
	}
	if q := d.last(); q.URL != "http://127.0.0.1:8080/feed" || q.Named != "https://courier.example/" {
		t.Errorf("asked %s, named %q", q.URL, q.Named)
	}
}

// barred answers for one address as a fetcher does that may not ask where it leads.
type barred struct {
	*door
	address string // empty: none
}

func (b *barred) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	if req.URL == b.address {
		return news.Capture{URL: req.URL}, fmt.Errorf("it leads to 10.1.2.3, which is not a public address: %w", news.ErrForbidden)
	}
	return b.door.Fetch(ctx, req)
}

// TestOwnRuleIsNoRefusal: that this desk does not ask where an address leads says nothing of the outlet, and takes no look away.
func TestOwnRuleIsNoRefusal(t *testing.T) {
	r, d := pollRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), pageOf("Flood in northern China", "9,400")),
		courier, feedOf("flood|Flood in northern China"))...))
	guard := &barred{door: d}
	r.desk.Fetcher = guard
	r.round(0)
	guard.address = flood
	r.round(5 * time.Hour)
	r.round(5 * time.Hour)
	if it := r.one(); len(it.Sights) != 0 {
		t.Errorf("seen %s", kinds(it))
	}
	told := false
	for _, e := range r.events {
		told = told || e.Stage == "fetch" && e.Err != nil && strings.Contains(e.Err.Error(), "10.1.2.3")
	}
	if !told || len(r.buried()) != 0 {
		t.Errorf("told %v, buried %+v", told, r.buried())
	}
	guard.address = ""
	r.round(5 * time.Hour)
	if it := r.one(); it.Article.Version != 2 || len(it.Sights) != 0 {
		t.Errorf("version %d, seen %s", it.Article.Version, kinds(it))
	}
}

// A report that was never read is listed by its headline, which says why.
func TestOwnRuleIsSaidOfAHeadline(t *testing.T) {
	r, d := pollRoom(t, web(courier, feedOf("flood|Flood in northern China")))
	r.desk.Fetcher = &barred{d, flood}
	r.round(0)
	it := r.one()
	if len(it.Article.Notes) != 1 || it.Article.Notes[0].Code != news.NoteOther || !strings.Contains(it.Article.Notes[0].Arg, "10.1.2.3") {
		t.Errorf("notes %+v", it.Article.Notes)
	}
}

// A tdmrep.json that this desk may not ask for is not known to be missing: it is asked for with the next page.
func TestOwnRuleLearnsNoPolicy(t *testing.T) {
	const policy = "https://courier.example/.well-known/tdmrep.json"
	r, d := pollRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), pageOf("Flood in northern China", "9,400")),
		courier, feedOf("flood|Flood in northern China"),
		policy, "HTTP/1.1 200 OK\nContent-Type: application/json\n\n[{\"location\": \"/\", \"tdm-reservation\": 1}]\n")...))
	guard := &barred{door: d, address: policy}
	r.desk.Fetcher = guard
	r.round(0)
	if r.one().Article.Reserved {
		t.Error("reserved by a file that nobody has read")
	}
	guard.address = ""
	r.round(5 * time.Hour)
	if !r.one().Article.Reserved {
		t.Error("tdmrep.json reserves the report, the desk does not know")
	}
}
