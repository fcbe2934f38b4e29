package site

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
	"github.com/waidian/waidian/internal/text"
)

// seedLike is a report of the form that the site is known for: 545 English words in
// fifteen paragraphs under a Chinese digest of one paragraph.
func seedLike() news.Item {
	a := news.Article{
		ID: "abcdefghij", Version: 1, Source: "courier-asia", SourceName: "The Harbour Courier - Asia", Outlet: "The Harbour Courier",
		URL: "https://courier.example/asia/2024/jan/30/harbour-talks", Canonical: "https://courier.example/asia/2024/jan/30/harbour-talks",
		Kind: news.PageArticle, Title: "Harbour ministers meet in effort to reopen the northern quay", Lang: "en",
		Published: moment("2024-01-30T23:30:00-05:00"), Hour: news.HourGiven, Captured: moment("2024-01-31T05:00:00Z"),
	}
	for i := range 15 {
		n := 36
		if i < 5 {
			n = 37
		}
		p := strings.TrimSuffix(strings.Repeat("harbour ", n), " ") + "."
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
	}
	a.Words = text.Words(a.Text(), "en")
	return news.Item{Article: a, Rights: news.RightsFull, Digest: news.Digest{
		Lang: "zh-Hans", By: "modell:8b", Prompt: "3", At: moment("2024-01-31T05:01:00Z"), Checked: []news.Rule{news.NumberRule},
		Summary: []news.Claim{{Text: "两国部长会晤。", Evidence: []int{1, 2}}, {Text: "北码头或将重开。", Evidence: []int{3}}},
	}}
}

func one(items ...news.Item) *memory {
	m := newMemory()
	m.put(items...)
	return m
}

// body returns the text of a page in the order of its document, one line a block.
func body(t *testing.T, path string) []string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := html.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var b strings.Builder
	flush := func() {
		if s := strings.Join(strings.Fields(b.String()), " "); s != "" {
			lines = append(lines, s)
		}
		b.Reset()
	}
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
			return
		}
		if n.Type == html.ElementNode && (n.Data == "head" || n.Data == "script") {
			return
		}
		block := n.Type == html.ElementNode && strings.Contains(" header main article h1 h2 p div li ul footer nav dl dt dd section time ", " "+n.Data+" ")
		if block {
			flush()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if block {
			flush()
		}
	}
	walk(doc)
	flush()
	return lines
}

func TestPageReadsFromTopToBottom(t *testing.T) {
	it := seedLike()
	if it.Article.Words != 545 {
		t.Fatalf("the report has %d words", it.Article.Words)
	}
	for language, want := range map[string][3]string{
		"zh-Hans": {"2024年1月31日", "3 分钟 545 词", "抓取"},
		"zh-Hant": {"2024年1月31日", "3 分鐘 545 詞", "擷取"},
		"en":      {"January 31, 2024", "3 min 545 words", "Captured"},
	} {
		t.Run(language, func(t *testing.T) {
			o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电", Language: language}
			if _, err := New(o, one(it)).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			got := body(t, filepath.Join(o.Out, "a/the-harbour-courier/2024/01/harbour-talks-abcdefghij.html"))
			lines := []string{"外电", "The Harbour Courier - Asia-Harbour ministers meet in effort to reopen the northern quay", want[0], want[1], "两国部长会晤。北码头或将重开。"}
			lines = append(lines, it.Article.Paragraphs()...)
			if len(got) < len(lines)+2 {
				t.Fatalf("page has %d lines: %q", len(got), got)
			}
			for i, l := range lines {
				if got[i] != l {
					t.Errorf("line %d is %q, not %q", i, got[i], l)
				}
			}
			if rest := strings.Join(got[len(lines):], "\n"); !strings.Contains(rest, want[2]) || !strings.Contains(rest, "courier.example") {
				t.Errorf("the page ends without where it comes from: %s", rest)
			}
		})
	}
}

// tree is all files under dir and what they hold.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(rel)] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func same(t *testing.T, got, want map[string]string) {
	t.Helper()
	for p := range want {
		if got[p] != want[p] {
			t.Errorf("%s differs or is missing", p)
			if _, ok := got[p]; ok && !testing.Short() {
				a, b := strings.Split(got[p], "\n"), strings.Split(want[p], "\n")
				for i := range min(len(a), len(b)) {
					if a[i] != b[i] {
						t.Logf("line %d:\n%.300s\n%.300s", i+1, a[i], b[i])
						break
					}
				}
			}
		}
	}
	for p := range got {
		if _, ok := want[p]; !ok {
			t.Errorf("%s is left over", p)
		}
	}
}

