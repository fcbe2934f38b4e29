package hanscript

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":               "",
		"兩國元首會談，達1.2億美元": "两国元首会谈，达1.2亿美元",
		"两国元首会谈":         "两国元首会谈",
		"臺灣 Taiwan 賴清德":  "台湾 Taiwan 赖清德",
		"a\xff兩\xe5":     "a\xff两\xe5",
		"沢田さん":           "沢田さん",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldJapanese(t *testing.T) {
	for in, want := range map[string]string{
		"沢田さん、図書館の広報": "泽田さん、图书馆の广报",
		"毎日新聞":        "每日新闻",
		"關西と関西":       "关西と关西",
		"亀井":          "龟井",
		"広島の鉄道と沢山の図":  "广岛の铁道と泽山の图",
	} {
		if got := FoldJapanese(in); got != want {
			t.Errorf("FoldJapanese(%q) = %q, want %q", in, got, want)
		}
	}
}

// A Chinese sentence keeps the characters of its own two ways of writing.
func TestUnJapanese(t *testing.T) {
	for in, want := range map[string]string{
		"岐阜県的鉄道公司将在駅前举行活动。": "岐阜县的铁道公司将在驿前举行活动。",
		"關於鐵路，張芸說：「氣候變了。」":  "關於鐵路，張芸說：「氣候變了。」",
		"关于铁路，张芸说：“气候变了。”":  "关于铁路，张芸说：“气候变了。”",
	} {
		if got := UnJapanese(in); got != want {
			t.Errorf("UnJapanese(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestFoldKeepsOffsets: each pair is a character of the block and another that takes three
// bytes too; one that Fold may look up again lies in the block.
func TestFoldKeepsOffsets(t *testing.T) {
	for name, pairs := range map[string]string{"fold.txt": foldPairs, "japanese.txt": japanesePairs} {
		for p := range strings.FieldsSeq(pairs) {
			r := []rune(p)
			if len(r) != 2 || len(p) != 6 || r[0] == r[1] || !inBlock(r[0]) || name == "japanese.txt" && !inBlock(r[1]) {
				t.Errorf("%s: %q is no such pair", name, p)
			}
		}
	}
	s := "a漢字\xff沢"
	for _, f := range []func(string) string{Fold, FoldJapanese} {
		if got := f(s); len(got) != len(s) || utf8.RuneCountInString(got) != utf8.RuneCountInString(s) {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}

func inBlock(r rune) bool { return r >= blockFirst && r <= blockLast }

// TestFoldAgrees: a folded character is the one that Convert prints, when it stands alone.
func TestFoldAgrees(t *testing.T) {
	c, err := NewConverter(Simplified)
	if err != nil {
		t.Fatal(err)
	}
	from, to := Folded()
	simple := []rune(to)
	if n := utf8.RuneCountInString(from); n != len(simple) || n < 2000 {
		t.Fatalf("%d characters are folded to %d", n, len(simple))
	}
	for i, r := range []rune(from) {
		if got := c.Convert(string(r)); got != string(simple[i]) {
			t.Errorf("%c folds to %c and is printed as %s", r, simple[i], got)
		}
	}
}

// TestFoldTwice: what is folded is not folded into yet another character.
func TestFoldTwice(t *testing.T) {
	for i, to := range japanese() {
		if to != 0 && FoldJapanese(string(to)) != string(to) {
			t.Errorf("%c becomes %c, which changes again", rune(blockFirst+i), to)
		}
	}
}
