package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
	"github.com/waidian/waidian/internal/wording"
)

// Search is an answer to a search, for a page or a feed to show.
type Search struct {
	Query        string
	From, To     string // "2006-01-02"; empty: open
	Source, Lang string
	Topic        string
	Total        int  // hits in all
	More         bool // there are at least Total
	Hits         []Hit
	Next, Prev   string    // addresses of the neighbouring pages, relative to the root; may be empty
	Back         time.Time // reports before it were not looked into; zero: all were
	Older        string    // address of the same search among those
	Missing      []string  // words that no report has, where nothing was found
	Apart        bool      // nothing was found, though each word is in some report
	Instead      string    // the query with another spelling, which finds something
	InsteadAt    string    // address of that search
	Unread       string    // why the query could not be read, in the reader's language; empty: it was
	Asked        string    // what follows the paths of the query's feeds: "?q=…"; empty: there are none
}

// SearchFeeds are the paths at which a server answers a search with feeds: Atom, RSS, JSON Feed.
func SearchFeeds() [3]string { return FeedPaths(searchPage) }

// searchPage is the path of the search page.
const searchPage = "search.html"

// SearchFeed is the feed at path, one of SearchFeeds, of the reports that a search has found, newest first.
func (s *Set) SearchFeed(path string, x Search, reports []news.Item) ([]byte, error) {
	feed := Feed{Title: cut(line(x.Query), 60) + " · " + s.o.Title, Page: searchPage, Asked: x.Asked}
	items := make([]feedItem, len(reports))
	for i, it := range reports {
		items[i] = s.feedItem(Placed{s.Show(it), ArticlePath(it.Article)})
	}
	paths := SearchFeeds()
	return s.feedIn(max(0, slices.Index(paths[:], path)), feed, path, items)
}

// Hit is one report that was found.
type Hit struct {
	Path        string // as in ArticlePath
	Title, Lang string
	DigestTitle string
	DigestLang  string
	Unfit       bool // the model of the digest often errs
	ByHand      bool // a person wrote DigestTitle
	Outlet      string
	Date        time.Time
	Grain       news.Grain // what is known of Date
	Words       int
	Snippet     []Part
	SnippetLang string
}

// Part is a piece of a snippet; Mark: the query was found in it.
type Part struct {
	Text string
	Mark bool
}

type searchView struct {
	frame
	Search
	Static bool
	Script string // of a copy that searches itself
	Found  string
	Times  string // in which zone days are
	None   string // what is said where nothing was found
	Rows   []hitRow

	Narrowed bool // by more than words
	Choices  []choice
}

// choice is a field by which a search is narrowed to one of some values.
type choice struct {
	Name, Field string
	Options     []option
}

type option struct {
	Value, Name string
	On          bool
}

// choices are what a search can be narrowed by: the sources, their languages, the topics. What x has chosen
// already is marked; a field with fewer than two values is left out.
func (s *Set) choices(x Search, sources []SourceStatus) []choice {
	var outlets, languages, topics []option
	for _, src := range sources {
		outlets = append(outlets, option{string(src.ID), SourceName(src), x.Source == string(src.ID)})
		base, _, _ := strings.Cut(tag(src.Lang), "-")
		known := func(o option) bool { return o.Value == base }
		if base != "" && !slices.ContainsFunc(languages, known) {
			languages = append(languages, option{base, s.w.LanguageName(base), x.Lang == base})
		}
	}
	for _, t := range s.o.Topics {
		topics = append(topics, option{t.ID, t.Name, x.Topic == t.ID})
	}
	named := func(o option) string { return o.Name }
	outlets, languages = wording.ByName(s.w, outlets, named), wording.ByName(s.w, languages, named)
	var out []choice
	for _, c := range []choice{{s.w.Source, "source", outlets}, {s.w.Language, "lang", languages}, {s.w.Topics, "topic", topics}} {
		if len(c.Options) > 1 {
			out = append(out, c)
		}
	}
	return out
}

type hitRow struct {
	row
	Date        string
	Snippet     []Part
	SnippetLang string
}

// scriptPolicy lets a page have a script of the site.
const scriptPolicy = policy + "; script-src 'self'"

// SearchForm is the search page of the site as files: the form, and what answers it.
func (s *Set) SearchForm(sources []SourceStatus) ([]byte, error) {
	v := &searchView{frame: s.frame("search.html", s.w.Search, "search"), Static: true, Times: s.inZone(""), Choices: s.choices(Search{}, sources)}
	if s.o.SearchScript != "" {
		v.Script = s.o.SearchScript
		v.Policy = scriptPolicy
		v.Rules = s.shared("rules", v.frame)
	}
	return s.render("search.html", v)
}

