package event

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// stateAt makes an earlier version of a report, and one after it, by an edit or by another reading.
func stateAt(at float64, edited bool, title, text string) func(*news.Telling) {
	return func(t *news.Telling) {
		if len(t.Versions) == 0 {
			t.Article.Version = 1
			t.Versions = []news.Version{{N: 1, Title: t.Article.Title, Captured: t.Article.Captured}}
		}
		if edited {
			t.Earlier = append(t.Earlier, t.Article)
		}
		n := len(t.Versions) + 1
		t.Article.Version, t.Article.Title = n, title
		t.Article.Blocks = []news.Block{{Kind: news.Paragraph, Text: text, Ends: []int{len(text)}}}
		t.Versions = append(t.Versions, news.Version{N: n, Title: title, Captured: atHour(at), Edited: edited})
	}
}

func withBody(s string) func(*news.Telling) {
	return func(t *news.Telling) {
		t.Article.Blocks = []news.Block{{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}}}
	}
}

const ferryTitle = "Ferry Osprey adrift off Port Kessel"

func TestTimeline(t *testing.T) {
	for _, c := range []struct {
		name string
		list []news.Telling
		want string
	}{
		{"in the order of their times", []news.Telling{toldBy("b", 2), toldBy("a", 0)}, "0 published a | 2 published b"},
		{"a copy is no news", []news.Telling{toldBy("a", 0), toldBy("b", 2, aCopyOf("a"))}, "0 published a"},
		{"undated: when it was read", []news.Telling{toldBy("a", 0), toldBy("b", 2, withoutDate)}, "0 published a | 2.5 published b"},
		{"later than its capture: when it was read", []news.Telling{toldBy("a", 0), toldBy("b", 9, readAt(1))}, "0 published a | 1 published b"},
		{"withdrawn", []news.Telling{toldBy("a", 0, func(t *news.Telling) { t.Article.Withdrawn = atHour(7) })}, "0 published a | 7 withdrawn a"},
		{"another headline", []news.Telling{toldBy("a", 0, stateAt(3, true, "Ferry Osprey towed in", "It is safe."))},
			"0 published a | 3 edited a: Ferry Osprey adrift off Port Kessel > Ferry Osprey towed in"},
		{"another figure", []news.Telling{toldBy("a", 0, withBody("At least 212 people were aboard the ferry."), stateAt(3, true, ferryTitle, "At least 230 people were aboard the ferry."))},
			"0 published a | 3 edited a: 212 people > 230 people"},
		{"another figure in Chinese", []news.Telling{toldBy("a", 0, withBody("渡轮上当时共有212名乘客和船员。"), stateAt(3, true, ferryTitle, "渡轮上当时共有230名乘客和船员。"))},
			"0 published a | 3 edited a: 212名乘客 > 230名乘客"},
		{"another name", []news.Telling{toldBy("a", 0, withBody("The ferry was towed into Kessel by a tug at dawn."), stateAt(3, true, ferryTitle, "The ferry was towed into Lidden by a tug at dawn."))},
			"0 published a | 3 edited a: Kessel > Lidden"},
		{"other words alone", []news.Telling{toldBy("a", 0, withBody("The sea was calm all day."), stateAt(3, true, ferryTitle, "The sea was rough all day."))}, "0 published a"},
		{"a figure in a new sentence", []news.Telling{toldBy("a", 0, withBody("The sea was calm."), stateAt(3, true, ferryTitle, "Some 40 of the 230 people aboard were hurt, the owner said."))}, "0 published a"},
		{"read differently", []news.Telling{toldBy("a", 0, withBody("At least 212 people were aboard the ferry."), stateAt(3, false, ferryTitle, "At least 230 people were aboard the ferry."))}, "0 published a"},
		{"edited, then read differently", []news.Telling{toldBy("a", 0, withBody("At least 212 people were aboard."), stateAt(3, true, "Other", "Text."), stateAt(4, false, "Other", "Better text."))},
			"0 published a | 3 edited a: Ferry Osprey adrift off Port Kessel > Other"},
		{"a live page is edited all day", []news.Telling{toldBy("a", 0, ofKind(news.PageLive, ferryTitle), stateAt(3, true, "Live: other", "Text."))}, "0 published a"},
	} {
		list, all := Timeline(c.list)
		var got []string
		for _, m := range list {
			s := fmt.Sprint(m.At.Sub(midday).Hours(), " ", m.Kind, " ", m.Article)
			if m.Was+m.Is != "" {
				s += ": " + m.Was + " > " + m.Is
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " | "); s != c.want || all != len(list) {
			t.Errorf("%s:\n got %s\nwant %s", c.name, s, c.want)
		}
	}
}

// A long timeline has thirty lines, and loses no moment from the count.
func TestTimelineIsBounded(t *testing.T) {
	for _, c := range []struct {
		n     int
		every float64
	}{{30, 1}, {31, 1}, {120, 0.25}, {1000, 0.05}, {1000, 24}, {40, 24}} {
		var list []news.Telling
		for i := range c.n {
			list = append(list, toldBy("a", float64(i)*c.every, withID(fmt.Sprintf("r%04d", i))))
		}
		got, all := Timeline(list)
		sum := 0
		last := time.Time{}
		for _, m := range got {
			sum += max(1, m.N)
			if m.Kind != news.MomentDay && m.At.Before(last) {
				t.Errorf("%d: out of order", c.n)
			}
			last = m.At
		}
		if all != c.n || sum != c.n || len(got) > mostMoments || got[0].Article != "r0000" || got[len(got)-1].Article == "" {
			t.Errorf("%d, one in %v hours: %d lines, %d of %d moments", c.n, c.every, len(got), sum, all)
		}
		if c.n > mostMoments && len(got) < mostMoments-2 {
			t.Errorf("%d, one in %v hours: only %d lines", c.n, c.every, len(got))
		}
	}
}
