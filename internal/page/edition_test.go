package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// issueOf is an edition with an event and another report, of those of reports that are among items.
func issueOf(s *Set, items []news.Item, change func(*news.Edition)) Edition {
	all := reports()
	streik, single, strike := all[0], all[1], all[3]
	e := news.Edition{
		Slot: "19:00", Day: "2024-03-07", From: at("2024-03-06T19:00:00Z"), Until: at("2024-03-07T19:02:00Z"), Zone: "UTC", Missed: 1, Filled: true,
		Reading: news.Reading{Outlets: 3, Read: 2, Reports: 4, Events: 2, Edited: 1, Pulled: 1, Unread: []news.Unseen{{Source: "ledger", Outlet: "The Plains Ledger", Since: at("2024-03-06T22:10:00Z")}, {Outlet: "Die Elbwarte"}}},
		Lines: []news.EditionLine{
			{Story: "strike7k2a", Article: strike.Article.ID, Reason: news.RankEdited, Outlets: 2, Reports: 3, Copies: 1, Was: "About 14,200 workers joined", Is: "About 4,200 workers joined", First: []news.ArticleID{strike.Article.ID}},
			{Article: single.Article.ID, Reason: news.RankTopic, Topic: "ports", Outlets: 1, Reports: 1},
			{Article: "gone", Reason: news.RankOnly, Outlets: 1, Reports: 1},
		},
		Lead: "strike7k2a", Told: told([]news.Item{streik, all[2], strike}),
		Shelves: []news.Shelf{{Topic: "ports", Articles: []news.ArticleID{streik.Article.ID}, N: 3}, {Articles: []news.ArticleID{single.Article.ID}, N: 1}},
		Changes: []news.ChangeLine{
			{Article: single.Article.ID, At: at("2024-03-07T09:00:00Z"), Reason: news.RankWithdrawn},
			{Article: strike.Article.ID, At: at("2024-03-07T06:15:00Z"), Reason: news.RankRetitled, Was: "Dockers walk out", Is: "Dockers at Vessa walk out"},
		},
		Changed: 24,
	}
	if change != nil {
		change(&e)
	}
	x := Edition{Edition: s.ShowEdition(e, items), Events: map[news.StoryID]bool{"strike7k2a": true}, Before: "2024-03-06-1900", Book: true}
	for _, it := range items {
		x.Whole = append(x.Whole, s.WholeOf(it, ArticlePath(it.Article)))
	}
	return x
}

// homeOf is the front page of an edition, after which all its reports came, and 31 in all.
func homeOf(x Edition) Home {
	out := Home{Day: "2024-03-07", Edition: x, Counts: counts, Sources: sources, Slots: []string{"07:00", "19:00"}, Afters: 31}
	for _, w := range x.Whole {
		out.After = append(out.After, Listed{HeadOf(w.Item), w.Path})
	}
	return out
}

func front(t *testing.T, s *Set, x Edition) string {
	t.Helper()
	html, err := s.Home(homeOf(x))
	if err != nil {
		t.Fatal(err)
	}
	return string(html)
}

var english = Form{Language: "en", URL: "https://press.example/", Audience: Private, Topics: []Topic{NewTopic("ports", "Ports", nil)}}

func TestEditionInOrder(t *testing.T) {
	s := New(english)
	html := front(t, s, issueOf(s, reports(), nil))
	at := 0
	for _, want := range []string{
		"<h1>Edition of Mar 7 19:00", "Cut at Mar 7 19:02, UTC", "2 of 3 outlets watched could be read", "The Plains Ledger not since Mar 6 22:10", "Die Elbwarte", "never yet",
		"4 reports read", "2 new events", "1 edited", "1 withdrawn", "1 edition in between was not made", "few reports in this time",
		"In a minute", "Since Mar 6 19:00", `href="s/strike7k2a.html"`, "<del>About 14,200", "edited</span>", "2 outlets 3 reports 1 of them a copy", `class="why">Ports<`,
		`<h2 id="lead"><a href="s/strike7k2a.html"`, "韦萨港码头工人周三停工。", "on 2 outlets, 3 sentences", "Written by modell:8b", "first</small>", "were not seen to report this so far", "1 of 9 shown", "As of the lists",
		"3 of 6 shown", "Figures that the outlets give", "气象卫星七日上午升空。", "2 more on this topic", "Edited and withdrawn", "2 of 24 shown", "<ins>Dockers at Vessa walk out",
		"After the edition", "4 of 31 shown", "This is the end of the edition.", "Mar 7: all reports (2)", "Last edition: Mar 6 19:00", "(EPUB)", `href="edition-0700.atom.xml"`,
	} {
		n := strings.Index(html[at:], want)
		if n < 0 {
			t.Fatalf("%q is missing, or not in its place, behind …%s\nin\n%s", want, html[max(0, at-80):at], html)
		}
		at += n
	}
	if strings.Contains(html, `"gone"`) || strings.Count(html, "<li><a href=\"s/") != 1 {
		t.Error("the line of a report that is gone is there")
	}
}

