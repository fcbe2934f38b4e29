package digest

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"github.com/waidian/waidian/internal/text"
)

// tongue is the language of a digest and what writing in it asks for.
type tongue struct {
	tag             string
	base            string // "zh", "en"
	name            string // for the model: "Simplified Chinese (简体中文)"
	han             bool
	title, sentence string   // bounds on the headline and on a sentence, in words
	example         string   // of a name at first mention
	prompt          string   // the language of the instructions: a part of the names of templates
	manners         []string // rules of writing that hold for this language alone
}

// tongueOf knows Chinese in its two scripts; every other language gets its name
// from CLDR and the general rules.
func tongueOf(tag string) tongue {
	parsed, err := language.Parse(tag)
	if err != nil || tag == "" {
		parsed, tag = language.SimplifiedChinese, "zh-Hans"
	}
	base, _ := parsed.Base()
	t := tongue{tag: tag, base: base.String(), prompt: "en", title: "at most 12 words", sentence: "at most 40 words"}
	if t.base != "zh" {
		t.name = display.English.Tags().Name(parsed)
		if self := display.Self.Name(parsed); self != "" && self != t.name {
			t.name += " (" + self + ")"
		}
		switch t.base {
		case "ja":
			t.prompt, t.title, t.sentence = "ja", "at most 30 characters", "at most 100 characters"
		case "de":
			t.prompt = "de"
		}
		return t
	}
	t.han, t.title, t.sentence = true, "at most 28 characters", "at most 80 characters"
	if script, _ := parsed.Script(); script.String() == "Hant" {
		t.prompt = "zh-Hant"
		t.name, t.example = "Traditional Chinese (繁體中文)", "王小洪（Wang Xiaohong）"
		t.manners = []string{
			"Full-width punctuation, quotation marks 「」, large numbers in 萬 and 億: 1 million is 100萬, 1 billion 10億, 1 trillion 1兆.",
			"Tripled is 增至三倍 or 增加兩倍, never 增加三倍; \"hundreds\" is 數百, \"tens of thousands\" 數萬.",
		}
		return t
	}
	t.prompt = "zh-Hans"
	t.name, t.example = "Simplified Chinese (简体中文)", "王小洪（Wang Xiaohong）"
	t.manners = []string{
		"Full-width punctuation, quotation marks “”, large numbers in 万 and 亿: 1 million is 100万, 1 billion 10亿, 1 trillion 1万亿.",
		"Tripled is 增至三倍 or 增加两倍, never 增加三倍; \"hundreds\" is 数百, \"tens of thousands\" 数万.",
	}
	return t
}

// baseOf is the language of a BCP 47 tag without script and region.
func baseOf(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return base
}

// speaks reports whether s can be in the language. What is in brackets does
// not count: it is the names in the original.
func (t tongue) speaks(s string) bool {
	s = text.Unbracketed(s)
	if t.han {
		han, kana, words := count(s)
		return han > 0 && han >= words && kana*10 <= han
	}
	found := baseOf(text.Lang(s, t.base))
	return found == t.base || found == "" || kin[t.base] != "" && kin[t.base] == kin[found]
}

// count counts ideographs, the letters of Japanese and Korean, and words in other letters.
func count(s string) (han, kana, words int) {
	within := false
	for _, r := range s {
		letter := false
		switch {
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			kana++
		case unicode.IsLetter(r):
			if letter = true; !within {
				words++
			}
		}
		within = letter
	}
	return han, kana, words
}

// kin are languages too close to be distinguished by counting letters.
var kin = map[string]string{
	"no": "no", "nb": "no", "nn": "no", "da": "no", "sr": "sh", "hr": "sh", "bs": "sh", "sh": "sh",
	"id": "ms", "ms": "ms", "cs": "cs", "sk": "cs", "uk": "ru", "ru": "ru", "be": "ru", "gl": "pt", "pt": "pt",
}

// written is the tag of the script that s is really in: a model asked for one way
// of writing Chinese may answer in the other, and the desk can convert it.
func (t tongue) written(s string) string {
	if !t.han {
		return t.tag
	}
	want := "zh-Hans"
	if strings.Contains(t.name, "Traditional") {
		want = "zh-Hant"
	}
	if found := text.Lang(s, ""); strings.HasPrefix(found, "zh-") && found != want {
		return found
	}
	return t.tag
}
