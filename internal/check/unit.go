package check

// unit is what a number counts, where that is money or can be converted.
type unit struct {
	money  string  // ISO 4217; "$" and "¥" where only the sign is given
	dim    dim     // what is measured; 0: nothing that can be converted
	factor float64 // in metres, square metres, kilograms, litres, days
}

type dim uint8

const (
	length dim = iota + 1
	area
	mass
	volume
	span // time
	celsius
	fahrenheit
)

// sameMoney reports whether two amounts may be in one currency.
func sameMoney(a, b string) bool {
	if a == b || a == "" || b == "" {
		return true
	}
	if a > b {
		a, b = b, a
	}
	switch {
	case a == "$":
		return b == "USD" || b == "HKD" || b == "TWD" || b == "AUD" || b == "CAD" || b == "SGD" || b == "NZD"
	case b == "¥":
		return a == "CNY" || a == "JPY"
	}
	return false
}

// converted returns v in the claim's unit; worked says that it had to be calculated.
// Not ok: the two cannot mean the same.
func (v value) converted(c unit) (out value, worked, ok bool) {
	u := v.unit
	if u.dim == 0 && c.dim == 0 {
		return v.in(c), false, sameMoney(u.money, c.money)
	}
	switch {
	case u.money != "" || c.money != "":
		return v, false, false
	case u.dim == 0 || c.dim == 0:
		return v.in(c), false, true
	case u.dim == fahrenheit && c.dim == celsius:
		v.n = (v.n - 32) / 1.8
		return v.in(c), true, true
	case u.dim == celsius && c.dim == fahrenheit:
		v.n = v.n*1.8 + 32
		return v.in(c), true, true
	}
	return v.scaled(u.factor / c.factor).in(c), true, u.dim == c.dim
}

func (v value) in(u unit) value { v.unit = u; return v }

// The units of reports. Months and years are mean ones (30.44 and 365.25 days);
// the mu, jin and li are those of the People's Republic.
var (
	metre = unit{dim: length, factor: 1}
	day   = unit{dim: span, factor: 1}
	week  = unit{dim: span, factor: 7}
	month = unit{dim: span, factor: 30.44}
	year  = unit{dim: span, factor: 365.25}
	hour  = unit{dim: span, factor: 1. / 24}
	ton   = unit{dim: mass, factor: 1000}

	lightYear = unit{dim: length, factor: 9.4607e15}
)

func money(code string) unit        { return unit{money: code} }
func measure(d dim, f float64) unit { return unit{dim: d, factor: f} }
func times(u unit, f float64) unit  { u.factor *= f; return u }

var hanUnits = map[string]unit{
	"美元": money("USD"), "美金": money("USD"), "欧元": money("EUR"), "英镑": money("GBP"), "日元": money("JPY"),
	"日圆": money("JPY"), "人民币": money("CNY"), "元": money("CNY"), "港元": money("HKD"), "港币": money("HKD"),
	"新台币": money("TWD"), "台币": money("TWD"), "韩元": money("KRW"), "韩圆": money("KRW"), "卢布": money("RUB"),
	"卢比": money("INR"), "澳元": money("AUD"), "澳币": money("AUD"), "加元": money("CAD"), "新元": money("SGD"),
	"新加坡元": money("SGD"), "新西兰元": money("NZD"), "瑞士法郎": money("CHF"), "瑞郎": money("CHF"), "泰铢": money("THB"),
	"比索": money("PHP"), "令吉": money("MYR"), "林吉特": money("MYR"), "越南盾": money("VND"), "印尼盾": money("IDR"),
	"元人民币": money("CNY"), "元港币": money("HKD"), "元新台币": money("TWD"), "美分": money("USD"), "円": money("JPY"), "ドル": money("USD"), "ユーロ": money("EUR"), "ウォン": money("KRW"), "ポンド": money("GBP"), "ルピー": money("INR"), "ルーブル": money("RUB"), "香港ドル": money("HKD"), "台湾ドル": money("TWD"), "米ドル": money("USD"), "豪ドル": money("AUD"), "カナダドル": money("CAD"),
	"公里": times(metre, 1000), "千米": times(metre, 1000), "英里": times(metre, 1609.34), "海里": times(metre, 1852), "浬": times(metre, 1852), "节": times(metre, 1852), "光年": lightYear,
	"米": metre, "公尺": metre, "英尺": times(metre, .3048), "厘米": times(metre, .01), "公分": times(metre, .01),
	"毫米": times(metre, .001), "英寸": times(metre, .0254), "纳米": times(metre, 1e-9), "奈米": times(metre, 1e-9), "里": times(metre, 500), "キロメートル": times(metre, 1000), "メートル": metre, "センチ": times(metre, .01),
	"平方公里": measure(area, 1e6), "平方英里": measure(area, 2.58999e6), "平方米": measure(area, 1), "平方英尺": measure(area, .092903),
	"公顷": measure(area, 1e4), "ヘクタール": measure(area, 1e4), "平方メートル": measure(area, 1), "平方キロ": measure(area, 1e6), "平方キロメートル": measure(area, 1e6), "英亩": measure(area, 4046.86), "亩": measure(area, 666.667),
	"吨": ton, "トン": ton, "キログラム": times(ton, .001), "グラム": times(ton, 1e-6), "リットル": measure(volume, 1), "公吨": ton, "公斤": times(ton, .001), "千克": times(ton, .001), "克": times(ton, 1e-6), "磅": times(ton, .000453592),
	"斤": times(ton, .0005), "盎司": times(ton, 2.83495e-5), "升": measure(volume, 1), "公升": measure(volume, 1),
	"加仑": measure(volume, 3.78541), "立方米": measure(volume, 1000), "立方公里": measure(volume, 1e12), "立方英尺": measure(volume, 28.3168), "摄氏度": {dim: celsius, factor: 1}, "华氏度": {dim: fahrenheit, factor: 1},
	"秒": times(day, 1./86400), "秒钟": times(day, 1./86400), "分钟": times(day, 1./1440), "小时": hour, "个小时": hour, "钟头": hour, "个钟头": hour, "时间": hour,
	"天": day, "日": day, "昼夜": day, "周": week, "个星期": week, "星期": week, "礼拜": week, "个礼拜": week,
	"个月": month, "か月": month, "カ月": month, "ヶ月": month, "ヵ月": month, "ケ月": month, "カ国": {}, "周间": week, "日间": day, "个季度": times(month, 3), "年": year, "周年": year, "岁": year, "年间": year, "个世纪": times(year, 100), "世纪": times(year, 100),
	"亿年": times(year, 1e8),
}

