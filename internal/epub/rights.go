package epub

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// An excerpt is a short quotation that lets a reader know the report again, no substitute
// for it: whole sentences from its beginning, at least one, at most so many words and no
// more than one word in so many. A public site shows the same.
const (
	excerptWords = 90
	excerptShare = 3
)

// permitted returns the item as the public may see it, and what had to be left away: "",
// "excerpt" or "link". Where the outlet asks that no copy be shown, or reserves its
// rights, a digest in words of our own and a link remain.
func permitted(it news.Item) (news.Item, news.Rights) {
	a, d := &it.Article, &it.Digest
	held := a.NoArchive || a.Reserved
	if len(a.Blocks) == 0 || it.Rights == news.RightsFull && !held {
		return it, ""
	}
	d.Translation = nil // it renders what is not shown
	if held || it.Rights == news.RightsLink {
		a.Blocks = nil
		if d.By == news.ByExtract {
			d.Summary = nil // the outlet's own words
		}
		return it, news.RightsLink
	}
	a.Blocks = excerpt(a.Blocks, a.Lang)
	return it, news.RightsExcerpt
}

// excerpt returns the opening of a text.
func excerpt(blocks []news.Block, lang string) []news.Block {
	all := 0
	for _, b := range blocks {
		if b.Kind != news.Caption {
			all += text.Words(b.Text, lang)
		}
	}
	left := min(excerptWords, all/excerptShare)
	var out []news.Block
	for _, b := range blocks {
		if b.Kind == news.Caption || b.Kind == news.Heading {
			continue
		}
		whole := len(b.Text)
		if b, left = opening(b, lang, left, len(out) == 0); b.Text != "" {
			out = append(out, b)
		}
		if left <= 0 || len(b.Text) < whole {
			break
		}
	}
	return out
}

// opening is the beginning of a block that has at most so many words, the first sentence
// of all in any case, and how many words are left.
func opening(b news.Block, lang string, left int, first bool) (news.Block, int) {
	end := 0
	for _, e := range b.Ends {
		if e <= end || e > len(b.Text) {
			continue
		}
		n := text.Words(b.Text[end:e], lang)
		if n > left && (end > 0 || !first) {
			break
		}
		left -= n
		end = e
	}
	b.Text = b.Text[:end]
	b.Ends = slices.DeleteFunc(slices.Clone(b.Ends), func(e int) bool { return e > end })
	return b, left
}
