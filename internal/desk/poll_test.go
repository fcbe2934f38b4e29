package desk_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/discover"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
)

// door notes what is asked of the outlets.
type door struct {
	*fetch.Client
	mu    sync.Mutex
	asked []news.Request
}

func (d *door) Fetch(ctx context.Context, req news.Request) (news.Capture, error) {
	d.mu.Lock()
	d.asked = append(d.asked, req)
	d.mu.Unlock()
	return d.Client.Fetch(ctx, req)
}

// last is the latest request.
func (d *door) last() news.Request { return d.asked[len(d.asked)-1] }

// pollRoom is a room whose door is watched.
func pollRoom(t *testing.T, web string) (*room, *door) {
	t.Helper()
	r := newRoom(t, web)
	d := &door{Client: r.desk.Fetcher.(*fetch.Client)}
	r.desk.Fetcher = d
	return r, d
}

// poll lets time pass and polls every source.
func (r *room) poll(after time.Duration) desk.Round {
	r.t.Helper()
	r.now = r.now.Add(after)
	sum, err := r.desk.Collect(r.t.Context(), true, desk.UntilPoll)
	if err != nil {
		r.t.Fatal(err)
	}
	return sum
}

func (r *room) watch(id news.SourceID) (w store.Watch) {
	r.t.Helper()
	err := r.db.View(r.t.Context(), func(tx *store.Tx) (err error) {
		w, err = tx.Source(id)
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return w
}

// count answers a question that is a number.
func (r *room) count(query string) (n int) {
	r.t.Helper()
	if err := r.db.Handle().QueryRowContext(r.t.Context(), query).Scan(&n); err != nil {
		r.t.Fatal(err)
	}
	return n
}

// with puts header fields into a raw answer.
func with(answer string, fields ...string) string {
	status, rest, _ := strings.Cut(answer, "\n")
	return status + "\n" + strings.Join(fields, "\n") + "\n" + rest
}

// dated is a feed of the courier with a report published at each of those times.
func dated(times ...time.Time) string {
	var b strings.Builder
	b.WriteString("HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>Courier</title>")
	for i, at := range times {
		fmt.Fprintf(&b, "<item><title>Report %d</title><link>https://courier.example/r/%d</link><pubDate>%s</pubDate></item>", i, i, at.Format(time.RFC1123Z))
	}
	b.WriteString("</channel></rss>\n")
	return b.String()
}

// every lists n times, the latest an hour before morning.
func every(d time.Duration, n int) []time.Time {
	out := make([]time.Time, n)
	for i := range out {
		out[i] = morning.Add(-time.Hour - time.Duration(i)*d)
	}
	return out
}

const (
	etag = `W/"a:1-\"odd\""`
	lm   = "Thu, 12 Mar 2026 08:59:07 GMT"
)

func TestPollIsConditional(t *testing.T) {
	r, d := pollRoom(t, web(courier, with(feedOf("flood|Flood in northern China"), "ETag: "+etag, "Last-Modified: "+lm)))
	if sum := r.poll(0); sum.New != 1 || d.last().ETag != "" || d.last().LastModified != "" {
		t.Errorf("first poll: %+v, asked %+v", sum, d.last())
	}
	sum := r.poll(time.Hour)
	if q := d.last(); q.ETag != etag || q.LastModified != lm || q.ValidFor != courier {
		t.Errorf("second poll asked %+v", q)
	}
	if sum.Unchanged != 1 || sum.Failed != 0 || sum.New != 0 {
		t.Errorf("second poll: %+v", sum)
	}
	w := r.watch("courier")
	if w.Status != 304 || w.ETag != etag || !w.Full.Equal(morning) || !w.OK.Equal(r.now) {
		t.Errorf("after a 304: %+v", w.State)
	}
	// Who only ever says "not modified" is asked for the whole once in a while.
	r.poll(9 * 24 * time.Hour)
	if q := d.last(); q.ETag != "" || q.LastModified != "" {
		t.Errorf("after nine days asked %+v", q)
	}
}

func TestValidatorsAreWrittenWithTheirItems(t *testing.T) {
	r, d := pollRoom(t, web(courier, with(feedOf("flood|Flood in northern China", "bridge|A bridge reopens"), "ETag: "+etag)))
	full := `CREATE TRIGGER full BEFORE INSERT ON lead WHEN NEW.url LIKE '%/bridge' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`
	if _, err := r.db.Handle().ExecContext(t.Context(), full); err != nil {
		t.Fatal(err)
	}
	if _, err := r.desk.Collect(t.Context(), true, desk.UntilPoll); err == nil || !strings.Contains(err.Error(), "the disk is full") {
		t.Fatalf("err = %v", err)
	}
	w := r.watch("courier")
	if n := r.count(`SELECT (SELECT count(*) FROM lead) + (SELECT count(*) FROM task) + (SELECT count(*) FROM capture)`); n != 0 || w.ETag != "" || !w.OK.IsZero() {
		t.Errorf("%d rows and %+v were written", n, w.State)
	}
	if _, err := r.db.Handle().ExecContext(t.Context(), `DROP TRIGGER full`); err != nil {
		t.Fatal(err)
	}
	if sum := r.poll(time.Hour); sum.New != 2 || d.last().ETag != "" {
		t.Errorf("next poll: %+v, asked %+v", sum, d.last())
	}
	if w := r.watch("courier"); w.ETag != etag {
		t.Errorf("ETag = %q", w.ETag)
	}
}

func TestPageInPlaceOfAFeed(t *testing.T) {
	feed := with(feedOf("flood|Flood in northern China"), "ETag: "+etag)
	page := "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<!doctype html><html><body><h1>We will be back soon</h1><p>The courier is being mended.</p></body></html>\n"
	r, d := pollRoom(t, web(courier, feed, courier+" #2", page, courier+" #3", feed))
	r.poll(0)
	if sum := r.poll(time.Hour); sum.Failed != 1 {
		t.Errorf("round = %+v", sum)
	}
	if w := r.watch("courier"); w.ETag != etag || w.Errors != 1 || w.Reason == "" || !w.OK.Equal(morning) {
		t.Errorf("after a page: %+v", w.State)
	}
	if sum := r.poll(time.Hour); sum.Unchanged != 1 || d.last().ETag != etag {
		t.Errorf("healed: %+v, asked %+v", sum, d.last())
	}
	if w := r.watch("courier"); w.Errors != 0 || w.Reason != "" {
		t.Errorf("healed: %+v", w.State)
	}
}

func TestPartialFeedKeepsNoValidators(t *testing.T) {
	whole := with(feedOf("flood|Flood in northern China", "bridge|A bridge reopens", "vote|A vote is put off"), "ETag: "+etag)
	cut := whole[:strings.LastIndex(whole, "<guid>")] + "\n"
	r, _ := pollRoom(t, web(courier, cut))
	if sum := r.poll(0); sum.New < 2 {
		t.Errorf("round = %+v", sum)
	}
	if w := r.watch("courier"); w.ETag != "" || w.Validated != "" {
		t.Errorf("state = %+v", w.State)
	}
}

func TestGoneSourceIsPolledNoMore(t *testing.T) {
	r, d := pollRoom(t, web(courier, feedOf("flood|Flood in northern China"), courier+" #2", "HTTP/1.1 410 Gone\n\n"))
	r.poll(0)
	r.poll(time.Hour)
	if w := r.watch("courier"); w.Paused == "" {
		t.Errorf("state = %+v", w.State)
	}
	if sum := r.poll(48 * time.Hour); sum.Polled != 0 || len(d.asked) != 2 {
		t.Errorf("polled %d times: %+v", len(d.asked), sum)
	}
	if n := r.count(`SELECT count(*) FROM lead`); n != 1 {
		t.Errorf("%d leads are left", n)
	}
}

func TestMoveIsBelievedAfterAWeek(t *testing.T) {
	moved := "https://courier.example/new.xml"
	feed := feedOf("flood|Flood in northern China")
	r, d := pollRoom(t, web(courier, "HTTP/1.1 301 Moved Permanently\nLocation: "+moved+"\n\n", moved, feed))
	r.poll(0)
	r.poll(6 * 24 * time.Hour)
	if d.last().URL != courier {
		t.Errorf("within the week asked for %s", d.last().URL)
	}
	r.poll(25 * time.Hour)
	r.poll(time.Hour)
	if d.last().URL != moved {
		t.Errorf("after a week asked for %s", d.last().URL)
	}
	if w := r.watch("courier"); w.Moved != moved || w.Errors != 0 {
		t.Errorf("state = %+v", w.State)
	}
}

func TestTemporaryMoveIsNotFollowedForGood(t *testing.T) {
	r, d := pollRoom(t, web(courier, "HTTP/1.1 302 Found\nLocation: https://courier.example/now.xml\n\n",
		"https://courier.example/now.xml", feedOf("flood|Flood in northern China")))
	r.poll(0)
	r.poll(30 * 24 * time.Hour)
	if w := r.watch("courier"); w.Moved != "" || d.last().URL != courier {
		t.Errorf("moved to %q, asked for %s", w.Moved, d.last().URL)
	}
}

func TestOutletNamesATime(t *testing.T) {
	r, d := pollRoom(t, web(courier, feedOf("flood|Flood in northern China"),
		courier+" #2", "HTTP/1.1 429 Too Many Requests\nRetry-After: 7200\n\n", courier+" #3", feedOf("flood|Flood in northern China", "bridge|A bridge reopens")))
	r.poll(0)
	r.poll(time.Hour)
	w := r.watch("courier")
	if !w.Due.Equal(r.now.Add(2*time.Hour)) || w.Errors != 0 || w.Reason == "" {
		t.Errorf("due in %v, %d errors", w.Due.Sub(r.now), w.Errors)
	}
	sum, err := r.desk.Poll(t.Context())
	if err != nil || sum.Polled != 0 || len(d.asked) != 2 {
		t.Errorf("polled before its time: %+v, %v", sum, err)
	}
	r.now = r.now.Add(2*time.Hour + time.Second)
	if sum, err = r.desk.Poll(t.Context()); err != nil || sum.New != 1 {
		t.Errorf("at its time: %+v, %v", sum, err)
	}
}

// TestAskingAgainAfterTrouble says how soon a source is asked again that could not
// be had: never sooner than any other, ever later while nobody answers, and as usual
// where the outlet only asks for patience.
func TestAskingAgainAfterTrouble(t *testing.T) {
	const refused, patience = "! connection refused\n", "HTTP/1.1 503 Service Unavailable\n\n"
	for _, c := range []struct {
		name, answer string
		errors       []int
		least        []time.Duration
	}{
		{"nobody there", refused, []int{1, 2, 3}, []time.Duration{40 * time.Minute, 80 * time.Minute, 160 * time.Minute}},
		{"patience", patience, []int{0, 0, 0}, []time.Duration{20 * time.Minute, 20 * time.Minute, 20 * time.Minute}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, d := pollRoom(t, web(courier, dated(every(time.Minute, 20)...), courier+" #2", c.answer))
			r.poll(0)
			for i := range c.errors {
				r.poll(12 * time.Hour)
				w := r.watch("courier")
				if wait := w.Due.Sub(r.now); w.Errors != c.errors[i] || wait < c.least[i] || wait > 24*time.Hour {
					t.Errorf("failure %d: due in %v, %d errors", i+1, wait, w.Errors)
				}
			}
			if len(d.asked) != 4 {
				t.Errorf("asked %d times", len(d.asked))
			}
		})
	}
}

func TestIntervalFollowsTheOutlet(t *testing.T) {
	for _, c := range []struct {
		name        string
		times       []time.Time
		least, most time.Duration
	}{
		{"wire", every(2*time.Minute, 40), 15 * time.Minute, 30 * time.Minute},
		{"hourly", every(time.Hour, 20), 25 * time.Minute, 45 * time.Minute},
		{"weekly", every(7*24*time.Hour, 10), 12 * time.Hour, 25 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := pollRoom(t, web(courier, dated(c.times...)))
			r.poll(0)
			if w := r.watch("courier"); w.Interval < c.least || w.Interval > c.most || !w.Due.Equal(r.now.Add(w.Interval)) {
				t.Errorf("interval = %v, due in %v", w.Interval, w.Due.Sub(r.now))
			}
		})
	}
}

