package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

const line = `{"id":"abc","url":"https://courier.example/a?x=1&y","canonical":"https://courier.example/a","source":"courier","outlet":"The Courier",` +
	`"title":"A <plain> headline","byline":["Mara Lindqvist"],"published":"2024-03-06T19:40:00+01:00","captured":"2024-03-06T18:57:00Z","lang":"en",` +
	`"description":"In short.","words":4,"minutes":1,"paragraphs":["One sentence.","Another one."],"text":"One sentence.\n\nAnother one.",` +
	`"digest":{"title":"标题","lang":"zh-Hans","by":"model:8b","summary":[{"text":"一句。","evidence":[1,2],"doubt":true}],"verdict":"warned"},` +
	`"story":"s1","copy_of":"other","page":"a/x.html"}` + "\n"

func sample() news.Item {
	a := news.Article{
		ID: "abc", URL: "https://courier.example/a?x=1&y", Canonical: "https://courier.example/a", Source: "courier", Outlet: "The Courier",
		Kind: news.PageArticle, Title: "A <plain> headline", Byline: []string{"Mara Lindqvist"}, Lang: "en", Standfirst: "In short.", Words: 4,
		Published: time.Date(2024, 3, 6, 19, 40, 0, 0, time.FixedZone("", 3600)), Captured: time.Date(2024, 3, 6, 18, 57, 0, 0, time.UTC),
	}
	for _, p := range []string{"One sentence.", "Another one."} {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
	}
	return news.Item{Article: a, Story: "s1", CopyOf: "other", Digest: news.Digest{
		Title: "标题", Lang: "zh-Hans", By: "model:8b", Checked: []news.Rule{news.NumberRule},
		Summary: []news.Claim{{Text: "一句。", Evidence: []int{1, 2}, Findings: []news.Finding{{Rule: news.NumberRule}}}},
	}}
}

func TestBothDirections(t *testing.T) {
	it := sample()
	var b bytes.Buffer
	got, err := Of(it, "a/x.html").Encode(&b)
	if err != nil || string(got) != line {
		t.Errorf("got\n%swant\n%s%v", got, line, err)
	}
	var r Record
	if err := json.Unmarshal([]byte(line), &r); err != nil {
		t.Fatal(err)
	}
	a, err := r.Article()
	if err != nil {
		t.Fatal(err)
	}
	again := Of(news.Item{Article: a, Digest: it.Digest, Story: it.Story, CopyOf: it.CopyOf}, "a/x.html")
	if !reflect.DeepEqual(again, r) {
		t.Errorf("came back as\n%+v\nnot\n%+v", again, r)
	}
}

func TestArticle(t *testing.T) {
	if _, err := (Record{ID: "x"}).Article(); !errors.Is(err, ErrNoTitle) {
		t.Errorf("without a title: %v", err)
	}
	if _, err := (Record{ID: "x", Title: "T", Published: "yesterday"}).Article(); err == nil {
		t.Error("a time that is none was read")
	}
	for _, at := range []string{"0000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "2024-01-01T00:00:00+24:00"} {
		for _, r := range []Record{{Published: at}, {Updated: at}, {Captured: at}, {Withdrawn: at}} {
			r.Title = "T"
			if _, err := r.Article(); err == nil || errors.As(err, new(*time.ParseError)) {
				t.Errorf("%+v: %v", r, err)
			}
		}
		if _, err := (Record{Sights: []Sight{{At: at}}}).Seen(); err == nil {
			t.Errorf("a sight of %s was read", at)
		}
	}
	a, err := Record{Title: "T", URL: "https://x.example/1"}.Article()
	if err != nil || a.Kind != news.PageHeadline || a.Canonical != a.URL {
		t.Errorf("a headline: %+v, %v", a, err)
	}
}

// What is known of the time of a publication is what the record says of it; of another program's record, what its time says.
func TestHourOfARecord(t *testing.T) {
	for _, c := range []struct {
		r    Record
		want news.Hour
	}{
		{Record{Published: "2024-03-12T08:30:00+08:00"}, news.HourGiven},
		{Record{Published: "2024-03-12T00:00:00+08:00"}, news.HourDay},
		{Record{Published: "2024-03-12"}, news.HourDay},
		{Record{Published: "2024-03-12T08:30:00Z", PublishedAs: "local"}, news.HourLocal},
		{Record{Published: "2024-03-12T00:00:00Z", PublishedAs: "given"}, news.HourGiven},
		{Record{Published: "2024-03-12T08:30:00Z", PublishedAs: "soon"}, news.HourGiven},
		{Record{Published: "2024-03-12T08:30:00Z", Captured: "2024-03-12T09:00:00Z"}, news.HourNone},
		{Record{Published: "2024-03-12T08:30:00Z", PublishedAs: "day", Captured: "2024-03-12T09:00:00Z"}, news.HourDay},
		{Record{}, news.HourNone},
	} {
		c.r.Title = "T"
		a, err := c.r.Article()
		if err != nil || a.Hour != c.want || c.r.Published != "" && a.Published.Format(time.DateOnly) != "2024-03-12" {
			t.Errorf("%+v: %q at %s, %v, not %q", c.r, a.Hour, a.Published, err, c.want)
		}
	}
}
