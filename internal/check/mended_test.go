package check

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// numberCase is a report of one sentence, and what is told of it. Wrong: the number is not in the report.
type numberCase struct {
	lang, report, claim string
	wrong               bool
}

// TestNumbersTold holds the rule of numbers to what it lets pass and what it finds.
func TestNumbersTold(t *testing.T) {
	for _, c := range []numberCase{
		// what a part of so many leaves is none of it
		{"en", "Three of the eight trustees voted for the merger.", "八名理事中有五人赞成合并。", true},
		{"en", "Three of the eight trustees voted for the merger.", "八名理事中有三人赞成合并，其余五人反对。", false},
		{"en", "Three of the eight trustees voted for the merger.", "另外五名理事反对。", false},
		{"en", "Six of the ten sailors were rescued.", "四名船员获救。", true},
		{"en", "Six of the ten sailors were rescued.", "仍有四名船员失踪。", false},
		{"en", "Fourteen of the 52 sailors were rescued.", "其余38名船员失踪。", false},
		{"en", "Fourteen of the 52 sailors were rescued.", "38名船员获救。", true},
		{"zh", "九名人质中四人获释。", "另外五人仍在押。", false},
		{"zh", "九名人质中四人获释。", "五名人质获释。", true},
		{"ja", "船員9人のうち4人が救助された。", "其余五名船员失踪。", false},
		{"de", "Drei der acht Richter stimmten dagegen.", "五名法官反对。", true},
		{"de", "Drei der acht Richter stimmten dagegen.", "其余五名法官赞成。", false},
		{"fr", "Trois des huit juges ont voté contre.", "五名法官反对。", true},
		// the currency behind an elision
		{"fr", "Le port a coûté 3,2 millions d'euros.", "港口耗资320万美元。", true},
		{"fr", "Le port a coûté 3,2 millions d’euros.", "港口耗资320万欧元。", false},
		{"fr", "Le port a coûté 3,2 millions d’euros.", "港口耗资320万日元。", true},
		{"fr", "Le port a coûté 3 milliards d'euros.", "港口耗资30亿美元。", true},
		{"fr", "Le port a coûté 3 millions de yuans.", "港口耗资300万美元。", true},
		{"fr", "Le port a coûté 3 millions de yuans.", "港口耗资300万元。", false},
		{"fr", "La ville compte 3,2 millions d'habitants.", "该市有320万人。", false},
		// nearly
		{"en", "Some 340,000 seedlings were planted.", "近40万株树苗种下。", true},
		{"en", "Some 368,000 seedlings were planted.", "近40万株树苗种下。", false},
		{"en", "The storm hurt 43 people.", "近50人受伤。", true},
		{"en", "The storm hurt 46 people.", "近50人受伤。", false},
		{"en", "The storm hurt 88 people.", "近百人受伤。", true},
		{"en", "The storm hurt 94 people.", "近百人受伤。", false},
		// what an offer leaves out
		{"fr", "Le syndicat réclame 6,5 %, la direction de Norvale en propose 3.", "工会要求6.5%，公司只愿给3%。", false},
		{"fr", "Le syndicat réclame 6,5 %, la direction de Norvale en propose 3.", "工会要求6.5%，公司只愿给5%。", true},
		{"en", "The union wants 6.5 percent, Norvale offers 3.", "公司只愿给3%。", false},
		{"de", "Die Gewerkschaft fordert 6,5 Prozent, Norvale bietet 3.", "公司只愿给3%。", false},
		{"en", "The union wants 6.5 percent and offers 3 days of talks.", "工会愿谈3%。", true},
		// a height
		{"de", "Die Rauchsäule stieg 5400 Meter hoch.", "烟柱升到5400米。", false},
		{"de", "Die Rauchsäule stieg 5400 Meter in den Himmel.", "烟柱升至5400米高空。", false},
		{"en", "Smoke rose 5,400 metres into the sky.", "烟柱升至5400米高空。", false},
		{"en", "The reservoir rose 4 metres.", "水库水位升至4米。", true},
	} {
		f, found := ofNumbers(Checker{}.FindingsIn(c.lang, []string{c.report}, news.Article{}.Published, c.claim))
		if found != c.wrong {
			t.Errorf("%s: %s: %s %q", c.report, c.claim, f.Rule, f.Span)
		}
	}
}

