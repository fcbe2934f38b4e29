package page

import (
	"time"
	"unicode"

	"github.com/waidian/waidian/internal/text"
)

// row is a report in a list.
type row struct {
	Href           string
	Stamp, Clock   string // of publication: RFC 3339, and as shown
	Outlet         string
	OutletLang     string
	Main, MainLang string // the headline in the reader's language, if there is one
	Orig, OrigLang string // the outlet's own; empty when it is Main
	Lead, LeadLang string
	LeadMark       string // of Lead, if it is a person's
	Length         string
	Marks          []string
	Erring         bool // Main is by a model that often errs, as one of the Marks says
	Copy           bool
	Kept           bool   // Main is the outlet's own headline, in Chinese
	Given          bool   // Main is the operator's, as one of the Marks says
	Hand           string // that mark, if a person wrote Main
}

// Bounds, in characters, of what lists and document titles show of a string that came
// from outside.
const (
	titleBound = 200
	leadBound  = 160
)

// Listed is a report in a list: its head, and where its page is.
type Listed struct {
	Head
	Path string
}

// row returns how a list on a page at root, about the day, month or year given, shows a report.
func (s *Set) row(h Listed, root, day string) row {
	w := s.w
	h.Head = s.showHead(h.Head)
	out := row{
		Href: root + h.Path, Outlet: line(h.Outlet),
		Main: cut(line(h.Title), titleBound), MainLang: tag(h.Lang), Copy: h.CopyOf != "",
	}
	out.Clock, out.Stamp = s.clockOf(h, day)
	if out.Outlet == "" {
		out.Outlet = line(h.SourceName)
	}
	out.OutletLang = foreign(out.Outlet, out.MainLang)
	if h.DigestTitle != "" {
		out.Orig, out.OrigLang = out.Main, out.MainLang
		out.Main, out.MainLang, out.Hand = cut(line(h.DigestTitle), titleBound), tag(h.DigestLang), w.HandMark(h.TitleByHand)
	}
	out.Kept = out.Orig == "" && inOtherScript(out.MainLang)
	if out.Main == "" {
		out.Main, out.MainLang = w.NoText, w.Tag
	}
	if h.DigestLead != "" && s.o.Audience != Public { // what the public may see of it, only the whole item tells
		out.Lead, out.LeadLang = cut(line(h.DigestLead), leadBound), tag(h.DigestLang)
		out.LeadMark = s.w.HandMark(h.LeadByHand)
	}
	if h.Words > 0 {
		out.Length = w.Minutes(text.Minutes(h.Words, h.Lang))
	}
	out.Erring = h.Unfit && h.DigestTitle != ""
	out.Marks = s.marks(h.Head)
	return out
}

// foreign returns the language of a name that is written in another script than Han, which
// is its outlet's, or "" where the page's own does.
func foreign(name, lang string) string {
	for _, r := range name {
		if unicode.Is(unicode.Han, r) {
			return ""
		}
	}
	return lang
}

// marks says what is out of the ordinary with a report.
func (s *Set) marks(h Head) []string {
	var out []string
	add := func(yes bool, mark string) {
		if yes {
			out = append(out, mark)
		}
	}
	w := s.w
	add(h.Unfit && h.DigestTitle != "", w.UnfitMark)
	add(h.TitleByHand && h.DigestTitle != "", w.ByHand)
	add(h.Withdrawn, w.Gone)
	add(h.Edits > 0, w.Counted(h.Edits, w.Edited))
	add(w.KindMarks[h.Kind] != "", w.KindMarks[h.Kind])
	add(h.CopyOf != "", w.Copy)
	return out
}

// rows returns how a list shows reports.
func (s *Set) rows(reports []Listed, root, day string) []row {
	out := make([]row, len(reports))
	for i, h := range reports {
		out[i] = s.row(h, root, day)
	}
	return out
}

// clock shows a time of day in the zone of the reader, with its date where that is not the day given, and the year of that
// where the page is of another year or of none. A day may be a month or a year.
func (s *Set) clock(t time.Time, day string) string {
	t = s.local(t)
	date := t.Format(time.DateOnly)
	switch {
	case date == day:
		return s.w.Clock(t)
	case day != "" && date[:4] == day[:4]:
		return s.w.ShortDateClock(t)
	}
	return s.w.DateClock(t)
}
