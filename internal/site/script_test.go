package site

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestTwin looks at a report's page in the other script: what the desk says is converted,
// what outlets wrote is not, and links lead to what there is.
func TestTwin(t *testing.T) {
	it := seedLike()
	it.Article.Lang, it.Article.Title = "zh-Hans", "两国会谈发表声明"
	it.Article.Blocks[0] = news.Block{Kind: news.Paragraph, Text: "两国部长会谈。", Ends: []int{len("两国部长会谈。")}}
	it.Article.Standfirst = "两国部长在港口会谈。"
	it.Digest.Summary[0].Evidence = append([]int{news.StandfirstN, news.HeadlineN}, it.Digest.Summary[0].Evidence...)
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电", URL: "https://example.org/x", Scripts: true, Notice: "虚构的新闻"}
	if _, err := New(o, one(it, inventOne(7))).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	files := tree(t, o.Out)
	const page = "a/the-harbour-courier/2024/01/harbour-talks-abcdefghij.html"
	got := body(t, filepath.Join(o.Out, "hant", page))
	for _, want := range []string{
		"外電", "The Harbour Courier - Asia-两国会谈发表声明", "兩國部長會晤。北碼頭或將重開。", "两国部长会谈。", "两国部长在港口会谈。", "虛構的新聞", "2 分鐘 545 詞",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no line %q in %q", want, got)
		}
	}
	twin := files["hant/"+page]
	for _, want := range []string{
		`<html lang="zh-Hant">`, `href="../../../../../` + New(o, nil).pages.Assets()[0].Path + `"`, `<a class="script" rel="alternate" lang="zh-Hans" hreflang="zh-Hans" href="../../../../../` + page + `">简体</a>`,
		`<link rel="canonical" href="https://example.org/x/hant/` + page + `">`, `href="../../../../archive.html"`,
		`<link rel="alternate" hreflang="zh-Hans" href="https://example.org/x/` + page + `">`,
		`data-t="两国部长在港口会谈。"><a href="#standfirst" data-n="原文導語" aria-label="原文導語"`, `data-n="依據 題`, `<a class="bk" href="#d1" data-n="導"`,
	} {
		if !strings.Contains(twin, want) {
			t.Errorf("the twin lacks %s", want)
		}
	}
	if !strings.Contains(files[page], `href="../../../../hant/`+page+`">繁體</a>`) {
		t.Error("the page does not link to its twin")
	}
	if !strings.Contains(files["hant/search.html"], `data-pages="hant/"`) {
		t.Error("the search of twins leads elsewhere")
	}
	for p := range files {
		if strings.HasSuffix(p, ".html") && p != "404.html" && !strings.HasPrefix(p, "hant/") && files["hant/"+p] == "" {
			t.Errorf("%s has no twin", p)
		}
	}
	o.Scripts = false
	if _, err := New(o, one(it)).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	for p := range tree(t, o.Out) {
		if strings.HasPrefix(p, "hant/") {
			t.Errorf("%s is left", p)
		}
	}
}
