package check

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// What a report names of its own country, and offices of provinces and towns, are no names
// that it lacks.
func TestBodies(t *testing.T) {
	for _, c := range []struct{ report, summary, want string }{
		{"気象庁は高波への警戒を呼びかけた。", "日本气象厅呼吁警惕大浪。", ""},
		{"気象庁は高波への警戒を呼びかけた。", "日本氣象廳呼籲警惕大浪。", ""},
		{"気象庁は高波への警戒を呼びかけた。", "韩国气象厅呼吁警惕大浪。", "韩国"},
		{"Forecasters at the weather agency in Tokyo expect waves of six metres.", "日本气象厅预计浪高六米。", ""},
		{"The Met Office told walkers in Dunlow Vale to stay at home.", "英国气象局要求邓洛谷的徒步者留在家中。", ""},
		{"The Met Office told walkers in Dunlow Vale to stay at home.", "日本气象厅要求徒步者留在家中。", "日本气象厅"},
		{"Der Deutsche Wetterdienst warnt vor Glatteis.", "德国气象局警告路面结冰。", ""},
		{"Météo-France annonce du verglas.", "法国气象局预报路面结冰。", ""},
		{"The Bureau of Meteorology expects a week of heat.", "澳大利亚气象局预计高温将持续一周。", ""},
		{"The Korea Meteorological Administration expects snow.", "韩国气象厅预计有雪。", ""},
		{"Ofgem raised the cap on bills.", "英国能源监管机构上调了账单上限。", ""},
		{"The Carabinieri searched the villa.", "意大利宪兵搜查了别墅。", ""},
		{"The Norges Bank raised its rate.", "挪威央行加息。", ""},
		{"La Banque de France a relevé sa prévision.", "法国央行上调了预测。", ""},
		{"The Bundestag debated the bill until midnight.", "德国联邦议院就法案辩论到午夜。", ""},
		{"The Bundestag debated the bill until midnight.", "奥地利议会就法案辩论到午夜。", "奥地利"},
		{"外務省は大使を呼び出した。", "日本外务省召见了大使。", ""},
		{"外務省は大使を呼び出した。", "韩国外交部召见了大使。", "韩国"},
		{"当地应急管理局说，桥已封闭。", "The bridge is closed, the local emergency bureau said.", ""},
		{"县应急管理局说，桥已封闭。", "The bridge is closed, the county's emergency management bureau said.", ""},
		{"宁坪市公安局说，桥已封闭。", "The bridge is closed, the Ningping public security bureau said.", ""},
		{"省教育厅叫停了考试。", "The provincial education department called off the exam.", ""},
		{"市文化和旅游局叫停了演出。", "The city's culture and tourism bureau called off the show.", ""},
		{"市卫生健康委员会叫停了演出。", "The municipal health commission called off the show.", ""},
		{"县检察院提起公诉。", "The county procuratorate brought charges.", ""},
		{"市纪委立案调查。", "The city’s discipline inspection commission opened a case.", ""},
		{"省水利厅下令开闸。", "The water resources department ordered the gates opened.", ""},
		{"Das Landesinnenministerium wies die Kritik zurück.", "The state interior ministry rejected the criticism.", ""},
		{"县应急管理局说，桥已封闭。", "The bridge is closed, the defence ministry said.", "defence ministry"},
		{"县教育局叫停了考试。", "The education ministry called off the exam.", "education ministry"},
	} {
		got := doubted(Checker{}.Findings([]string{c.report}, time.Time{}, c.summary))
		if c.want == "" && len(got) > 0 || !strings.Contains(strings.Join(got, " "), c.want) {
			t.Errorf("%s: %s: got %q, want %q", c.report, c.summary, got, c.want)
		}
	}
}

// A pair is two, where the report tells no number.
func TestPairs(t *testing.T) {
	for _, c := range []struct {
		report, summary string
		rejected        bool
	}{
		{"両国の農相は漁獲枠で合意した。", "The two farm ministers agreed on the quota.", false},
		{"両国の農相は漁獲枠で合意した。", "两名农业部长就配额达成一致。", false},
		{"両知事は文書に署名した。", "两名知事签署了文件。", false},
		{"双方の代表が文書に署名した。", "The two delegates signed the paper.", false},
		{"日米の閣僚が文書に署名した。", "The two ministers signed the paper.", false},
		{"双方代表签署了文件。", "The two delegations signed the paper.", false},
		{"母女获救。", "Two people were rescued.", false},
		{"Das Ehepaar wurde gerettet.", "两人获救。", false},
		{"Die Zwillinge wurden gerettet.", "Two babies were rescued.", false},
		{"Le couple a été arrêté.", "两人被捕。", false},
		{"Ein paar Tage später trat er zurück.", "几天后他辞职。", false},
		{"両国の農相は漁獲枠で合意した。", "The three farm ministers agreed on the quota.", true},
		{"漁船の4人が救助された。", "Two people were rescued.", true},
		{"Le couple a été arrêté.", "三人被捕。", true},
	} {
		found := Checker{}.Findings([]string{c.report}, time.Time{}, c.summary)
		if got := news.Rejected(found); got != c.rejected {
			t.Errorf("%s: %s: got %+v", c.report, c.summary, found)
		}
	}
}

