package site

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/page"
)

// TestBothTexts has a translation after the text, as many parts, labelled; the page reads as it
// does without one up to the end of the text, and a public site shows none of an excerpt.
func TestBothTexts(t *testing.T) {
	it := seedLike()
	it.Article.Blocks = append(it.Article.Blocks,
		news.Block{Kind: news.ListItem, Text: "One.", Ends: []int{4}}, news.Block{Kind: news.ListItem, Text: "Two.", Ends: []int{4}}, news.Block{Kind: news.Caption, Text: "Seen."})
	it.Digest.Translation = []string{"第一段。", "", "第三段。"}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电", Audience: page.Public, URL: "https://example.org"}
	const page = "a/the-harbour-courier/2024/01/harbour-talks-abcdefghij.html"
	for _, rights := range []news.Rights{news.RightsFull, news.RightsExcerpt} {
		it.Rights = rights
		lib := one(it)
		lib.seq = int64(len(rights))
		lib.put(it)
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		html := tree(t, o.Out)[page]
		if shown := strings.Contains(html, "第三段。"); shown != (rights == news.RightsFull) {
			t.Errorf("%s: the translation is shown: %v", rights, shown)
		}
		if rights != news.RightsFull {
			continue
		}
		got := body(t, filepath.Join(o.Out, page))
		want := append([]string{"两国部长会晤。北码头或将重开。"}, it.Article.Paragraphs()...)
		want = append(want, "第一段。", "第三段。")
		if !slices.Equal(got[4:4+len(want)], want) {
			t.Errorf("the page reads %q", got[4:])
		}
		text, tr, _ := strings.Cut(html, `<div class="tr"`)
		_, text, _ = strings.Cut(text, `<div class="text"`)
		tr, _, _ = strings.Cut(tr, "</div>")
		for _, tag := range []string{"<p", "<ul", "<li"} {
			if strings.Count(text, tag) != strings.Count(tr, tag) {
				t.Errorf("%d %s in the text, %d in the translation", strings.Count(text, tag), tag, strings.Count(tr, tag))
			}
		}
		if !strings.Contains(html, "机器翻译") {
			t.Error("the translation is not labelled")
		}
	}
}
