package check

import (
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// hanDates reads what a sentence in Han script says of time, and masks it: what
// dates a thing counts nothing.
func hanDates(t hanText, published time.Time) quantity.Calendar {
	var c quantity.Calendar
	c.Turns = t.turns()
	for i := 0; i < len(t.r); {
		c.Dates = append(c.Dates, t.listedDate(i, c)...)
		d, next, ok := t.date(i, published)
		if !ok {
			if w, n := t.vagueTime(i); n > 0 {
				c.Next, c.Unclear, c.Years = true, c.Unclear || w == "ago", c.Years || w == "ago"
			}
			i++
			continue
		}
		d.Start, d.End = t.off[i], t.off[next]
		c.Dates = append(c.Dates, d)
		t.mask(d.Start, d.End)
		i = next
	}
	return c
}

// listedDate reads the first of several months or days that share their sign:
// 10~12月, 14、15日. A year right before it is its own too.
func (t hanText) listedDate(i int, c quantity.Calendar) []quantity.Date {
	if t.digitAt(i) < 0 || t.digitAt(i-1) >= 0 {
		return nil
	}
	r, ok := t.hanNumber(i)
	if !ok || r.vague || r.spread || r.lo < 1 || r.lo > 31 || !t.oneOf(r.next, "~-–—至到和、及与") {
		return nil
	}
	d := quantity.Date{Start: t.off[i], End: t.off[r.next]}
	if k := len(c.Dates) - 1; k >= 0 && c.Dates[k].End == d.Start {
		d.Year, d.Month = c.Dates[k].Year, c.Dates[k].Month
	}
	if _, _, ok := t.numberBefore(r.next+1, "月", 12); ok && r.lo <= 12 && d.Month == 0 {
		d.Month = int(r.lo)
		return []quantity.Date{d}
	}
	if _, _, ok := t.numberBefore(r.next+1, "日", 31); ok {
		d.Day = int(r.lo)
		return []quantity.Date{d}
	}
	return nil
}

// vagueTime finds words that place an event after or before another.
func (t hanText) vagueTime(i int) (string, int) {
	for _, w := range []string{"次日", "翌日", "隔天", "前一天", "第二天", "当天", "当日"} {
		if t.has(i, w) {
			return "next", 2
		}
	}
	if t.ja {
		for _, w := range jaRelative {
			if t.has(i, w) {
				return "ago", 2
			}
		}
	}
	for _, w := range []string{"年前", "年后", "上年", "同期"} {
		if t.has(i, w) {
			return "ago", 2
		}
	}
	return "", 0
}

// date reads the date that starts at character i.
func (t hanText) date(i int, published time.Time) (quantity.Date, int, bool) {
	if !t.numeralAt(i) && !t.oneOf(i, dateStarts) {
		return quantity.Date{}, 0, false
	}
	start := i
	var d quantity.Date
	y, i := t.year(i, published)
	d.Year, d.Spoken = y, y != 0 && !t.before(i, "年度") && !numeral(t.at(start))
	if d2, next, ok := t.eraOf(start); ok {
		return d2, next, true
	}
	if m, next, ok := t.numberBefore(i, "月", 12); ok && !t.before(i, "个") && t.at(next) != '份' || ok && t.at(next) == '份' {
		d.Month, i = m, next
		if t.at(i) == '份' {
			i++
		}
	} else if step, next, ok := t.nearMonth(i); ok && d.Year == 0 {
		if !published.IsZero() {
			at := time.Date(published.Year(), published.Month()+time.Month(step), 1, 0, 0, 0, 0, time.UTC)
			d.Month, d.Year = int(at.Month()), at.Year()
		}
		if n, after, ok := t.numberBefore(next, "日", 31); ok {
			d.Day, next = n, after
			return d, next, true
		}
		if d.Month == 0 {
			return quantity.Date{}, 0, false
		}
		return relativeMonth(d), next, true
	}
	if d.Month != 0 || d.Year == 0 {
		for _, mark := range []string{"日", "号"} {
			n, next, ok := t.numberBefore(i, mark, 31)
			if ok && (d.Month != 0 || mark == "日" && t.at(i) >= '0' && t.at(i) <= '9' && t.at(next) != '元' && t.at(next) != '游' && t.at(next) != '内') {
				d.Day, i = n, next
				break
			}
		}
	}
	if d.Month == 0 && t.has(start, "今年") { // said freely, as "this year" is left out
		return quantity.Date{}, 0, false
	}
	if d.Absolute() && i > start {
		if d.Month != 0 && d.Year == 0 || d.Year != 0 || d.Day != 0 {
			return d, i, true
		}
	}
	if i == start {
		return t.weekDate(start, published)
	}
	return quantity.Date{}, 0, false
}

// dateStarts are the characters, besides numerals, that a date may start with.
const dateStarts = "去今明前后昨来上本这下周星礼先令平昭大数几日月火水木金土"

// relativeMonth makes 上月 a stretch of days.
func relativeMonth(d quantity.Date) quantity.Date {
	first := time.Date(d.Year, time.Month(d.Month), 1, 0, 0, 0, 0, time.UTC)
	return quantity.Stretch(0, 0, quantity.Days(first), quantity.Days(first.AddDate(0, 1, -1)))
}

// year reads 2023年, 二〇二三年, 去年; next is i when none stands there.
func (t hanText) year(i int, published time.Time) (y, next int) {
	if c := t.at(i - 1); c >= '0' && c <= '9' || hanDigit(c) >= 0 || hanPower(c) > 0 || c == '.' {
		return 0, i
	}
	if y, next := t.eraYear(i); y != 0 {
		return y, next
	}
	if r, ok := t.hanNumber(i); ok && r.figures && r.lo >= 1000 && r.lo < 2200 && r.next-i == 4 {
		switch {
		case t.at(r.next) == '年' && t.at(r.next+1) != '代':
			next = r.next + 1
			if t.at(next) == '度' {
				next++
			}
			return int(r.lo), next
		case t.has(r.next, "财年"):
			return int(r.lo), r.next + 2
		}
	}
	for _, w := range []struct {
		s    string
		step int
	}{{"去年", -1}, {"今年", 0}, {"明年", 1}, {"前年", -2}, {"后年", 2}, {"昨年", -1}, {"来年", 1}} {
		if t.has(i, w.s) && !published.IsZero() {
			return published.Year() + w.step, i + 2
		}
	}
	return 0, i
}

// eraOf reads 20世纪60年代, 上世纪90年代, 1960年代, 六十年代, 21世纪.
func (t hanText) eraOf(i int) (quantity.Date, int, bool) {
	base, j := 0, i
	if t.has(i, "上世纪") || t.has(i, "上个世纪") {
		base, j = 1900, i+3
		if t.has(i, "上个") {
			j++
		}
	} else if t.has(i, "本世纪") {
		base, j = 2000, i+3
	} else if n, next, ok := t.numberBefore(i, "世纪", 30); ok && n > 1 && t.at(next-3) != '个' {
		base, j = (n-1)*100, next
	}
	if r, ok := t.hanNumber(j); ok && t.has(r.next, "年代") && !r.vague {
		y := int(r.lo)
		if y < 100 && base > 0 {
			y += base
		}
		return quantity.Date{Year: y, Decade: true}, r.next + 2, true
	}
	if j > i && base > 0 && !t.has(i, "上") && !t.has(i, "本") && t.at(j) != '初' {
		return quantity.Date{}, 0, false // a century is an ordinal: left to the numbers
	}
	return quantity.Date{}, 0, false
}

// numberBefore reads a number up to most that stands before mark.
func (t hanText) numberBefore(i int, mark string, most float64) (n, next int, ok bool) {
	if c := t.at(i - 1); c >= '0' && c <= '9' || hanDigit(c) >= 0 || hanPower(c) > 0 || c == '.' || c == '第' {
		return 0, 0, false
	}
	r, ok := t.hanNumber(i)
	if !ok || r.vague || r.spread || r.bound != quantity.Exact || r.lo < 1 || r.lo > most || !t.has(r.next, mark) || r.lo != float64(int(r.lo)) {
		return 0, 0, false
	}
	return int(r.lo), r.next + utf8.RuneCountInString(mark), true
}

func (t hanText) nearMonth(i int) (step, next int, ok bool) {
	for _, w := range []struct {
		s    string
		step int
	}{{"上个月", -1}, {"上月", -1}, {"本月", 0}, {"今月", 0}, {"先月", -1}, {"来月", 1}, {"这个月", 0}, {"下个月", 1}, {"下月", 1}} {
		if t.has(i, w.s) {
			return w.step, i + utf8.RuneCountInString(w.s), true
		}
	}
	return 0, i, false
}

// weekDate reads 周五, 上周四, 星期一, 昨天.
func (t hanText) weekDate(i int, published time.Time) (quantity.Date, int, bool) {
	for _, w := range []struct {
		s    string
		step int
	}{{"昨天", -1}, {"昨日", -1}, {"昨晚", -1}, {"前天", -2}, {"前日", -2}, {"明天", 1}, {"明日", 1}, {"后天", 2}, {"昨夜", -1}} {
		if t.has(i, w.s) && !published.IsZero() {
			p := quantity.DayOf(published) + w.step
			return quantity.Stretch(0, 0, p-1, p+1), i + 2, true
		}
	}
	if day, next, ok := t.jaWeekday(i); ok {
		return quantity.Date{Weekday: day, Named: true}, next, true
	}
	week, j := 0, i
	switch t.at(i) {
	case '上':
		week, j = -1, i+1
	case '下':
		week, j = 1, i+1
	case '本', '这':
		week, j = 2, i+1 // this one, whichever side of today
	}
	if j > i && t.at(j) == '个' {
		j++
	}
	switch {
	case t.has(j, "星期"), t.has(j, "礼拜"):
		j += 2
	case t.at(j) == '周':
		j++
	default:
		return quantity.Date{}, 0, false
	}
	day, ok := map[rune]time.Weekday{'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '日': 0, '天': 0}[t.at(j)]
	if !ok || t.weekly(i, j) {
		return quantity.Date{}, 0, false
	}
	d := quantity.Date{Weekday: day, Named: true}
	if week != 0 && week != 2 && !published.IsZero() { // weeks begin on Monday
		monday := quantity.DayOf(published) - (int(published.Weekday())+6)%7
		n := monday + 7*week + (int(day)+6)%7
		d.From, d.Upto = n, n
	}
	return d, j + 1, true
}

// weekly reports whether what looks like a day of the week at j, in a phrase that
// starts at i, counts something: 每周三次, 两周五天, 上周三名官员.
func (t hanText) weekly(i, j int) bool {
	if measureAt(t, j+1) == 0 {
		return false
	}
	if t.digitAt(i-1) >= 0 || t.oneOf(i-1, "每数几多") {
		return true
	}
	return j-i > 1 && t.oneOf(j+1, "名位个人次家艘架辆枚条项款例年天种")
}
