package page

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden makes every kind of file in three forms of a site: values in, bytes out, without a library.
// testdata has a file for each form.
func TestGolden(t *testing.T) {
	topics := []Topic{NewTopic("ports", "港口", []string{"港口", "container terminal"})}
	for name, form := range map[string]Form{
		"classic": {Language: "zh-Hans", Audience: Private, Scripts: true, Topics: topics, Notice: "这里的一切都是虚构的。", SearchScript: "search-0.js", Log: true},
		"modern":  {Language: "zh-Hant", Audience: Public, Arrangement: Modern, Topics: topics},
		"english": {Language: "en", Audience: Public, Index: true, Topics: topics, Log: true},
	} {
		form.Title, form.URL, form.Version = "外电", "https://press.example/", "1.0"
		t.Run(name, func(t *testing.T) {
			got := txtar.Format(&txtar.Archive{Files: archived(everyFile(t, New(form)))})
			golden := filepath.Join("testdata", name+".txtar")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			differ(t, txtar.Parse(want), txtar.Parse(got))
		})
	}
}

// archived gives each file a last line that ends, as txtar has it.
func archived(files []File) []txtar.File {
	out := make([]txtar.File, len(files))
	for i, f := range files {
		data := bytes.Clone(f.Data)
		if !bytes.HasSuffix(data, []byte("\n")) {
			data = append(data, '\n')
		}
		out[i] = txtar.File{Name: f.Path, Data: data}
	}
	return out
}

// differ says which files are not as they were, and from which line on.
func differ(t *testing.T, want, got *txtar.Archive) {
	t.Helper()
	before := map[string]string{}
	for _, f := range want.Files {
		before[f.Name] = string(f.Data)
	}
	for _, f := range got.Files {
		was, ok := before[f.Name]
		delete(before, f.Name)
		if !ok {
			t.Errorf("%s is new", f.Name)
			continue
		}
		a, b := strings.Split(was, "\n"), strings.Split(string(f.Data), "\n")
		for i := range b {
			if i >= len(a) || a[i] != b[i] {
				t.Errorf("%s, line %d:\n got %s\nwant %s", f.Name, i+1, b[i], strings.Join(a[min(i, len(a)):min(i+1, len(a))], ""))
				break
			}
		}
		if len(a) > len(b) {
			t.Errorf("%s has %d lines, want %d", f.Name, len(b), len(a))
		}
	}
	for name := range before {
		t.Errorf("%s is not made any more", name)
	}
}

func at(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// report is an invented report with a digest, a line a paragraph.
func report(id, source, outlet, lang, published, title, body, headline string, digest ...news.Claim) news.Item {
	a := news.Article{
		ID: news.ArticleID(id), Version: 1, Source: news.SourceID(source), SourceName: outlet + " - World", Outlet: outlet, Lang: lang,
		URL: "https://" + source + ".example/" + id, Canonical: "https://" + source + ".example/world/" + id, Kind: news.PageArticle,
		Title: title, Published: at(published), Hour: news.HourGiven, Captured: at(published).Add(20 * time.Minute).UTC(),
		Capture: news.Hash(strings.Repeat("5f3a9c1e", 8)),
	}
	for line := range strings.SplitSeq(body, "\n") {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: line, Ends: text.Sentences(line)})
	}
	a.Words = text.Words(a.Text(), lang)
	d := news.Digest{Article: a.ID, Version: 1, Lang: "zh-Hans", Title: headline, Summary: digest, By: "modell:8b", Prompt: "3",
		At: a.Captured.Add(time.Minute), Checked: []news.Rule{news.NumberRule, news.QuoteRule}}
	return news.Item{Article: a, Digest: d, Rights: news.RightsFull, Capture: news.Ref{File: "waidian-00001.warc.gz", Offset: 4711},
		Versions: []news.Version{{N: 1, Title: title, Words: a.Words, Captured: a.Captured, Hash: a.Capture}}}
}

