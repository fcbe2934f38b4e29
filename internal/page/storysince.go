package page

import (
	"fmt"
	"slices"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// sinceShown is how many lines say what is new in a story.
const sinceShown = 5

// Since is the edition since which the pages of stories say what is new: the one before the newest, so that a reader of the newest
// finds what it brought. The zero value: none, and they say nothing of it.
type Since struct {
	Edition news.EditionID
	Until   time.Time // when it was cut
}

// sinceView is what is new in a story.
type sinceView struct {
	Label   string // since when
	All     string // that every report is new; Moments is empty then
	Moments []momentView
	Of      string // "5 of 8"
}

// HasNews reports whether the page of a story says that something is new in it.
func (s *Set) HasNews(x Story) bool {
	fresh, _ := s.telling(x).fresh(x)
	return len(fresh) > 0
}

// since says what is new in a story; nil: nothing is.
func (t *telling) since(x Story) *sinceView {
	fresh, all := t.fresh(x)
	if len(fresh) == 0 {
		return nil
	}
	v := &sinceView{Label: fmt.Sprintf(t.w.SinceEdition, t.EditionName(x.Since.Edition))}
	if all {
		v.All = t.w.Counted(len(x.Reports), t.w.AllNew)
		return v
	}
	day := ""
	for _, m := range first(fresh, sinceShown) {
		v.Moments = append(v.Moments, t.moment(m, &day))
	}
	v.Of = t.ofAll(len(v.Moments), len(fresh))
	return v
}

// fresh are the reports of a story that came after the edition, and what was edited or withdrawn after it, the newest first. A copy brings
// nothing, nor does what had long been published when it came. all says that the edition had none of the reports.
func (t *telling) fresh(x Story) (out []news.Moment, all bool) {
	until := x.Since.Until
	if until.IsZero() {
		return nil, false
	}
	all = true
	for _, h := range x.Reports {
		w, ok := t.whole[h.ID]
		switch {
		case !ok || !cameAt(w).After(until):
			all = false
		case h.CopyOf == "" && (h.Grain == news.GrainNone || !h.Date.Before(until.Add(-news.Stale))):
			m := news.Moment{At: h.Date, Hour: h.Hour, Kind: news.MomentPublished, Article: h.ID}
			if h.Grain == news.GrainNone {
				m.Hour = news.HourNone
			}
			out = append(out, m)
		}
	}
	all = all && len(out) > 0
	for _, m := range x.Account.Timeline {
		if (m.Kind == news.MomentEdited || m.Kind == news.MomentWithdrawn) && m.At.After(until) && t.tells(m) {
			out, all = append(out, m), false
		}
	}
	slices.SortStableFunc(out, func(a, b news.Moment) int { return b.At.Compare(a.At) })
	return out, all
}

// cameAt is when the desk first had a report.
func cameAt(w Whole) time.Time {
	at := w.Article.Captured
	for _, v := range w.Versions {
		if v.Captured.Before(at) {
			at = v.Captured
		}
	}
	return at
}
