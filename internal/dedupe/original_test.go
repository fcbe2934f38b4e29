package dedupe

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Which of two prints of a text is the original is decided by time as far as that is known, then by whose text it is.
func TestPrecedes(t *testing.T) {
	noon := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	at := func(outlet string, minutes int, h news.Hour) Print {
		return Print{Outlet: outlet, Published: noon.Add(time.Duration(minutes) * time.Minute), Hour: h, Captured: noon.Add(8 * time.Hour),
			Text: "Ada Lin, Pier Press\nLANFENG (Strait Wire) - The ferry lies in port, and the Harbour has lost a third of its trade."}
	}
	day := func(outlet string, d int) Print {
		p := at(outlet, 0, news.HourDay)
		p.Published = time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC)
		return p
	}
	const given, none, local = news.HourGiven, news.HourNone, news.HourLocal
	for _, c := range []struct {
		name   string
		p, q   Print
		pfirst bool
	}{
		{name: "an hour earlier", p: at("Gazette", -60, given), q: at("Courier", 0, given), pfirst: true},
		{name: "an hour earlier than the agency", p: at("Gazette", -60, given), q: at("Reuters", 0, given), pfirst: true},
		{name: "the agency at the same time", p: at("Reuters", 0, given), q: at("Gazette", 0, given), pfirst: true},
		{name: "the agency a little later", p: at("Reuters World", 7, given), q: at("Gazette", 0, given), pfirst: true},
		{name: "the outlet that the text names", p: at("Strait Wire", 5, given), q: at("Gazette", 0, given), pfirst: true},
		{name: "the outlet that the byline names", p: at("Pier Press", 5, given), q: at("Gazette", 0, given), pfirst: true},
		{name: "an outlet whose name is a word of the text", p: at("Gazette", 0, given), q: at("Third", 5, given), pfirst: true},
		{name: "an outlet whose name is a name in the text", p: at("Gazette", 0, given), q: at("Harbour", 5, given), pfirst: true},
		{name: "an agency by its name", p: at("Lanfeng News Agency", 5, given), q: at("Gazette", 0, given), pfirst: true},
		{name: "an agency in Chinese", p: at("中央社", 5, given), q: at("渡口週報", 0, given), pfirst: true},
		{name: "a little earlier", p: at("Gazette", -5, given), q: at("Courier", 0, given), pfirst: true},
		{name: "the same minute", p: at("Gazette", 0, given), q: at("Courier", 0, given)},
		{name: "the desk's own hour", p: at("Gazette", -60, none), q: at("Courier", 0, given)},
		{name: "an hour without a zone", p: at("Gazette", -60, local), q: at("Courier", 0, given)},
		{name: "the day and an hour of it", p: day("Gazette", 12), q: at("Courier", 0, given)},
		{name: "the day of long before", p: day("Gazette", 9), q: at("Courier", 0, given), pfirst: true},
		{name: "the agency's day and an hour of it", p: day("AFP", 12), q: at("Courier", 0, given), pfirst: true},
		{name: "a moment that was not yet", p: at("Gazette", 9*60, given), q: at("Courier", 0, given)},
	} {
		if got := c.p.Precedes(c.q); got != c.pfirst {
			t.Errorf("%s: %v", c.name, got)
		}
		if c.q.Precedes(c.p) {
			t.Errorf("%s: the other one precedes", c.name)
		}
	}
}

func TestAgency(t *testing.T) {
	for name, want := range map[string]bool{
		"Reuters": true, "Reuters - China": true, "AP": true, "Apple Daily": false, "AP News": true, "新华社": true, "新华社对外部": true,
		"Pap of Papworth": false, "Tanjug": true, "Gazette": false, "Oberland Nachrichtenagentur": true, "": false, "TT": true, "TT Times": false,
	} {
		if agency(name) != want {
			t.Errorf("agency(%q) = %v", name, !want)
		}
	}
}
