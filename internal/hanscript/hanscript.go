// Package hanscript converts between the ways in which Han characters are written:
// Traditional, Simplified and Japanese. Fold and FoldJapanese are for comparing: they
// go character by character and keep byte offsets. A Converter is for printing: it
// knows phrases. The tables are made from the dictionaries of OpenCC (Apache License
// 2.0; see opencc/README.md). The package never guesses in which script a text is.
package hanscript

import (
	_ "embed"
	"strings"
	"sync"
)

//go:generate go run ./gen

// The block CJK Unified Ideographs. Its characters take three bytes each.
const blockFirst, blockLast = 0x4e00, 0x9fff

// folding maps a character, counted from blockFirst, to the one that stands for it in
// a comparison, and to zero if that is the character itself.
type folding [blockLast - blockFirst + 1]rune

// foldPairs has the Traditional characters in common use, each followed by its Simplified
// form as OpenCC's TSCharacters has it. What the store has indexed depends on this list.
//
//go:embed fold.txt
var foldPairs string

// japanesePairs has the characters as simplified in Japan after 1946 (Tōyō kanji), each
// followed by its Simplified form or by a Traditional one that Fold knows.
//
//go:embed japanese.txt
var japanesePairs string

var chinese = sync.OnceValue(func() *folding {
	return new(folding).add(foldPairs)
})

var japanese = sync.OnceValue(func() *folding {
	f := new(folding).add(japanesePairs)
	for i, to := range f {
		if to == 0 {
			to = rune(blockFirst + i)
		}
		if simple := chinese()[to-blockFirst]; simple != 0 {
			f[i] = simple
		}
	}
	return f
})

// add adds pairs of characters of the block; white space may part them.
func (f *folding) add(pairs string) *folding {
	for p := range strings.FieldsSeq(pairs) {
		r := []rune(p)
		for i := 0; i+1 < len(r); i += 2 {
			f[r[i]-blockFirst] = r[i+1]
		}
	}
	return f
}

// Fold writes every Traditional character of s as its Simplified one, character by
// character, so that byte offsets in the result are those in s. It is for comparing,
// not for printing: words that differ by region stay as they are.
func Fold(s string) string { return chinese().fold(s) }

// FoldJapanese is Fold for a text in Japanese: characters that Japan has simplified in
// its own way become the Simplified ones of Chinese too.
func FoldJapanese(s string) string { return japanese().fold(s) }

// alsoChinese are characters of Japan that are at home in Chinese too, as characters of their own
// or as forms of some region.
const alsoChinese = "芸隠艶薫効収渉斉浜弁糸涙戻嬢録麺舗鹸縁緑毎乗歩鴎"

var japaneseOnly = sync.OnceValue(func() *folding {
	f := *japanese()
	for i := range f {
		if r := rune(blockFirst + i); chinese()[i] != 0 || strings.ContainsRune(alsoChinese, r) {
			f[i] = 0
		}
	}
	return &f
})

// UnJapanese writes the characters that Japan alone has, such as those of 静岡県, as the
// Simplified ones of Chinese: a text in Chinese that took them over from a report means those.
func UnJapanese(s string) string { return japaneseOnly().fold(s) }

func (f *folding) fold(s string) string {
	var out []byte
	for i, r := range s {
		if r < blockFirst || r > blockLast || f[r-blockFirst] == 0 {
			continue
		}
		if out == nil {
			out = []byte(s)
		}
		copy(out[i:], string(f[r-blockFirst])) // both take three bytes
	}
	if out == nil {
		return s
	}
	return string(out)
}

// Folded lists the characters that Fold changes, in order, and the character that it
// writes for each.
func Folded() (from, to string) {
	var a, b strings.Builder
	for i, r := range chinese() {
		if r != 0 {
			a.WriteRune(rune(blockFirst + i))
			b.WriteRune(r)
		}
	}
	return a.String(), b.String()
}
