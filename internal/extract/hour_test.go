package extract

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// What is known of the time of publication depends on where it comes from, and on how it is written.
func TestHourOfPublication(t *testing.T) {
	const body = `<p>The harbour board voted on Tuesday to close the eastern pier, a decision that moves three hundred boats to another basin.</p>
<p>Fishermen who gathered outside the hall said they had learned of the plan from a notice nailed to the fuel pump that morning.</p>`
	listed := time.Date(2026, 3, 12, 7, 30, 0, 0, time.UTC)
	for _, c := range []struct {
		name, head, line string
		o                Options
		want             news.Hour
	}{
		{"a moment", `<meta property="article:published_time" content="2026-03-12T09:15:00+08:00">`, "", Options{}, news.HourGiven},
		{"a moment in words", "", `<time datetime="2026-03-12T09:15:00Z">12 March</time>`, Options{}, news.HourGiven},
		{"no zone", `<meta property="article:published_time" content="2026-03-12 09:15:00">`, "", Options{}, news.HourLocal},
		{"a day", `<meta name="pubdate" content="2026-03-12">`, "", Options{}, news.HourDay},
		{"midnight, which programs make of a day", `<meta name="pubdate" content="2026-03-12T00:00:00+08:00">`, "", Options{}, news.HourDay},
		{"a day that readers see", "", `<p class="date">12 March 2026</p>`, Options{}, news.HourDay},
		{"the time of a change", `<meta property="article:modified_time" content="2026-03-12T09:15:00Z">`, "", Options{}, news.HourNone},
		{"the time of a change that readers see", "", `<p>Updated: <time datetime="2026-03-12T09:15:00Z">12 March, 9.15</time></p>`, Options{}, news.HourNone},
		{"the time of the page", `<meta name="date" content="2026-03-12T09:15:00Z">`, "", Options{}, news.HourNone},
		{"the list's moment", "", "", Options{Published: listed, Hour: news.HourGiven}, news.HourGiven},
		{"the list's day", "", "", Options{Published: listed, Hour: news.HourDay}, news.HourDay},
		{"nothing", "", "", Options{}, news.HourNone},
	} {
		a, err := Extract(news.Capture{URL: "https://wire.example/pier", Status: 200, Header: map[string][]string{"Content-Type": {"text/html"}},
			Body: []byte(`<html lang="en"><head><title>Pier closes</title>` + c.head + `</head><body><article><h1>Pier closes</h1>` + c.line + body + `</article></body></html>`)}, c.o)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if a.Hour != c.want {
			t.Errorf("%s: %s is %q, want %q", c.name, a.Published, a.Hour, c.want)
		}
	}
}
