package check

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// boundBefore finds the words before a number that bound it, and where they start.
func (t hanText) boundBefore(i, start int) (quantity.Bound, int) {
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
	return quantity.Exact, start
}

// longestLink is how many characters may stand between a bound like 至少 and its
// number: 至少需要砍伐1.4万棵.
const longestLink = 6

// boundAfter finds the words after a number that bound it.
func (t hanText) boundAfter(i int) quantity.Bound {
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
	return quantity.Exact
}

// hanWord is a word that bounds a number.
type hanWord struct {
	s string
	b quantity.Bound
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
	{"不少于", quantity.More}, {"不低于", quantity.More}, {"不亚于", quantity.More}, {"不下于", quantity.More}, {"不下", quantity.More}, {"至少有", quantity.More}, {"至少", quantity.More}, {"最少", quantity.More}, {"起码", quantity.More}, {"超过了", quantity.More},
	{"最近", quantity.Exact}, {"最高可", quantity.Most}, {"最长可", quantity.Most}, {"最高判", quantity.Most}, {"最高处", quantity.Most}, {"不超过", quantity.Most}, {"未超过", quantity.Most}, {"没有超过", quantity.Most}, {"不多于", quantity.Most}, {"不高于", quantity.Most}, {"至多", quantity.Most}, {"最多", quantity.Most}, {"不超", quantity.Most},
	{"超过", quantity.More}, {"超出", quantity.More}, {"多于", quantity.More}, {"高于", quantity.More}, {"大于", quantity.More}, {"突破", quantity.More}, {"远超", quantity.More}, {"超", quantity.More}, {"逾", quantity.More}, {"上", quantity.More},
	{"不到", quantity.Less}, {"不足", quantity.Less}, {"不满", quantity.Less}, {"未满", quantity.Less}, {"少于", quantity.Less}, {"低于", quantity.Less}, {"小于", quantity.Less}, {"未达", quantity.Less}, {"未到", quantity.Less}, {"跌破", quantity.Less},
	{"接近", quantity.Near}, {"将近", quantity.Near}, {"临近", quantity.Near}, {"近", quantity.Near}, {"大约", quantity.About}, {"大概", quantity.About}, {"约为", quantity.About}, {"约", quantity.About}, {"估计", quantity.About},
}

var hanAfter = []struct {
	s string
	b quantity.Bound
}{{"以上", quantity.More}, {"之多", quantity.Exact}, {"出头", quantity.More}, {"开外", quantity.More}, {"以下", quantity.Less}, {"以内", quantity.Most}, {"之内", quantity.Most}, {"左右", quantity.About}, {"上下", quantity.About}, {"未满", quantity.Less}, {"未満", quantity.Less}, {"多人", quantity.More}, {"余人", quantity.More}, {"多名", quantity.More}, {"余名", quantity.More}}

// trendBefore finds the verb of change right before a number.
func (t hanText) trendBefore(i int) quantity.Trend {
	for _, w := range hanBefore {
		if t.before(i, w.s) && w.s != "上" {
			i -= utf8.RuneCountInString(w.s)
			break
		}
	}
	if t.oneOf(i-1, "高低") && !t.oneOf(i-2, "最新较偏升提调走历更") { // 比平均高12度
		if t.at(i-1) == '高' {
			return quantity.Rises | quantity.By
		}
		return quantity.Falls | quantity.By
	}
	way := quantity.By
	switch {
	case t.before(i, "至") || t.before(i, "到") || t.before(i, "为"):
		way = quantity.To
		i--
	case t.before(i, "了") || t.before(i, "达"):
		i--
	}
	for _, w := range hanMoves {
		if t.before(i, w.s) {
			if strings.HasSuffix(w.s, "幅") { // 涨幅为5%
				way = quantity.By
			}
			return w.t | way
		}
	}
	return 0
}

var hanMoves = []struct {
	s string
	t quantity.Trend
}{
	{"增加", quantity.Rises}, {"增长", quantity.Rises}, {"上升", quantity.Rises}, {"上涨", quantity.Rises}, {"提高", quantity.Rises}, {"攀升", quantity.Rises}, {"扩大", quantity.Rises}, {"激增", quantity.Rises}, {"飙升", quantity.Rises}, {"上调", quantity.Rises}, {"增幅", quantity.Rises}, {"涨幅", quantity.Rises}, {"升幅", quantity.Rises}, {"升", quantity.Rises}, {"增", quantity.Rises}, {"涨", quantity.Rises},
	{"减少", quantity.Falls}, {"下降", quantity.Falls}, {"下跌", quantity.Falls}, {"降低", quantity.Falls}, {"下滑", quantity.Falls}, {"萎缩", quantity.Falls}, {"缩减", quantity.Falls}, {"缩小", quantity.Falls}, {"收缩", quantity.Falls}, {"骤降", quantity.Falls}, {"锐减", quantity.Falls}, {"下调", quantity.Falls}, {"降幅", quantity.Falls}, {"跌幅", quantity.Falls}, {"跌", quantity.Falls}, {"降", quantity.Falls}, {"减", quantity.Falls},
}
