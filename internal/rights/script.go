package rights

import (
	"strings"
	"sync"

	"github.com/waidian/waidian/internal/hanscript"
)

// The first and last character of the block CJK Unified Ideographs.
const firstHan, lastHan = 0x4e00, 0x9fff

// otherHands are characters, each followed by the one that a text in Simplified Chinese has in its place, which no table of
// scripts equates because either has both.
const otherHands = "甚什 祇只 衹只 沈沉 藉借 瞭了 份分 妳你 牠它 祂他 嘅的 彷仿 佈布 週周 徵征 鬱郁 麽么 麼么"

// oneScript writes the same character for all that the Chinese scripts, and the usages of Taiwan and Hong Kong, write in
// the place of one another. It is coarser than hanscript.Fold, which an index depends on: that two different words become
// one costs nothing here. Its result is for comparing alone.
func oneScript(s string) string {
	var same func(rune) rune
	return strings.Map(func(r rune) rune {
		if r < firstHan || r > lastHan {
			return r
		}
		if same == nil {
			same = hands()
		}
		return same(r)
	}, s)
}

// hands returns the function of one character.
var hands = sync.OnceValue(func() func(rune) rune {
	var to [lastHan - firstHan + 1]rune // of each character another of its kind, or 0
	find := func(r rune) rune {
		for r >= firstHan && r <= lastHan && to[r-firstHan] != 0 {
			r = to[r-firstHan]
		}
		return r
	}
	join := func(a, b rune) {
		if a, b = find(a), find(b); a != b && a >= firstHan && a <= lastHan {
			to[a-firstHan] = b
		}
	}
	for _, form := range []hanscript.Form{hanscript.Simplified, hanscript.Taiwan, hanscript.HongKong} {
		c, err := hanscript.NewConverter(form)
		if err != nil {
			panic(err) // the tables are part of the program
		}
		for r := rune(firstHan); r <= lastHan; r++ {
			if x := []rune(c.Convert(string(r))); len(x) == 1 {
				join(r, x[0])
			}
			if x := []rune(hanscript.Fold(string(r))); len(x) == 1 {
				join(r, x[0])
			}
		}
	}
	for p := range strings.FieldsSeq(otherHands) {
		x := []rune(p)
		join(x[0], x[1])
	}
	return find
})
