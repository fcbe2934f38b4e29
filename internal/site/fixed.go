package site

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/record"
	"github.com/waidian/waidian/internal/search/static"
)

// assets writes the files that pages refer to.
func (r *run) assets() error {
	if err := r.put(r.style, styleSheet); err != nil {
		return err
	}
	if err := r.put("favicon.svg", favicon); err != nil || r.o.ServerOnly {
		return err
	}
	fold, err := static.Fold()
	if err != nil {
		return err
	}
	if err := r.put(fold.Path, fold.Data); err != nil {
		return err
	}
	return r.put(r.Set.o.SearchScript, static.Script)
}

// fixed renders the pages that every site has once.
func (r *run) fixed(ctx context.Context) error {
	desk, err := r.lib.Desk(ctx)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		path string
		make func() ([]byte, error)
	}{
		{"archive.html", r.archivePage},
		{"sources.html", func() ([]byte, error) {
			return r.render("sources.html", r.sourcesView(desk, "sources.html", r.w.Sources))
		}},
		{"status.html", func() ([]byte, error) { return r.render("status.html", r.sourcesView(desk, "status.html", r.w.Status)) }},
		{"status.json", func() ([]byte, error) { return r.statusJSON(desk) }},
		{"search.html", func() ([]byte, error) { return r.render("search.html", r.searchView(r.plan.status)) }},
		{"about.html", func() ([]byte, error) { return r.render("about.html", r.about()) }},
		{"verify.html", func() ([]byte, error) { return r.render("verify.html", r.frame("verify.html", r.w.Verify, "about")) }},
		{"404.html", r.notFound},
		{"sources.opml", r.opml},
		{"opensearch.xml", r.openSearch},
		{"robots.txt", r.robots},
		{"sitemap.xml", r.sitemapIndex},
	} {
		out, err := f.make()
		if err != nil {
			return err
		}
		if err := r.put(f.path, out); err != nil {
			return err
		}
	}
	return nil
}

// aboutView is the page about the site.
type aboutView struct {
	frame
	Public  bool
	Program string
}

func (r *run) about() aboutView {
	return aboutView{frame: r.frame("about.html", r.w.About, "about"), Public: r.o.Audience == Public, Program: r.o.Version}
}

// notFound is answered at any address: its links begin at the root of the host.
func (r *run) notFound() ([]byte, error) {
	p := r.frame("404.html", r.w.NotFound, "")
	p.NoIndex, p.Self = true, ""
	if u, err := url.Parse(r.o.URL); err == nil && r.o.URL != "" {
		p.Root = strings.TrimSuffix(u.EscapedPath(), "/") + "/"
		p.Links, p.Foot = r.shared("links", p), r.shared("bottom", p)
	}
	return r.render("404.html", p)
}

// sourcesView is the list of sources, and how the desk fares with them.
type sourcesView struct {
	frame
	Sources []sourceRow
	Desk    Desk
	Total   int
	Program string
}

type sourceRow struct {
	Href, Name, Lang  string
	N                 int
	Spark             []spark // reports a month
	Days              []spark // reports a day
	Newest            fact
	Good              bool
	State             string
	Polled, Succeeded fact
	Failures          int
	Answer            string
}

// spark is one month's column in a small picture, in units of its view box.
type spark struct{ X, Y, Height int }

// sparkMonths and sparkDays are how many months and days the small pictures show.
const (
	sparkMonths = 12
	sparkDays   = 14
)

// sparks draws counts as columns.
func sparks(counts []int) []spark {
	var out []spark
	most := slices.Max(append(counts, 1))
	for i, n := range counts {
		if n > 0 {
			h := max(1, n*16/most)
			out = append(out, spark{X: i * 5, Y: 16 - h, Height: h})
		}
	}
	return out
}

// lately counts the reports of each source on the newest days, the days without any included, and
// tells when the newest is of. "Newest" is told by the reports, not by a clock.
func (r *run) lately() (perDay map[news.SourceID][]int, newest map[news.SourceID]int64) {
	perDay, newest = map[news.SourceID][]int{}, map[news.SourceID]int64{}
	end, _ := time.Parse(time.DateOnly, r.newestDay())
	for i := range sparkDays {
		for _, f := range r.plan.byDay[end.AddDate(0, 0, i+1-sparkDays).Format(time.DateOnly)] {
			if perDay[f.source] == nil {
				perDay[f.source] = make([]int, sparkDays)
			}
			perDay[f.source][i]++
		}
	}
	for _, f := range r.ledger.filed {
		newest[f.source] = max(newest[f.source], f.at)
	}
	return perDay, newest
}

