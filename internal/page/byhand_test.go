package page

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// revised is a report of whose digest a person wrote the second sentence.
func revised() news.Item {
	it := reports()[1]
	it.Rights = news.RightsFull
	it.Digest.Summary = []news.Claim{
		{Text: "码头工人罢工。", Evidence: []int{1}, Findings: []news.Finding{{Rule: news.HedgeRule, Span: "罢工", Reason: news.HedgeDropped, Arg: "may"}}},
		{Text: "双方会面。", Evidence: []int{2}, ByHand: true, Editor: "Wen Ting"},
	}
	it.Digest.Revisions = []news.Revision{
		{Kind: news.RevisionCorrect, N: 2, By: "Wen Ting", Reason: "a plainer verb", At: time.Unix(1e9, 0), Was: news.Said{Summary: []news.Claim{{Text: "双方碰头。"}}}},
		{Kind: news.RevisionHide, N: 3, By: "Li Na", At: time.Unix(1e9, 0), Undone: time.Unix(2e9, 0), Was: news.Said{Summary: []news.Claim{{Text: "双方碰头。"}}}},
	}
	return it
}

// What a person wrote is marked in each language on the page, in its data, and where a digest has no marks; who it was is said where the
// operator wants that, and what it said before, why, and what was undone, nowhere.
func TestHandsAreShown(t *testing.T) {
	for _, lang := range wording.Languages() {
		for _, audience := range []Audience{Private, Public} {
			for _, named := range []bool{true, false} {
				w, s := wording.For(lang), New(Form{Language: lang, Audience: audience, Editors: named})
				x := Article{Placed: Placed{Shown: s.Show(revised()), Path: "a/x.html"}, Day: "2024-03-07"}
				html, err := s.Article(new(bytes.Buffer), x)
				if err != nil {
					t.Fatal(err)
				}
				data, err := s.Record(new(bytes.Buffer), x)
				if err != nil {
					t.Fatal(err)
				}
				mark := w.ByHand
				if named {
					mark = w.Hand(news.Claim{Editor: "Wen Ting"})
				}
				page := string(html)
				for what, want := range map[string]int{
					`双方会面。</span><a class="hand" href="#made" data-f="` + mark + `"`: 1, `class="hand"`: 1, `id="made"`: 1,
					`"doubt" href`: 1, `碰头`: 0, `plainer`: 0, `Li Na`: 0,
				} {
					if got := strings.Count(page, what); got != want {
						t.Errorf("%s, %s, named %v: %q stands %d times on the page, want %d", lang, audience, named, what, got, want)
					}
				}
				if label := w.MadeBy(x.Digest); strings.Count(page, label) < 2 || strings.Contains(page, strings.TrimSpace(strings.ReplaceAll(w.ByModel, "%s", x.Digest.By))) {
					t.Errorf("%s: the label %q is missing, or that no person edited it is there", lang, label)
				}
				if got := strings.Contains(page+string(data), "Wen Ting"); got != named {
					t.Errorf("%s, %s: named %v, want %v", lang, audience, got, named)
				}
				if !bytes.Contains(data, []byte(`"text":"双方会面。","evidence":[2],"edited":true`)) || bytes.Contains(data, []byte("碰头")) {
					t.Errorf("%s, %s: the data are %s", lang, audience, data)
				}
				if got := plain(w, x.Digest); strings.Count(got, "["+w.ByHand+"]") != 1 || !strings.HasSuffix(got, "["+w.ByHand+"]") {
					t.Errorf("%s: without marks it reads %s", lang, got)
				}
			}
		}
	}
}

