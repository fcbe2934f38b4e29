package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// The longest sentence of a digest, in characters.
const (
	longestHan   = 300
	longestLatin = 900
)

// form checks that a sentence can be shown on a page in the digest's language.
func form(s, lang string) []news.Finding {
	longest := longestLatin
	if han.Is(s) {
		longest = longestHan
	}
	switch n := utf8.RuneCountInString(s); {
	case strings.TrimSpace(s) == "":
		return malformed(news.EmptySentence, "")
	case n > longest:
		return measured(news.TooManyCharacters, n, longest)
	case !utf8.ValidString(s):
		return malformed(news.BadEncoding, "")
	}
	if i := strings.IndexFunc(s, unprintable); i >= 0 {
		return malformed(news.ControlCharacter, "")
	}
	if m := markup(s); m != "" {
		return malformed(news.HoldsMarkup, m)
	}
	if why := otherScript(s, lang); why != "" {
		return malformed(why, "")
	}
	return nil
}

// malformed is a sentence that cannot be shown, for a part of it.
func malformed(reason news.ReasonCode, span string) []news.Finding {
	return []news.Finding{{Rule: news.FormRule, Reason: reason, Span: span, Rejects: true}}
}

// measured is a sentence that cannot be shown, for a number that is out of bounds.
func measured(reason news.ReasonCode, n, bound int) []news.Finding {
	return []news.Finding{{Rule: news.FormRule, Reason: reason, Arg: strconv.Itoa(n), Of: strconv.Itoa(bound), Rejects: true}}
}

// unprintable finds controls, marks that turn the direction of text, and invisible signs.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r == utf8.RuneError || unicode.Is(unicode.Co, r) || unicode.Is(unicode.Cf, r) && r != '\u00ad'
}

// markup returns the first piece of HTML or Markdown in a sentence.
func markup(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == '<' && i+1 < len(s) && (isLetter(s[i+1]) || s[i+1] == '/' || s[i+1] == '!') {
			return clip(s[i:])
		}
	}
	for _, m := range []string{
		"](", "```", "**", "&lt;", "&gt;", "&amp;", "&nbsp;", "&#", "http://", "https://", "javascript:", "{\"", "\":",
	} {
		if strings.Contains(s, m) {
			return m
		}
	}
	if strings.HasPrefix(s, "#") || strings.HasPrefix(s, "- ") || strings.HasPrefix(s, "* ") {
		return s[:1]
	}
	return ""
}

func isLetter(b byte) bool { return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' }

// otherScript says why a sentence cannot be in the language, by its script alone.
func otherScript(s, lang string) news.ReasonCode {
	han, kana, latin, other := 0, 0, 0, 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case text.Ideographic(r):
			han++
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.IsLetter(r):
			other++
		}
	}
	all := han + kana + latin + other
	bare := 0 // kana outside brackets, where originals stand
	for _, r := range withoutBrackets(s) {
		if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			bare++
		}
	}
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch {
	case all == 0:
		return news.NoWords
	case base == "zh" && bare > 2 && bare*10 > all:
		return news.NotChinese
	case base == "zh" && han*5 < all-latin/3 && han < 12 || base == "zh" && han*8 < all:
		return news.NotChinese
	case base == "ja" && han+kana < all/3:
		return news.NotJapanese
	case slices.Contains(latinScript, base) && latin*2 < all:
		return news.WrongScript
	}
	return ""
}

// latinScript are languages whose sentences are in Latin script, by their tags.
var latinScript = strings.Fields("en de fr es it pt nl sv da no nb fi pl cs hu ro tr vi id ms")

// evidence checks the numbers of the sentences that a claim cites. Headline and standfirst
// may be cited, where the report has them.
func (src *source) evidence(c news.Claim) []news.Finding {
	if len(c.Evidence) == 0 {
		return malformed(news.NoEvidence, "")
	}
	for _, n := range c.Evidence {
		if n < 1 && !src.aside(n) || n > len(src.numbered) {
			return measured(news.NoSuchSentence, n, len(src.numbered))
		}
	}
	return nil
}
