package story

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/waidian/waidian/internal/text"
)

// What is known of characters by a table is what Unicode says of words of them, whatever stands beside whatever.
func TestLowCharacters(t *testing.T) {
	pick := rand.New(rand.NewPCG(3, 5))
	word := func(n int, in func(rune) bool) string {
		var out []rune
		for len(out) < n {
			if r := rune(pick.IntN(firstHigh + 40)); in(r) {
				out = append(out, r)
			}
		}
		return string(out)
	}
	inWords := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
	for i := range 50_000 {
		s := word(1+i%4, inWords)
		if got, want := lowered(s), strings.ToLower(text.Fold(s)); got != want {
			t.Fatalf("%+q in small letters is %+q, want %+q", s, got, want)
		}
		if got, want := unmarked(s), plainly(s); got != want {
			t.Fatalf("%+q without marks is %+q, want %+q", s, got, want)
		}
	}
	for r := range rune(firstHigh + 40) {
		if isLetter(r) != unicode.IsLetter(r) || isDecimal(r) != unicode.IsDigit(r) || isMark(r) != unicode.IsMark(r) || isUpper(r) != unicode.IsUpper(r) || scriptOf(r) != scriptIn(r) {
			t.Errorf("%U is not what Unicode says", r)
		}
	}
}
