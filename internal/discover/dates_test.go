package discover

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A clock without a zone is that of the outlet: its country's only one, else the one that the list gives another time in,
// else the capital's. What a list does not date has the day in its address.
func TestDatesOfLists(t *testing.T) {
	const bare, zoned = `<item><title>A</title><link>/a</link><pubDate>2026-11-20 09:30:00</pubDate></item>`, `<item><title>B</title><link>/b</link><pubDate>Fri, 20 Nov 2026 10:00:00 -0800</pubDate></item>`
	for _, c := range []struct{ name, country, items, want string }{
		{"nothing is known", "", bare, "A 2026-11-20T09:30:00Z local"},
		{"one clock", "KR", bare, "A 2026-11-20T09:30:00+09:00 local"},
		{"one clock, whatever else the list says", "KR", zoned + bare, "B 2026-11-20T10:00:00-08:00 given; A 2026-11-20T09:30:00+09:00 local"},
		{"several clocks", "US", bare, "A 2026-11-20T09:30:00-05:00 local"},
		{"several, and another time", "US", bare + zoned, "A 2026-11-20T09:30:00-08:00 local; B 2026-11-20T10:00:00-08:00 given"},
		{"another time alone", "", bare + zoned, "A 2026-11-20T09:30:00-08:00 local; B 2026-11-20T10:00:00-08:00 given"},
		{"a day", "KR", `<item><title>A</title><link>/a</link><pubDate>2026-11-20</pubDate></item>`, "A 2026-11-20T00:00:00Z day"},
		{"a day in the address", "", `<item><title>A</title><link>/2026/11/19/a</link><pubDate>soon</pubDate></item>`, "A 2026-11-19T00:00:00Z day"},
		{"an address of a day to come", "", `<item><title>A</title><link>/2027/11/19/a</link></item>`, "A 0001-01-01T00:00:00Z "},
	} {
		r, err := Leads(news.Source{ID: "lantern", Country: c.country}, capture("https://lantern.example/rss", fmt.Sprintf(rss, c.items)))
		var got []string
		for _, l := range r.Leads {
			got = append(got, l.Title+" "+l.Published.Format(time.RFC3339)+" "+string(l.Hour))
		}
		if s := strings.Join(got, "; "); err != nil || s != c.want {
			t.Errorf("%s: %v\n got %s\nwant %s", c.name, err, s, c.want)
		}
	}
}
