package edition

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

var until = time.Date(2026, 3, 12, 11, 0, 0, 0, time.UTC)

func at(hours float64) time.Time { return until.Add(time.Duration(hours * float64(time.Hour))) }

func day() Window {
	return Window{Slot: "19:00", Day: "2026-03-12", From: at(-24), Until: until, Topics: []Topic{{"a", 0}, {"b", 2}}}
}

// told makes an event of reports: "HOUSE HOURS MARKS", hours before the end of the window at which it was read and published, and
// marks: c a copy, w withdrawn within the window, W before it, e edited, E corrected, r retitled, o edited before the window, b brings,
// t of topic a, u of topic b.
func told(id string, reports ...string) Event {
	ev := Event{Story: news.StoryID(id)}
	for i, s := range reports {
		var house, marks string
		var hours float64
		fmt.Sscan(s, &house, &hours, &marks)
		r := Report{ID: news.ArticleID(fmt.Sprint(id, i)), House: house, At: at(-hours), Published: at(-hours), Dated: true}
		for _, m := range marks {
			switch m {
			case 'c':
				r.Copy = true
			case 'w':
				r.Withdrawn = at(-0.5)
			case 'W':
				r.Withdrawn = at(-24)
			case 'e':
				r.Edit = Edit{At: at(-0.4), Reason: news.RankEdited, Was: "4", Is: "3", Evidence: []news.Cite{{Article: r.ID}}}
			case 'E':
				r.Edit = Edit{At: at(-0.4), Reason: news.RankCorrected, Was: "5", Is: "3"}
			case 'r':
				r.Edit = Edit{At: at(-0.3), Reason: news.RankRetitled, Was: "x", Is: "y"}
			case 'o':
				r.Edit = Edit{At: at(-25), Reason: news.RankEdited}
			case 'b':
				r.Brings = true
			case 't':
				r.Topics = append(r.Topics, "a")
			case 'u':
				r.Topics = append(r.Topics, "b")
			}
		}
		ev.Reports = append(ev.Reports, r)
	}
	return ev
}

