package text

import "unicode"

// Visible is a character as it may go to where headlines, names and messages are shown: -1 where no reader sees it, as it could turn the
// words beside it around, hide some of them, or speak to a program alone. A control character becomes a space; a line break and a tab stay,
// and so do the joiners, which some scripts need. It is meant for strings.Map.
// The classes are those of the Unicode Character Database: general categories Cc, Cf and Co, and Other_Default_Ignorable_Code_Point.
func Visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t' || r == '\u200c' || r == '\u200d':
		return r
	case unicode.IsControl(r), r == '\u2028', r == '\u2029':
		return ' '
	case unicode.Is(unicode.Prepended_Concatenation_Mark, r): // of the class Cf, and drawn: signs before Arabic and Syriac numbers
		return r
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r), r >= 0xe0000 && r <= 0xe0fff:
		return -1
	}
	return r
}
