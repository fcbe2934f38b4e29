package desk_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// lookEvents are the outcomes of looks at one address, in order.
func (r *room) lookEvents(address string) []desk.Outcome {
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []desk.Outcome
	for _, e := range r.events {
		if e.Stage == "fetch" && e.URL == address && e.Outcome != desk.Done && e.Outcome != desk.Unmodified {
			out = append(out, e.Outcome)
		}
	}
	return out
}

const (
	flood = "https://courier.example/flood"
	trade = "https://courier.example/trade"
	none  = "HTTP/1.1 404 Not Found\nContent-Type: text/html\n\n<html><body><h1>Not found</h1></body></html>\n"
)

// other is the page of another report than the flood.
func other() string {
	page := pageOf("Trade talks resume in Beijing", "310")
	for _, w := range [][2]string{{"river", "trade"}, {"county", "ministry"}, {"water", "customs"}, {"dike", "tariff"}, {"Residents", "Delegates"}, {"snow", "sleet"}} {
		page = strings.ReplaceAll(page, w[0], w[1])
	}
	return page
}

// turns are the answers of one address, one after the other.
func turns(address string, answers ...string) []string {
	var out []string
	for i, a := range answers {
		name := address
		if i > 0 {
			name = fmt.Sprintf("%s #%d", address, i+1)
		}
		out = append(out, name, a)
	}
	return out
}

