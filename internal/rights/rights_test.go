package rights

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

func block(kind news.BlockKind, s string) news.Block {
	return news.Block{Kind: kind, Text: s, Ends: text.Sentences(s)}
}

// report is a report of six paragraphs of two sentences, ten words each.
func report() news.Item {
	it := news.Item{
		Article: news.Article{Lang: "en", Title: "Title", Standfirst: "The outlet’s own standfirst."},
		Digest:  news.Digest{By: "model", Lang: "zh-Hans", Summary: []news.Claim{{Text: "摘要。"}}, Translation: []string{"译文"}, Names: []news.Name{{Source: "A", Target: "甲"}}},
	}
	it.Article.Blocks = append(it.Article.Blocks, block(news.Caption, "A caption that is long, and comes before all of the text."), block(news.Heading, "Heading"))
	for range 6 {
		it.Article.Blocks = append(it.Article.Blocks, block(news.Paragraph, "One two three four five six seven eight nine ten. Two two three four five six seven eight nine ten."))
	}
	return it
}

func TestPublic(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*news.Item)
		left   news.Rights
		words  int
		digest bool
	}{
		"full":                 {func(it *news.Item) { it.Rights = news.RightsFull }, "", 121, true},
		"excerpt":              {func(it *news.Item) { it.Rights = news.RightsExcerpt }, news.RightsExcerpt, 40, true},
		"nothing said":         {func(it *news.Item) {}, news.RightsExcerpt, 40, true},
		"link":                 {func(it *news.Item) { it.Rights = news.RightsLink }, news.RightsLink, 0, true},
		"full, but no archive": {func(it *news.Item) { it.Rights, it.Article.NoArchive = news.RightsFull, true }, news.RightsLink, 0, true},
		"full, but reserved":   {func(it *news.Item) { it.Rights, it.Article.Reserved = news.RightsFull, true }, news.RightsLink, 0, true},
		"extract of a link":    {func(it *news.Item) { it.Rights, it.Digest.By = news.RightsLink, news.ByExtract }, news.RightsLink, 0, false},
		"extract":              {func(it *news.Item) { it.Digest.By = news.ByExtract }, news.RightsExcerpt, 40, true},
		"headline of a link":   {func(it *news.Item) { it.Rights, it.Article.Blocks = news.RightsLink, nil }, "", 0, true},
		"headline":             {func(it *news.Item) { it.Article.Blocks = nil }, "", 0, true},
		"one long sentence": {func(it *news.Item) {
			it.Article.Blocks = []news.Block{block(news.Paragraph, strings.Repeat("word ", 99)+"end."), block(news.Paragraph, "More.")}
		}, news.RightsExcerpt, 100, true},
		"first sentence long": {func(it *news.Item) {
			it.Article.Blocks = append([]news.Block{block(news.Paragraph, strings.Repeat("word ", 99)+"end. Then more.")}, it.Article.Blocks...)
		}, news.RightsExcerpt, 100, true},
		"short text": {func(it *news.Item) {
			it.Article.Blocks = []news.Block{block(news.Paragraph, "One two. Three four five. Six.")}
		}, news.RightsExcerpt, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			it := report()
			c.change(&it)
			before := it
			before.Article.Blocks = append([]news.Block(nil), it.Article.Blocks...)
			got, left := Public(it)
			if n := text.Words(got.Article.Text(), "en"); left != c.left || n != c.words {
				t.Errorf("left %q, %d words; want %q, %d", left, n, c.left, c.words)
			}
			if (len(got.Digest.Summary) > 0) != c.digest {
				t.Errorf("the digest is shown: %v", !c.digest)
			}
			link := LinkOnly(it.Rights, it.Article.NoArchive || it.Article.Reserved)
			if link && got.Article.Standfirst != "" {
				t.Error("a sentence of the outlet is shown")
			}
			if (link || left != "") && (got.Digest.Translation != nil || got.Digest.Names != nil) {
				t.Error("what renders the whole text is shown")
			}
			if !reflect.DeepEqual(before, it) {
				t.Error("the item itself was changed")
			}
			for _, b := range got.Article.Blocks {
				if n := len(b.Ends); n == 0 || b.Ends[n-1] != len(b.Text) {
					t.Errorf("sentences of %q end at %v", b.Text, b.Ends)
				}
			}
		})
	}
}

func TestTextWithoutSentences(t *testing.T) {
	for _, s := range []string{strings.Repeat("字", 5000), strings.Repeat("x", 5000)} {
		it := report()
		it.Article.Blocks = []news.Block{{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}}}
		got, _ := Public(it)
		b := got.Article.Blocks
		if len(b) != 1 || utf8.RuneCountInString(b[0].Text) != excerptChars+1 || !utf8.ValidString(b[0].Text) || b[0].Ends[0] != len(b[0].Text) {
			t.Errorf("shown of %.9s…: %d characters, %v", s, utf8.RuneCountInString(b[0].Text), b[0].Ends)
		}
	}
}
