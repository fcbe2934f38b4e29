package news_test

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

var eight = time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC)

// sight is a look so long after eight o'clock.
func sight(after time.Duration, seen news.Sighting) news.Sight {
	s := news.Sight{At: eight.Add(after), Seen: seen, Kept: true, File: "w.warc.gz", Offset: int64(after), Reached: true}
	if seen == news.SightGone {
		s.Status = 404
	}
	return s
}

func TestWithdrawnRestsOnTwoAnswers(t *testing.T) {
	gone := func(after time.Duration) news.Sight { return sight(after, news.SightGone) }
	lost, silent := gone(2*time.Hour), gone(2*time.Hour)
	lost.Kept, silent.Reached = false, false
	unreached := gone(0)
	unreached.Reached = false
	for _, c := range []struct {
		name   string
		sights []news.Sight
		yes    bool
	}{
		{"never looked", nil, false},
		{"one answer", []news.Sight{gone(0)}, false},
		{"two answers, an hour apart", []news.Sight{gone(0), gone(time.Hour)}, true},
		{"two answers, nearly an hour apart", []news.Sight{gone(0), gone(time.Hour - time.Millisecond)}, false},
		{"three, each half an hour after the one before", []news.Sight{gone(0), gone(time.Hour / 2), gone(time.Hour)}, true},
		{"the second was not kept", []news.Sight{gone(0), lost}, false},
		{"the first was not kept", []news.Sight{lost, gone(3 * time.Hour)}, false},
		{"the outlet was not reached", []news.Sight{gone(0), silent}, false},
		{"reached later", []news.Sight{gone(0), silent, gone(9 * time.Hour)}, true},
		{"what counts is since the first", []news.Sight{unreached, gone(2 * time.Hour)}, true},
		{"back between them", []news.Sight{gone(0), sight(time.Hour, news.SightBack), gone(2 * time.Hour)}, false},
		{"a refusal between them", []news.Sight{gone(0), sight(time.Hour, news.SightRefused), gone(2 * time.Hour)}, false},
		{"another page between them", []news.Sight{gone(0), sight(time.Hour, news.SightElsewhere), gone(2 * time.Hour)}, false},
		{"a refusal afterwards", []news.Sight{gone(0), gone(2 * time.Hour), sight(3*time.Hour, news.SightRefused)}, true},
		{"back afterwards", []news.Sight{gone(0), gone(2 * time.Hour), sight(3*time.Hour, news.SightBack)}, false},
		{"back, and away again once", []news.Sight{gone(0), gone(2 * time.Hour), sight(3*time.Hour, news.SightBack), gone(4 * time.Hour)}, false},
		{"the first in a silence", []news.Sight{sight(0, news.SightSilence), gone(2 * time.Hour)}, false},
		{"the second in a silence", []news.Sight{gone(0), sight(2*time.Hour, news.SightSilence)}, false},
		{"one in a silence between them", []news.Sight{gone(0), sight(time.Hour, news.SightSilence), gone(2 * time.Hour)}, true},
		{"one in a silence afterwards", []news.Sight{gone(0), gone(2 * time.Hour), sight(3*time.Hour, news.SightSilence)}, true},
		{"the first out of a file of nobody's", []news.Sight{sight(0, news.SightUnvouched), gone(2 * time.Hour)}, false},
		{"the second out of a file of nobody's", []news.Sight{gone(0), sight(2*time.Hour, news.SightUnvouched)}, false},
		{"one out of a file of nobody's between them", []news.Sight{gone(0), sight(time.Hour, news.SightUnvouched), gone(2 * time.Hour)}, true},
		{"the report was there all the same between them", []news.Sight{gone(0), sight(time.Hour, news.SightThere), gone(2 * time.Hour)}, false},
		{"blocked for legal reasons", []news.Sight{sight(0, news.SightLegal), sight(2*time.Hour, news.SightLegal)}, false},
		{"robots.txt", []news.Sight{sight(0, news.SightRefused), sight(2*time.Hour, news.SightRefused)}, false},
	} {
		if _, yes := news.Withdrawn(c.sights); yes != c.yes {
			t.Errorf("%s: withdrawn %v", c.name, yes)
		}
	}
}

