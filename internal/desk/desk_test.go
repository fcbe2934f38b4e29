package desk_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/archive"
	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/digest"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/store/sqlite"
	"github.com/waidian/waidian/internal/webtest"
	"github.com/waidian/waidian/internal/work"
)

// room is a desk at work on a small web, with a clock of its own.
type room struct {
	t      *testing.T
	desk   *desk.Desk
	db     *store.DB
	model  *model
	dir    string
	now    time.Time
	mu     sync.Mutex
	events []desk.Event
}

func (r *room) archive() string { return filepath.Join(r.dir, "archive") }

var morning = time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)

const courier = "https://courier.example/feed.xml"

func newRoom(t *testing.T, web string) *room {
	t.Helper()
	w, err := webtest.Parse([]byte(web))
	if err != nil {
		t.Fatal(err)
	}
	r := &room{t: t, now: morning, model: &model{}}
	dir := t.TempDir()
	r.dir = dir
	if r.db, err = sqlite.Open(t.Context(), filepath.Join(dir, "waidian.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.db.Close() })
	a, err := archive.Open(filepath.Join(dir, "archive"), archive.Options{Now: r.clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	r.db.Flush = a.Flush
	r.desk = &desk.Desk{
		DB: r.db, Queue: twice{&work.Rows{DB: r.db, Now: r.clock, Nap: 5 * time.Millisecond}}, Archive: a,
		Fetcher: fetch.New(fetch.Options{Transport: w, Now: r.clock}),
		Digests: r.model, Extract: digest.Extract, Check: check.Check, Tokens: search.Indexed,
		Sources: []news.Source{{ID: "courier", Name: "Courier - China", Outlet: "Courier", URL: courier}},
		Now:     r.clock, Jitter: func() float64 { return 0 }, Log: slog.New(slog.DiscardHandler), Events: r.note,
		Patience: time.Millisecond,
	}
	return r
}

// twice is a queue that writes the result of each task in a transaction that is undone before it writes it for good, as a
// queue does when the result of another task in the same transaction fails.
type twice struct{ *work.Rows }

func (q twice) Run(ctx context.Context, c store.Crew) error { return q.Rows.Run(ctx, q.crew(c)) }

func (q twice) Drain(ctx context.Context, c store.Crew, patience time.Duration) error {
	return q.Rows.Drain(ctx, q.crew(c), patience)
}

func (q twice) crew(c store.Crew) store.Crew {
	do, undone := c.Do, errors.New("undone")
	c.Do = func(ctx context.Context, t store.Task) (func(*store.Tx) error, error) {
		apply, err := do(ctx, t)
		if apply != nil {
			q.DB.Update(ctx, func(tx *store.Tx) error { return cmp.Or(apply(tx), undone) }) // its error comes again
		}
		return apply, err
	}
	return c
}

func (r *room) clock() time.Time { return r.now }

func (r *room) note(e desk.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
}

// round lets time pass and works one round.
func (r *room) round(after time.Duration) desk.Round {
	r.t.Helper()
	r.now = r.now.Add(after)
	sum, err := r.desk.Collect(r.t.Context(), true, desk.UntilDigest)
	if err != nil {
		r.t.Fatal(err)
	}
	return sum
}

// items are the articles there are, by headline.
func (r *room) items() map[string]news.Item {
	r.t.Helper()
	out := map[string]news.Item{}
	err := r.db.View(r.t.Context(), func(tx *store.Tx) error {
		rows, err := tx.Rows(store.Filter{})
		if err != nil {
			return err
		}
		for _, row := range rows {
			list, err := tx.Items([]news.ArticleID{row.ID})
			if err != nil {
				return err
			}
			out[list[0].Article.Title] = list[0]
		}
		return nil
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

func (r *room) buried() []store.Task {
	r.t.Helper()
	var out []store.Task
	err := r.db.View(r.t.Context(), func(tx *store.Tx) (err error) { out, err = tx.Buried(10); return err })
	if err != nil {
		r.t.Fatal(err)
	}
	return out
}

// one is the only article there is.
func (r *room) one() news.Item {
	r.t.Helper()
	items := r.items()
	if len(items) != 1 {
		r.t.Fatalf("%d articles, want one", len(items))
	}
	for _, it := range items {
		return it
	}
	return news.Item{}
}

// model digests with whatever a test has put in.
type model struct {
	answer func(a news.Article, reasons []news.Finding) (news.Digest, error)
	mend   func(c news.Claim, why []news.Finding) string // nil, or "" : no answer that can be shown
	lead   string
	title  string
	mends  int        // lines that may be asked for alone; 0: five
	mu     sync.Mutex // of asked, while the desk is at work: it has several writers
	asked  int
	alone  []string // what was asked for alone, in order
}

func (m *model) note(what string) {
	m.mu.Lock()
	m.alone = append(m.alone, what)
	m.mu.Unlock()
}

func (m *model) Mend(_ context.Context, _ news.Article, c news.Claim, why []news.Finding) (news.Line, error) {
	m.note("mend")
	if m.mend == nil {
		return news.Line{}, news.ErrRejected
	}
	return alone(m.mend(c, why), c.Evidence)
}

func (m *model) Lead(context.Context, news.Article) (news.Line, error) {
	m.note("lead")
	return alone(m.lead, []int{1})
}

func (m *model) Title(context.Context, news.Article) (news.Line, error) {
	m.note("title")
	return alone(m.title, nil)
}

func (m *model) Mends(context.Context) (int, bool) { return cmp.Or(m.mends, 5), true }

// alone is one line of an answer.
func alone(s string, evidence []int) (news.Line, error) {
	if s == "" {
		return news.Line{Paid: news.Usage{In: 1}}, news.ErrRejected
	}
	return news.Line{Claim: news.Claim{Text: s, Evidence: evidence}, Prompt: "line", Paid: news.Usage{In: 10, Out: 1}}, nil
}

func (m *model) Digest(_ context.Context, a news.Article, reasons []news.Finding) (news.Digest, error) {
	m.mu.Lock()
	m.asked++
	m.mu.Unlock()
	if m.answer == nil {
		return claims(a, "县里周三称，洪水迫使8600人离家。", "水利部门说水位九小时涨了2.1米。"), nil
	}
	return m.answer(a, reasons)
}

// claims is a digest of sentences that rest on the whole report.
func claims(a news.Article, sentences ...string) news.Digest {
	d := news.Digest{Article: a.ID, Version: a.Version, Lang: "zh-Hans", Title: "洪水逼走八千余人", By: "m", Prompt: "p"}
	var all []int
	for _, s := range a.Sentences() {
		all = append(all, s.N)
	}
	for _, s := range sentences {
		d.Summary = append(d.Summary, news.Claim{Text: s, Evidence: all})
	}
	return d
}

// feedOf is an RSS feed of the courier with those items: "slug|title".
func feedOf(items ...string) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>Courier</title><link>https://courier.example/</link>")
	for _, it := range items {
		slug, title, _ := strings.Cut(it, "|")
		fmt.Fprintf(&b, "<item><title>%s</title><link>https://courier.example/%s</link><guid>%s</guid><pubDate>Thu, 12 Mar 2026 07:00:00 GMT</pubDate><description>A flood in northern China has driven thousands from their homes.</description></item>", title, slug, slug)
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

// pageOf is a report's page.
func pageOf(title, moved string) string {
	return "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n<!doctype html><html lang=\"en\"><head><title>" + title + "</title></head><body><article><h1>" + title + `</h1>
<p>The county of Yanghe had moved ` + moved + ` people out of the path of the river by noon on Wednesday, after ice broke through a dike at Halatan during the night before.</p>
<p>The water authority said on Wednesday that the level above the village had risen by 2.1 metres in nine hours, faster than its own model had allowed for.</p>
<p>Residents said the gate upstream was not opened until long after the dike broke, and that nobody in the county office had answered their calls that evening.</p>
<p>Rain and wet snow are expected for the rest of the week, and the schools that serve as shelters will stay closed until further notice, the county said.</p>
</article></body></html>
`
}

func web(files ...string) string {
	var b strings.Builder
	for i := 0; i < len(files); i += 2 {
		fmt.Fprintf(&b, "-- %s --\n%s", files[i], files[i+1])
	}
	return b.String()
}

func TestReportIsReadAndDigested(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	if sum := r.round(0); sum.New != 1 {
		t.Errorf("round = %+v", sum)
	}
	it := r.one()
	if got := it.Article; got.Title != "Flood in northern China" || len(got.Paragraphs()) != 4 || got.SourceName != "Courier - China" || got.Version != 1 {
		t.Errorf("article = %+v", got)
	}
	if it.Digest.By != "m" || len(it.Digest.Summary) != 2 || len(it.Digest.Checked) == 0 {
		t.Errorf("digest = %+v", it.Digest)
	}
	if it.Capture.File == "" || it.Capture.Hash != it.Article.Capture {
		t.Errorf("capture = %+v", it.Capture)
	}
	if it.Story == "" {
		t.Error("no story")
	}
	r.round(time.Minute)
	if r.model.asked != 1 {
		t.Errorf("the model was asked %d times for one report", r.model.asked)
	}
}

func TestFailingModelDelaysNoPage(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.model.answer = func(news.Article, []news.Finding) (news.Digest, error) {
		return news.Digest{}, &news.Later{Until: r.now.Add(time.Hour), Reason: "503"}
	}
	r.round(0)
	if d := r.one().Digest; d.By != news.ByExtract || d.Reason != news.DigestWaiting || len(d.Summary) == 0 {
		t.Errorf("meanwhile = %+v", d)
	}
	r.model.answer = nil
	r.round(2 * time.Hour)
	if d := r.one().Digest; d.By != "m" {
		t.Errorf("afterwards = %+v", d)
	}
}

// A page that makes a step panic is put off, and the others go on.
func TestPanickingStep(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.model.answer = func(news.Article, []news.Finding) (news.Digest, error) { panic("index out of range [-1]") }
	r.round(0)
	if d := r.one().Digest; d.By != news.ByExtract || d.Reason != news.DigestWaiting {
		t.Errorf("meanwhile = %+v", d)
	}
	r.model.answer = nil
	r.round(2 * time.Hour)
	if d := r.one().Digest; d.By != "m" {
		t.Errorf("afterwards = %+v", d)
	}
}

// An answer that cannot be read is not reported as one that differs from the report.
func TestUnusableAnswer(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.model.answer = func(news.Article, []news.Finding) (news.Digest, error) {
		return news.Digest{}, fmt.Errorf("the model declined: %w", news.ErrRejected)
	}
	r.round(0)
	if d := r.one().Digest; d.By != news.ByExtract || d.Reason != news.DigestUnusable || len(d.Summary) == 0 {
		t.Errorf("digest = %+v", d)
	}
}

func TestEditMakesAVersion(t *testing.T) {
	page := "https://courier.example/flood"
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"),
		page, pageOf("Flood in northern China", "8,600"), page+" #2", pageOf("Flood in northern China", "9,400")))
	r.round(0)
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		return claims(a, "县里更正说，9400人离家。", "水位涨了2.1米。"), nil
	}
	r.round(5 * time.Hour)
	it := r.one()
	if it.Article.Version != 2 || len(it.Versions) != 2 || !strings.Contains(it.Article.Text(), "9,400") {
		t.Errorf("article = version %d of %d: %s", it.Article.Version, len(it.Versions), it.Article.Text())
	}
	if it.Digest.Version != 2 || !strings.Contains(it.Digest.Summary[0].Text, "9400") {
		t.Errorf("digest = %+v", it.Digest)
	}
}

func TestWhatCannotBeReadIsHeadlineOnly(t *testing.T) {
	for name, answer := range map[string]string{
		"robots":  "",
		"paywall": "HTTP/1.1 402 Payment Required\n\n",
		"consent": "HTTP/1.1 200 OK\nContent-Type: text/html\nCf-Mitigated: challenge\n\n<html><head><title>Just a moment...</title></head><body><p>Checking your browser before accessing courier.example.</p></body></html>\n",
		"region":  "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html lang=en><head><title>Flood in northern China</title></head><body><h1>Flood in northern China</h1><p>We are sorry, but our website is not available in your country. You can write to us if you think that this is a mistake.</p></body></html>\n",
	} {
		t.Run(name, func(t *testing.T) {
			files := []string{courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", answer}
			if name == "robots" {
				files = []string{courier, feedOf("flood|Flood in northern China"), "https://courier.example/robots.txt", "HTTP/1.1 200 OK\n\nUser-agent: *\nDisallow: /flood\n"}
			}
			r := newRoom(t, web(files...))
			r.round(0)
			it := r.one()
			if it.Article.Kind != news.PageHeadline || it.Article.Words != 0 || len(it.Article.Notes) != 1 {
				t.Errorf("article = %+v", it.Article)
			}
			if name == "region" && it.Article.Notes[0].Code != news.NoteNotice {
				t.Errorf("notes = %v", it.Article.Notes)
			}
			if r.model.asked != 0 {
				t.Error("a headline was digested")
			}
		})
	}
}

func TestGonePageIsGivenUpWithItsReason(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", "HTTP/1.1 404 Not Found\n\n"))
	r.round(0)
	if a := r.one().Article; a.Kind != news.PageHeadline || len(a.Notes) != 1 || a.Notes[0].Code != news.NoteMissing {
		t.Errorf("article = %+v", a)
	}
	dead := r.buried()
	if len(dead) != 1 || !strings.Contains(dead[0].Reason, "404") {
		t.Errorf("buried = %+v", dead)
	}
}

func TestRefusedPageHealsAndKeepsNobodyWaiting(t *testing.T) {
	flood := "https://courier.example/flood"
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China", "trade|Trade talks resume in Beijing"),
		flood, "HTTP/1.1 503 Service Unavailable\nRetry-After: 60\n\n", flood+" #2", pageOf("Flood in northern China", "8,600"),
		"https://courier.example/trade", strings.ReplaceAll(pageOf("Trade talks resume in Beijing", "310"), "river", "road")))
	r.round(0)
	r.round(2 * time.Minute)
	r.round(10 * time.Minute)
	if items := r.items(); len(items) != 2 {
		t.Errorf("%d articles, want 2; buried %v", len(items), r.buried())
	}
}

func TestOffBeatIsKnownNotFetched(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China", "cat|A cat in Lisbon"),
		"https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.desk.Beat = news.Beat{Include: []string{"flood"}}
	r.desk.Sources[0].Beat = news.Beat{Exclude: []string{"cat"}}
	sum := r.round(0)
	if sum.Off != 1 || sum.New != 2 {
		t.Errorf("round = %+v", sum)
	}
	r.one()
}

// TestSectionKeepsOffTheBeat: a word that the beat excludes is on the page alone.
func TestSectionKeepsOffTheBeat(t *testing.T) {
	page := strings.Replace(pageOf("Flood in northern China", "8,600"), "<head>", `<head><meta property="article:section" content="Sport">`, 1)
	for _, c := range []struct {
		name     string
		desk     news.Beat
		source   news.Source
		articles int
	}{
		{"the desk's beat", news.Beat{Exclude: []string{"sport"}}, news.Source{}, 0},
		{"the source's own", news.Beat{}, news.Source{Beat: news.Beat{Exclude: []string{"sport"}}}, 0},
		{"a source taken whole", news.Beat{Exclude: []string{"sport"}}, news.Source{Whole: true}, 1},
		{"another word", news.Beat{Exclude: []string{"sports"}}, news.Source{}, 1},
		{"a word of the text", news.Beat{Exclude: []string{"dike"}}, news.Source{}, 1},
	} {
		r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", page))
		r.desk.Beat = c.desk
		src := &r.desk.Sources[0]
		src.Beat, src.Whole = c.source.Beat, c.source.Whole
		r.round(0)
		r.round(time.Hour)
		if got := len(r.items()); got != c.articles {
			t.Errorf("%s: %d articles, want %d", c.name, got, c.articles)
		}
		if off := r.count(`SELECT count(*) FROM lead WHERE state = 'off' AND why = 'excluded: sport'`); off != 1-c.articles {
			t.Errorf("%s: %d leads are off the beat", c.name, off)
		}
	}
}

func TestCopyIsNotDigestedTwice(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600"),
		"https://ledger.example/feed", strings.ReplaceAll(feedOf("x|River bursts its banks in China"), "courier.example", "ledger.example"),
		"https://ledger.example/x", pageOf("River bursts its banks in China", "8,600")))
	r.desk.Sources = append(r.desk.Sources, news.Source{ID: "ledger", Name: "Ledger", Outlet: "Ledger", URL: "https://ledger.example/feed"})
	r.desk.Fetchers = 1 // one after the other, so that it is known which is first
	r.round(0)
	items := r.items()
	if len(items) != 2 || r.model.asked != 1 {
		t.Fatalf("%d articles, model asked %d times", len(items), r.model.asked)
	}
	first, second := items["Flood in northern China"], items["River bursts its banks in China"]
	if second.CopyOf == "" {
		first, second = second, first
	}
	if second.CopyOf != first.Article.ID || second.Story != first.Story {
		t.Errorf("copy of %q in story %q; original %q in %q", second.CopyOf, second.Story, first.Article.ID, first.Story)
	}

	// No other door leads to it: neither doing digests over, nor a task that is there already.
	if n, err := r.desk.Redo(t.Context(), desk.RedoDigest, desk.Selection{}); err != nil || n != 1 {
		t.Errorf("%d digests are done over, %v; want that of the original", n, err)
	}
	r.put(store.DigestTask(second.Article.ID, r.now))
	r.round(time.Second)
	if r.model.asked != 2 || r.waiting(store.Digest) != 0 {
		t.Errorf("model asked %d times, want 2; %d tasks are left", r.model.asked, r.waiting(store.Digest))
	}
	if got := r.items()[second.Article.Title].Digest; got.By != news.ByExtract || got.Reason != news.CopyOfAnother {
		t.Errorf("the copy's digest is by %s, %q", got.By, got.Reason)
	}

	// What is taken down is not digested.
	if err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.TakeDown(first.Article.ID, true) }); err != nil {
		t.Fatal(err)
	}
	r.put(store.DigestTask(first.Article.ID, r.now))
	r.round(time.Second)
	if n, err := r.desk.Redo(t.Context(), desk.RedoDigest, desk.Selection{}); err != nil || n != 0 || r.model.asked != 2 {
		t.Errorf("%d digests of what was taken down, %v; model asked %d times", n, err, r.model.asked)
	}
}

