package text

import (
	"testing"
	"unicode/utf8"
)

func TestSimplify(t *testing.T) {
	for in, want := range map[string]string{
		"":               "",
		"兩國元首會談，達1.2億美元": "两国元首会谈，达1.2亿美元",
		"两国元首会谈":         "两国元首会谈",
		"臺灣 Taiwan 賴清德":  "台湾 Taiwan 赖清德",
	} {
		if got := Simplify(in); got != want {
			t.Errorf("Simplify(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestSimplifyKeepsOffsets(t *testing.T) {
	from, to := []rune(traditional), []rune(simplified)
	if len(from) != len(to) {
		t.Fatalf("%d Traditional characters, %d Simplified", len(from), len(to))
	}
	for i := range from {
		if utf8.RuneLen(from[i]) != 3 || utf8.RuneLen(to[i]) != 3 || from[i] < hanFirst || from[i] > hanLast {
			t.Errorf("%c and %c do not take three bytes each", from[i], to[i])
		}
	}
}
