package han

import "strings"

// stopWords are words, names and idioms whose numerals count nothing, or nothing
// that a report in another language must say in figures.
const stopWords = `
一带一路 五角大楼 五角大厦 三一重工 两国 两岸 两党 两会 两院 两军 两制 两者 两侧 两边 两旁
两端 两头 两极 两性 两手 两用 两难 两样 两地 两队 两方 两家公司 双方 双边 三方 四方 三边 四边
六方 多方 各方 第三方 第三者 第三世界 第一夫人 第一时间 第一线 第一手 第一 第二天
第二次世界大战 第一次世界大战 二战 一战 十分 四处 四周 四面 四季 四肢 四起 四散 四分五裂
四面八方 四合院 四川 三亚 三峡 三菱 三星 三井 三角 三明治 三文鱼 三轮车 三权分立 三权 三军
三农 三通 三番五次 三思 再三 九龙 九江 九州 九寨沟 九一八 九段线 十段线 六四 五四 八一 五一
十一黄金周 双十一 七夕 七一 八国联军 七国集团 二十国集团 七十七国集团 金砖五国 五眼
四方安全对话 九三阅兵 九三 百度 百货 百姓 老百姓 百科 百般 百年 百强 百事 百分百 百里挑一
百花齐放 百家争鸣 百废待兴 千禧 千方百计 千家万户 千军万马 千钧一发 千古 千载 千里 千篇一律
千丝万缕 千瓦 千变万化 千差万别 万科 万达 万一 万分 万象 万岁 万物 万能 万众 万全 万里 万事
万维 万斯 万隆 万州 万宁 万豪 万圣节 万无一失 亿万富翁 亿万富豪 百万富翁 千万富翁 亿万
千万不 千万别 千万要 百万雄师 八卦 八股 八达通 八佰 七匹狼 七上八下 五花八门 五颜六色 五彩
五金 五谷 五官 五星 五星红旗 五粮液 五月天 五毛党 五毛 五常 五道口 五环 六神 六合 六道 三里屯
三元里 三体 三国演义 三国 三国杀 三原则 十字 十足 十全十美 十有八九 十拿九稳 十四五 十三五
十五五 十二五 二维码 二维 二元 二胎 二孩 三孩 二氧化碳 一氧化碳 二手 二线 三线 二百五 二流
三流 二号人物 一二 一五一十 两三 三三两两 三心二意 朝三暮四 张三李四 颠三倒四 接二连三
说三道四 独一无二 数一数二 不三不四 丢三落四 举一反三 隔三岔五 三天两头 三言两语 三步两步
七七事变 七七 二七 五卅 八宝山 六本木 三鹿 四分卫 四平 三弦 一分球 两分球 二分球 三分球
四分球 六分球 一国两制 三中全会 四中全会 五中全会 二中全会 六中全会 七中全会 一中全会
四人帮 三反五反 三个代表 四个全面 四个自信 八项规定 九二共识 三不 两弹一星 五行 三十六计
三十而立 四君子 五险一金 三公 两面 四大 三大 五大 六大 七大 八大 十大 双一流 数字 数据 数量
数额 数码 数学 几乎 几何 几内亚 无数 少数 多数 大多数 绝大多数 多数党 半导体 半岛 半官方
半年报 半场 半决赛 半壁 半径 半点 半路 半边 半途 点点 分分 成分 成本 成员 成功 成果 百分点点
上千禧 万岁山 亿欧 两难境地 二叠纪 三叠纪 八达岭 千岛 百慕大 十堰 六盘水 三门峡 三明 三沙
四平市 七台河 双鸭山 五指山 五台山 九华山 十月革命 八月革命 四月革命 二月革命 五月风暴
零部件 零组件 零配件 零件 零头 零号 零位 零线 零封 零日漏洞 零日攻击 零口供 零门槛 零起点 零起步 零支付
零支出 零人员伤亡 五五分成 五五开 三七开 四六开 三七分成 四六分成 二八分成 二八定律 零元购 零度可乐 零零后 零一万物 孤零零
`

