package event

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

var midday = time.Date(2031, 4, 8, 12, 0, 0, 0, time.UTC)

func atHour(h float64) time.Time { return midday.Add(time.Duration(h * float64(time.Hour))) }

// toldBy is a report of a house, published so many hours from midday and read half an hour later.
func toldBy(house string, at float64, change ...func(*news.Telling)) news.Telling {
	t := news.Telling{House: house, Item: news.Item{Article: news.Article{
		ID: news.ArticleID(house), Source: news.SourceID(house), Outlet: house, Kind: news.PageArticle, Lang: "en",
		Title: "Ferry Osprey adrift off Port Kessel", Published: atHour(at), Hour: news.HourGiven, Captured: atHour(at + 0.5),
		Blocks: []news.Block{{Kind: news.Paragraph, Text: "The ferry Osprey lost power off Port Kessel, Governor Ilse Marden said.", Ends: []int{71}}},
	}}}
	for _, f := range change {
		f(&t)
	}
	return t
}

func withHour(h news.Hour) func(*news.Telling) { return func(t *news.Telling) { t.Article.Hour = h } }

func withoutDate(t *news.Telling) { t.Article.Published, t.Article.Hour = time.Time{}, news.HourNone }

func ofKind(k news.PageKind, title string) func(*news.Telling) {
	return func(t *news.Telling) { t.Article.Kind, t.Article.Title = k, title }
}

func readAt(at float64) func(*news.Telling) {
	return func(t *news.Telling) { t.Article.Captured = atHour(at) }
}

func withID(id string) func(*news.Telling) {
	return func(t *news.Telling) { t.Article.ID = news.ArticleID(id) }
}

func aCopyOf(id string) func(*news.Telling) {
	return func(t *news.Telling) { t.CopyOf = news.ArticleID(id) }
}

func TestFirst(t *testing.T) {
	for _, c := range []struct {
		name string
		list []news.Telling
		want string
	}{
		{"an hour before the other", []news.Telling{toldBy("a", 0), toldBy("b", 1)}, "a"},
		{"within ten minutes", []news.Telling{toldBy("a", 0), toldBy("b", 0.1), toldBy("c", 2)}, "a b"},
		{"ten minutes", []news.Telling{toldBy("a", 0), toldBy("b", 1.0/6)}, "a"},
		{"two of one house within ten minutes", []news.Telling{toldBy("a", 0), toldBy("a", 0.05, withID("a2")), toldBy("b", 2)}, "a"},
		{"one house alone", []news.Telling{toldBy("a", 0), toldBy("a", 2, withID("a2"))}, ""},
		{"nobody", nil, ""},
		{"another zone", []news.Telling{toldBy("a", 0, func(t *news.Telling) {
			t.Article.Published = t.Article.Published.In(time.FixedZone("", 8*3600))
		}), toldBy("b", 1)}, "a"},
		{"an undated one, that may be earlier", []news.Telling{toldBy("a", 0), toldBy("b", 1, withoutDate)}, ""},
		{"a bare day", []news.Telling{toldBy("a", 0), toldBy("b", -4, withHour(news.HourDay))}, ""},
		{"a bare day, long after", []news.Telling{toldBy("a", 0), toldBy("b", 60, withHour(news.HourDay))}, "a"},
		{"an hour without a zone", []news.Telling{toldBy("a", 0), toldBy("b", 2, withHour(news.HourLocal))}, ""},
		{"a clock a year ahead", []news.Telling{toldBy("a", 0), toldBy("b", 8760, readAt(2))}, ""},
		{"a clock a year behind", []news.Telling{toldBy("a", 0), toldBy("b", 1), toldBy("c", -8760, readAt(2))}, ""},
		{"the earliest is a copy", []news.Telling{toldBy("a", 0, aCopyOf("x")), toldBy("b", 1)}, ""},
		{"a copy later", []news.Telling{toldBy("a", 0), toldBy("b", 1, aCopyOf("a"))}, "a"},
		{"a live page on the event", []news.Telling{toldBy("a", 0, ofKind(news.PageLive, "Live: Osprey drifts, Port Kessel waits")), toldBy("b", 1)}, "a"},
		{"a live page on the day", []news.Telling{toldBy("a", 0, ofKind(news.PageLive, "Live: what happened today")), toldBy("b", 1)}, ""},
		{"a live page on the day, begun later", []news.Telling{toldBy("a", 0), toldBy("b", 1, ofKind(news.PageLive, "Live: what happened today"))}, "a"},
		{"withdrawn since", []news.Telling{toldBy("a", 0, func(t *news.Telling) { t.Article.Withdrawn = atHour(5) }), toldBy("b", 1)}, "a"},
		{"headlines alone have hours, too", []news.Telling{toldBy("a", 0, ofKind(news.PageHeadline, "Osprey adrift")), toldBy("b", 1)}, "a"},
	} {
		var got []string
		for _, id := range (Reader{}).First(c.list) {
			got = append(got, string(id))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}
