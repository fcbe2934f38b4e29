package page

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestPagesSayWithdrawnAfterTwoAnswers: one answer says on the page and in the data that the report was not seen since, and nothing
// in a list or a feed; two say when and where they lie; a report that is back is said to have been away.
func TestPagesSayWithdrawnAfterTwoAnswers(t *testing.T) {
	gone := func(when string, offset int64) news.Sight {
		return news.Sight{At: at(when), Seen: news.SightGone, Status: 404, URL: "https://towan.example/r", Kept: true, File: "w.warc.gz", Offset: offset, Reached: true}
	}
	first, second := gone("2024-03-07T07:30:00Z", 70), gone("2024-03-07T09:00:00Z", 90)
	back := news.Sight{At: at("2024-03-08T10:00:00Z"), Seen: news.SightBack, Status: 200}
	legal := news.Sight{At: at("2024-03-07T07:30:00Z"), Seen: news.SightLegal, Status: 451, Kept: true, File: "w.warc.gz", Offset: 70}
	soon, lost := gone("2024-03-07T08:00:00Z", 80), first
	lost.Kept = false
	refused := news.Sight{At: at("2024-03-07T08:30:00Z"), Seen: news.SightRefused, Status: 403}
	away := func(url string, status int) news.Sight {
		return news.Sight{At: at("2024-03-07T07:30:00Z"), Seen: news.SightElsewhere, Status: status, URL: url, Kept: true, File: "w.warc.gz", Offset: 70}
	}
	nobodys := first
	nobodys.Seen = news.SightUnvouched
	const since = "Not seen at its address since March 7, 2024 05:20 UTC: on March 7, 2024 07:30 UTC the address answered 404. The text is from before."
	for _, c := range []struct {
		name          string
		sights        []news.Sight
		notice, label bool
		says          []string
		page          string // what the page alone says
		data          int    // sights in the JSON
	}{
		{"never looked", nil, false, false, nil, "", 0},
		{"one answer", []news.Sight{first}, false, false, nil, since, 1},
		{"two answers within the hour", []news.Sight{first, soon}, false, false, nil, since, 1},
		{"one answer that was not kept", []news.Sight{lost}, false, false, nil, "", 0},
		{"one answer, and a refusal", []news.Sight{first, refused}, false, false, nil, "", 0},
		{"two answers", []news.Sight{first, second}, true, true, []string{
			"on March 7, 2024 07:30 UTC its address answered 404, on March 7, 2024 09:00 UTC again 404", "w.warc.gz @ 70, w.warc.gz @ 90",
		}, "", 2},
		{"back", []news.Sight{first, second, back}, false, false, []string{"was away for a while", "on March 8, 2024 10:00 UTC the report was back", "w.warc.gz @ 70"}, "", 3},
		{"away again, once", []news.Sight{first, second, back, gone("2024-03-09T10:00:00Z", 99)}, false, false, []string{"was away for a while"}, "Not seen at its address since March 8, 2024 10:00 UTC: on March 9, 2024 10:00 UTC the address answered 404.", 4},
		{"once, and there again", []news.Sight{first, back}, false, false, nil,
			"On March 7, 2024 07:30 UTC the address of this report answered 404; on March 8, 2024 10:00 UTC it answered with the report again.", 2},
		{"led elsewhere", []news.Sight{away("https://towan.example/", 200)}, false, false, nil,
			"On March 7, 2024 07:30 UTC the address of this report led on to https://towan.example/, which answered 200; the report was not found there. The text is from before.", 1},
		{"another page", []news.Sight{away("https://towan.example/nine4zzq7a", 200)}, false, false, nil,
			"On March 7, 2024 07:30 UTC the address of this report answered 200, and the report was not found in the answer. The text is from before.", 1},
		{"led elsewhere, and back", []news.Sight{away("https://towan.example/", 200), back}, false, false, nil, "", 0},
		{"out of a file of nobody's", []news.Sight{nobodys}, false, false, nil, "", 0},
		{"blocked", []news.Sight{legal}, false, false, []string{"answered 451, unavailable for legal reasons", "w.warc.gz @ 70"}, "", 1},
		{"refused", []news.Sight{{At: at("2024-03-07T07:30:00Z"), Seen: news.SightRefused, Status: 403}}, false, false, nil, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New(Form{Language: "en", Audience: Private})
			it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up on Thursday morning.", "")
			it.Sights = c.sights
			shown := s.Show(it)
			html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: shown, Path: "a/x.html"}, Day: "2024-03-07"})
			if err != nil {
				t.Fatal(err)
			}
			text := string(html)
			if got := strings.Contains(text, "data-notice="); got != c.notice {
				t.Errorf("a notice: %v", got)
			}
			for _, say := range c.says {
				if !strings.Contains(text, say) {
					t.Errorf("the page does not say %q", say)
				}
			}
			if !strings.Contains(text, c.page) || c.page == "" && (strings.Contains(text, "Not seen") || strings.Contains(text, "led on to") || strings.Contains(text, "the report again")) {
				t.Errorf("the page does not say %q", c.page)
			}
			if c.page == since && !strings.Contains(text, "w.warc.gz @ 70") {
				t.Error("the page does not say where the answer lies")
			}
			if c.page == since && Modified(shown) != Modified(s.Show(report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "", "", ""))) {
				t.Error("one answer changes when the report was modified")
			}
			if len(c.says) == 0 && c.page == "" {
				for _, word := range []string{"withdrawn", "away for", "451", "404", "403"} {
					if strings.Contains(text, word) {
						t.Errorf("the page says %q", word)
					}
				}
			}
			if got := HeadOf(it).Withdrawn; got != c.label {
				t.Errorf("a label in lists: %v", got)
			}
			feeds, err := s.Feeds(Feed{Title: "Towan", Page: "index.html"}, []Placed{{Shown: shown, Path: "a/x.html"}})
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range feeds {
				for _, say := range c.says {
					if !strings.Contains(say, "warc") && !bytes.Contains(f.Data, []byte(say)) {
						t.Errorf("%s does not say %q", f.Path, say)
					}
				}
				if len(c.says) == 0 && (bytes.Contains(f.Data, []byte("withdrawn")) || bytes.Contains(f.Data, []byte("answered")) || bytes.Contains(f.Data, []byte("Not seen"))) {
					t.Errorf("%s says more than is known: %s", f.Path, f.Data)
				}
			}
			data, err := s.Record(new(bytes.Buffer), Article{Placed: Placed{Shown: shown, Path: "a/x.html"}})
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(data, []byte(`"seen":`)); n != c.data {
				t.Errorf("%d sights in the data, want %d: %s", n, c.data, data)
			}
		})
	}
}