func TestScore(t *testing.T) {
	for _, c := range []struct {
		name    string
		reports []string
		figures bool
		want    string
	}{
		{"one report", []string{"x 1"}, false, "0 only []"},
		{"one report that brings a figure", []string{"x 1 b"}, false, "3 development [{development 3}]"},
		{"two reports of one house", []string{"x 2", "x 1"}, false, "0 only []"},
		{"two houses", []string{"x 2", "y 1"}, false, "8 new [{new 4} {breadth 4}]"},
		{"a report and its copy", []string{"x 2", "y 1 c"}, false, "6 new [{new 4} {breadth 2}]"},
		{"a copy brings nothing", []string{"x 2", "y 1 cb"}, false, "6 new [{new 4} {breadth 2}]"},
		{"four houses", []string{"x 2", "y 2", "z 2", "v 1"}, false, "10 breadth [{breadth 6} {new 4}]"},
		{"an event that goes on", []string{"x 50", "y 2"}, false, "2 breadth [{breadth 2}]"},
		{"an event that goes on, with something new", []string{"x 50", "y 2 b"}, false, "5 development [{development 3} {breadth 2}]"},
		{"what was brought before the window", []string{"x 50 b", "y 50 b", "y 2"}, false, "2 breadth [{breadth 2}]"},
		{"figures", []string{"x 50", "y 2"}, true, "6 figures [{figures 4} {breadth 2}]"},
		{"the flood of the design", []string{"x 50", "x 49 e", "y 3", "z 2 b", "v 1"}, true, "19 edited [{edited 6} {breadth 6} {figures 4} {development 3}]"},
		{"an edit of an old report", []string{"x 50 e", "y 50"}, false, "6 edited [{edited 6}]"},
		{"a correction weighs no more", []string{"x 50 E", "y 50 e"}, false, "6 corrected [{corrected 6}]"},
		{"another headline", []string{"x 50 r"}, false, "3 retitled [{retitled 3}]"},
		{"another headline and a figure", []string{"x 50 r", "y 50 e"}, false, "6 edited [{edited 6}]"},
		{"withdrawn", []string{"x 3 w"}, false, "6 withdrawn [{withdrawn 6}]"},
		{"withdrawn and edited", []string{"x 50 we"}, false, "12 withdrawn [{withdrawn 6} {edited 6}]"},
		{"withdrawn before", []string{"x 50 W"}, false, "0 only []"},
		{"edited before", []string{"x 50 o"}, true, "0 only []"},
		{"the weight of a topic", []string{"x 3 u"}, false, "2 topic [{topic 2}]"},
		{"a topic without weight", []string{"x 3 t"}, false, "0 only []"},
		{"old, several houses", []string{"x 50", "y 49"}, true, "0 only []"},
		{"at the beginning of the window", []string{"x 24"}, true, "0 only []"},
		{"read before the window, published after it", []string{"x 30"}, true, "0 only []"},
	} {
		ev := told("s", c.reports...)
		if c.figures {
			ev.Figures = []news.Cite{{Article: "f"}}
		}
		score, terms, reason := day().Score(ev)
		if got := fmt.Sprint(score, " ", reason, " ", terms); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A report belongs to the window in which it was read, unless it is old by then; a clock that is wrong moves nothing.
func TestHas(t *testing.T) {
	for _, c := range []struct {
		name string
		r    Report
		want bool
	}{
		{"now", Report{At: until, Published: until, Dated: true}, true},
		{"as the window begins", Report{At: at(-24), Published: at(-24), Dated: true}, false},
		{"after it", Report{At: at(0.1)}, false},
		{"published before it, read in it", Report{At: at(-20), Published: at(-30), Dated: true}, true},
		{"imported", Report{At: at(-1), Published: at(-24 * 300), Dated: true}, false},
		{"without a date", Report{At: at(-1)}, true},
		{"dated a year ahead", Report{At: at(-1), Published: at(24 * 365)}, true},
	} {
		if got := day().Has(c.r); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// said is an edition in a few words.
func said(e news.Edition) string {
	var b strings.Builder
	for _, l := range e.Lines {
		fmt.Fprintf(&b, "%s=%d ", l.Article, l.Score)
	}
	for _, s := range e.Shelves {
		fmt.Fprintf(&b, "%s%v/%d ", s.Topic, s.Articles, s.N)
	}
	return strings.TrimSpace(b.String())
}

// many are n events of a report each, the newest first.
func many(n int, prefix, marks string) (out []Event) {
	for i := range n {
		out = append(out, told(fmt.Sprintf("%s%02d.", prefix, i), fmt.Sprintf("%s%d %g %s", prefix, i, 1+float64(i)/100, marks)))
	}
	return out
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		name   string
		events []Event
		want   string
	}{
		{"nothing", nil, ""},
		{"an event without reports", []Event{{Story: "s"}}, ""},
		{"one report", many(1, "x", ""), "x00.0=0"},
		{"four events make four lines", many(4, "x", ""), "x00.0=0 x01.0=0 x02.0=0 x03.0=0"},
		{"the newest first, the others on a shelf", many(13, "x", ""), "x00.0=0 x01.0=0 x02.0=0 x03.0=0 x04.0=0 [x05.0 x06.0 x07.0 x08.0 x09.0 x10.0]/8"},
		{"two of a topic", slices.Concat(many(4, "t", "tb"), many(4, "x", "")), "t00.0=3 t01.0=3 x00.0=0 x01.0=0 x02.0=0 a[t02.0 t03.0]/2 [x03.0]/1"},
		{"two of a topic, though there is no other", many(4, "t", "t"), "t00.0=0 t01.0=0 a[t02.0 t03.0]/2"},
		{"two withdrawals", slices.Concat(many(4, "w", "w"), many(2, "x", "")), "w00.0=6 w01.0=6 x00.0=0 x01.0=0 [w02.0 w03.0]/2"},
		{"topics in the operator's order, the weightier event first", slices.Concat(many(1, "v", "u"), many(3, "t", "t"), many(5, "w", "b"), []Event{told("y", "k 1 u", "m 1 u")}),
			"y0=10 w00.0=3 w01.0=3 w02.0=3 w03.0=3 a[t00.0 t01.0 t02.0]/3 b[v00.0]/1 [w04.0]/1"},
		{"equal scores: more outlets", []Event{told("p", "x 1 u", "y 0.5 cu"), told("q", "x 2", "y 1")}, "q1=8 p0=8"},
		{"several reports of an event are one line of a shelf, and all counted", slices.Concat(many(5, "x", "b"), []Event{told("y", "k 2", "k 1")}),
			"x00.0=3 x01.0=3 x02.0=3 x03.0=3 x04.0=3 [y1]/2"},
		{"older ones fill it, behind the others", slices.Concat([]Event{told("o", "x 50", "y 49")}, many(2, "x", "")), "x00.0=0 x01.0=0 o1=4"},
	} {
		if got := said(Cut(day(), c.events)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// Where the window has enough reports, older ones are left out; what is filled in is said, and never more than is lacking, by events.
func TestFilled(t *testing.T) {
	var old []Event
	for i := range 40 {
		old = append(old, told(fmt.Sprint("o", i, "."), "x 60"))
	}
	e := Cut(day(), slices.Concat(old, many(Enough, "x", "")))
	if e.Filled || e.Reading.Reports != Enough || strings.Contains(said(e), "o") {
		t.Errorf("filled %v: %s", e.Filled, said(e))
	}
	e = Cut(day(), slices.Concat(old, many(3, "x", "")))
	n := len(e.Lines)
	for _, s := range e.Shelves {
		n += s.N
	}
	if !e.Filled || e.Reading.Reports != 3 || e.Reading.Events != 3 || n != Enough {
		t.Errorf("filled %v, %d events, %+v", e.Filled, n, e.Reading)
	}
	var large []Event // a few of them have as many reports as would do
	for i := range 40 {
		large = append(large, told(fmt.Sprint("l", i, "."), "x 60", "y 60", "z 60", "v 60", "w 60"))
	}
	if e = Cut(day(), large); !e.Filled || len(e.Lines) != mostLines || e.Shelves[0].N != Enough-mostLines {
		t.Errorf("of large events: %d lines, shelves %+v", len(e.Lines), e.Shelves)
	}
	undated := told("undated", "x 30")
	undated.Reports[0].Dated = false
	if e = Cut(day(), []Event{undated, told("day", "x 60"), told("older", "x 90")}); len(e.Lines) != 3 || e.Lines[2].Story != "undated" {
		t.Errorf("what has no date stands before what has one: %+v", e.Lines)
	}
}

func TestReading(t *testing.T) {
	e := Cut(day(), []Event{told("p", "x 50 e", "y 3", "z 2 c"), told("q", "x 4", "y 3 w"), told("r", "k 60 r"), told("s", "m 60 o")})
	if r := e.Reading; r.Reports != 4 || r.Events != 1 || r.Edited != 2 || r.Pulled != 1 {
		t.Errorf("read %+v", r)
	}
	var got []string
	for _, c := range e.Changes {
		got = append(got, fmt.Sprint(c.Article, " ", c.Reason))
	}
	if s := strings.Join(got, ", "); s != "r0 retitled, p0 edited, q1 withdrawn" || e.Changed != 3 {
		t.Errorf("changes: %s of %d", s, e.Changed)
	}
	if e.Lead != "q" || e.Lines[0].Reason != news.RankWithdrawn || len(e.Lines[0].Evidence) != 1 || e.Lines[0].Evidence[0].Article != "q1" {
		t.Errorf("lead %s, first line %+v", e.Lead, e.Lines[0])
	}
	for _, l := range e.Lines {
		if l.Story == "p" && (l.Was != "4" || l.Is != "3" || l.Outlets != 2 || l.Reports != 3 || l.Copies != 1 || len(l.Evidence) != 1) {
			t.Errorf("an edited event: %+v", l)
		}
	}
	if e := Cut(day(), many(30, "w", "w")); len(e.Changes) != mostChanges || e.Changed != 30 {
		t.Errorf("%d changes of %d", len(e.Changes), e.Changed)
	}
}

// The order in which the events of a window come says nothing, and a day of 5,000 reports is cut like any other.
func TestOrderSaysNothing(t *testing.T) {
	var events []Event
	r := rand.New(rand.NewPCG(1, 2))
	for i := range 1000 {
		var reports []string
		for k := range 1 + r.IntN(9) {
			reports = append(reports, fmt.Sprintf("h%d %d %s", r.IntN(40), 23-k, []string{"", "t", "u", "b", "c", "e"}[r.IntN(6)]))
		}
		events = append(events, told(fmt.Sprint("s", i, "."), reports...))
	}
	first := Cut(day(), events)
	for range 3 {
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if got := Cut(day(), events); fmt.Sprint(got) != fmt.Sprint(first) {
			t.Errorf("another order gives\n%s\nnot\n%s", said(got), said(first))
		}
	}
	if len(first.Lines) != mostLines {
		t.Errorf("lines: %s", said(first))
	}
	if n := len(Doubtful(day(), events)); n != mostDoubtful {
		t.Errorf("the texts of %d events are read", n)
	}
}

// The texts of single reports, copies and old events are not read.
func TestDoubtful(t *testing.T) {
	events := slices.Concat(many(9, "x", ""), []Event{told("o", "x 50", "y 50"), told("c", "x 2", "y 1 c"), told("d", "x 2", "y 1"), told("e", "x 50", "x 1"), {Story: "none"}})
	var got []news.StoryID
	for _, i := range Doubtful(day(), events) {
		got = append(got, events[i].Story)
	}
	if fmt.Sprint(got) != "[d e]" {
		t.Errorf("in doubt: %v", got)
	}
}

func TestRenewed(t *testing.T) {
	v := func(a news.ArticleID, n float64, current bool) news.FigureValue {
		return news.FigureValue{Low: n, High: n, Current: current, Evidence: []news.Cite{{Article: a}}}
	}
	fresh := func(id news.ArticleID) bool { return strings.HasPrefix(string(id), "new") }
	for _, c := range []struct {
		name   string
		values []news.FigureValue
		want   string
	}{
		{"all as before", []news.FigureValue{v("a", 3, true), v("b", 4, true)}, ""},
		{"one is new", []news.FigureValue{v("a", 3, true), v("new1", 4, true)}, "new1"},
		{"it is given again", []news.FigureValue{v("a", 3, true), v("b", 4, true), v("new1", 4, true)}, ""},
		{"all are new", []news.FigureValue{v("new1", 3, true), v("new2", 4, true)}, "new1new2"},
		{"it was given up again", []news.FigureValue{v("a", 3, true), v("new1", 4, false)}, ""},
	} {
		got := ""
		for _, x := range Renewed([]news.Figure{{Values: c.values}}, fresh) {
			got += string(x.Article)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