// An adjective or an inhabitant of a country names it, in the languages of Europe; another's
// does not.
func TestPeoples(t *testing.T) {
	for _, c := range []struct{ report, summary, want string }{
		{"Ein norwegischer Reeder übernimmt die Werft in Brunsted.", "一名挪威船东接手布伦斯特德的船厂。", ""},
		{"Die schwedische Möbelkette schließt zwei Häuser.", "这家瑞典家具连锁店关闭两家门店。", ""},
		{"Zwei Österreicher wurden am Gipfel gerettet.", "两名奥地利人在山顶获救。", ""},
		{"Eine Irin leitet künftig das Museum.", "一名爱尔兰女性将执掌该博物馆。", ""},
		{"Der mexikanische Zementkonzern baut ein Werk.", "这家墨西哥水泥集团新建工厂。", ""},
		{"Vier Südafrikanerinnen erreichten das Ziel.", "四名南非女选手抵达终点。", ""},
		{"L'armateur norvégien vend trois ferries.", "这名挪威船东出售三艘渡轮。", ""},
		{"Une entreprise danoise reprend l'usine.", "一家丹麦企业接手工厂。", ""},
		{"Des ouvriers belges ont bloqué le pont.", "比利时工人堵住了桥梁。", ""},
		{"La banque grecque ferme dix agences.", "这家希腊银行关闭十家网点。", ""},
		{"Los pescadores españoles volvieron al puerto.", "西班牙渔民返回港口。", ""},
		{"Una empresa noruega compra el astillero.", "一家挪威企业收购船厂。", ""},
		{"Alemania y Noruega firmaron el acuerdo.", "德国和挪威签署了协议。", ""},
		{"Due turisti svizzeri sono stati soccorsi.", "两名瑞士游客获救。", ""},
		{"I pescatori tedeschi sono tornati in porto.", "德国渔民返回港口。", ""},
		{"A Noruega reduz a quota dos pescadores dinamarqueses.", "挪威削减丹麦渔民的配额。", ""},
		{"Die norwegische Reederei verkauft drei Fähren.", "一家瑞典航运公司出售三艘渡轮。", "瑞典"},
		{"L'armateur danois vend trois ferries.", "这名挪威船东出售三艘渡轮。", "挪威"},
		{"Una empresa noruega compra el astillero.", "一家芬兰企业收购船厂。", "芬兰"},
		{"Due turisti svizzeri sono stati soccorsi.", "两名奥地利游客获救。", "奥地利"},
		{"The Indiana firm closed two mills.", "这家印度企业关闭了两家工厂。", "印度"},
	} {
		got := doubted(Checker{}.Findings([]string{c.report}, time.Time{}, c.summary))
		if c.want == "" && len(got) > 0 || !strings.Contains(strings.Join(got, " "), c.want) {
			t.Errorf("%s: %s: got %q, want %q", c.report, c.summary, got, c.want)
		}
	}
}

