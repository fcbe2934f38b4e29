package check

import "github.com/waidian/waidian/internal/check/quantity"

// hour reports whether a number is the hour of a time of day: 20时, 下午3点, 8:30.
func (t hanText) hour(i int, r reading) bool {
	if r.lo > 24 || r.lo != float64(int(r.lo)) || r.power > 10 {
		return false
	}
	after, next := t.at(r.next), r.next+1
	if after == ':' {
		return r.figures && t.at(next) >= '0' && t.at(next) <= '5' && t.at(next+1) >= '0' && t.at(next+1) <= '9'
	}
	if after != '时' && after != '点' || t.oneOf(next, "代期速段刻候评名燃击") || after == '时' && t.at(next) == '间' {
		return false
	}
	if t.daytime(i) {
		return true
	}
	if m, ok := t.hanNumber(next); ok && after == '点' && m.lo < 60 && t.at(m.next) == '分' && !t.has(m.next, "分之") {
		return true // 9点2分
	}
	return t.oneOf(next, "半许整左前后钟") || after == '时' && r.figures
}

// daytime reports whether a part of the day stands before the number at i, or before
// the one that it ends a range with: 凌晨2点到5点, 晚8至10点.
func (t hanText) daytime(i int) bool {
	for t.oneOf(i-1, "至到-–—~～") {
		i--
		if t.oneOf(i-1, "时点") {
			i--
		}
		for i > 0 && t.numeralAt(i-1) {
			i--
		}
	}
	for _, w := range []string{"上午", "下午", "午前", "午后", "夜", "朝", "晚上", "晚间", "早上", "凌晨", "中午", "傍晚", "清晨", "深夜", "时间", "晚", "早", "于", string(masked)} {
		if t.before(i, w) {
			return true
		}
	}
	return false
}

// clock reads a time of day as minutes after midnight.
func (t hanText) clock(n quantity.Number, i int, r reading) (quantity.Number, int, bool) {
	mins, next := r.lo*60, r.next+1
	if t.at(next) == '钟' {
		next++
	}
	if t.at(next) == '半' {
		mins += 30
		next++
	} else if m, ok := t.hanNumber(next); ok && m.lo < 60 && (t.at(r.next) == ':' || t.at(m.next) == '分') {
		mins += m.lo
		next = m.next
		if t.at(next) == '分' {
			next++
		}
	}
	n.Alts = []quantity.Value{quantity.Written(quantity.Clock, mins)}
	n.End = t.off[next]
	return n, next, true
}
