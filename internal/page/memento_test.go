package page

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestTimeMapListsWhatWasCaptured: each version with its time, and nothing where the page is no copy of a captured page.
func TestTimeMapListsWhatWasCaptured(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2024, 3, 7, 5, minute, 0, 0, time.FixedZone("", 3600)) }
	versions := func(n int) (list []news.Version) {
		for i := range n {
			list = append(list, news.Version{N: i + 1, Captured: at(i)})
		}
		return list
	}
	head := `<https://towan.example/world/nine4zzq7a>;rel="original",
<https://desk.example/a/x.timemap>;rel="self";type="application/link-format";`
	for _, c := range []struct {
		name     string
		audience Audience
		change   func(*news.Item)
		want     string // after head; empty: there is none
	}{
		{"one version", Private, func(it *news.Item) { it.Versions = versions(1) }, `from="Thu, 07 Mar 2024 04:00:00 GMT";until="Thu, 07 Mar 2024 04:00:00 GMT",
<https://desk.example/a/x.html>;rel="first last memento";datetime="Thu, 07 Mar 2024 04:00:00 GMT"
`},
		{"three", Private, func(it *news.Item) { it.Versions = versions(3) }, `from="Thu, 07 Mar 2024 04:00:00 GMT";until="Thu, 07 Mar 2024 04:02:00 GMT",
<https://desk.example/a/x.html#version-1>;rel="first memento";datetime="Thu, 07 Mar 2024 04:00:00 GMT",
<https://desk.example/a/x.html#version-2>;rel="memento";datetime="Thu, 07 Mar 2024 04:01:00 GMT",
<https://desk.example/a/x.html>;rel="last memento";datetime="Thu, 07 Mar 2024 04:02:00 GMT"
`},
		{"none noted", Private, func(it *news.Item) { it.Versions = nil }, `from="Thu, 07 Mar 2024 05:20:00 GMT";until="Thu, 07 Mar 2024 05:20:00 GMT",
<https://desk.example/a/x.html>;rel="first last memento";datetime="Thu, 07 Mar 2024 05:20:00 GMT"
`},
		{"headline", Private, func(it *news.Item) {
			it.Article.Kind, it.Article.Blocks, it.Article.Capture = news.PageHeadline, nil, ""
		}, ""},
		{"feed", Private, func(it *news.Item) { it.Article.Notes = []news.Note{{Code: news.NoteFromFeed}} }, ""},
		{"text", Private, func(it *news.Item) { it.Article.Capture = "" }, ""},
		{"excerpt", Public, func(it *news.Item) { it.Rights = news.RightsExcerpt }, ""},
		{"link", Public, func(it *news.Item) { it.Rights = news.RightsLink }, ""},
	} {
		s := New(Form{Language: "en", Audience: c.audience, URL: "https://desk.example"})
		it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up. It is the ninth.", "")
		c.change(&it)
		got := string(s.TimeMap(Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}}))
		want := c.want
		if want != "" {
			want = head + want
		}
		if got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, want)
		}
	}
	for address, want := range map[string]string{
		"http://127.0.0.1:8080": "/a/x.html", "http://[::1]": "/a/x.html", "http://localhost:81/desk/": "/desk/a/x.html",
		"http://192.0.2.7:8080": "http://192.0.2.7:8080/a/x.html", "https://desk.example/d": "https://desk.example/d/a/x.html",
	} {
		s := New(Form{Language: "en", URL: address})
		it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up.", "")
		got := string(s.TimeMap(Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}}))
		self := strings.TrimSuffix(want, "html") + "timemap"
		if !strings.Contains(got, "\n<"+want+`>;rel="first`) || !strings.Contains(got, "\n<"+self+`>;rel="self"`) {
			t.Errorf("at %s:\n%s", address, got)
		}
	}
	s := New(Form{Language: "en", URL: "https://desk.example"})
	it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up.", "")
	it.Versions = versions(VersionsShown + 5)
	if got := string(s.TimeMap(Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}})); strings.Count(got, "datetime=") != VersionsShown || !strings.Contains(got, `#version-6>;rel="first memento"`) {
		t.Errorf("of many versions:\n%s", got)
	}
}