// reports are three of an event and one of another, newest first.
func reports() []news.Item {
	strike := report("strike7k2a", "courier", "The Harbour Courier", "en", "2024-03-06T18:40:00Z", "Dockers at Vessa walk out",
		"Dockers at the port of Vessa walked off the job on Wednesday. About 4,200 workers joined, the authority said.\n\"We learn it from a text message,\" one said. The union spoke of 5,600.",
		"韦萨港码头工人罢工", news.Claim{Text: "韦萨港码头工人周三停工。", Evidence: []int{1}},
		news.Claim{Text: "港务局称约四千二百人参加，工会说有五千六百人。", Evidence: []int{2, 4},
			Findings: []news.Finding{{Rule: news.NumberRule, Span: "五千六百人", Reason: news.NumberElsewhere, Arg: "The union spoke of 5,600."}}})
	strike.Article.Byline, strike.Article.Section = []string{"Mara Lindqvist", "Tomas Hale"}, "World"
	strike.Article.Version, strike.Article.Updated = 2, at("2024-03-07T05:58:00Z")
	strike.Versions = append(strike.Versions, news.Version{N: 2, Title: strike.Article.Title, Words: strike.Article.Words, Captured: at("2024-03-07T06:15:00Z"), Edited: true})
	strike.Article.Blocks = append(strike.Article.Blocks,
		news.Block{Kind: news.Heading, Text: "What comes next"}, news.Block{Kind: news.Caption, Text: "The quay at Vessa on Wednesday."})
	strike.Digest.LeftOut = []news.Reject{{Text: "仓库只够三天。", Why: []news.Finding{{Rule: news.FormRule, Reason: news.NoEvidence, Rejects: true}}}}
	strike.Digest.Translation = []string{"韦萨港的码头工人周三罢工。", "", "接下来", ""}

	streik := report("streik4mbq", "nordkurier", "Nordlicht Zeitung", "de", "2024-03-07T07:20:00+01:00", "Streik im Hafen von Vessa",
		"Der größte Containerhafen am Binnenmeer steht still. Rund 5000 Beschäftigte haben die Arbeit niedergelegt.",
		"韦萨港罢工次日", news.Claim{Text: "内海最大的集装箱港陷入停顿，约五千名员工停工。", Evidence: []int{1, 2}})
	streik.Rights = news.RightsExcerpt

	again := report("copy2zzq7a", "ledger", "The Plains Ledger", "en", "2024-03-06T21:10:00-06:00", "Dockers at Vessa walk out",
		"Dockers at the port of Vessa walked off the job on Wednesday.", "", news.Claim{Text: "Dockers at the port of Vessa walked off the job on Wednesday.", Evidence: []int{1}})
	again.CopyOf, again.Rights = strike.Article.ID, news.RightsLink
	again.Digest.By, again.Digest.Lang, again.Digest.Reason, again.Digest.Checked = news.ByExtract, "en", news.DigestWaiting, nil
	for _, it := range []*news.Item{&strike, &streik, &again} {
		it.Story = "strike7k2a"
	}

	single := report("minamo3yqa", "towan", "東湾新報", "ja", "2024-03-07T14:05:00+09:00", "気象衛星の打ち上げ成功", "気象衛星が七日午前、打ち上げられた。",
		"气象卫星发射成功", news.Claim{Text: "气象卫星七日上午升空。", Evidence: []int{1}})
	single.Article.Kind, single.Article.Withdrawn = news.PagePaywall, at("2024-03-07T09:00:00Z")
	single.Sights = []news.Sight{
		{At: at("2024-03-07T07:30:00Z"), Seen: news.SightGone, Status: 404, URL: single.Article.URL, Kept: true, File: "waidian-00001-20240307000000.warc.gz", Offset: 7001},
		{At: at("2024-03-07T09:00:00Z"), Seen: news.SightGone, Status: 410, URL: single.Article.URL, Kept: true, File: "waidian-00001-20240307000000.warc.gz", Offset: 9001, Reached: true},
	}
	return []news.Item{streik, single, again, strike}
}

var sources = []SourceStatus{
	{Source: news.Source{ID: "courier", Name: "The Harbour Courier - World", Outlet: "The Harbour Courier", URL: "https://courier.example/rss", Kind: news.KindFeed,
		Lang: "en", Country: "GB", Rights: news.RightsFull, Why: "港口与航运报道细。"}, Active: true, Polled: at("2024-03-07T09:30:00Z"), Succeeded: at("2024-03-07T09:30:00Z"), Status: 200},
	{Source: news.Source{ID: "ledger", Name: "The Plains Ledger - World", Outlet: "The Plains Ledger", URL: "https://ledger.example/feed", Kind: news.KindSection, Lang: "en",
		Country: "US", Rights: news.RightsLink}, Active: true, Polled: at("2024-03-07T09:31:00Z"), Succeeded: at("2024-03-06T22:10:00Z"), Failures: 4, Status: 503,
		Read: news.Watched{Since: at("2024-02-27T08:00:00Z"), Until: at("2024-03-06T22:10:00Z")}, Silences: []Silence{
			{From: at("2024-03-01T20:00:00Z"), To: at("2024-03-02T09:00:00Z"), Cause: news.CauseDeskOff},
			{From: at("2024-03-06T22:10:00Z"), To: at("2024-03-07T09:31:00Z"), Cause: news.CauseTrouble, Lasts: true},
			{From: at("2024-03-04T00:00:00Z"), To: at("2024-03-05T07:00:00Z"), Cause: news.CausePaused},
		}},
}

