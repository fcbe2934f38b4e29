package desk_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/store"
	"github.com/waidian/waidian/internal/text"
)

// kept is a report as another desk has kept it; each is about something of its own.
func kept(n int) desk.Brought {
	words := strings.Fields("anchor bollard capstan dredger ebb ferry gangway hawser inlet jetty keel lighter mooring narrows oar pilot quay rudder sluice tide")
	word := func(k int) string { return words[(n*7+n/20*3+k*k)%len(words)] + fmt.Sprint(n%17) }
	body := fmt.Sprintf("The %s of pier %d was lent to the %s on Monday. It came back with %d dents and a %s.", word(0), n, word(1), n+3, word(2))
	return desk.Brought{
		Source: news.Source{ID: "quays", Name: "The Quays", Outlet: "The Quays"},
		Article: news.Article{
			URL: fmt.Sprintf("https://quays.example/%d", n), Canonical: fmt.Sprintf("https://quays.example/%d", n), Kind: news.PageArticle,
			Title: fmt.Sprintf("%s %d", word(3), n), Lang: "en", Published: morning.Add(-time.Hour), Captured: morning,
			Blocks: []news.Block{{Kind: news.Paragraph, Text: body, Ends: text.Sentences(body)}}, Words: 20,
		},
		Story: news.StoryID(fmt.Sprintf("story%05d", n)),
	}
}

// An import that is cut off has whole reports; done again it has all of them, each once.
func TestBroughtReportsComeOnceAlthoughCutOff(t *testing.T) {
	r := newRoom(t, "")
	r.desk.Digests = nil
	var list []desk.Brought
	for n := range 600 {
		list = append(list, kept(n))
	}
	ctx, cut := context.WithCancel(t.Context())
	r.desk.Events = func(desk.Event) { cut() } // when the first transaction is written
	if _, err := r.desk.BringArticles(ctx, list); !errors.Is(err, context.Canceled) {
		t.Fatalf("cut off: %v", err)
	}
	first := len(r.items())
	if first == 0 || first == len(list) {
		t.Fatalf("%d reports after the cut", first)
	}
	r.desk.Events = r.note
	for range 2 {
		if refused, err := r.desk.BringArticles(t.Context(), list); err != nil || len(refused) > 0 {
			t.Fatalf("%v, %v", refused, err)
		}
	}
	items := r.items()
	if len(items) != len(list) || len(r.events) != len(list)-first {
		t.Errorf("%d reports, %d events after %d", len(items), len(r.events), first)
	}
	for _, it := range items {
		if len(it.Versions) != 1 || len(it.Digest.Summary) == 0 {
			t.Errorf("%s: %d versions, digest %+v", it.Article.Title, len(it.Versions), it.Digest)
		}
	}
}

// What the database refuses of one report costs that report alone.
func TestOneReportThatCannotBeWritten(t *testing.T) {
	r := newRoom(t, "")
	_, err := r.db.Handle().ExecContext(t.Context(), `CREATE TRIGGER refuse BEFORE INSERT ON article WHEN NEW.canonical = 'https://quays.example/7'
		BEGIN SELECT RAISE(ABORT, 'not this one'); END`)
	if err != nil {
		t.Fatal(err)
	}
	var list []desk.Brought
	for n := range 20 {
		list = append(list, kept(n))
	}
	refused, err := r.desk.BringArticles(t.Context(), list)
	if err != nil || len(refused) != 1 || refused[7] == nil || len(r.items()) != 19 {
		t.Errorf("refused %v, error %v, %d reports", refused, err, len(r.items()))
	}
	if refused, err := r.desk.BringArticles(t.Context(), list[7:8]); err != nil || refused[0] == nil {
		t.Errorf("alone: refused %v, error %v", refused, err)
	}
}

// A report, or a page, that the program stumbles over costs itself alone.
func TestOneReportThatIsStumbledOver(t *testing.T) {
	r := newRoom(t, "")
	extracts := r.desk.Extract
	stumble := func(a news.Article) news.Digest {
		if strings.HasSuffix(a.URL, "/3") {
			panic("a bug")
		}
		return extracts(a)
	}
	r.desk.Extract = stumble
	r.desk.Tokens = func(s string) string {
		if strings.Contains(s, "pier 5 ") {
			panic("another bug")
		}
		return s
	}
	var list []desk.Brought
	for n := range 9 {
		list = append(list, kept(n))
	}
	refused, err := r.desk.BringArticles(t.Context(), list)
	if err != nil || len(refused) != 2 || refused[3] == nil || refused[5] == nil || len(r.items()) != 7 {
		t.Errorf("refused %v, error %v", refused, err)
	}
}

