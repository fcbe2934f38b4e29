package han

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/hanwords"
	"github.com/waidian/waidian/internal/text"
)

// What names are in Chinese sentences. Every text here is one that hanscript.Fold has made
// simplified.

// What every country has one of: a head with a tail (外交部), or a word alone (国会).
var (
	headsOfBodies = set("国家 联邦 最高 高等 中央 外交 财政 国防 内政 司法 教育 卫生 农业 交通 能源 商务 贸易 劳工 劳动 环境 公安 民政 统计 移民 税务 国税 气象 警察 消防 " +
		"海关 航空 民航 国安 国家安全 文化 旅游 科技 工业 住房 经济 外贸 选举 宪法 上诉 地方 军事 民主 共和 自由 保守 社会 共产 人民 进步 独立 绿 工 社会民主 自由民主 执政 反对 外 财 卫")
	tailsOfBodies = strings.Fields("部 局 院 署 厅 党 法院 法庭 委员会 统计局 管理局 总局 总署 检察院 安全局 安全部 安全委员会")
	bodiesAlone   = set("国会 议会 央行 海警 海警局 海岸警卫队 高院 最高院 参议院 众议院 上议院 下议院 国民议会 警方 海军 空军 陆军 军方 政府 总统府 首相府 总理府 国务院 " +
		"储备银行 中央银行 中央政府 联邦政府 一战 外长 防长 财长 卫健委 发改委 国资委 疾控中心 网信办 证监会 选委会 奥委会 足协")
)

// General reports whether the name of an organisation is one that several countries have a
// body for.
func General(name string) bool {
	if bodiesAlone[name] {
		return true
	}
	for _, tail := range tailsOfBodies {
		if head, ok := strings.CutSuffix(name, tail); ok && headsOfBodies[head] {
			return true
		}
	}
	return false
}

// Ministry reports whether the name of an organisation is a ministry's. A report that names
// one tells it from the others.
func Ministry(name string) bool { return strings.HasSuffix(name, ministry) }

const ministry = "部"

// Bank reports whether the name of a body is that of a central bank.
func Bank(name string) bool { return name == "央行" }

// offices are what the names of the offices of provinces and towns have.
var offices = strings.Fields("局 厅 庁 委 办 部门 机关 公安 检察 法院 纪检")

// Office reports whether a text speaks of an office that provinces and towns have.
func Office(s string) bool { return containsAny(s, offices) }

// OfCountry is the country, as a code of ISO 3166, that a text names at its end by one
// character: 美 of 美国会. Empty: there is none.
func OfCountry(before string) string {
	r, _ := utf8.DecodeLastRuneInString(before)
	return shortNames[r]
}

// one are the words before a description, which names nothing: 一家阿联酋航空公司.
var one = strings.Fields("一家 这家 那家 某家 两家 三家 几家 多家 数家 另一家 各家 一些 该国 本国 其他 所有 任何 不少 一个 这个 一艘 这艘 一架 这架")

// trades end the name of what is described by its country.
var trades = strings.Fields("航空 航空公司 广播公司 铁路 铁路公司 海警 海警船 银行 石油公司 电视台 电信 邮政 公司 集团 银行集团 航运 航运公司 汽车 电力 能源 " +
	"通讯社 保险 足协 奥委会 港口公司 机场公司 电视 广播 电台 报业")

// Described returns the part of an organisation's name that is its country's, where the words
// before it say that it is only described. Not ok: it is named.
func Described(before, name string) (country string, ok bool) {
	if !hasSuffix(before, one) {
		return "", false
	}
	for _, w := range trades {
		if country, ok := strings.CutSuffix(name, w); ok && country != "" {
			return country, true
		}
	}
	return "", false
}

// titleMarks are what is around the titles of works, and other names; longestMarked bounds
// those in quotation marks, in characters.
var titleMarks = []struct {
	open, close string
	always      bool
}{{"《", "》", true}, {"〈", "〉", true}, {"“", "”", false}, {"「", "」", false}, {"『", "』", false}, {"‘", "’", false}}