// churn changes the library at random: reports come, are edited, move to other stories and
// days, and go.
func churn(r *rand.Rand, m *memory, next *int) {
	for range 1 + r.IntN(6) {
		ids := slices.Sorted(maps.Keys(m.items))
		pick := func() news.Item { return m.items[ids[r.IntN(len(ids))]] }
		switch k := r.IntN(9); {
		case k < 3 || len(ids) < 5:
			it := inventOne(*next * 7 % 900)
			it.Article.Published = it.Article.Published.Add(time.Duration(r.IntN(100)) * time.Hour)
			it.Story = news.StoryID(fmt.Sprint("st", r.IntN(12)))
			*next++
			m.put(it)
		case k == 3:
			m.remove(ids[r.IntN(len(ids))])
		case k == 4:
			it := pick()
			it.Article.Title += " again"
			it.Article.Version++
			m.put(it)
		case k == 5:
			it := pick()
			it.Story = news.StoryID(fmt.Sprint("st", r.IntN(12)))
			m.put(it)
		case k == 6:
			it := pick()
			it.CopyOf = ids[r.IntN(len(ids))]
			m.put(it)
		case k == 7:
			it := pick()
			it.Article.Published = it.Article.Published.Add(time.Duration(r.IntN(900)-450) * time.Hour)
			it.Digest.Title = "改" + it.Digest.Title
			m.put(it)
		case k == 8:
			m.merge(pick().Story, news.StoryID(fmt.Sprint("st", r.IntN(12))))
		}
	}
	if r.IntN(5) == 0 {
		m.sources = inventSources()[:2+r.IntN(10)]
		m.sources[0].Name += strings.Repeat("!", r.IntN(3))
		m.sources[1].Failures = r.IntN(5)
	}
}

func TestIncrementalEqualsFull(t *testing.T) {
	t.Parallel()
	steps, reports := 4, 25
	if effort.AskedLong() {
		steps, reports = 6, 40
	}
	for seed := range uint64(2) {
		r := rand.New(rand.NewPCG(seed, 1))
		dir := t.TempDir()
		o := Options{Out: filepath.Join(dir, "site"), Title: "外电", URL: "https://example.org", Audience: page.Private, Scripts: seed == 1, Topics: sampleTopics, Zone: zoneOf(t, []string{"UTC", "America/New_York"}[seed])}
		m := newMemory()
		m.sources = inventSources()
		m.put(invent(0, reports)...)
		next := 0
		for step := range steps {
			rep, err := New(o, m).Build(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if step > 0 && rep.Full {
				t.Fatalf("seed %d, step %d was built in full", seed, step)
			}
			full := o
			full.Out = filepath.Join(dir, fmt.Sprint("full", step))
			if _, err := New(full, m).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			same(t, tree(t, o.Out), tree(t, full.Out))
			if t.Failed() {
				t.Fatalf("seed %d, step %d", seed, step)
			}
			churn(r, m, &next)
		}
	}
}

func TestNothingChangedNothingWritten(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
	m := one(invent(0, 120)...)
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(o.Out + ".ledger")
	rep, err := New(o, m).Build(t.Context())
	if err != nil || rep.Written != 0 || rep.Removed != 0 || rep.Full {
		t.Fatalf("%+v %v", rep, err)
	}
	if after, _ := os.ReadFile(o.Out + ".ledger"); !bytes.Equal(before, after) {
		t.Error("the ledger was written")
	}
}

// dying is a library that fails, or a context that ends, after so many questions.
type dying struct {
	*memory
	left int
	end  func()
}

func (d *dying) Items(ctx context.Context, ids []news.ArticleID) ([]news.Item, error) {
	if d.left--; d.left < 0 {
		d.end()
		return nil, context.Canceled
	}
	return d.memory.Items(ctx, ids)
}

func TestStoppedAnywhereAndBuiltAgain(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 3))
	dir := t.TempDir()
	o := Options{Out: filepath.Join(dir, "site"), Title: "外电", URL: "https://example.org", Workers: 1, Scripts: true}
	m := newMemory()
	m.sources = inventSources()
	steps, reports := 7, 30
	if effort.AskedLong() {
		steps, reports = 13, 60
	}
	m.put(invent(0, reports)...)
	next := 0
	for step := range steps {
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := New(o, &dying{m, r.IntN(14), cancel}).Build(ctx); err == nil && step == 0 {
			t.Log("not stopped")
		}
		cancel()
		churn(r, m, &next) // a report written by the stopped build may be gone again
		if step%3 > 0 {
			continue
		}
		if _, err := New(o, m).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		full := o
		full.Out = filepath.Join(dir, fmt.Sprint("full", step))
		if _, err := New(full, m).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		same(t, tree(t, o.Out), tree(t, full.Out))
		if t.Failed() {
			t.Fatalf("step %d", step)
		}
	}
}

