package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// unchanging answers a first request with a feed, and each later one with "not modified".
func unchanging(feed string) []string {
	head := strings.Replace(feed, "\n\n", "\nETag: \"v1\"\n\n", 1)
	return []string{courier, head, courier + " #2", "HTTP/1.1 304 Not Modified\nETag: \"v1\"\n\n"}
}

// two reports, of which one names China; the feed does not change after the first poll.
func twoReports() string {
	return web(append(unchanging(feedOf("dam|Dam in China leaks", "kite|Kite festival in Aalen")),
		"https://courier.example/dam", pageOf("Dam in China leaks", "8,600"),
		"https://courier.example/kite", strings.ReplaceAll(pageOf("Kite festival in Aalen", "90"), "river", "wind"))...)
}

// describedBare takes the words on China out of the standfirsts that feedOf writes.
func describedBare(s string) string { return strings.ReplaceAll(s, "in northern China ", "") }

// meaning is that of the last change of settings; nil: there was none since the last call.
func (r *room) meaning() *desk.Meaning {
	r.mu.Lock()
	defer r.mu.Unlock()
	var m *desk.Meaning
	for _, e := range r.events {
		if e.Meaning != nil {
			m = e.Meaning
		}
	}
	r.events = nil
	return m
}

func (r *room) titles() string {
	var out []string
	for t := range r.items() {
		out = append(out, t)
	}
	if len(out) == 2 && out[0] > out[1] {
		out[0], out[1] = out[1], out[0]
	}
	return strings.Join(out, " | ")
}

// A change of the beat reaches the reports that the desk knows, although the feed has not
// changed since: what is on it by now comes in, what is off it is counted and stays until the
// operator says otherwise.
func TestBeatReachesWhatIsKnown(t *testing.T) {
	const dam, kite = "Dam in China leaks", "Kite festival in Aalen"
	src := func(change func(*news.Source)) func(*desk.Desk) {
		return func(d *desk.Desk) { change(&d.Sources[0]) }
	}
	for _, c := range []struct {
		name          string
		before, after func(*desk.Desk)
		first, second string
		want          desk.Meaning
	}{
		{"a keyword more", func(d *desk.Desk) { d.Beat.Include = []string{"China"} }, func(d *desk.Desk) { d.Beat.Include = []string{"China", "kite"} },
			dam, dam + " | " + kite, desk.Meaning{In: 1}},
		{"no keywords at all", func(d *desk.Desk) { d.Beat.Include = []string{"China"} }, func(d *desk.Desk) { d.Beat.Include = nil },
			dam, dam + " | " + kite, desk.Meaning{In: 1}},
		{"an exclusion less", func(d *desk.Desk) { d.Beat.Exclude = []string{"festival"} }, func(d *desk.Desk) { d.Beat.Exclude = nil },
			dam, dam + " | " + kite, desk.Meaning{In: 1}},
		{"the source is followed whole", func(d *desk.Desk) { d.Beat.Include = []string{"China"} }, src(func(s *news.Source) { s.Whole = true }),
			dam, dam + " | " + kite, desk.Meaning{In: 1}},
		{"a keyword of the source less", src(func(s *news.Source) { s.Beat.Include = []string{"dam"} }), src(func(s *news.Source) { s.Beat.Include = nil }),
			dam, dam + " | " + kite, desk.Meaning{In: 1}},
		{"an exclusion of the source less", src(func(s *news.Source) { s.Beat.Exclude = []string{"kite"} }), src(func(s *news.Source) { s.Beat.Exclude = nil }),
			dam, dam + " | " + kite, desk.Meaning{In: 1}},
		{"a keyword less", func(*desk.Desk) {}, func(d *desk.Desk) { d.Beat.Include = []string{"China"} },
			dam + " | " + kite, dam + " | " + kite, desk.Meaning{Off: 1}},
		{"an exclusion more", func(*desk.Desk) {}, func(d *desk.Desk) { d.Beat.Exclude = []string{"kite"} },
			dam + " | " + kite, dam + " | " + kite, desk.Meaning{Off: 1}},
		{"an exclusion of the source more", func(*desk.Desk) {}, src(func(s *news.Source) { s.Beat.Exclude = []string{"kite"} }),
			dam + " | " + kite, dam + " | " + kite, desk.Meaning{Off: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, describedBare(twoReports()))
			c.before(r.desk)
			r.round(0)
			if got := r.titles(); got != c.first {
				t.Fatalf("first round: %s", got)
			}
			r.meaning()
			c.after(r.desk)
			r.round(time.Hour)
			if got := r.titles(); got != c.second {
				t.Errorf("second round: %s, want %s", got, c.second)
			}
			m := r.meaning()
			if m == nil || m.In != c.want.In || m.Off != c.want.Off || m.Back != 0 || m.Left != 0 {
				t.Errorf("meaning = %+v, want %+v", m, c.want)
			}
			r.round(time.Hour)
			if m := r.meaning(); m != nil {
				t.Errorf("judged twice by one beat: %+v", m)
			}
		})
	}
}