// That a person read a digest is said of one that was approved as it was written, and of no other.
func TestApprovalIsSaid(t *testing.T) {
	w, approved := wording.For("en"), news.Revision{Kind: news.RevisionApprove, N: news.OfDigest}
	undone := approved
	undone.Undone = time.Unix(1, 0)
	d := func(list ...news.Revision) news.Digest {
		return news.Digest{By: "m", Summary: []news.Claim{{Text: "x"}}, Revisions: list}
	}
	taken := d(approved, news.Revision{Kind: news.RevisionHide, N: 2})
	one := d(news.Revision{Kind: news.RevisionApprove, N: 1})
	one.Summary = append(one.Summary, news.Claim{Text: "y"})
	one.Summary[0].Approved = true
	for _, c := range []struct {
		d    news.Digest
		want string
	}{
		{d(), "Written by m, not edited by a person"}, {d(approved), "Written by m, read by a person beside the report"},
		{d(undone), "Written by m, not edited by a person"}, {taken, "Written by m, edited by hand"}, {one, "Written by m, not edited by a person"},
		{d(approved, news.Revision{Kind: news.RevisionHide, N: news.OfDigest}), "Written by m, not edited by a person"},
	} {
		if got := w.MadeBy(c.d); got != c.want {
			t.Errorf("%+v: %s, want %s", c.d, got, c.want)
		}
	}
}

// TestHandsAreShownWhereSentencesAreQuoted: the mark goes along with the words, onto the page of the story, into its data, lists and the index of a
// copy; where the words are not, no mark is.
func TestHandsAreShownWhereSentencesAreQuoted(t *testing.T) {
	const mark = `<span class="mark">人工校订</span>`
	for _, hand := range []bool{true, false} {
		items := event()
		first := &items[len(items)-1].Digest
		first.Summary = slices.Clone(first.Summary)
		first.Summary[0].ByHand, first.TitleByHand = hand, hand
		said := first.Summary[0].Text
		want := func(what, text string, n int) {
			t.Helper()
			if !hand {
				n = 0
			}
			if got := strings.Count(text, mark); got != n {
				t.Errorf("by hand %v, %s: %d marks, want %d:\n%s", hand, what, got, n, text)
			}
		}
		s := New(Form{Language: "zh-Hans"})
		x := Story{ID: "strike7k2a", Account: told(items)}
		x.Account.Digest.By, x.Account.Digest.Only = news.ByDigests, nil
		x.Account.Digest.Common = []news.StoryClaim{{Text: said, Lang: first.Lang, Evidence: []news.Cite{citing(items[len(items)-1], 1)}}}
		x.Account.Alone, x.Account.Digest.Figures, x.Account.Moving = nil, nil, -1
		for _, it := range items {
			x.Reports, x.Whole = append(x.Reports, Listed{HeadOf(it), ArticlePath(it.Article)}), append(x.Whole, s.WholeOf(it, ArticlePath(it.Article)))
		}
		tl := s.telling(x)
		v := tl.view(x, false)
		if got := fmt.Sprint(v.Known.Shown[0].Marks); strings.Contains(got, "人工校订") != hand {
			t.Errorf("a sentence that is composed of digests: %s", got)
		}
		found := false
		for _, o := range v.Outlets.Shown {
			if o.Lead != "" && strings.HasPrefix(said, strings.TrimSuffix(o.Lead, "…")) {
				found = true
				if slices.Contains(o.Marks, "人工校订") != hand {
					t.Errorf("what an outlet says: %v", o.Marks)
				}
			}
		}
		if !found {
			t.Fatalf("no outlet says %s: %+v", said, v.Outlets.Shown)
		}
		data, err := s.StoryJSON(x)
		if err != nil || strings.Contains(string(data.Data), `"edited":true`) != hand || CalledIn(data.Data).LeadByHand != hand {
			t.Errorf("the data, %v: %s", err, data.Data)
		}
		row := s.row(Listed{HeadOf(items[len(items)-1]), "a/x.html"}, "", "")
		if slices.Contains(row.Marks, "人工校订") != hand || (row.LeadMark != "") != hand {
			t.Errorf("in a list: %+v", row)
		}
		day, _, err := s.Day(Day{Day: "2024-03-06", Reports: x.Reports})
		if err != nil {
			t.Fatal(err)
		}
		want("a day", string(day[0].Data), 1)
		if got := s.IndexRow(Placed{s.Show(items[len(items)-1]), "a/x.html"}); strings.Contains(got[8], "人工校订") != hand {
			t.Errorf("the index of a copy: %q", got)
		}
		if e := s.archivedItem(x.Reports[len(x.Reports)-1]); strings.Contains(e.Summary, "[人工校订]") != hand || strings.Contains(e.Content, "[人工校订]") != hand {
			t.Errorf("the archive of a feed: %+v", e)
		}
	}
}