func TestFrozenFeedIsSeenForWhatItIs(t *testing.T) {
	r, _ := pollRoom(t, web(courier, with(dated(every(time.Hour, 5)...), "ETag: "+etag)))
	r.poll(0)
	r.poll(40 * 24 * time.Hour)
	r.poll(time.Hour)
	w := r.watch("courier")
	if w.Errors != 0 || !w.Newest.Equal(morning.Add(-time.Hour)) || !discover.Frozen(r.now, w.Rhythm) {
		t.Errorf("newest %v, rhythm %v, state %+v", w.Newest, w.Rhythm, w.State)
	}
}

// TestAnnouncementHidesNoFrozenFeed has a feed that was given up carry one item with
// a date far ahead.
func TestAnnouncementHidesNoFrozenFeed(t *testing.T) {
	r, _ := pollRoom(t, web(courier, dated(append(every(time.Hour, 5), morning.AddDate(1, 0, 0))...)))
	r.poll(0)
	r.poll(40 * 24 * time.Hour)
	if w := r.watch("courier"); !w.Newest.Equal(morning.Add(-time.Hour)) || !discover.Frozen(r.now, w.Rhythm) {
		t.Errorf("newest %v, rhythm %v", w.Newest, w.Rhythm)
	}
}

func TestLeadOfTwoSourcesIsStoredOnce(t *testing.T) {
	other := "https://wire.example/feed.xml"
	r, _ := pollRoom(t, web(courier, feedOf("flood|Flood in northern China"),
		other, strings.ReplaceAll(feedOf("flood|Flood in northern China"), "/flood</link>", "/flood?utm_source=wire</link>")))
	r.desk.Sources = append(r.desk.Sources, news.Source{ID: "wire", Name: "Wire", URL: other}, news.Source{ID: "twice", Name: "Courier again", URL: courier})
	sum := r.poll(0)
	if sum.Polled != 3 || sum.Leads != 3 || sum.New != 1 {
		t.Errorf("round = %+v", sum)
	}
	if leads, tasks := r.count(`SELECT count(*) FROM lead`), r.count(`SELECT count(*) FROM task`); leads != 1 || tasks != 1 {
		t.Errorf("%d leads, %d tasks", leads, tasks)
	}
}