// TestUnreadAmongOthers: of several reports, one in a language that is not read excuses a number that it may have, and no other.
func TestUnreadAmongOthers(t *testing.T) {
	for _, c := range []numberCase{
		{"es", "El sindicato convocó una huelga en los muelles de Valdoro.", "8700名工人罢工。", true},
		{"es", "Unos 8.700 obreros iniciaron la huelga.", "8700名工人罢工。", false},
		{"es", "Unos 8 700 obreros iniciaron la huelga.", "8700名工人罢工。", false},
		{"es", "Unos 8,7 mil obreros iniciaron la huelga.", "8700名工人罢工。", false},
		{"es", "Tres mil obreros iniciaron la huelga.", "3000名工人罢工。", false},
		{"es", "Tres mil obreros iniciaron la huelga.", "4000名工人罢工。", true},
		{"es", "Unos 8.700 obreros iniciaron la huelga.", "近9000名工人罢工。", false},
		{"ar", "بدأ ٨٧٠٠ عامل إضرابا.", "8700名工人罢工。", false},
		{"ar", "بدأ العمال إضرابا.", "8700名工人罢工。", true},
		{"sw", "Wafanyakazi kumi na wawili walijeruhiwa.", "12名工人受伤。", false},
		{"sw", "Wafanyakazi walijeruhiwa.", "480名工人受伤。", true},
		{"pt", "A inflação subiu para 7,5%.", "通胀率升至7.5%。", false},
		{"pt", "A inflação subiu.", "通胀率升至7.5%。", true},
		{"pt", "Um terço dos votos foi anulado.", "三分之一选票作废。", false},
		{"pt", "A multa é de 34 milhões de euros.", "罚款3400万欧元。", false},
		{"pt", "A multa é de 34 milhões de euros.", "罚款5100万欧元。", true},
	} {
		r := Checker{}.Read(news.Article{Lang: c.lang, Blocks: blocksOf(c.report)})
		f, found := ofNumbers(r.Findings(news.Claim{Text: c.claim, Evidence: []int{1}}, "zh-Hans", nil))
		if found != c.wrong {
			t.Errorf("%s: %s: %s %q", c.report, c.claim, f.Rule, f.Span)
		}
	}
}

// TestBoundedThings: a figure is one with the words that bound it, too.
func TestBoundedThings(t *testing.T) {
	for _, c := range []struct{ lang, report, claim, want string }{
		{"en", "Waves of more than 3.5 metres hit the pier.", "超过3.5米的海浪袭击码头。", "超过3.5米 cited"},
		{"en", "Waves of at least 6 metres hit the pier.", "至少6米高的海浪袭击码头。", "至少6米 cited"},
		{"fr", "Le syndicat réclame 6,5 %, la direction de Norvale en propose 3.", "工会要求6.5%。", "6.5% cited"},
	} {
		r := Checker{}.Read(news.Article{Lang: c.lang, Blocks: blocksOf(c.report)})
		var got []string
		for _, x := range r.Things(news.Claim{Text: c.claim, Evidence: []int{1}}, "zh-Hans", nil) {
			s := c.claim[x.Start:x.End]
			if x.Cited {
				s += " cited"
			}
			got = append(got, s)
		}
		if !strings.Contains(strings.Join(got, ", "), c.want) {
			t.Errorf("%s: %s: %v", c.report, c.claim, got)
		}
	}
}