// What is off the beat leaves the site by a command, and returns by itself when the beat has it again.
func TestOffTheBeatAndBack(t *testing.T) {
	r := newRoom(t, describedBare(twoReports()))
	r.round(0)
	r.desk.Beat.Include = []string{"China"}
	r.round(time.Hour)
	_, off, m, err := r.desk.Reconsider(t.Context(), desk.Selection{}, false)
	if err != nil || len(off) != 1 || off[0].Title != "Kite festival in Aalen" || off[0].Why == "" || m.Off != 1 {
		t.Fatalf("off = %+v, %+v, %v", off, m, err)
	}
	if len(r.items()) != 2 {
		t.Error("a list has taken reports off the site")
	}
	if _, _, _, err := r.desk.Reconsider(t.Context(), desk.Selection{}, true); err != nil {
		t.Fatal(err)
	}
	if got := r.titles(); got != "Dam in China leaks" {
		t.Errorf("on the site: %s", got)
	}
	if m, err := r.desk.Meaning(t.Context()); err != nil || !m.None() {
		t.Errorf("after it was done: %+v, %v", m, err)
	}
	asked := r.model.asked
	r.meaning()
	r.desk.Beat.Include = []string{"China", "festival"}
	r.round(time.Hour)
	if m := r.meaning(); m == nil || m.Back != 1 || m.In != 0 {
		t.Errorf("meaning = %+v", m)
	}
	if len(r.items()) != 2 || r.model.asked != asked {
		t.Errorf("%d reports on the site, model asked %d times more", len(r.items()), r.model.asked-asked)
	}
}

// A report that the operator has taken down is not brought back by a beat.
func TestTakenDownStaysDown(t *testing.T) {
	r := newRoom(t, describedBare(twoReports()))
	r.round(0)
	id := r.items()["Kite festival in Aalen"].Article.ID
	if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.TakeDown(id, true) }); err != nil {
		t.Fatal(err)
	}
	r.desk.Beat.Include = []string{"China"}
	if _, off, _, err := r.desk.Reconsider(t.Context(), desk.Selection{}, true); err != nil || len(off) != 0 {
		t.Errorf("off = %+v, %v", off, err)
	}
	r.desk.Beat.Include = nil
	r.round(time.Hour)
	if got := r.titles(); got != "Dam in China leaks" {
		t.Errorf("on the site: %s", got)
	}
}

// Reports that wait to be fetched when the beat is narrowed are not fetched; older ones come in only by
// the command.
func TestOldAndWaitingLeads(t *testing.T) {
	old := strings.ReplaceAll(feedOf("dam|Dam in China leaks", "kite|Kite festival in Aalen"), "12 Mar 2026", "28 Feb 2026")
	old = strings.ReplaceAll(old, "Thu, ", "")
	r := newRoom(t, describedBare(web(append(unchanging(old),
		"https://courier.example/dam", pageOf("Dam in China leaks", "8,600"),
		"https://courier.example/kite", pageOf("Kite festival in Aalen", "90"))...)))
	r.desk.Beat.Include = []string{"China"}
	if _, err := r.desk.Collect(t.Context(), true, desk.UntilPoll); err != nil {
		t.Fatal(err)
	}
	r.desk.Beat.Include = []string{"kite"}
	r.round(time.Hour)
	if m := r.meaning(); m == nil || m.Left != 1 {
		t.Errorf("meaning = %+v", m)
	}
	if got := r.titles(); got != "" && got != "Kite festival in Aalen" {
		t.Errorf("on the site: %s", got)
	}
	r.desk.Beat.Include = nil
	in, _, _, err := r.desk.Reconsider(t.Context(), desk.Selection{}, true)
	if err != nil || len(in) == 0 {
		t.Errorf("in = %+v, %v", in, err)
	}
	r.round(time.Hour)
	if n := len(r.items()); n != 2 {
		t.Errorf("%d reports, want two", n)
	}
}

