package text

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a part of a text, in bytes, marks included. goesOn: no sentence ends right behind it, either.
type span struct {
	start, end int
	goesOn     bool
}

// maxEnclosure bounds what is taken for a part of one sentence, in bytes: a hundred and fifty
// characters of Chinese.
const maxEnclosure = 450

// pairs maps what closes a bracket or a quotation to what opens it.
var pairs = map[rune]rune{')': '(', '）': '（', ']': '[', '］': '［', '】': '【', '」': '「', '』': '『', '》': '《', '〉': '〈', '”': '“'}

// enclosures finds the brackets and quotations of a text that are part of a sentence, so that
// no sentence ends in them: brackets; and of the quotations, in Chinese and Japanese, those
// that no stop closes, as when the sentence goes on behind them: 「…。…」と話した.
func enclosures(s string) []span {
	var out []span
	type opened struct {
		r  rune
		at int
	}
	var open []opened
	for i, r := range s {
		switch r {
		case '(', '（', '[', '［', '【', '「', '『', '《', '〈', '“':
			open = append(open, opened{r, i})
			continue
		}
		want, closes := pairs[r]
		if !closes {
			continue
		}
		k := len(open) - 1
		for k >= 0 && open[k].r != want {
			k--
		}
		if k < 0 {
			continue
		}
		in := span{start: open[k].at, end: i + utf8.RuneLen(r)}
		open = open[:k]
		if in.end-in.start > maxEnclosure || quoting(want) && !in.embedded(s) {
			continue
		}
		for len(out) > 0 && out[len(out)-1].start > in.start {
			out = out[:len(out)-1]
		}
		out = append(out, in)
	}
	return out
}

func quoting(r rune) bool { return r == '「' || r == '『' || r == '“' }

// embedded reports whether a quotation in Han script is a part of the sentence around it.
func (in *span) embedded(s string) bool {
	r, size := utf8.DecodeRuneInString(s[in.start:])
	inner := s[in.start+size : in.end-size] // the marks of a pair are of one length
	if r == '“' && strings.IndexFunc(inner, Ideographic) < 0 {
		return false // Latin quotations are of whole sentences
	}
	next, _ := utf8.DecodeRuneInString(s[in.end:])
	in.goesOn = unicode.Is(unicode.Hiragana, next) // 「…。」と
	stop, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(inner, unicode.IsSpace))
	return in.goesOn || !strings.ContainsRune("。！？!?.…", stop)
}

// within reports whether a place is inside a part of a sentence; inner is ascending.
func within(inner []span, at int) bool {
	i := sort.Search(len(inner), func(i int) bool { return inner[i].start >= at }) - 1
	return i >= 0 && (at < inner[i].end || inner[i].goesOn && at == inner[i].end)
}
