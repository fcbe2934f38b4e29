package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// boundBefore finds the words before a number that bound it, and where they start.
func (t hanText) boundBefore(i, start int) (bound, int) {
	for i > 0 && (t.at(i-1) == ' ' || t.at(i-1) == '$' || t.at(i-1) == '了') {
		i--
	}
	for _, w := range hanBefore {
		if t.before(i, w.s) && (w.s != "上" || hanPower(t.at(i)) > 0) { // 上百, but 桌上一座
			return w.b, t.off[i-utf8.RuneCountInString(w.s)]
		}
	}
	for j := i - 1; j > i-longestLink && j > 0 && unicode.Is(unicode.Han, t.at(j)) && !t.numeralAt(j) && !t.oneOf(j, "的是"); j-- {
		for _, w := range hanBefore {
			if w.linked() && t.before(j, w.s) {
				return w.b, t.off[j-utf8.RuneCountInString(w.s)]
			}
		}
	}
	return exact, start
}

// longestLink is how many characters may stand between a bound like 至少 and its
// number: 至少需要砍伐1.4万棵.
const longestLink = 6

// boundAfter finds the words after a number that bound it.
func (t hanText) boundAfter(i int) bound {
	for skip := 0; skip < 4; skip++ {
		for _, w := range hanAfter {
			if t.has(i+skip, w.s) {
				return w.b
			}
		}
		if c := t.at(i + skip); c == '，' || c == '。' || c == '、' || c == ',' || c == '的' || c == -1 || c >= '0' && c <= '9' || hanDigit(c) >= 0 {
			break
		}
	}
	return exact
}

// hanWord is a word that bounds a number.
type hanWord struct {
	s string
	b bound
}

// linked reports whether a verb may stand between the word and its number: 至少为.
func (w hanWord) linked() bool {
	switch w.s {
	case "至少", "最少", "起码", "至多", "最多", "最高可", "最长可", "最高判", "最高处":
		return true
	}
	return false
}

// Longer words stand before those that they end in.
var hanBefore = []hanWord{
	{"不少于", more}, {"不低于", more}, {"不亚于", more}, {"不下于", more}, {"不下", more}, {"至少有", more}, {"至少", more}, {"最少", more}, {"起码", more}, {"超过了", more},
	{"最近", exact}, {"最高可", most}, {"最长可", most}, {"最高判", most}, {"最高处", most}, {"不超过", most}, {"未超过", most}, {"没有超过", most}, {"不多于", most}, {"不高于", most}, {"至多", most}, {"最多", most}, {"不超", most},
	{"超过", more}, {"超出", more}, {"多于", more}, {"高于", more}, {"大于", more}, {"突破", more}, {"远超", more}, {"超", more}, {"逾", more}, {"上", more},
	{"不到", less}, {"不足", less}, {"不满", less}, {"未满", less}, {"少于", less}, {"低于", less}, {"小于", less}, {"未达", less}, {"未到", less}, {"跌破", less},
	{"接近", near}, {"将近", near}, {"临近", near}, {"近", near}, {"大约", about}, {"大概", about}, {"约为", about}, {"约", about}, {"估计", about},
}

var hanAfter = []struct {
	s string
	b bound
}{{"以上", more}, {"之多", exact}, {"出头", more}, {"开外", more}, {"以下", less}, {"以内", most}, {"之内", most}, {"左右", about}, {"上下", about}, {"未满", less}, {"未満", less}, {"多人", more}, {"余人", more}, {"多名", more}, {"余名", more}}

// trendBefore finds the verb of change right before a number.
func (t hanText) trendBefore(i int) trend {
	for _, w := range hanBefore {
		if t.before(i, w.s) && w.s != "上" {
			i -= utf8.RuneCountInString(w.s)
			break
		}
	}
	if t.oneOf(i-1, "高低") && !t.oneOf(i-2, "最新较偏升提调走历更") { // 比平均高12度
		if t.at(i-1) == '高' {
			return rises | by
		}
		return falls | by
	}
	way := by
	switch {
	case t.before(i, "至") || t.before(i, "到") || t.before(i, "为"):
		way = to
		i--
	case t.before(i, "了") || t.before(i, "达"):
		i--
	}
	for _, w := range hanMoves {
		if t.before(i, w.s) {
			if strings.HasSuffix(w.s, "幅") { // 涨幅为5%
				way = by
			}
			return w.t | way
		}
	}
	return 0
}

var hanMoves = []struct {
	s string
	t trend
}{
	{"增加", rises}, {"增长", rises}, {"上升", rises}, {"上涨", rises}, {"提高", rises}, {"攀升", rises}, {"扩大", rises}, {"激增", rises}, {"飙升", rises}, {"上调", rises}, {"增幅", rises}, {"涨幅", rises}, {"升幅", rises}, {"升", rises}, {"增", rises}, {"涨", rises},
	{"减少", falls}, {"下降", falls}, {"下跌", falls}, {"降低", falls}, {"下滑", falls}, {"萎缩", falls}, {"缩减", falls}, {"缩小", falls}, {"收缩", falls}, {"骤降", falls}, {"锐减", falls}, {"下调", falls}, {"降幅", falls}, {"跌幅", falls}, {"跌", falls}, {"降", falls}, {"减", falls},
}
