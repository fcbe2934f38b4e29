package check

import "strings"

// currencyBefore returns the currency that stands before a number.
func (t hanText) currencyBefore(i int) string {
	for i > 0 && t.at(i-1) == ' ' {
		i--
	}
	for _, w := range currenciesBefore {
		if t.before(i, w.s) {
			return w.code
		}
	}
	return signs[string(t.at(i-1))]
}

var currenciesBefore = []struct{ s, code string }{
	{"人民币", "CNY"}, {"新台币", "TWD"}, {"台币", "TWD"}, {"港币", "HKD"}, {"港元", "HKD"}, {"美元", "USD"}, {"US$", "USD"}, {"HK$", "HKD"}, {"NT$", "TWD"}, {"RMB", "CNY"},
}

// longestUnit is the length of 平方キロメートル.
const longestUnit = 8

// unitAt finds the longest unit at i.
func unitAt(t hanText, i int) (unit, int) {
	for size := longestUnit; size > 0; size-- {
		if i+size > len(t.r) {
			continue
		}
		if u, ok := hanUnits[string(t.r[i:i+size])]; ok {
			return u, size
		}
	}
	return unit{}, 0
}

// measureAt returns how many characters a measure word at i takes; 0: none stands there.
func measureAt(t hanText, i int) int {
	if _, size := unitAt(t, i); size > 0 {
		return size
	}
	for size := 3; size > 0; size-- {
		if i >= 0 && i+size <= len(t.r) && measures[string(t.r[i:i+size])] {
			return size
		}
	}
	return 0
}

var measures = set("人 名 位 个 家 艘 架 辆 枚 条 项 次 轮 届 起 宗 场 座 栋 所 间 部 份 张 句 种 类 款 只 头 匹 颗 台 套 期 批 组 口 户 篇 封 段 层 楼 支 株 根 件 " +
	"箱 桶 步 分 票 席 号 倍 番 字 页 本 册 幅 度 岁 万 亿 省 市 县 州 处 例 桩 笔 额 门 顶 发 阶段 回合 国家 地区 城市 省份 公司 企业 学生 士兵 平民 记者 律师 议员 邦 艇 机 村 镇 代 名人 晚 夜 集 枪 刀 桥 线 点 人次 家公司 " +
	"人が 社 隻 機 頭")

// model reports whether the figures from i up to next belong to a name in Latin
// letters: 4K, A350.
func (t hanText) model(i, next int) bool {
	letter := func(c rune) bool { return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' }
	end := next
	for letter(t.at(end)) {
		end++
	}
	if end > next {
		return !latinMeasures[string(t.r[next:end])]
	}
	if t.at(i-1) == '-' {
		i--
	}
	start := i
	for letter(t.at(start - 1)) {
		start--
	}
	return start < i && latinUnits[strings.ToLower(string(t.r[start:i]))].money == ""
}

var latinMeasures = set("km KM kg KG cm mm m t g L l ml mL kW KW MW GW TW kWh MWh GWh TWh GB TB MB KB Mbps Gbps Hz MHz GHz nm ha mph knots kn bp bps V A mAh dB USD RMB EUR")
