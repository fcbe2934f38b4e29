package page

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/hanwords"
)

// lineEnd is where a line of a headline may end. The style sheet keeps the words of a headline whole that has one.
const lineEnd = "<wbr>"

// phrased is a headline that ends its lines between words, if it is in Chinese: browsers know the words of Japanese alone.
func phrased(lang, headline string) template.HTML {
	s := template.HTMLEscapeString(headline)
	if base(lang) == "zh" {
		s = withLineEnds(s)
	}
	return template.HTML(s)
}

// withLineEnds puts a place where a line may end between the Chinese words of a text: not beside others and punctuation, where browsers
// have rules of their own, not between a number and what it counts, and not between two words of one character, which may be a name that the
// dictionary lacks.
func withLineEnds(s string) string {
	var b strings.Builder
	alone := true // the word before has one character

	hanwords.Part(hanscript.Fold(s), nil).Each(func(w hanwords.Extent) { // Fold keeps every offset
		before, _ := utf8.DecodeLastRuneInString(s[:w.Start])
		after, _ := utf8.DecodeRuneInString(s[w.Start:])
		wasAlone := alone
		alone = utf8.RuneCountInString(s[w.Start:w.End]) == 1
		if !(alone && wasAlone) && endsWord(before) && unicode.Is(unicode.Han, after) {
			b.WriteString(lineEnd)
		}
		b.WriteString(s[w.Start:w.End])
	})
	return b.String()
}

// endsWord reports whether a Chinese word may end in r, and the line with it.
func endsWord(r rune) bool { return unicode.Is(unicode.Han, r) && !strings.ContainsRune(numerals, r) }

// numerals are the characters by which Chinese writes numbers.
const numerals = "〇零一二三四五六七八九十百千万萬亿億两兩"
