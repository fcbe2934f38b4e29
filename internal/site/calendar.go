package site

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// calendarView is a month, a year, or all years.
type calendarView struct {
	frame
	Heading      string
	Sub          string
	Months       []calendar
	Bars         []bar
	Stories      []storyRow
	Newer, Older *pageLink
	Up           *pageLink
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
	Sub            string
	Chips          []row
}

// months renders the months that need it, their years, and the page of all years.
func (r *run) months(ctx context.Context) error {
	years := map[string]bool{}
	for m := range r.plan.months {
		years[m[:4]] = true
	}
	if err := r.each(ctx, keysOf(r.plan.months), r.monthPage); err != nil {
		return err
	}
	for _, y := range keysOf(years) {
		if err := r.yearPage(y); err != nil {
			return err
		}
	}
	if len(years) == 0 {
		return nil
	}
	return r.sitemaps(keysOf(r.plan.months))
}

func (r *run) monthPage(ctx context.Context, month string) error {
	path := monthPath(month)
	if r.plan.perMonth[month] == 0 {
		r.drop(path)
		return nil
	}
	t, _ := time.Parse("2006-01", month)
	v := &calendarView{
		frame: r.frame(path, r.w.MonthOf(t), "archive"), Heading: r.w.MonthOf(t), Sub: r.w.NReports(r.plan.perMonth[month]),
		Months: []calendar{r.calendar(month, "../")}, Up: &pageLink{"../" + yearPath(month[:4]), month[:4]},
	}
	var err error
	if v.Stories, err = r.storiesOf(ctx, month); err != nil {
		return err
	}
	html, err := r.render("calendar.html", v)
	if err != nil {
		return err
	}
	return r.put(path, html)
}

// calendar lays out a month for a page at root.
func (r *run) calendar(month, root string) calendar {
	t, _ := time.Parse("2006-01", month)
	c := calendar{Href: root + monthPath(month), Name: r.w.MonthOf(t), Weekdays: r.w.Dates.Weekdays, N: r.plan.perMonth[month]}
	most := 1
	for d := t; d.Month() == t.Month(); d = d.AddDate(0, 0, 1) {
		most = max(most, len(r.plan.byDay[d.Format(time.DateOnly)]))
	}
	var week [7]dayCell
	for d := t; d.Month() == t.Month(); d = d.AddDate(0, 0, 1) {
		col := (int(d.Weekday()) + 6) % 7
		day := d.Format(time.DateOnly)
		cell := dayCell{Day: d.Day(), N: len(r.plan.byDay[day])}
		if cell.N > 0 {
			cell.Href, cell.Shade = root+dayPath(day), 1+cell.N*3/most
			cell.Label = r.w.Date(d) + r.w.Comma + r.w.NReports(cell.N)
		}
		week[col] = cell
		if col == 6 || d.AddDate(0, 0, 1).Month() != t.Month() {
			c.Weeks = append(c.Weeks, week)
			week = [7]dayCell{}
		}
	}
	return c
}

// storiesOf lists the events of a month that most reports are about.
func (r *run) storiesOf(ctx context.Context, month string) ([]storyRow, error) {
	n := map[news.StoryID]int{}
	last := map[news.StoryID]int64{}
	for d := 1; d <= 31; d++ {
		for _, f := range r.plan.byDay[month+"-"+pad(d)] {
			if len(r.plan.byStory[f.story]) > 1 {
				n[f.story]++
				last[f.story] = max(last[f.story], f.at)
			}
		}
	}
	ids := sortedKeys(n)
	slices.SortStableFunc(ids, func(a, b news.StoryID) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(last[b], last[a]))
	})
	var out []storyRow
	for _, id := range ids[:min(len(ids), monthStory)] {
		heads, err := r.lib.Heads(ctx, Query{Story: id, Limit: partRows})
		if err != nil {
			return nil, err
		}
		out = append(out, r.storyRow(id, heads, "../", month))
	}
	return out, nil
}

func pad(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// storyRow shows a story by those of its reports that are given, on a page at root.
func (r *run) storyRow(id news.StoryID, heads []Head, root, day string) storyRow {
	rows := r.rows(heads, root, day)
	top := topOf(heads, rows)
	out := storyRow{
		Href: root + storyPath(id), Main: top.Main, MainLang: top.MainLang, Orig: top.Orig, OrigLang: top.OrigLang,
		Lead: top.Lead, LeadLang: top.LeadLang,
		Sub: r.w.NOutlets(outlets(heads)) + " · " + r.w.NReports(len(rows)),
	}
	seen := map[string]bool{}
	for i := len(rows) - 1; i >= 0 && len(out.Chips) < homeChips; i-- {
		if !seen[rows[i].Outlet] {
			seen[rows[i].Outlet] = true
			out.Chips = append(out.Chips, rows[i])
		}
	}
	return out
}

func (r *run) yearPage(year string) error {
	path := yearPath(year)
	v := &calendarView{frame: r.frame(path, year, "archive"), Heading: year, Up: &pageLink{"archive.html", r.w.Archive}}
	total := 0
	for m := 1; m <= 12; m++ {
		month := year + "-" + pad(m)
		if n := r.plan.perMonth[month]; n > 0 {
			total += n
			v.Months = append(v.Months, r.calendar(month, ""))
		}
	}
	if total == 0 {
		r.drop(path)
		return nil
	}
	slices.Reverse(v.Months)
	v.Sub = r.w.NReports(total)
	html, err := r.render("calendar.html", v)
	if err != nil {
		return err
	}
	return r.put(path, html)
}

// archivePage lists all months.
func (r *run) archivePage() ([]byte, error) {
	v := &calendarView{frame: r.frame("archive.html", r.w.Archive, "archive"), Heading: r.w.Archive, Sub: r.w.NReports(len(r.ledger.filed))}
	months := sortedKeys(r.plan.perMonth)
	slices.Reverse(months)
	for i, m := range months {
		if i == 0 {
			v.Months = append(v.Months, r.calendar(m, ""))
		}
		v.Bars = append(v.Bars, bar{Href: monthPath(m), Name: r.monthName(m), N: r.plan.perMonth[m]})
	}
	scale(v.Bars)
	return r.render("calendar.html", v)
}
