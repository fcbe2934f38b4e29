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
	n := scriptsOf(s)
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	switch {
	case n.all() == 0:
		return news.NoWords
	case base == "zh" && !n.chinese(s):
		return news.NotChinese
	case base == "ja" && n.han+n.kana < n.all()/3:
		return news.NotJapanese
	case slices.Contains(latinScript, base) && n.latin*2 < n.all():
		return news.WrongScript
	}
	return ""
}

// scripts counts the letters of a sentence by their scripts.
type scripts struct{ han, kana, latin, other int }

func scriptsOf(s string) (n scripts) {
	for _, r := range s {
		switch {
		case kana(r):
			n.kana++
		case text.Ideographic(r):
			n.han++
		case unicode.Is(unicode.Latin, r):
			n.latin++
		case unicode.IsLetter(r):
			n.other++
		}
	}
	return n
}

func (n scripts) all() int { return n.han + n.kana + n.latin + n.other }

// chinese reports whether a sentence with these letters can be Chinese: it has characters
// enough beside names in Latin letters, and kana in brackets alone, where originals stand.
func (n scripts) chinese(s string) bool {
	bare := 0
	for _, r := range withoutBrackets(s) {
		if kana(r) {
			bare++
		}
	}
	if bare > 2 && bare*10 > n.all() {
		return false
	}
	return n.han*8 >= n.all() && (n.han >= 12 || n.han*5 >= n.all()-n.latin/3)
}

func kana(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }

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