func TestRereadTakesTheArchivedPage(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600"),
		"https://courier.example/flood #2", "! connection refused"))
	r.round(0)
	id := r.one().Article.ID
	err := r.db.Update(t.Context(), func(tx *store.Tx) error {
		lead, err := tx.LeadOf(id)
		if err != nil {
			return err
		}
		return tx.Add(store.ReadTask(lead, r.now))
	})
	if err != nil {
		t.Fatal(err)
	}
	r.round(time.Second)
	if it := r.one(); it.Article.Version != 1 || len(r.buried()) != 0 {
		t.Errorf("version %d, buried %v", it.Article.Version, r.buried())
	}
}

func TestDigestOfAnEditedReportIsAskedForAgain(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	first := true
	r.model.answer = func(a news.Article, _ []news.Finding) (news.Digest, error) {
		if first { // the outlet edits the report while the model thinks
			first = false
			b := a
			b.Capture = "another"
			b.Blocks = append([]news.Block{}, a.Blocks...)
			b.Blocks[0].Text = strings.Replace(b.Blocks[0].Text, "8,600", "8,700", 1)
			b.Version++
			err := r.db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddVersion(store.Reading{Article: b}) })
			if err != nil {
				return news.Digest{}, err
			}
			return claims(a, "8600人离家。", "水位涨了2.1米。"), nil
		}
		return claims(a, "8700人离家。", "水位涨了2.1米。"), nil
	}
	r.round(0)
	if d := r.one().Digest; d.Version != 2 || !strings.Contains(d.Summary[0].Text, "8700") {
		t.Errorf("digest = %+v", d)
	}
}

func TestReservedRightsAreRecorded(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600"),
		"https://courier.example/.well-known/tdmrep.json", "HTTP/1.1 200 OK\nContent-Type: application/json\n\n[{\"location\": \"/\", \"tdm-reservation\": 1}]\n"))
	r.round(0)
	if !r.one().Article.Reserved {
		t.Error("tdmrep.json reserves the report, the desk does not know")
	}
}

func TestErrorsOfTheStoreAreNotSwallowed(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China")))
	r.db.Close()
	if _, err := r.desk.Collect(t.Context(), true, desk.UntilPoll); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
}
