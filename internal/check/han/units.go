package han

import "github.com/waidian/waidian/internal/check/quantity"

// Units and measure words serve both languages: a word of one means nothing else in the
// other.

// currenciesBefore are the currencies that may be named before a number.
var currenciesBefore = []struct{ s, code string }{
	{"人民币", "CNY"}, {"新台币", "TWD"}, {"台币", "TWD"}, {"港币", "HKD"}, {"港元", "HKD"},
	{"美元", "USD"}, {"US$", "USD"}, {"HK$", "HKD"}, {"NT$", "TWD"}, {"RMB", "CNY"},
}

// longestUnit and longestMeasure are lengths in characters.
const (
	longestUnit    = 10 // スウェーデンクローナ
	longestMeasure = 3
)

// measures are the measure words, and nouns that are counted without one.
var measures = set("人 名 位 个 家 艘 架 辆 枚 条 项 次 轮 届 起 宗 场 座 栋 所 间 部 份 张 句 种 类 款 只 " +
	"头 匹 颗 台 套 期 批 组 口 户 篇 封 段 层 楼 支 株 根 件 箱 桶 步 分 票 席 号 倍 番 字 " +
	"页 本 册 幅 度 岁 万 亿 省 市 县 州 处 例 桩 笔 额 门 顶 发 阶段 回合 国家 地区 城市 " +
	"省份 公司 企业 学生 士兵 平民 记者 律师 议员 邦 艇 机 村 镇 代 名人 晚 夜 集 枪 刀 " +
	"桥 线 点 人次 家公司 人が 社 隻 機 頭")

// latinMeasures are the units in Latin letters that Chinese writes.
var latinMeasures = set("km KM kg KG cm mm m t g L l ml mL kW KW MW GW TW kWh MWh GWh TWh " +
	"GB TB MB KB Mbps Gbps Hz MHz GHz nm ha mph knots kn bp bps V A mAh dB USD RMB EUR")

// latinMoney are the names of currencies in Latin letters, in lower case.
var latinMoney = set("dollar dollars usd euro euros eur sterling gbp yen yuan renminbi rmb cny won rouble roubles ruble rubles rupee " +
	"rupees baht peso pesos ringgit cents cent pence fen francs")