// TestDisclaimed: what a report only says not to be so is not so; who tells of the denial, in whatever words, says nothing wrong.
func TestDisclaimed(t *testing.T) {
	for _, c := range []numberCase{
		{"en", "The council denied that the lake was polluted.", "湖水受到污染。", true},
		{"en", "The council denied that the lake was polluted.", "市议会说，湖水受到污染。", true},
		{"en", "The council denied that the lake was polluted.", "市议会否认湖水受到污染。", false},
		{"en", "The council denied that the lake was polluted.", "市议会说，湖水没有受到污染。", false},
		{"en", "The council denied that the lake was polluted.", "市议会驳斥湖水受污染的说法。", false},
		{"en", "The council denied the lake was polluted.", "市议会证实，湖水受到污染。", true},
		{"en", "Norvale denied taking bribes.", "诺韦尔公司（Norvale）收受贿赂。", true},
		{"en", "Norvale denied taking bribes.", "诺韦尔公司（Norvale）被控受贿。", false},
		{"en", "The judge denied the firm a licence.", "法官驳回该公司的许可申请。", false},
		{"en", "The firm denied 300 workers overtime pay.", "该公司克扣300名工人的加班费。", false},
		{"en", "The council denied that the lake was polluted, and closed the beach.", "市议会关闭了海滩。", false},
		{"en", "The mayor did not deny that the lake was polluted.", "湖水受到污染。", false},
		{"en", "Norvale has denied it sold the lists.", "诺韦尔公司（Norvale）出售了名单。", true},
		{"en", "Norvale denied any wrongdoing.", "诺韦尔公司（Norvale）有过错。", true},
		{"en", "Norvale denied any wrongdoing.", "诺韦尔公司（Norvale）否认有过错。", false},
		{"en", "Norvale denied any wrongdoing and paid the fine.", "诺韦尔公司（Norvale）缴了罚款。", false},
		{"en", "There is no evidence that the lake was polluted, the council said.", "市议会说，湖水受到污染。", true},
		{"en", "There is no evidence that the lake was polluted, the council said.", "市议会说，没有证据表明湖水受污染。", false},
		{"en", "Asked about the lists, the spokesman denied it.", "发言人被问到名单。", false},
		{"fr", "La mairie dément toute pollution du lac.", "湖水受到污染。", true},
		{"fr", "La mairie dément toute pollution du lac.", "市政府否认湖水受污染。", false},
		{"de", "Die Behörde bestritt, dass der See verseucht ist.", "湖水受到污染。", true},
		{"de", "Sie bestritt, Geld genommen zu haben.", "她收了钱。", true},
		{"de", "Der Konzern bestreitet, Messwerte manipuliert zu haben.", "该集团操纵了排放值。", true},
		{"de", "Sie bestritt, Geld genommen zu haben.", "她否认收钱。", false},
		{"fr", "La mairie a nié que le lac soit pollué.", "湖水受到污染。", true},
		{"fr", "La société dément avoir vendu les listes.", "公司出售了名单。", true},
		{"fr", "La société dément avoir vendu les listes.", "公司否认出售名单。", false},
		{"fr", "Norvale nie toute fraude.", "诺韦尔公司（Norvale）否认欺诈。", false},
		{"fr", "Norvale conteste toute fraude.", "诺韦尔公司（Norvale）否认欺诈。", false},
		{"fr", "Norvale réfute toute fraude.", "诺韦尔公司（Norvale）否认欺诈。", false},
		{"de", "Norvale dementiert jeden Betrug.", "诺韦尔公司（Norvale）否认欺诈。", false},
		{"de", "Norvale weist jeden Betrug von sich.", "诺韦尔公司（Norvale）否认欺诈。", false},
		{"en", "Norvale refuted every charge.", "诺韦尔公司（Norvale）否认全部指控。", false},
		{"ja", "市は湖が汚染されたとの情報はないとしている。", "湖水受到污染。", true},
		{"ja", "市は、湖の汚染を否定した。", "湖水受到污染。", true},
		{"ja", "市は、湖の汚染を否定した。", "市政府否认湖水受污染。", false},
		{"ja", "市は、湖の汚染を否定していない。", "湖水受到污染。", false},
		{"zh", "市政府否认湖水受到污染。", "湖水受到污染。", true},
		{"zh", "她否认收钱。", "她收了钱。", true},
		{"zh", "市政府说，没有湖水污染的消息。", "湖水受到污染。", true},
		{"zh", "市政府没有否认湖水受到污染。", "湖水受到污染。", false},
		{"zh", "市政府否认湖水受到污染，并于周一开放湖滩。", "湖滩周一开放。", false},
	} {
		found := false
		for _, f := range (Checker{}).FindingsIn(c.lang, []string{c.report}, news.Article{}.Published, c.claim) {
			found = found || f.Rule == news.NegateRule
		}
		if found != c.wrong {
			t.Errorf("%s: %s: %v", c.report, c.claim, found)
		}
	}
}
