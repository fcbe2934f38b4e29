package discover

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/feed"
	"github.com/waidian/waidian/internal/news"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func capture(address, body string) news.Capture {
	return news.Capture{URL: address, Final: address, Status: 200, Body: []byte(body), At: noon}
}

func show(r Result, err error) string {
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "kind %s title %q lang %q\n", r.Kind, r.Title, r.Lang)
	for _, l := range r.Leads {
		fmt.Fprintf(&b, "\n%s\n%s\n", l.URL, l.Title)
		if !l.Published.IsZero() {
			fmt.Fprintf(&b, "published %s\n", l.Published.UTC().Format(time.RFC3339))
		}
		if l.Standfirst != "" {
			fmt.Fprintf(&b, "standfirst %s\n", l.Standfirst)
		}
	}
	for _, l := range r.Left {
		fmt.Fprintf(&b, "\nleft %s: %s\n", l.URL, l.Why)
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}

func TestSectionPages(t *testing.T) {
	pages, err := filepath.Glob("testdata/section/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		body, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		src := news.Source{ID: "lantern", Kind: news.KindSection}
		got := show(Leads(src, capture("https://lantern.example/harbour", string(body))))
		golden(t, strings.TrimSuffix(p, ".html")+".golden", got)
	}
}

func TestSelector(t *testing.T) {
	body, err := os.ReadFile("testdata/section/cards.html")
	if err != nil {
		t.Fatal(err)
	}
	src := news.Source{ID: "lantern", Kind: news.KindSection, Selector: ".most-read li"}
	r, err := Leads(src, capture("https://lantern.example/harbour", string(body)))
	if err != nil || len(r.Leads) != 2 || r.Leads[1].Title != "Council buys back the old customs house" {
		t.Errorf("got %+v, %v", r.Leads, err)
	}
	src.Selector = "li["
	if _, err := Leads(src, capture("https://lantern.example/", string(body))); err == nil {
		t.Error("a broken selector is no error")
	}
}

const rss = `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Lantern</title>
<link>https://lantern.example/</link><language>en-GB</language><ttl>30</ttl>%s</channel></rss>`

func TestFeedEntries(t *testing.T) {
	for _, c := range []struct{ name, items, want string }{
		{"dates", `
<item><title>Now</title><link>/a</link><pubDate>Mon, 23 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>Undated</title><link>/b</link></item>
<item><title>Not a date</title><link>/c</link><pubDate>soon</pubDate></item>
<item><title>Tomorrow</title><link>/d</link><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item>
<item><title>Clock not set</title><link>/e</link><pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate></item>
<item><title>Ten years old</title><link>/f</link><pubDate>Wed, 23 Nov 2016 10:00:00 GMT</pubDate></item>`,
			"Now 2026-11-23T10:00:00Z fresh; Undated - undated; Not a date - undated; Tomorrow 2026-11-23T12:00:00Z fresh; Clock not set - undated; Ten years old 2016-11-23T10:00:00Z stale"},
		{"one GUID for all", `
<item><title>A</title><link>/a</link><guid isPermaLink="false">1</guid></item>
<item><title>B</title><link>/b</link><guid isPermaLink="false">1</guid></item>`, "A - undated; B - undated"},
		{"empty GUIDs", `<item><title>A</title><link>/a</link><guid/></item><item><title>B</title><link>/b</link><guid/></item>`, "A - undated; B - undated"},
		{"own GUIDs", `<item><title>A</title><link>/a</link><guid isPermaLink="false">1</guid></item><item><title>B</title><link>/b</link><guid isPermaLink="false">2</guid></item>`, "A 1 - undated; B 2 - undated"},
		{"GUID for a link", `<item><title>A</title><guid>https://lantern.example/a</guid></item>`, "A https://lantern.example/a - undated"},
		{"no address", `<item><title>A</title><guid isPermaLink="false">7</guid></item><item><title>B</title><link>mailto:x@lantern.example</link></item>`, "left A: no address; left B: not a web address"},
		{"twice", `<item><title>A</title><link>/a?utm_source=rss</link></item><item><title>A again</title><link>http://www.lantern.example/a#top</link></item>`, "A - undated; left A again: listed twice"},
		{"aggregator", `<item><title>Ferry strike goes on - The Lantern</title><link>https://news.google.com/rss/articles/CBMiUkFVX3lxTE5PdC1hbi1hZGRyZXNzLWF0LWFsbA?oc=5</link><source url="https://lantern.example">The Lantern</source></item>`, "Ferry strike goes on - undated headline only"},
	} {
		r, err := Leads(news.Source{ID: "lantern"}, capture("https://lantern.example/rss", fmt.Sprintf(rss, c.items)))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []string
		for _, l := range r.Leads {
			parts := []string{l.Title}
			if l.GUID != "" {
				parts = append(parts, l.GUID)
			}
			date := "-"
			if !l.Published.IsZero() {
				date = l.Published.Format(time.RFC3339)
			}
			parts = append(parts, date, string(AgeOf(l.Published, l.Seen, 0)))
			if HeadlineOnly(l.URL) {
				parts = append(parts, "headline only")
			}
			got = append(got, strings.Join(parts, " "))
		}
		for _, l := range r.Left {
			got = append(got, "left "+l.Title+": "+l.Why)
		}
		if s := strings.Join(got, "; "); s != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, s, c.want)
		}
	}
}

