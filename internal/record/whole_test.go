package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// leftOut are the fields that an export does not carry, and why. waidian export --help says what this means for the operator.
var leftOut = map[string]string{
	"Item.Rights":          "the configuration says what a public site may show; an export narrows it to link at most",
	"Item.Versions":        "the list of the states that the export has whole",
	"Editions[].Told":      "what was told of the lead: the page of the event tells it anew",
	"Item.Article.Listing": "what is shown of it is carried; a page that is read again elsewhere is read with that",
	"Item.Capture":         "where in the archive of this desk the page lies; its hash is carried",
}

// full is a report in which every field says something.
func full() (news.Item, []news.Article) {
	at := func(hour int) time.Time { return time.Date(2025, 4, 5, hour, 6, 7, 0, time.UTC) }
	a := news.Article{
		ID: "aaaaabbbbb", Version: 2, Source: "gazette", SourceName: "The Gazette - Ports", Filed: "Gazette", Outlet: "The Gazette",
		URL: "https://gazette.example/a?b=1", Canonical: "https://gazette.example/a", Kind: news.PageLive, Title: "Two piers",
		Standfirst: "Both open.", Byline: []string{"Ada Quay"}, Published: at(1).In(time.FixedZone("", 7200)), Hour: news.HourDay, Updated: at(2), Captured: at(3), Seen: at(6),
		Withdrawn: at(9), Lang: "en-GB", Section: "Ports", Tags: []string{"piers"},
		Image: news.Image{URL: "https://gazette.example/a.jpg", Caption: "A pier", Credit: "B. Dock"},
		Blocks: []news.Block{
			{Kind: news.Heading, Text: "A head", Ends: []int{6}},
			{Kind: news.Paragraph, Text: "One pier. No. 2 as well.", Ends: []int{9, 24}},
			{Kind: news.Caption, Text: "Seen from sea.", Ends: []int{14}},
			{Kind: news.Quote, Text: "“Good.”", Ends: []int{11}},
			{Kind: news.ListItem, Text: "Pay.", Ends: []int{4}, Number: 3},
			{Kind: news.Row, Text: "Pier 1: Boats 7", Ends: []int{15}, Label: 6},
		},
		Words: 14, NoArchive: true, NoIndex: true, Reserved: true,
		Notes: []news.Note{{Code: news.NoteCut, Arg: "40"}, {Code: news.NoteRobots, Arg: "/a", Of: "gazette.example"}, {Arg: "as it came"}}, Capture: "beef",
		Extractor: "3", Edited: true,
	}
	old := a
	old.Version, old.Title, old.Withdrawn, old.Capture = 1, "One pier", time.Time{}, "cafe"
	old.Blocks = []news.Block{{Kind: news.Paragraph, Text: "One pier.", Ends: []int{9}}}
	old.Words = 2
	finding := news.Finding{Rule: news.NumberRule, Reason: news.OtherDay, Arg: "2025-04-05", Of: "7", Span: "三", Found: "two", Rejects: true}
	d := news.Digest{
		Article: a.ID, Version: 1, Text: "feed", Lang: "zh-Hans", Title: "两座码头", By: "model:8b", Prompt: "7", At: at(4), Covers: 5, Reason: news.DigestRejected,
		Summary: []news.Claim{{Text: "两座码头开放。", Evidence: []int{news.StandfirstN, news.HeadlineN, 1, 2}, Findings: []news.Finding{finding},
			ByHand: true, Editor: "Wen", Approved: true}},
		TitleByHand: true, Revisions: []news.Revision{{Kind: news.RevisionCorrect, N: 1, By: "Wen", Reason: "two piers", At: at(5), Undone: at(6), Hold: news.HoldReview,
			Was: news.Said{Title: "码头", TitleByHand: true, Summary: []news.Claim{{Text: "三座码头。", Evidence: []int{1}, Findings: []news.Finding{finding}, ByHand: true, Editor: "Li", Approved: true}}}}},
		Names: []news.Name{{Source: "Ada Quay", Target: "埃达·奎"}}, LeftOut: []news.Reject{{Text: "三座。", Why: []news.Finding{finding}}},
		Checked: []news.Rule{news.FormRule, news.NumberRule}, Tokens: news.Usage{In: 3, Out: 2, Cached: 1}, Unfit: true, Translation: []string{"甲", "", "乙", "丙"},
	}
	return news.Item{Article: a, Digest: d, Story: "sssss", CopyOf: "ccccc", Sights: []news.Sight{
		{At: at(5), Seen: news.SightGone, Status: 404, URL: a.URL, Kept: true, File: "w.warc.gz", Offset: 7},
		{At: at(8), Seen: news.SightGone, Status: 410, URL: a.URL, Kept: true, File: "w.warc.gz", Offset: 9, Reached: true},
	}}, []news.Article{old}
}

