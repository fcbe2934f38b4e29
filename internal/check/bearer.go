package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/glossary"
	"github.com/waidian/waidian/internal/hanwords"
)

// bearer reports whether what seems a place in Latin letters is the first name of a person:
// a title stands before it, and a word with a capital that is no title behind it.
func bearer(before, after string) bool {
	title := strings.TrimRight(before, " .")
	title = title[strings.LastIndexFunc(title, func(r rune) bool { return !unicode.IsLetter(r) })+1:]
	if !latin.Title(strings.ToLower(title)) || !strings.HasPrefix(after, " ") {
		return false
	}
	end := latinWord(after[1:])
	word := after[1 : 1+end]
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && !latin.Title(strings.ToLower(word))
}

// surnamed reports whether a text begins with a name of the report that is spelled by sound.
func (src *source) surnamed(s string) bool {
	end := 0
	for n, r := range []rune(s) {
		if n == longestSurname || !hanwords.Sound(r) {
			break
		}
		end += utf8.RuneLen(r)
		if v := hanwords.Of(s[:end]); n > 0 && len(v) > 1 && src.sounded(v) {
			return true
		}
	}
	return false
}

// longestSurname is how many characters a surname has at most that is looked for.
const longestSurname = 6

// borne reports whether what seems a place in a claim is a person whose first name the place's
// is, as the report has it: 叙利亚博士, （Syria Lund） for Dr Syria Lund.
func (src *source) borne(c sentence, named []glossary.Match) bool {
	for _, m := range named {
		if !src.bearers[m.Entry] {
			continue
		}
		if han.Is(c.Plain[m.Start:m.End]) {
			if after := c.Plain[m.End:]; han.Bears(c.Plain[:m.Start], after) || src.surnamed(after) {
				return true
			}
			continue
		}
		after := c.Plain[m.End:]
		if strings.HasPrefix(after, " ") && src.mentions(c.Plain[m.Start:m.End+1+latinWord(after[1:])]) {
			return true
		}
	}
	return false
}