// Search is the page that shows what a search found, or the form alone where Query is empty. A server
// answers "search" and "search.html" at the root of the site with it; SearchForm is for copies without a server.
func (s *Set) Search(x Search, sources []SourceStatus) ([]byte, error) {
	v := &searchView{
		frame: s.frame("search.html", s.w.Search, "search"), Search: x, Times: s.inZone(""),
		Narrowed: x.From+x.To+x.Source+x.Lang+x.Topic != "", Choices: s.choices(x, sources),
	}
	v.NoIndex = true
	v.Self = ""
	if x.Query != "" {
		v.Title = cut(line(x.Query), 60) + " · " + s.w.Search
		found := s.w.Hits
		if x.More {
			found = s.w.HitsMore
		}
		v.Found = fmt.Sprintf(found, s.w.NReports(x.Total))
		if !x.Back.IsZero() {
			v.Found = fmt.Sprintf(s.w.SearchPart, x.Total, s.w.Date(s.local(x.Back)))
		}
	}
	switch {
	case len(x.Missing) > 0:
		v.None = fmt.Sprintf(s.w.SearchMissing, cut(line(strings.Join(x.Missing, s.w.Enumeration)), titleBound))
	case x.Apart:
		v.None = s.w.SearchApart
	default:
		v.None = s.w.SearchNone
	}
	for _, h := range x.Hits {
		hit := hitRow{
			row: row{
				Href: h.Path, Outlet: line(h.Outlet),
				Main: cut(line(h.Title), titleBound), MainLang: tag(h.Lang),
			},
			Date: s.dateOf(Filed{Date: h.Date, Grain: h.Grain}), SnippetLang: tag(h.SnippetLang),
		}
		hit.Stamp = s.stampOf(Filed{Date: h.Date, Grain: h.Grain})
		if h.DigestTitle != "" {
			hit.Orig, hit.OrigLang = hit.Main, hit.MainLang
			hit.Main, hit.MainLang = cut(line(h.DigestTitle), titleBound), tag(h.DigestLang)
			if h.Unfit {
				hit.Marks = []string{s.w.UnfitMark}
			}
			if h.ByHand {
				hit.Marks = append(hit.Marks, s.w.ByHand)
			}
		}
		if h.Words > 0 {
			hit.Length = s.w.Minutes(text.Minutes(h.Words, h.Lang))
		}
		hit.Snippet = h.Snippet
		v.Rows = append(v.Rows, hit)
	}
	return s.render("search.html", v)
}

// dateOf is the day of a report, or that it has no date.
func (s *Set) dateOf(f Filed) string {
	if f.Grain == news.GrainNone {
		return s.w.Undated
	}
	return s.w.Date(s.dayOf(f))
}

// stampOf is the machine form of the time of a report.
func (s *Set) stampOf(f Filed) string {
	_, at := s.clockOf(Listed{Head: Head{Filed: f}}, "")
	return at
}

// Passages are the texts of a report in which a search may find something: what its page shows, who has written and
// who has published it, and nothing else. A phrase does not reach from one into the next.
func Passages(it Shown) []string {
	a, d := it.Article, it.Digest
	out := []string{a.Title, d.Title, sentences(d), a.Section}
	for _, b := range a.Blocks {
		out = append(out, b.Text)
	}
	return append(append(out, a.Outlet, a.SourceName), a.Byline...)
}

// lead is what lists show of a digest, and its language.
func lead(d news.Digest) (sentence, lang string) {
	if d.Lead() == "" {
		return "", ""
	}
	return cut(line(d.Lead()), leadBound), d.Lang
}

// sentences are those of a digest, without what is found in them.
func sentences(d news.Digest) string {
	out := make([]string, len(d.Summary))
	for i, c := range d.Summary {
		out[i] = line(c.Text)
	}
	if text.Spaceless(d.Lang) {
		return strings.Join(out, "")
	}
	return strings.Join(out, " ")
}

// IndexRow is what the search page of a copy shows of a hit: path, headline and its language, the
// outlet's own headline and its language, outlet, time, date and length as shown, opening
// of the digest and its language.
func (s *Set) IndexRow(x Placed) [11]string {
	h := HeadOf(x.Item)
	row := s.row(Listed{h, x.Path}, "", "")
	row.Lead, row.LeadLang = lead(x.Digest)
	marks := []string{row.Length}
	if row.Erring {
		marks = append(marks, s.w.UnfitMark)
	}
	if slices.Contains(row.Marks, s.w.ByHand) || x.Digest.LeadByHand() {
		marks = append(marks, s.w.ByHand)
	}
	row.Length = strings.Join(slices.DeleteFunc(marks, func(x string) bool { return x == "" }), " · ")
	return [11]string{
		x.Path, row.Main, row.MainLang, row.Orig, row.OrigLang,
		row.Outlet, row.Stamp, s.dateOf(h.Filed), row.Length, row.Lead, row.LeadLang,
	}
}