// everyFile makes each kind of file that a Set makes, once.
func everyFile(t *testing.T, s *Set) (out []File) {
	add := func(path string, data []byte, err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, File{path, bytes.Clone(data)})
	}
	addAll := func(files []File, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, files...)
	}
	var listed, event []Listed
	var placed, items []Placed
	for _, it := range reports() {
		l := Listed{HeadOf(it), ArticlePath(it.Article)}
		p := Placed{s.Show(it), l.Path}
		listed, placed = append(listed, l), append(placed, p)
		if it.Story != "" {
			event, items = append(event, l), append(items, p)
		}
	}
	reportPages(s, listed, event, placed, add)
	lists(s, listed, event, &items[Naming(event)].Shown, add, addAll)
	x := Story{ID: "strike7k2a", Reports: event}
	var cited []news.Item
	for _, it := range reports() {
		if it.Story != "" {
			cited, x.Whole = append(cited, it), append(x.Whole, s.WholeOf(it, ArticlePath(it.Article)))
		}
	}
	x.Account = s.ShowAccount(told(cited), cited)
	parts, _, err := s.Story(x)
	addAll(parts, err)
	data, err := s.StoryJSON(x)
	add(data.Path, data.Data, err)
	addAll(s.Feeds(Feed{Title: "外电", Page: "index.html"}, placed))
	moved, err := s.Moved("old4story7", StoryPath("strike7k2a"))
	add(StoryPath("old4story7"), moved, err)
	issue(s, add, addAll)
	topicPages(s, listed, add, addAll)
	once(s, placed, listed, add)
	return out
}

// issue makes the page of an edition, its feeds, and the front page of it.
func issue(s *Set, add adder, addAll func([]File, error)) {
	x := issueOf(s, reports(), nil)
	html, err := s.Edition(x)
	add(EditionPath(x.Edition.ID()), html, err)
	html, err = s.Home(homeOf(x))
	add("index.html (edition)", html, err)
	addAll(s.EditionFeeds("19:00", []Edition{x}))
}

type adder func(path string, data []byte, err error)

func reportPages(s *Set, listed, event []Listed, placed []Placed, add adder) {
	for i, p := range placed {
		a := Article{Placed: p, Day: listed[i].Place(time.UTC).Day, Story: p.Story, Topics: []string{"ports"}}
		if p.Story != "" {
			a.Siblings = event
		}
		if i > 0 {
			a.After = &listed[i-1]
		}
		if i < len(listed)-1 {
			a.Before = &listed[i+1]
		}
		if p.CopyOf != "" {
			a.Original = &listed[len(listed)-1]
		}
		html, err := s.Article(&bytes.Buffer{}, a)
		add(p.Path, html, err)
	}
	record, err := s.Record(&bytes.Buffer{}, Article{Placed: placed[3]})
	add(JSONPath(placed[3].Path), record, err)
}

var counts = Counts{PerDay: map[string]int{"2024-03-06": 2, "2024-03-07": 2, "2023-12-31": 1}, PerMonth: map[string]int{"2024-03": 4, "2023-12": 1}}

func lists(s *Set, listed, event []Listed, named *Shown, add adder, addAll func([]File, error)) {
	stories := []StoryInList{{ID: "strike7k2a", Reports: event, Named: named}}
	empty, err := s.Home(Home{Sources: sources})
	add("index.html (empty)", empty, err)
	days, byOutlet, err := s.Day(Day{Day: "2024-03-07", Reports: listed, Before: "2024-03-06"})
	addAll(append(days, byOutlet...), err)
	month, err := s.Month(Month{Month: "2024-03", Counts: counts, Stories: stories})
	add(MonthPath("2024-03"), month, err)
	year, err := s.Year("2024", counts)
	add(YearPath("2024"), year, err)
	archive, err := s.Archive(counts)
	add("archive.html", archive, err)
	source, err := s.Source(Source{Status: sources[0], Latest: listed[3:], Total: 2, PerMonth: map[string]int{"2024-03": 1, "2023-12": 1}})
	add(SourcePath("courier"), source, err)
	addAll(s.SourceMonth(SourceMonth{Source: "courier", Name: "The Harbour Courier - World", Month: "2024-03", Reports: listed[3:]}))
}

