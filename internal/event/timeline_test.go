package event

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// changed is an edit of the report.
func changed(at float64, e news.Edit) func(*news.Telling) {
	return func(t *news.Telling) {
		e.At = atHour(at)
		t.Edits = append(t.Edits, e)
	}
}

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
		{"an edit of weight", []news.Telling{toldBy("a", 0, changed(3, news.Edit{Known: true, Reason: news.RankEdited, Was: "212 people", Is: "230 people"}))},
			"0 published a | 3 edited a: 212 people > 230 people"},
		{"a paragraph that is gone", []news.Telling{toldBy("a", 0, changed(3, news.Edit{Known: true, Reason: news.RankEdited, Was: "Some say"}))}, "0 published a | 3 edited a: Some say > "},
		{"other words alone", []news.Telling{toldBy("a", 0, changed(3, news.Edit{Known: true}))}, "0 published a"},
		{"read differently", []news.Telling{toldBy("a", 0, changed(3, news.Edit{Reason: news.RankEdited, Was: "212", Is: "230"}))}, "0 published a"},
	} {
		list, all := Timeline(c.list, time.UTC)
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
		got, all := Timeline(list, time.UTC)
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