// TestWithdrawn: what looks at a report must meet with before its outlet is said to have withdrawn it.
func TestWithdrawn(t *testing.T) {
	page := pageOf("Flood in northern China", "8,600")
	feed := feedOf("flood|Flood in northern China")
	both := feedOf("flood|Flood in northern China", "trade|Trade talks resume in Beijing")
	const busy = "HTTP/1.1 500 Internal Server Error\n\n"
	const moved = "HTTP/1.1 302 Found\nLocation: https://courier.example/nowhere\n\n"
	const home = "HTTP/1.1 302 Found\nLocation: https://courier.example/\n\n"
	front := "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><head><title>Courier</title></head><body><ul><li><a href=\"/a\">A headline</a></li></ul></body></html>\n"
	challenge := "HTTP/1.1 404 Not Found\nContent-Type: text/html\nCf-Mitigated: challenge\n\n<html><head><title>Just a moment...</title></head></html>\n"
	for _, c := range []struct {
		name   string
		web    []string
		rounds []time.Duration // after the first, in which the page is read
		yes    bool
		seen   []news.Sighting
	}{
		{"one answer", append(turns(flood, page, none), courier, feed), []time.Duration{5 * time.Hour}, false,
			[]news.Sighting{news.SightGone}},
		{"two answers, an hour apart", append(turns(flood, page, none), courier, feed), []time.Duration{5 * time.Hour, 62 * time.Minute}, true,
			[]news.Sighting{news.SightGone, news.SightGone}},
		{"the desk looks once in a while", append(turns(flood, page, none), courier, feed), []time.Duration{5 * time.Hour, 9 * time.Hour}, true,
			[]news.Sighting{news.SightGone, news.SightGone}},
		{"asked again too soon", append(turns(flood, page, none), courier, feed), []time.Duration{5 * time.Hour, 30 * time.Minute}, false,
			[]news.Sighting{news.SightGone}},
		{"410", append(turns(flood, page, "HTTP/1.1 410 Gone\n\n"), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour}, true,
			[]news.Sighting{news.SightGone, news.SightGone}},
		{"back at the second look", append(turns(flood, page, none, page), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour}, false,
			[]news.Sighting{news.SightGone, news.SightBack}},
		{"the list is gone too", append(turns(flood, page, none), turns(courier, feed, none)...), []time.Duration{5 * time.Hour, 2 * time.Hour, 10 * time.Hour}, false,
			[]news.Sighting{news.SightSilence, news.SightSilence, news.SightSilence}},
		{"the list is silent", append(turns(flood, page, none), turns(courier, feed, busy)...), []time.Duration{5 * time.Hour, 2 * time.Hour}, false,
			[]news.Sighting{news.SightSilence, news.SightSilence}},
		{"another report is there", append(append(turns(flood, page, none), turns(trade, other())...), courier, both), []time.Duration{5 * time.Hour, 2 * time.Hour}, true,
			[]news.Sighting{news.SightGone, news.SightGone}},
		{"all reports are gone", append(append(turns(flood, page, none), turns(trade, other(), none)...), courier, both), []time.Duration{5 * time.Hour, 2 * time.Hour, 10 * time.Hour}, false,
			[]news.Sighting{news.SightGone, news.SightGone, news.SightGone}},
		{"redirected to the front page", append(turns(flood, page, home), courier, feed, "https://courier.example/", front), []time.Duration{5 * time.Hour, 2 * time.Hour}, false,
			[]news.Sighting{news.SightElsewhere}},
		{"redirected to a 404", append(turns(flood, page, moved), courier, feed, "https://courier.example/nowhere", none), []time.Duration{5 * time.Hour, 2 * time.Hour, 20 * time.Hour}, false,
			[]news.Sighting{news.SightElsewhere}},
		{"redirected from https to http", append(turns(flood, page, "HTTP/1.1 302 Found\nLocation: http://courier.example/flood\n\n"), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour, 20 * time.Hour}, false,
			[]news.Sighting{news.SightElsewhere}},
		{"a challenge", append(turns(flood, page, challenge), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour, 20 * time.Hour}, false,
			[]news.Sighting{news.SightRefused}},
		{"403", append(turns(flood, page, "HTTP/1.1 403 Forbidden\n\n"), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour, 20 * time.Hour}, false,
			[]news.Sighting{news.SightRefused}},
		{"451", append(turns(flood, page, "HTTP/1.1 451 Unavailable For Legal Reasons\n\nBy order of a court.\n"), courier, feed), []time.Duration{5 * time.Hour}, false,
			[]news.Sighting{news.SightLegal}},
		{"404 with the report in it", append(turns(flood, page, strings.Replace(page, "200 OK", "404 Not Found", 1)), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour, 20 * time.Hour}, false,
			[]news.Sighting{news.SightThere}},
		{"a server error", append(turns(flood, page, busy), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour}, false, nil},
		{"no answer", append(turns(flood, page, "! connection refused\n"), courier, feed), []time.Duration{5 * time.Hour, 2 * time.Hour}, false, nil},
		{"a list elsewhere, and nothing else of the outlet", append(turns(flood, page, none), "https://lists.example/feed.xml", feed), []time.Duration{5 * time.Hour, 2 * time.Hour}, false,
			[]news.Sighting{news.SightGone, news.SightGone}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(c.web...))
			if strings.Contains(c.name, "a list elsewhere") {
				r.desk.Sources[0].URL = "https://lists.example/feed.xml"
			}
			r.round(0)
			for _, after := range c.rounds {
				r.round(after)
			}
			it := r.items()["Flood in northern China"]
			if len(it.Article.Paragraphs()) != 4 || it.Article.Version != 1 {
				t.Errorf("the report was not kept as it was: %+v", it.Article)
			}
			var seen []news.Sighting
			for _, s := range it.Sights {
				seen = append(seen, s.Seen)
			}
			if fmt.Sprint(seen) != fmt.Sprint(c.seen) {
				t.Errorf("seen %v, want %v", seen, c.seen)
			}
			if yes := !it.Article.Withdrawn.IsZero(); yes != c.yes {
				t.Errorf("withdrawn %v, want %v", yes, c.yes)
			}
			told := 0
			for _, o := range r.lookEvents(flood) {
				if o == desk.Withdrawn {
					told++
				}
			}
			if c.yes != (told == 1) {
				t.Errorf("told %d times that it was withdrawn", told)
			}
		})
	}
}

// TestAnswersAreInTheArchive: what "withdrawn" and "blocked" rest on can be shown.
func TestAnswersAreInTheArchive(t *testing.T) {
	for _, answer := range []string{none, "HTTP/1.1 451 Unavailable For Legal Reasons\nContent-Type: text/html\n\n<p>By order of a court.</p>\n"} {
		r := newRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), answer), courier, feedOf("flood|Flood in northern China"))...))
		r.round(0)
		r.round(5 * time.Hour)
		r.round(20 * time.Hour)
		sights := r.one().Sights
		if len(sights) != 2 {
			t.Fatalf("sights = %+v", sights)
		}
		for _, s := range sights {
			c, err := r.desk.Archive.Get(news.Ref{URL: s.URL, File: s.File, Offset: s.Offset, Status: s.Status})
			if err != nil || c.Status != s.Status || c.Final != flood || !strings.HasSuffix(answer, string(c.Body)) || len(c.Body) == 0 {
				t.Errorf("%d at %s: %v, %d %q", s.Status, s.At, err, c.Status, c.Body)
			}
		}
	}
}