// TestNotSeen: what is said of a report between the answer that it is gone and the one that shows it.
func TestNotSeen(t *testing.T) {
	gone, silent := sight(2*time.Hour, news.SightGone), sight(9*time.Hour, news.SightGone)
	silent.Reached = false
	lost := gone
	lost.Kept = false
	later, inSilence := sight(5*time.Hour, news.SightGone), sight(2*time.Hour, news.SightSilence)
	back := sight(time.Hour, news.SightBack)
	read := news.Article{Kind: news.PageArticle, Captured: eight.Add(-time.Hour)}
	seen, listed := read, read
	seen.Seen, listed.Kind = eight, news.PageHeadline
	for _, c := range []struct {
		name   string
		of     news.Article
		sights []news.Sight
		since  time.Time // zero: nothing is said
	}{
		{"never looked", read, nil, time.Time{}},
		{"one answer", read, []news.Sight{gone}, read.Captured},
		{"confirmed before", seen, []news.Sight{gone}, eight},
		{"back before", seen, []news.Sight{sight(0, news.SightRefused), back, gone}, back.At},
		{"an outlet in disorder", seen, []news.Sight{gone, silent}, eight},
		{"the answer was not kept", read, []news.Sight{lost}, time.Time{}},
		{"withdrawn", read, []news.Sight{gone, later}, time.Time{}},
		{"back since", read, []news.Sight{gone, sight(3*time.Hour, news.SightBack)}, time.Time{}},
		{"refused since", read, []news.Sight{gone, sight(3*time.Hour, news.SightRefused)}, time.Time{}},
		{"another page since", read, []news.Sight{gone, sight(3*time.Hour, news.SightElsewhere)}, time.Time{}},
		{"in a silence", read, []news.Sight{inSilence}, read.Captured},
		{"out of a file of nobody's", read, []news.Sight{sight(2*time.Hour, news.SightUnvouched)}, time.Time{}},
		{"never read", listed, []news.Sight{gone}, time.Time{}},
	} {
		since, first, ok := news.NotSeen(c.of, c.sights)
		if ok == c.since.IsZero() || ok && (!since.Equal(c.since) || first != c.sights[len(c.sights)-1] && first != gone) {
			t.Errorf("%s: %v, since %v, %+v", c.name, ok, since, first)
		}
	}
}

func TestAbsencesAreRemembered(t *testing.T) {
	gone := func(after time.Duration) news.Sight { return sight(after, news.SightGone) }
	back := sight(9*time.Hour, news.SightBack)
	all := []news.Sight{gone(0), gone(2 * time.Hour), gone(5 * time.Hour), back, gone(20 * time.Hour), gone(22 * time.Hour)}
	got := news.Absences(all)
	if len(got) != 2 {
		t.Fatalf("absences = %+v", got)
	}
	if a := got[0]; a.First != all[0] || a.Second != all[1] || a.Last != all[2] || a.Back != back {
		t.Errorf("the first = %+v", a)
	}
	if a := got[1]; a.First != all[4] || a.Second != all[5] || !a.Back.At.IsZero() {
		t.Errorf("the second = %+v", a)
	}
	if f := news.FirstGone(all[:5]); f != all[4] {
		t.Errorf("the absence that may have begun: %+v", f)
	}
	if f := news.FirstGone(all[:4]); !f.At.IsZero() {
		t.Errorf("the report is there: %+v", f)
	}
}

