package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// extents lists where names stand that are names for certain: "1989" only speaks of
// one, and is a year.
func extents(names []glossary.Match) []quantity.Extent {
	out := make([]quantity.Extent, 0, len(names))
	for _, m := range names {
		if !m.Weak {
			out = append(out, quantity.Extent{Start: m.Start, End: m.End})
		}
	}
	return out
}

// persons finds the names in a sentence that the glossary does not have: those the
// digest gives with their originals, and those whose original follows in brackets.
// The numerals in them count nothing: 万根发（Wan Genfa）.
func persons(s string, pairs []news.Name) []quantity.Extent {
	var out []quantity.Extent
	plain := hanscript.Fold(s)
	for _, p := range pairs {
		target := hanscript.Fold(p.Target)
		for at := 0; target != "" && len(out) < 100; {
			i := strings.Index(plain[at:], target)
			if i < 0 {
				break
			}
			out = append(out, quantity.Extent{Start: at + i, End: at + i + len(target)})
			at += i + len(target)
		}
	}
	for i, r := range plain {
		if r == '（' || r == '(' {
			out = append(out, romanised(plain, i)...)
		}
	}
	return out
}

// syllables are the numerals as they stand in names in pinyin.
var syllables = map[rune]string{'一': "yi", '二': "er", '三': "san", '四': "si", '五': "wu", '六': "liu", '七': "qi", '八': "ba", '九': "jiu", '十': "shi", '百': "bai", '千': "qian", '万': "wan", '亿': "yi", '两': "liang"}

// longestName is the length in characters of a Chinese name.
const longestName = 4

// romanised finds the name before a bracket that repeats it in Latin letters.
func romanised(s string, bracket int) []quantity.Extent {
	_, size := utf8.DecodeRuneInString(s[bracket:])
	end := latinRun(s, bracket+size)
	latin := strings.ToLower(s[bracket+size : end])
	if latin == "" || !unicode.IsUpper(rune(s[bracket+size])) {
		return nil
	}
	start := bracket
	for range longestName {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !text.Ideographic(r) {
			break
		}
		start -= size
	}
	for i, r := range s[start:bracket] {
		if syl, ok := syllables[r]; ok && slices.ContainsFunc(strings.Fields(latin), func(w string) bool { return strings.HasPrefix(w, syl) || strings.HasSuffix(w, syl) }) {
			return []quantity.Extent{{Start: start + i, End: bracket}}
		}
	}
	return nil
}