func TestOldReportsOfANewSource(t *testing.T) {
	times := append(every(time.Minute, 55), morning.AddDate(0, 0, -8), morning.AddDate(-3, 0, 0))
	r, _ := pollRoom(t, web(courier, dated(times...), courier+" #2", dated(append(times, morning.AddDate(0, 0, -20))...)))
	r.poll(0)
	if old, waiting := r.count(`SELECT count(*) FROM lead WHERE state = 'old'`), r.count(`SELECT count(*) FROM task`); old != 2 || waiting != 55 {
		t.Errorf("%d old, %d to be fetched", old, waiting)
	}
	r.poll(time.Hour)
	if old := r.count(`SELECT count(*) FROM lead WHERE state = 'old'`); old != 2 {
		t.Errorf("%d old after the second poll", old)
	}
}

func TestSitemapIndexIsReadAndKept(t *testing.T) {
	index := "https://courier.example/index.xml"
	child := func(n int) string { return fmt.Sprintf("https://courier.example/map%d.xml", n) }
	sitemap := func(slug string) string {
		return "HTTP/1.1 200 OK\nContent-Type: application/xml\n\n" + `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://courier.example/` + slug +
			`</loc><news:news><news:publication><news:name>Courier</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-03-12T07:00:00Z</news:publication_date><news:title>Report of ` + slug + `</news:title></news:news></url></urlset>` + "\n"
	}
	list := "HTTP/1.1 200 OK\nContent-Type: application/xml\nETag: " + etag + "\n\n" + `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` +
		"<sitemap><loc>" + child(1) + "</loc></sitemap><sitemap><loc>" + child(2) + "</loc></sitemap><sitemap><loc>" + index + "</loc></sitemap></sitemapindex>\n"
	for _, c := range []struct {
		name, second   string
		captures, news int
		etag           string
	}{
		{"whole", sitemap("bridge"), 3, 2, etag},
		{"one is missing", "HTTP/1.1 404 Not Found\n\n", 2, 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, d := pollRoom(t, web(index, list, child(1), sitemap("flood"), child(2), c.second))
			r.desk.Sources[0].URL, r.desk.Sources[0].Kind = index, news.KindNewsSitemap
			sum := r.poll(0)
			if n := r.count(`SELECT count(*) FROM capture WHERE source = 'courier'`); n != c.captures || sum.New != c.news || sum.Failed != 0 {
				t.Errorf("%d captures, %+v", n, sum)
			}
			if w := r.watch("courier"); w.ETag != c.etag {
				t.Errorf("ETag = %q", w.ETag)
			}
			asked := slices.ContainsFunc(d.asked[1:], func(q news.Request) bool { return q.URL == index })
			if asked {
				t.Error("the index was asked for as its own child")
			}
		})
	}
}

