package page

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Who was first is said where it is known, and nowhere else.
func TestFirstOf(t *testing.T) {
	noon := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	type report struct {
		minutes int // of publication, from noon
		hour    news.Hour
		kind    news.PageKind
		copyOf  news.ArticleID
	}
	const given = news.HourGiven
	for _, c := range []struct {
		name    string
		reports []report
		want    int
	}{
		{"an hour before the other", []report{{60, given, "", ""}, {0, given, "", ""}}, 1},
		{"before a copy of it", []report{{60, given, "", "x"}, {0, given, "", ""}}, 1},
		{"wherever it is in the list", []report{{0, given, "", ""}, {60, given, "", ""}, {90, given, "", ""}}, 0},
		{"minutes apart", []report{{9, given, "", ""}, {0, given, "", ""}}, -1},
		{"the desk's hour is the earliest", []report{{60, given, "", ""}, {0, news.HourNone, "", ""}}, -1},
		{"the desk's hour is the latest", []report{{60, news.HourNone, "", ""}, {0, given, "", ""}}, -1},
		{"a bare day", []report{{60, given, "", ""}, {-720, news.HourDay, "", ""}}, -1},
		{"a bare day, long after", []report{{3*1440 - 720, news.HourDay, "", ""}, {0, given, "", ""}}, 1},
		{"a bare day, long before", []report{{60, given, "", ""}, {-3*1440 - 720, news.HourDay, "", ""}}, 1},
		{"no zone", []report{{60, given, "", ""}, {0, news.HourLocal, "", ""}}, -1},
		{"after its own capture", []report{{60, given, "", ""}, {6 * 1440, given, "", ""}}, -1},
		{"a live page that began before", []report{{60, given, "", ""}, {0, given, news.PageLive, ""}}, -1},
		{"a live page that began later", []report{{60, given, news.PageLive, ""}, {0, given, "", ""}}, 1},
		{"a copy, of a report that was filed later", []report{{60, given, "", ""}, {0, given, "", "x"}}, -1},
		{"alone", []report{{0, given, "", ""}}, -1},
		{"none", nil, -1},
	} {
		var list []Listed
		for _, r := range c.reports {
			h := Listed{Head: Head{Kind: r.kind, Hour: r.hour, Published: noon.Add(time.Duration(r.minutes) * time.Minute), Captured: noon.AddDate(0, 0, 5)}}
			h.CopyOf = r.copyOf
			list = append(list, h)
		}
		if got := firstOf(list); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