const longestMarked = 8

// vessels are words behind a name in quotation marks.
var vessels = strings.Fields("号 级 奖 杯 行动 计划 组织")

// Marked returns the name in marks around the part of a text from start to end, if that is
// less than the whole of it. Such a name is one word.
func Marked(s string, start, end int) (inside string, ok bool) {
	for _, m := range titleMarks {
		from := strings.LastIndex(s[:start], m.open)
		to := strings.Index(s[end:], m.close)
		if from < 0 || to < 0 || strings.Contains(s[from:start], m.close) || strings.Contains(s[end:end+to], m.open) {
			continue
		}
		inside = s[from+len(m.open) : end+to]
		if inside == s[start:end] {
			return inside, false
		}
		size := utf8.RuneCountInString(inside)
		if m.always || hasPrefix(s[end+to+len(m.close):], vessels) || size <= longestMarked && !strings.ContainsAny(inside, "，。！？；：") {
			return inside, true
		}
	}
	return "", false
}

// titles come before a name, or behind it; places and firms behind one. A title that is a
// part of a longer word is none.
var (
	titles = strings.Fields("总统 总理 首相 部长 外长 财长 防长 发言人 领袖 领导人 教授 主席 秘书长 市长 州长 省长 议员 参议员 众议员 法官 律师 将军 上将 中将 少将 " +
		"上校 中校 少校 上尉 中尉 中士 警长 局长 行长 首席执行官 首席经济学家 总裁 总经理 经理 教练 主教练 球员 导演 演员 歌手 作家 记者 博士 医生 专家 分析师 经济学家 大使 特使 " +
		"国王 王储 王子 公主 女王 主教 神父 检察官 检察长 创始人 负责人 船长 队长 董事长 会长 书记 司令 大臣 院长 校长 总监 研究员 科学家 居民 农民 渔民 店主 工程师 飞行员")
	behind = strings.Fields("先生 女士 总统 总理 首相 外长 部长 市长 州长 议员 教授 法官 将军 上校 博士 警长 主教 国王 女王 " +
		"警方 政府 港 港口 机场 火车站 河 省 州 市 县 区 镇 村 岛 湾 湖 海峡 半岛 大桥 山谷 盆地 高原 大学 医院 监狱 法院 " +
		"航运公司 航空公司 石油公司 矿业公司 能源公司 制药公司 公司 集团 航空 银行 矿业 制药 军方 警察局 难民营 核电站 电厂 工厂 矿区 煤矿")
)

// rendered are what names begin with that is rendered by its meaning: 新库兹涅茨克.
const rendered = "新中上下大小东西南北旧老"

// Rendered reports whether a text ends in what the name behind it may begin with, rendered
// by its meaning.
func Rendered(before string) bool {
	r, size := utf8.DecodeLastRuneInString(before)
	return size > 0 && strings.ContainsRune(rendered, r)
}

// police are the police of a place: 伦敦警方.
var police = []string{"警方", "警察", "警队"}

// PoliceOf returns the place whose police a name is. Not ok: it is none.
func PoliceOf(name string) (place string, ok bool) {
	for _, w := range police {
		if place, ok = strings.CutSuffix(name, w); ok && place != "" {
			return place, true
		}
	}
	return "", false
}

// features are behind the name of a street, a river or a person, which may be that of a
// country or a city as well.
var features = strings.Fields("河 江 湾 湖 山 镇 村 街 路 大街 大道 广场 大桥 桥 先生 女士 大学 医院 监狱 公园 教堂 岛 半岛 海峡")

// Feature reports whether what is behind a name says that it names a street, a river, a person.
func Feature(after string) bool { return hasPrefix(after, features) }

// honorifics stand behind the name of a person alone.
var honorifics = strings.Fields("先生 女士 小姐 夫人 太太 爵士")