// A page that was never read makes no statement, but its answer is kept too.
func TestAnswerOfAPageNeverReadIsKept(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), flood, none))
	r.round(0)
	err := r.db.View(t.Context(), func(tx *store.Tx) error {
		n, _, err := tx.Captures()
		if n != 2 {
			t.Errorf("%d captures, want the list and the answer", n)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

func TestAbsenceIsRememberedWhenTheReportIsBack(t *testing.T) {
	page := pageOf("Flood in northern China", "8,600")
	for name, again := range map[string]string{"the same": page, "edited": pageOf("Flood in northern China", "9,400")} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, web(append(turns(flood, page, none, none, again), courier, feedOf("flood|Flood in northern China"))...))
			r.round(0)
			r.round(5 * time.Hour)
			r.round(2 * time.Hour)
			if r.one().Article.Withdrawn.IsZero() {
				t.Fatal("two answers, and not withdrawn")
			}
			r.round(48 * time.Hour)
			it := r.one()
			if !it.Article.Withdrawn.IsZero() {
				t.Errorf("it is back, and withdrawn %v", it.Article.Withdrawn)
			}
			all := news.Absences(it.Sights)
			if len(all) != 1 || !all[0].First.At.Equal(morning.Add(5*time.Hour)) || !all[0].Second.At.Equal(morning.Add(7*time.Hour)) ||
				!all[0].Back.At.Equal(morning.Add(55*time.Hour)) {
				t.Errorf("absences = %+v", all)
			}
			if want := map[string]int{"the same": 1, "edited": 2}[name]; it.Article.Version != want {
				t.Errorf("version %d, want %d", it.Article.Version, want)
			}
			r.round(48 * time.Hour)
			if n := len(r.one().Sights); n != 3 {
				t.Errorf("%d sights", n)
			}
		})
	}
}

// Reading a page of the archive once more asks nobody: what is withdrawn stays so.
func TestReadingOnceMoreBringsNothingBack(t *testing.T) {
	r := newRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), none), courier, feedOf("flood|Flood in northern China"))...))
	r.round(0)
	r.round(5 * time.Hour)
	r.round(2 * time.Hour)
	err := r.db.Update(t.Context(), func(tx *store.Tx) error {
		id, err := tx.LeadOf(r.one().Article.ID)
		if err != nil {
			return err
		}
		return tx.Add(store.ReadTask(id, r.now))
	})
	if err != nil {
		t.Fatal(err)
	}
	r.round(time.Minute)
	if it := r.one(); it.Article.Withdrawn.IsZero() || len(it.Sights) != 2 {
		t.Errorf("withdrawn %v, sights %+v", it.Article.Withdrawn, it.Sights)
	}
}

// A challenge in the place of a page that was read is no edit by the outlet.
func TestChallengeIsNoEdit(t *testing.T) {
	wall := "HTTP/1.1 200 OK\nContent-Type: text/html\nCf-Mitigated: challenge\n\n<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing courier.example.</p></body></html>\n"
	r := newRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), wall), courier, feedOf("flood|Flood in northern China"))...))
	r.round(0)
	r.round(5 * time.Hour)
	it := r.one()
	if it.Article.Version != 1 || len(it.Article.Paragraphs()) != 4 || len(it.Sights) != 1 || it.Sights[0].Seen != news.SightRefused {
		t.Errorf("version %d, %d paragraphs, sights %+v", it.Article.Version, len(it.Article.Paragraphs()), it.Sights)
	}
}

// What an earlier version has called withdrawn after one look is looked at again.
func TestDoubtfulWithdrawalsAreLookedAtSooner(t *testing.T) {
	r := newRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), none), courier, feedOf("flood|Flood in northern China"))...))
	r.round(0)
	id := r.one().Article.ID
	err := r.db.Update(t.Context(), func(tx *store.Tx) error { // as the migration writes it
		return tx.AddSight(id, news.Sight{At: r.now, Seen: news.SightGone, URL: flood})
	})
	if err != nil {
		t.Fatal(err)
	}
	r.round(time.Minute)
	if it := r.one(); !it.Article.Withdrawn.IsZero() || len(it.Sights) != 2 {
		t.Errorf("withdrawn %v after one kept answer, sights %+v", it.Article.Withdrawn, it.Sights)
	}
	r.round(62 * time.Minute)
	if it := r.one(); it.Article.Withdrawn.IsZero() {
		t.Errorf("two answers, and not withdrawn: %+v", it.Sights)
	}
}

