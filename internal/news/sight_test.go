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
