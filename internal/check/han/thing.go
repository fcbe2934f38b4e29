package han

import (
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// persons and objects are the measure words that count nothing else.
const (
	persons = "人名位"
	objects = "艘架辆枚栋座匹颗棵隻"
)

// things are words that begin with one of persons and count something else, or nothing.
var things = strings.Fields("人次 人份 人民 人均 人月 人年 人气 位数 位置 位于 名列")

// thing is what the measure word of m characters right before next counts.
func (t phrase) thing(next, m int) quantity.Thing {
	i := next - m
	switch {
	case m == 0 || t.first(i, things) > 0:
	case t.oneOf(i, persons):
		return quantity.Person
	case m == 1 && t.oneOf(i, objects):
		return quantity.Object
	}
	return quantity.Unnamable
}

// limits are words that may bound a number, right before it or in a few characters
// behind it: more of them than the grammar reads as bounds.
const limits = "最超逾多余近满限少不未仅逼"

// limitWords are words that bound a number from anywhere in its part of the sentence.
var limitWords = strings.Fields("只有 仅有 只剩 不及 将近 最高 最多 最低 最长 最大 最短 最少 超过 超出 不足 不到 未到 不满 未满 至少 至多 近 接近 逾 多达 高达 可达 长达 深达 宽达 重达 久达 几乎 " +
	"以上 以下 以内 之内 上限 下限 低于 高于 少于 多于 突破 跌破 封顶 不超 限额 上万 上千 上百")

// nearNumber is how many bytes around a number are searched for limits.
const nearNumber = 5 * 3

// denied reports whether a denial before a number, in its part of the sentence, may turn
// its bound.
func denied(before string) bool {
	before = before[max(0, len(before)-longestPart):]
	if i := strings.LastIndexAny(before, partEnds); i >= 0 {
		before = before[i:]
	}
	return strings.ContainsAny(before, "不没未无")
}

// partAround is the part of a sentence that a number from start up to end is in.
func partAround(s string, start, end int) string {
	from, upto := max(0, start-longestPart), min(len(s), end+longestPart)
	if i := strings.LastIndexAny(s[from:start], partEnds); i >= 0 {
		from += i
	}
	if i := strings.IndexAny(s[end:upto], partEnds); i >= 0 {
		upto = end + i
	}
	return s[from:upto]
}

// longestPart is how many bytes of a part of a sentence are looked at on each side of a number.
const longestPart = 60 * 3

// nextBound is how many bytes before a number may be of a word that bounds it.
const nextBound = 3 * 3

// passing are verbs that bound a number right behind them: 风速过162, 阵风达160.
var passing = []string{"过", "破", "上", "满", "达"}

// within bounds a number where it is so many bytes behind it at most: 三天内.
const (
	within      = "内"
	withinAfter = 3 * 3
)

// partEnds are the signs that end a part of a sentence.
const partEnds = "，。；：,;"

// limited reports whether a word that may bound a number is around the one from start up
// to end of a text that hanscript.Fold has made simplified, in the same part of the
// sentence.
func limited(s string, start, end int) bool {
	before, after := s[max(0, start-longestPart):start], s[end:min(len(s), end+longestPart)]
	if i := strings.LastIndexAny(before, partEnds); i >= 0 {
		before = before[i:]
	}
	if i := strings.IndexAny(after, partEnds); i >= 0 {
		after = after[:i]
	}
	if i := strings.IndexFunc(after, numeral); i >= 0 { // what is right before the next number bounds that
		after = after[:max(0, i-nextBound)]
	}
	if containsAny(before, limitWords) || containsAny(after, limitWords) {
		return true
	}
	if hasSuffix(before, passing) || strings.Contains(after[:min(len(after), withinAfter)], within) {
		return true
	}
	near := before[max(0, len(before)-nearNumber):] + s[start:end] + after[:min(len(after), nearNumber)]
	return strings.ContainsAny(near, limits)
}

// pairs are words for two of whom or which the sentence tells no number.
var pairs = strings.Fields("両 两国 两家 双方 双边 双子 双胞胎 双亲 夫妇 夫妻 夫妇俩 夫婦 老夫 恋人 情侣 俩 父子 母子 父女 母女 婆媳 师徒 搭档")

// japaneseShort are the short names of countries that only Japanese has.
const japaneseShort = "米仏独露豪"

// Pair reports whether a text speaks of a pair: 両国, 夫婦, 日米.
func Pair(s string) bool {
	if containsAny(s, pairs) {
		return true
	}
	run := 0 // of the short names of countries
	for _, r := range s + "." {
		switch {
		case shortNames[r] != "" || strings.ContainsRune(japaneseShort, r):
			run++
		case run == 2:
			return true
		default:
			run = 0
		}
	}
	return false
}
