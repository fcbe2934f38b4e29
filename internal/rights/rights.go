// Package rights says what the public may see of a report: all of it, an excerpt, or a link with
// a digest in our own words. The site, books and searches all ask here, so that none of them shows
// what another withholds. It knows no law: it applies what the operator wrote about a source and
// what the outlet asks for.
package rights

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// An excerpt is a short quotation by which a reader recognizes the report, not a substitute for it:
// whole sentences from its beginning, at least one, within these bounds.
const (
	excerptWords = 90   // at most so many words
	excerptShare = 3    // at most one word in three
	excerptChars = 1200 // at most so many characters of a sentence that is longer than that
)

// LinkOnly reports whether no sentence of the outlet may be shown, because the source's rights say
// so, or because the outlet asks that no copy be shown or reserves its rights (held).
func LinkOnly(r news.Rights, held bool) bool { return held || r == news.RightsLink }

// WholePage reports whether the public may have the page of a report as it came: nothing of it can be withheld.
func WholePage(r news.Rights, held bool) bool { return !held && r == news.RightsFull }

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

// teaser is the opening of a standfirst.
func teaser(s, lang string) string {
	b, _ := opening(news.Block{Text: s, Ends: text.Sentences(s)}, lang, excerptWords, true)
	return strings.TrimSpace(b.Text)
}

// opening returns the first sentences of a block that have at most left words together, and how many
// words remain. Of the first block it returns at least one sentence.
func opening(b news.Block, lang string, left int, first bool) (news.Block, int) {
	end := 0
	for _, e := range b.Ends {
		if e <= end || e > len(b.Text) {
			continue
		}
		n := text.Words(b.Text[end:e], lang)
		if n > left && (end > 0 || !first) {
			left = 0
			break
		}
		left -= n
		end = e
	}
	b.Text = short(b.Text[:end])
	b.Ends = slices.Clone(b.Ends)
	for i, e := range b.Ends {
		b.Ends[i] = min(e, len(b.Text))
	}
	b.Ends = slices.Compact(b.Ends)
	return b, left
}

// short is s, or its first excerptChars characters with an ellipsis.
func short(s string) string {
	n := 0
	for i := range s {
		if n++; n > excerptChars {
			return strings.TrimRight(s[:i], " ") + "…"
		}
	}
	return s
}
