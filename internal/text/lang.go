package text

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// sample is how many bytes of a text tell its language.
const sample = 1000

// Lang names the language of s as a BCP 47 tag, or "" when that cannot be told.
// hint is what the document says of itself; it is believed unless the script of s
// rules it out or a longer text reliably says otherwise.
func Lang(s, hint string) string {
	if len(s) > sample {
		s = strings.ToValidUTF8(s[:sample], "")
	}
	han, kana, hangul, letters := 0, 0, 0, 0
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Hiragana, unicode.Katakana):
			kana++
		case unicode.Is(unicode.Han, r):
			han++
		case unicode.Is(unicode.Hangul, r):
			hangul++
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	base, _, _ := strings.Cut(strings.ToLower(hint), "-")
	switch {
	case letters == 0:
		return hint
	case kana*10 > letters:
		return "ja"
	case hangul*3 > letters:
		return "ko"
	case han*3 > letters:
		if base == "zh" && strings.Contains(hint, "-Han") {
			return hint
		}
		return chinese(s)
	}
	info := whatlanggo.Detect(s)
	found := info.Lang.Iso6391()
	if info.IsReliable() && letters > 200 && found != "" && found != base {
		return found
	}
	if hint != "" && base != "zh" && base != "ja" && base != "ko" {
		return hint
	}
	if info.IsReliable() {
		return found
	}
	return ""
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
