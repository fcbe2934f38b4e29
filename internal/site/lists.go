package site

import (
	"cmp"
	"context"
	"fmt"
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds of what one page lists.
const (
	partRows    = 300 // rows of a list before it is divided
	homeStories = 30
	homeSingles = 90
	homeChips   = 8
	latestRows  = 50
	monthStory  = 40
)

// listView is a page with one list: a day, a month of a source, a source, a story.
type listView struct {
	frame
	Heading, HeadingLang string
	Orig, OrigLang       string
	Sub                  string // counts
	Rows                 []row
	Groups               []rowGroup // instead of Rows
	Other                *pageLink  // the same list in another order
	Note                 string
	Parts                []partLink
	Newer, Older         *pageLink
	Up                   *pageLink
	Bars                 []bar
	Facts                template.HTML
	More                 []pageLink
	BarsTitle            string
	Says                 []saying
	Figures              [][]given
}

// rowGroup is a part of a list under a heading of its own.
type rowGroup struct {
	Name, Lang string
	Rows       []row
}

// byOutlet groups rows by their outlets: those with most reports first, then by name.
func byOutlet(rows []row) []rowGroup {
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

// lists renders everything but reports, days and the front page.
func (r *run) lists(ctx context.Context) error {
	for _, step := range []func(context.Context) error{r.stories, r.sourcePages, r.shelves, r.months, r.topicPages} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return r.fixed(ctx)
}

// parts divides rows, newest first, into pages that keep their content when newer rows
// come: part 1 has the oldest. The newest rows stand at path itself.
func (r *run) parts(path string, rows []row, fill func(path string) (*listView, error)) error {
	n := max(1, (len(rows)+partRows-1)/partRows)
	for k := 1; k <= n; k++ {
		at := partPath(path, k, n)
		v, err := fill(at)
		if err != nil {
			return err
		}
		v.Rows = rows[len(rows)-min(len(rows), k*partRows) : len(rows)-(k-1)*partRows]
		if n > 1 {
			v.Sub += " · " + fmt.Sprintf(r.w.PartOf, k, n)
			for j := n; j >= 1; j-- {
				v.Parts = append(v.Parts, partLink{v.Root + partPath(path, j, n), strconv.Itoa(j), j == k})
			}
		}
		html, err := r.render("list.html", v)
		if err != nil {
			return err
		}
		if err := r.put(at, html); err != nil {
			return err
		}
	}
	for k := n; ; k++ { // parts that are not needed any more
		p := partPath(path, k, k+1)
		r.mu.Lock()
		_, there := r.ledger.files[p]
		r.mu.Unlock()
		if !there {
			return nil
		}
		r.drop(p)
	}
}

func partPath(path string, k, n int) string {
	if k == n {
		return path
	}
	return strings.TrimSuffix(path, ".html") + "-" + strconv.Itoa(k) + ".html"
}

// dropParts has a list and all its parts removed.
func (r *run) dropParts(path string) {
	r.drop(path)
	r.dropOlder(path)
}

// dropOlder has the older parts of a list removed, if it has any.
func (r *run) dropOlder(path string) {
	for k := 1; k < 1000; k++ {
		p := partPath(path, k, k+1)
		r.mu.Lock()
		_, there := r.ledger.files[p]
		r.mu.Unlock()
		if !there {
			return
		}
		r.drop(p)
	}
}

func (r *run) dayPage(day string, heads []Head) error {
	path := dayPath(day)
	other := outletsPath(day)
	if len(r.plan.byDay[day]) == 0 {
		r.dropParts(path)
		r.drop(other)
		return nil
	}
	t, _ := time.Parse(time.DateOnly, day) // days come from times
	root := strings.Repeat("../", strings.Count(path, "/"))
	rows := r.rows(heads, root, day)
	before, after := r.around(day)
	groups := byOutlet(rows)
	view := func(at string) *listView {
		return &listView{
			frame: r.frame(at, r.w.Date(t), "archive"), Heading: r.w.Date(t), Sub: r.w.NReports(len(rows)), Note: r.w.TimesInUTC,
			Up: &pageLink{root + monthPath(day[:7]), r.w.MonthOf(t)},
		}
	}
	if len(groups) < 2 || len(rows) > partRows {
		groups = nil
		r.drop(other)
	} else {
		v := view(other)
		v.Groups, v.Other = groups, &pageLink{root + path, r.w.ByTime}
		html, err := r.render("list.html", v)
		if err != nil {
			return err
		}
		if err := r.put(other, html); err != nil {
			return err
		}
	}
	return r.parts(path, rows, func(at string) (*listView, error) {
		v := view(at)
		if groups != nil {
			v.Other = &pageLink{root + other, r.w.ByOutlet}
		}
		if before != "" {
			v.Older = &pageLink{root + dayPath(before), r.dayName(before)}
		}
		if after != "" {
			v.Newer = &pageLink{root + dayPath(after), r.dayName(after)}
		}
		return v, nil
	})
}

// around returns the days with reports next to day within its month, so that a new day
// changes no page of another month.
func (r *run) around(day string) (before, after string) {
	t, _ := time.Parse(time.DateOnly, day)
	find := func(step int) string {
		for d := t.AddDate(0, 0, step); d.Month() == t.Month(); d = d.AddDate(0, 0, step) {
			if s := d.Format(time.DateOnly); len(r.plan.byDay[s]) > 0 {
				return s
			}
		}
		return ""
	}
	return find(-1), find(1)
}

func (r *run) dayName(day string) string {
	t, _ := time.Parse(time.DateOnly, day)
	return r.w.ShortDate(t)
}

func keysOf[K ~string](m map[K]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, string(k))
	}
	slices.Sort(out)
	return out
}

