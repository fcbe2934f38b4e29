package page

import (
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// momentView is one line of the timeline.
type momentView struct {
	Clock, Stamp       string
	Outlet, OutletLang string
	Href               string
	Main, MainLang     string // the headline of what was published
	Kept               bool
	What               string // that it was edited, withdrawn; or how many more there are
	Change             *change
	Marks              []string
	Fix                bool
}

// foldedMoments is a timeline of which the middle is folded.
type foldedMoments struct {
	Head, Rest, Tail []momentView
	More, Of         string
}

func (t *telling) moments(a news.Account) foldedMoments {
	shown := slices.DeleteFunc(slices.Clone(a.Timeline), func(m news.Moment) bool { return !t.tells(m) })
	tail := len(shown)
	if tail > momentsHead+momentsTail+1 {
		tail -= momentsTail
	}
	var list []momentView
	n, day := 0, ""
	for i, m := range shown {
		if i == tail {
			day = "" // what stands before may be folded
		}
		n += max(1, m.N)
		list = append(list, t.moment(m, &day))
	}
	out := foldedMoments{Head: list}
	if tail < len(list) {
		out.Head, out.Rest, out.Tail = list[:momentsHead], list[momentsHead:tail], list[tail:]
		out.More = t.w.Counted(len(out.Rest), t.w.More)
	}
	if len(list) > 0 {
		out.Of = t.ofAll(n, a.Moments)
	}
	return out
}

// tells reports whether a moment is of a report of the story, or of a day.
func (t *telling) tells(m news.Moment) bool {
	if m.Kind == news.MomentDay {
		return !m.At.IsZero() && m.N > 0
	}
	return !m.At.IsZero() && t.rows[m.Article] != nil
}

// moment is a line of the timeline; day is that of the line before, which the line need not repeat.
func (t *telling) moment(m news.Moment, day *string) momentView {
	at := t.local(m.At)
	v := momentView{}
	if m.Kind == news.MomentDay {
		*day = ""
		v.Clock, v.Stamp, v.What = t.w.ShortDate(at), at.Format(time.DateOnly), t.w.Counted(m.N, t.w.MoreOfDay)
		return v
	}
	r := t.rows[m.Article]
	v.Outlet, v.OutletLang, v.Href = r.Outlet, r.OutletLang, r.Href
	v.Clock, v.Stamp = t.clockIn(m, day)
	switch m.Kind {
	case news.MomentEdited:
		v.What, v.Fix = t.w.EditedThen, true
		if c, ok := t.change(m); ok {
			c = c.short()
			v.Change = &c
		}
	case news.MomentWithdrawn:
		v.What, v.Fix = t.w.Gone, true
	default:
		v.Main, v.MainLang, v.Kept, v.Marks = r.Main, r.MainLang, r.Kept, r.Marks
	}
	return v
}

// clockIn is the time of a line: with its date where the line before is of another day.
func (t *telling) clockIn(m news.Moment, day *string) (clock, stamped string) {
	at := clamp(m.At)
	if m.Kind == news.MomentPublished && t.heads[m.Article].Grain == news.GrainNone {
		*day = ""
		return t.w.Undated, ""
	}
	if m.Hour == news.HourDay {
		*day = ""
		if date := at.Format(time.DateOnly); date[:4] == t.year {
			return t.w.ShortDate(at), date
		}
		return t.w.Date(at), at.Format(time.DateOnly)
	}
	at = at.UTC()
	date := t.local(at).Format(time.DateOnly)
	if date == *day {
		return t.w.Clock(t.local(at)), stamp(at)
	}
	*day = date
	return t.clock(at, t.year), stamp(at)
}
