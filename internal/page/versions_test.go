package page

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// edited is a report with a past: what a page is made of.
func edited(change func(*news.Item, *news.History)) Article {
	it := reports()[1]
	at := func(h int) time.Time { return time.Date(2024, 3, 7, h, 0, 0, 0, time.UTC) }
	it.Article.Version = 2
	it.Versions = []news.Version{
		{N: 1, Title: "Old <headline>", Words: 9, Captured: at(9), Seen: at(10), Hash: "cafe"},
		{N: 2, Title: it.Article.Title, Words: 8, Captured: at(11), Seen: at(23), Hash: "beef", Edited: true},
	}
	h := news.History{Edits: []news.Edit{{
		Article: it.Article.ID, From: 1, N: 2, Since: at(10), At: at(11), Known: true, Reason: news.RankEdited, Was: "14,200", Is: "12,400", Paragraphs: 2,
		Passages: []news.Passage{{Same: 7}, {Pieces: []news.Piece{{Text: "Some <"}, {Kind: news.Deleted, Text: "14,200"}, {Kind: news.Inserted, Text: "12,400"}, {Text: "> fled."}}},
			{Pieces: []news.Piece{{Kind: news.Deleted, Text: "All is calm."}}}},
	}}}
	change(&it, &h)
	return Article{Placed: Placed{Shown: Shown{Item: it}, Path: "a/x.html"}, Day: "2024-03-07", History: h}
}

func articlePage(t *testing.T, x Article) string {
	t.Helper()
	s := New(Form{Language: "en", Audience: Private, Title: "Waidian", URL: "https://press.example/"})
	html, err := s.Article(new(bytes.Buffer), x)
	if err != nil {
		t.Fatal(err)
	}
	return string(html)
}