// What an answer out of a file for which nobody vouches says, and one that was not kept, blocks no address by law.
func TestBlockedByLaw(t *testing.T) {
	legal, lost := sight(0, news.SightLegal), sight(0, news.SightLegal)
	lost.Kept = false
	for _, c := range []struct {
		name   string
		sights []news.Sight
		yes    bool
	}{
		{"at the latest look", []news.Sight{legal}, true},
		{"behind it a file of nobody's", []news.Sight{legal, sight(time.Hour, news.SightUnvouched)}, true},
		{"in a file of nobody's", []news.Sight{sight(0, news.SightUnvouched)}, false},
		{"not kept", []news.Sight{lost}, false},
		{"back since", []news.Sight{legal, sight(time.Hour, news.SightBack)}, false},
	} {
		if _, yes := news.BlockedByLaw(c.sights); yes != c.yes {
			t.Errorf("%s: %v", c.name, yes)
		}
	}
}

// That an address leads elsewhere rests on the latest look that shows anything, whose answer was kept; an answer that nothing is there, of which earlier
// programs wrote so, only on one of another address.
func TestElsewhereNow(t *testing.T) {
	read := news.Article{Kind: news.PageArticle, URL: "https://a.example/one", Captured: eight.Add(-time.Hour)}
	listed := read
	listed.Kind = news.PageHeadline
	at := func(url string, status int) news.Sight {
		s := sight(time.Hour, news.SightElsewhere)
		s.URL, s.Status = url, status
		return s
	}
	lost := at("https://a.example/", 200)
	lost.Kept = false
	for _, c := range []struct {
		name   string
		of     news.Article
		sights []news.Sight
		yes    bool
	}{
		{"never", read, nil, false},
		{"led on", read, []news.Sight{at("https://a.example/", 200)}, true},
		{"led on to nothing", read, []news.Sight{at("https://a.example/404", 404)}, true},
		{"another page", read, []news.Sight{at(read.URL, 200)}, true},
		{"nothing there, says an earlier program", read, []news.Sight{at(read.URL, 404)}, false},
		{"behind it a file of nobody's", read, []news.Sight{at("https://a.example/", 200), sight(2*time.Hour, news.SightUnvouched)}, true},
		{"not kept", read, []news.Sight{lost}, false},
		{"back since", read, []news.Sight{at("https://a.example/", 200), sight(2*time.Hour, news.SightBack)}, false},
		{"never read", listed, []news.Sight{at("https://a.example/", 200)}, false},
	} {
		if _, yes := news.ElsewhereNow(c.of, c.sights); yes != c.yes {
			t.Errorf("%s: %v", c.name, yes)
		}
	}
}

// An answer that a report was gone, and the look that found it again, are told of where they show no absence.
func TestLastLapse(t *testing.T) {
	gone := func(after time.Duration) news.Sight { return sight(after, news.SightGone) }
	back := func(after time.Duration) news.Sight {
		s := sight(after, news.SightBack)
		s.Status = 200
		return s
	}
	lost := gone(0)
	lost.Kept = false
	for _, c := range []struct {
		name       string
		sights     []news.Sight
		gone, back time.Duration // back 0: none
	}{
		{"never", nil, 0, 0},
		{"once, and back", []news.Sight{gone(0), back(time.Hour)}, 0, time.Hour},
		{"twice", []news.Sight{gone(0), back(time.Hour), gone(2 * time.Hour), back(3 * time.Hour)}, 2 * time.Hour, 3 * time.Hour},
		{"not back", []news.Sight{gone(0)}, 0, 0},
		{"an absence", []news.Sight{gone(0), gone(2 * time.Hour), back(3 * time.Hour)}, 0, 0},
		{"not kept", []news.Sight{lost, back(time.Hour)}, 0, 0},
		{"out of a file of nobody's", []news.Sight{sight(0, news.SightUnvouched), back(time.Hour)}, 0, 0},
		{"back, as nobody knows by what answer", []news.Sight{gone(0), sight(time.Hour, news.SightBack)}, 0, 0},
	} {
		x, ok := news.LastLapse(c.sights)
		if ok != (c.back != 0) || ok && (!x.Gone.At.Equal(gone(c.gone).At) || !x.Back.At.Equal(back(c.back).At)) {
			t.Errorf("%s: %v, %+v", c.name, ok, x)
		}
	}
}