// sayings are verbs of persons behind a name.
var sayings = strings.Fields("说 称 表示 认为 指出 告诉 写道 回忆 承认 否认 强调 补充 警告 坦言 透露 解释 批评 呼吁 又说 还说 也说 则说 在家 去世 出生 生于 获释 被捕 辞职 当选 获胜 夺冠 进球 攻入 今年 现年 一家 夫妇 的妻子 的丈夫 的母亲 的父亲 的儿子 的女儿 的家人 的律师 的经纪人")

// CalledPerson reports whether the words beside a name, from start to end, say that it is a
// person's.
func CalledPerson(s string, start, end int) bool {
	return hasSuffix(s[:start], titles) || hasSuffix(s[:start], callings) || hasPrefix(s[end:], honorifics) || hasPrefix(s[end:], sayings)
}

// Bears reports whether the words beside the name of a place say that it is a person's: a title
// before it, or one behind it that no country and no town has.
func Bears(before, after string) bool {
	return hasSuffix(before, titles) || hasSuffix(before, callings) || hasPrefix(after, honorifics) || hasPrefix(after, learned)
}

// learned are titles of persons behind a name, besides the honorifics.
var learned = strings.Fields("博士 教授 医生 大夫 法官 神父 牧师 修女 律师 警官 探长 老师 上校 中校 少校 上尉 中尉 少尉 中士")

// callings are what persons are, before a name, besides titles.
var callings = strings.Fields("护士 教师 老师 校长 司机 学生 前锋 后卫 门将 中场 主帅 队员 选手 候选人 警官 探长 警探 侦探 牧师 长老 酋长 画家 诗人 歌唱家 摄影师 设计师 " +
	"建筑师 编剧 制片人 主持人 评论员 顾问 理事长 董事 专员 经纪人 团长 舰长 机长 厨师 裁判 大法官 参谋长 总参谋长 元帅 少尉 准将 下士 士兵 首领 头目 毒枭 嫌犯 嫌疑人 被告 " +
	"受害者 死者 目击者 遗孀 妻子 丈夫 儿子 女儿 母亲 父亲 哥哥 弟弟 姐姐 妹妹 司长 处长 厅长 署长 镇长 村长 县长 区长 台长 社长 馆长 站长 主任 主编 编辑 出版人 首席财务官 执行官 财务官 运营官 面包师 " +
	"木匠 矿工 消防员 指挥官 车手 跑者 冠军 选手 飞行员 宇航员 历史学家 经济学者 心理学家 生物学家 物理学家 小说家 钢琴家 作曲家 指挥家 企业家 党魁 党首 名叫 商人 富商 活动人士 志愿者")

// Spelled is a name that a sentence spells by sound.
type Spelled struct {
	quantity.Extent
	Parts  []quantity.Extent // of a name whose parts a dot parts: 2 or more
	Called bool              // a word beside it says that it is a name
	Cut    bool              // the name may go on behind it
	Person bool              // a title stands right before it, or a word for a man or a woman behind it
}

// dots part the parts of a name.
const dots = "·•・‧"

// hyphens join the parts of a name.
const hyphens = "-－–‐"

// SpelledNames finds the names that a sentence spells by sound: those with a dot between
// their parts; those beside a title or what a place or a firm is called; and long ones.
// known are names that a glossary has found: they are words, too.
func SpelledNames(s string, known []quantity.Extent) []Spelled {
	names := make([]hanwords.Extent, 0, len(known))
	for _, n := range known {
		names = append(names, hanwords.Extent(n))
	}
	f := speller{s: s, known: map[quantity.Extent]bool{}}
	for _, n := range known {
		f.known[n] = true
	}
	f.words = hanwords.Part(s, names)
	f.words.Each(f.word)
	f.end()
	return f.out
}

// speller goes through the words of a sentence and gathers those that spell names.
type speller struct {
	s     string
	words *hanwords.Words
	known map[quantity.Extent]bool
	out   []Spelled

	parts []quantity.Extent // of the name that is being read; the last is open
	only  int               // its characters that hardly are anything but syllables
	knew  bool              // all of it is a name of the glossary
	from  int               // where it begins
	last  int               // where its last word ends
}

