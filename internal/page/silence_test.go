package page

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// The silence of a source is drawn as high as its part of each of 14 days, in another form by whose it was; the words say the same of the
// latest times. Days of which nothing is known have no line, and what is neither watched nor known is not drawn at all.
func TestSilencesAreDrawn(t *testing.T) {
	s := New(Form{Language: "en"})
	end := at("2024-03-07T12:00:00Z")
	since := func(from, until string) news.Watched { return news.Watched{Since: at(from), Until: at(until)} }
	silence := func(from, to string, cause news.Cause) Silence {
		return Silence{From: at(from), To: at(to), Cause: cause}
	}
	week := since("2024-03-01T00:00:00Z", "2024-03-07T11:00:00Z")
	left := week
	left.Gaps = []news.Gap{{From: at("2024-03-02T20:00:00Z"), Until: at("2024-03-05T03:00:00Z")}}
	hour := silence("2024-03-07T00:00:00Z", "2024-03-07T01:00:00Z", news.CauseTimeout)
	lasts := silence("2024-03-06T12:00:00Z", "2024-03-07T12:00:00Z", news.CauseDNS)
	lasts.Lasts = true
	var many []Silence
	for i := range 6 {
		many = append(many, silence(fmt.Sprintf("2024-03-07T%02d:00:00Z", i), fmt.Sprintf("2024-03-07T%02d:30:00Z", i), news.CauseTooMany))
	}
	for _, c := range []struct {
		name string
		src  SourceStatus
		want silenceView
	}{
		{"read throughout", SourceStatus{Read: week}, silenceView{Known: "M35 15.5h34"}},
		{"not on the list for a while", SourceStatus{Read: left}, silenceView{Known: "M35 15.5h9M55 15.5h14"}},
		{"never read", SourceStatus{Silences: []Silence{lasts}},
			silenceView{Known: "M60 15.5h9", Outlet: "M62 16V8m5 8V8", Last: "since Mar 6 12:00: its host's name leads nowhere"}},
		{"of three sides", SourceStatus{Read: week, Silences: []Silence{
			silence("2024-02-20T00:00:00Z", "2024-02-22T00:00:00Z", news.CauseDNS), // before the first day
			hour,
			silence("2024-03-02T12:00:00Z", "2024-03-04T00:00:00Z", news.CausePaused),
			silence("2024-03-07T06:00:00Z", "2024-03-07T12:00:00Z", news.CauseDeskOff),
		}}, silenceView{Known: "M35 15.5h34", Outlet: "M67 16V13", Pause: "M42 16V8m5 8V0", Desk: "M67 13V9",
			Last: "Mar 7 06:00–12:00: this desk was off", More: []string{"Mar 7 00:00–01:00: no answer in time", "Mar 2 12:00 – Mar 4 00:00: paused here"}}},
		{"a leaf a day", SourceStatus{Read: week, Silences: []Silence{
			silence("2024-03-02T12:00:00Z", "2024-03-03T12:00:00Z", news.CauseTrouble), silence("2024-03-03T12:00:00Z", "2024-03-04T00:00:00Z", news.CauseTrouble),
		}}, silenceView{Known: "M35 15.5h34", Outlet: "M42 16V8m5 8V0", Last: "Mar 2 12:00 – Mar 4 00:00: its server is at fault"}},
		{"a leaf a day, around a time without the desk", SourceStatus{Read: week, Silences: []Silence{
			silence("2024-03-02T12:00:00Z", "2024-03-03T12:00:00Z", news.CauseTrouble), silence("2024-03-03T12:00:00Z", "2024-03-04T00:00:00Z", news.CauseTrouble),
			silence("2024-03-03T00:00:00Z", "2024-03-03T06:00:00Z", news.CauseDeskOff),
		}}, silenceView{Known: "M35 15.5h34", Outlet: "M42 16V8m5 8V0", Last: "Mar 2 12:00 – Mar 4 00:00: its server is at fault",
			More: []string{"Mar 3 00:00–06:00: this desk was off"}}},
		{"what lasts is said first", SourceStatus{Read: week, Silences: []Silence{
			lasts, silence("2024-03-07T11:00:00Z", "2024-03-07T13:00:00Z", news.CauseDeskOff),
		}}, silenceView{Known: "M35 15.5h34", Outlet: "M62 16V8m5 8V8", Desk: "M67 8V5",
			Last: "since Mar 6 12:00: its host's name leads nowhere", More: []string{"Mar 7 11:00–13:00: this desk was off"}}},
		{"more than there are words for", SourceStatus{Read: week, Silences: many}, silenceView{Known: "M35 15.5h34", Outlet: "M67 16V13",
			Last: "Mar 7 05:00–05:30: it asks for patience", More: []string{"Mar 7 04:00–04:30: it asks for patience",
				"Mar 7 03:00–03:30: it asks for patience"}, Of: "3 of 6 shown"}},
		{"two at once fill no more than the day", SourceStatus{Read: week, Silences: []Silence{
			silence("2024-03-03T00:00:00Z", "2024-03-04T00:00:00Z", news.CauseDNS), silence("2024-03-03T00:00:00Z", "2024-03-04T00:00:00Z", news.CauseDeskOff),
		}}, silenceView{Known: "M35 15.5h34", Outlet: "M47 16V0", Last: "Mar 3 00:00 – Mar 4 00:00: this desk was off",
			More: []string{"Mar 3 00:00 – Mar 4 00:00: its host's name leads nowhere"}}},
	} {
		got := s.silences(c.src, end)
		if got == nil {
			t.Errorf("%s: nothing is drawn", c.name)
			continue
		}
		if fmt.Sprintf("%q", *got) != fmt.Sprintf("%q", c.want) {
			t.Errorf("%s:\n got %q\nwant %q", c.name, *got, c.want)
		}
	}
	for name, src := range map[string]SourceStatus{"never asked": {}, "read long ago": {Read: since("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z")}} {
		if got := s.silences(src, end); got != nil {
			t.Errorf("%s: %q is drawn", name, *got)
		}
	}
}

