package desk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
)

// look lets time pass and does the tasks and polls that are due then.
func (r *room) look(after time.Duration) {
	r.t.Helper()
	r.now = r.now.Add(after)
	if _, err := r.desk.Collect(r.t.Context(), false, desk.UntilDigest); err != nil {
		r.t.Fatal(err)
	}
}

// TestWithdrawnOutsideOfSilences: an answer that a report is gone, given while its source could not be read, shows nothing, whether
// the silence is known then or becomes known later. In the steps "poll" asks the source and "look" does what is due, after so many
// minutes; "away", "back", "pause" and "resume" are what becomes of the source before that.
func TestWithdrawnOutsideOfSilences(t *testing.T) {
	page := pageOf("Flood in northern China", "8,600")
	for _, c := range []struct {
		name    string
		answers []string
		steps   string
		seen    string
		yes     bool
		away    int // absences that the page tells of
		unseen  bool
	}{
		{"two answers, and an outage after them", []string{page, none}, "look 0, poll 300, look 5, look 25, poll 5, look 30, look 10", "gone gone", true, 1, false},
		{"two answers within an outage", []string{page, none}, "look 0, poll 60, away poll 60, look 200, look 70, back poll 30", "silence silence", false, 0, true},
		{"one within, one after", []string{page, none}, "look 0, poll 60, away poll 60, look 200, back poll 30, look 120", "silence gone", false, 0, true},
		{"one within, two after", []string{page, none}, "look 0, poll 60, away poll 60, look 200, back poll 30, look 120, poll 400, look 1440", "silence gone gone", true, 1, false},
		{"the first before the outage was known", []string{page, none}, "look 0, poll 300, look 5, away poll 30, look 65, back poll 30, look 120", "silence silence gone", false, 0, true},
		{"the second before the outage was known", []string{page, none}, "look 0, poll 300, look 5, poll 60, look 5, away poll 60", "gone silence", false, 0, true},
		{"a page that comes back after an outage", []string{page, none, none, page}, "look 0, poll 60, away poll 60, look 200, look 70, back poll 30, look 120", "silence silence back", false, 0, false},
		{"a page that comes back after two answers", []string{page, none, none, page}, "look 0, poll 300, look 5, poll 60, look 5, poll 360, look 5", "gone gone back", false, 1, false},
		{"paused between two answers", []string{page, none, none, none}, "look 0, poll 300, look 5, poll 10, pause poll 10, look 120, poll 60, resume poll 60, look 380", "gone silence gone", true, 1, false},
		{"the first while it was paused", []string{page, none}, "look 0, poll 60, pause poll 60, look 240, resume poll 30, look 120", "silence gone", false, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(append(turns(flood, c.answers...), courier, feedOf("flood|Flood in northern China"))...))
			m := &moody{Desk: desk.Desk{Fetcher: r.desk.Fetcher}, now: r.clock, fail: map[string]error{}}
			r.desk.Fetcher = m
			for step := range strings.SplitSeq(c.steps, ", ") {
				words := strings.Fields(step)
				switch words[0] {
				case "away":
					m.fail[courier] = unanswered(news.CauseTimeout)
				case "back":
					delete(m.fail, courier)
				case "pause", "resume":
					r.desk.Sources[0].Held = words[0] == "pause"
				}
				var minutes int
				if _, err := fmt.Sscan(words[len(words)-1], &minutes); err != nil {
					t.Fatal(err)
				}
				if after := time.Duration(minutes) * time.Minute; words[len(words)-2] == "poll" {
					r.poll(after)
				} else {
					r.look(after)
				}
			}
			it := r.items()["Flood in northern China"]
			var seen []string
			for _, s := range it.Sights {
				seen = append(seen, string(s.Seen))
			}
			if got := strings.Join(seen, " "); got != c.seen {
				t.Errorf("seen %s, want %s", got, c.seen)
			}
			_, says := news.Withdrawn(it.Sights)
			if stored := !it.Article.Withdrawn.IsZero(); stored != c.yes || says != c.yes {
				t.Errorf("withdrawn %v for lists, %v for pages, want %v", stored, says, c.yes)
			}
			if n := len(news.Absences(it.Sights)); n != c.away {
				t.Errorf("%d absences, want %d", n, c.away)
			}
			if _, _, unseen := news.NotSeen(it.Article, it.Sights); unseen != c.unseen {
				t.Errorf("not seen since %v, want %v", unseen, c.unseen)
			}
		})
	}
}
