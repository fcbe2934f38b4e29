package desk_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
)

// linking is a page with those elements in its head and body.
func linking(head, body string) string {
	return "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!doctype html><html><head><title>World</title>" + head + "</head><body>" + body + "</body></html>\n"
}

func TestOffer(t *testing.T) {
	link := func(path, title string) string {
		return fmt.Sprintf(`<link rel="alternate" type="application/rss+xml" href="%s" title="%s">`, path, title)
	}
	r := newRoom(t, web(
		courier, feedOf("flood|Flood in northern China"),
		"https://courier.example/world", linking(link("/feed.xml", "World"), ""),
		"https://courier.example/more", linking(link("/feed.xml", "World")+link("/trade.xml", "Trade"), ""),
		"https://courier.example/links", linking("", `<a href="/feed.xml">RSS</a>`),
		"https://courier.example/about", linking("", "<p>We are a newspaper.</p>"),
		"https://courier.example/gone", "HTTP/1.1 404 Not Found\n\n",
	))
	for path, want := range map[string]string{"feed.xml": courier, "world": courier, "links": courier} {
		look, err := r.desk.Offer(t.Context(), "https://courier.example/"+path)
		if err != nil || look.Source.URL != want || look.Result.Kind != news.KindFeed || len(look.Leads) != 1 {
			t.Errorf("%s: %s, %s, %d leads, %v", path, look.Source.URL, look.Result.Kind, len(look.Leads), err)
		}
	}
	var several desk.SeveralFeeds
	if _, err := r.desk.Offer(t.Context(), "https://courier.example/more"); !errors.As(err, &several) || len(several) != 2 {
		t.Errorf("two feeds: %v", err)
	}
	if _, err := r.desk.Offer(t.Context(), "https://courier.example/about"); !errors.Is(err, desk.ErrNothingToWatch) {
		t.Errorf("nothing: %v", err)
	}
	if look, err := r.desk.Offer(t.Context(), "https://courier.example/gone"); !errors.Is(err, news.ErrGone) || look.Capture.Status != 404 {
		t.Errorf("gone: %v", err)
	}
	if n := len(r.items()); n != 0 {
		t.Errorf("%d articles, want none", n)
	}
}

// What a page does not declare is asked for, the likeliest first, as far as robots.txt allows, and seldom.
func TestOfferAsksWhatMayBeAFeed(t *testing.T) {
	rows := ""
	for i := range 5 {
		rows += fmt.Sprintf(`<div class="r"><h3><a href="/2026/03/12/a-report-about-number-%d">A report about the number %d</a></h3></div>`, i, i)
	}
	other := func(name string) string {
		return "HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>" + name +
			"</title><item><title>" + name + " today</title><link>https://courier.example/" + name + "</link></item></channel></rss>\n"
	}
	links := ""
	for i := range 9 {
		links += fmt.Sprintf(`<a href="/rss/%d">RSS %d</a>`, i, i)
	}
	r := newRoom(t, web(
		"https://courier.example/robots.txt", "HTTP/1.1 200 OK\n\nUser-agent: *\nDisallow: /closed/\n",
		courier, feedOf("flood|Flood in northern China"),
		"https://courier.example/feed.atom", feedOf("flood|Flood in northern China"),
		"https://courier.example/world.xml", other("world"),
		"https://courier.example/closed/rss", other("closed"),
		"https://courier.example/alternate", linking(`<link rel="alternate" type="text/xml" href="/feed.xml"><link rel="alternate" href="/print">`, `<a href="/world.xml">RSS</a>`),
		"https://courier.example/print", linking("", "<p>The page to print.</p>"),
		"https://courier.example/formats", linking("", `<a href="/feed.xml">RSS</a> <a href="/feed.atom">Atom</a> <a href="/rss-about">What is RSS?</a>`),
		"https://courier.example/both", linking("", `<a href="/feed.xml">RSS</a> <a href="/world.xml">RSS</a>`),
		"https://courier.example/listed", linking("", rows+`<a href="/feed.xml">RSS</a> <a href="/world.xml">RSS</a>`),
		"https://courier.example/many", linking("", links),
		"https://courier.example/shut", linking("", `<a href="/closed/rss">RSS</a>`),
		"https://courier.example/broken", linking(`<link rel="alternate" type="application/rss+xml" href="/lost.xml">`, `<a href="/world.xml">RSS</a>`),
		"https://courier.example/lost.xml", "HTTP/1.1 404 Not Found\n\n",
		"https://courier.example/lost", linking(`<link rel="alternate" type="application/rss+xml" href="/lost.xml">`, ""),
		"https://courier.example/asia/", linking("", "<p>Asia</p>"),
		"https://courier.example/asia/feed/", other("asia"),
		"https://courier.example/scheme", linking(`<link rel="alternate" type="application/rss+xml" href="feed://plain.example/f">`, ""),
		"http://plain.example/f", other("plain"),
	))
	for path, want := range map[string]string{
		"alternate": courier, "formats": courier, "broken": "https://courier.example/world.xml", "asia/": "https://courier.example/asia/feed/",
		"listed": "https://courier.example/listed", "scheme": "http://plain.example/f",
	} {
		look, err := r.desk.Offer(t.Context(), "https://courier.example/"+path)
		if err != nil || look.Capture.URL != want {
			t.Errorf("%s: %s, %v", path, look.Capture.URL, err)
		}
	}
	var several desk.SeveralFeeds
	if _, err := r.desk.Offer(t.Context(), "https://courier.example/both"); !errors.As(err, &several) || len(several) != 2 {
		t.Errorf("two that answer: %v", err)
	}
	if _, err := r.desk.Offer(t.Context(), "https://courier.example/many"); !errors.As(err, &several) || len(several) != 9 {
		t.Errorf("many: %v", err)
	}
	if _, err := r.desk.Offer(t.Context(), "https://courier.example/shut"); !errors.Is(err, desk.ErrNothingToWatch) {
		t.Errorf("forbidden: %v", err)
	}
	if _, err := r.desk.Offer(t.Context(), "https://courier.example/lost"); !errors.Is(err, news.ErrGone) {
		t.Errorf("declared and lost: %v", err)
	}
}
