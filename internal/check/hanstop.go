package check

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// hanStops are words, names and idioms whose numerals count nothing, or nothing
// that a report in another language must say in figures.
const hanStops = `
一带一路 五角大楼 五角大厦 三一重工 两国 两岸 两党 两会 两院 两军 两制 两者 两侧 两边 两旁 两端 两头 两极 两性 两手 两用 两难 两样 两地 两队 两方 两家公司
双方 双边 三方 四方 三边 四边 六方 多方 各方 第三方 第三者 第三世界 第一夫人 第一时间 第一线 第一手 第一 第二天 第二次世界大战 第一次世界大战 二战 一战
十分 四处 四周 四面 四季 四肢 四起 四散 四分五裂 四面八方 四合院 四川 三亚 三峡 三菱 三星 三井 三角 三明治 三文鱼 三轮车 三权分立 三权 三军 三农 三通 三番五次 三思 再三
九龙 九江 九州 九寨沟 九一八 九段线 十段线 六四 五四 八一 五一 十一黄金周 双十一 七夕 七一 八国联军 七国集团 二十国集团 七十七国集团 金砖五国 五眼 四方安全对话 九三阅兵 九三
百度 百货 百姓 老百姓 百科 百般 百年 百强 百事 百分百 百里挑一 百花齐放 百家争鸣 百废待兴 千禧 千方百计 千家万户 千军万马 千钧一发 千古 千载 千里 千篇一律 千丝万缕 千瓦 千变万化 千差万别
万科 万达 万一 万分 万象 万岁 万物 万能 万众 万全 万里 万事 万维 万斯 万隆 万州 万宁 万豪 万圣节 万无一失 亿万富翁 亿万富豪 百万富翁 千万富翁 亿万 千万不 千万别 千万要 百万雄师
八卦 八股 八达通 八佰 七匹狼 七上八下 五花八门 五颜六色 五彩 五金 五谷 五官 五星 五星红旗 五粮液 五月天 五毛党 五毛 五常 五道口 五环 六神 六合 六道 三里屯 三元里 三体 三国演义 三国 三国杀 三原则
十字 十足 十全十美 十有八九 十拿九稳 十四五 十三五 十五五 十二五 二维码 二维 二元 二胎 二孩 三孩 二氧化碳 一氧化碳 二手 二线 三线 二百五 二流 三流 二号人物 一二 一五一十
两三 三三两两 三心二意 朝三暮四 张三李四 颠三倒四 接二连三 说三道四 独一无二 数一数二 不三不四 丢三落四 举一反三 隔三岔五 三天两头 三言两语 三步两步 七七事变 七七 二七 五卅 八宝山 六本木 三鹿 四分卫 四平 三弦 一分球 两分球 二分球 三分球 四分球 六分球
一国两制 三中全会 四中全会 五中全会 二中全会 六中全会 七中全会 一中全会 四人帮 三反五反 三个代表 四个全面 四个自信 八项规定 九二共识 三不 两弹一星 五行 三十六计 三十而立 四君子 五险一金 三公 两面 四大 三大 五大 六大 七大 八大 十大 双一流
数字 数据 数量 数额 数码 数学 几乎 几何 几内亚 无数 少数 多数 大多数 绝大多数 多数党 半导体 半岛 半官方 半年报 半场 半决赛 半壁 半径 半点 半路 半边 半途
点点 分分 成分 成本 成员 成功 成果 百分点点 上千禧 万岁山 亿欧 两难境地 二叠纪 三叠纪 八达岭 千岛 百慕大 十堰 六盘水 三门峡 三明 三沙 四平市 七台河 双鸭山 五指山 五台山 九华山 十月革命 八月革命 四月革命 二月革命 五月风暴
`

// stops maps the first character of a stop word to the words, longest first.
var stops = sync.OnceValue(func() map[rune][]string {
	m := map[rune][]string{}
	for w := range strings.FieldsSeq(hanStops) {
		r, _ := utf8.DecodeRuneInString(w)
		m[r] = append(m[r], w)
		for ws, i := m[r], len(m[r])-1; i > 0 && len(ws[i]) > len(ws[i-1]); i-- {
			ws[i], ws[i-1] = ws[i-1], ws[i]
		}
	}
	return m
})

// maskStops hides the stop words. A word that starts with a digit is none when a
// number stands before it: 二十四起 is 24 cases.
func (t hanText) maskStops() {
	words := stops()
	for i := 0; i < len(t.r); i++ {
		for _, w := range words[t.r[i]] {
			if !t.has(i, w) || t.inNumber(i, w) || w == "十分" && t.oneOf(i+2, "钟之") {
				continue
			}
			n := utf8.RuneCountInString(w)
			t.mask(t.off[i], t.off[i+n])
			i += n - 1
			break
		}
	}
}

// inNumber reports whether the numeral that a stop word starts or ends with is part
// of a longer number.
func (t hanText) inNumber(i int, w string) bool {
	numeral := func(r rune) bool {
		return hanDigit(r) >= 0 || hanPower(r) > 0 || r >= '0' && r <= '9' || r == '数' || r == '几'
	}
	end := i + utf8.RuneCountInString(w)
	return numeral(t.at(i)) && (numeral(t.at(i-1)) || t.at(i-1) == '第') || numeral(t.at(end-1)) && numeral(t.at(end)) && end-i <= 2
}

// plans finds the numbers that name plans and congresses.
func (t hanText) plans() []quantity.Plan {
	var out []quantity.Plan
	for i := range t.r {
		if hanDigit(t.at(i-1)) >= 0 || hanPower(t.at(i-1)) > 0 {
			continue
		}
		if t.at(i) == '十' && hanDigit(t.at(i+1)) > 0 && t.at(i+2) == '五' && hanPower(t.at(i+3)) == 0 && measureAt(t, i+3) == 0 && hanDigit(t.at(i+3)) < 0 {
			out = append(out, quantity.Plan{Extent: quantity.Extent{Start: t.off[i], End: t.off[i+3]}, N: 10 + hanDigit(t.at(i+1)), Names: quantity.FiveYearPlan})
		}
		if r, ok := t.inWords(i); ok && r.lo >= 10 && r.lo < 30 && t.at(r.next) == '大' && !r.spread && !t.oneOf(r.next+1, "国城经家品类行银强") {
			out = append(out, quantity.Plan{Extent: quantity.Extent{Start: t.off[i], End: t.off[r.next+1]}, N: r.lo, Names: quantity.Congress})
		}
	}
	return out
}