// TestHeadlinesByHandAreMarkedWhereverTheyGo: with markup as a mark, in plain text in brackets, in data as a field; one that a model wrote has none.
func TestHeadlinesByHandAreMarkedWhereverTheyGo(t *testing.T) {
	const headline, marked = "双方在港口会面", "双方在港口会面 [人工校订]"
	for _, hand := range []bool{true, false} {
		has := func(hand bool, what, text string, want map[string]int) {
			t.Helper()
			for part, n := range want {
				if !hand {
					n = 0
				}
				if got := strings.Count(text, part); got != n {
					t.Errorf("by hand %v, %s: %d times %s, want %d:\n%s", hand, what, got, part, n, text)
				}
			}
		}
		items := event()
		for i := range items {
			items[i].Digest.Unfit, items[i].Digest.Title, items[i].Digest.TitleByHand = false, "", false
		}
		d := &items[len(items)-1].Digest
		d.Title, d.TitleByHand = headline, hand
		d.Revisions = []news.Revision{{Kind: news.RevisionCorrect, N: news.OfHeadline, By: "Wen Ting", At: time.Unix(1e9, 0)}}
		s := New(Form{Language: "zh-Hans", Arrangement: Modern, Editors: true, URL: "https://desk.example/"})
		it := items[len(items)-1]
		x := Article{Placed: Placed{s.Show(it), ArticlePath(it.Article)}, Day: "2024-03-07"}
		html, err := s.Article(new(bytes.Buffer), x)
		if err != nil {
			t.Fatal(err)
		}
		has(hand, "the page", unphrased(string(html)), map[string]int{
			"<title lang=\"zh-Hans\">" + marked: 1, `property="og:title" content="` + marked + `"`: 1, headline + ` <b class="mark" lang="zh-Hans">人工校订</b></h1>`: 1,
			`"creditText":"由 `: 1, `。标题经人工校订。","editor":[{"@type":"Person","name":"Wen Ting"}]`: 1,
		})
		if !strings.Contains(string(html), `"@type":"WebPage","name":"`+headline+`"`) {
			t.Errorf("the name of the page: %s", html)
		}
		data, err := s.Record(new(bytes.Buffer), x)
		if err != nil {
			t.Fatal(err)
		}
		has(hand, "the data", string(data), map[string]int{`"title_edited":true`: 1})
		has(hand, "a feed", s.feedItem(x.Placed).Title, map[string]int{marked: 1})
		has(hand, "the archive of a feed", s.archivedItem(Listed{HeadOf(it), x.Path}).Title, map[string]int{marked: 1})
		has(hand, "an app", s.AppEntry(it).Title+s.HeadTitle(HeadOf(it)), map[string]int{marked: 2})
		story := Story{ID: "strike7k2a", Account: told(items)}
		story.Account.Central, story.Account.Digest.Title = it.Article.ID, ""
		for _, it := range items {
			story.Reports, story.Whole = append(story.Reports, Listed{HeadOf(it), ArticlePath(it.Article)}), append(story.Whole, s.WholeOf(it, ArticlePath(it.Article)))
		}
		for given, is := range map[string]struct{ title, mark, flag string }{
			"": {headline, "人工校订", `"title_edited":true`}, "编者所见": {"编者所见", "编者拟题", `"title_given":true`},
		} {
			story.Account.Given = given
			hand := hand || given != ""
			parts, title, err := s.Story(story)
			if err != nil {
				t.Fatal(err)
			}
			has(hand, "the page of the story", string(parts[0].Data), map[string]int{
				is.title + " [" + is.mark + "] · ": 1, `<p class="by"><span class="mark">` + is.mark + `</span></p>`: 1,
			})
			has(hand, "the name of its feed", title, map[string]int{is.title + " [" + is.mark + "]": 1})
			json, err := s.StoryJSON(story)
			if err != nil {
				t.Fatal(err)
			}
			has(hand, "its data", string(json.Data), map[string]int{is.flag: 1})
			has(hand, "a list of stories", s.storyRow(StoryInList{ID: story.ID, Reports: story.Reports, Called: CalledIn(json.Data)}, "", "").Mark, map[string]int{is.mark: 1})
		}
	}
}