var latinUnits = map[string]unit{
	"dollar": money("$"), "dollars": money("$"), "usd": money("USD"), "euro": money("EUR"), "euros": money("EUR"), "eur": money("EUR"),
	"sterling": money("GBP"), "gbp": money("GBP"), "yen": money("JPY"), "yuan": money("CNY"), "renminbi": money("CNY"), "rmb": money("CNY"),
	"cny": money("CNY"), "won": money("KRW"), "rouble": money("RUB"), "roubles": money("RUB"), "ruble": money("RUB"), "rubles": money("RUB"),
	"rupee": money("INR"), "rupees": money("INR"), "baht": money("THB"), "peso": money("PHP"), "pesos": money("PHP"), "ringgit": money("MYR"),
	"cents": money("$"), "cent": money("$"), "pence": money("GBP"), "fen": money("CNY"), "francs": money("CHF"),
	"km": times(metre, 1000), "kms": times(metre, 1000), "kilometre": times(metre, 1000), "kilometres": times(metre, 1000), "kilometer": times(metre, 1000), "kilometers": times(metre, 1000),
	"kilomètres": times(metre, 1000), "mile": times(metre, 1609.34), "miles": times(metre, 1609.34), "mi": times(metre, 1609.34),
	"metre": metre, "metres": metre, "meter": metre, "meters": metre, "mètres": metre, "foot": times(metre, .3048), "feet": times(metre, .3048), "ft": times(metre, .3048),
	"inch": times(metre, .0254), "inches": times(metre, .0254), "cm": times(metre, .01), "centimetres": times(metre, .01), "mm": times(metre, .001), "nm": times(metre, 1e-9), "nanometre": times(metre, 1e-9), "nanometer": times(metre, 1e-9),
	"hectare": measure(area, 1e4), "hectares": measure(area, 1e4), "acre": measure(area, 4046.86), "acres": measure(area, 4046.86), "hektar": measure(area, 1e4),
	"tonne": ton, "tonnes": ton, "ton": ton, "tons": ton, "tonnen": ton, "kg": times(ton, .001), "kilogram": times(ton, .001), "kilograms": times(ton, .001), "kilos": times(ton, .001),
	"lb": times(ton, .000453592), "lbs": times(ton, .000453592), "gram": times(ton, 1e-6), "grams": times(ton, 1e-6), "ounces": times(ton, 2.83495e-5),
	"litre": measure(volume, 1), "litres": measure(volume, 1), "liter": measure(volume, 1), "liters": measure(volume, 1), "gallon": measure(volume, 3.78541), "gallons": measure(volume, 3.78541),
	"mph": times(metre, 1609.34), "kph": times(metre, 1000), "kmh": times(metre, 1000), "knots": times(metre, 1852), "knot": times(metre, 1852),
	"second": times(day, 1./86400), "seconds": times(day, 1./86400), "minute": times(day, 1./1440), "minutes": times(day, 1./1440),
	"hour": hour, "hours": hour, "day": day, "days": day, "night": day, "nights": day, "week": week, "weeks": week, "fortnight": times(week, 2), "month": month, "months": month,
	"quarter": times(month, 3), "quarters": times(month, 3), "year": year, "years": year, "yr": year, "yrs": year, "decade": times(year, 10), "decades": times(year, 10),
	"century": times(year, 100), "centuries": times(year, 100),
	"tag": day, "tage": day, "tagen": day, "woche": week, "wochen": week, "monat": month, "monate": month, "monaten": month, "jahr": year, "jahre": year, "jahren": year, "stunden": hour,
	"jour": day, "jours": day, "semaine": week, "semaines": week, "mois": month, "an": year, "ans": year, "année": year, "années": year, "heures": hour,
}
