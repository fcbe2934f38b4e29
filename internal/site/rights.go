package site

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// An excerpt is a short quotation that lets a reader know the report again, no substitute
// for it: whole sentences from its beginning, at least one, at most so many words and no
// more than one word in so many.
const (
	excerptWords = 90
	excerptShare = 3
)

// narrow reports whether only a link may be shown in public, with a digest of our own words.
func narrow(rights news.Rights, held bool) bool { return held || rights == news.RightsLink }

// shown returns the item as this site's audience may see it, free of characters that no
// page can hold, and what had to be left away: "", "excerpt" or "link".
func (b *Builder) shown(it news.Item) (news.Item, news.Rights) {
	it = tidy(it)
	a := &it.Article
	if b.o.Audience != Public || it.Rights == news.RightsFull && !a.NoArchive && !a.Reserved {
		return it, ""
	}
	if len(a.Blocks) == 0 {
		return it, ""
	}
	left := news.RightsExcerpt
	if narrow(it.Rights, a.NoArchive || a.Reserved) {
		left = news.RightsLink
		a.Blocks, a.Standfirst = nil, ""
		if it.Digest.By == news.ByExtract {
			it.Digest.Summary = nil // the outlet's own words
		}
	} else {
		a.Blocks = excerpt(a.Blocks, a.Lang)
	}
	it.Digest.Names, it.Digest.Translation = nil, nil
	return it, left
}

// excerpt returns the opening of a text.
func excerpt(blocks []news.Block, lang string) []news.Block {
	var out []news.Block
	left := 0
	for _, b := range blocks {
		if b.Kind != news.Caption {
			left += text.Words(b.Text, lang)
		}
	}
	left = min(excerptWords, left/excerptShare)
	for _, b := range blocks {
		if b.Kind == news.Caption || b.Kind == news.Heading {
			continue
		}
		end := 0
		for _, e := range b.Ends {
			if e <= end || e > len(b.Text) {
				continue
			}
			n := text.Words(b.Text[end:e], lang)
			if n > left && (end > 0 || len(out) > 0) {
				left = 0
				break
			}
			left -= n
			end = e
		}
		if end > 0 {
			b.Text = cut(b.Text[:end], 1200)
			b.Ends = slices.Clone(b.Ends)
			for i, e := range b.Ends {
				b.Ends[i] = min(e, len(b.Text))
			}
			out = append(out, b)
		}
		if left <= 0 || end < len(b.Text) {
			break
		}
	}
	return out
}

// tidy replaces what no page can hold. It copies what it changes.
func tidy(it news.Item) news.Item {
	a, d := &it.Article, &it.Digest
	a.Title, a.SourceName, a.Outlet = line(a.Title), line(a.SourceName), line(a.Outlet)
	a.Standfirst, a.Section, a.Lang = line(a.Standfirst), line(a.Section), tag(a.Lang)
	a.Byline = lines(a.Byline)
	a.Notes = lines(a.Notes)
	a.Published, a.Captured = inYears(a.Published), inYears(a.Captured)
	d.Title, d.By, d.Prompt, d.Lang = line(d.Title), line(d.By), line(d.Prompt), tag(d.Lang)
	for i, b := range a.Blocks {
		if !utf8.ValidString(b.Text) || strings.IndexFunc(b.Text, odd) >= 0 {
			a.Blocks = slices.Clone(a.Blocks)
			for j := i; j < len(a.Blocks); j++ {
				a.Blocks[j].Text = sameLength(a.Blocks[j].Text)
			}
			break
		}
	}
	return it
}

func lines(ss []string) []string {
	out := make([]string, 0, len(ss))
	for _, s := range ss {
		if s = line(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func odd(r rune) bool { return r != '\n' && r != '\t' && printable(r) != r }

// sameLength puts spaces where bytes are that no page can hold, so that offsets stay true.
func sameLength(s string) string {
	out := []byte(s)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || odd(r) {
			for j := range n {
				out[i+j] = ' '
			}
		}
		i += n
	}
	return string(out)
}

// inYears returns t, or no time where its year does not fit an address.
func inYears(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return clamp(t)
}