// sourcePages renders the pages and feeds of sources.
func (r *run) sourcePages(ctx context.Context) error {
	total := r.plan.perSource()
	status := map[news.SourceID]SourceStatus{}
	for _, s := range r.plan.status {
		status[s.ID] = s
	}
	return r.each(ctx, keysOf(r.plan.sources), func(ctx context.Context, key string) error {
		id := news.SourceID(key)
		s, known := status[id]
		path := sourcePath(id)
		if !known {
			r.drop(path)
			fs := feedPaths(stem(path))
			r.drop(fs[:]...)
			return nil
		}
		heads, err := r.lib.Heads(ctx, Query{Source: id, Limit: latestRows})
		if err != nil {
			return err
		}
		html, err := r.render("source.html", r.sourceView(s, heads, total[id]))
		if err != nil {
			return err
		}
		if err := r.put(path, html); err != nil {
			return err
		}
		return r.feed(ctx, feedInfo{Title: nameOf(s), Page: path}, heads)
	})
}

func nameOf(s SourceStatus) string {
	return cmp.Or(line(s.Name), line(s.Outlet), string(s.ID))
}

func (r *run) sourceView(s SourceStatus, heads []Head, total int) *listView {
	w := r.w
	path := sourcePath(s.ID)
	v := &listView{
		frame: r.frame(path, nameOf(s), "sources"), Heading: nameOf(s), Sub: w.NReports(total), Note: w.TimesInUTC,
		Up: &pageLink{"../sources.html", w.Sources}, BarsTitle: w.PerMonth,
	}
	v.Feeds = "../" + stem(path)
	v.Rows = r.rows(heads, "../", "")
	var facts []fact
	add := func(f fact) { facts = append(facts, f) }
	add(fact{Name: w.Outlet, Value: line(s.Outlet), Kept: true})
	add(fact{Name: w.Country, Value: w.CountryName(line(s.Country))})
	add(fact{Name: w.Language, Value: w.LanguageName(tag(s.Lang))})
	add(fact{Name: w.Homepage, Value: link(s.URL), Href: link(s.URL)})
	add(fact{Name: w.ReadBy, Value: w.SourceKinds[s.Kind]})
	add(fact{Name: w.Scope, Value: r.scope(s.Source)})
	add(fact{Name: w.Rights, Value: w.RightsShown[s.Rights]})
	add(fact{Name: w.WhyListed, Value: line(s.Why), Lang: foreign(s.Why, text.Lang(s.Why, "en"))})
	v.Facts = factList(facts)
	for _, m := range sortedKeys(r.plan.perMonth) {
		if n := r.plan.perShelf[shelf{s.ID, m}]; n > 0 {
			v.Bars = append(v.Bars, bar{Href: "../" + shelfPath(shelf{s.ID, m}), Name: r.monthName(m), N: n})
		}
	}
	slices.Reverse(v.Bars)
	scale(v.Bars)
	return v
}

// scope says which of a source's reports are taken.
func (r *run) scope(s news.Source) string {
	var out string
	switch {
	case s.Whole:
		out = r.w.ScopeAll
	case len(s.Beat.Include) > 0:
		out = r.w.List(s.Beat.Include)
	default:
		out = r.w.ScopeBeat
	}
	if len(s.Beat.Exclude) > 0 {
		out += r.w.Semicolon + fmt.Sprintf(r.w.Except, r.w.List(s.Beat.Exclude))
	}
	return cut(line(out), titleBound)
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

func (r *run) monthName(month string) string {
	t, _ := time.Parse("2006-01", month)
	return r.w.MonthOf(t)
}

// shelves renders the months of sources.
func (r *run) shelves(ctx context.Context) error {
	keys := make([]string, 0, len(r.plan.shelves))
	for s := range r.plan.shelves {
		keys = append(keys, s.month+" "+string(s.source))
	}
	slices.Sort(keys)
	names := map[news.SourceID]string{}
	for _, s := range r.plan.status {
		names[s.ID] = nameOf(s)
	}
	return r.each(ctx, keys, func(ctx context.Context, key string) error {
		month, source, _ := strings.Cut(key, " ")
		s := shelf{news.SourceID(source), month}
		path := shelfPath(s)
		if r.plan.perShelf[s] == 0 {
			r.dropParts(path)
			return nil
		}
		heads, err := r.lib.Heads(ctx, Query{Source: s.source, From: month + "-01", To: month + "-31"})
		if err != nil {
			return err
		}
		rows := r.rows(heads, "../../", month)
		title := names[s.source] + " · " + r.monthName(month)
		return r.parts(path, rows, func(at string) (*listView, error) {
			return &listView{
				frame: r.frame(at, title, "sources"), Heading: title, Sub: r.w.NReports(len(rows)), Note: r.w.TimesInUTC,
				Up: &pageLink{"../../" + sourcePath(s.source), names[s.source]},
			}, nil
		})
	})
}
