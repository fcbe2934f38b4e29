package event

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// watchedTo is an outlet that was read every half hour since the day before, until h hours from midday, and lists other things.
func watchedTo(name string, h float64, change ...func(*Outlet)) Outlet {
	o := Outlet{Source: news.SourceID(name), Name: name, House: name, Reports: 12}
	o.Read = news.Watched{Since: atHour(-24), Until: atHour(h)}
	o.Headings = headingsOf("Wool prices fall again at the Harrow auctions", "Council of Lidden rejects its budget")
	for _, f := range change {
		f(&o)
	}
	return o
}

func headingsOf(list ...string) (out []Heading) {
	for _, s := range list {
		out = append(out, Reader{}.Heading(s))
	}
	return out
}

func withLeads(list ...string) func(*Outlet) {
	return func(o *Outlet) { o.Headings = append(o.Headings, headingsOf(list...)...) }
}

func withGap(from, until float64) func(*Outlet) {
	return func(o *Outlet) { o.Read.Gaps = append(o.Read.Gaps, news.Gap{From: atHour(from), Until: atHour(until)}) }
}

// Nobody is said to be silent who may have reported, or was not read.
func TestSilent(t *testing.T) {
	two := []news.Telling{toldBy("alder", 0), toldBy("birch", 2)}
	now := 20.0
	for _, c := range []struct {
		name    string
		outlet  Outlet
		tell    []news.Telling
		now     float64 // 0: 20 hours after noon
		silence string
	}{
		{name: "read, and writes on such things", outlet: watchedTo("cedar", 20), silence: "silent cedar 12"},
		{name: "read until an hour ago", outlet: watchedTo("cedar", 19), silence: "silent cedar 12"},
		{name: "not 12 hours yet", outlet: watchedTo("cedar", 13), now: 13, silence: ""},
		{name: "12 hours, and not polled since", outlet: watchedTo("cedar", 13), silence: ""},
		{name: "one outlet alone has it", outlet: watchedTo("cedar", 20), tell: two[:1], silence: ""},
		{name: "two reports of one house", outlet: watchedTo("cedar", 20), tell: []news.Telling{toldBy("alder", 0), toldBy("alder", 1, withID("x"))}, silence: ""},
		{name: "the second is a copy", outlet: watchedTo("cedar", 20), tell: []news.Telling{toldBy("alder", 0), toldBy("birch", 1, aCopyOf("alder"))}, silence: ""},
		{name: "it has a report", outlet: watchedTo("alder", 20), silence: ""},
		{name: "it has a copy", outlet: watchedTo("cedar", 20), tell: append(two[:2:2], toldBy("cedar", 3, aCopyOf("alder"))), silence: ""},
		{name: "its house has a report", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.House = "birch" }), silence: ""},
		{name: "it has a report that is not shown", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Member = true }), silence: ""},
		{name: "paused", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Paused = true }), silence: ""},
		{name: "never polled", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Read = news.Watched{} }), silence: ""},
		{name: "on the list since an hour after the first report", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Read.Since = atHour(1) }), silence: ""},
		{name: "it fails", outlet: watchedTo("cedar", 16, func(o *Outlet) { o.Read.Lost = true }), silence: "failing cedar 0"},
		{name: "it failed for a day", outlet: watchedTo("cedar", 40, withGap(4, 28)), now: 40, silence: "failing cedar 0"},
		{name: "it failed for a day, of ten", outlet: watchedTo("cedar", 240, withGap(4, 28)), tell: append(two[:2:2], toldBy("birch", 230, withID("x"))), now: 240, silence: "failing cedar 0"},
		{name: "it failed for an hour", outlet: watchedTo("cedar", 20, withGap(4, 5)), silence: "silent cedar 12"},
		{name: "it failed before", outlet: watchedTo("cedar", 20, withGap(-20, -2)), silence: "silent cedar 12"},
		{name: "one poll in six fails", outlet: watchedTo("cedar", 20, withGap(1, 2), withGap(7, 8), withGap(13, 14)), silence: "failing cedar 0"},
		{name: "it does not write on such things", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Reports = 2 }), silence: ""},
		{name: "three in thirty days", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Reports = 3 }), silence: "silent cedar 3"},
		{name: "known by headlines", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Headlines = 2 }), silence: "headline cedar 2"},
		{name: "not to be fetched", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Unread = 1 }), silence: "buried cedar 1"},
		{name: "a lead with two of its names", outlet: watchedTo("cedar", 20, withLeads("Osprey towed into Kessel")), silence: ""},
		{name: "a lead with a name and its subject", outlet: watchedTo("cedar", 20, withLeads("Two hundred stuck on ferry near Kessel")), silence: ""},
		{name: "a lead with half of a name", outlet: watchedTo("cedar", 20, withLeads("Kessel: talks go on")), silence: ""},
		{name: "a lead with a name that many have", outlet: watchedTo("cedar", 20, withLeads("Kessel fair opens", "Kessel market", "Kessel races", "Kessel wins", "Kessel loses")), silence: "silent cedar 12"},
		{name: "a lead with a name of the text alone", outlet: watchedTo("cedar", 20, withLeads("Marden plans a museum")), silence: "silent cedar 12"},
		{name: "it lists in another script", outlet: watchedTo("cedar", 20, withLeads("Паром дрейфует", "Бюджет отклонён")), silence: ""},
		{name: "it lists nothing these days", outlet: watchedTo("cedar", 20, func(o *Outlet) { o.Headings = nil }), silence: "silent cedar 12"},
		{name: "an event of a month", outlet: watchedTo("cedar", 800), tell: append(two[:2:2], toldBy("birch", 760, withID("x"))), now: 800, silence: ""},
		{name: "a clock a year behind", outlet: watchedTo("cedar", 20), tell: append(two[:2:2], toldBy("fir", -8760, readAt(3))), silence: ""},
		{name: "asked for again a month later", outlet: watchedTo("cedar", 720), now: 720, silence: "silent cedar 12"},
		{name: "it fails a month later", outlet: watchedTo("cedar", 700, func(o *Outlet) { o.Read.Lost = true }), now: 720, silence: "silent cedar 12"},
	} {
		s := Story{Tellings: two, Outlets: []Outlet{c.outlet}, Now: atHour(now), Topic: "sea", Topics: true}
		if c.tell != nil {
			s.Tellings = c.tell
		}
		if c.now != 0 {
			s.Now = atHour(c.now)
		}
		if got := saidOf((Reader{}).Silent(s)); got != c.silence {
			t.Errorf("%s: %q, want %q", c.name, got, c.silence)
		}
	}
}