// The states of a report before its last, and what is known of its digest, come with it.
func TestBroughtWithItsHistory(t *testing.T) {
	r := newRoom(t, "")
	b := kept(1)
	old := b.Article
	old.Title, old.Captured, old.Capture = "The first headline", morning.Add(-2*time.Hour), "cafe"
	b.Earlier = []news.Article{old}
	b.Article.Capture = "beef"
	made := time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	warning := news.Finding{Rule: news.FormRule, Reason: news.StrayEvidence}
	b.Digest = news.Digest{
		Lang: "en", By: "model", Prompt: "3", At: made, Version: 1, Names: []news.Name{{Source: "Pier", Target: "码头"}}, Tokens: news.Usage{In: 5, Out: 6},
		Checked: []news.Rule{news.JudgeRule}, LeftOut: []news.Reject{{Text: "Gone.", Why: []news.Finding{warning}}},
		Summary: []news.Claim{
			{Text: "It was lent on Monday.", Evidence: []int{1}, Findings: []news.Finding{warning}},
			{Text: "It came back with 999 dents.", Evidence: []int{2}},
		},
	}
	if refused, err := r.desk.BringArticles(t.Context(), []desk.Brought{b}); err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	it := r.items()[b.Article.Title]
	d := it.Digest
	if len(it.Versions) != 2 || it.Versions[0].Title != old.Title || it.Versions[0].Hash != "cafe" || it.Article.Version != 2 {
		t.Errorf("versions %+v", it.Versions)
	}
	if !d.At.Equal(made) || d.Prompt != "3" || d.Version != 1 || d.Tokens.In != 5 || len(d.Names) != 1 {
		t.Errorf("digest %+v", d)
	}
	if len(d.Summary) != 1 || !reflect.DeepEqual(d.Summary[0].Findings, []news.Finding{warning}) {
		t.Errorf("a sentence lost its warning, or one that the check rejects is shown: %+v", d.Summary)
	}
	if len(d.LeftOut) != 2 || d.LeftOut[1].Text != "It came back with 999 dents." {
		t.Errorf("left out %+v", d.LeftOut)
	}
	for _, rule := range d.Checked {
		if rule == news.JudgeRule {
			t.Errorf("it claims a comparison that this desk did not make: %v", d.Checked)
		}
	}
	err := r.db.View(t.Context(), func(tx *store.Tx) error {
		a, err := tx.Version(it.Article.ID, 1)
		if a.Title != old.Title || a.Capture != "cafe" {
			t.Errorf("the first state: %+v", a)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// Whether there is a capture of a report that is brought, the archive of this desk says, not the file.
func TestBroughtSaysWhetherThereIsACapture(t *testing.T) {
	r := newRoom(t, web(courier, feedOf("flood|Flood in northern China"), "https://courier.example/flood", pageOf("Flood in northern China", "8,600")))
	r.round(0)
	read := r.one().Article
	note := news.Note{Code: news.NoteNoCapture}
	for i, c := range []struct {
		name, url string
		capture   news.Hash
		notes     []news.Note // of the file
		want      bool
	}{
		{"no capture is named", "https://quays.example/0", "", nil, true},
		{"another archive has it", "https://quays.example/1", "beef", nil, true},
		{"this archive has an answer with that hash, of another address", "https://quays.example/2", read.Capture, nil, true},
		{"this archive has it", read.URL, read.Capture, []news.Note{note}, false},
	} {
		b := kept(i)
		b.Article.URL, b.Article.Canonical, b.Article.Capture, b.Article.Notes = c.url, c.url, c.capture, c.notes
		b.Article.Captured = r.now.Add(time.Hour)
		if refused, err := r.desk.BringArticles(t.Context(), []desk.Brought{b}); err != nil || len(refused) > 0 {
			t.Fatal(refused, err)
		}
		if got := slices.Contains(r.items()[b.Article.Title].Article.Notes, note); got != c.want {
			t.Errorf("%s: the note that there is no capture: %v", c.name, got)
		}
	}
}

// Why a report has no digest is said again where it is so of the report, and not where it was so of another desk.
func TestBroughtExtracts(t *testing.T) {
	for _, c := range []struct {
		was, want news.Missing
		model     bool
	}{
		{news.NoModel, news.DigestWaiting, true},
		{news.NoModel, news.NoModel, false},
		{news.DigestWaiting, news.NoModel, false},
		{news.DigestRejected, news.DigestRejected, true},
		{news.DigestUnusable, news.DigestUnusable, false},
		{news.CopyOfAnother, news.DigestWaiting, true}, // the report that it repeats did not come
		{news.HeadlineAlone, news.DigestWaiting, true}, // it has a text
	} {
		r := newRoom(t, "")
		if !c.model {
			r.desk.Digests = nil
		}
		b := kept(2)
		b.Digest = r.desk.Extract(b.Article)
		b.Digest.Reason, b.Digest.At = c.was, morning.Add(-24*time.Hour)
		invented := kept(3)
		invented.Digest = news.Digest{Lang: "en", By: news.ByExtract, Reason: c.was, Summary: []news.Claim{{Text: "Nobody wrote this.", Evidence: []int{1}}}}
		if refused, err := r.desk.BringArticles(t.Context(), []desk.Brought{b, invented}); err != nil || len(refused) > 0 {
			t.Fatal(refused, err)
		}
		items := r.items()
		if d := items[b.Article.Title].Digest; d.Reason != c.want || !d.At.Equal(b.Digest.At) {
			t.Errorf("%s with a model %v: %+v, want %s", c.was, c.model, d, c.want)
		}
		if d := items[invented.Article.Title].Digest; len(d.Summary) == 0 || d.Summary[0].Text == "Nobody wrote this." {
			t.Errorf("an extract of words that the report does not have: %+v", d.Summary)
		}
	}
}

// Of two grants that reports of one source come with, the narrower holds, whichever came first, and its reports are shown anew.
func TestNarrowerGrantHolds(t *testing.T) {
	for _, c := range []struct{ first, second, want news.Rights }{
		{news.RightsFull, news.RightsLink, news.RightsLink},
		{news.RightsLink, news.RightsFull, news.RightsLink},
		{news.RightsExcerpt, news.RightsLink, news.RightsLink},
		{news.RightsFull, "", news.RightsFull}, // which says nothing
		{"", news.RightsFull, news.RightsExcerpt},
		{"", news.RightsLink, news.RightsLink},
	} {
		for _, again := range []bool{false, true} {
			r := newRoom(t, "")
			one, other := kept(2), kept(3)
			if again { // the second file has no report that is new
				other = one
			}
			one.Source, other.Source = news.Source{ID: "courier", Name: "C", Rights: c.first}, news.Source{ID: "courier", Name: "C", Rights: c.second}
			one.Article.Source, other.Article.Source = "courier", "courier"
			bring := func(list ...desk.Brought) {
				if refused, err := r.desk.BringArticles(t.Context(), list); err != nil || len(refused) > 0 {
					t.Fatal(refused, err)
				}
			}
			bring(one)
			var before, after int64
			rows := func(at *int64) (rights news.Rights) {
				err := r.db.View(t.Context(), func(tx *store.Tx) error {
					w, err := tx.Source("courier")
					if err != nil {
						return err
					}
					list, err := tx.Rows(store.Filter{Source: "courier"})
					for _, x := range list {
						if x.Title == one.Article.Title {
							*at = x.Changed
						}
					}
					rights = w.Rights
					return err
				})
				if err != nil {
					t.Fatal(err)
				}
				return rights
			}
			was := rows(&before)
			bring(other)
			if got := rows(&after); got != c.want || (after != before) != (got != was) {
				t.Errorf("%q, then %q, the same report %v: %q, want %q; change %d, then %d", c.first, c.second, again, got, c.want, before, after)
			}
		}
	}
}

// Where another site had the page of a report is kept with the report, also if the desk had that before; a path leads to one report.
func TestOldPathsOfBroughtReports(t *testing.T) {
	r := newRoom(t, "")
	one, two := kept(1), kept(2)
	bring := func(list ...desk.Brought) {
		t.Helper()
		if refused, err := r.desk.BringArticles(t.Context(), list); err != nil || len(refused) > 0 {
			t.Fatalf("%v, %v", refused, err)
		}
	}
	bring(one)
	one.OldPaths, two.OldPaths = []string{"one.html", "1/index.html"}, []string{"one.html", "two.html"}
	bring(one, two, one)
	var got []news.OldPath
	if err := r.desk.DB.View(t.Context(), func(tx *store.Tx) (err error) { got, err = tx.OldPaths(); return err }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || got[0].Path != "1/index.html" || got[1] != (news.OldPath{Path: "one.html", Article: got[0].Article}) ||
		got[2].Path != "two.html" || got[2].Article == got[0].Article || got[0].Article == "" {
		t.Errorf("old paths %v", got)
	}
}