func TestVersionsAreShown(t *testing.T) {
	html := articlePage(t, edited(func(*news.Item, *news.History) {}))
	for _, want := range []string{
		`<p class="edited">Edited on `, `<del><span class="vh" lang="en">taken out: </span>14,200</del> → <ins><span class="vh" lang="en">put in: </span>12,400</ins></span> · <a href="#versions">see versions</a>`, `id="version-1"`, `id="version-2"`,
		"Old &lt;headline&gt;</del>", "… 7 paragraphs unchanged …", `Some &lt;<del><span class="vh" lang="en">taken out: </span>14,200</del>`,
		`<ins><span class="vh" lang="en">put in: </span>12,400</ins>&gt; fled.</p>`, "<details open>", "2 paragraphs changed, edited between ", "cafe", "beef",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if strings.Count(html, "Last seen") != 1 || strings.Contains(html, "T23:00") {
		t.Error("when the present text was last seen changes with each look, and is on no page")
	}
}

// What the line above the text and the list of changes say, and do not say.
func TestWhatIsSaidOfEdits(t *testing.T) {
	for _, c := range []struct {
		name      string
		change    func(*news.Item, *news.History)
		has, none string // parted by bars
	}{
		{"one version", func(it *news.Item, h *news.History) { it.Versions, *h = it.Versions[1:], news.History{} }, "", `class="edited"|id="versions"`},
		{"wording", func(_ *news.Item, h *news.History) { h.Edits[0].Reason, h.Edits[0].Was, h.Edits[0].Is = "", "", "" }, `id="versions"|<details open>`, `class="edited"`},
		{"not known to be an edit", func(it *news.Item, h *news.History) {
			it.Versions[1].Edited, h.Edits[0].Known = false, false
		}, "whether the outlet changed it is not known", `class="edited"|edited between`},
		{"a correction", func(_ *news.Item, h *news.History) {
			h.Edits[0].Reason, h.Edits[0].Note = news.RankCorrected, "Correction: it was fewer."
		}, "Corrected by the outlet on |What the outlet says of it:|Correction: it was fewer.", "Edited on"},
		{"silent edits are no corrections", func(*news.Item, *news.History) {}, "Edited on", "orrect"},
		{"two looks in one minute", func(_ *news.Item, h *news.History) { h.Edits[0].Since = h.Edits[0].At.Add(time.Second) }, "2 paragraphs changed, edited at ", "edited between"},
		{"a headline", func(_ *news.Item, h *news.History) { h.Edits[0].Reason = news.RankRetitled }, "Headline changed on", "Edited on"},
		{"what is gone", func(_ *news.Item, h *news.History) { h.Edits[0].Is = "" }, "14,200</del></span> ·", "→"},
		{"what is withheld", func(_ *news.Item, h *news.History) { h.Edits[0].Was, h.Edits[0].Is = "", "" }, `· <a href="#versions">`, "→|edited\">Edited on 7 March:"},
		{"paragraphs that are withheld", func(_ *news.Item, h *news.History) {
			h.Edits[0].Passages = []news.Passage{{Same: 7}, {Left: true}, {Left: true}}
		}, "2 of them are not shown here", "All is calm"},
		{"many changes are closed", func(_ *news.Item, h *news.History) { h.Edits[0].Paragraphs = openChanges + 1 }, "<details><summary>6", "<details open>"},
		{"rewritten", func(_ *news.Item, h *news.History) {
			h.Edits[0].Rewritten = true
			h.Edits[0].Passages = []news.Passage{{Pieces: []news.Piece{{Kind: news.Deleted, Text: "A."}, {Kind: news.Deleted, Text: "B."}}}}
		}, "Too little is common|A.</del></p>\n<p><del>", ""},
		{"a live page", func(it *news.Item, h *news.History) { it.Article.Kind, *h = news.PageLive, news.History{} }, "A live page is edited all day", `class="edited"|class="diff"`},
		{"many versions", func(it *news.Item, h *news.History) {
			*h, it.Versions = news.History{}, nil
			for n := range 25 {
				it.Versions = append(it.Versions, news.Version{N: n + 1, Title: fmt.Sprint("Headline ", n+1), Captured: it.Article.Captured, Edited: n > 0})
			}
		}, `The latest 20 of 25 versions|id="version-6"|id="version-25"`, `id="version-5"`},
	} {
		html := articlePage(t, edited(c.change))
		for _, s := range strings.Split(c.has, "|") {
			if !strings.Contains(html, s) {
				t.Errorf("%s: no %q", c.name, s)
			}
		}
		for _, s := range strings.Split(c.none, "|") {
			if s != "" && strings.Contains(html, s) {
				t.Errorf("%s: %q is there", c.name, s)
			}
		}
	}
}

// The public sees what rights leave, on the page and in the record.
func TestPublicHistory(t *testing.T) {
	x := edited(func(it *news.Item, h *news.History) {
		it.Rights = news.RightsLink
		old := it.Article
		old.Version, old.Title = 1, "Old headline"
		h.Earlier = []news.Article{old}
	})
	s := New(Form{Language: "en", Audience: Public, Title: "Waidian", URL: "https://press.example/"})
	x.History = s.ShowHistory(x.History, x.Item)
	x.Shown = s.Show(x.Item)
	html, err := s.Article(new(bytes.Buffer), x)
	if err != nil || strings.Contains(string(html), "All is calm") || !strings.Contains(string(html), "Old &lt;headline&gt;") || !strings.Contains(string(html), "2 paragraphs changed") {
		t.Errorf("the page shows more or less than a headline and how much was changed, %v", err)
	}
	data, err := s.Record(new(bytes.Buffer), x)
	if err != nil || !strings.Contains(string(data), `"versions":[{"n":1,`) || strings.Contains(string(data), `"text":"`+x.Item.Article.Text()) && x.Item.Article.Text() != "" {
		t.Errorf("record %s, %v", data, err)
	}
}

func TestEditedFeed(t *testing.T) {
	x := edited(func(*news.Item, *news.History) {})
	s := New(Form{Language: "en", Audience: Private, Title: "Waidian", URL: "https://press.example/"})
	files, err := s.EditedFeeds([]EditedReport{{Listed{HeadOf(x.Item), "a/x.html"}, x.History.Edits[0]}})
	if err != nil || len(files) != 3 {
		t.Fatal(files, err)
	}
	id := fmt.Sprintf("tag:press.example,2026:article/%s/version/2", x.Article.ID)
	for _, f := range files {
		for _, want := range []string{id, "https://press.example/a/x.html#version-2", "14,200", "12,400"} {
			if !strings.Contains(string(f.Data), want) {
				t.Errorf("%s has no %s", f.Path, want)
			}
		}
	}
}

// What was taken out and put in is said in words, in the list of edits and in its feeds.
func TestEditsAreSaidInWords(t *testing.T) {
	s := New(Form{Language: "en", Audience: Private, Title: "Waidian", URL: "https://press.example/"})
	for _, is := range []string{"12,400", ""} {
		x := edited(func(_ *news.Item, h *news.History) { h.Edits[0].Is = is })
		list := []EditedReport{{Listed{HeadOf(x.Item), "a/x.html"}, x.History.Edits[0]}}
		html, err := s.Edited(Edited{List: list, All: 1})
		if err != nil {
			t.Fatal(err)
		}
		feeds, err := s.EditedFeeds(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range append(feeds, File{EditedPath, html}) {
			data := string(f.Data)
			if !strings.Contains(data, "taken out: ") || strings.Contains(data, "put in: ") != (is != "") || strings.Contains(data, "→") != (is != "") {
				t.Errorf("%s, 14,200 became %q:\n%s", f.Path, is, data)
			}
		}
		if is == "" && !strings.Contains(string(feeds[0].Data), ", taken out: ") {
			t.Errorf("the title of the entry does not say that it is gone:\n%s", feeds[0].Data)
		}
	}
}

// TestPastDigests: the digest of an earlier version is one click away, closed, and says of which text it is; nothing is shown of one of which
// nothing is left, nor of the present text.
func TestPastDigests(t *testing.T) {
	of := func(n int, said ...news.Claim) func(*news.Item, *news.History) {
		return func(_ *news.Item, h *news.History) {
			h.Digests = []news.Digest{{Version: n, By: "model:8b", Lang: "zh-Hans", Title: "一万四千人<转移>", Summary: said}}
		}
	}
	doubted := news.Claim{Text: "河水退了。", Findings: []news.Finding{{Rule: news.NumberRule}}}
	html := articlePage(t, edited(of(1, news.Claim{Text: "14200人离家。"}, doubted)))
	for _, want := range []string{
		"<details><summary>The digest of version 1, as it was then</summary>", "what was changed since is not in it.",
		`<blockquote lang="zh-Hans" dir="auto"><b>一万四千人&lt;转移&gt;</b> 14200人离家。河水退了。[in doubt]</blockquote>`, "model:8b",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %s in\n%s", want, html[strings.Index(html, `id="versions"`):])
		}
	}
	if i := strings.Index(html, "14200人离家"); i < strings.Index(html, `id="version-1"`) || i > strings.Index(html, `id="version-2"`) {
		t.Error("it is not with its version")
	}
	for _, none := range []func(*news.Item, *news.History){of(1), of(2, doubted), of(9, doubted)} {
		if html := articlePage(t, edited(none)); strings.Contains(html, "as it was then") {
			t.Error("a digest of nothing, of the present text or of no version is shown")
		}
	}
}