func (r *run) sourcesView(desk Desk, path, title string) *sourcesView {
	v := &sourcesView{frame: r.frame(path, title, "sources"), Desk: desk, Total: len(r.ledger.filed), Program: r.o.Version}
	total := r.plan.perSource()
	months := sortedKeys(r.plan.perMonth)
	months = months[max(0, len(months)-sparkMonths):]
	perDay, newest := r.lately()
	year := r.newestDay()
	for _, s := range r.plan.status {
		x := sourceRow{
			Href: sourcePath(s.ID), Name: nameOf(s), Lang: r.w.LanguageName(tag(s.Lang)), N: total[s.ID],
			Failures: s.Failures, Good: s.Failures == 0 && s.Active,
		}
		counts := make([]int, len(months))
		for i, m := range months {
			counts[i] = r.plan.perShelf[shelf{s.ID, m}]
		}
		x.Spark, x.Days = sparks(counts), sparks(perDay[s.ID])
		x.Newest = fact{Value: r.w.Never}
		if at, ok := newest[s.ID]; ok {
			x.Newest = r.brief(time.Unix(at, 0), year)
		}
		x.State = r.state(s)
		x.Polled, x.Succeeded = r.brief(s.Polled, year), r.brief(s.Succeeded, year)
		if s.Failures > 0 {
			x.Answer = r.w.Unreachable
			if s.Status > 0 {
				x.Answer = "HTTP " + strconv.Itoa(s.Status)
			}
		}
		v.Sources = append(v.Sources, x)
	}
	return v
}

func (r *run) state(s SourceStatus) string {
	switch {
	case !s.Active:
		return r.w.SwitchedOff
	case s.Failures > 0:
		return r.w.Failing
	}
	return r.w.Fine
}

// brief is a time in a table of the year given, whose page says that times are in UTC.
func (r *run) brief(t time.Time, year string) fact {
	if t.IsZero() {
		return fact{Value: r.w.Never}
	}
	return fact{Value: r.clock(t, year), Stamp: stamp(t.UTC())}
}

// statusJSON is the state of the desk as data.
func (r *run) statusJSON(desk Desk) ([]byte, error) {
	type source struct {
		ID        string `json:"id"`
		Name      string `json:"name"`
		Active    bool   `json:"active"`
		Articles  int    `json:"articles"`
		Newest    string `json:"newest,omitempty"`
		Polled    string `json:"polled,omitempty"`
		Succeeded string `json:"succeeded,omitempty"`
		Failures  int    `json:"failures"`
		Status    int    `json:"http_status,omitempty"`
	}
	total := r.plan.perSource()
	_, newest := r.lately()
	latest := func(s news.SourceID) string {
		if at, ok := newest[s]; ok {
			return record.Time(time.Unix(at, 0).UTC())
		}
		return ""
	}
	v := struct {
		Articles  int      `json:"articles"`
		Reading   int      `json:"reading"`
		Digesting int      `json:"digesting"`
		Buried    int      `json:"buried"`
		Sources   []source `json:"sources"`
	}{len(r.ledger.filed), desk.Reading, desk.Digesting, desk.Buried, []source{}}
	for _, s := range r.plan.status {
		v.Sources = append(v.Sources, source{
			string(s.ID), nameOf(s), s.Active, total[s.ID], latest(s.ID), record.Time(s.Polled.UTC()), record.Time(s.Succeeded.UTC()), s.Failures, s.Status,
		})
	}
	out, err := json.MarshalIndent(v, "", " ")
	return append(out, '\n'), err
}

type (
	opmlFile struct {
		XMLName  xml.Name  `xml:"opml"`
		Version  string    `xml:"version,attr"`
		Title    string    `xml:"head>title"`
		Outlines []outline `xml:"body>outline"`
	}
	outline struct {
		Text     string    `xml:"text,attr"`
		Type     string    `xml:"type,attr,omitempty"`
		XML      string    `xml:"xmlUrl,attr,omitempty"`
		Language string    `xml:"language,attr,omitempty"`
		Inner    []outline `xml:"outline"`
	}
)

