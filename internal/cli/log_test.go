package cli

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
)

// Each line of a log has time and level, in whatever pieces it was written.
func TestStamped(t *testing.T) {
	var out strings.Builder
	at := time.Date(2024, 1, 30, 18, 0, 0, 0, time.UTC)
	log := &stamped{now: func() time.Time { return at }, w: &out}
	for _, piece := range []string{"one\ntw", "o", "\n\n"} {
		if n, err := io.WriteString(log, piece); n != len(piece) || err != nil {
			t.Errorf("%q: %d bytes, %v", piece, n, err)
		}
	}
	at = at.Add(time.Minute)
	tell(log, slog.LevelWarn, "three")
	want := `2024-01-30T18:00:00Z INF one
2024-01-30T18:00:00Z INF two
2024-01-30T18:00:00Z INF 
2024-01-30T18:01:00Z WRN three
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

// One line tells why many steps are put off; how many more there were is told when the
// cause is met again after a time, or at the end.
func TestACauseIsToldOnce(t *testing.T) {
	var out strings.Builder
	now := time.Date(2024, 1, 30, 18, 0, 0, 0, time.UTC)
	p := newProgress(&app{Env: Env{Stderr: &out, Now: func() time.Time { return now }}}, false)
	refused := &news.Later{Reason: "small at http://127.0.0.1:1/v1: 401: wrong key"}
	put := func(times int, stage string, source news.SourceID, err error) {
		for i := range times {
			p.event(desk.Event{Stage: stage, Source: source, Title: fmt.Sprintf("report %d", i), Err: err})
			if stage != "poll" {
				p.event(desk.Event{Stage: "task", Outcome: desk.PutOff, Err: err})
			}
		}
	}
	put(1, "digest", "courier", fmt.Errorf("digest abc: %w", refused))
	put(1, "fetch", "courier", errors.New("fetch https://courier.example/a: 500"))
	now = now.Add(time.Minute)
	put(16, "digest", "courier", fmt.Errorf("digest abc: %w", refused))
	put(1, "poll", "courier", &news.Later{Reason: "503"})
	put(1, "poll", "gazette", &news.Later{Reason: "503"})
	put(1, "fetch", "courier", errors.New("fetch https://courier.example/a: 500"))
	now = now.Add(tellAgain)
	put(3, "digest", "courier", fmt.Errorf("digest def: %w", refused))
	p.end()
	want := `digest   report 0  [small at http://127.0.0.1:1/v1: 401: wrong key]
fetch    https://courier.example/a: 500
poll     courier: 503
poll     gazette: 503
digest   16 more since 18:00:00, the last at 18:01:00  [small at http://127.0.0.1:1/v1: 401: wrong key]
fetch    1 more since 18:00:00, the last at 18:01:00  [courier fetch https://courier.example/a: 500]
digest   report 0  [small at http://127.0.0.1:1/v1: 401: wrong key]
digest   2 more since 18:11:00, the last at 18:11:00  [small at http://127.0.0.1:1/v1: 401: wrong key]
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	if len(p.causes) > 0 {
		t.Errorf("%d causes are remembered", len(p.causes))
	}
	if p.counts.PutOff != 22 || p.counts.Failed != 2 {
		t.Errorf("counted %+v", p.counts)
	}
}

// Each event counts once, where it belongs, and what has not happened counts nowhere.
func TestCountsAreOfEvents(t *testing.T) {
	failed := errors.New("500")
	for _, c := range []struct {
		name  string
		event desk.Event
		want  counts
	}{
		{"a poll", desk.Event{Stage: "poll", Count: 3}, counts{Polled: 1, Leads: 3}},
		{"a poll that failed", desk.Event{Stage: "poll", Err: failed}, counts{Polled: 1, Failed: 1}},
		{"a page", desk.Event{Stage: "fetch", Count: 9000}, counts{Fetched: 1}},
		{"not modified", desk.Event{Stage: "fetch", Outcome: desk.Unmodified}, counts{Unchanged: 1}},
		{"refused, not yet written", desk.Event{Stage: "fetch", Outcome: desk.HeadlineOnly, Err: failed}, counts{}},
		{"not found once", desk.Event{Stage: "fetch", Outcome: desk.NotFound}, counts{}},
		{"withdrawn", desk.Event{Stage: "fetch", Outcome: desk.Withdrawn}, counts{Withdrawn: 1}},
		{"a fetch that failed", desk.Event{Stage: "fetch", Err: failed}, counts{}},
		{"its task", desk.Event{Stage: "task", Outcome: desk.PutOff, Err: failed}, counts{PutOff: 1}},
		{"its last task", desk.Event{Stage: "task", Outcome: desk.GivenUp, Err: failed}, counts{GivenUp: 1}},
		{"a new report", desk.Event{Stage: "read", Note: "article, 12 words"}, counts{Read: 1}},
		{"a copy", desk.Event{Stage: "read", Outcome: desk.Copied}, counts{Read: 1, Copies: 1}},
		{"an edit", desk.Event{Stage: "read", Outcome: desk.Edited, Note: "version 2"}, counts{Read: 1, Edited: 1}},
		{"a headline", desk.Event{Stage: "read", Outcome: desk.HeadlineOnly}, counts{Read: 1, Headlines: 1}},
		{"read once more, and the same", desk.Event{Stage: "read", Outcome: desk.Known}, counts{}},
		{"off the beat", desk.Event{Stage: "read", Outcome: desk.OffBeat}, counts{}},
		{"no report", desk.Event{Stage: "read", Err: failed}, counts{}},
		{"a digest", desk.Event{Stage: "digest", Note: "3 sentences"}, counts{Digested: 1}},
		{"no digest that passes", desk.Event{Stage: "digest", Outcome: desk.ExtractStays}, counts{}},
		{"a model that is silent", desk.Event{Stage: "digest", Err: failed}, counts{}},
		{"a build", desk.Event{Stage: "publish", Count: 7}, counts{Files: 7}},
		{"our own trouble", desk.Event{Stage: "desk", Outcome: desk.OwnTrouble, Err: failed}, counts{}},
	} {
		p := newProgress(&app{Env: Env{Stderr: io.Discard, Now: func() time.Time { return time.Time{} }}}, false)
		p.event(c.event)
		if p.counts != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, p.counts, c.want)
		}
	}
}
