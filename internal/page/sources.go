package page

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/wording"
)

// Sources is what is known of the sources, and how much work waits.
type Sources struct {
	Backlog Backlog
	Total   int    // reports
	Day     string // the newest day with reports
	Sources []SourceInList
}

// SourceInList is a source in the list of sources.
type SourceInList struct {
	SourceStatus
	N        int        // reports
	PerMonth []int      // of the last months with reports, the newest last
	PerDay   []int      // of the last days, the newest last; nil: none
	Newest   time.Time  // of its newest report; zero: none that has a date
	Grain    news.Grain // what is known of Newest
}

// sourcesView is the list of sources, and how the desk fares with them.
type sourcesView struct {
	frame
	Sources []sourceRow
	Backlog Backlog
	Total   int
	Program string
	Times   string // in which zone they are
	Spoken  bool   // the language of some is known
	Drawn   bool   // the months of some are drawn
	Key     []fact // of the strips of silence; nil: none is drawn
}

type sourceRow struct {
	Href, Name, Lang  string
	N                 int
	Spark             string // reports a month
	Days              string // reports a day
	Silence           *silenceView
	Newest            fact
	Good              bool
	State             string
	Polled, Succeeded fact
	Failures          int
	Answer            string
}

// Sources is the list of sources.
func (s *Set) Sources(x Sources) ([]byte, error) {
	return s.render("sources.html", s.sourcesView(x, "sources.html", s.w.Sources))
}

// Status is how the desk fares with the sources.
func (s *Set) Status(x Sources) ([]byte, error) {
	return s.render("status.html", s.sourcesView(x, "status.html", s.w.Status))
}

func (s *Set) sourcesView(x Sources, path, title string) *sourcesView {
	v := &sourcesView{frame: s.frame(path, title, "sources"), Backlog: x.Backlog, Total: x.Total, Program: s.o.Version, Times: s.inZone(x.Day)}
	year := x.Day[:min(4, len(x.Day))] // the page names no day
	var looked time.Time               // when any source was looked at last: no clock's time, so that the page stays as it is
	for _, src := range x.Sources {
		looked = later(looked, src.Polled)
	}
	for _, src := range wording.ByName(s.w, x.Sources, func(src SourceInList) string { return SourceName(src.SourceStatus) }) {
		row := sourceRow{
			Href: SourcePath(src.ID), Name: SourceName(src.SourceStatus), Lang: s.w.LanguageName(tag(src.Lang)), N: src.N,
			Failures: src.Failures, Good: src.Failures == 0 && src.Active && src.PutOff.IsZero(),
			Spark: sparks(src.PerMonth), Days: sparks(src.PerDay),
			State: s.state(src.SourceStatus, year), Newest: s.newestOf(src, year),
			Polled: s.brief(src.Polled, year), Succeeded: s.brief(src.Succeeded, year),
		}
		v.Spoken, v.Drawn = v.Spoken || row.Lang != "", v.Drawn || row.Spark != ""
		row.Silence = s.silences(src.SourceStatus, looked)
		if row.Silence != nil && v.Key == nil {
			v.Key = s.silenceKey()
		}
		switch {
		case src.Active && !src.PutOff.IsZero():
			row.Answer = s.w.Causes[src.Cause]
		case src.Failures > 0:
			switch {
			case src.Status > 0:
				row.Answer = "HTTP " + strconv.Itoa(src.Status)
			case src.Silent:
				row.Answer = s.w.Unreachable
			}
		}
		v.Sources = append(v.Sources, row)
	}
	return v
}

// state says how a source fares, on a page of the year given.
func (s *Set) state(x SourceStatus, year string) string {
	switch {
	case !x.Active:
		return s.w.SwitchedOff
	case !x.PutOff.IsZero():
		return fmt.Sprintf(s.w.PutOffUntil, s.clock(x.PutOff, year))
	case x.Failures > 0:
		return s.w.Failing
	case x.Polled.IsZero():
		return s.w.NotYet
	}
	return s.w.Fine
}

// brief is a time in a table of the year given, whose page says in which zone times are.
func (s *Set) brief(t time.Time, year string) fact {
	if t.IsZero() {
		return fact{Value: s.w.Never}
	}
	return fact{Value: s.clock(t, year), Stamp: stamp(t.UTC())}
}

// newestOf is the time of the newest report of a source: of one that has a day alone, that day.
func (s *Set) newestOf(src SourceInList, year string) fact {
	if src.Grain != news.GrainDay || src.Newest.IsZero() {
		return s.brief(src.Newest, year)
	}
	clock, at := s.clockOf(Listed{Head: Head{Filed: Filed{Date: src.Newest, Grain: src.Grain}}}, year)
	return fact{Value: clock, Stamp: at}
}

// StatusJSON is how the desk fares with the sources as data.
func (s *Set) StatusJSON(x Sources) ([]byte, error) {
	type source struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Active    bool   `json:"active"`
		Articles  int    `json:"articles"`
		Newest    string `json:"newest,omitempty"`
		Polled    string `json:"polled,omitempty"`
		Succeeded string `json:"succeeded,omitempty"`
		Failures  int    `json:"failures"`
		Status    int    `json:"http_status,omitempty"`
		PutOff    string `json:"put_off_until,omitempty"`
	}
	v := struct {
		Articles  int      `json:"articles"`
		Reading   int      `json:"reading"`
		Digesting int      `json:"digesting"`
		Buried    int      `json:"buried"`
		Sources   []source `json:"sources"`
	}{x.Total, x.Backlog.Reading, x.Backlog.Digesting, x.Backlog.Buried, []source{}}
	for _, src := range x.Sources {
		v.Sources = append(v.Sources, source{
			string(src.ID), SourceName(src.SourceStatus), src.Active, src.N, record.Time(src.Newest.UTC()),
			record.Time(src.Polled.UTC()), record.Time(src.Succeeded.UTC()), src.Failures, src.Status, putOff(src),
		})
	}
	out, err := json.MarshalIndent(v, "", " ")
	return append(out, '\n'), err
}

// putOff is until when a source that is watched is not asked.
func putOff(src SourceInList) string {
	if !src.Active {
		return ""
	}
	return record.Time(src.PutOff.UTC())
}
