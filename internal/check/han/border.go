package han

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// measureWords are ordinary words that begin with what is a unit or a measure word, too.
// Behind the name of a day they are what they say, and count nothing: 周六升至10人,
// 周三部长, 上周三人权.
const measureWords = `
升至 升到 升为 升值 升温 升高 升级 升破 升逾 升超 升近 升约 升穿 升抵 升达 升上 升任 升空 升势 升幅 升旗 升息 升学 升入 升了
度过 度假 度日 分别 分手 分析 分裂 分配 分享 分批 分开 分组 分成 分布 分歧 分散 分流 分发 分为 分担 分管 分局 分行 分院
点名 点燃 点评 点火 点赞 点球 点票 点算 克服 克制 克扣 节目 节日 节省 节约 节点 节水 节能 米兰 里约 里程 里面 里昂
元首 元旦 元老 元帅 元月 日本 日内 日经 日军 日前 日益 日常 日程 日报 日元 日圆 日方 日均 日间 日落 日出
天气 天文 天然 天主 天空 天津 天亮 天黑 天使 天真 年度 年初 年底 年中 年会 年轻 年内 年末 年金 年仅 年满
人民 人士 人们 人员 人类 人权 人质 人工 人口 人数 人事 人群 人道 人体 人才 人手 人气 人大 人潮 人力 人生 人行
名单 名为 名人 名叫 名列 名义 名誉 名牌 名古屋 家长 家属 家人 家庭 家园 家乡 家中 家门 家禽 家具
部长 部署 部分 部队 部门 部落 部委 部族 位于 位列 位居 位置 位处 位在 条例 条款 条约 条件 项目 项链
台湾 台风 台北 台商 台积 台海 台独 台军 台股 台币 口头 口岸 口罩 口径 口号 口供 期间 期货 期待 期望 期满 期盼 期中
批准 批评 批判 批捕 批复 批发 组织 组建 组成 组阁 组委 组团 组装 起诉 起火 起飞 起草 起义 起降 起初 起床 起获 起底 起身 起至 起在 起将
轮船 轮胎 轮流 轮值 轮到 场馆 场外 场内 场面 座谈 座位 座椅 件事 本周 本月 本国 本土 本届 本人 本地 本该 本来 本次 本报 本季
种族 种植 种子 类似 类别 款项 款待 只有 只是 只能 只会 只要 只剩 只说 只需 只在 只得 头号 头部 头条 头目 头版 套现 套牢 户外 户籍
封锁 封闭 封存 封城 封关 封杀 封面 封路 封盘 支持 支付 支援 支撑 支出 支柱 支部 根据 根本 步入 步行 步兵 步伐
票房 票选 票价 票据 席位 席卷 席间 字母 字幕 番茄 省长 省政 省委 省内 市场 市长 市民 市区 市值 市政 市中 市内 市委 市议 县长 县委
州长 州政 州议 州内 州立 处理 处决 处于 处以 处罚 处死 处境 处置 例行 例会 例外 笔录 额外 额度 门口 门外 门票 门前 顶住 顶层 顶着
发布 发生 发表 发射 发现 发动 发起 发言 发出 发放 发行 发展 发给 发推 发文 发帖 发誓 发声 发函 发信 发送 发车 发酵 发售 发病 发烧 发红 发电
代表 代理 代替 代价 机场 机构 机组 机上 机关 机器 机动 机密 村民 村庄 村里 村长 镇压 镇静 镇长 镇上 集体 集会 集合 集结 集中 集团 集资
枪击 枪杀 枪决 枪手 枪械 枪支 线上 线下 线索 桥梁 桥上 桥面 次日 次级 次年 次要 层面 层层 段落 宗教 句子 张开 张贴 段子 幅度
艘次 辆次 页面 页岩 册封 岁末 岁月 万圣 桶装 箱子 所有 所以 所属 所谓 所长 间谍 间接 间隔 间断 回合 回应 回国 栋梁 晚间 晚上 晚些 晚报 晚宴 晚会 夜间 夜里 夜晚 夜班 邦交 邦联 艇上
周年 周边 周围 周期 周末 吨位 磅礴 秒杀
`

// bordering maps the first character of a word of measureWords to the words.
var bordering = sync.OnceValue(func() map[rune][]string {
	m := map[rune][]string{}
	for w := range strings.FieldsSeq(measureWords) {
		r, _ := utf8.DecodeRuneInString(w)
		m[r] = append(m[r], w)
	}
	return m
})

// rising is a unit that is a verb before figures: 周四升5%.
const rising = '升'

// ordinary reports whether an ordinary word begins at i with what may be a measure word.
func (t phrase) ordinary(i int) bool {
	return t.first(i, bordering()[t.at(i)]) > 0 || t.at(i) == rising && t.numeralAt(i+1)
}