// A report that stays away is looked for a few times, ever less often.
func TestGoneReportIsNotAskedForEver(t *testing.T) {
	r := newRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), none), courier, feedOf("flood|Flood in northern China"))...))
	r.round(0)
	for range 60 {
		r.round(5 * time.Hour)
	}
	if n := len(r.one().Sights); n != 5 {
		t.Errorf("%d looks at a report that is gone", n)
	}
}

// TestGoneFromOneAddressOfTwo: a report that is known at two addresses is withdrawn when both are gone.
func TestGoneFromOneAddressOfTwo(t *testing.T) {
	const a, b = "https://courier.example/trade/mill", "https://courier.example/local/mill"
	text := page(mill, canonical("/local/mill"))
	for name, c := range map[string]struct {
		second []string
		yes    bool
	}{
		"the other is there": {turns(b, text), false},
		"the other is gone":  {turns(b, text, none), true},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, web(append(append(turns(a, text, none), c.second...), courier, feedOf("trade/mill|"+mill, "local/mill|"+mill))...))
			for range 6 {
				r.round(7 * time.Hour)
			}
			if it := r.one(); !it.Article.Withdrawn.IsZero() != c.yes {
				t.Errorf("withdrawn %v: %+v", it.Article.Withdrawn, it.Sights)
			}
		})
	}
}

// A page that was refused was never met with: that it is gone by now makes no withdrawn report.
func TestHeadlineIsNotWithdrawn(t *testing.T) {
	r := newRoom(t, web(append(turns(flood, "HTTP/1.1 402 Payment Required\n\n", none), turns(courier, feedOf("flood|Flood in northern China"), feedOf("flood|Flood in northern China: what is known"))...)...))
	for range 5 {
		r.round(7 * time.Hour)
	}
	if it := r.one(); !it.Article.Withdrawn.IsZero() || it.Article.Kind != news.PageHeadline {
		t.Errorf("%s, withdrawn %v: %+v", it.Article.Kind, it.Article.Withdrawn, it.Sights)
	}
}

// TestLostAnswersShowNothing: if the archive has lost an answer, nothing is claimed by it until it is found, or looks have
// shown the same anew.
func TestLostAnswersShowNothing(t *testing.T) {
	r := newRoom(t, web(append(turns(flood, pageOf("Flood in northern China", "8,600"), none), courier, feedOf("flood|Flood in northern China"))...))
	r.round(0)
	r.round(5 * time.Hour)
	r.round(2 * time.Hour)
	gone := r.one()
	if gone.Article.Withdrawn.IsZero() {
		t.Fatal("two answers, and not withdrawn")
	}
	r.reopen(t, func(file string) { // both answers were written last
		if err := os.Truncate(file, gone.Sights[0].Offset); err != nil {
			t.Fatal(err)
		}
	})
	if _, _, err := r.desk.Recover(t.Context()); err != nil {
		t.Fatal(err)
	}
	it := r.one()
	if !it.Article.Withdrawn.IsZero() || len(it.Sights) != 2 || it.Sights[0].Kept || it.Sights[1].Kept {
		t.Errorf("withdrawn %v without answers: %+v", it.Article.Withdrawn, it.Sights)
	}
	r.round(time.Minute)
	r.round(2 * time.Hour)
	if it := r.one(); it.Article.Withdrawn.IsZero() || len(it.Sights) != 4 {
		t.Errorf("two answers more, and withdrawn %v: %+v", it.Article.Withdrawn, it.Sights)
	}
}

