package desk_test

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A list without dates: each report is filed under the best that is known of it, and no older one as of today.
func TestDatesOfUndatedLists(t *testing.T) {
	const updated = `<meta property="article:modified_time" content="2026-03-02T08:00:00Z">`
	for _, c := range []struct {
		name, path, head, listed, country string
		want                              string
		hour                              news.Hour
	}{
		{"the page's own", "swing", `<meta property="article:published_time" content="2026-03-01T08:00:00Z">`, "", "", "2026-03-01T08:00:00Z", news.HourGiven},
		{"its last change, which is said to be no publication", "swing", updated, "", "", "2026-03-02T08:00:00Z", news.HourNone},
		{"the day in its address", "2026/03/08/swing", "", "", "", "2026-03-08T00:00:00Z", news.HourDay},
		{"the list's, before a change", "swing", updated, "Thu, 05 Mar 2026 05:25:00 GMT", "", "2026-03-05T05:25:00Z", news.HourGiven},
		{"a clock of the outlet's country, in the list", "swing", "", "2026-03-05 13:25:00", "CN", "2026-03-05T13:25:00+08:00", news.HourLocal},
		{"and on the page", "swing", `<meta property="article:published_time" content="2026-03-01 16:00">`, "", "CN", "2026-03-01T16:00:00+08:00", news.HourLocal},
		{"an abbreviation of the outlet's country", "swing", "", "Thu, 05 Mar 2026 13:25:00 CST", "CN", "2026-03-05T13:25:00+08:00", news.HourGiven},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web("https://courier.example/feed.xml", wire("courier.example", c.path, bridge, c.listed),
				"https://courier.example/"+c.path, page(bridge, c.head)))
			r.desk.Sources[0].Country = c.country
			r.round(0)
			a := r.one().Article
			if got := a.Published.Format(time.RFC3339); got != c.want || a.Hour != c.hour {
				t.Errorf("filed under %s (%q), want %s (%q)", got, a.Hour, c.want, c.hour)
			}
		})
	}
}
