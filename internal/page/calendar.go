package page

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"
)

// calendarView is a month, a year, or all years.
type calendarView struct {
	frame
	Heading      string
	Sub          string
	Months       []calendar
	Bars         []bar
	Stories      []storyRow
	StoriesOf    string // how many they are of, where not all
	Newer, Older *pageLink
	Up           *pageLink
	Years        []pageLink // of all years alone, where they are several
	Edited       *pageLink  // of all years alone: the way to what outlets changed
}

// calendar is one month as a table of weeks.
type calendar struct {
	Href, Name string
	Weekdays   [7]string
	Weeks      [][7]dayCell
	N          int
}

// dayCell is a day in a calendar; the zero value is a field outside the month. Shade grows
// from 1 to 4 with the number of reports.
type dayCell struct {
	Day, N, Shade int
	Href          string
	Label         string
}

// storyRow is a story in a list.
type storyRow struct {
	Href           string
	Main, MainLang string
	Orig, OrigLang string
	Lead, LeadLang string
	LeadMark       string // of Lead, if it is a person's
	Sub            string
	Mark           string // of a headline by a model that often errs
	Chips          []row
	Of             string // of Chips
}

// Month is the page of a month.
type Month struct {
	Month   string // "2006-01"
	Counts  Counts
	Stories []StoryInList // that most of its reports are about
	Events  int           // how many have several of its reports, where those are more than Stories may be; else 0
}

// Month is the page of a month.
func (s *Set) Month(x Month) ([]byte, error) {
	t, _ := time.Parse("2006-01", x.Month)
	v := &calendarView{
		frame: s.frame(MonthPath(x.Month), s.w.MonthOf(t), "archive"), Heading: s.w.MonthOf(t), Sub: s.w.NReports(x.Counts.PerMonth[x.Month]) + " · " + s.inZone(x.Month),
		Months: []calendar{s.calendar(x.Counts, x.Month, "../")}, Up: &pageLink{"../" + YearPath(x.Month[:4]), x.Month[:4]},
	}
	v.Older, v.Newer = s.monthsBeside(x)
	for _, story := range x.Stories {
		v.Stories = append(v.Stories, s.storyRow(story, "../", x.Month))
	}
	if x.Events > 0 {
		v.StoriesOf = fmt.Sprintf(s.w.MostTold, len(x.Stories), x.Events)
	}
	return s.render("calendar.html", v)
}

// monthsBeside are the ways to the months with reports next to one; nil: there is none.
func (s *Set) monthsBeside(x Month) (older, newer *pageLink) {
	to := func(month string) *pageLink {
		t, _ := time.Parse("2006-01", month)
		return &pageLink{"../" + MonthPath(month), s.w.MonthOf(t)}
	}
	before, after := x.Counts.MonthsBeside(x.Month)
	if before != "" {
		older = to(before)
	}
	if after != "" {
		newer = to(after)
	}
	return older, newer
}

// calendar lays out a month for a page at root.
func (s *Set) calendar(counts Counts, month, root string) calendar {
	t, _ := time.Parse("2006-01", month)
	c := calendar{Href: root + MonthPath(month), Name: s.w.MonthOf(t), Weekdays: s.w.Dates.Weekdays, N: counts.PerMonth[month]}
	most := 1
	for d := t; d.Month() == t.Month(); d = d.AddDate(0, 0, 1) {
		most = max(most, counts.PerDay[d.Format(time.DateOnly)])
	}
	var week [7]dayCell
	for d := t; d.Month() == t.Month(); d = d.AddDate(0, 0, 1) {
		col := (int(d.Weekday()) + 6) % 7
		day := d.Format(time.DateOnly)
		cell := dayCell{Day: d.Day(), N: counts.PerDay[day]}
		if cell.N > 0 {
			cell.Href, cell.Shade = root+DayPath(day), 1+int(3*math.Sqrt(float64(cell.N)/float64(most)))
			cell.Label = s.w.Date(d) + s.w.Comma + s.w.NReports(cell.N)
		}
		week[col] = cell
		if col == 6 || d.AddDate(0, 0, 1).Month() != t.Month() {
			c.Weeks = append(c.Weeks, week)
			week = [7]dayCell{}
		}
	}
	return c
}

