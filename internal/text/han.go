package text

import "sync"

// Simplify writes every Traditional character of s as its Simplified one, character
// by character, so that byte offsets in the result are those in s. It is for
// comparing, not for printing: words that differ by region stay as they are.
func Simplify(s string) string {
	table := simpler()
	var out []byte
	for i, r := range s {
		if r < hanFirst || r > hanLast || table[r-hanFirst] == 0 {
			continue
		}
		if out == nil {
			out = []byte(s)
		}
		copy(out[i:], string(table[r-hanFirst])) // both take three bytes
	}
	if out == nil {
		return s
	}
	return string(out)
}

// The block CJK Unified Ideographs.
const hanFirst, hanLast = 0x4e00, 0x9fff

// simpler maps a Traditional character, counted from hanFirst, to its Simplified
// one, and every other to zero.
var simpler = sync.OnceValue(func() []rune {
	table := make([]rune, hanLast-hanFirst+1)
	to := []rune(simplified)
	for i, r := range []rune(traditional) {
		table[r-hanFirst] = to[i]
	}
	return table
})