// The names of the desk's own files are not for the public; the times are.
func TestPublicSightsHaveNoPlace(t *testing.T) {
	s := New(Form{Language: "en", Audience: Public})
	it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up on Thursday morning.", "")
	it.Sights = []news.Sight{
		{At: at("2024-03-07T07:30:00Z"), Seen: news.SightGone, Status: 404, Kept: true, File: "w.warc.gz", Offset: 70},
		{At: at("2024-03-07T09:00:00Z"), Seen: news.SightGone, Status: 404, Kept: true, File: "w.warc.gz", Offset: 90, Reached: true},
	}
	data, err := s.Record(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}})
	if err != nil || bytes.Contains(data, []byte("warc")) || bytes.Count(data, []byte(`"seen":"gone"`)) != 2 {
		t.Errorf("%v: %s", err, data)
	}
}

// TestStatesOfSources: a source that was not looked at is not fine, and one that was not asked did not fail to answer.
func TestStatesOfSources(t *testing.T) {
	s := New(Form{Language: "en", Audience: Private})
	noon := at("2024-03-07T12:00:00Z")
	for _, c := range []struct {
		name          string
		status        SourceStatus
		state, answer string
	}{
		{"never looked at", SourceStatus{Active: true}, "not looked at yet", ""},
		{"fine", SourceStatus{Active: true, Polled: noon, Succeeded: noon, Status: 200}, "fine", ""},
		{"silent", SourceStatus{Active: true, Polled: noon, Failures: 1, Silent: true}, "cannot be read", "no answer"},
		{"not asked: robots.txt", SourceStatus{Active: true, Polled: noon, Failures: 1}, "cannot be read", ""},
		{"refused", SourceStatus{Active: true, Polled: noon, Failures: 1, Status: 403}, "cannot be read", "HTTP 403"},
		{"put off", SourceStatus{Active: true, Polled: noon, Failures: 1, Status: 503, PutOff: noon.Add(time.Hour), Cause: news.CauseTooMany},
			"not asked until Mar 7 13:00", "it asks for patience"},
		{"put off and switched off", SourceStatus{Polled: noon, PutOff: noon.Add(time.Hour), Cause: news.CausePaused}, "switched off", ""},
		{"switched off", SourceStatus{Polled: noon, Failures: 1, Silent: true}, "switched off", "no answer"},
	} {
		v := s.sourcesView(Sources{Day: "2024-03-07", Sources: []SourceInList{{SourceStatus: c.status}}}, "status.html", "Status")
		if got := v.Sources[0]; got.State != c.state || got.Answer != c.answer {
			t.Errorf("%s: %q, %q", c.name, got.State, got.Answer)
		}
	}
}

