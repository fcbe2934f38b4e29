package desk

import (
	"reflect"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Old reports are compared with those of ten days before and after; days that are near each other are looked at once, and what is not old is not.
func TestSpansOfOldReports(t *testing.T) {
	now := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	at := func(s string) time.Time {
		d, err := time.Parse("2006-01-02", s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	var o oldDays
	for _, s := range []string{"2021-05-20", "1969-07-20", "2021-05-01", "2021-05-01", "2023-01-01", "2026-03-05", "2026-03-12"} {
		o.note(news.ArticleID(s), at(s).Add(15*time.Hour), now)
	}
	set := func(ids ...news.ArticleID) map[news.ArticleID]bool {
		m := map[news.ArticleID]bool{}
		for _, id := range ids {
			m[id] = true
		}
		return m
	}
	want := []span{
		{at("1969-07-10"), at("1969-07-31"), set("1969-07-20")},
		{at("2021-04-21"), at("2021-05-31"), set("2021-05-01", "2021-05-20")},
		{at("2022-12-22"), at("2023-01-12"), set("2023-01-01")},
	}
	if got := o.spans(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