// word reads the next word.
func (f *speller) word(w hanwords.Extent) {
	text := f.s[w.Start:w.End]
	switch {
	case strings.Contains(dots, text) && len(f.parts) > 0 && f.last == w.Start, strings.Contains(hyphens, text) && f.hyphenated(w):
		f.parts = append(f.parts, quantity.Extent{Start: w.End, End: w.End})
		f.last = w.End
	case f.spells(w, text):
		if len(f.parts) == 0 || f.last != w.Start {
			f.end()
			f.from, f.parts, f.knew, f.only = w.Start, []quantity.Extent{{Start: w.Start, End: w.Start}}, true, 0
		}
		f.parts[len(f.parts)-1].End = w.End
		f.last = w.End
		f.knew = f.knew && f.known[quantity.Extent(w)]
		for _, r := range text {
			if hanwords.SpellsOnly(string(r)) {
				f.only++
			}
		}
	default:
		n := len(f.out)
		f.end()
		if len(f.out) > n && f.last == w.Start {
			f.out[n].Cut = goesOn(text)
		}
	}
}

// behindNames are the characters that are words alone and often stand behind a name.
const behindNames = "的说称在是和与将对于为及曾已也则就又等被把让给向从到由以而但并却还都才只不没未会能可要想应须即或且之其这那一两二三四五六七八九十有无用出入上下前后中内外开去来做当任时年月日周表认指告问答写道批呼提要请下辞获死"

// goesOn reports whether the word behind a name may be a part of it.
func goesOn(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return size == len(word) && text.Ideographic(r) && !strings.ContainsRune(behindNames, r)
}

// hyphenated reports whether a hyphen stands between two characters that spell a name.
func (f *speller) hyphenated(w hanwords.Extent) bool {
	next, _ := utf8.DecodeRuneInString(f.s[w.End:])
	return len(f.parts) > 0 && f.last == w.Start && hanwords.Sound(next)
}

// spells reports whether a word may be a part of a name that is spelled by sound: a syllable,
// a name, or what no dictionary has. Beside a dot more characters may.
func (f *speller) spells(w hanwords.Extent, text string) bool {
	if f.known[quantity.Extent(w)] && hanwords.Sounds(text) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(f.s[w.End:])
	if noNames[text] || text == let && !strings.ContainsRune(dots+hyphens, next) {
		return false
	}
	if _, name := hanwords.Listed(text); !name && utf8.RuneCountInString(text) > 1 && !hanwords.Rare(text) {
		return false
	}
	if hanwords.Sounds(text) {
		return true
	}
	dotted := strings.ContainsRune(dots, next) || len(f.parts) > 1 && f.last == w.Start
	return dotted && hanwords.SoundsDotted(text)
}

// let is a word before names; a name begins with it alone where a dot or a hyphen follows.
const let = "让"

// noNames are spelled by sound and name nothing.
var noNames = set("穆斯林 伊斯兰 布尔什维克 孟什维克 奥林匹克 马克思 马赛克 巴洛克 哥特 沙拉 加仑 克拉 卡路里 比特 歇斯底里 罗曼蒂克 乌托邦 安琪儿 桑拿 托福 雅思 纳米 马拉松 爵士 蕾丝 蓓蕾 可佩 赞佩 内廷 劳基法 坚戈 喀斯特 雅士 托派 佐理 婆罗")

// longName is the least length, in characters, of a name that no word beside it calls one;
// fewestSyllables how many of them hardly are anything but syllables.
const (
	longName        = 4
	fewestSyllables = 2
)

// end ends the name that is being read.
func (f *speller) end() {
	parts := f.parts
	f.parts = nil
	if n := len(parts); n > 0 && parts[n-1].Start == parts[n-1].End { // a dot that nothing follows
		parts = parts[:n-1]
	}
	if len(parts) == 0 || f.knew {
		return
	}
	name := Spelled{Extent: quantity.Extent{Start: f.from, End: parts[len(parts)-1].End}, Parts: parts}
	before, after := f.s[:name.Start], f.s[name.End:]
	name.Called = len(parts) > 1 || hasSuffix(before, titles) || hasPrefix(after, behind)
	name.Person = len(parts) == 1 && (f.titled(name.Start) || hasPrefix(after, honorifics))
	size := utf8.RuneCountInString(f.s[name.Start:name.End])
	if len(parts) > 1 || name.Called && size > 1 && (f.only > 0 || size >= longName) || size >= longName && f.only >= fewestSyllables || name.Person && f.surname(name) {
		f.out = append(f.out, name)
	}
}

