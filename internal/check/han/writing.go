package han

import (
	"regexp"
	"strings"
	"unicode"
)

// OtherWriting returns the first Traditional character of a sentence that is to be in
// Simplified Chinese, the first Simplified one of one that is to be in Traditional, or of
// one that has characters of both; "" where it has fewer than two of them.
func OtherWriting(s, lang string) string {
	if IsJapanese(s) || base(lang) == "ja" {
		return ""
	}
	hant, first := charactersOf(s, traditional)
	hans, other := charactersOf(s, simplified)
	switch {
	case lang == "" && (hans == 0 || hant == 0):
		return ""
	case strings.HasPrefix(lang, "zh-Hant") || lang == "" && hant > hans:
		hant, first = hans, other
	}
	if hant < 2 {
		return ""
	}
	return first
}

// charactersOf counts the characters of s that are on a list, and returns the first.
func charactersOf(s, list string) (n int, first string) {
	for _, r := range s {
		if strings.ContainsRune(list, r) {
			if n++; n == 1 {
				first = string(r)
			}
		}
	}
	return n, first
}

// Common characters that only one of the two ways of writing Chinese has, for whatever word.
const (
	traditional = "國來對時會個們為學說過發後見現經頭進動長門問間產業東車書電氣講認識請誰關與從眾優傳體這該運輸萬億員議舉報導" +
		"總統戰爭軍隊歲團艦飛機廠礦災難風險損傷護衛醫療檢測試驗實際無論當應將減壓價額數據續" +
		"約紅綠藍銀錢貝財貿買賣費資質賽贏馬魚鳥龍島灣嶼縣鄉鎮區處廳層樓廣場"
	simplified = "这国来对时会个们为学说过发见现经头进动长门问间产业东车书电认识请谁关从众优传该运输亿员议举报导总统战争军队岁团舰飞厂矿灾难"
)

// Letter reports whether a letter may stand in a sentence in Han script: Han, Latin and
// Greek letters; kana in Japanese, where that is the language or lang is not known.
func Letter(r rune, lang string) bool {
	if unicode.In(r, unicode.Hiragana, unicode.Katakana) || r == 'ー' {
		return lang == "" || base(lang) == "ja"
	}
	return unicode.In(r, unicode.Han, unicode.Latin, unicode.Greek, unicode.Bopomofo)
}

// itemNumber is the number, or the sign, of an item of a list at the beginning of a
// sentence. A number with a point goes on in "1.4亿".
var itemNumber = regexp.MustCompile(`^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[)）、]|\d{1,2}[.．](?:\s|\p{Han})|[•·▪●■◆►▶‣①-⑳])`)

// ItemNumber is the number of a list, or its sign, with which a sentence begins; "" if none.
func ItemNumber(s string) string {
	m := itemNumber.FindString(s)
	if m == s {
		return ""
	}
	return strings.TrimRightFunc(strings.TrimSpace(m), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}