// A central bank is named by what the languages of Europe call it, with its country; the bank
// of another country is not.
func TestCentralBanks(t *testing.T) {
	for _, c := range []struct{ report, summary, want string }{
		{"Switzerland's central bank left its rate alone in June.", "瑞士央行六月维持利率不变。", ""},
		{"Inflation in Switzerland is low. The central bank sees no need to act.", "瑞士央行认为无须行动。", ""},
		{"The central bank of India bought dollars.", "印度央行买入美元。", ""},
		{"Die Schweizerische Nationalbank verkauft Devisen.", "瑞士央行出售外汇。", ""},
		{"Der Chef der Schweizer Nationalbank tritt ab.", "瑞士国家银行行长卸任。", ""},
		{"La Banque nationale suisse vend des devises.", "瑞士央行出售外汇。", ""},
		{"El Banco Central de Chile vendió dólares.", "智利央行出售美元。", ""},
		{"El Banco de México vendió dólares.", "墨西哥央行出售美元。", ""},
		{"El Banco de México vendió dólares.", "央行出售美元。", ""},
		{"O Banco Central do Brasil vendeu dólares.", "巴西中央银行出售美元。", ""},
		{"Narodowy Bank Polski kupił złoto.", "波兰央行买入黄金。", ""},
		{"Die Oesterreichische Nationalbank warnt vor Betrug.", "奥地利央行提醒防范诈骗。", ""},
		{"Die schwedische Reichsbank kauft Anleihen.", "瑞典央行买入债券。", ""},
		{"Danmarks Nationalbank kauft Kronen.", "丹麦央行买入克朗。", ""},
		{"Bank Al-Maghrib vend des dirhams.", "摩洛哥央行出售迪拉姆。", ""},
		{"La Banque d'Angleterre achète de l'or.", "英国央行买入黄金。", ""},
		{"La Banque du Japon achète de l'or.", "日本央行买入黄金。", ""},
		{"El Banco Central Europeo compra bonos.", "欧洲央行购买债券。", ""},
		{"La Reserva Federal compra bonos.", "美联储购买债券。", ""},
		{"The Monetary Authority of Singapore widened the band.", "新加坡金管局扩大了波动区间。", ""},
		{"Die Schweizerische Nationalbank verkauft Devisen.", "瑞典央行出售外汇。", "瑞典央行"},
		{"El Banco Central de Chile vendió dólares.", "秘鲁央行出售美元。", "秘鲁"},
		{"The Swiss government sold gold.", "瑞士央行出售黄金。", "瑞士央行"},
		{"Swiss exporters were cheered when the Bank of England bought gold.", "瑞士央行买入黄金。", "瑞士央行"},
		{"Swiss exporters were cheered by the ECB. The central bank bought bonds.", "瑞士央行买入债券。", "瑞士央行"},
		{"The Bank of India, a lender in Mumbai, closed ten branches.", "印度央行关闭十家网点。", "印度央行"},
		{"Norway's central bank bought gold; Sweden's government did not.", "瑞典央行买入黄金。", "瑞典央行"},
		{"The Japanese minister met the head of the Bank of Korea.", "日本央行行长与大臣会面。", "日本央行"},
	} {
		got := doubted(Checker{}.Findings([]string{c.report}, time.Time{}, c.summary))
		if c.want == "" && len(got) > 0 || !strings.Contains(strings.Join(got, " "), c.want) {
			t.Errorf("%s: %s: got %q, want %q", c.report, c.summary, got, c.want)
		}
	}
}

// The customary name of a club, a house or an index may have a city in it that the report does
// not name; the city alone may not.
func TestCitiesInNames(t *testing.T) {
	for _, c := range []struct{ report, summary, want string }{
		{"Al-Ittihad lost a second match in a row.", "吉达联合连续第二场失利。", ""},
		{"Al-Hilal sold its goalkeeper.", "利雅得新月出售门将。", ""},
		{"Inter sold their goalkeeper.", "国际米兰出售门将。", ""},
		{"Inter sold their goalkeeper.", "米兰国际出售门将。", ""},
		{"Bayern verkauft seinen Torwart.", "拜仁慕尼黑出售门将。", ""},
		{"El Real vendió a su portero.", "皇家马德里出售门将。", ""},
		{"The club from Madrid sold its goalkeeper.", "皇家马德里出售门将。", ""},
		{"Atlético vendió a su portero.", "马德里竞技出售门将。", ""},
		{"Le PSG a vendu son gardien.", "巴黎圣日耳曼出售门将。", ""},
		{"The Celtics traded their guard to the Lakers.", "波士顿凯尔特人把后卫交易到洛杉矶湖人。", ""},
		{"The Kospi closed lower.", "首尔综指收低。", ""},
		{"The CAC 40 closed lower.", "巴黎CAC40指数收低。", ""},
		{"The CAC 40 closed lower.", "CAC40指数收低。", ""},
		{"Lloyd's insured the ship.", "伦敦劳合社承保了该船。", ""},
		{"ETH researchers built a robot.", "苏黎世联邦理工学院的研究人员造出机器人。", ""},
		{"UCLA researchers built a robot.", "加州大学洛杉矶分校的研究人员造出机器人。", ""},
		{"Al-Ittihad lost a second match in a row.", "球队在吉达再次失利。", "吉达"},
		{"Al-Ittihad lost a second match in a row.", "利雅得胜利连续第二场失利。", "利雅得胜利"},
		{"Inter sold their goalkeeper.", "球队在米兰出售门将。", "米兰"},
		{"Inter sold their goalkeeper.", "皇家马德里出售门将。", "皇家马德里"},
		{"The Kospi closed lower.", "孟买敏感指数收低。", "孟买敏感指数"},
		{"The Real Madrid squad flew home.", "球队飞回马德里。", ""},
		{"The Real Madrid squad flew home.", "这支西班牙球队飞回国。", ""},
		{"The CAC 40 closed lower.", "SMI20指数收低。", "SMI20"},
	} {
		got := doubted(Checker{}.Findings([]string{c.report}, time.Time{}, c.summary))
		if c.want == "" && len(got) > 0 || !strings.Contains(strings.Join(got, " "), c.want) {
			t.Errorf("%s: %s: got %q, want %q", c.report, c.summary, got, c.want)
		}
	}
}
