package render

import (
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
)

// chineseUnits are the units that have one name in reports, in the order in which they are
// sought: the first whose name means the unit.
var chineseUnits = strings.Fields("美元 欧元 英镑 日元 人民币 港元 新台币 韩元 卢布 卢比 澳元 加元 新加坡元 新西兰元 瑞士法郎 泰铢 比索 林吉特 越南盾 印尼盾 " +
	"兰特 雷亚尔 里拉 兹罗提 奈拉 公里 英里 海里 米 英尺 厘米 毫米 英寸 纳米 光年 平方公里 平方英里 平方米 平方英尺 公顷 英亩 吨 公斤 克 磅 盎司 升 加仑 立方米 " +
	"摄氏度 华氏度 秒 分钟 小时 天 周 个月 年")

var (
	chineseMagnitudes = []magnitude{{1e12, "万亿"}, {1e8, "亿"}, {1e4, "万"}}
	chineseBases      = map[string]string{"day": "每天", "year": "每年", "month": "每月", "week": "每周", "hour": "每小时", "minute": "每分钟", "share": "每股", "barrel": "每桶", "tonne": "每吨", "person": "人均", "household": "每户", "litre": "每升", "kilogram": "每公斤", "night": "每晚"}
	chineseRanks      = map[Thing]string{"large": "大", "high": "高", "long": "长", "low": "低", "rich": "富", "old": "老", "populous": "人口", "tall": "高", "small": "小", "fast": "快"}
	chineseThings     = map[Thing]string{"quarter": "个季度", "year": "年", "month": "个月", "week": "周", "day": "天", "night": "晚", "time": "次", "session": "个交易日", "term": "个任期", "game": "场", "win": "场胜利", "defeat": "场失利"}
	chineseNouns      = map[Thing]string{"barrel": "桶", "person": "人", "passenger": "名乘客", "visitor": "名游客", "vehicle": "辆车", "car": "辆汽车", "flight": "个航班", "ship": "艘船", "home": "套住房", "job": "个岗位", "student": "名学生", "patient": "名患者"}
	chineseBounds     = map[quantity.Bound]string{quantity.About: "约", quantity.More: "超过", quantity.Less: "不到", quantity.Most: "最多", quantity.Near: "近"}
	chineseTurns      = map[quantity.Period][3]string{quantity.AWeek: {"上周", "本周", "下周"}, quantity.AMonth: {"上月", "本月", "下月"}, quantity.AYear: {"去年", "今年", "明年"}}
	chineseDays       = []string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}
	chineseDigits     = strings.Split("零一二三四五六七八九十", "")
)

// chinese writes in simplified Chinese.
func chinese(s Said, published time.Time) string {
	switch s.Form {
	case Day:
		return chineseDate(s.Date)
	case Turn:
		return chineseTurn(s.Of, published)
	case Half:
		return []string{"上半年", "下半年"}[int(s.Value.N)-1]
	case Quarter:
		return "第" + digit(s.Value.N) + "季度"
	case Rank:
		if w := chineseRanks[s.Thing]; w == "人口" {
			return "人口第" + digit(s.Value.N) + "多"
		} else if w != "" {
			return "第" + digit(s.Value.N) + w
		}
		return ""
	case Consecutive:
		return chineseRow(s)
	case Fraction:
		return chineseBound(s) + chineseFraction(s.Value)
	case OutOf:
		if s.Upto.N <= 10 {
			return twofold(s.Upto.N) + "个中的" + twofold(s.Value.N) + "个"
		}
		return figures(s.Upto.N, ".") + "个中的" + figures(s.Value.N, ".") + "个"
	case Grown:
		return chineseGrown(s)
	case Compared:
		if s.Value.N < 1 {
			return ""
		}
		return chineseBound(s) + twofold(s.Value.N) + "倍"
	}
	return chineseAmount(s)
}

// digit writes a small whole number in characters.
func digit(n float64) string {
	if n >= 0 && n <= 10 && n == float64(int(n)) {
		return chineseDigits[int(n)]
	}
	return figures(n, ".")
}

// twofold is digit with the two that is said before measure words.
func twofold(n float64) string {
	if n == 2 {
		return "两"
	}
	return digit(n)
}

func chineseBound(s Said) string {
	switch {
	case s.Bound == quantity.More && s.Inclusive:
		return "至少"
	case s.Bound == quantity.Less && s.Inclusive:
		return ""
	}
	if s.Below && s.Bound == quantity.Less {
		return "低于"
	}
	return chineseBounds[s.Bound]
}

func chineseAmount(s Said) string {
	first, unit := chineseValue(s.Value, s)
	if first == "" {
		return ""
	}
	behind := ""
	if s.Bound == quantity.Less && s.Inclusive {
		behind = "以下"
	}
	base := chineseBases[s.Base.Of]
	switch {
	case s.Base.Of != "" && base == "":
		return ""
	case s.Form == Speed:
		base = "时速"
	}
	if s.ranged() {
		second, unit := chineseValue(s.Upto, s)
		if second == "" || s.Bound != quantity.Exact && s.Bound != quantity.About {
			return ""
		}
		if s.From {
			return base + chineseBound(s) + "从" + first + unit + "到" + second + unit
		}
		if s.Value.Kind != quantity.Share {
			return base + chineseBound(s) + first + "至" + second + unit
		}
		return base + chineseBound(s) + first + unit + "至" + second + unit
	}
	return base + chineseBound(s) + first + unit + chineseNouns[s.Thing] + behind
}

