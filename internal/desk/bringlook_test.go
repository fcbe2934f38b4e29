package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// What is told of a look adds to its answer, and weakens it; it makes none.
func TestWhatIsToldOfLooks(t *testing.T) {
	noon := time.Date(2026, 3, 4, 12, 0, 0, 123456789, time.UTC)
	kept := func(seen news.Sighting, status int) news.Sight {
		return news.Sight{At: noon, Seen: seen, Status: status, URL: "u", Kept: true, File: "f", Offset: 7}
	}
	told := func(seen news.Sighting, status int) news.Sight {
		return news.Sight{At: noon.Truncate(time.Millisecond), Seen: seen, Status: status, URL: "u", Kept: true, File: "forged", Reached: true}
	}
	gone, page := kept(news.SightGone, 404), kept(news.SightElsewhere, 200)
	for _, c := range []struct {
		name       string
		seen, told []news.Sight
		want       string // seen, reached and kept of each
	}{
		{"nothing is told", []news.Sight{gone}, nil, "gone false true"},
		{"it was reached", []news.Sight{gone}, []news.Sight{told(news.SightGone, 404)}, "gone true true"},
		{"no answer", nil, []news.Sight{told(news.SightGone, 404)}, "gone true false"},
		{"another status", []news.Sight{gone}, []news.Sight{told(news.SightGone, 410)}, "gone false true, gone true false"},
		{"it was known elsewhere", []news.Sight{gone}, []news.Sight{told(news.SightElsewhere, 404)}, "elsewhere false true"},
		{"it cannot be back with 404", []news.Sight{gone}, []news.Sight{told(news.SightBack, 404)}, "elsewhere false true"},
		{"a page that was the report", []news.Sight{page}, []news.Sight{told(news.SightBack, 200)}, "back false true"},
		{"a page is not gone", []news.Sight{page}, []news.Sight{told(news.SightGone, 200)}, "elsewhere false true"},
		{"the report is not gone", []news.Sight{kept(news.SightBack, 200)}, []news.Sight{told(news.SightGone, 200)}, "back false true"},
		{"a refusal", []news.Sight{gone}, []news.Sight{{At: noon.Add(time.Hour), Seen: news.SightRefused}}, "gone false true, refused false false"},
	} {
		var got []string
		for _, s := range merged(c.seen, c.told) {
			if s.Kept != (s.File == "f") {
				t.Errorf("%s: %+v", c.name, s)
			}
			got = append(got, fmt.Sprint(s.Seen, " ", s.Reached, " ", s.Kept))
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
