package page

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/rights"
)

// Shown is an item as the audience of a site may see it, free of characters that no page can hold.
type Shown struct {
	news.Item
	Left news.Rights // what had to be left away: "", "excerpt" or "link"
}

// Show returns the item as the site's audience may see it.
func (s *Set) Show(it news.Item) Shown {
	it = tidy(it)
	if !s.o.Editors && len(it.Digest.Revisions) > 0 {
		it.Digest = it.Digest.Unnamed()
	}
	if s.o.Audience != Public {
		return Shown{Item: it}
	}
	it, left := rights.Public(it)
	return Shown{it, left}
}

// ShowSource returns the source as the site's audience may see it.
func (s *Set) ShowSource(x SourceStatus) SourceStatus {
	if s.o.Audience == Public {
		x.Source = rights.PublicSource(x.Source)
	}
	return x
}

// ShowHeads returns the heads as the site's audience may see them.
func (s *Set) ShowHeads(list []Head) []Head {
	out := slices.Clone(list)
	for i, h := range out {
		out[i] = s.showHead(h)
	}
	return out
}

// showHead leaves away a headline that the public may not see; the outlet's own is in its place then.
func (s *Set) showHead(h Head) Head {
	if h.TitleHeld && s.o.Audience == Public {
		h.DigestTitle = ""
	}
	return h
}

// ShowSources returns the sources as the site's audience may see them.
func (s *Set) ShowSources(list []SourceStatus) []SourceStatus {
	out := make([]SourceStatus, len(list))
	for i, x := range list {
		out[i] = s.ShowSource(x)
	}
	return out
}

// tidy replaces what no page can hold. It copies what it changes.
func tidy(it news.Item) news.Item {
	a, d := &it.Article, &it.Digest
	a.Title, a.SourceName, a.Outlet = line(a.Title), line(a.SourceName), line(a.Outlet)
	a.Standfirst, a.Section, a.Lang = line(a.Standfirst), line(a.Section), tag(a.Lang)
	a.Byline = lines(a.Byline)
	a.Notes = notes(a.Notes)
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

func notes(list []news.Note) []news.Note {
	out := make([]news.Note, 0, len(list))
	for _, n := range list {
		if n.Arg, n.Of = line(n.Arg), line(n.Of); n != (news.Note{}) {
			out = append(out, n)
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