// fullRulings are decisions of the operator, in which every field says something. Their times are to the millisecond.
func fullRulings() []news.Ruling {
	at := time.Date(2025, 4, 5, 6, 7, 8, 9e6, time.UTC)
	return []news.Ruling{
		{ID: 3, Kind: news.RulingMerge, Story: "sssss", Into: "ttttt", Articles: []news.ArticleID{"aaaaabbbbb"}, Others: []news.ArticleID{"ccccc", "ddddd"}, At: at},
		{ID: 4, Kind: news.RulingSplit, Story: "ttttt", Into: "uuuuu", Articles: []news.ArticleID{"ccccc"}, Others: []news.ArticleID{"ddddd"},
			At: at.Add(time.Millisecond), Undone: at.Add(time.Hour)},
		{ID: 5, Kind: news.RulingTitle, Story: "ttttt", Articles: []news.ArticleID{"ccccc", "ddddd"}, Title: "渡轮停航", At: at.Add(2 * time.Millisecond)},
		{ID: 6, Kind: news.RulingPin, Story: "ttttt", Articles: []news.ArticleID{"ccccc", "ddddd"}, At: at.Add(3 * time.Millisecond)},
	}
}

// fullEditions are editions, in which every field says something. Their times are to the millisecond.
func fullEditions() []news.Edition {
	at := time.Date(2025, 4, 5, 6, 7, 8, 9e6, time.UTC)
	return []news.Edition{{
		Slot: "19:00", Day: "2025-04-05", From: at.Add(-time.Hour), Until: at, Missed: 2, Zone: "Asia/Shanghai", Filled: true,
		Reading: news.Reading{Outlets: 9, Read: 8, Unread: []news.Unseen{{Source: "gazette", Outlet: "The Gazette", Since: at}}, Reports: 7, Events: 6, Edited: 5, Pulled: 4},
		Lines: []news.EditionLine{{
			Story: "sssss", Article: "aaaaabbbbb", Score: 8, Terms: []news.Term{{Reason: news.RankEdited, Points: 6}, {Reason: news.RankBreadth, Points: 2}}, Reason: news.RankEdited,
			Topic: "ports", Outlets: 3, Reports: 4, Copies: 1, Was: "4", Is: "3", First: []news.ArticleID{"ccccc"}, Evidence: []news.Cite{{Article: "aaaaabbbbb", Text: "beef", N: 2}},
			Title: news.EventTitle{Text: "Ferry adrift", Lang: "en", Evidence: []news.Cite{{Article: "ccccc", Text: "cafe", N: 1}}, Given: true},
		}},
		Lead: "sssss", Shelves: []news.Shelf{{Topic: "ports", Articles: []news.ArticleID{"ccccc"}, N: 3}},
		Changes: []news.ChangeLine{{Article: "ccccc", At: at, Reason: news.RankRetitled, Was: "x", Is: "y"}}, Changed: 21,
	}}
}

