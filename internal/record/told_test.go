package record

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// fullTold is what a model wrote of an event, in which every field says something.
func fullTold() news.StoryDigest {
	at := time.Date(2025, 4, 5, 6, 7, 8, 0, time.UTC)
	cites := []news.Cite{{Article: "aaaaabbbbb", Text: "feed", N: news.HeadlineN}, {Article: "cccccddddd", Text: "beef", N: 3}}
	claim := func(s string) []news.StoryClaim {
		return []news.StoryClaim{{Text: s, Lang: "en", Evidence: cites, Findings: []news.Finding{
			{Rule: news.NumberRule, Reason: news.OtherDay, Arg: "2025-04-05", Of: "7", Span: "三", Found: "two", Rejects: true}}}}
	}
	return news.StoryDigest{
		Story: "sssss", Of: "cafe", Lang: "zh-Hans", Title: "两座码头", TitleEvidence: cites,
		Common: claim("两座码头开放。"), Only: claim("一座关闭。"), Open: claim("原因不明。"),
		Figures: []news.Figure{{What: "船", Lang: "zh-Hans", Kind: news.FigureGrew, Values: []news.FigureValue{
			{Said: "7 boats", Lang: "en", By: "the port", AsOf: "Friday", At: at, Low: 7, High: 7.5, Evidence: cites, Current: true}}}},
		By: "model:8b", Prompt: "story-1", At: at, Checked: []news.Rule{news.NumberRule},
		LeftOut: []news.Reject{{Text: "三座。", Why: []news.Finding{
			{Rule: news.FormRule, Reason: news.NoEvidence, Arg: "a", Of: "b", Span: "c", Found: "d", Rejects: true}}}},
		Tokens: news.Usage{In: 3, Out: 2, Cached: 1},
	}
}

// Every field of what a model wrote of an event comes back out of an export.
func TestAllThatIsToldComesBack(t *testing.T) {
	d := fullTold()
	for _, empty := range emptyFields(reflect.ValueOf(d), "StoryDigest") {
		t.Errorf("%s says nothing here: give it a value in fullTold, and carry it in Told", empty)
	}
	it, earlier := full()
	w := WholeOf(it, earlier, "")
	w.Told = ToldOf(d)
	b, err := json.Marshal(w)
	if err != nil {
		t.Fatal(err)
	}
	var back Whole
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	got := back.Told.News()
	if g, w := plainly(t, got), plainly(t, d); g != w {
		t.Errorf("came back as\n%s\nnot\n%s", g, w)
	}
	back.Told = ToldOf(got)
	if again, err := json.Marshal(back); err != nil || string(again) != string(b) {
		t.Errorf("the second export differs from the first:\n%s\n%s\n%v", again, b, err)
	}
	if none := (*Told)(nil).News(); !none.Empty() || none.Story != "" {
		t.Errorf("of nothing there is %+v", none)
	}
}
