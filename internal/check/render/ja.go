package render

import (
	"strconv"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check/han"
	"github.com/waidian/waidian/internal/check/quantity"
)

// japaneseUnits are as chineseUnits.
var japaneseUnits = strings.Fields("ドル ユーロ ポンド 円 元 香港ドル 台湾ドル ウォン ルーブル ルピー 豪ドル カナダドル ランド キロメートル メートル センチ 平方キロメートル 平方メートル " +
	"ヘクタール トン キログラム グラム リットル 秒 分钟 小时 日間 日间 周间 か月 年间")

// japaneseNames are the names of units that the reader knows in simplified characters.
var japaneseNames = map[string]string{"分钟": "分", "小时": "時間", "日间": "日間", "周间": "週間", "年间": "年間"}

var (
	japaneseMagnitudes = []magnitude{{1e12, "兆"}, {1e8, "億"}, {1e4, "万"}}
	japaneseBefore     = map[quantity.Bound]string{quantity.About: "約", quantity.Most: "最大"}
	japaneseBehind     = map[quantity.Bound]string{quantity.More: "超", quantity.Less: "未満", quantity.Near: "近く"}
	japaneseTurns      = map[quantity.Period][3]string{quantity.AWeek: {"先週", "今週", "来週"}, quantity.AMonth: {"先月", "今月", "来月"}, quantity.AYear: {"昨年", "今年", "来年"}}
	japaneseDays       = strings.Split("日月火水木金土", "")
	japaneseBases      = map[string]string{"day": "1日当たり", "year": "年間", "month": "月間", "week": "週に", "hour": "1時間当たり", "share": "1株当たり", "person": "1人当たり"}
)

// japanese writes in Japanese.
func japanese(s Said, published time.Time) string {
	switch s.Form {
	case Day:
		return japaneseDate(s.Date)
	case Turn:
		return japaneseTurn(s.Of, published)
	case Quarter:
		return "第" + figures(s.Value.N, ".") + "四半期"
	case Half:
		return []string{"上半期", "下半期"}[int(s.Value.N)-1]
	case Fraction:
		if s.Bound != quantity.Exact && japaneseBefore[s.Bound] == "" {
			return ""
		}
		if s.Value.N == 1 && s.Value.Hi == 2 {
			return japaneseBefore[s.Bound] + "半分"
		}
		return japaneseBefore[s.Bound] + figures(s.Value.Hi, ".") + "分の" + figures(s.Value.N, ".")
	case OutOf:
		return figures(s.Upto.N, ".") + "のうち" + figures(s.Value.N, ".")
	case Grown:
		if s.Bound == quantity.Exact && s.Value.N == .5 {
			return "半減"
		} else if s.Bound == quantity.Exact {
			return figures(s.Value.N, ".") + "倍に増加"
		}
		return ""
	case Compared:
		if s.Bound == quantity.Exact && s.Value.N >= 1 {
			return figures(s.Value.N, ".") + "倍"
		}
		return ""
	case Amount, Age:
		return japaneseAmount(s)
	}
	return ""
}

func japaneseTurn(w quantity.Turn, published time.Time) string {
	if w.Step < -1 || w.Step > 1 {
		return ""
	}
	name := japaneseTurns[w.Of][w.Step+1]
	if d := japaneseDate(turned(w, published)); d != "" {
		return name + "（" + d + "）"
	}
	return name
}

func japaneseAmount(s Said) string {
	first, unit := japaneseValue(s.Value, s)
	if first == "" || s.Thing != "" {
		return ""
	}
	before, behind := japaneseBefore[s.Bound], japaneseBehind[s.Bound]
	switch {
	case s.Bound == quantity.More && s.Inclusive:
		before, behind = "少なくとも", ""
	case s.Bound == quantity.Less && s.Inclusive:
		before, behind = "", "以下"
	}
	base := ""
	if s.Base.Of != "" {
		if base = japaneseBases[s.Base.Of]; base == "" {
			return ""
		}
	}
	if s.ranged() {
		second, unit := japaneseValue(s.Upto, s)
		if second == "" || behind != "" {
			return ""
		}
		if s.From {
			return base + before + first + unit + "から" + second + unit
		}
		if s.Value.Kind == quantity.Share {
			return base + before + first + unit + "～" + second + unit
		}
		return base + before + first + "～" + second + unit
	}
	if unit == "" && s.Bound == quantity.More && behind != "" {
		behind = "を超える"
	}
	return base + before + first + unit + behind
}

// japaneseValue writes a value and its unit apart; empty: it cannot be written.
func japaneseValue(v quantity.Value, s Said) (number, unit string) {
	switch {
	case v.Vague:
		if number = some(v); v.Unit == (quantity.Unit{}) {
			return strings.ReplaceAll(number, "亿", "億"), ""
		}
		number = strings.ReplaceAll(number, "亿", "億")
	case !writable(v.N):
		return "", ""
	case v.Kind == quantity.Share:
		return figures(v.N*100, "."), "%"
	case v.Kind == quantity.Points && s.Basis:
		return figures(v.N, "."), "ポイント"
	case v.Kind == quantity.Points:
		return figures(v.N, "."), "ポイント"
	case v.Kind == quantity.Clock:
		return strings.NewReplacer("时", "時").Replace(chineseClock(v.N)), ""
	default:
		number = japaneseNumber(v.N)
	}
	switch {
	case s.Form == Age:
		return number, "歳"
	case v.Unit == (quantity.Unit{}):
		return number, ""
	}
	name := han.NameOf(v.Unit, japaneseUnits)
	if other := japaneseNames[name]; other != "" {
		name = other
	}
	if name == "" || number == "" {
		return "", ""
	}
	return number, name
}

// japaneseNumber writes a number as 44万9000, 1兆2000億.
func japaneseNumber(n float64) string {
	if n != float64(int64(n)) || n < 1e4 {
		return figures(n, ".")
	}
	var b strings.Builder
	rest := int64(n)
	for _, m := range japaneseMagnitudes {
		if k := rest / int64(m.worth); k > 0 {
			b.WriteString(strconv.FormatInt(k, 10) + m.word)
			rest %= int64(m.worth)
		}
	}
	if rest > 0 {
		b.WriteString(strconv.FormatInt(rest, 10))
	}
	return b.String()
}

func japaneseDate(d quantity.Date) string {
	var b strings.Builder
	if d.Decade {
		return strconv.Itoa(d.Year) + "年代"
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
		return japaneseDays[d.Weekday] + "曜日"
	}
	return b.String()
}
