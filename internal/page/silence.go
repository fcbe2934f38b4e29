package page

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Silence is a time in which nothing could be learnt of a source.
type Silence struct {
	From, To time.Time
	Cause    news.Cause
	Lasts    bool // To is no end, but until when it is known
}

// SilenceDays are the days of silence that the status page draws, and silencesTold how many times it has words for.
const (
	SilenceDays  = 14
	silencesTold = 3
)

// The sides of a silence are drawn in different forms: whoever cannot tell colours apart can tell whose it was.
const (
	ofOutlet = iota // it did not answer, or gave nothing to read
	ofPause         // the operator had paused the source
	ofDesk          // the desk asked for nothing
	sides
)

func sideOf(c news.Cause) int {
	switch c {
	case news.CausePaused:
		return ofPause
	case news.CauseDeskOff:
		return ofDesk
	}
	return ofOutlet
}

// silenceView is the silence of a source on the status page. The words say of the latest times what is drawn of all.
type silenceView struct {
	Known               string // path of a line below the days of which something is known
	Outlet, Pause, Desk string // paths of columns, each as high as the part of the day
	Last                string // the latest time
	More                []string
	Of                  string // how many times there are words for, of how many
}

// silenceKey explains the forms of the strip: each with its class in a picture, the last without a picture.
func (s *Set) silenceKey() []fact {
	return []fact{
		{Name: "o", Value: s.w.Failing}, {Name: "p", Value: s.w.Causes[news.CausePaused]}, {Name: "d", Value: s.w.Causes[news.CauseDeskOff]},
		{Name: "k", Value: s.w.SilentNone}, {Value: s.w.SilentUnknown},
	}
}

// silences draws the times of silence of a source on the days up to the one of end. Nil: of none of these days anything is known.
func (s *Set) silences(src SourceStatus, end time.Time) *silenceView {
	y, m, d := s.local(end).Date()
	begin := time.Date(y, m, d-SilenceDays+1, 0, 0, 0, 0, s.local(end).Location())
	list := merged(src.Silences, begin)
	var known [SilenceDays]bool
	var columns [sides]pen
	for i := range SilenceDays {
		from, to := begin.AddDate(0, 0, i), begin.AddDate(0, 0, i+1)
		known[i] = src.Read.Knows(from, to)
		top := sparkHeight
		for side, part := range silentParts(list, from, to) {
			if part > 0 && top > 0 {
				h := min(top, max(leastColumn, int(sparkHeight*part/to.Sub(from))))
				columns[side].column(i, top, top-h)
				top -= h
				known[i] = true
			}
		}
	}
	v := &silenceView{Known: underline(known[:]), Outlet: columns[ofOutlet].String(), Pause: columns[ofPause].String(), Desk: columns[ofDesk].String()}
	if v.Known == "" {
		return nil
	}
	told := list[max(0, len(list)-silencesTold):]
	for _, x := range slices.Backward(told) {
		v.More = append(v.More, s.silence(x))
	}
	if len(v.More) > 0 {
		v.Last, v.More = v.More[0], v.More[1:]
	}
	v.Of = s.ofAll(len(told), len(list))
	return v
}

// merged are the times that last beyond begin, the latest last. What goes on for one cause is one time, though a log has a leaf of it a day.
func merged(list []Silence, begin time.Time) (out []Silence) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Silence) int { return a.From.Compare(b.From) })
	latest := map[news.Cause]int{} // where it is in out
	for _, x := range list {
		if !x.To.After(begin) {
			continue
		}
		if i, ok := latest[x.Cause]; ok && !x.From.After(out[i].To) {
			out[i].To = later(out[i].To, x.To)
			out[i].Lasts = out[i].Lasts || x.Lasts
			continue
		}
		latest[x.Cause] = len(out)
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Silence) int {
		switch {
		case a.Lasts == b.Lasts:
			return a.To.Compare(b.To)
		case b.Lasts:
			return -1
		}
		return 1
	})
	return out
}

// silentParts is how long each side was silent between two times.
func silentParts(list []Silence, from, to time.Time) (out [sides]time.Duration) {
	for _, x := range list {
		if x.From.Before(to) && x.To.After(from) {
			out[sideOf(x.Cause)] += earlier(x.To, to).Sub(later(x.From, from))
		}
	}
	return out
}

// silence says from when until when, and why.
func (s *Set) silence(x Silence) string {
	from, to := s.local(x.From), s.local(x.To)
	when := s.w.ShortDateClock(from)
	switch {
	case x.Lasts:
		when = fmt.Sprintf(s.w.SilentSince, when)
	case from.Format(time.DateOnly) == to.Format(time.DateOnly):
		when += "–" + s.w.Clock(to)
	default:
		when += " – " + s.w.ShortDateClock(to)
	}
	return when + s.w.Colon + s.w.Causes[x.Cause]
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// underline is the path of a line below the columns that are known.
func underline(known []bool) string {
	var b strings.Builder
	for i := 0; i < len(known); i++ {
		if !known[i] {
			continue
		}
		first := i
		for i+1 < len(known) && known[i+1] {
			i++
		}
		b.WriteString("M" + strconv.Itoa(first*sparkStep) + " 15.5h" + strconv.Itoa((i-first+1)*sparkStep-1))
	}
	return b.String()
}