// opml lists the sources for feed readers (OPML 2.0).
func (r *run) opml() ([]byte, error) {
	f := opmlFile{Version: "2.0", Title: r.o.Title + " · " + r.w.Sources}
	folders := map[string]int{}
	for _, s := range r.plan.status {
		if !s.Active {
			continue
		}
		o := outline{Text: nameOf(s), Type: "rss", XML: link(s.URL), Language: tag(s.Lang)}
		if o.XML == "" {
			continue
		}
		if s.Folder == "" {
			f.Outlines = append(f.Outlines, o)
			continue
		}
		i, ok := folders[s.Folder]
		if !ok {
			i = len(f.Outlines)
			folders[s.Folder] = i
			f.Outlines = append(f.Outlines, outline{Text: line(s.Folder)})
		}
		f.Outlines[i].Inner = append(f.Outlines[i].Inner, o)
	}
	return xmlFile(f)
}

// openSearch lets browsers ask the desk's server (OpenSearch 1.1).
func (r *run) openSearch() ([]byte, error) {
	type address struct {
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
	}
	return xmlFile(struct {
		XMLName xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		Name    string   `xml:"ShortName"`
		About   string   `xml:"Description"`
		Coding  string   `xml:"InputEncoding"`
		URL     address  `xml:"Url"`
	}{
		Name: cut(r.o.Title, 15), About: r.w.Search + " · " + r.o.Title, Coding: "UTF-8",
		URL: address{"text/html", r.Address("search.html") + "?q={searchTerms}"},
	})
}

func (r *run) robots() ([]byte, error) {
	if !r.indexed() {
		return []byte("User-agent: *\nDisallow: /\n"), nil
	}
	return []byte("User-agent: *\nAllow: /\n\nSitemap: " + r.Address("sitemap.xml") + "\n"), nil
}

// sitemapURLs is how many addresses one sitemap holds (sitemaps.org allows 50,000).
const sitemapURLs = 20000

type (
	sitemapFile struct {
		XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URLs    []sitemapLine `xml:"url"`
	}
	sitemapsFile struct {
		XMLName xml.Name      `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Maps    []sitemapLine `xml:"sitemap"`
	}
	sitemapLine struct {
		Loc string `xml:"loc"`
		Mod string `xml:"lastmod,omitempty"`
	}
)

// sitemaps writes the sitemaps of months.
func (r *run) sitemaps(months []string) error {
	for _, m := range months {
		pages := r.listed(m)
		n := 0
		for ; n*sitemapURLs < len(pages); n++ {
			f := sitemapFile{}
			for _, x := range pages[n*sitemapURLs : min(len(pages), (n+1)*sitemapURLs)] {
				f.URLs = append(f.URLs, sitemapLine{r.Address(x.path), stamp(time.Unix(x.modified, 0).UTC())})
			}
			out, err := xmlFile(f)
			if err != nil {
				return err
			}
			if err := r.put(sitemapPath(m, n), out); err != nil {
				return err
			}
		}
		for ; r.ledger.files[sitemapPath(m, n)] != 0; n++ {
			r.drop(sitemapPath(m, n))
		}
	}
	return nil
}

// listed returns the month's reports that search engines may list, oldest first.
func (r *run) listed(month string) []*filed {
	var out []*filed
	for d := 1; d <= 31; d++ {
		fs := r.plan.byDay[month+"-"+pad(d)]
		for i := len(fs) - 1; i >= 0; i-- {
			if fs[i].modified != 0 {
				out = append(out, fs[i])
			}
		}
	}
	return out
}

func (r *run) sitemapIndex() ([]byte, error) {
	f := sitemapsFile{}
	for _, m := range sortedKeys(r.plan.perMonth) {
		for n := 0; n*sitemapURLs < len(r.listed(m)); n++ {
			f.Maps = append(f.Maps, sitemapLine{Loc: r.Address(sitemapPath(m, n))})
		}
	}
	return xmlFile(f)
}