// TestSitemapsBelowSitemaps: an index may name indexes, in url elements too; what one poll takes of them is bounded.
func TestSitemapsBelowSitemaps(t *testing.T) {
	const at = "https://courier.example/"
	doc := func(inner string, locs ...string) string {
		var b strings.Builder
		for _, l := range locs {
			b.WriteString("<" + inner + "><loc>" + at + l + "</loc></" + inner + ">")
		}
		return "HTTP/1.1 200 OK\nContent-Type: application/xml\n\n" + `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + b.String() + "</urlset>\n"
	}
	for _, c := range []struct {
		name        string
		files       []string
		asked, news int
	}{
		{"listed as pages", []string{at + "index.xml", doc("url", "1.xml", "2.xml"), at + "1.xml", doc("url", "flood"), at + "2.xml", doc("url", "bridge")}, 3, 2},
		{"an index of indexes", []string{at + "index.xml", doc("sitemap", "1.xml"), at + "1.xml", doc("sitemap", "2.xml", "index.xml"), at + "2.xml", doc("url", "flood")}, 3, 1},
		{"deep", []string{at + "index.xml", doc("url", "1.xml"), at + "1.xml", doc("url", "2.xml"), at + "2.xml", doc("url", "3.xml"), at + "3.xml", doc("url", "4.xml", "flood"),
			at + "4.xml", doc("url", "bridge")}, 4, 1},
		{"many", []string{at + "index.xml", doc("url", "1.xml", "2.xml"), at + "1.xml", doc("url", "a.xml", "b.xml", "c.xml", "d.xml", "e.xml"), at + "2.xml", doc("url", "bridge"),
			at + "a.xml", doc("url", "a"), at + "b.xml", doc("url", "b"), at + "c.xml", doc("url", "c"), at + "d.xml", doc("url", "d"), at + "e.xml", doc("url", "e")}, 6, 4},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, d := pollRoom(t, web(c.files...))
			r.desk.Sources[0].URL, r.desk.Sources[0].Kind = at+"index.xml", news.KindNewsSitemap
			sum := r.poll(0)
			if len(d.asked) != c.asked || sum.New != c.news || sum.Failed != 0 {
				t.Errorf("%d asked, %+v", len(d.asked), sum)
			}
		})
	}
}

// TestReportUnderAnotherAddressIsKnown: a source lists its reports again, at other addresses.
func TestReportUnderAnotherAddressIsKnown(t *testing.T) {
	item := func(path, guid, title, date string) string {
		return "<item><title>" + title + "</title><link>https://courier.example/" + path + "</link><guid isPermaLink=\"false\">" + guid +
			"</guid><pubDate>" + date + "</pubDate></item>"
	}
	list := func(items ...string) string {
		return "HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>Courier</title>" + strings.Join(items, "") + "</channel></rss>\n"
	}
	const seven, eight, next = "Thu, 12 Mar 2026 07:00:00 GMT", "Thu, 12 Mar 2026 08:00:00 GMT", "Fri, 13 Mar 2026 07:00:00 GMT"
	const flood, daily = "Flood in northern China drives thousands out", "The foreign ministry's regular press conference"
	first := list(item("flood", "1", flood, seven), item("talks", "2", daily, seven))
	for _, c := range []struct {
		name, second string
		fresh, leads int
	}{
		{"other addresses", list(item("2026/flood", "1", flood, seven), item("2026/talks", "2", daily, seven)), 0, 2},
		{"other addresses and GUIDs", list(item("2026/flood", "a", flood, seven), item("2026/talks", "b", daily, seven)), 0, 2},
		{"another headline, too", list(item("flood-grows", "1", "Flood in China grows", seven)), 0, 2},
		{"GUIDs that number the list", list(item("bridge", "1", "A bridge reopens", eight), item("flood", "2", flood, seven)), 1, 3},
		{"the same headline the next day", list(item("talks-2", "3", daily, next)), 1, 3},
		{"still listed where it was", list(item("flood", "1", flood, seven), item("flood-2", "4", flood, seven)), 1, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := pollRoom(t, web(courier, first, courier+" #2", c.second))
			r.poll(0)
			sum := r.poll(time.Hour)
			if n := r.count(`SELECT count(*) FROM lead`); sum.New != c.fresh || n != c.leads {
				t.Errorf("%d new, %d leads; want %d and %d", sum.New, n, c.fresh, c.leads)
			}
			again := r.poll(time.Hour)
			if again.New != 0 {
				t.Errorf("the same list brings %d new", again.New)
			}
		})
	}
	r, d := pollRoom(t, web(courier, first, courier+" #2", list(item("2026/flood", "1", flood, seven)),
		"https://courier.example/2026/flood", pageOf("Flood", "8,600")))
	r.poll(0)
	r.round(time.Hour)
	asked := []string{}
	for _, req := range d.asked {
		asked = append(asked, req.URL)
	}
	if !slices.Contains(asked, "https://courier.example/2026/flood") || slices.Contains(asked, "https://courier.example/flood") {
		t.Errorf("asked for %q", asked)
	}
}

// TestMovedReportStaysOneArticle: a source lists a report that was read at another address.
func TestMovedReportStaysOneArticle(t *testing.T) {
	item := func(path string) string {
		return "HTTP/1.1 200 OK\nContent-Type: application/rss+xml\n\n<rss version=\"2.0\"><channel><title>Courier</title><item><title>Flood in northern China</title><link>https://courier.example/" +
			path + "</link><guid isPermaLink=\"false\">1</guid><pubDate>Thu, 12 Mar 2026 08:30:00 GMT</pubDate></item></channel></rss>\n"
	}
	for _, c := range []struct {
		name, later        string
		articles, versions int
	}{
		{"as it was", pageOf("Flood in northern China", "8,600"), 1, 1},
		{"edited", pageOf("Flood in northern China", "9,100"), 1, 2},
		{"another report", strings.NewReplacer("county of Yanghe", "port of Meridian", "river", "tide", "dike", "pier", "water authority", "harbour office",
			"gate upstream", "lock at the basin", "Rain and wet snow", "Gales from the east", "schools", "halls", "level above the village", "swell in the outer basin").
			Replace(pageOf("Storm closes the port of Meridian", "40")), 2, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRoom(t, web(courier, item("flood"), courier+" #2", item("2026/flood"),
				"https://courier.example/flood", pageOf("Flood in northern China", "8,600"), "https://courier.example/2026/flood", c.later))
			r.round(0)
			r.round(2 * time.Hour)
			r.round(2 * time.Hour)
			items := r.items()
			if len(items) != c.articles {
				t.Errorf("%d articles, want %d", len(items), c.articles)
			}
			if v := r.count(`SELECT max(n) FROM version`); v != c.versions {
				t.Errorf("%d versions, want %d", v, c.versions)
			}
		})
	}
}

// TestReportGivenUpIsTriedAtItsNewAddress has a page be gone before its source lists
// it where it is now.
func TestReportGivenUpIsTriedAtItsNewAddress(t *testing.T) {
	item := func(path string) string {
		return strings.Replace(feedOf("flood|Flood in northern China"), "https://courier.example/flood</link>", "https://courier.example/"+path+"</link>", 1)
	}
	r := newRoom(t, web(courier, item("flood"), courier+" #2", item("2026/flood"),
		"https://courier.example/flood", "HTTP/1.1 404 Not Found\n\n", "https://courier.example/2026/flood", pageOf("Flood in northern China", "8,600")))
	r.round(0)
	if n := len(r.buried()); n != 1 {
		t.Fatalf("%d tasks are buried", n)
	}
	r.round(time.Hour)
	if a := r.one().Article; a.URL != "https://courier.example/2026/flood" || len(r.buried()) != 0 {
		t.Errorf("read from %s, buried %v", a.URL, r.buried())
	}
}

// TestEveryFailedPollCounts: one that the outlet answered with a pause has failed too, one that was not made has not, and a good one ends
// the count.
func TestEveryFailedPollCounts(t *testing.T) {
	pause := "HTTP/1.1 503 Service Unavailable\nRetry-After: 3600\n\n"
	r, _ := pollRoom(t, web(courier, pause, courier+" #2", strings.Replace(pause, "503 Service Unavailable", "429 Too Many Requests", 1),
		courier+" #3", "HTTP/1.1 500 Internal Server Error\n\n", courier+" #4", feedOf("flood|Flood in northern China")))
	for i, want := range []int{1, 1, 2, 3, 0} {
		after := 2 * time.Hour
		if i == 1 {
			after = time.Minute // within the pause: nothing is asked
		}
		if i == 0 {
			after = 0
		}
		r.poll(after)
		if w := r.watch("courier"); w.Failures() != want {
			t.Errorf("after poll %d: %d failures, want %d; status %d, %s", i, w.Failures(), want, w.Status, w.Reason)
		}
	}
}

// TestWhatWasNotAskedWasNotLookedAt: a poll that asks nothing, since the host is in back-off, is no look at the source;
// what the last look has shown stays. Only a source that was asked can have been silent.
func TestWhatWasNotAskedWasNotLookedAt(t *testing.T) {
	r, d := pollRoom(t, web(courier, feedOf("flood|Flood in northern China"), courier+" #2", "HTTP/1.1 503 Service Unavailable\nRetry-After: 7200\n\n"))
	r.poll(0)
	r.poll(time.Hour)
	asked := len(d.asked)
	failed := r.watch("courier")
	sum := r.poll(time.Hour / 2)
	w := r.watch("courier")
	if !w.Tried.Equal(morning.Add(time.Hour)) || w.Status != 503 || w.Silent || w.Reason != failed.Reason {
		t.Errorf("tried %s, status %d, silent %v, reason %s", w.Tried, w.Status, w.Silent, w.Reason)
	}
	if !failed.PutOff.IsZero() || !w.PutOff.Equal(morning.Add(3*time.Hour)) || w.PutOffWhy == "" || w.Quiet.Tries != 1 {
		t.Errorf("put off until %s at the answer, until %s since: %s; %d requests", failed.PutOff, w.PutOff, w.PutOffWhy, w.Quiet.Tries)
	}
	if health, why := desk.HealthOf(w, "", r.now, time.UTC); health != desk.HealthPutOff || !strings.HasPrefix(why, "not asked until 2026-03-12 12:00 UTC: ") {
		t.Errorf("it is %s: %s", health, why)
	}
	if sum.Polled != 0 || sum.Failed != 0 || sum.PutOff != 1 {
		t.Errorf("the round counts %+v", sum)
	}
	if e := r.events[len(r.events)-1]; e.Outcome != desk.PutOff || e.Note != "until 2026-03-12T12:00:00Z" {
		t.Errorf("told as %q, %q", e.Outcome, e.Note)
	}
	if len(d.asked) != asked+1 {
		t.Errorf("%d polls went to the door", len(d.asked)-asked)
	}
	for answer, silent := range map[string]bool{"! connection refused\n": true, "HTTP/1.1 404 Not Found\n\n": false, "HTTP/1.1 500 Internal Server Error\n\n": false} {
		r, _ := pollRoom(t, web(courier, answer))
		r.poll(0)
		if w := r.watch("courier"); w.Silent != silent || !w.Tried.Equal(morning) {
			t.Errorf("%q: silent %v, tried %s", answer, w.Silent, w.Tried)
		}
	}
	r, _ = pollRoom(t, web("https://courier.example/robots.txt", "HTTP/1.1 200 OK\n\nUser-agent: *\nDisallow: /\n", courier, feedOf("flood|Flood in northern China")))
	r.desk.Sources[0].Kind = news.KindSection // whose list asks robots.txt
	r.poll(0)
	if w := r.watch("courier"); w.Silent || w.Reason == "" {
		t.Errorf("forbidden by robots.txt: silent %v, reason %q", w.Silent, w.Reason)
	}
}

// What is remembered of a source says when it was read, and when it was not.
func TestWhenASourceWasReadIsRemembered(t *testing.T) {
	whole, empty := feedOf("flood|Flood in northern China"), feedOf()
	broken := "HTTP/1.1 500 Internal Server Error\nContent-Type: text/plain\n\nno\n"
	r, _ := pollRoom(t, web(courier, whole, courier+" #2", whole, courier+" #3", broken, courier+" #4", whole, courier+" #5", empty))
	for _, c := range []struct {
		after time.Duration
		gaps  int
		until time.Duration // since morning
		lost  bool
	}{{0, 0, 0, false}, {time.Hour, 0, time.Hour, false}, {time.Hour, 0, time.Hour, true}, {time.Hour, 1, 3 * time.Hour, false}, {time.Hour, 1, 3 * time.Hour, true}} {
		r.poll(c.after)
		w := r.watch("courier").Read
		if len(w.Gaps) != c.gaps || !w.Until.Equal(morning.Add(c.until)) || w.Lost != c.lost || !w.Since.Equal(morning) {
			t.Errorf("at %v: %+v", r.now.Sub(morning), w)
		}
	}
}