// titled reports whether the word right before a place is a title, or what a person is.
func (f *speller) titled(at int) bool {
	word, _ := f.words.Beside(hanwords.Extent{Start: at, End: at})
	text := f.s[word.Start:word.End]
	return text != "" && (hasSuffix(text, titles) || slices.Contains(callings, text))
}

// surname reports whether two characters are the surname of a stranger: the dictionary has it
// as a name, or they begin and end as such surnames do; and nothing beside it makes other
// words of them.
func (f *speller) surname(name Spelled) bool {
	text := f.s[name.Start:name.End]
	if utf8.RuneCountInString(text) != 2 {
		return false
	}
	if standing, _ := f.words.Stands(hanwords.Extent(name.Extent)); standing != hanwords.Whole {
		return false
	}
	listed, named := hanwords.Listed(text)
	first, size := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeRuneInString(text[size:])
	if strings.ContainsRune(ownSurnames, first) && !strings.ContainsRune(strangeEnds, last) && !strangers[text] {
		return false
	}
	if strangers[text] {
		return true
	}
	begins, ends := strings.ContainsRune(strangeBegins, first), strings.ContainsRune(strangeEnds+moreEnds, last)
	return named && (begins || ends) || !listed && begins && ends
}

// strangers are names of strangers that begin as own surnames do.
var strangers = set("马丁 马修 霍恩 霍克 霍顿 霍奇 皮特 皮克 里德 里克 里夫 罗伊 罗宾 康韦 康纳 卢克 汉森 巴顿 雷诺 雷德 杜兰 杜波 莫兰 莫顿 费恩 贝恩 乔恩 乔伊 洛克 费伊 鲁本 兰德 " +
	"凯恩 莱恩 塞恩 韦恩 沃恩 韦德 索伦 莫伊 阿伦 伊顿 韦伯")

// What two characters that spell the surname of a stranger begin and end with. ownSurnames
// are those in Chinese, Korean and Vietnamese that spell by sound, too; behind them only
// strangeEnds tell.
const (
	ownSurnames   = "马李杜雷兰劳路鲁温万汉洪夏谢辛巴范冯彭邦戴陶图丁唐邓汀康甘金江罗吕利麦梅米莫穆毛蒙孟明敏宁侯古高安文石史施沙尚申孙松宗顾葛乔邱姬居贾齐季卢黎赖连林伦隆龙莲明裴皮费傅蒲卜毕柏鲍白车戚祖左苏索桑萨易伊尤叶阿艾霍胡黄华怀惠魏卫韦"
	strangeEnds   = "尔斯姆茨兹勒弗夫赫"
	moreEnds      = "劳洛德特克顿森利奇里蒂诺塔戈卡普伯恩茵因曼万罗拉"
	strangeBegins = "克布弗格普埃奥贝伯博菲哈赫霍杰卡科库奎拉莱雷洛梅莫穆内尼诺佩皮齐乔桑绍斯塔泰特托瓦韦沃希休雅泽扎厄泰考迪德杜多费盖贡吉加凯肯兰劳勒伦迈曼纳帕珀萨舍舒图威维温"
)

// SpelledBefore returns where the name begins that is spelled by sound and ends at a place;
// that place itself: none does.
func SpelledBefore(s string, end int) int {
	start := end
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		if !hanwords.SoundsDotted(string(r)) && !strings.ContainsRune(dots+hyphens, r) {
			break
		}
		start -= size
	}
	return start + len(s[start:end]) - len(strings.TrimLeft(s[start:end], dots+hyphens))
}