// The list of sources is in the order of their names, numbers by their value, and so is the choice of a search.
func TestSourcesAreInTheOrderOfReaders(t *testing.T) {
	s := New(Form{Language: "en"})
	var x Sources
	var of []SourceStatus
	for _, name := range []string{"Outlet 10", "Outlet 1", "Ärzte", "Outlet 2"} {
		of = append(of, SourceStatus{Source: news.Source{ID: news.SourceID(name), Name: name}})
		x.Sources = append(x.Sources, SourceInList{SourceStatus: of[len(of)-1]})
	}
	var rows, options []string
	for _, row := range s.sourcesView(x, "sources.html", "Sources").Sources {
		rows = append(rows, row.Name)
	}
	for _, o := range s.choices(Search{}, of)[0].Options {
		options = append(options, o.Name)
	}
	want := []string{"Ärzte", "Outlet 1", "Outlet 2", "Outlet 10"}
	if !slices.Equal(rows, want) || !slices.Equal(options, want) {
		t.Errorf("rows %q, options %q, want %q", rows, options, want)
	}
}

func TestEmptyHomeSaysHowManySourcesAreWatched(t *testing.T) {
	s := New(Form{Language: "en"})
	on, off := SourceStatus{Active: true}, SourceStatus{}
	for want, list := range map[string][]SourceStatus{"0 sources are watched.": {off}, "1 source is watched.": {on, off}, "2 sources are watched.": {on, off, on}} {
		html, err := s.Home(Home{Sources: list})
		if err != nil || !strings.Contains(string(html), "<p>"+want) {
			t.Errorf("want %q, %v in %s", want, err, html)
		}
	}
}

// TestPublishedIsSaidAsItIsKnown: no hour where the outlet gives a day, no zone where it gives none, and no time of publication
// where the time is the desk's own.
func TestPublishedIsSaidAsItIsKnown(t *testing.T) {
	s := New(Form{Language: "en", Audience: Private})
	for hour, want := range map[news.Hour][3]string{
		news.HourGiven: {"<dt>Published</dt><dd><time datetime=\"2024-03-07T05:00:00Z\">March 7, 2024 05:00 UTC<", `"datePublished":"2024-03-07T05:00:00Z"`, "05:00"},
		news.HourLocal: {"<dt>Published</dt><dd><time datetime=\"2024-03-07T05:00:00\">March 7, 2024 05:00<", `"datePublished":"2024-03-07T05:00:00"`, "05:00"},
		news.HourDay:   {"<dt>Published</dt><dd><time datetime=\"2024-03-07\">March 7, 2024<", `"datePublished":"2024-03-07"`, ""},
		news.HourNone:  {"<dt>Filed under</dt>", "", "no date"},
	} {
		it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up.", "")
		it.Article.Hour = hour
		page, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
		html := string(page)
		if err != nil || !strings.Contains(html, want[0]) || !strings.Contains(html, want[1]) {
			t.Errorf("%q: %v, no %q or %q", hour, err, want[0], want[1])
		}
		if want[1] == "" && (strings.Contains(html, "datePublished") || strings.Contains(html, "published_time") || strings.Contains(html, "<dt>Published")) {
			t.Errorf("%q: the page says when it was published", hour)
		}
		if row := s.row(Listed{Head: HeadOf(it), Path: "a/x.html"}, "", "2024-03-07"); row.Clock != want[2] || (row.Stamp == "") != (want[2] == "" || hour == news.HourNone) {
			t.Errorf("%q: the row says %q, %q", hour, row.Clock, row.Stamp)
		}
	}
}