func TestFeedFields(t *testing.T) {
	item := `<item><title>Ferry &amp; strike</title><link>/a</link><category>Harbour</category><author>a@lantern.example (Ana Moor)</author>
<description>&lt;p&gt;Talks broke down.&lt;/p&gt;&lt;script&gt;x&lt;/script&gt; &lt;a href="/a"&gt;Continue reading...&lt;/a&gt;</description>
<enclosure url="https://lantern.example/a.jpg" type="image/jpeg" length="1"/></item>`
	c := capture("https://lantern.example/rss", fmt.Sprintf(rss, item))
	c.Header = map[string][]string{"Cache-Control": {"public, max-age=900"}, "Age": {"300"}}
	r, err := Leads(news.Source{ID: "lantern", Kind: news.KindNewsSitemap}, c)
	if err != nil || len(r.Leads) != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	l := r.Leads[0]
	got := fmt.Sprintf("%s|%s|%s|%s|%s|%s|%s", r.Kind, r.Lang, l.Title, l.Standfirst, l.Byline, l.Tags, l.Image)
	if want := "feed|en-GB|Ferry & strike|Talks broke down.|[Ana Moor]|[Harbour]|https://lantern.example/a.jpg"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if r.Hints.TTL != 30*time.Minute || r.Hints.MaxAge != 10*time.Minute {
		t.Errorf("hints %+v", r.Hints)
	}
}

