package han

import (
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// rankWord is a superlative.
type rankWord struct {
	s  string
	of quantity.Scale
}

// superlatives are the superlatives of Chinese and Japanese; of two that begin alike the
// longer one is first. Behind "not" they say something else: 最大化.
var superlatives = []rankWord{
	{"最大", quantity.Size}, {"最も大きい", quantity.Size}, {"最高", quantity.Height}, {"最长", quantity.Extension}, {"最古老", quantity.Age},
	{"最悠久", quantity.Age}, {"最年长", quantity.Age}, {"最老", quantity.Age}, {"最古", quantity.Age}, {"最年轻", quantity.Youth},
	{"最年少", quantity.Youth}, {"最富", quantity.Wealth}, {"最穷", quantity.Poverty}, {"最贫", quantity.Poverty}, {"最深", quantity.Depth},
	{"人口最多", quantity.Population}, {"最快", quantity.Speed}, {"最速", quantity.Speed}, {"最小", quantity.Smallness},
	{"最昂贵", quantity.Cost}, {"最贵", quantity.Cost}, {"最强", quantity.Power}, {"最严重", quantity.Gravity}, {"最糟", quantity.Gravity},
	{"最繁忙", quantity.Traffic}, {"最忙", quantity.Traffic}, {"最受欢迎", quantity.Favour}, {"最重要", quantity.Weight},
}

// laterRanks are what is behind an ordinal that ranks: 第二大, 2番目に大きい.
var laterRanks = []rankWord{
	{"大", quantity.Size}, {"高", quantity.Height}, {"长", quantity.Extension}, {"老", quantity.Age}, {"富", quantity.Wealth},
	{"穷", quantity.Poverty}, {"深", quantity.Depth}, {"快", quantity.Speed}, {"小", quantity.Smallness}, {"强", quantity.Power},
	{"番目に大きい", quantity.Size}, {"番目に高い", quantity.Height}, {"番目に长い", quantity.Extension}, {"番目に多い", quantity.Population},
	{"位の", quantity.Size},
}

// Around superlatives.
const (
	superlative = '最'
	noRank      = "化限程"      // behind one: it is none
	highest     = "的建楼塔山峰坝い" // behind 最高, which bounds numbers and names courts elsewhere
)

// among are words that put what a superlative says among others, in the same part of a
// sentence.
var among = strings.Fields("之一 之列 行列 的几 的数 的一批 的两 的三 级の 级的 の一つ のひとつ 有数 中有 之中 当中 跻身 位列 最大级 数一数二")

// stepsOfSentence end a part of a sentence that has verbs of its own.
const stepsOfSentence = "，。；！？,;"

// medals are the words for the first three places of a contest, and medalLike what may mean them.
// secondBest begins like the second of them and ends like the first.
var (
	medals = [3][]string{
		{"冠军", "夺冠", "金牌", "第一名", "金メダル", "优胜", "優勝"},
		{"亚军", "银牌", "第二名", "银メダル", "銀メダル", "准优胜", "準優勝", "准優勝"},
		{"季军", "铜牌", "第三名", "铜メダル", "銅メダル"},
	}
	medalLike = [3][]string{
		{"冠", "金牌", "金メダル", "第一", "首位", "1位", "一位", "优胜", "優勝", "胜", "赢", "魁", "头名", "榜首", "王者", "击败", "卫冕", "制", "下し", "破", "首"},
		{"亚军", "银", "銀", "第二", "2位", "二位", "负", "输", "败", "敗", "决赛", "决胜", "決勝", "准优胜", "準優勝", "屈居", "次"},
		{"季军", "铜", "銅", "第三", "3位", "三位", "半决赛", "准决", "準決"},
	}
	secondBest = []string{"准", "準"}
)

// podium reads the places in contests that a sentence names, and those that its words may mean.
func podium(s string) (out []quantity.Medal, may uint8) {
	for k := range medals {
		if containsAny(s, medalLike[k]) {
			may |= 1 << (k + 1)
		}
		for _, w := range medals[k] {
			if i := strings.Index(s, w); i >= 0 && !hasSuffix(s[:i], secondBest) {
				out = append(out, quantity.Medal{Extent: quantity.Extent{Start: i, End: i + len(w)}, Place: k + 1})
			}
		}
	}
	return out, may
}

// ranks reads the superlatives of a sentence.
func (t phrase) ranks(s string) []quantity.Rank {
	var out []quantity.Rank
	for i := range t.r {
		if t.at(i) == t.lx.ordinal || t.digitAt(i) >= 0 && t.digitAt(i-1) < 0 && t.at(i-1) != t.lx.ordinal {
			if r, ok := t.laterRank(i); ok {
				out = append(out, r)
			}
			continue
		}
		if t.at(i) != superlative && !t.has(i, "人口") {
			continue
		}
		for _, w := range superlatives {
			end := i + length(w.s)
			if !t.has(i, w.s) || t.oneOf(end, noRank) || w.of == quantity.Height && !t.oneOf(end, highest) {
				continue
			}
			r := quantity.Rank{Extent: quantity.Extent{Start: t.off[i], End: t.off[end]}, Scale: w.of}
			rest := s[r.Start:min(len(s), r.Start+longestPart)]
			if k := strings.IndexAny(rest, stepsOfSentence); k >= 0 {
				rest = rest[:k]
			}
			if containsAny(rest, among) {
				r.Place = quantity.Among
			}
			out = append(out, r)
			break
		}
	}
	return out
}

// laterRank reads the rank that begins with an ordinal at i: 第二大.
func (t phrase) laterRank(i int) (quantity.Rank, bool) {
	j := i
	if t.at(j) == t.lx.ordinal {
		j++
	}
	n, ok := t.number(j)
	if !ok || n.vague || n.spread || n.lo < 2 || n.lo > 99 {
		return quantity.Rank{}, false
	}
	for _, w := range laterRanks {
		if t.has(n.next, w.s) && (i != j || length(w.s) > 1) {
			end := n.next + length(w.s)
			return quantity.Rank{Extent: quantity.Extent{Start: t.off[i], End: t.off[end]}, Scale: w.of, Place: quantity.Later}, true
		}
	}
	return quantity.Rank{}, false
}

// baseWord says what a change is measured against.
type baseWord struct {
	s    string
	base quantity.Bases
}

// bases are the words of both languages; the first two say nothing else.
var bases = []baseWord{
	{"同比", quantity.OnYear | quantity.Strictly}, {"环比", quantity.OnMonth | quantity.OnQuarter | quantity.Strictly},
	{"前年比", quantity.OnYear}, {"前年同", quantity.OnYear}, {"比上年", quantity.OnYear}, {"较上年", quantity.OnYear}, {"比去年", quantity.OnYear},
	{"较去年", quantity.OnYear}, {"比一年前", quantity.OnYear}, {"较一年前", quantity.OnYear}, {"前月比", quantity.OnMonth}, {"比上月", quantity.OnMonth},
	{"较上月", quantity.OnMonth}, {"比上个月", quantity.OnMonth}, {"较上个月", quantity.OnMonth}, {"前期比", quantity.OnQuarter},
	{"前四半期比", quantity.OnQuarter}, {"比上季", quantity.OnQuarter}, {"较上季", quantity.OnQuarter}, {"前周比", quantity.OnWeek},
	{"上年", quantity.MaybeYear}, {"去年", quantity.MaybeYear}, {"年前", quantity.MaybeYear}, {"前年", quantity.MaybeYear}, {"昨年", quantity.MaybeYear},
	{"年率", quantity.MaybeYear}, {"同期", quantity.MaybeYear}, {"前月", quantity.MaybeMonth}, {"上月", quantity.MaybeMonth},
	{"上个月", quantity.MaybeMonth}, {"月前", quantity.MaybeMonth}, {"先月", quantity.MaybeMonth}, {"前期", quantity.MaybeMonth},
	{"前四半期", quantity.MaybeMonth}, {"上季", quantity.MaybeMonth}, {"上个季度", quantity.MaybeMonth}, {"上周", quantity.MaybeMonth},
	{"前周", quantity.MaybeMonth}, {"先周", quantity.MaybeMonth},
}

// against reads what changes are measured against.
func against(s string) quantity.Bases {
	var out quantity.Bases
	for _, w := range bases {
		if strings.Contains(s, w.s) {
			out |= w.base
		}
	}
	return out
}

// rateWord makes what is counted in its part of a sentence a rate.
type rateWord struct {
	s  string
	of quantity.Period
}

// rates are the words of both languages.
var rates = []rateWord{
	{"每小时", quantity.AnHour}, {"每个小时", quantity.AnHour}, {"时薪", quantity.AnHour}, {"毎时", quantity.AnHour},
	{"每天", quantity.ADay}, {"每日", quantity.ADay}, {"日均", quantity.ADay}, {"日产", quantity.ADay}, {"毎日", quantity.ADay}, {"1日あたり", quantity.ADay},
	{"每周", quantity.AWeek}, {"每星期", quantity.AWeek}, {"每个星期", quantity.AWeek}, {"周薪", quantity.AWeek}, {"毎周", quantity.AWeek},
	{"每月", quantity.AMonth}, {"每个月", quantity.AMonth}, {"月均", quantity.AMonth}, {"月产", quantity.AMonth}, {"月薪", quantity.AMonth},
	{"月租", quantity.AMonth}, {"月间", quantity.AMonth}, {"月额", quantity.AMonth}, {"毎月", quantity.AMonth},
	{"每季度", quantity.AQuarter}, {"每个季度", quantity.AQuarter},
	{"每年", quantity.AYear}, {"年均", quantity.AYear}, {"年产", quantity.AYear}, {"年薪", quantity.AYear}, {"年间", quantity.AYear}, {"毎年", quantity.AYear},
	{"年额", quantity.AYear},
}

// rateOf is the rate that a number from start on belongs to: that of the last such word
// before it in its part of the sentence, of which there is no other kind.
func rateOf(s string, start int) quantity.Period {
	part := s[max(0, start-longestPart):start]
	if i := strings.LastIndexAny(part, stepsOfSentence); i >= 0 {
		part = part[i:]
	}
	var out quantity.Period
	for _, w := range rates {
		if !strings.Contains(part, w.s) {
			continue
		}
		if out != 0 && out != w.of {
			return 0
		}
		out = w.of
	}
	return out
}

// Words around a number of which all are meant.
var (
	allBefore = []string{"所有", "所有的", "全部", "全体", "全部的"}
	allAfter  = []string{"全部", "全都", "均", "都", "无一", "一致"}
)

// parts are characters of words for a part: 30名学生多数都是女生.
const parts = "多半部分些"

// farthestAll is how many bytes may be between a number and such a word behind it.
const farthestAll = 8 * 3

// allOf reports whether all of the number from start up to end are meant: 所有三个,
// 五座桥全部关闭, but not 五座桥中三座均.
func (t phrase) allOf(s string, start, end int) bool {
	if hasSuffix(s[:start], allBefore) {
		return true
	}
	rest := s[end:min(len(s), end+farthestAll)]
	if i := strings.IndexAny(rest, stepsOfSentence+"、中里内其"); i >= 0 {
		rest = rest[:i]
	}
	for _, w := range allAfter {
		if i := strings.Index(rest, w); i >= 0 && !strings.ContainsFunc(rest[:i], numeral) && !strings.ContainsAny(rest[:i], parts) {
			return true
		}
	}
	return false
}
