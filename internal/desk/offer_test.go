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