// units are the units in Chinese and Japanese. The mu, jin and li are those of the
// People's Republic.
var units = map[string]quantity.Unit{
	"美元": quantity.Money("USD"), "美金": quantity.Money("USD"), "欧元": quantity.Money("EUR"),
	"英镑": quantity.Money("GBP"), "日元": quantity.Money("JPY"), "日圆": quantity.Money("JPY"),
	"人民币": quantity.Money("CNY"), "元": quantity.Money("CNY"), "港元": quantity.Money("HKD"),
	"港币": quantity.Money("HKD"), "新台币": quantity.Money("TWD"), "台币": quantity.Money("TWD"),
	"韩元": quantity.Money("KRW"), "韩圆": quantity.Money("KRW"), "卢布": quantity.Money("RUB"),
	"卢比": quantity.Money("INR"), "澳元": quantity.Money("AUD"), "澳币": quantity.Money("AUD"),
	"加元": quantity.Money("CAD"), "新元": quantity.Money("SGD"), "新加坡元": quantity.Money("SGD"),
	"新西兰元": quantity.Money("NZD"), "瑞士法郎": quantity.Money("CHF"), "瑞郎": quantity.Money("CHF"),
	"泰铢": quantity.Money("THB"), "比索": quantity.Money("PHP"), "令吉": quantity.Money("MYR"),
	"林吉特": quantity.Money("MYR"), "越南盾": quantity.Money("VND"), "印尼盾": quantity.Money("IDR"),
	"兰特": quantity.Money("ZAR"), "雷亚尔": quantity.Money("BRL"), "奈拉": quantity.Money("NGN"), "克瓦查": quantity.Money("ZMW"),
	"克朗": quantity.Money("¤"), "瑞典克朗": quantity.Money("SEK"), "挪威克朗": quantity.Money("NOK"), "丹麦克朗": quantity.Money("DKK"),
	"捷克克朗": quantity.Money("CZK"), "兹罗提": quantity.Money("PLN"), "里拉": quantity.Money("TRY"), "福林": quantity.Money("HUF"),
	"格里夫纳": quantity.Money("UAH"), "谢克尔": quantity.Money("ILS"), "迪拉姆": quantity.Money("AED"), "先令": quantity.Money("KES"),
	"塔卡": quantity.Money("BDT"), "塞地": quantity.Money("GHS"), "坚戈": quantity.Money("KZT"),
	"元人民币": quantity.Money("CNY"), "元港币": quantity.Money("HKD"), "元新台币": quantity.Money("TWD"),
	"墨西哥比索": quantity.Money("MXN"), "阿根廷比索": quantity.Money("ARS"), "智利比索": quantity.Money("CLP"), "哥伦比亚比索": quantity.Money("COP"),
	"菲律宾比索": quantity.Money("PHP"), "非洲法郎": quantity.Money("XOF"), "西非法郎": quantity.Money("XOF"), "中非法郎": quantity.Money("XOF"),
	"印度卢比": quantity.Money("INR"), "俄罗斯卢布": quantity.Money("RUB"), "土耳其里拉": quantity.Money("TRY"), "南非兰特": quantity.Money("ZAR"),
	"スイスフラン": quantity.Money("CHF"), "バーツ": quantity.Money("THB"), "ペソ": quantity.Money("PHP"), "リンギット": quantity.Money("MYR"),
	"ルピア": quantity.Money("IDR"), "ランド": quantity.Money("ZAR"), "レアル": quantity.Money("BRL"), "リラ": quantity.Money("TRY"),
	"トルコリラ": quantity.Money("TRY"), "ズロチ": quantity.Money("PLN"), "フォリント": quantity.Money("HUF"), "シェケル": quantity.Money("ILS"),
	"ディルハム": quantity.Money("AED"), "人民元": quantity.Money("CNY"), "中国元": quantity.Money("CNY"), "英ポンド": quantity.Money("GBP"),
	"クローナ": quantity.Money("¤"), "クローネ": quantity.Money("¤"), "スウェーデンクローナ": quantity.Money("SEK"),
	"ノルウェークローネ": quantity.Money("NOK"), "デンマーククローネ": quantity.Money("DKK"), "チェココルナ": quantity.Money("CZK"),
	"美分": quantity.Money("USD"), "円": quantity.Money("JPY"), "ドル": quantity.Money("USD"),
	"ユーロ": quantity.Money("EUR"), "ウォン": quantity.Money("KRW"), "ポンド": quantity.Money("GBP"),
	"ルピー": quantity.Money("INR"), "ルーブル": quantity.Money("RUB"), "香港ドル": quantity.Money("HKD"),
	"台湾ドル": quantity.Money("TWD"), "米ドル": quantity.Money("USD"), "豪ドル": quantity.Money("AUD"),
	"カナダドル": quantity.Money("CAD"), "公里": quantity.Metre.Times(1000), "千米": quantity.Metre.Times(1000),
	"英里": quantity.Metre.Times(1609.34), "海里": quantity.Metre.Times(1852), "浬": quantity.Metre.Times(1852),
	"节": quantity.Metre.Times(1852), "光年": quantity.LightYear, "米": quantity.Metre, "公尺": quantity.Metre,
	"英尺": quantity.Metre.Times(.3048), "厘米": quantity.Metre.Times(.01), "公分": quantity.Metre.Times(.01),
	"毫米": quantity.Metre.Times(.001), "英寸": quantity.Metre.Times(.0254), "纳米": quantity.Metre.Times(1e-9),
	"奈米": quantity.Metre.Times(1e-9), "里": quantity.Metre.Times(500), "キロメートル": quantity.Metre.Times(1000),
	"メートル": quantity.Metre, "センチ": quantity.Metre.Times(.01), "平方公里": quantity.Measure(quantity.Area, 1e6),
	"平方英里": quantity.Measure(quantity.Area, 2.58999e6), "平方米": quantity.Measure(quantity.Area, 1),
	"平方英尺": quantity.Measure(quantity.Area, .092903), "公顷": quantity.Measure(quantity.Area, 1e4),
	"ヘクタール": quantity.Measure(quantity.Area, 1e4), "平方メートル": quantity.Measure(quantity.Area, 1),
	"平方キロ": quantity.Measure(quantity.Area, 1e6), "平方キロメートル": quantity.Measure(quantity.Area, 1e6),
	"英亩": quantity.Measure(quantity.Area, 4046.86), "亩": quantity.Measure(quantity.Area, 666.667),
	"吨": quantity.Tonne, "トン": quantity.Tonne, "キログラム": quantity.Tonne.Times(.001),
	"グラム": quantity.Tonne.Times(1e-6), "リットル": quantity.Measure(quantity.Volume, 1), "公吨": quantity.Tonne,
	"公斤": quantity.Tonne.Times(.001), "千克": quantity.Tonne.Times(.001), "克": quantity.Tonne.Times(1e-6),
	"磅": quantity.Tonne.Times(.000453592), "斤": quantity.Tonne.Times(.0005),
	"盎司": quantity.Tonne.Times(2.83495e-5), "升": quantity.Measure(quantity.Volume, 1),
	"公升": quantity.Measure(quantity.Volume, 1), "加仑": quantity.Measure(quantity.Volume, 3.78541),
	"立方米": quantity.Measure(quantity.Volume, 1000), "立方公里": quantity.Measure(quantity.Volume, 1e12),
	"立方英尺": quantity.Measure(quantity.Volume, 28.3168), "摄氏度": {Dim: quantity.Celsius, Factor: 1},
	"华氏度": {Dim: quantity.Fahrenheit, Factor: 1},
	"开尔文": {Dim: quantity.Kelvin, Factor: 1}, "ケルビン": {Dim: quantity.Kelvin, Factor: 1}, "秒": quantity.Day.Times(1. / 86400),
	"秒钟": quantity.Day.Times(1. / 86400), "分钟": quantity.Day.Times(1. / 1440), "小时": quantity.Hour,
	"个小时": quantity.Hour, "钟头": quantity.Hour, "个钟头": quantity.Hour, "时间": quantity.Hour, "天": quantity.Day,
	"日": quantity.Day, "昼夜": quantity.Day, "周": quantity.Week, "个星期": quantity.Week, "星期": quantity.Week,
	"礼拜": quantity.Week, "个礼拜": quantity.Week, "个月": quantity.Month, "か月": quantity.Month, "カ月": quantity.Month,
	"ヶ月": quantity.Month, "ヵ月": quantity.Month, "ケ月": quantity.Month, "カ国": {}, "周间": quantity.Week,
	"日间": quantity.Day, "个季度": quantity.Month.Times(3), "年": quantity.Year, "周年": quantity.Year,
	"岁": quantity.Year, "年间": quantity.Year, "个世纪": quantity.Year.Times(100), "世纪": quantity.Year.Times(100),
	"亿年": quantity.Year.Times(1e8),
}
