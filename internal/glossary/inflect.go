package glossary

import (
	"strings"
	"unicode"
	"unicode/utf8"

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

// foreign adds what CLDR calls a territory in German, French and Japanese. The first
// two only trace a name: some are first names elsewhere.
func (e *Entry) foreign(region language.Region) {
	for _, lang := range []language.Tag{language.German, language.French} {
		if f := display.Regions(lang).Name(region); f != "" {
			e.Weak = addForm(e.Weak, f)
		}
	}
	if f := display.Regions(language.Japanese).Name(region); f != "" {
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

// modern writes the characters as simplified in Japan after 1946 (Tōyō kanji) as the
// Chinese do, where text.Simplify does not know them. Byte offsets in the result are those in s.
func modern(s string) string {
	var out []byte
	for i, r := range s {
		to, ok := shinjitai[r]
		if !ok || utf8.RuneLen(to) != utf8.RuneLen(r) {
			continue
		}
		if out == nil {
			out = []byte(s)
		}
		copy(out[i:], string(to))
	}
	if out == nil {
		return s
	}
	return string(out)
}

var shinjitai = pairs("亜亚悪恶圧压囲围為为壱壹隠隐栄荣営营衛卫駅驿円圆縁缘艶艳塩盐奥奥応应桜樱穏稳仮假価价画画会会懐怀絵绘拡扩殻壳覚觉学学岳岳楽乐喚唤換换漢汉関关観观気气帰归亀龟犠牺戯戏拠据挙举虚虚峡峡挟挟郷乡暁晓区区駆驱勲勋薫薰径径茎茎恵惠渓溪経经継继軽轻鶏鸡芸艺撃击倹俭剣剑圏圈検检権权献献険险県县験验顕显厳严効效広广鉱矿号号国国黒黑済济砕碎斎斋剤剂雑杂蚕蚕参参桟栈惨惨賛赞残残歯齿児儿辞辞湿湿実实写写釈释寿寿収收従从渋涩獣兽縦纵粛肃処处叙叙奨奖渉涉焼烧証证乗乘剰剩畳叠縄绳壌壤嬢娘譲让醸酿触触嘱嘱神神粋粹随随髄髓枢枢数数声声斉齐静静摂摄窃窃専专戦战浅浅潜潜繊纤践践銭钱禅禅双双壮壮捜搜挿插巣巢装装総总蔵藏臓脏続续堕堕対对帯带滝泷択择沢泽単单団团弾弹断断痴痴遅迟昼昼虫虫鋳铸聴听庁厅鎮镇転转伝传都都灯灯当当党党盗盗稲稻闘斗独独読读届届弐贰悩恼脳脑覇霸拝拜廃废売卖麦麦発发髪发抜拔蛮蛮浜滨頻频払拂仏佛並并辺边変变弁辩豊丰歩步宝宝翻翻毎每万万満满訳译薬药与与誉誉揺摇様样謡谣来来頼赖覧览欄栏竜龙両两猟猎緑绿涙泪塁垒類类礼礼励励戻戾霊灵齢龄暦历歴历恋恋錬炼炉炉労劳楼楼録录湾湾瀬濑糸丝衆众舗铺芦芦渇渴掲揭頬颊麺面鴎鸥鹸碱嶋岛嶌岛島岛鉄铁図图焔焰")

// pairs maps each character at an even place to the one after it.
func pairs(s string) map[rune]rune {
	r := []rune(s)
	m := make(map[rune]rune, len(r)/2)
	for i := 0; i+1 < len(r); i += 2 {
		if r[i] != r[i+1] {
			m[r[i]] = r[i+1]
		}
	}
	return m
}