// TestEditionWithoutAnEvent: what is told of the lead falls back upon its report, and without a lead there is none.
func TestEditionWithoutAnEvent(t *testing.T) {
	s := New(english)
	html := front(t, s, issueOf(s, reports(), func(e *news.Edition) { e.Told = news.Account{} }))
	for _, want := range []string{"韦萨港码头工人周三停工。", "modell:8b", "in doubt"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is missing in\n%s", want, html)
		}
	}
	if html = front(t, s, issueOf(s, reports(), func(e *news.Edition) { e.Lead = "" })); strings.Contains(html, `id="lead"`) || !strings.Contains(html, `<article><h3><a href="s/strike7k2a.html"`) {
		t.Errorf("without a lead:\n%s", html)
	}
	if html = front(t, s, issueOf(s, nil, nil)); strings.Contains(html, "strike7k2a") || !strings.Contains(html, "This is the end") {
		t.Errorf("without any report:\n%s", html)
	}
	html = front(t, s, issueOf(s, reports(), func(e *news.Edition) { e.Slot, e.Filled = "", true }))
	if !strings.Contains(html, "The last 24 hours") || strings.Contains(html, "Cut at") || !strings.Contains(html, "Sources last looked at: 09:31") {
		t.Errorf("of the last 24 hours:\n%s", html)
	}
}

// TestOlderLinesSayTheirDay: an event that fills an edition, of a time before it, says when it was; one that is news of that time does not.
func TestOlderLinesSayTheirDay(t *testing.T) {
	s := New(Form{Title: "Desk", Language: "en", Audience: Private})
	for _, c := range []struct {
		filled bool
		from   string
		reason news.RankReason
		want   bool
	}{
		{true, "2024-03-20T00:00:00Z", news.RankBreadth, true}, {true, "2024-03-20T00:00:00Z", news.RankOnly, true},
		{true, "2024-03-20T00:00:00Z", news.RankEdited, false}, {false, "2024-03-20T00:00:00Z", news.RankBreadth, false},
		{true, "2024-03-01T00:00:00Z", news.RankBreadth, false},
	} {
		html := front(t, s, issueOf(s, reports(), func(e *news.Edition) {
			e.Filled, e.From, e.Until, e.Day = c.filled, at(c.from), at("2024-03-21T00:00:00Z"), "2024-03-21"
			e.Lines, e.Lines[0].Reason = e.Lines[:1], c.reason
		}))
		_, line, _ := strings.Cut(html, `<section class="sixty"`)
		line, _, _ = strings.Cut(line, "</section>")
		if got := strings.Contains(line, "<time datetime=\"2024-03-"); got != c.want {
			t.Errorf("%+v: a day is said: %v\n%s", c, got, line)
		}
	}
}

