package site

import (
	"archive/zip"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// issued gives a sample newsroom its editions: of an evening, and of the morning after.
func issued(m *memory) *memory {
	byTitle := map[string]news.Item{}
	var older []news.ArticleID
	for id, it := range m.items {
		byTitle[it.Digest.Title] = it
		if it.Story == "" && it.Article.Date().Before(moment("2024-03-05T21:00:00Z")) {
			older = append(older, id)
		}
	}
	slices.Sort(older)
	on := func(title string) news.ArticleID { return byTitle[title].Article.ID }
	dockers, stopped, wire := on("韦萨港码头工人罢工，抗议两处码头改为无人吊装"), on("韦萨港罢工次日：“什么事都是短信通知的”"), on("韦萨集装箱码头因罢工关闭")
	told := struck(m)
	evening := news.Edition{
		Slot: "19:00", Day: "2024-03-06", From: moment("2024-03-05T19:00:00Z"), Until: moment("2024-03-06T19:01:00Z"), Zone: "UTC", Filled: true,
		Reading: news.Reading{Outlets: 6, Read: 6, Reports: 4, Events: 2},
		Lines: []news.EditionLine{
			{Story: "strike", Article: wire, Score: 8, Terms: []news.Term{{Reason: news.RankNew, Points: 4}}, Reason: news.RankNew, Topic: "harbour", Outlets: 2, Reports: 2, First: []news.ArticleID{wire}},
			{Article: on("上院无限期推迟选举法改革"), Reason: news.RankOnly, Outlets: 1, Reports: 1},
		},
		Shelves: []news.Shelf{{Articles: older[:4], N: 4}},
	}
	morning := news.Edition{
		Slot: "07:00", Day: "2024-03-07", From: moment("2024-03-05T07:00:00Z"), Until: moment("2024-03-07T09:02:00Z"), Zone: "UTC", Missed: 1,
		Reading: news.Reading{Outlets: 6, Read: 4, Reports: 12, Events: 5, Edited: 1, Pulled: 1, Unread: []news.Unseen{{Source: "ledger-world", Outlet: "The Plains Ledger", Since: moment("2024-03-06T22:10:00Z")}, {Source: "sahil", Outlet: "صحيفة الساحل"}}},
		Lines: []news.EditionLine{
			{Story: "strike", Article: dockers, Score: 15, Reason: news.RankCorrected, Topic: "harbour", Outlets: 3, Reports: 4, Copies: 1, Was: "14,200", Is: "4,200", First: []news.ArticleID{wire}},
			{Story: "orbit", Article: on("气象卫星“水面3号”发射成功，降雨预报可提早六小时"), Score: 8, Reason: news.RankNew, Topic: "weather", Outlets: 2, Reports: 2, First: []news.ArticleID{on("气象卫星“水面3号”发射成功，降雨预报可提早六小时")}},
			{Article: on("农民重获夜间取水权"), Score: 6, Reason: news.RankWithdrawn, Outlets: 1, Reports: 1},
			{Article: on("谈判十年之后，两岸就河水分配达成协议"), Score: 3, Reason: news.RankTopic, Topic: "weather", Outlets: 1, Reports: 1},
			{Article: on("一场谁也没料到会举行的投票"), Reason: news.RankOnly, Outlets: 1, Reports: 1},
		},
		Lead: "strike", Told: told,
		Shelves: []news.Shelf{{Topic: "harbour", Articles: []news.ArticleID{stopped, older[5], older[6]}, N: 9}, {Topic: "weather", Articles: older[7:9], N: 2}, {Articles: older[9:15], N: 31}},
		Changes: []news.ChangeLine{
			{Article: on("农民重获夜间取水权"), At: moment("2024-03-07T09:00:00Z"), Reason: news.RankWithdrawn},
			{Article: dockers, At: moment("2024-03-06T20:02:00Z"), Reason: news.RankCorrected, Was: "About 14,200 workers joined the stoppage, the port authority said.", Is: "About 4,200 workers joined the stoppage, the port authority said."},
		}, Changed: 2,
	}
	m.cut(evening)
	m.cut(morning)
	return m
}

// later is a report that came that long after the newest edition was cut.
func later(m *memory, k int, after time.Duration) news.Item {
	it := inventOne(k)
	it.Article.Published = m.editions[0].Until.Add(after)
	it.Article.Captured, it.Article.Hour, it.Story = it.Article.Published.Add(time.Minute), news.HourGiven, ""
	return it
}

// churned cuts an edition of the newest reports, some of which it names.
func churned(r *rand.Rand, m *memory) {
	m.mu.Lock()
	m.index()
	heads := slices.Clone(m.all)
	m.mu.Unlock()
	at := moment("2024-03-01T07:00:00Z").Add(time.Duration(len(m.editions)) * 12 * time.Hour)
	e := news.Edition{Slot: at.Format("15:04"), Day: at.Format(time.DateOnly), From: at.Add(-24 * time.Hour), Until: at.Add(time.Minute), Zone: "UTC"}
	pick := func() page.Head { return heads[r.IntN(len(heads))] }
	for range 1 + r.IntN(5) {
		h := pick()
		l := news.EditionLine{Story: h.Story, Article: h.ID, Reason: news.RankReasons()[r.IntN(10)], Outlets: 1 + r.IntN(3), Reports: 1 + r.IntN(5), First: []news.ArticleID{pick().ID}}
		if e.Lines = append(e.Lines, l); e.Lead == "" && l.Outlets > 1 {
			e.Lead = l.Story
			e.Told.Central, e.Told.Timeline = pick().ID, []news.Moment{{At: at, Hour: news.HourGiven, Kind: news.MomentPublished, Article: pick().ID}}
		}
	}
	e.Shelves = []news.Shelf{{Topic: "harbour", Articles: []news.ArticleID{pick().ID, pick().ID}, N: 5}, {Articles: []news.ArticleID{pick().ID}, N: 1}}
	e.Changes = []news.ChangeLine{{Article: pick().ID, At: at, Reason: news.RankEdited, Was: "4", Is: "5"}}
	e.Changed = 1
	m.cut(e)
}

// TestEditionsIncrementally: after any change to reports a build has the same editions, books and feeds as one of everything.
func TestEditionsIncrementally(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(5, 8))
	dir := t.TempDir()
	o := Options{Out: filepath.Join(dir, "site"), Title: "外电", URL: "https://example.org", Audience: page.Public, Scripts: true, Topics: sampleTopics}
	m := newMemory()
	m.sources = inventSources()
	m.put(invent(0, 30)...)
	next := 0
	for range books - 2 {
		churned(r, m)
	}
	for step := range 6 {
		rep, err := New(o, m).Build(t.Context())
		if err != nil || rep.Full != (step == 0) {
			t.Fatalf("step %d: %+v, %v", step, rep, err)
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
		if step%2 == 0 {
			churned(r, m)
		}
		churn(r, m, &next)
	}
	held, err := filepath.Glob(filepath.Join(o.Out, "*/*/*.epub"))
	if err != nil || len(held) == 0 || len(held) > books || len(m.editions) <= books {
		t.Errorf("%d books of %d editions, %v", len(held), len(m.editions), err)
	}
}

// TestNothingChangedWithAnEdition: a build that meets no change does not make the front page anew.
func TestNothingChangedWithAnEdition(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
	m := issued(sample())
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	rep, err := New(o, m).Build(t.Context())
	if err != nil || rep.Written+rep.Removed > 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	m.put(later(m, 900, time.Hour))
	if rep, err = New(o, m).Build(t.Context()); err != nil || rep.Written == 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	home := tree(t, o.Out)["index.html"]
	if came := strings.Count(home, "/2024/03/"); !strings.Contains(home, "截稿以后") || came == 0 {
		t.Errorf("what came after the edition is not there:\n%s", home)
	}
}

// TestTakenDownFromEditions: nothing of a report that was taken down is in any file of an edition.
func TestTakenDownFromEditions(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电", URL: "https://example.org", Scripts: true, Topics: sampleTopics}
	m := issued(sample())
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	var gone news.Item
	for _, it := range m.items {
		if it.Digest.Title == "韦萨集装箱码头因罢工关闭" {
			gone = it
		}
	}
	says := func(words string) (in []string) {
		for p, s := range tree(t, o.Out) {
			if strings.HasSuffix(p, ".epub") {
				s = unzipped(t, s)
			}
			if (strings.Contains(p, "/03/0") || strings.Contains(p, "edition") || strings.HasSuffix(p, "index.html")) && strings.Contains(s, words) {
				in = append(in, p)
			}
		}
		slices.Sort(in)
		return in
	}
	address := strings.TrimSuffix(page.ArticlePath(gone.Article)[len("a/"):], ".html")
	for _, words := range []string{gone.Digest.Title, address, "韦萨港集装箱码头周三因罢工停摆"} {
		if len(says(words)) == 0 {
			t.Fatalf("no file of an edition says %q", words)
		}
	}
	m.remove(gone.Article.ID)
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{gone.Digest.Title, address, "韦萨港集装箱码头周三因罢工停摆"} {
		if in := says(words); len(in) > 0 {
			t.Errorf("%q is still in %q", words, in)
		}
	}
}

// unzipped is all that a book has, as text.
func unzipped(t *testing.T, s string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(s), int64(len(s)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return out.String()
}

// TestFewReports: a front page of no, one or five reports, dated or not, is a page.
func TestFewReports(t *testing.T) {
	for _, n := range []int{0, 1, 5} {
		for _, undated := range []bool{false, true} {
			m := newMemory()
			e := news.Edition{Day: "2026-03-12", Until: moment("2026-03-12T12:30:00Z"), From: moment("2026-03-11T12:30:00Z"), Zone: "UTC", Filled: true, Reading: news.Reading{Reports: n}}
			var shelf news.Shelf
			for i := range n {
				published, hour := fmt.Sprintf("2026-03-12T0%d:00:00Z", i), news.HourGiven
				if undated {
					published, hour = "", news.HourNone
				}
				it := dated(t, fmt.Sprint("few", i), published, hour)
				m.put(it)
				if shelf.Articles, shelf.N = append(shelf.Articles, it.Article.ID), shelf.N+1; n == 5 {
					e.Lines = append(e.Lines, news.EditionLine{Article: it.Article.ID, Reason: news.RankOnly, Outlets: 1, Reports: 1})
				}
			}
			if n == 1 {
				e.Shelves = []news.Shelf{shelf}
			}
			m.editions = []news.Edition{e}
			o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org", Language: "en"}
			if _, err := New(o, m).Build(t.Context()); err != nil {
				t.Fatal(err)
			}
			home := tree(t, o.Out)["index.html"]
			if (n == 0) != strings.Contains(home, "No reports yet") || (n == 5) != strings.Contains(home, "The last 24 hours") {
				t.Errorf("%d reports:\n%s", n, home)
			}
			for i := range n {
				if !strings.Contains(home, fmt.Sprintf(">Report few%d<", i)) {
					t.Errorf("%d reports, undated %v: few%d is not on the front page", n, undated, i)
				}
			}
			if n == 1 && undated != strings.Contains(home, "no date") {
				t.Errorf("undated %v:\n%s", undated, home)
			}
		}
	}
}

// TestStoriesSayWhatIsNewSinceAnEdition: the page of a story says what came, and what was edited, since the edition before the newest; with the
// next edition it says it since that one, although no report has changed.
func TestStoriesSayWhatIsNewSinceAnEdition(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org"}
	m := sample()
	build := func(want string) string {
		t.Helper()
		if _, err := New(o, m).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		whole := Options{Out: filepath.Join(t.TempDir(), "whole"), URL: o.URL}
		if _, err := New(whole, m).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		got := tree(t, o.Out)
		same(t, got, tree(t, whole.Out))
		_, said, there := strings.Cut(got["s/strike.html"], `<section class="new" aria-labelledby="new">`)
		said, _, _ = strings.Cut(said, "</section>")
		if there != (want != "") || !strings.Contains(said, want) {
			t.Errorf("want %q, there is\n%s", want, said)
		}
		return said
	}
	build("") // no edition
	issued(m)
	evening := m.editions[1]
	if said := build("3月6日 19:00 版以来"); strings.Count(said, "<li") != 2 || !strings.Contains(said, "改稿") {
		t.Errorf("since %v there is\n%s", evening.Until, said)
	}
	next := m.editions[0]
	next.Slot, next.Day, next.Until = "19:00", "2024-03-07", moment("2024-03-07T19:01:00Z")
	m.cut(next)
	build("")
	came := later(m, 901, -time.Hour)
	came.Story, came.Versions[0].Captured = "strike", came.Article.Captured
	m.put(came)
	if said := build("3月7日 07:00 版以来"); strings.Count(said, "<li") != 1 {
		t.Errorf("one report came:\n%s", said)
	}
	m.mu.Lock()
	m.editions = slices.Delete(m.editions, 1, 2) // the one since which pages say it is an older one now
	m.mu.Unlock()
	m.put(later(m, 902, time.Hour))
	if _, err := New(o, m).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, o.Out)["s/strike.html"]; !strings.Contains(got, "3月6日 19:00 版以来") {
		t.Error("the page speaks of an edition that is not the last")
	}
}
