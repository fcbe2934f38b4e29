package page

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// heads are the headings of the first rank on a page.
func heads(html string) []string {
	return regexp.MustCompile(`(?s)<h1.*?</h1>`).FindAllString(html, -1)
}

// unphrased is a page without the places where the lines of its headlines may end.
func unphrased(html string) string { return strings.ReplaceAll(html, lineEnd, "") }

// withoutTags is what a page says as text.
func withoutTags(html string) string { return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(html, "") }

// A page shows the headline that lists have first; the outlet's own is below it, behind its source's name in the classic
// arrangement, where it is the heading and the first in the text all the same. Where there is no other, it stands alone. There is one heading.
func TestPageBeginsWithTheHeadlineOfLists(t *testing.T) {
	it := reports()[1] // a Japanese one
	for _, c := range []struct {
		title string
		how   Arrangement
		want  string // the heading, as text
		next  string
	}{
		{"气象卫星发射成功", Classic, "東湾新報 - World-気象衛星の打ち上げ成功", `<p class="own" lang="zh-Hans" dir="auto">气象卫星发射成功</p>`},
		{"气象卫星发射成功", Modern, "气象卫星发射成功", `<p class="orig" id="headline" lang="ja" dir="ltr">気象衛星の打ち上げ成功</p>`},
		{"", Classic, "東湾新報 - World-気象衛星の打ち上げ成功", ""},
		{"", Modern, "東湾新報 - World-気象衛星の打ち上げ成功", ""},
	} {
		it.Digest.Title = c.title
		_, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private, Arrangement: c.how}, it)
		html = unphrased(html)
		h := heads(html)
		if len(h) != 1 || withoutTags(h[0]) != c.want || !strings.Contains(html, c.next) {
			t.Errorf("%q, %s: headings %q, want %q", c.title, c.how, h, c.want)
		}
		if title := "<title"; c.title != "" && !strings.Contains(html, title+` lang="zh-Hans">`+c.title) {
			t.Errorf("%s: the document is not called as its heading begins", c.how)
		}
	}
}

// A headline runs as its own letters do, whatever the name before it.
func TestHeadlineRunsInItsOwnDirection(t *testing.T) {
	it := reports()[3]
	for title, want := range map[string]string{"شکستن سد یخی در رود زرد": "rtl", "«۱۲» کشته در سیل": "rtl", "Ice jam breaks": "ltr", "冰坝冲垮": "ltr", "2026": "auto"} {
		it.Article.Title, it.Article.Lang = title, "fa"
		for _, how := range []Arrangement{Classic, Modern} {
			_, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private, Arrangement: how}, it)
			if !strings.Contains(html, ` id="headline" lang="fa" dir="`+want+`"`) {
				t.Errorf("%s, %s: not %s", title, how, want)
			}
		}
		it2 := it
		it2.Digest.Title = ""
		_, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private}, it2)
		if !strings.Contains(html, `<h1 id="headline" lang="fa" dir="`+want+`"`) {
			t.Errorf("%s, alone: not %s", title, want)
		}
	}
}

// A headline by a model that often errs says so where it stands.
func TestHeadingOfModelThatErrs(t *testing.T) {
	for _, unfit := range []bool{true, false} {
		for _, how := range []Arrangement{Classic, Modern} {
			it := reports()[3]
			it.Digest.Unfit = unfit
			_, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private, Arrangement: how}, it)
			top, _, _ := strings.Cut(html, `<div class="digest`)
			if got := strings.Contains(top, ` <b class="mark" lang="zh-Hans">`+wording.For("zh-Hans").UnfitMark); got != unfit {
				t.Errorf("%s, unfit %v: the heading has the mark: %v", how, unfit, got)
			}
		}
	}
}

// The twin of a page has the reader's headline in its script, and the outlet's as it is.
func TestHeadingsOfTwins(t *testing.T) {
	it := reports()[3]
	it.Article.Title, it.Article.Lang, it.Digest.Title = "码头工人罢工", "zh-Hans", "韦萨港码头罢工"
	s, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private, Scripts: true}, it)
	twin, err := s.Twin("a/x.html", []byte(html))
	if err != nil {
		t.Fatal(err)
	}
	if got := withoutTags(heads(string(twin))[0]); !strings.HasSuffix(got, "-码头工人罢工") || !strings.Contains(string(twin), ">韋薩港<wbr>碼頭<wbr>罷工</p>") {
		t.Errorf("the heading reads %q", got)
	}
	if !strings.Contains(string(twin), `<title lang="zh-Hant">韋薩港碼頭罷工`) {
		t.Error("the document is not called so")
	}
}

// The ways out of a report stand above its text: to its event with the number of other reports, and to its topics. Of
// many reports the number is that of those whose coming makes the page anew.
func TestWaysOutAreAboveTheText(t *testing.T) {
	w := wording.For("zh-Hans")
	it := reports()[3]
	for n, want := range map[int]string{
		2: w.Counted(1, w.OthersReport), SiblingsShown: w.Counted(SiblingsShown-1, w.OthersReport),
		SiblingsShown + 1: w.Counted(SiblingsShown, w.OthersAtLeast), 120: w.Counted(SiblingsShown, w.OthersAtLeast),
	} {
		siblings := make([]Listed, n)
		for i := range siblings {
			siblings[i] = Listed{Head: Head{Filed: Filed{ID: news.ArticleID("x" + strconv.Itoa(i)), Outlet: "Outlet"}}, Path: "a/x.html"}
		}
		siblings[n-1].ID = it.Article.ID
		s := New(Form{Language: "zh-Hans", Audience: Private, Topics: []Topic{NewTopic("ports", "港口", nil)}})
		html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07",
			Story: "strike7k2a", Siblings: siblings, Topics: []string{"ports"}})
		if err != nil {
			t.Fatal(err)
		}
		head, _, _ := strings.Cut(string(html), `<div class="digest`)
		for _, want := range []string{`s/strike7k2a.html" data-label="` + want + `"`, `topic/ports.html" data-label="港口"`} {
			if !strings.Contains(head, want) {
				t.Errorf("%d reports: above the digest there is no %s", n, want)
			}
		}
	}
}

// A text of many sections, or a long one of some, has a list of them, each of which leads to its place.
func TestListOfSections(t *testing.T) {
	for _, c := range []struct {
		headings, words int
		want            bool
	}{{4, 200, true}, {3, 200, false}, {3, 1499, false}, {2, 1500, true}, {1, 5000, false}, {0, 5000, false}} {
		it := reports()[3]
		var blocks []news.Block
		for i := range c.headings {
			blocks = append(blocks, news.Block{Kind: news.Heading, Text: "Part " + string(rune('A'+i))}, news.Block{Kind: news.Paragraph, Text: "It is so."})
		}
		it.Article.Blocks, it.Article.Words = append(blocks, news.Block{Kind: news.Paragraph, Text: "The end."}), c.words
		_, html := pageOf(t, Form{Language: "zh-Hans", Audience: Private}, it)
		if got := strings.Contains(html, `<details class="toc">`); got != c.want {
			t.Errorf("%d headings, %d words: a list is %v", c.headings, c.words, got)
		}
		for i := range c.headings {
			name, id := "Part "+string(rune('A'+i)), sectionID(i+1)
			link, place := strings.Contains(html, `<a href="#`+id+`" data-label="`+name+`"`), strings.Contains(html, `<h2 id="`+id+`">`+name+`</h2>`)
			if link != c.want || place != c.want {
				t.Errorf("%d headings, %d words: a link to %s is %v, its place %v", c.headings, c.words, name, link, place)
			}
		}
	}
}
