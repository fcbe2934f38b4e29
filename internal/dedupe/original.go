package dedupe

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Print is one of the prints of a text.
type Print struct {
	Outlet    string
	Published time.Time
	Hour      news.Hour // what is known of Published
	Captured  time.Time
	Text      string // the byline as its first line, then the text: where they name another outlet as the source, the text is that one's
}

// Precedes reports whether p is taken for the original rather than q: it was published earlier by more than
// the hours are unsure, or the two cannot be told apart by time and the text is that of p's outlet, an agency. Where
// neither is so, the earlier of two moments precedes, and nothing is known of other times.
func (p Print) Precedes(q Print) bool {
	from, until := p.Hour.Span(p.Published, p.Captured)
	qfrom, quntil := q.Hour.Span(q.Published, q.Captured)
	switch {
	case !until.Add(news.UnsureHours).After(qfrom):
		return true
	case !quntil.Add(news.UnsureHours).After(from):
		return false
	}
	if mine, its := p.owns(q), q.owns(p); mine != its {
		return mine
	}
	return from.Equal(until) && qfrom.Equal(quntil) && until.Before(qfrom)
}

// owns reports whether the text that q has printed, too, is p's own: p's outlet is an agency, or q names it.
func (p Print) owns(q Print) bool {
	switch mine, its := agency(p.Outlet), agency(q.Outlet); {
	case mine != its:
		return mine
	case text.Fold(p.Outlet) == text.Fold(q.Outlet):
		return false
	}
	return q.credits(p.Outlet)
}

// credit is how many bytes at either end of a text are searched for a dateline or a note that names its source.
const credit = 240

// bracketed is what stands in brackets: "LANFENG (Strait Wire) -", "【中央社】", "(Strait Wire)".
var bracketed = regexp.MustCompile(`[(（【\[]([^()（）【】\[\]]{2,80})[)）】\]]`)

// credits reports whether an outlet is named where the source of a text is: in the byline, or in brackets at
// either end. Elsewhere its name may be a word like others.
func (p Print) credits(outlet string) bool {
	name := text.Fold(outlet)
	if utf8.RuneCountInString(name) < 2 {
		return false
	}
	byline, body, _ := strings.Cut(p.Text, "\n")
	if hasName(text.Fold(byline), name) {
		return true
	}
	ends := []string{body}
	if len(body) > 2*credit {
		ends = []string{strings.ToValidUTF8(body[:credit], ""), strings.ToValidUTF8(body[len(body)-credit:], "")}
	}
	for _, s := range ends {
		for _, g := range bracketed.FindAllStringSubmatch(s, -1) {
			if hasName(text.Fold(g[1]), name) {
				return true
			}
		}
	}
	return false
}

// hasName reports whether s has a name in it that is no part of another word.
func hasName(s, name string) bool {
	for {
		i := strings.Index(s, name)
		if i < 0 {
			return false
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(name):])
		if !joins(before) && !joins(after) {
			return true
		}
		s = s[i+len(name):]
	}
}

// joins reports whether r beside a name makes another word of it. Chinese and Japanese have no spaces.
func joins(r rune) bool {
	return r != utf8.RuneError && !text.Ideographic(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

//go:embed agencies.txt
var agencies string

// known are the names and the words of agencies, folded.
var known = sync.OnceValue(func() (k struct{ names, words []string }) {
	for line := range strings.Lines(agencies) {
		line = strings.TrimSpace(line)
		words, isWords := strings.CutPrefix(line, "* ")
		switch {
		case line == "" || line[0] == '#':
		case isWords:
			k.words = append(k.words, list(words)...)
		default:
			k.names = append(k.names, list(line)...)
		}
	}
	return k
})

func list(s string) []string {
	var out []string
	for name := range strings.SplitSeq(s, ";") {
		out = append(out, text.Fold(strings.TrimSpace(name)))
	}
	return out
}

// agency reports whether an outlet is a news agency, by its name.
func agency(outlet string) bool {
	name := text.Fold(outlet)
	for _, n := range known().names {
		if rest, ok := strings.CutPrefix(name, n); ok {
			if r, _ := utf8.DecodeRuneInString(rest); rest == "" || !joins(r) && len(n) > 3 {
				return true
			}
		}
	}
	for _, w := range known().words {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}