// Everybody's first hour: a source is added under another beat, which is mended then. A source that
// has shown nothing yet shows its newest reports, whatever their age.
func TestFirstHour(t *testing.T) {
	var slugs []string
	for i := range 3 {
		slugs = append(slugs, fmt.Sprintf("kite%d|Kite festival %d in Aalen", i, i))
	}
	feed := strings.ReplaceAll(strings.ReplaceAll(feedOf(slugs...), "12 Mar 2026", "12 Jan 2026"), "Thu, ", "")
	r := newRoom(t, describedBare(web(unchanging(feed)...)))
	r.desk.Beat.Include = []string{"China"}
	r.round(0)
	r.desk.Beat.Include = []string{"kite"}
	if _, err := r.desk.Collect(t.Context(), true, desk.UntilPoll); err != nil {
		t.Fatal(err)
	}
	if m := r.meaning(); m == nil || m.In != 3 {
		t.Errorf("meaning = %+v, want three reports in", m)
	}
	if n := r.waiting(store.Fetch); n != 3 {
		t.Errorf("%d pages are to be fetched, want 3", n)
	}
}

// A page that was left out for a word that only it shows is read from the archive when that
// word excludes nothing any more; while it does, another change of the beat asks for nothing.
func TestExcludedPagesComeBackFromTheArchive(t *testing.T) {
	page := strings.Replace(pageOf("Dam in China leaks", "8,600"), "<article>", `<meta property="article:section" content="Sport"><article>`, 1)
	page = strings.Replace(page, "<head>", `<head><meta property="article:section" content="Sport">`, 1)
	r := newRoom(t, web(append(unchanging(feedOf("dam|Dam in China leaks")), "https://courier.example/dam", page)...))
	r.desk.Beat.Exclude = []string{"sport"}
	r.round(0)
	if n := len(r.items()); n != 0 {
		t.Fatalf("the section is not read: %d reports", n)
	}
	r.desk.Beat.Exclude = []string{"sport", "weather"}
	r.round(time.Hour)
	if m := r.meaning(); m != nil {
		t.Errorf("meaning = %+v", m)
	}
	r.desk.Beat.Exclude = []string{"weather"}
	r.round(time.Hour)
	if m := r.meaning(); m == nil || m.In != 1 || len(r.items()) != 1 {
		t.Errorf("meaning = %+v, %d reports", m, len(r.items()))
	}
}

// Reports bear the name that their source has today; their pages stay where they are.
func TestSourceIsRenamed(t *testing.T) {
	r := newRoom(t, web(append(unchanging(feedOf("dam|Dam in China leaks")), "https://courier.example/dam", pageOf("Dam in China leaks", "8,600"))...))
	r.round(0)
	r.desk.Sources[0].Name, r.desk.Sources[0].Outlet = "Evening Courier - Asia", "Evening Courier"
	r.round(time.Hour)
	a := r.one().Article
	if a.SourceName != "Evening Courier - Asia" || a.Outlet != "Evening Courier" || a.Filed != "Courier" {
		t.Errorf("name %q, outlet %q, filed %q", a.SourceName, a.Outlet, a.Filed)
	}
	if m := r.meaning(); m == nil || m.Renamed != 1 {
		t.Errorf("meaning = %+v", m)
	}
	r.desk.Sources[0].Name = "Evening Courier - World"
	r.round(time.Hour)
	if a := r.one().Article; a.SourceName != "Evening Courier - World" || a.Filed != "Courier" {
		t.Errorf("name %q, filed %q", a.SourceName, a.Filed)
	}
}

// A search for the new name finds the reports of before.
func TestRenamedSourceIsFound(t *testing.T) {
	r := newRoom(t, web(append(unchanging(feedOf("dam|Dam in China leaks")), "https://courier.example/dam", pageOf("Dam in China leaks", "8,600"))...))
	r.round(0)
	r.desk.Sources[0].Name, r.desk.Sources[0].Outlet = "Beacon - Asia", "Beacon"
	if err := r.desk.Name(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := r.db.View(t.Context(), func(tx *store.Tx) error {
		rows, _, err := tx.Find(store.Query{Match: "beacon", Limit: 5})
		if len(rows) != 1 {
			t.Errorf("%d reports found", len(rows))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Digests in another language than the one set (the other report is a copy) are counted once when it changes, and again for status.
func TestLanguageOfDigests(t *testing.T) {
	r := newRoom(t, describedBare(twoReports()))
	r.desk.Language = "zh-Hans"
	r.round(0)
	r.meaning()
	r.desk.Language = "en"
	r.round(time.Hour)
	if m := r.meaning(); m == nil || m.Other != 1 || m.Lang != "en" {
		t.Errorf("meaning = %+v", m)
	}
	r.round(time.Hour)
	if m := r.meaning(); m != nil {
		t.Errorf("said again: %+v", m)
	}
	if m, err := r.desk.Meaning(t.Context()); err != nil || m.Other != 1 {
		t.Errorf("status: %+v, %v", m, err)
	}
}