// lookNow has the page of a report looked at in the next round, whatever became of earlier looks.
func (r *room) lookNow(id news.ArticleID) {
	r.t.Helper()
	err := r.db.Update(r.t.Context(), func(tx *store.Tx) error {
		n, err := tx.LeadOf(id)
		if err != nil {
			return err
		}
		rec, err := tx.Lead(n)
		if err != nil {
			return err
		}
		return tx.Renew(store.FetchTask(n, rec.Lead.URL, rec.Looks, r.now))
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// kinds are what the looks at a report have met with, in order.
func kinds(it news.Item) string {
	var out []string
	for _, s := range it.Sights {
		out = append(out, string(s.Seen))
	}
	return strings.Join(out, " ")
}

const (
	otherPage = "https://courier.example/home"
	consent   = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><head><title>Before you continue</title></head><body><div id=\"onetrust-consent-sdk\"><p>We value your privacy. We and our partners use cookies.</p><button>Accept all cookies</button></div></body></html>\n"
	emptyPage = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><title>Courier</title><body><a href=/>Home</a></body></html>\n"
)

// tagged is an answer with a validator.
func tagged(answer string) string {
	return strings.Replace(answer, "\nContent-Type", "\nEtag: \"e\"\nContent-Type", 1)
}

// TestSameOtherPageIsNotTheReport: a page that is not the report says no more the second time: the report is not back.
func TestSameOtherPageIsNotTheReport(t *testing.T) {
	for _, c := range []struct {
		name        string
		wrong, then string
		want        string
	}{
		{"another page", moved("/home"), moved("/home"), "gone gone elsewhere"},
		{"a page without text", emptyPage, emptyPage, "gone gone elsewhere"},
		{"a page without text, not modified", tagged(emptyPage), tagged(emptyPage), "gone gone elsewhere"},
		{"a consent page", consent, consent, "gone gone refused"},
		{"a consent page, not modified", tagged(consent), tagged(consent), "gone gone refused"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(append(turns(flood, page(mill, ""), none, none, c.wrong, c.then), courier, feedOf("flood|"+mill), otherPage, page(bridge, ""))...))
			r.round(0)
			r.round(5 * time.Hour)
			r.round(2 * time.Hour)
			for range 3 {
				r.lookNow(r.items()[mill].Article.ID)
				r.round(7 * time.Hour)
			}
			it := r.items()[mill]
			if got := kinds(it); got != c.want || it.Article.Withdrawn.IsZero() {
				t.Errorf("seen %s, withdrawn %v; want %s", got, it.Article.Withdrawn, c.want)
			}
		})
	}
}

// TestReadingOnceMoreShowsNoReturn: the page in the archive is older than the looks that met with less.
func TestReadingOnceMoreShowsNoReturn(t *testing.T) {
	for answer, want := range map[string]string{
		"HTTP/1.1 403 Forbidden\n\n": "refused",
		moved("/nowhere"):            "elsewhere",
	} {
		r := newRoom(t, web(append(turns(flood, page(mill, ""), answer), courier, feedOf("flood|"+mill), "https://courier.example/nowhere", none)...))
		r.round(0)
		for range 3 {
			r.lookNow(r.one().Article.ID)
			r.round(5 * time.Hour)
		}
		if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
			t.Fatal(err)
		}
		r.round(time.Second)
		if got := kinds(r.one()); got != want {
			t.Errorf("seen %s, want %s", got, want)
		}
	}
}

// words is a page of a report of its own about a thing.
func words(thing string) string {
	return "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n<!doctype html><html lang=\"en\"><head><title>" + thing + "</title></head><body><article><h1>" + thing +
		"</h1><p>" + thing + " kept the harbour board at its table until the evening, and nothing was settled about " + thing + " when the lamps were lit, a clerk said.</p><p>The price of " +
		thing + " had been raised twice since the autumn, and the board hears the three villages which depend on " + thing + " once more in April.</p></article></body></html>\n"
}

// TestNewReportsShowNothingOfOldAddresses: an outlet that moves its pages has withdrawn nothing, however many reports appear at
// the new addresses.
func TestNewReportsShowNothingOfOldAddresses(t *testing.T) {
	const c = "https://courier.example"
	for name, old := range map[string][]string{
		"two old reports, both moved": {"old/a|" + mill, "old/b|" + bees},
		"one old report":              {"old/a|" + mill},
	} {
		t.Run(name, func(t *testing.T) {
			files := turns(courier, feedOf(old...), feedOf(old...), feedOf("2026/c|Turnips", "2026/d|Ferries", "2026/e|Lanterns"))
			files = append(files, turns(c+"/old/a", page(mill, ""), page(mill, ""), none)...)
			files = append(files, turns(c+"/old/b", page(bees, ""), page(bees, ""), none)...)
			files = append(files, c+"/2026/c", words("Turnips"), c+"/2026/d", words("Ferries"), c+"/2026/e", words("Lanterns"))
			r := newRoom(t, web(files...))
			for range 30 {
				r.round(3 * time.Hour)
			}
			for _, title := range []string{mill, bees}[:len(old)] {
				if it := r.items()[title]; !it.Article.Withdrawn.IsZero() || len(it.Sights) < 2 {
					t.Errorf("%s: withdrawn %v, %s", title, it.Article.Withdrawn, kinds(it))
				}
			}
		})
	}
}

