package page

import (
	"cmp"
	"fmt"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Source is the page of a source.
type Source struct {
	Status   SourceStatus
	Latest   []Listed       // its newest reports
	Total    int            // reports
	PerMonth map[string]int // "2006-01" -> reports
}

// Source is the page of a source.
func (s *Set) Source(x Source) ([]byte, error) { return s.render("source.html", s.sourceView(x)) }

// SourceMonth is the list of what a source published in a month.
type SourceMonth struct {
	Source  news.SourceID
	Name    string // of the source
	Month   string // "2006-01"
	Reports []Listed
}

// SourceMonth are the pages of a month of a source, its newest part last.
func (s *Set) SourceMonth(x SourceMonth) ([]File, error) {
	rows := s.rows(x.Reports, "../../", x.Month)
	title := x.Name + " · " + s.monthName(x.Month)
	return s.parts(SourceMonthPath(x.Source, x.Month), rows, func(at string) *listView {
		return &listView{
			frame: s.frame(at, title, "sources"), Heading: title, Sub: s.w.NReports(len(rows)), Note: s.inZone(x.Month),
			Up: &pageLink{"../../" + SourcePath(x.Source), x.Name},
		}
	})
}

// SourceName is how pages name a source.
func SourceName(s SourceStatus) string {
	return cmp.Or(line(s.Name), line(s.Outlet), string(s.ID))
}

func (s *Set) sourceView(x Source) *listView {
	w, src := s.w, s.ShowSource(x.Status)
	path := SourcePath(src.ID)
	v := &listView{
		frame: s.frame(path, SourceName(src), "sources"), Heading: SourceName(src), Sub: w.NReports(x.Total), Note: s.inZone(s.yearOf(x.Latest)),
		Up: &pageLink{"../sources.html", w.Sources}, BarsTitle: w.PerMonth,
	}
	v.Feeds = "../" + stem(path)
	v.Rows, v.Of = s.rows(x.Latest, "../", ""), s.ofAll(len(x.Latest), x.Total)
	var facts []fact
	add := func(f fact) { facts = append(facts, f) }
	add(fact{Name: w.Outlet, Value: line(src.Outlet), Kept: true})
	add(fact{Name: w.Country, Value: w.CountryName(line(src.Country))})
	add(fact{Name: w.Language, Value: w.LanguageName(tag(src.Lang))})
	address := w.Homepage
	if s.o.Audience == Public && !src.ShowURL {
		address = w.Website
	}
	add(fact{Name: address, Value: link(src.URL), Href: link(src.URL)})
	add(fact{Name: w.ReadBy, Value: w.SourceKinds[src.Kind]})
	add(fact{Name: w.Scope, Value: s.scope(src.Source)})
	add(fact{Name: w.Rights, Value: w.RightsShown[src.Rights]})
	add(fact{Name: w.WhyListed, Value: line(src.Why), Lang: foreign(src.Why, text.Lang(src.Why, "en"))})
	v.Facts = factList(facts)
	v.Bars = s.bars(x.PerMonth, func(month string) string { return "../" + SourceMonthPath(src.ID, month) })
	return v
}

// scope says which of a source's reports are taken.
func (s *Set) scope(src news.Source) string {
	var out string
	switch {
	case src.Whole:
		out = s.w.ScopeAll
	case len(src.Beat.Include) > 0:
		out = s.w.List(src.Beat.Include)
	default:
		out = s.w.ScopeBeat
	}
	if len(src.Beat.Exclude) > 0 {
		out += s.w.Semicolon + fmt.Sprintf(s.w.Except, s.w.List(src.Beat.Exclude))
	}
	return cut(line(out), titleBound)
}