// chineseValue writes a value and its unit apart; empty: it cannot be written.
func chineseValue(v quantity.Value, s Said) (number, unit string) {
	switch {
	case v.Vague:
		number = some(v)
	case !writable(v.N):
		return "", ""
	case v.Kind == quantity.Share:
		return figures(v.N*100, "."), "%"
	case v.Kind == quantity.Points && s.Basis:
		return figures(v.N*100, "."), "个基点"
	case v.Kind == quantity.Points:
		return figures(v.N, "."), "个百分点"
	case v.Kind == quantity.Clock:
		return chineseClock(v.N), ""
	default:
		number = powered(v.N, chineseMagnitudes, func(n float64) string { return figures(n, ".") })
	}
	switch {
	case s.Form == Age:
		return number, "岁"
	case v.Unit == (quantity.Unit{}):
		return number, ""
	}
	if unit = han.NameOf(v.Unit, chineseUnits); unit == "" {
		return "", ""
	}
	if unit == "人民币" {
		unit = "元人民币"
	}
	return number, unit
}

// some writes what is vague: 数百, 数十万; empty: it is of no such size.
func some(v quantity.Value) string {
	for _, w := range []struct {
		lo, hi float64
		word   string
	}{
		{3, 10, "数"}, {20, 100, "数十"}, {200, 1e3, "数百"}, {300, 1e3, "数百"}, {2e3, 1e4, "数千"}, {3e3, 1e4, "数千"}, {2e4, 1e5, "数万"}, {2e5, 1e6, "数十万"}, {2e6, 1e7, "数百万"}, {2e6, 1e8, "数百万"}, {3e6, 1e7, "数百万"},
		{2e7, 1e8, "数千万"}, {2e8, 1e9, "数亿"}, {2e9, 1e10, "数十亿"}, {2e9, 1e11, "数十亿"}, {3e9, 1e10, "数十亿"}, {2e10, 1e11, "数百亿"}, {2e11, 1e12, "数千亿"}, {2e12, 1e13, "数万亿"},
	} {
		if near(v.Lo, w.lo) && near(v.Hi, w.hi) && (w.lo > 10 || v.Unit != (quantity.Unit{})) {
			return w.word
		}
	}
	return ""
}

func chineseClock(minutes float64) string {
	h, m := int(minutes)/60, int(minutes)%60
	if m == 0 {
		return strconv.Itoa(h) + "时"
	}
	return strconv.Itoa(h) + "时" + strconv.Itoa(m) + "分"
}

func chineseFraction(v quantity.Value) string {
	switch {
	case v.N == 1 && v.Hi == 2:
		return "一半"
	case v.Hi > 10:
		return figures(v.Hi, ".") + "分之" + figures(v.N, ".")
	}
	return digit(v.Hi) + "分之" + digit(v.N)
}

func chineseGrown(s Said) string {
	switch {
	case s.Bound == quantity.Exact && s.Value.N == .5:
		return "减半"
	case s.Bound == quantity.Exact && s.Value.N == 2:
		return "翻一番"
	case s.Bound == quantity.Exact:
		return "增至" + twofold(s.Value.N) + "倍"
	}
	if s.Bound == quantity.More {
		return "增至" + twofold(s.Value.N) + "倍以上"
	}
	return "增至" + chineseBound(s) + twofold(s.Value.N) + "倍"
}

func chineseRow(s Said) string {
	w := chineseThings[s.Thing]
	switch {
	case w == "":
		return ""
	case s.Value.Kind == quantity.Ordinal:
		return "连续第" + digit(s.Value.N) + w
	}
	return "连续" + twofold(s.Value.N) + w
}

func chineseDate(d quantity.Date) string {
	var b strings.Builder
	if d.Decade {
		if d.Year >= 2000 {
			return "21世纪" + strconv.Itoa(d.Year%100) + "年代"
		}
		return strconv.Itoa(d.Year/100+1) + "世纪" + strconv.Itoa(d.Year%100) + "年代"
	}
	if d.Year != 0 {
		b.WriteString(strconv.Itoa(d.Year) + "年")
	}
	if d.Month != 0 {
		b.WriteString(strconv.Itoa(d.Month) + "月")
	}
	if d.Day != 0 {
		b.WriteString(strconv.Itoa(d.Day) + "日")
	}
	if d.Named && b.Len() == 0 {
		return chineseDays[d.Weekday]
	}
	return b.String()
}

// chineseTurn writes last month with the month that it was: 上月（2月）.
func chineseTurn(w quantity.Turn, published time.Time) string {
	if w.Step < -1 || w.Step > 1 {
		return ""
	}
	name := chineseTurns[w.Of][w.Step+1]
	if d := chineseDate(turned(w, published)); d != "" {
		return name + "（" + d + "）"
	}
	return name
}