// TestLinesAreCalledAsTheirEvents: a line has the title that its event had when the edition was cut, while all that bears it out is
// there as it was, and may be seen.
func TestLinesAreCalledAsTheirEvents(t *testing.T) {
	const title = "Dockers stop the port of Vessa"
	for _, c := range []struct {
		name   string
		change func(items []news.Item, e *news.Edition) []news.Item
		public bool
		shown  bool
	}{
		{"as it was", nil, false, true},
		{"to the public", nil, true, true},
		{"another text by now", func(items []news.Item, e *news.Edition) []news.Item {
			e.Lines[0].Title.Evidence[1].Text = "earlier"
			return items
		}, false, false},
		{"a report is gone", func(items []news.Item, _ *news.Edition) []news.Item { return slices.Delete(items, 0, 1) }, false, false},
		{"nothing bears it out", func(items []news.Item, e *news.Edition) []news.Item {
			e.Lines[0].Title.Evidence = nil
			return items
		}, false, false},
		{"in words that are withheld", func(items []news.Item, e *news.Edition) []news.Item {
			items[3].Rights = news.RightsLink
			e.Lines[0].Title.Text = items[3].Article.Sentences()[1].Text
			return items
		}, true, false},
	} {
		items := reports()
		form := english
		if c.public {
			form.Audience = Public
		}
		var want string
		x := issueOf(New(form), items, func(e *news.Edition) {
			e.Lead, e.Told = "", news.Account{}
			e.Lines[0].Title = news.EventTitle{Text: title, Lang: "en", Evidence: []news.Cite{citing(items[3], 1), citing(items[0], 1)}}
			if c.change != nil {
				items = c.change(items, e)
			}
			want = e.Lines[0].Title.Text
		})
		x.Whole = nil
		s := New(form)
		for _, it := range items {
			x.Whole = append(x.Whole, s.WholeOf(it, ArticlePath(it.Article)))
		}
		d := s.edition(x, "")
		if got := d.lines()[0].Main; (got == cut(want, frontBound)) != c.shown || c.shown && d.seconds()[0].Main != got {
			t.Errorf("%s: the line is %q, the event after the lead %q", c.name, got, d.seconds()[0].Main)
		}
	}
}

// TestEditionObeysRights: the public sees no word of a text that is withheld, nor what an edit changed in it.
func TestEditionObeysRights(t *testing.T) {
	items := reports()
	for i := range items {
		items[i].Rights = news.RightsLink
	}
	items[3].Versions = []news.Version{{N: 1, Title: "Dockers walk out"}, {N: 2, Title: "Dockers at Vessa walk out", Edited: true}}
	public := english
	public.Audience = Public
	for form, shown := range map[*Form]bool{&english: true, &public: false} {
		s := New(*form)
		html := front(t, s, issueOf(s, items, nil))
		for _, words := range []string{"14,200", "Dockers at the port of Vessa walked off the job"} {
			if strings.Contains(html, words) != shown {
				t.Errorf("%s: %q is shown: %v", form.Audience, words, !shown)
			}
		}
		if !strings.Contains(html, "<ins>Dockers at Vessa walk out") {
			t.Errorf("%s: another headline is not shown", form.Audience)
		}
	}
}

// TestEditionIsBounded: however much there is, the page ends, and says what it leaves out.
func TestEditionIsBounded(t *testing.T) {
	s := New(Form{Language: "en", Audience: Private})
	var items []news.Item
	var ids []news.ArticleID
	for k := range 300 {
		it := reports()[1]
		it.Article.ID, it.Article.Canonical = news.ArticleID(fmt.Sprintf("r%09d", k)), fmt.Sprint("https://x.example/", k)
		items, ids = append(items, it), append(ids, it.Article.ID)
	}
	x := issueOf(s, items, func(e *news.Edition) {
		e.Lines, e.Shelves, e.Changes = nil, nil, nil
		for k := range 9 {
			e.Shelves = append(e.Shelves, news.Shelf{Topic: fmt.Sprint("t", k), Articles: ids[k*6 : k*6+6], N: 100 + k})
		}
		for _, id := range ids[:20] {
			e.Changes = append(e.Changes, news.ChangeLine{Article: id, At: e.Until, Reason: news.RankWithdrawn})
		}
		for k := range 12 {
			e.Reading.Unread = append(e.Reading.Unread, news.Unseen{Outlet: fmt.Sprint("Outlet ", k)})
		}
	})
	html := front(t, s, x)
	if n := strings.Count(html, "<li>"); n > 60 {
		t.Errorf("%d rows", n)
	}
	for _, want := range []string{"6 of 9 shown", "99 more on this topic", "5 of 14 shown", "20 of 24 shown"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is missing in\n%s", want, html)
		}
	}
}

