package extract

import (
	"unicode"
	"unicode/utf8"
)

// characters counts a text by what its characters are.
type characters struct {
	upper, letters, digits, stops, commas, quotes, spaces int

	bullet, rights, at bool // a mark of lists and menus, © or ®, an @
}

func charactersOf(s string) (n characters) {
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			n.rune(r)
			i += size
			continue
		}
		i++
		switch {
		case c >= 'a' && c <= 'z':
			n.letters++
		case c == ' ':
			n.spaces++
		case c >= 'A' && c <= 'Z':
			n.upper++
			n.letters++
		case c >= '0' && c <= '9':
			n.digits++
		case c == '.' || c == '!' || c == '?':
			n.stops++
		case c == ',' || c == ';':
			n.commas++
		case c == '"':
			n.quotes++
		case c == '|':
			n.bullet = true
		case c == '@':
			n.at = true
		}
	}
	return n
}

// rune counts a character beyond ASCII.
func (n *characters) rune(r rune) {
	switch r {
	case '•', '›', '→', '►', '▶':
		n.bullet = true
	case '»':
		n.bullet = true
		n.quotes++
	case '“', '”', '„', '«', '「', '」':
		n.quotes++
	case '©', '®':
		n.rights = true
	case '。', '।':
		n.stops++
	case '、', '，':
		n.commas++
	default:
		switch {
		case unicode.IsUpper(r):
			n.upper++
			n.letters++
		case unicode.IsLetter(r):
			n.letters++
		case unicode.IsDigit(r):
			n.digits++
		}
	}
}