// Each side of a silence has a form of its own, and is explained where one is drawn.
func TestSidesOfSilence(t *testing.T) {
	s := New(Form{Language: "en"})
	src := SourceInList{SourceStatus: SourceStatus{Source: news.Source{ID: "courier"}, Active: true, Polled: at("2024-03-07T12:00:00Z")}}
	html, err := s.Status(Sources{Day: "2024-03-07", Sources: []SourceInList{src}})
	if err != nil || strings.Contains(string(html), `class="key"`) {
		t.Errorf("what is not drawn is explained, or: %v", err)
	}
	for _, c := range news.Causes() {
		src.Silences = append(src.Silences, Silence{From: at("2024-03-07T00:00:00Z"), To: at("2024-03-07T01:00:00Z"), Cause: c})
	}
	html, err = s.Status(Sources{Day: "2024-03-07", Sources: []SourceInList{src}})
	if err != nil {
		t.Fatal(err)
	}
	key, row, _ := strings.Cut(string(html), "<table")
	for _, form := range []string{`<path d=`, `<path class="p" d=`, `<path class="d" d=`, `<path class="k" d=`} {
		if !strings.Contains(row, form) {
			t.Errorf("a row has no %s", form)
		}
	}
	for _, form := range []string{`<path class="o" d=`, `<path class="p" d=`, `<path class="d" d=`, "no silence recorded", "paused here", "this desk was off", "no line: not watched"} {
		if !strings.Contains(key, form) {
			t.Errorf("the key has no %s", form)
		}
	}
}

// The status of 200 sources that were silent every other day is a page of moderate size.
func TestStatusOfManySourcesIsLight(t *testing.T) {
	const most = 160_000 // bytes
	s := New(Form{Language: "zh-Hans"})
	x := Sources{Day: "2024-03-07"}
	causes := news.Causes()
	for i := range 200 {
		src := SourceInList{N: 10, Newest: at("2024-03-07T09:00:00Z"), SourceStatus: SourceStatus{
			Source: news.Source{ID: news.SourceID(fmt.Sprintf("source-%d", i)), Name: fmt.Sprintf("The Harbour Courier %d", i)}, Active: true,
			Polled: at("2024-03-07T09:30:00Z"), Succeeded: at("2024-03-07T09:30:00Z"), Read: news.Watched{Since: at("2024-02-20T00:00:00Z"), Until: at("2024-03-07T09:30:00Z")},
		}}
		for d := range SilenceDays {
			src.PerDay = append(src.PerDay, 1+(i*d)%17)
			if d%2 == 0 {
				from := at("2024-02-23T03:00:00Z").AddDate(0, 0, d)
				src.Silences = append(src.Silences, Silence{From: from, To: from.Add(time.Duration(1+(i+d)%19) * time.Hour), Cause: causes[(i+d)%len(causes)]})
			}
		}
		x.Sources = append(x.Sources, src)
	}
	html, err := s.Status(x)
	if err != nil || len(html) > most || strings.Count(string(html), "<details>") != 200 {
		t.Errorf("%d bytes, more than %d, or no words of silence: %v", len(html), most, err)
	}
}
