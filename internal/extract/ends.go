package extract

import (
	"slices"
	"strings"
	"unicode"

	"github.com/waidian/waidian/internal/byline"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Bounds of the lines at the ends of a report that say who wrote it, in characters.
const (
	longestNames = 160
	longestHelp  = 300
	longestBio   = 700
	intoBio      = 80 // bytes before the name

	besideNames       = 14 // letters: by, Text:, the outlet
	besideNamesAndDay = 32
	besideEastern     = 3 // 記者
)

// endings is how many blocks at an end of a report may be such lines.
const endings = 3

// unsigned leaves out what says at the ends of a report who wrote it: lines of the authors' names, what is said of an author of whom
// the report itself does not speak, and who else has worked on it.
func (p *page) unsigned(kept []*block) []*block {
	if len(kept) < 3 {
		return kept
	}
	var authors []string
	for _, name := range p.byline() {
		if byline.Personal(name) && !p.isHouse(name) {
			authors = append(authors, text.Fold(name))
		}
	}
	out := kept[:0:0]
	for i, b := range kept {
		if i >= endings && i < len(kept)-endings || b.kind == news.Row || b.kind == news.Caption {
			out = append(out, b)
			continue
		}
		last := i >= len(kept)-endings
		if p.onlyNames(b, authors) || last && (helped(b) || i > 2 && p.aboutAuthor(b, kept[:i], authors)) {
			continue
		}
		out = append(out, b)
	}
	return out
}

// onlyNames reports whether a line is the names of authors and hardly more. One that names further authors is kept: the byline is
// completed by it.
func (p *page) onlyNames(b *block, authors []string) bool {
	if b.runes > longestNames {
		return false
	}
	rest, found := text.Fold(b.text), false
	for _, name := range authors {
		if at := strings.Index(rest, name); at >= 0 {
			rest, found = rest[:at]+rest[at+len(name):], true
		}
	}
	most := besideNames
	switch {
	case strings.ContainsFunc(rest, byline.Eastern):
		most = besideEastern
	case namesDay(b.text):
		most = besideNamesAndDay
	}
	if !found || slices.ContainsFunc(p.reader().Closing(b.text), func(s string) bool { return !slices.Contains(authors, text.Fold(s)) }) {
		return false
	}
	return charactersOf(rest).letters <= most && !strings.ContainsAny(rest, "\"“”„«»!?")
}

// aboutAuthor reports whether a paragraph at the end is about an author: it begins with the name, or nearly, which nothing above
// it has.
func (p *page) aboutAuthor(b *block, above []*block, authors []string) bool {
	if b.runes > longestBio || b.kind == news.Heading || b.kind == news.Quote || p.reader().Closing(b.text) != nil {
		return false
	}
	own := text.Fold(b.text)
	for _, name := range authors {
		at := strings.Index(own, name)
		if at < 0 || at > intoBio || !strings.Contains(strings.TrimSpace(name), " ") && !strings.ContainsFunc(name, byline.Eastern) {
			continue
		}
		if !slices.ContainsFunc(above, func(o *block) bool { return !p.onlyNames(o, authors) && strings.Contains(text.Fold(o.text), name) }) {
			return true
		}
	}
	return false
}

// helped reports whether a line says who else has worked on a report.
func helped(b *block) bool {
	if b.runes > longestHelp || b.kind == news.Heading {
		return false
	}
	line := strings.TrimLeftFunc(strings.ToLower(b.text), func(r rune) bool { return !unicode.IsLetter(r) })
	begins := func(s string) bool { return strings.HasPrefix(line, s) }
	holds := func(s string) bool { return strings.Contains(line, s) }
	return slices.ContainsFunc(helpBegins, begins) || slices.ContainsFunc(helpHolds, holds)
}