func TestBrokenLedger(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
	m := one(invent(0, 30)...)
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	want := tree(t, o.Out)
	ledger, _ := os.ReadFile(o.Out + ".ledger")
	for name, l := range map[string][]byte{
		"none": nil, "empty": {}, "cut": ledger[:len(ledger)-3], "half": ledger[:len(ledger)/2], "rubbish": []byte("\x00\xff\n\n\t"),
		"odd": append(bytes.Clone(ledger), "a\tb\n"...),
	} {
		_ = os.WriteFile(o.Out+".ledger", l, 0o644)
		if l == nil {
			_ = os.Remove(o.Out + ".ledger")
		}
		rep, err := New(o, m).Build(t.Context())
		if err != nil || !rep.Full || rep.Written != 0 {
			t.Errorf("%s: %+v %v", name, rep, err)
		}
		same(t, tree(t, o.Out), want)
	}
}

func TestPublicSiteObeysRights(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*news.Item)
		words  bool // the end of the text is shown
		lead   bool // the opening is
	}{
		"full":       {func(it *news.Item) {}, true, true},
		"excerpt":    {func(it *news.Item) { it.Rights = news.RightsExcerpt }, false, true},
		"unsaid":     {func(it *news.Item) { it.Rights = "" }, false, true},
		"link":       {func(it *news.Item) { it.Rights = news.RightsLink }, false, false},
		"no archive": {func(it *news.Item) { it.Article.NoArchive = true }, false, false},
		"reserved":   {func(it *news.Item) { it.Article.Reserved = true }, false, false},
		"extract of a link": {func(it *news.Item) {
			it.Rights = news.RightsLink
			it.Digest = news.Digest{By: news.ByExtract, Lang: "en", Summary: []news.Claim{{Text: "Openingwords stand here."}}}
		}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			it := seedLike()
			p := "Openingwords stand here."
			it.Article.Blocks = append([]news.Block{{Kind: news.Paragraph, Text: p, Ends: []int{len(p)}}}, it.Article.Blocks...)
			p = "Closingwords stand here."
			it.Article.Blocks = append(it.Article.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: []int{len(p)}})
			c.change(&it)
			o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org", Audience: page.Public}
			if _, err := New(o, one(it)).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			for p, s := range tree(t, o.Out) {
				article := strings.HasPrefix(p, "a/")
				if strings.Contains(s, "Closingwords") != c.words && (article || !c.words) {
					t.Errorf("%s: the end of the text is shown: %v", p, !c.words)
				}
				if strings.Contains(s, "Openingwords") != c.lead && (article || !c.lead) {
					t.Errorf("%s: the opening of the text is shown: %v", p, !c.lead)
				}
			}
		})
	}
}

func TestTakenDown(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
	m := one(invent(0, 20)...)
	it := seedLike()
	it.Article.Title = "Takenaway harbour"
	m.put(it)
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.remove(it.Article.ID)
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	for p, s := range tree(t, o.Out) {
		if strings.Contains(s, "Takenaway") || strings.Contains(p, "abcdefghij") {
			t.Errorf("%s still tells of it", p)
		}
	}
}