// TestFeedsSayWhatIsCut: an opening, an excerpt or a headline in a feed is not taken for the whole report.
func TestFeedsSayWhatIsCut(t *testing.T) {
	for _, c := range []struct {
		audience Audience
		kind     news.PageKind
		rights   news.Rights
		want     string
	}{
		{Private, news.PageArticle, news.RightsFull, ""},
		{Private, news.PagePaywall, news.RightsFull, "for subscribers"},
		{Private, news.PageHeadline, news.RightsFull, "Only the headline is known"},
		{Public, news.PageArticle, news.RightsExcerpt, "Only an excerpt is shown"},
		{Public, news.PageArticle, news.RightsLink, "The text is not shown here"},
	} {
		s := New(Form{Language: "en", Audience: c.audience})
		it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up. It is the ninth.", "")
		it.Article.Kind, it.Rights = c.kind, c.rights
		feeds, err := s.Feeds(Feed{Title: "Towan", Page: "index.html"}, []Placed{{Shown: s.Show(it), Path: "a/x.html"}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range feeds {
			if c.want != "" && !bytes.Contains(f.Data, []byte(c.want)) || c.want == "" && bytes.Contains(f.Data, []byte("small")) {
				t.Errorf("%s, %s, %s: %s does not say %q", c.audience, c.kind, c.rights, f.Path, c.want)
			}
		}
	}
}

// A page of which only the headline is known was not captured.
func TestHeadlineWasNotCaptured(t *testing.T) {
	s := New(Form{Language: "en", Audience: Private})
	for kind, want := range map[news.PageKind]string{news.PageArticle: "<dt>Captured</dt>", news.PageHeadline: "<dt>Seen in its list</dt>"} {
		it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up.", "")
		if it.Article.Kind = kind; kind == news.PageHeadline {
			it.Article.Blocks, it.Article.Words = nil, 0
		}
		html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
		if err != nil || !bytes.Contains(html, []byte(want)) || bytes.Contains(html, []byte("<dt>Captured</dt>")) != (kind == news.PageArticle) {
			t.Errorf("%s: %v, no %s", kind, err, want)
		}
		for _, field := range []string{"urldate%20=", "Y2%20%20-", "accessed%22"} {
			if bytes.Contains(html, []byte(field)) != (kind == news.PageArticle) {
				t.Errorf("%s: citation with %s", kind, field)
			}
		}
	}
}

// TestAddressThatWasRead: where the original is called by another address than the one that was read, the page says both; the data in
// the page says which was read, when, and what it gave.
func TestAddressThatWasRead(t *testing.T) {
	for _, c := range []struct {
		name             string
		change           func(*news.Article)
		said, archivedAt bool
	}{
		{"another", func(*news.Article) {}, true, true},
		{"the same", func(a *news.Article) { a.Canonical = a.URL }, false, true},
		{"a headline", func(a *news.Article) { a.Kind = news.PageHeadline }, false, false},
		{"no page", func(a *news.Article) { a.Capture = "" }, false, false},
		{"a text from the feed", func(a *news.Article) { a.Notes = []news.Note{{Code: news.NoteFromFeed}} }, false, false},
	} {
		for _, audience := range []Audience{Private, Public} {
			s := New(Form{Language: "en", Audience: audience})
			it := report("nine4zzq7a", "towan", "Towan News", "en", "2024-03-07T05:00:00Z", "A satellite is up", "A satellite went up on Thursday morning.", "")
			it.Article.Capture = "0a0b"
			c.change(&it.Article)
			html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(string(html), "<dt>Address read</dt><dd data-leaf=\"address\" translate=\"no\"><a href=\"https://towan.example/nine4zzq7a\""); got != c.said {
				t.Errorf("%s: the page says which address was read: %v", c.name, got)
			}
			data := `"archivedAt":{"@type":"WebPage","url":"https://towan.example/nine4zzq7a","dateCreated":"2024-03-07T05:20:00Z","identifier":"sha256:0a0b"}`
			if got := strings.Contains(string(html), data); got != c.archivedAt || !got && strings.Contains(string(html), "archivedAt") {
				t.Errorf("%s: the data in the page says so: %v", c.name, got)
			}
		}
	}
}
