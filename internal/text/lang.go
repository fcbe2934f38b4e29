package text

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// sample is how many bytes of a text decide its language.
const sample = 1000

// reliable is how many letters a text must have to be believed against its document.
const reliable = 200

// letters counts the letters of a text by their script.
type letters struct{ han, kana, hangul, all int }

func lettersOf(s string) (n letters) {
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			n.kana++
		case unicode.Is(unicode.Han, r):
			n.han++
		case unicode.Is(unicode.Hangul, r):
			n.hangul++
		}
		if unicode.IsLetter(r) {
			n.all++
		}
	}
	return n
}

// Lang names the language of s as a BCP 47 tag, or "" when that cannot be known.
// hint is what the document says of itself; it is believed unless the script of s
// rules it out or a longer text reliably says otherwise.
func Lang(s, hint string) string {
	if len(s) > sample {
		s = strings.ToValidUTF8(s[:sample], "")
	}
	n := lettersOf(s)
	base, _, _ := strings.Cut(strings.ToLower(hint), "-")
	switch {
	case n.all == 0:
		return hint
	case n.kana*10 > n.all:
		return "ja"
	case n.hangul*3 > n.all:
		return "ko"
	case n.han*3 > n.all:
		if base == "zh" && strings.Contains(hint, "-Han") {
			return hint
		}
		return chinese(s)
	}
	declared := hint != "" && base != "zh" && base != "ja" && base != "ko"
	if declared && (n.all <= reliable || reads(s, base)) {
		return hint
	}
	info := whatlanggo.Detect(s)
	detected := info.Lang.Iso6391()
	if info.IsReliable() && n.all > reliable && detected != "" && detected != base {
		return detected
	}
	if declared {
		return hint
	}
	if info.IsReliable() {
		return detected
	}
	return ""
}

// frequent are words that every text of a language is full of and its neighbours have
// not: they make a seventh of it and more, and less than a twelfth of any other.
var frequent = map[string]map[string]bool{
	"en": set("the and of to that is was for on with by at from his her has have are were been this which their they but not who " +
		"would had will"),
	"de": set("der die das und den dem des ein eine einen einer ist im von zu mit auf für nicht auch sich sie wird hat dass bei zum zur nach"),
	"fr": set("le les des et du une est dans qui pour sur au aux pas avec ce il elle sont cette ses"),
	"es": set("el los las del y en una con su al lo fue sus es muy pero"),
	"it": set("il di che della per non è dei alla nel gli sono delle degli dal nella ha"),
	"pt": set("o os do da dos das em um uma não com na ao é são mais pela pelo seu sua nos"),
}

// reads reports whether s is beyond doubt in the language: it has the words of it. This
// is much cheaper than to compare s with all languages.
func reads(s, lang string) bool {
	known := frequent[lang]
	if known == nil {
		return false
	}
	all, own := 0, 0
	for w := range strings.FieldsSeq(strings.ToLower(s)) {
		all++
		if known[w] {
			own++
		}
	}
	return all > 0 && own*100 >= all*11
}

// chinese tells the two ways of writing Chinese apart by characters that only
// one of them uses.
func chinese(s string) string {
	hans, hant := 0, 0
	for _, r := range s {
		switch {
		case strings.ContainsRune("这国来对时会个们为学说过发后见现经头进着动长门问间产业东车书电气讲认识请谁关于与从众优传体", r):
			hans++
		case strings.ContainsRune("這國來對時會個們為學說過發後見現經頭進著動長門問間產業東車書電氣講認識請誰關於與從眾優傳體", r):
			hant++
		}
	}
	if hant > hans {
		return "zh-Hant"
	}
	return "zh-Hans"
}
