package page

import (
	"cmp"
	"fmt"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// EditedPath is the path of the list of the newest edits by outlets.
const EditedPath = "edited.html"

// EditedMonthPath is the path of the edits of a month.
func EditedMonthPath(month string) string { return "edited/" + month + ".html" }

// EditMark is an edit by an outlet: version N of a report, and when a capture first showed it.
type EditMark struct {
	Article news.ArticleID
	N       int
	At      time.Time
}

// EditedReport is a report with one edit of it, as the audience may see that.
type EditedReport struct {
	Listed
	Edit news.Edit
}

// Edited is a list of edits: the newest, or those of a month.
type Edited struct {
	Month    string         // "2006-01"; "": the newest
	List     []EditedReport // newest first
	All      int            // how many there are in all of the stretch
	PerMonth map[string]int // where the newest are not all
}

// editedListView is the page of a list of edits.
type editedListView struct {
	frame
	Heading, HeadingLang string
	HeadingKept          bool
	Orig, OrigLang       string
	Up                   *pageLink
	Sub, Note            string
	Other                *pageLink
	Groups               []editGroup
	Months               []bar
}

type editGroup struct {
	Name string
	Rows []editRow
}

// editRow is a report with what was changed in it. Its time is that of the edit.
type editRow struct {
	row
	Change *wasIs
	Verb   string
}

// Edited is the page of a list of edits: those of weight first, then those of wording.
func (s *Set) Edited(x Edited) ([]byte, error) {
	path, heading := EditedPath, s.w.EditedTitle
	v := &editedListView{}
	if x.Month != "" {
		path, heading = EditedMonthPath(x.Month), s.w.EditedTitle+s.w.Colon+s.monthName(x.Month)
	}
	v.frame = s.frame(path, heading, "archive")
	if v.Heading = heading; x.Month == "" {
		v.Feeds = stem(EditedPath)
		v.Up = &pageLink{v.Root + "archive.html", s.w.Archive}
	} else {
		v.Up = &pageLink{v.Root + EditedPath, s.w.EditedTitle}
	}
	if v.Sub = s.inZone(x.Month); x.All > 0 {
		v.Sub, v.Note = fmt.Sprintf(s.w.OfAll, len(x.List), x.All), v.Sub
	}
	if len(x.PerMonth) > 0 {
		v.Months = s.bars(x.PerMonth, func(month string) string { return v.Root + EditedMonthPath(month) })
	}
	weighty, worded := editGroup{Name: s.w.WeightyEdits}, editGroup{Name: s.w.WordedEdits}
	for _, e := range x.List {
		if r := s.editRow(e, v.Root); e.Edit.Weighty() {
			weighty.Rows = append(weighty.Rows, r)
		} else {
			worded.Rows = append(worded.Rows, r)
		}
	}
	for _, g := range []editGroup{weighty, worded} {
		if len(g.Rows) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	return s.render("edited.html", v)
}

func (s *Set) editRow(e EditedReport, root string) editRow {
	r := editRow{row: s.row(e.Listed, root, ""), Verb: s.editVerb(e.Edit)}
	r.Stamp, r.Clock = stamp(e.Edit.At.UTC()), s.w.DateClock(clamp(s.local(e.Edit.At)))
	if c := wasIsOf(s.w, e.Edit, e.Lang); c.Was != "" {
		r.Change = &c
	}
	return r
}

// editVerb says what an edit is called: a correction only where the outlet calls it one.
func (s *Set) editVerb(e news.Edit) string {
	switch e.Reason {
	case news.RankCorrected:
		return s.w.MarkCorrected
	case news.RankEdited:
		return s.w.MarkEdited
	case news.RankRetitled:
		return s.w.MarkRetitled
	}
	return s.w.MarkWorded
}

// EditedFeeds are the three feeds of the newest edits, an entry an edit.
func (s *Set) EditedFeeds(list []EditedReport) ([]File, error) {
	var items []feedItem
	for _, e := range inFeed(list, func(e EditedReport) time.Time { return e.Edit.At }) {
		items = append(items, s.editItem(e))
	}
	return s.feedFiles(Feed{Title: s.w.EditedTitle + " · " + s.o.Title, Page: EditedPath}, items)
}

func (s *Set) editItem(e EditedReport) feedItem {
	r, at := s.editRow(e, ""), clamp(e.Edit.At).UTC()
	out := feedItem{
		ID: s.tag(fmt.Sprintf("article/%s/version/%d", e.ID, e.Edit.N)), Link: fmt.Sprintf("%s#version-%d", s.Address(e.Path), e.Edit.N),
		Outlet: r.Outlet, Lang: s.w.Tag, Published: at, Updated: at,
	}
	out.Title = isolated(cmp.Or(r.Outlet, r.Main)) + s.w.Colon + r.Verb
	out.Content = fmt.Sprintf(`<p lang="%s">%s <a href="%s" lang="%s" dir="auto">%s</a></p>`+"\n",
		esc(s.w.Tag), esc(r.Verb+s.w.Colon), esc(out.Link), esc(r.MainLang), esc(wording.Plain(r.Main, r.Hand)))
	if c := r.Change; c != nil {
		was, is := apart(c.Was, c.Is)
		if is != "" {
			out.Title += s.w.Comma + isolated(was) + " → " + isolated(is)
		} else {
			out.Title += s.w.Comma + s.w.Deleted + isolated(was)
		}
		out.Content += fmt.Sprintf(`<p lang="%s" dir="auto">%s</p>`+"\n", esc(c.Lang), c.Marked)
	} else {
		out.Title += s.w.Comma + isolated(wording.Plain(r.Main, r.Hand))
	}
	out.Title = cut(out.Title, titleBound)
	return out
}