// once makes the files that a site has once.
func once(s *Set, placed []Placed, listed []Listed, add adder) {
	x := Sources{Backlog: Backlog{Reading: 3, Digesting: 2, Buried: 1}, Total: 4, Day: "2024-03-07"}
	for i, src := range sources {
		x.Sources = append(x.Sources, SourceInList{SourceStatus: src, N: 4 - 3*i, PerMonth: []int{1, 4}, PerDay: []int{0, 2, 2}, Newest: listed[i].Date})
	}
	found := Search{Query: "Vessa", Total: 1, Asked: "?q=Vessa", Lang: "en", Next: "search?q=Vessa&page=2", Hits: []Hit{{
		Path: placed[3].Path, Title: "Dockers at Vessa walk out", Lang: "en", DigestTitle: "韦萨港码头工人罢工", DigestLang: "zh-Hans", Outlet: "The Harbour Courier",
		Date: at("2024-03-06T18:40:00Z"), Words: 320, Snippet: []Part{{Text: "the port of "}, {"Vessa", true}, {Text: " walked off"}}, SnippetLang: "en",
	}}}
	for _, f := range []struct {
		path string
		make func() ([]byte, error)
	}{
		{"sources.html", func() ([]byte, error) { return s.Sources(x) }},
		{"status.html", func() ([]byte, error) { return s.Status(x) }},
		{"status.json", func() ([]byte, error) { return s.StatusJSON(x) }},
		{"sources.opml", func() ([]byte, error) { return s.OPML(sources) }},
		{"search.html", func() ([]byte, error) { return s.SearchForm(sources) }},
		{"search?q=Vessa", func() ([]byte, error) { return s.Search(found, sources) }},
		{"search.atom.xml?q=Vessa", func() ([]byte, error) { return s.SearchFeed("search.atom.xml", found, []news.Item{placed[3].Item}) }},
		{"index row", func() ([]byte, error) { return fmt.Appendf(nil, "%q", s.IndexRow(placed[3])), nil }},
		{"about.html", s.About},
		{"verify.html", s.Verify},
		{"404.html", func() ([]byte, error) {
			out, err := s.NotFound()
			return bytes.Replace(out, StyleSheet(), []byte("THE STYLE SHEET"), 1), err
		}},
		{"a/courier/2024/03/down-abcdefghij.html", func() ([]byte, error) {
			at := time.Date(2024, 3, 9, 12, 30, 0, 0, time.UTC)
			return s.Takedown("a/courier/2024/03/down-abcdefghij.html", news.Takedown{Had: at.AddDate(0, 0, -2), At: at, Reason: "Asked <for>\nby its owner"})
		}},
		{"opensearch.xml", s.OpenSearch},
		{"robots.txt", func() ([]byte, error) { return s.Robots(), nil }},
		{SitemapPath("2024-03", 0), func() ([]byte, error) { return s.Sitemap([]SitemapPage{{placed[3].Path, Modified(placed[3].Shown)}}) }},
		{"sitemap.xml", func() ([]byte, error) { return s.SitemapIndex([]string{SitemapPath("2024-03", 0)}) }},
	} {
		data, err := f.make()
		add(f.path, data, err)
	}
}

func topicPages(s *Set, listed []Listed, add adder, addAll func([]File, error)) {
	topic := s.o.Topics[0]
	topics, err := s.Topics([]TopicInList{{topic, 1, &listed[3]}, {Topic: NewTopic("none", "", nil)}})
	add("topics.html", topics, err)
	page, err := s.Topic(TopicPage{Topic: topic, Latest: listed[3:], Total: 1, PerMonth: map[string]int{"2024-03": 1}})
	add(TopicPath("ports"), page, err)
	addAll(s.TopicMonth(TopicMonth{Topic: topic, Month: "2024-03", Reports: listed[3:]}))
}
