package text

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pieceLength is the length of the pieces by which texts are compared, in letters and digits: long enough that two sentences
// of one subject share few, short enough that one word otherwise leaves most.
const pieceLength = 8

// Again is the share, from 0 to 1, of what s says that is said in another text in the same words: of its runs of 8 letters
// and digits, whatever stands between them, and without what is in round brackets: readings of names come and go there.
// It is 0 of a text that has fewer.
func Again(s, in string) float64 {
	said, given := onlyLetters(s), onlyLetters(in)
	if utf8.RuneCountInString(said) < pieceLength {
		return 0
	}
	if strings.Contains(given, said) {
		return 1 // as most extracts are
	}
	all, again := slices.Collect(pieces(said)), 0
	there := make(map[string]bool, len(all))
	for _, p := range all {
		there[p] = false
	}
	for p := range pieces(given) {
		if _, asked := there[p]; asked {
			there[p] = true
		}
	}
	for _, p := range all {
		if there[p] {
			again++
		}
	}
	return float64(again) / float64(len(all))
}

// onlyLetters are the letters and digits of s outside brackets, in lower case.
func onlyLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, Unbracketed(s))
}

// pieces are the runs of letters, each beginning a letter after the one before.
func pieces(letters string) iter.Seq[string] {
	return func(yield func(string) bool) {
		var starts [pieceLength]int // of the latest letters, in a ring
		n := 0
		for i := range letters {
			if n >= pieceLength && !yield(letters[starts[n%pieceLength]:i]) {
				return
			}
			starts[n%pieceLength] = i
			n++
		}
		if n >= pieceLength {
			yield(letters[starts[n%pieceLength]:])
		}
	}
}