func TestSitemap(t *testing.T) {
	r, err := Leads(news.Source{ID: "s"}, capture("https://lantern.example/news.xml", `<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://lantern.example/a</loc><news:news><news:publication><news:name>The Lantern</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-11-23T09:00:00Z</news:publication_date><news:title>Ferry strike</news:title></news:news></url></urlset>`))
	if err != nil || r.Kind != news.KindNewsSitemap || len(r.Leads) != 1 || r.Leads[0].Title != "Ferry strike" || r.Title != "The Lantern" {
		t.Errorf("%+v %v", r, err)
	}
	r, err = Leads(news.Source{ID: "s"}, capture("https://lantern.example/index.xml", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://lantern.example/index.xml</loc></sitemap>
<sitemap><loc>https://lantern.example/old.xml</loc><lastmod>2026-01-01</lastmod></sitemap>
<sitemap><loc>https://lantern.example/new.xml</loc><lastmod>2026-11-23</lastmod></sitemap></sitemapindex>`))
	if err != nil || len(r.Children) != 2 || r.Children[0].URL != "https://lantern.example/new.xml" {
		t.Errorf("%+v %v", r.Children, err)
	}
}

// Sitemaps without a date are read by that in their names, the newest first.
func TestSitemapsByTheMonthsInTheirNames(t *testing.T) {
	var b strings.Builder
	for _, name := range []string{"pages", "posts-2025-12", "posts-2026-01", "posts-2025-07", "day/20260203", "2026/03/list", "id-120260499", "2026-13"} {
		b.WriteString("<sitemap><loc>https://lantern.example/" + name + ".xml</loc></sitemap>")
	}
	r, err := Leads(news.Source{ID: "s"}, capture("https://lantern.example/index.xml", `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`+b.String()+"</sitemapindex>"))
	var got []string
	for _, c := range r.Children {
		got = append(got, strings.TrimSuffix(strings.TrimPrefix(c.URL, "https://lantern.example/"), ".xml"))
	}
	if want := "2026/03/list day/20260203 posts-2026-01 posts-2025-12 posts-2025-07 pages id-120260499 2026-13"; err != nil || strings.Join(got, " ") != want {
		t.Errorf("%v %v, want %s", got, err, want)
	}
}

func TestWhatIsNoSource(t *testing.T) {
	for _, c := range []struct {
		name string
		kind news.SourceKind
		c    news.Capture
		want error
	}{
		{"a page for a feed", news.KindFeed, capture("https://lantern.example/rss", "<html><head><title>Sorry</title></head><body>Sorry</body></html>"), feed.ErrPage},
		{"a challenge", "", capture("https://lantern.example/rss", "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"), ErrBlocked},
		{"a consent host", news.KindSection, capture("https://consent.lantern.example/?continue=x", "<html><body><a href=/a>a</a></body></html>"), ErrBlocked},
		{"an empty answer", news.KindFeed, capture("https://lantern.example/rss", ""), nil},
		{"noise", news.KindFeed, capture("https://lantern.example/rss", "\x00\x01\x02"), feed.ErrNotFeed},
		{"no links", news.KindSection, capture("https://lantern.example/", "<html><body>Soon</body></html>"), errNoList},
	} {
		r, err := Leads(news.Source{ID: "lantern", Kind: c.kind}, c.c)
		if err == nil || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if len(r.Leads) > 0 {
			t.Errorf("%s: leads %v", c.name, r.Leads)
		}
	}
}

func TestSame(t *testing.T) {
	known := news.Lead{Source: "s", Key: "https://a.example/1", GUID: "1", Title: "Ferry crews vote to strike for a third week", Published: noon}
	for _, c := range []struct {
		l    news.Lead
		want bool
	}{
		{news.Lead{Source: "other", Key: "https://a.example/1"}, true},
		{news.Lead{Source: "s", Key: "https://a.example/2", GUID: "1", Title: known.Title}, true},
		{news.Lead{Source: "s", Key: "https://a.example/2", GUID: "1", Title: "Ferry strike ends", Published: noon}, true},
		{news.Lead{Source: "s", Key: "https://a.example/2", GUID: "1", Title: "Bridge reopens", Published: noon.Add(time.Minute)}, false},
		{news.Lead{Source: "s", Key: "https://a.example/2", GUID: "1", Title: known.Title, Published: noon.AddDate(0, 0, 1)}, false},
		{news.Lead{Source: "s", Key: "https://a.example/2", GUID: "1"}, false},
		{news.Lead{Source: "s", Key: "https://a.example/2", GUID: "2", Title: known.Title, Published: noon.Add(time.Minute)}, true},
		{news.Lead{Source: "s", Key: "https://a.example/2", Title: known.Title, Published: noon.AddDate(0, 0, 1)}, false},
		{news.Lead{Source: "s", Key: "https://a.example/2", Title: known.Title}, false},
		{news.Lead{Source: "other", Key: "https://a.example/2", GUID: "1", Title: known.Title, Published: noon}, false},
		{news.Lead{Source: "s", Key: "https://a.example/2", Title: "Letters", Published: noon}, false},
	} {
		if got := Same(known, c.l); got != c.want {
			t.Errorf("Same(%+v) = %v", c.l, got)
		}
	}
}

func TestFeeds(t *testing.T) {
	link := func(attrs string) string { return "<html><head><link " + attrs + "></head><body></body></html>" }
	anchor := func(attrs, name string) string {
		return "<html><body><p><a " + attrs + ">" + name + "</a></p></body></html>"
	}
	for _, tt := range []struct{ name, field, page, want string }{ // want: path, and ? before it for each step of doubt
		{"several", "", `<html><head><link rel="alternate" type="application/atom+xml" title="All" href="/all.atom">
<link rel="alternate" hreflang="de" href="/de"></head><body>
<a href="/harbour/rss">RSS</a> <a href="/all.atom">Feed</a> <a href="/a.html">A report</a> <a href="?feed=rss2">Posts</a></body></html>`,
			"/all.atom ??/harbour/rss ??/?feed=rss2"},
		{"a declares", "", anchor(`rel="nav alternate" type="application/atom+xml; charset=utf-8" href="/x"`, "New"), "/x"},
		{"field", `</feeds/1>; rel="alternate"; type="application/rss+xml", </a>; rel=next`, "<html><body></body></html>", "/feeds/1"},
		{"xml", "", link(`rel=alternate type=text/xml href=/cm/2`), "?/cm/2"},
		{"called a page", "", link(`rel=alternate type=text/html title="RSS feed" href=/1`) + link(`rel=alternate type=text/html href=/news/rss`) +
			link(`rel=alternate type=text/html title="Print" href=/print`) + link(`rel=alternate type=text/html hreflang=de title=RSS href=/de`), "?/1 ?/news/rss"},
		{"no type", "", link(`rel=alternate href=/latest`), "?/latest"},
		{"rel feed", "", link(`rel=feed href=/latest`), "/latest"},
		{"odd types", "", link(`rel=alternate type=application/rss href=/1`) + link(`rel=alternate type=application/x-rss+xml href=/2`) +
			link(`rel=service.feed type=application/atom+xml href=/3`) + link(`rel=home type=text/rss href=/4`), "/3 ?/1 ?/2 ?/4"},
		{"other versions of the page", "", link(`rel=alternate hreflang=de href=/de`) + link(`rel=alternate media="only screen and (max-width: 640px)" href=/m`) +
			link(`rel=alternate type=text/html href=/t`) + link(`rel=alternate type="application/json+oembed" href=/o`) + link(`rel=alternate type="text/xml+oembed" href=/p`) +
			link(`rel="alternate stylesheet" href=/s.css`) + link(`rel=alternate type=application/json href=/wp-json/wp/v2/pages/2`) +
			link(`rel=alternate href=android-app://x/y`) + link(`rel=search type=application/opensearchdescription+xml href=/opensearch.xml`), ""},
		{"feed:", "", link(`rel=alternate type=application/rss+xml href="feed:https://lantern.example/f"`) + anchor(`href="feed://lantern.example/g"`, "Subscribe"),
			"/f ??/g|http"},
		{"addresses", "", anchor("href=/rss.php", "x") + anchor("href=/en/feed/", "x") + anchor("href=/rss/asia/china", "x") + anchor("href=/a/rss-world.asp", "x") +
			anchor("href=/?format=feed&amp;type=atom", "x") + anchor("href=/index.php?m=rss", "x") + anchor("href=/spip.php?page=backend&amp;id=2", "x") + anchor("href=/news/index.xml", "x") +
			anchor("href=/rss2.0.xml", "x") + anchor("href=/feed1", "x") + anchor("href=/?rss=1", "x") + anchor("href=https://feeds.pump.example/lantern", "x"),
			"??/rss.php ??/en/feed/ ??/rss/asia/china ??/a/rss-world.asp ??/?format=feed&type=atom ??/index.php?m=rss ??/spip.php?page=backend&id=2 ??/news/index.xml ??/rss2.0.xml ??/feed1 ??https://feeds.pump.example/lantern"},
		{"reports", "", anchor("href=/2026/how-to-feed-cats", "Cats") + anchor("href=/atom-mill", "Mill") + anchor("href=/sitemap.xml", "Map") + anchor("href=/a?format=pdf", "PDF") +
			anchor("href=/rss/logo.png", "x") + anchor("href=/opensearch.xml", "x") + anchor("href=/news?type=sport", "x") + anchor(`href=/c class="harness grasses"`, "Grass"), ""},
		{"names", "", anchor("href=/abo/1", "RSS-Feed") + anchor("href=/abo/2", "订阅RSS") + anchor(`href=/abo/3 title="RSS 2.0"`, "<i></i>") + anchor("href=/abo/4", `<img alt="RSS">`) +
			anchor(`href=/abo/5 class="icon icon-rss"`, "") + anchor("href=https://other.example/abo", "RSS"),
			"???/abo/1 ???/abo/2 ???/abo/3 ???/abo/4 ???/abo/5"},
		{"carried by a reader's address", "", anchor(`href="https://reader.example/add/feed/https://lantern.example/f.rss"`, "Add") +
			anchor(`href="https://my.example/add?url=https%3A%2F%2Flantern.example%2Fg.xml"`, "Add"), "??/f.rss ??/g.xml"},
		{"itself", "", link(`rel=alternate href="https://lantern.example/"`), ""},
		{"in a template", "", "<html><body><template>" + anchor("href=/rss", "RSS") + "</template></body></html>", ""},
		{"a feed", "", fmt.Sprintf(rss, ""), ""},
	} {
		c := capture("https://lantern.example/", tt.page)
		if tt.field != "" {
			c.Header = map[string][]string{"Link": {tt.field}}
		}
		var got []string
		for _, f := range Feeds(c) {
			if f.Guess != (f.rank > byType) {
				t.Errorf("%s: %+v", tt.name, f)
			}
			if s := strings.Repeat("?", int(f.rank)) + strings.TrimPrefix(f.URL, "https://lantern.example"); f.Else == "" {
				got = append(got, s)
			} else {
				got = append(got, s+"|"+f.Else[:4])
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, s, tt.want)
		}
	}
	many := capture("https://lantern.example/", strings.Repeat(`<a href="/rss/x">RSS</a>`, 9000))
	for i := range 300 {
		many.Body = fmt.Appendf(many.Body, `<a href="/rss/%d">RSS</a>`, i)
	}
	if n := len(Feeds(many)); n > mostCandidates {
		t.Errorf("%d candidates of one page", n)
	}
}

func TestUsual(t *testing.T) {
	for address, want := range map[string]string{
		"https://a.example":                  "/feed/ /rss.xml /atom.xml /index.xml /rss /feed.xml",
		"https://a.example/?x=1#y":           "/feed/ /rss.xml /atom.xml /index.xml /rss /feed.xml",
		"https://a.example/world/":           "/world/feed/ /world/rss.xml /world/atom.xml",
		"https://a.example/world/index.html": "/world/feed/ /world/rss.xml /world/atom.xml",
		"a.example":                          "",
	} {
		var got []string
		for _, at := range Usual(address) {
			got = append(got, strings.TrimPrefix(at, "https://a.example"))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", address, s, want)
		}
	}
}

func FuzzFeeds(f *testing.F) {
	f.Add("</a>; rel=alternate", `<link rel=alternate type=application/rss+xml href="feed://x/y"><a href="http://[::1/rss?feed=%zz">RSS</a>`)
	f.Fuzz(func(t *testing.T, field, page string) {
		c := capture("https://lantern.example/a/", page)
		c.Header = map[string][]string{"Link": {field}}
		all := Feeds(c)
		n := 0
		for _, g := range ByRank(all) {
			n += len(g)
		}
		if len(all) > mostCandidates || n != len(all) {
			t.Errorf("%d candidates, %d in ranks", len(all), n)
		}
		for _, x := range all {
			if !web(x.URL) || x.Else != "" && !strings.HasPrefix(x.Else, "http:") {
				t.Errorf("%+v", x)
			}
		}
	})
}

func TestOffer(t *testing.T) {
	const rss, atom = "application/rss+xml", "application/atom+xml"
	for _, c := range []struct {
		name string
		all  []Candidate
		want string
	}{
		{"a blog and its comments", []Candidate{{URL: "https://a.example/feed/", Title: "Lantern » Feed", Type: rss}, {URL: "https://a.example/comments/feed/", Title: "Lantern » Comments Feed", Type: rss}}, "/feed/"},
		{"comments first", []Candidate{{URL: "https://a.example/?feed=comments-rss2", Type: rss}, {URL: "https://a.example/?feed=rss2", Type: rss}}, "/?feed=rss2"},
		{"comments alone", []Candidate{{URL: "https://a.example/comments/feed/", Type: rss}}, "/comments/feed/"},
		{"two formats", []Candidate{{URL: "https://a.example/1", Title: "Lantern - Atom", Type: atom}, {URL: "https://a.example/2", Title: "Lantern - RSS 2.0", Type: rss}}, "/1"},
		{"two formats without a name", []Candidate{{URL: "https://a.example/1", Title: "RSS", Type: rss}, {URL: "https://a.example/2", Title: "Atom", Type: atom}}, "/1"},
		{"two feeds of one name", []Candidate{{URL: "https://a.example/1", Title: "RSS", Type: rss}, {URL: "https://a.example/2", Title: "RSS", Type: rss}}, "/1 /2"},
		{"two sections", []Candidate{{URL: "https://a.example/1", Title: "World", Type: rss}, {URL: "https://a.example/2", Title: "Asia", Type: atom}}, "/1 /2"},
		{"declared before guessed", []Candidate{{URL: "https://a.example/1", Type: rss}, {URL: "https://a.example/2", Guess: true}}, "/1"},
		{"guessed", []Candidate{{URL: "https://a.example/1", Guess: true}, {URL: "https://a.example/comments/feed", Guess: true}}, "/1"},
		{"none", nil, ""},
	} {
		var got []string
		for _, f := range Offer(c.all) {
			got = append(got, strings.TrimPrefix(f.URL, "https://a.example"))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// The work for a section grows with the section; of its links no more are leads than
// the bound.
func TestBoundsOfManyLinks(t *testing.T) {
	section := func(n int) string {
		var b strings.Builder
		b.WriteString("<html><body><div>")
		for i := range n {
			fmt.Fprintf(&b, `<div class="r"><h3><a href="/2026/11/23/a-report-about-number-%d">A report about the number %d</a></h3></div>`, i, i)
		}
		return b.String()
	}
	read := func(t *testing.T, body string) (leads int) {
		r, err := Leads(news.Source{ID: "s", Kind: news.KindSection}, capture("https://lantern.example/", body))
		if err != nil || len(r.Leads) > mostLeads || len(r.Left) > mostLeft {
			t.Errorf("%d leads, %d left, %v", len(r.Leads), len(r.Left), err)
		}
		return len(r.Leads)
	}
	t.Run("as many as are leads", func(t *testing.T) {
		effort.Linear(t, mostLeads/4, section, func(body string) { read(t, body) })
	})
	t.Run("many more", func(t *testing.T) {
		steps := effort.Steps(t, 24_000, section, func(body string) {
			if n := read(t, body); n != mostLeads {
				t.Errorf("%d leads", n)
			}
		})
		effort.Most(t, steps, 3_300_000, 300_000_000)
	})
}

func FuzzLeads(f *testing.F) {
	for _, p := range []string{"cards", "chinese", "divs", "menu"} {
		b, err := os.ReadFile("testdata/section/" + p + ".html")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b), true)
	}
	f.Add(fmt.Sprintf(rss, "<item><title>A</title><link>/a</link></item>"), false)
	f.Add(fmt.Sprintf(rss, entryOf("A", "/x", "1", "06:00:00", "One.")+entryOf("B", "/x", "2", "07:00:00", "Two.")), false)
	f.Add(`[{"id": "1", "url": "https://a.example/1", "content": "<p>One. Two.</p>", "created_at": "2026-11-23T06:30:00Z"}]`, false)
	f.Fuzz(func(t *testing.T, body string, section bool) {
		src := news.Source{ID: "s"}
		if section {
			src.Kind = news.KindSection
		}
		c := capture("https://lantern.example/x", body)
		r, err := Leads(src, c)
		if err != nil && len(r.Leads) > 0 {
			t.Error("leads beside an error")
		}
		seen := map[string]bool{}
		for _, l := range r.Leads {
			if key := Key(l.URL); !web(l.URL) || l.Key != key && SharedAddress(l.Key) != key || seen[l.Key] || l.Published.After(noon) || l.Seen != noon {
				t.Errorf("lead %+v", l)
			}
			seen[l.Key] = true
		}
		Feeds(c)
	})
}
