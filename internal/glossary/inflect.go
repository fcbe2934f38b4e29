package glossary

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/waidian/waidian/internal/text"
)

// inflected lists the endings that adjectives among the forms take in German and
// French: chinesisch, chinesischer; chinois, chinoises.
func inflected(forms []string) []string {
	var out []string
	for _, f := range forms {
		if f != strings.ToLower(f) || strings.Contains(f, " ") {
			continue
		}
		var ends string
		switch {
		case strings.HasSuffix(f, "isch"), strings.HasSuffix(f, "tsch"):
			ends = "e en er es em"
		case strings.HasSuffix(f, "ais"), strings.HasSuffix(f, "ois"):
			ends = "e es"
		case strings.HasSuffix(f, "ain"), strings.HasSuffix(f, "and"), strings.HasSuffix(f, "ol"):
			ends = "s e es"
		case strings.HasSuffix(f, "ien"), strings.HasSuffix(f, "éen"):
			ends = "s ne nes"
		case strings.HasSuffix(f, "e"):
			ends = "s"
		}
		for end := range strings.FieldsSeq(ends) {
			out = append(out, f+end)
		}
	}
	return out
}

// wide lists the abbreviations among the forms in full-width letters, as Japanese
// papers print them.
func wide(forms []string) []string {
	var out []string
	for _, f := range forms {
		if len(f) < 2 || len(f) > 6 || strings.ContainsFunc(f, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') }) {
			continue
		}
		out = append(out, strings.Map(func(r rune) rune { return r - '!' + '！' }, f))
	}
	return out
}

// foreign adds what CLDR calls a territory in languages of Europe and in Japanese. Those of
// Europe only trace a name: some are first names elsewhere.
func (e *Entry) foreign(region language.Region) {
	for _, lang := range []language.Tag{language.German, language.French, language.Spanish, language.Italian, language.Portuguese, language.EuropeanPortuguese} {
		if f := display.Regions(lang).Name(region); f != "" {
			e.Weak = addForm(e.Weak, f)
		}
	}
	if f := display.Regions(language.Japanese).Name(region); f != "" {
		f = strings.TrimSuffix(strings.TrimPrefix(f, "中華人民共和国"), "特別行政区")
		e.Ja = addForm(e.Ja, f)
	}
}

// kana reports whether a text has at least two syllabic signs of Japanese.
func kana(s string) bool {
	n := 0
	for _, r := range s {
		if r >= 'ぁ' && r <= 'ヺ' && r != '゛' && r != '゜' {
			if n++; n == 2 {
				return true
			}
		}
	}
	return false
}

// japanese reports whether a form is one in the scripts of Japan, or in full-width letters.
func japanese(f string) bool {
	return strings.ContainsFunc(f, func(r rune) bool {
		return text.Ideographic(r) || r >= '！' && r <= '～' || unicode.In(r, unicode.Hiragana, unicode.Katakana)
	})
}

func katakana(r rune) bool { return r == 'ー' || unicode.Is(unicode.Katakana, r) }
