package text

import (
	"strings"
	"unicode"
)

// pieceLength is the length of the pieces by which texts are compared, in letters and digits: long enough that two sentences
// of one subject share few, short enough that one word otherwise leaves most.
const pieceLength = 8

// Again is the share, from 0 to 1, of what s says that is said in another text in the same words: of its runs of 8 letters
// and digits, whatever stands between them, and without what is in round brackets: readings of names come and go there.
// It is 0 of a text that has fewer.
func Again(s, in string) float64 {
	all, again := pieces(s), 0
	there := make(map[string]bool, len(all))
	for _, p := range all {
		there[p] = false
	}
	for _, p := range pieces(in) {
		if _, asked := there[p]; asked {
			there[p] = true
		}
	}
	for _, p := range all {
		if there[p] {
			again++
		}
	}
	if len(all) == 0 {
		return 0
	}
	return float64(again) / float64(len(all))
}

// pieces are the runs of letters and digits of s outside brackets, each beginning a letter after the one before.
func pieces(s string) []string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, Unbracketed(s))
	var starts [pieceLength]int // of the latest letters, in a ring
	out := make([]string, 0, max(0, len(letters)-pieceLength+1))
	n := 0
	for i := range letters {
		if n >= pieceLength {
			out = append(out, letters[starts[n%pieceLength]:i])
		}
		starts[n%pieceLength] = i
		n++
	}
	if n >= pieceLength {
		out = append(out, letters[starts[n%pieceLength]:])
	}
	return out
}