func TestDivide(t *testing.T) {
	from := at("2024-03-06T18:40:00Z")
	for span, want := range map[time.Duration]string{
		0: "18:00 1h0m0s 2", 11 * time.Hour: "18:00 1h0m0s 12", 20 * time.Hour: "18:00 2h0m0s 11", 3 * 24 * time.Hour: "12:00 12h0m0s 7",
		11 * 24 * time.Hour: "00:00 24h0m0s 12", 30 * 24 * time.Hour: "00:00 96h0m0s 8", 20 * 365 * 24 * time.Hour: "00:00 24576h0m0s 8",
	} {
		start, each, n := divide(from, from.Add(span))
		if got := fmt.Sprintf("%s %s %d", start.Format("15:04"), each, n); got != want {
			t.Errorf("%s: %s, want %s", span, got, want)
		}
		if start.Add(time.Duration(n) * each).Before(from.Add(span)) {
			t.Errorf("%s: the last is not within", span)
		}
	}
}

func TestEditionPaths(t *testing.T) {
	for id, want := range map[news.EditionID]string{"2026-03-12-1900": "2026/03/12-1900.html 2026/03/12-1900.epub", "../x": "0001/01/01-0000.html 0001/01/01-0000.epub"} {
		if got := EditionPath(id) + " " + BookPath(id); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if EditionFeed("") != "edition" || EditionFeed("07:00") != "edition-0700" {
		t.Error(EditionFeed("07:00"))
	}
}

// ofADay are reports of a day, newest first, of so many outlets.
func ofADay(n, outlets int) (out []Listed) {
	for k := range n {
		it := reports()[1]
		it.Article.ID, it.Article.Outlet = news.ArticleID(fmt.Sprintf("m%09d", k)), fmt.Sprint("Outlet ", k%outlets)
		it.Article.Published = at("2024-03-07T23:59:00Z").Add(-time.Duration(k) * time.Minute)
		out = append(out, Listed{HeadOf(it), fmt.Sprintf("a/x/2024/03/%d.html", k)})
	}
	return out
}

var rowsIn = regexp.MustCompile(`<li><p class="head">`)

// TestListsSayOfHowMany: a list that is divided or cut says so, and by what its parts differ.
func TestListsSayOfHowMany(t *testing.T) {
	s := New(Form{Language: "en"})
	parts, by, err := s.Day(Day{Day: "2024-03-07", Reports: ofADay(516, 40)})
	if err != nil || len(parts) != 4 || len(by) != 1 {
		t.Fatalf("%d parts, %d by outlet, %v", len(parts), len(by), err)
	}
	total := 0
	for _, p := range parts {
		n := len(rowsIn.FindAll(p.Data, -1))
		total += n
		for _, want := range []string{fmt.Sprintf("%d of 516 shown", n), "22:54 – 23:59", "15:24 – 17:53"} {
			if !strings.Contains(string(p.Data), want) {
				t.Errorf("%s does not say %q", p.Path, want)
			}
		}
		if n > partRows {
			t.Errorf("%s has %d rows", p.Path, n)
		}
	}
	if got := len(rowsIn.FindAll(by[0].Data, -1)); total != 516 || got != 40*3 || !strings.Contains(string(by[0].Data), "3 of 13 shown") {
		t.Errorf("%d rows in all, %d by outlet", total, got)
	}
	source, err := s.Source(Source{Status: sources[0], Latest: ofADay(50, 1), Total: 516})
	if err != nil || !strings.Contains(string(source), "50 of 516 shown") {
		t.Errorf("a source does not say of how many: %v", err)
	}
	story := StoryInList{ID: "x", Reports: ofADay(300, 40), N: 516}
	month, err := s.Month(Month{Month: "2024-03", Stories: []StoryInList{story}, Events: 77})
	for _, want := range []string{"516 reports", "8 of 40 shown", "the 1 with most reports; 77 events have several", ">Outlet 0</a>"} {
		if err != nil || !strings.Contains(string(month), want) {
			t.Errorf("a month does not say %q: %v", want, err)
		}
	}
	if sparks([]int{5}) != "" || sparks([]int{0, 5, 10}) != "M7 16V8m5 8V0" {
		t.Error("a column alone is drawn, or two are not")
	}
	year := s.calendar(Counts{PerDay: map[string]int{"2024-03-01": 516, "2024-03-02": 60, "2024-03-03": 2}}, "2024-03", "")
	var shades []int
	for _, w := range year.Weeks {
		for _, c := range w {
			if c.N > 0 {
				shades = append(shades, c.Shade)
			}
		}
	}
	if !slices.Equal(shades, []int{4, 2, 1}) {
		t.Errorf("beside one large day the others have the shades %v", shades)
	}
}