// TestLooksForOtherReasonsTakeNoneAway: a report that was away and is back is followed as any other.
func TestLooksForOtherReasonsTakeNoneAway(t *testing.T) {
	was, now := pageOf("Flood in northern China", "8,600"), pageOf("Flood in northern China", "9,400")
	for _, c := range []struct {
		name    string
		answers []string
		rounds  int // of seven hours
		version int
		want    string
	}{
		{"edited after it was back", []string{was, none, none, was, now}, 15, 2, "gone gone back"},
		{"away once more", []string{was, none, none, was, none}, 30, 1, "gone gone back gone gone gone gone gone"},
		{"away once more, back after the last look for edits", []string{was, none, none, none, none, was, none}, 50, 1,
			"gone gone gone gone back gone gone gone gone gone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(append(turns(flood, c.answers...), courier, feedOf("flood|Flood in northern China"))...))
			for range c.rounds {
				r.round(7 * time.Hour)
			}
			if it := r.one(); it.Article.Version != c.version || kinds(it) != c.want {
				t.Errorf("version %d, seen %s", it.Article.Version, kinds(it))
			}
		})
	}
}

// TestControlLookWaits: a report beside one that is gone is not asked for again just after a look, and its own looks go on.
func TestControlLookWaits(t *testing.T) {
	const near = "https://courier.example/near"
	files := append(turns(flood, page(bees, ""), none), courier, feedOf("near|"+mill, "flood|"+bees))
	files = append(files, turns(near, page(mill, ""), page(mill, ""), page(mill, ""),
		page(mill, "", "A third buyer came forward on the fourth day, the mayor of the place told callers."))...)
	r, d := pollRoom(t, web(files...))
	var asked []time.Duration // after the morning, of near
	round := func(after time.Duration) {
		before := len(d.asked)
		r.round(after)
		for _, q := range d.asked[before:] {
			if q.URL == near {
				asked = append(asked, r.now.Sub(morning))
			}
		}
	}
	round(0)
	r.now = r.now.Add(230 * time.Minute) // ten minutes before the report is looked at that is gone by then
	r.lookNow(r.items()[mill].Article.ID)
	round(0)
	for range 200 {
		round(10 * time.Minute)
	}
	for i := 1; i < len(asked); i++ {
		if asked[i]-asked[i-1] < 30*time.Minute {
			t.Errorf("%s was asked for after %v", near, asked)
		}
	}
	if it := r.items()[mill]; it.Article.Version != 2 || len(asked) != 4 {
		t.Errorf("version %d, asked for after %v", it.Article.Version, asked)
	}
	if it := r.items()[bees]; it.Article.Withdrawn.IsZero() {
		t.Errorf("the one that is gone: %s", kinds(it))
	}
}

// TestOtherAddressIsAskedWhenOneIsGone: also if the look is written twice, because its first transaction was undone.
func TestOtherAddressIsAskedWhenOneIsGone(t *testing.T) {
	const a, b = "https://courier.example/trade/mill", "https://courier.example/local/mill"
	text := page(mill, canonical("/local/mill"))
	r, d := pollRoom(t, web(append(append(turns(a, text, none), b, text), courier, feedOf("trade/mill|"+mill, "local/mill|"+mill))...))
	r.round(0)
	r.now = r.now.Add(99 * time.Hour) // no look at b is due any more
	if _, err := r.db.Handle().Exec("DELETE FROM task"); err != nil {
		t.Fatal(err)
	}
	err := r.db.Update(t.Context(), func(tx *store.Tx) error {
		rec, err := tx.LeadByKey(discover.Key(a))
		if err != nil {
			return err
		}
		return tx.Add(store.FetchTask(rec.ID, rec.Lead.URL, rec.Looks, r.now))
	})
	if err != nil {
		t.Fatal(err)
	}
	before := len(d.asked)
	r.round(0)
	for _, q := range d.asked[before:] {
		if q.URL == b {
			return
		}
	}
	t.Errorf("%s was not asked for", b)
}