func saidOf(x Sides) string {
	var out []string
	for _, s := range x.Silent {
		out = append(out, fmt.Sprint("silent ", s.Outlet, " ", s.Reports))
	}
	for _, u := range x.Unread {
		out = append(out, fmt.Sprint(u.Cause, " ", u.Outlet, " ", u.N))
	}
	return strings.Join(out, ", ")
}

// Several sources of a house are one; without topics ten reports are asked for; of many silent ones eight are named.
func TestSilentHouses(t *testing.T) {
	section := func(name string, reports int, change ...func(*Outlet)) Outlet {
		o := watchedTo(name, 20, change...)
		o.House, o.Reports = "cedar", reports
		return o
	}
	s := Story{Tellings: []news.Telling{toldBy("alder", 0), toldBy("birch", 2)}, Now: atHour(20), Topic: "sea", Topics: true}
	for _, c := range []struct {
		name    string
		outlets []Outlet
		topic   string
		topics  bool
		want    string
	}{
		{"two sections", []Outlet{section("one", 1), section("two", 2)}, "sea", true, "silent two 3"},
		{"one section is not read", []Outlet{section("one", 1), section("two", 2, func(o *Outlet) { o.Read.Lost = true })}, "sea", true, "failing two 0"},
		{"one section may have it", []Outlet{section("one", 9), section("two", 2, withLeads("Osprey towed into Kessel"))}, "sea", true, ""},
		{"one section is paused", []Outlet{section("one", 9), section("two", 2, func(o *Outlet) { o.Paused = true })}, "sea", true, ""},
		{"no topics", []Outlet{section("one", 10)}, "", false, "silent one 10"},
		{"no topics, few reports", []Outlet{section("one", 9)}, "", false, ""},
		{"the event is of no topic", []Outlet{section("one", 99)}, "", true, ""},
	} {
		s.Outlets, s.Topic, s.Topics = c.outlets, c.topic, c.topics
		if got := saidOf((Reader{}).Silent(s)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	s.Outlets, s.Topic, s.Topics = nil, "sea", true
	for i := range 12 {
		o := watchedTo(fmt.Sprintf("outlet%02d", i), 20-float64(i)/4)
		o.Reports = 3 + i
		s.Outlets = append(s.Outlets, o)
	}
	got := (Reader{}).Silent(s)
	if len(got.Silent) != 8 || got.Silents != 12 || got.Silent[0].Outlet != "outlet11" {
		t.Errorf("of many: %+v", got)
	}
	if want := atHour(20 - 11.0/4); !got.Polled.Equal(want) {
		t.Errorf("as of %v, want the earliest last poll %v", got.Polled, want)
	}
}

// A page is looked at again while its event is young and somebody is watched.
func TestSilenceIsLookedForAgain(t *testing.T) {
	s := Story{Tellings: []news.Telling{toldBy("alder", 0), toldBy("birch", 2)}, Outlets: []Outlet{watchedTo("cedar", 20)}, Topic: "sea", Topics: true}
	for _, c := range []struct{ now, want float64 }{{3, 15}, {20, 23}, {73, 76}, {80, 0}} {
		s.Now = atHour(c.now)
		got := (Reader{}).Silent(s).Again
		if c.want == 0 && !got.IsZero() || c.want != 0 && got.Sub(atHour(c.want)).Abs() > time.Hour {
			t.Errorf("at %v hours: again at %v", c.now, got)
		}
	}
	s.Now, s.Outlets = atHour(3), []Outlet{{Source: "cedar", Name: "cedar", House: "cedar", Reports: 99}}
	if got := (Reader{}).Silent(s); !got.Again.IsZero() || saidOf(got) != "" {
		t.Errorf("a desk that does not poll: %+v", got)
	}
}
