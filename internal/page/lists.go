package page

import (
	"cmp"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Bounds of what one page lists.
const (
	partRows   = 150 // rows of a list before it is divided
	storyChips = 8   // outlets named with a story in a list
	partsOpen  = 6   // parts of a list named before it; more are folded
)

// listView is a page with one list: a day, a month of a source, a source, a story.
type listView struct {
	frame
	Heading, HeadingLang string
	Orig, OrigLang       string
	Sub                  string // counts
	Of                   string // of the rows, where they are not all
	Rows                 []row
	Groups               []rowGroup // instead of Rows
	Other                *pageLink  // the same list in another order
	Note                 string
	Parts                []partLink
	InParts              string // how many, where those are more than stand before a list; else ""
	Newer, Older         *pageLink
	Up                   *pageLink
	Bars                 []bar
	Facts                template.HTML
	BarsTitle            string
	HeadingMark          string     // that a person wrote Heading
	HeadingKept          bool       // the twin in the other script has Heading as it is
	Story                *storyView // of the newest part of a story alone
}

// rowGroup is a part of a list under a heading of its own.
type rowGroup struct {
	Name, Lang string
	Rows       []row
	Of         string // of all, where not all are shown
}

// within shows so many rows in all groups together, and at least one in each.
func (s *Set) within(n int, groups []rowGroup) []rowGroup {
	all := 0
	for _, g := range groups {
		all += len(g.Rows)
	}
	if all <= n {
		return groups
	}
	share := max(1, n/len(groups))
	out := slices.Clone(groups)
	for i, g := range groups {
		out[i].Rows = first(g.Rows, share)
		out[i].Of = s.ofAll(len(out[i].Rows), len(g.Rows))
	}
	return out
}

// groupByOutlet groups rows by their outlets: those with most reports first, then by name.
func groupByOutlet(rows []row) []rowGroup {
	var out []rowGroup
	at := map[string]int{}
	for _, v := range rows {
		i, ok := at[v.Outlet]
		if !ok {
			i = len(out)
			at[v.Outlet] = i
			out = append(out, rowGroup{Name: v.Outlet, Lang: v.OutletLang})
		}
		out[i].Rows = append(out[i].Rows, v)
	}
	slices.SortStableFunc(out, func(a, b rowGroup) int {
		return cmp.Or(cmp.Compare(len(b.Rows), len(a.Rows)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

type pageLink struct{ Href, Name string }

type partLink struct {
	Href, Name string
	Here       bool
}

// bar is one row of a table of counts, with its length of a hundred.
type bar struct {
	Href, Name string
	N, Width   int
}

// parts divides rows, newest first, into pages that keep their content when newer rows
// come: part 1 has the oldest. The newest rows are at path itself, which comes last.
func (s *Set) parts(path string, rows []row, fill func(path string) *listView) ([]File, error) {
	var out []File
	n := max(1, (len(rows)+partRows-1)/partRows)
	part := func(k int) []row {
		return rows[len(rows)-min(len(rows), k*partRows) : len(rows)-(k-1)*partRows]
	}
	for k := 1; k <= n; k++ {
		at := PartPath(path, k, n)
		v := fill(at)
		v.Rows = part(k)
		if n > 1 {
			v.Sub += " · " + s.ofAll(len(v.Rows), len(rows))
			for j := n; j >= 1; j-- {
				v.Parts = append(v.Parts, partLink{v.Root + PartPath(path, j, n), spanOfRows(part(j), j), j == k})
			}
			if n > partsOpen {
				v.InParts = s.w.Counted(n, s.w.InParts)
			}
			v.turnParts(n - k)
		}
		name := "list.html"
		if v.Story != nil {
			name = "story.html"
		}
		html, err := s.render(name, v)
		if err != nil {
			return nil, err
		}
		out = append(out, File{at, html})
	}
	return out, nil
}

// turnParts leads from the part at i, the newest first, to those next to it, where there are such.
func (v *listView) turnParts(i int) {
	to := func(p partLink) *pageLink { return &pageLink{p.Href, p.Name} }
	if i > 0 {
		v.Newer = to(v.Parts[i-1])
	}
	if i+1 < len(v.Parts) {
		v.Older = to(v.Parts[i+1])
	}
}

// spanOfRows names a part of a list by the times of its oldest and newest reports; one without any by its number.
func spanOfRows(rows []row, k int) string {
	var clocks []string
	for _, r := range rows {
		if r.Clock != "" && r.Stamp != "" {
			clocks = append(clocks, r.Clock)
		}
	}
	if len(clocks) == 0 {
		return strconv.Itoa(k)
	}
	from, until := clocks[len(clocks)-1], clocks[0]
	if from == until {
		return from
	}
	return from + " – " + until
}

// PartPath is where part k of the n parts of the list at path lies.
func PartPath(path string, k, n int) string {
	if k == n {
		return path
	}
	return strings.TrimSuffix(path, ".html") + "-" + strconv.Itoa(k) + ".html"
}

// Day is the list of the reports of a day.
type Day struct {
	Day           string   // "2006-01-02"
	Reports       []Listed // newest first
	Before, After string   // days next to it; empty: there is none
}

// Day are the pages of a day, its newest part last; and the same list by outlet, where there are several: of more reports than a page has,
// the newest of each.
func (s *Set) Day(x Day) (parts, byOutlet []File, err error) {
	t, _ := time.Parse(time.DateOnly, x.Day) // days come from times
	path, other := DayPath(x.Day), OutletsPath(x.Day)
	root := rootOf(path)
	rows := s.rows(x.Reports, root, x.Day)
	groups := groupByOutlet(rows)
	view := func(at string) *listView {
		return &listView{
			frame: s.frame(at, s.w.Date(t), "archive"), Heading: s.w.Date(t), Sub: s.w.NReports(len(rows)), Note: s.inZone(x.Day),
			Up: &pageLink{root + MonthPath(x.Day[:7]), s.w.MonthOf(t)},
		}
	}
	grouped := len(groups) > 1 && len(groups) <= partRows
	if grouped {
		v := view(other)
		v.Groups, v.Other = s.within(partRows, groups), &pageLink{root + path, s.w.ByTime}
		html, err := s.render("list.html", v)
		if err != nil {
			return nil, nil, err
		}
		byOutlet = []File{{other, html}}
	}
	parts, err = s.parts(path, rows, func(at string) *listView {
		v := view(at)
		if grouped {
			v.Other = &pageLink{root + other, s.w.ByOutlet}
		}
		if x.Before != "" {
			v.Older = &pageLink{root + DayPath(x.Before), s.dayName(x.Before)}
		}
		if x.After != "" {
			v.Newer = &pageLink{root + DayPath(x.After), s.dayName(x.After)}
		}
		return v
	})
	return parts, byOutlet, err
}

func (s *Set) dayName(day string) string {
	t, _ := time.Parse(time.DateOnly, day)
	return s.w.ShortDate(t)
}

// bars are the months with reports, newest first, each with a link to its page.
func (s *Set) bars(perMonth map[string]int, href func(month string) string) []bar {
	var out []bar
	for _, m := range slices.Backward(slices.Sorted(maps.Keys(perMonth))) {
		out = append(out, bar{Href: href(m), Name: s.monthName(m), N: perMonth[m]})
	}
	scale(out)
	return out
}

func scale(bars []bar) {
	most := 1
	for _, b := range bars {
		most = max(most, b.N)
	}
	for i := range bars {
		bars[i].Width = max(1, bars[i].N*100/most)
	}
}

func (s *Set) monthName(month string) string {
	t, _ := time.Parse("2006-01", month)
	return s.w.MonthOf(t)
}