// The files show what the library withholds from the change on until the build after it.
func TestFilesShowWhatIsWithheld(t *testing.T) {
	held := seedLike()
	held.Article.Reserved = true
	other := seedLike()
	other.Article.Title = "Another title"
	for _, c := range []struct {
		name string
		do   func(*memory)
		want bool
	}{
		{"nothing", func(*memory) {}, false},
		{"another title", func(m *memory) { m.put(other) }, false},
		{"taken down", func(m *memory) { m.remove(other.Article.ID) }, true},
		{"reserved", func(m *memory) { m.put(held) }, true},
		{"never shown", func(m *memory) { m.put(invent(30, 1)...); m.remove(invent(30, 1)[0].Article.ID) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
			m := one(invent(0, 20)...)
			m.put(seedLike())
			b := New(o, m)
			shows := func(want bool) {
				t.Helper()
				if got, err := b.Shows(t.Context()); err != nil || got != want {
					t.Errorf("shows what is withheld: %v, %v; want %v", got, err, want)
				}
			}
			if _, err := b.Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			shows(false)
			c.do(m)
			shows(c.want)
			if _, err := b.Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			shows(false)
		})
	}
}

// A library that was restored from an older copy is shown as it is, however many changes were made since.
func TestRestoredLibrary(t *testing.T) {
	for later := range 6 {
		t.Run(fmt.Sprint(later, " changes"), func(t *testing.T) {
			o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
			build := func(o Options, m *memory) Outcome {
				t.Helper()
				r, err := New(o, m).Build(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return r
			}
			m := one(invent(0, 20)...)
			build(o, m)
			back := m.restore()
			m.put(invent(20, 2)...)
			m.remove(invent(3, 1)[0].Article.ID)
			build(o, m)
			gone := invent(5, later)
			for _, it := range gone {
				back.remove(it.Article.ID)
			}
			if shows, err := New(o, back).Shows(t.Context()); err != nil || !shows {
				t.Errorf("what the files show is taken for known: %v, %v", shows, err)
			}
			if r := build(o, back); !r.Full {
				t.Error("the ledger of another history was believed")
			}
			whole := o
			whole.Out = filepath.Join(t.TempDir(), "whole")
			build(whole, back)
			if got, want := tree(t, o.Out), tree(t, whole.Out); !maps.Equal(got, want) {
				t.Errorf("%d files, want %d as of a build from nothing", len(got), len(want))
			}
			for _, it := range gone {
				if held, err := New(o, back).Holds(it.Article.ID); err != nil || len(held) > 0 {
					t.Errorf("held: %q, %v", held, err)
				}
			}
			if r := build(o, back); r.Full || r.Written > 0 {
				t.Errorf("the build after it: %+v", r)
			}
		})
	}
}

// Holds names each file of a report in both scripts, and none of another.
func TestHolds(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org", Scripts: true, Language: "zh-Hans"}
	it := seedLike()
	b := New(o, one(append(invent(0, 3), it)...))
	if held, err := b.Holds(it.Article.ID); err != nil || len(held) > 0 {
		t.Errorf("before there is a site: %q, %v", held, err)
	}
	if _, err := b.Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := page.ArticlePath(it.Article)
	held, err := b.Holds(it.Article.ID)
	if err != nil || !slices.Contains(held, path) || !slices.Contains(held, page.JSONPath(path)) || !slices.Contains(held, "hant/"+path) {
		t.Errorf("%q, %v", held, err)
	}
	for _, p := range held {
		if !strings.Contains(p, string(it.Article.ID)) {
			t.Errorf("%s is of another report", p)
		}
	}
	if held, err := b.Holds(it.Article.ID[1:]); err != nil || len(held) > 0 {
		t.Errorf("of no report: %q, %v", held, err)
	}
}

func TestOneBuildAtATime(t *testing.T) {
	b := New(Options{Out: filepath.Join(t.TempDir(), "site")}, newMemory())
	h, err := b.lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Build(t.Context()); err == nil && runtime.GOOS != "windows" {
		t.Error("two builds at a time")
	}
	h.release()
	if _, err := b.Build(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestBuilt: when a build last ended well is known to other processes; one that did not end well changes nothing of that.
func TestBuilt(t *testing.T) {
	out := filepath.Join(t.TempDir(), "site")
	now := time.Date(2026, 3, 12, 8, 0, 0, 250e6, time.UTC)
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, c := range []struct {
		ctx  context.Context
		want time.Time
	}{{stopped, time.Time{}}, {t.Context(), now.Add(time.Hour)}, {stopped, now.Add(time.Hour)}, {t.Context(), now.Add(3 * time.Hour)}} {
		_, err := New(Options{Out: out, Full: true, Now: func() time.Time { return now }}, newMemory()).Build(c.ctx)
		if (err == nil) != (c.ctx == t.Context()) {
			t.Fatal(err)
		}
		if at, ok := Built(out); !at.Equal(c.want) || ok == c.want.IsZero() {
			t.Errorf("at %s it was built at %s, %v; want %s", now, at, ok, c.want)
		}
		now = now.Add(time.Hour)
	}
}

// TestPublicSiteSaysNothingWithheld puts sentences that a public site may not show, and what is the operator's own,
// wherever an item or a source can hold them, and looks for them in every file of the site.
func TestPublicSiteSaysNothingWithheld(t *testing.T) {
	const behind = "Zinnober said the quarry would be flooded before the autumn."
	why := []news.Finding{
		{Rule: news.NumberRule, Span: "四", Reason: news.NumberElsewhere, Arg: behind},
		{Rule: news.NumberRule, Span: "四", Reason: news.OtherWords, Found: behind},
		{Rule: news.JudgeRule, Span: "四", Reason: news.Remark, Arg: "it says " + behind},
	}
	var items []news.Item
	for i, r := range []news.Rights{news.RightsLink, news.RightsExcerpt, news.RightsExcerpt, news.RightsLink} {
		it := inventOne(i)
		a, d := &it.Article, &it.Digest
		it.Rights, it.Story = r, "story"
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: behind, Ends: []int{len(behind)}}, news.Block{Kind: news.Caption, Text: behind, Ends: []int{len(behind)}})
		a.Standfirst, a.Section, a.Image = behind, behind, news.Image{URL: "https://u:PASSWORD@img.example/x", Caption: behind}
		a.Notes = []news.Note{{Arg: behind}, {Code: news.NoteCut, Arg: "40"}}
		a.URL, a.Canonical = "https://bob:PASSWORD@x.example/"+string(a.ID), "https://bob:PASSWORD@x.example/"+string(a.ID)
		d.Summary[0].Findings, d.Translation = why, []string{behind}
		d.LeftOut = []news.Reject{{Text: behind, Why: why}}
		d.Summary = append([]news.Claim{{Text: behind, Evidence: []int{31}}}, d.Summary...) // a model that copies
		if i > 1 {
			it.Digest = news.Digest{By: news.ByExtract, Lang: "en", Reason: news.NoModel, LeftOut: d.LeftOut, Summary: []news.Claim{{Text: behind, Evidence: []int{31}}}}
		}
		items = append(items, it)
	}
	traditional := inventOne(4) // its digest repeats it in the other script, in the headline too
	traditional.Rights, traditional.Story, traditional.Article.Lang, traditional.Article.Title = news.RightsLink, "story", "zh-Hant", "採石場"
	traditional.Article.Blocks = []news.Block{{Kind: news.Paragraph, Text: "辛諾伯說，採石場將在秋天之前全部灌滿水。", Ends: []int{len("辛諾伯說，採石場將在秋天之前全部灌滿水。")}}}
	traditional.Digest = news.Digest{By: "m", Lang: "zh-Hans", Title: "辛诺伯说采石场将在秋天之前全部灌满水", Summary: []news.Claim{
		{Text: "辛诺伯说，采石场将在秋天之前全部灌满水。", Evidence: []int{1}}, {Text: "那里会有一个湖。", Evidence: []int{1}}}}
	items[0].Digest.Title = behind
	items = append(items, traditional)
	m := one(items...)
	m.sources = inventSources()[:4]
	for i := range m.sources {
		m.sources[i].URL, m.sources[i].Why, m.sources[i].Folder = "https://bob:PASSWORD@outlet0.example/feed/KEYSECRET?token=KEYSECRET", "REASONSECRET", "FOLDERSECRET"
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org", Audience: page.Public, Topics: sampleTopics, Language: "zh-Hans", Scripts: true}
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	files := tree(t, o.Out)
	if !strings.Contains(fmt.Sprint(slices.Collect(maps.Keys(files))), " hant/") {
		t.Error("there are no pages in the other script")
	}
	for p, s := range files {
		for _, secret := range []string{"Zinnober", "zinnober", "辛诺伯", "辛諾伯", "PASSWORD", "KEYSECRET", "REASONSECRET", "FOLDERSECRET"} {
			if strings.Contains(s, secret) {
				t.Errorf("%s says %s", p, secret)
			}
		}
	}
	if !strings.Contains(files["sources.opml"], `xmlUrl="https://example.org/source/outlet-0.atom.xml" htmlUrl="https://outlet0.example/"`) {
		t.Errorf("the list of sources leads nowhere: %s", files["sources.opml"])
	}
}