// unstopped are what stop words are no such words before.
var unstopped = map[string]string{"十分": "钟之", "三公": "里斤顷尺分", "四平": "方", "三通": "电", "四处": "房住遗古"}

// speech are the words, and signs, that a quotation of somebody's words follows.
var speech = strings.Fields("： : ， 说 称 表示 道 写道 强调 指出 警告 为 是 称其 同意 承诺 指责 呼吁 形容 批评 " +
	"抨击 谴责 誓言 坚称 声称 直言 感叹 反问 坦言 回应 答道 笑道 喊 问")

// Names of currencies that follow that of a country; the first only behind a numeral.
const dollar = "元"

var currencies = strings.Fields("盾 卢比 法郎 比索 第纳尔 里亚尔 镑 克朗 先令 雷亚尔 兰特")

// toPlaces and ofPlaces are around the name of a place.
var (
	toPlaces = []string{"在", "于", "赴", "访问", "抵达", "到", "往", "从", "自", "离开", "飞"}
	ofPlaces = []string{"举行", "召开", "会见", "会晤", "市", "街头", "大学", "机场"}
)

// shortNames are countries by one character, in codes of ISO 3166.
var shortNames = map[rune]string{
	'中': "CN", '华': "CN", '美': "US", '日': "JP", '俄': "RU", '英': "GB", '法': "FR", '德': "DE",
	'韩': "KR", '朝': "KP", '印': "IN", '台': "TW",
	'港': "HK", '澳': "AU", '加': "CA", '乌': "UA", '以': "IL", '伊': "IR", '越': "VN", '菲': "PH",
}

// beforeCountries are the characters that ask for a country.
const beforeCountries = "访驻对赴在来抵援亲反抗旅涉"

// syllables are the numerals as they are in names in pinyin.
var syllables = map[rune]string{
	'一': "yi", '二': "er", '三': "san", '四': "si", '五': "wu", '六': "liu", '七': "qi",
	'八': "ba", '九': "jiu", '十': "shi", '百': "bai", '千': "qian", '万': "wan", '亿': "yi", '两': "liang",
}

// abbreviations are in Latin letters, and are used as words in Chinese.
var abbreviations = set("AI GDP CPI PPI PMI CEO CFO COO CTO IPO IT DNA RNA PCR App APP LED VPN GPS ICU ID IP TV MV PC USB WiFi Wi-Fi NGO " +
	"LGBT LGBTQ QR SUV EV ETF M2 PM2.5 PM2 OK DVD U盘 T恤 NBA K-pop GPU CPU")

// loans are words, symbols and firms that are written in small Latin letters in Chinese and Japanese.
var loans = set("app apps vs vs. km/h ph mrna wifi wi-fi wlan email e-mail mail vlog vlogs vlogger blog blogs blogger emoji emojis cosplay coser " +
	"logo bug bugs demo offer fans idol battle solo live show party mini plus pro max ultra lite beta alpha gamma delta omega sigma theta " +
	"kappa lambda omicron token tokens prompt agent chatbot chatbots bot bots deepfake deepfakes hashtag meme memes podcast podcasts " +
	"boss mall kol kpi okr diss rap rapper disco remix remake hip-hop hiphop pop rock jazz indie punk house techno k-pop j-pop cool high low sir " +
	"get hold carry crush online offline cookie cookies html http https www url api sdk web wap pdf ppt excel word gif jpg png usb sim " +
	"ktv dj mv ip ai vr ar gpt chatgpt llm tiktok youtube iphone ipad ios adidas vivo realme lululemon thyssenkrupp dpa taz ifo dm ofo " +
	"easyjet openai xai ebay asos bpost nivea emart coupang kakao naver line mixi mercari note pixiv sony youtuber vtuber " +
	"lb lbs lb-ft ft ft-lb mph ppm ppb psi kcal rpm fps bbl sqm min sec hpa kpa mpa kwh nit nits lux mol bit byte pixel px tps")

// particles are characters that a sentence said again may have in addition.
const particles = "的了在于将会是也就并和与及从对为被把向由着过地得之其而则还都已时中这那该"