// storyRow shows a story by those of its reports that are given, on a page at root.
func (s *Set) storyRow(x StoryInList, root, day string) storyRow {
	rows := s.rows(x.Reports, root, day)
	var top row // of a story whose reports have all gone since
	if len(rows) > 0 {
		top = rows[x.Names()]
	}
	if x.Named != nil {
		top.Lead, top.LeadLang = lead(x.Named.Digest)
		top.LeadMark = s.w.HandMark(x.Named.Digest.LeadByHand())
	}
	if c := x.Called; c.Title != "" && c.Title != top.Main {
		top.Main, top.MainLang, top.Orig, top.Erring = c.Title, c.Lang, "", false
	}
	if c := x.Called; c.Lead != "" {
		top.Lead, top.LeadLang, top.LeadMark = c.Lead, c.LeadLang, s.w.HandMark(c.LeadByHand)
	}
	out := storyRow{
		Href: root + StoryPath(x.ID), Main: top.Main, MainLang: top.MainLang, Orig: top.Orig, OrigLang: top.OrigLang,
		Lead: top.Lead, LeadLang: top.LeadLang, LeadMark: top.LeadMark,
		Sub: s.w.NOutlets(x.Outlets()) + " · " + s.w.NReports(max(x.N, len(rows))),
	}
	switch {
	case x.Called.Given:
		out.Mark = s.w.TitleGiven
	case x.Called.ByHand && top.Main == x.Called.Title:
		out.Mark = s.w.ByHand
	case top.Erring:
		out.Mark = s.w.UnfitMark
	case len(rows) > 0 && top.Main == rows[x.Names()].Main:
		out.Mark = s.w.HandMark(slices.Contains(rows[x.Names()].Marks, s.w.ByHand))
	}
	seen := map[string]bool{}
	for _, r := range rows { // the newest of each
		if seen[r.Outlet] {
			continue
		}
		if seen[r.Outlet] = true; len(out.Chips) < storyChips {
			out.Chips = append(out.Chips, r)
		}
	}
	out.Of = s.ofAll(len(out.Chips), len(seen))
	return out
}

// Year is the page of a year that has reports.
func (s *Set) Year(year string, counts Counts) ([]byte, error) {
	v := &calendarView{frame: s.frame(YearPath(year), year, "archive"), Heading: year, Up: &pageLink{"archive.html", s.w.Archive}}
	total := 0
	for m := 12; m >= 1; m-- {
		month := fmt.Sprintf("%s-%02d", year, m)
		if n := counts.PerMonth[month]; n > 0 {
			total += n
			v.Months = append(v.Months, s.calendar(counts, month, ""))
		}
	}
	v.Sub = s.w.NReports(total) + " · " + s.inZone(year)
	return s.render("calendar.html", v)
}

// Archive lists all months.
func (s *Set) Archive(counts Counts) ([]byte, error) {
	v := &calendarView{frame: s.frame("archive.html", s.w.Archive, "archive"), Heading: s.w.Archive}
	if months := slices.Sorted(maps.Keys(counts.PerMonth)); len(months) > 0 {
		v.Months = []calendar{s.calendar(counts, months[len(months)-1], "")}
	}
	total := 0
	for _, n := range counts.PerMonth {
		total += n
	}
	v.Sub = s.w.NReports(total) + " · " + s.inZone("")
	v.Bars = s.bars(counts.PerMonth, MonthPath)
	v.Years = yearLinks(counts)
	v.Edited = &pageLink{EditedPath, s.w.EditedTitle}
	return s.render("calendar.html", v)
}

// yearLinks are the ways to the years that have reports, the newest first, where they are several.
func yearLinks(counts Counts) []pageLink {
	var out []pageLink
	for _, month := range slices.Backward(slices.Sorted(maps.Keys(counts.PerMonth))) {
		if year := month[:4]; len(out) == 0 || out[len(out)-1].Name != year {
			out = append(out, pageLink{YearPath(year), year})
		}
	}
	if len(out) < 2 {
		return nil
	}
	return out
}