// What cannot be an edition is none: its day and hour are parts of addresses.
func TestPrintedIsRead(t *testing.T) {
	for name, spoil := range map[string]func(*Printed){
		"a day":             func(p *Printed) { p.Day = "../../x" },
		"no day":            func(p *Printed) { p.Day = "2025-02-30" },
		"an hour":           func(p *Printed) { p.Slot = "7:00" },
		"a long zone":       func(p *Printed) { p.Zone = strings.Repeat("x", 200) },
		"no time":           func(p *Printed) { p.Until = "" },
		"backwards":         func(p *Printed) { p.From, p.Until = p.Until, p.From },
		"a year off":        func(p *Printed) { p.From = "0000-01-01T00:00:00Z" },
		"a line of nothing": func(p *Printed) { p.Lines[0].Article = "" },
		"a reason":          func(p *Printed) { p.Lines[0].Reason = "exclusive" },
		"a term":            func(p *Printed) { p.Lines[0].Terms[0].Reason = "paid" },
		"a change":          func(p *Printed) { p.Changes[0].Reason = "only" },
		"too many lines":    func(p *Printed) { p.Lines = make([]PrintedLine, 2000) },
	} {
		p := PrintedOf(fullEditions()[0])
		if _, err := p.News(); err != nil {
			t.Fatal(err)
		}
		spoil(&p)
		if got, err := p.News(); !errors.Is(err, ErrEdition) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// A decision that says too little, or too much, is none.
func TestRuledIsRead(t *testing.T) {
	for name, spoil := range map[string]func(*Ruled){
		"a kind":     func(r *Ruled) { r.Kind = "rename" },
		"no story":   func(r *Ruled) { r.Story = "" },
		"nowhere":    func(r *Ruled) { r.Into = "" },
		"no reports": func(r *Ruled) { r.Articles = nil },
		"no others":  func(r *Ruled) { r.Others = nil },
		"too many":   func(r *Ruled) { r.Others = make([]string, mostRuled+1) },
		"no time":    func(r *Ruled) { r.At = "" },
		"a year off": func(r *Ruled) { r.At = "0000-01-01T00:00:00Z" },
		"undone":     func(r *Ruled) { r.Undone = "yesterday" },
	} {
		r := RuledOf(fullRulings()[0])
		if _, err := r.News(); err != nil {
			t.Fatal(err)
		}
		spoil(&r)
		if got, err := r.News(); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// Every field of a report, its states and its digest comes back out of an export, or is listed as left out.
func TestAllThatIsHeldComesBack(t *testing.T) {
	it, earlier := full()
	for _, empty := range emptyFields(reflect.ValueOf(it), "Item") {
		if leftOut[empty] == "" {
			t.Errorf("%s says nothing here: give it a value in full, carry it in Whole, or list it as left out", empty)
		}
	}
	rulings := fullRulings()
	for _, empty := range emptyFields(reflect.ValueOf(rulings), "Rulings") {
		t.Errorf("%s says nothing here: give it a value in fullRulings, and carry it in Ruled", empty)
	}
	editions := fullEditions()
	for _, empty := range emptyFields(reflect.ValueOf(editions), "Editions") {
		if leftOut[empty] == "" {
			t.Errorf("%s says nothing here: give it a value in fullEditions, and carry it in Printed", empty)
		}
	}
	whole := WholeOf(it, earlier, "a/x.html")
	for _, r := range rulings {
		whole.Rulings = append(whole.Rulings, RuledOf(r))
	}
	for _, e := range editions {
		whole.Editions = append(whole.Editions, PrintedOf(e))
	}
	b, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	var w Whole
	if err := json.Unmarshal(b, &w); err != nil {
		t.Fatal(err)
	}
	got, before, err := w.News()
	if err != nil {
		t.Fatal(err)
	}
	got.Rights = it.Rights
	if g, w := plainly(t, got), plainly(t, it); g != w {
		t.Errorf("came back as\n%s\nnot\n%s", g, w)
	}
	if g, w := plainly(t, before), plainly(t, earlier); g != w {
		t.Errorf("the state before came back as\n%s\nnot\n%s", g, w)
	}
	back := WholeOf(got, before, "a/x.html")
	for i, r := range w.Rulings {
		ruling, err := r.News()
		if g, w := plainly(t, ruling), plainly(t, rulings[i]); err != nil || g != w {
			t.Errorf("a ruling came back as\n%s\nnot\n%s\n%v", g, w, err)
		}
		back.Rulings = append(back.Rulings, RuledOf(ruling))
	}
	for i, p := range w.Editions {
		e, err := p.News()
		if g, w := plainly(t, e), plainly(t, editions[i]); err != nil || g != w {
			t.Errorf("an edition came back as\n%s\nnot\n%s\n%v", g, w, err)
		}
		back.Editions = append(back.Editions, PrintedOf(e))
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(b) {
		t.Errorf("the second export differs from the first:\n%s\n%s", again, b)
	}
}

// plainly is a value in JSON, in which times of one moment and zone are equal.
func plainly(t *testing.T, v any) string {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// emptyFields are the paths of the fields of a struct that are zero, also in the structs that it holds.
func emptyFields(v reflect.Value, path string) (out []string) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.Struct && leftOut[path] == "":
		for i := range v.NumField() {
			out = append(out, emptyFields(v.Field(i), path+"."+v.Type().Field(i).Name)...)
		}
		return out
	case v.Kind() == reflect.Slice && v.Len() > 0:
		out = emptyFields(v.Index(0), path+"[]") // those that are empty in every element
		for i := range v.Len() {
			here := emptyFields(v.Index(i), path+"[]")
			out = slices.DeleteFunc(out, func(p string) bool { return !slices.Contains(here, p) })
		}
		return out
	}
	if v.IsZero() {
		return []string{path}
	}
	return nil
}

// What was written by hand, or by an earlier version, is read as far as it goes.
func TestWholeOfLittle(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"no version, no kind", `{"url":"https://x.example/1","title":"T","paragraphs":["One. Two."]}`, "article 1 [p One. Two. [5 9] 0 0]"},
		{"ends that are none", `{"url":"https://x.example/1","title":"T","kind":"article","blocks":[{"kind":"p","text":"Ön. Two.","ends":[1,9]}]}`, "article 1 [p Ön. Two. [5 9] 0 0]"},
		{"paragraphs that a script has changed", `{"url":"https://x.example/1","title":"T","kind":"article","paragraphs":["New."],"blocks":[{"kind":"p","text":"Old."}]}`, "article 1 [p New. [4] 0 0]"},
		{"a kind of block that is none", `{"url":"https://x.example/1","title":"T","kind":"live","blocks":[{"kind":"x","text":"A."}]}`, "live 1 [p A. [2] 0 0]"},
		{"a number of its own", `{"url":"https://x.example/1","title":"T","kind":"headline","version":7}`, "headline 1 []"},
	} {
		var w Whole
		if err := json.Unmarshal([]byte(c.line), &w); err != nil {
			t.Fatal(err)
		}
		it, _, err := w.News()
		a := it.Article
		var blocks []string
		for _, b := range a.Blocks {
			blocks = append(blocks, strings.TrimSpace(strings.Trim(strings.ReplaceAll(fmt.Sprint(b), "{", ""), "}")))
		}
		if got := string(a.Kind) + " " + string(rune('0'+a.Version)) + " [" + strings.Join(blocks, " ") + "]"; err != nil || got != c.want {
			t.Errorf("%s: %s, %v, want %s", c.name, got, err, c.want)
		}
	}
	for _, line := range []string{
		`{"url":"https://x.example/1","title":"T","kind":"poem"}`,
		`{"url":"https://x.example/1","title":"T","versions":[{"title":"T","published":"then"}]}`,
		`{"url":"https://x.example/1","title":"T","versions":[{"title":""}]}`,
	} {
		var w Whole
		if err := json.Unmarshal([]byte(line), &w); err != nil {
			t.Fatal(err)
		}
		if _, _, err := w.News(); err == nil {
			t.Errorf("%s was read", line)
		}
	}
	if it, _, _ := (Whole{Rights: "full"}).News(); it.Rights != news.RightsExcerpt {
		t.Errorf("an export has granted %s", it.Rights)
	}
}

// A record from the page of a public site may have an excerpt: its own number of words then says that the text is cut.
func TestExcerptSaysThatItIsCut(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"an excerpt", `{"url":"https://x.example/1","title":"T","words":10,"paragraphs":["One two three four."]}`, "imported as an excerpt: 40 % of the words of the report"},
		{"the whole", `{"url":"https://x.example/1","title":"T","words":4,"paragraphs":["One two three four."]}`, ""},
		{"no number", `{"url":"https://x.example/1","title":"T","paragraphs":["One two three four."]}`, ""},
		{"no text", `{"url":"https://x.example/1","title":"T","words":10}`, ""},
		{"a line of an export, which has its notes", `{"url":"https://x.example/1","title":"T","kind":"article","words":10,"paragraphs":["One two three four."]}`, ""},
	} {
		var w Whole
		if err := json.Unmarshal([]byte(c.line), &w); err != nil {
			t.Fatal(err)
		}
		it, _, err := w.News()
		got := ""
		for _, n := range it.Article.Notes {
			got += n.String()
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
}
