package edit

import (
	"strings"
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// without is the text that pieces have without one kind of them.
func without(pieces []news.Piece, kind news.PieceKind) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Kind != kind {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// extent is a part of a text, in bytes.
type extent struct{ from, upto int }

// sentenceAt is the sentence that has all of a stretch; not ok: the stretch is of several.
func sentenceAt(s string, from, upto int) (extent, bool) {
	start := 0
	for _, end := range text.Sentences(s) {
		if from < end || from == end && end == len(s) {
			return extent{start, end}, upto <= end
		}
		start = end
	}
	return extent{}, false
}

// clauseSigns part a sentence.
const clauseSigns = ",;:.!?，；：。、！？؛،؟…"

// clauseAt is the clause that a stretch of a sentence is in.
func clauseAt(s string, from, upto int) string {
	start, end := 0, len(s)
	for i, r := range s {
		if !strings.ContainsRune(clauseSigns, r) || betweenDigits(s, i) {
			continue
		}
		if i < from {
			start = i
		} else if i >= upto {
			end = i
			break
		}
	}
	return strings.Trim(s[start:end], clauseSigns+" \u3000")
}

// betweenDigits reports whether the sign at i stands within a number.
func betweenDigits(s string, i int) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	return i > 0 && i+1 < len(s) && digit(s[i-1]) && digit(s[i+1])
}

// counted is a number in words with the word behind it, since it says little alone: Four people. One in figures stays as it is, and
// one in a script without spaces has its measure.
func counted(s, number string) string {
	if number == "" || strings.ContainsFunc(number, unicode.IsDigit) || strings.ContainsFunc(number, text.Ideographic) {
		return number
	}
	_, behind, _ := strings.Cut(s, number)
	if word := strings.TrimLeft(behind, " "); len(word) == len(behind)-1 {
		if i := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }); i > 0 {
			return number + " " + word[:i]
		}
	}
	return number
}

// cut is s with at most n characters as readers see them, the last an ellipsis where more were left out.
func cut(s string, n int) string {
	s = strings.TrimSpace(s)
	last := 0
	g := graphemes.FromString(s)
	for at, i := 0, 0; g.Next(); i++ {
		if i == n-1 {
			last = at
		}
		if i == n {
			return strings.TrimRight(s[:last], " ") + "…"
		}
		at += len(g.Value())
	}
	return s
}
