package check

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// What stands in a sentence in another language, or in another way of writing.
func TestTongues(t *testing.T) {
	const report = "The harbour board of Vellin delayed the costly dredging because of the flu, said pilot Ada Krantz of the Krantz shipping line."
	for _, c := range []struct {
		claim, span string
		reason      news.ReasonCode
		rejects     bool
	}{
		// Words left as they were.
		{"港务委员会推迟了costly的疏浚工程。", "costly", news.MixedLanguages, true},
		{"港务委员会 delayed the dredging，引水员说。", "delayed the dredging", news.MixedLanguages, true},
		{"该航线 carried 41,000 people in February 的乘客。", "carried 41", news.MixedLanguages, true},
		{"由于flu，港务委员会推迟了工程。", "flu", news.MixedLanguages, true},
		{"港务委员会推迟了昂贵的疏ing工程。", "ing", news.MixedLanguages, true},
		{"该港 postponed 的疏浚费用很高。", "postponed", news.MixedLanguages, true},
		{"Krantz said港口会重新开放。", "Krantz said", news.MixedLanguages, true},
		{"码头关闭了，300 passengers 滞留在岛上。", "passengers", news.MixedLanguages, true},
		{"港口的президент表示，工程会推迟。", "президент", news.MixedLanguages, true},
		{"浚渫工事はcostlyなので延期された。", "costly", news.MixedLanguages, true},
		{"The board 推迟 the dredging of the harbour until the spring of next year.", "推迟", news.MixedLanguages, true},
		// Signs.
		{"🚢港务委员会推迟了疏浚工程。", "🚢", news.HoldsPictograph, true},
		{"疏浚工程推迟✅，引水员说。", "✅", news.HoldsPictograph, true},
		{"1. 港务委员会推迟了疏浚工程。", "1.", news.HoldsItemNumber, true},
		{"2、港务委员会推迟了疏浚工程。", "2、", news.HoldsItemNumber, true},
		{"（3）港务委员会推迟了疏浚工程。", "（3）", news.HoldsItemNumber, true},
		{"④港务委员会推迟了疏浚工程。", "④", news.HoldsItemNumber, true},
		{"• The board delayed the dredging.", "•", news.HoldsItemNumber, true},
		// Both ways of writing.
		{"港务委员会将疏浚工程延後，這是為了節省費用。", "员", news.MixedScripts, false},
		// Names, units, loans, originals, and figures.
		{"韦林（Vellin）港务委员会推迟了昂贵的疏浚工程（costly dredging）。", "", "", false},
		{"引水员阿达·克兰茨（Ada Krantz of the line）说，疏浚推迟了。", "", "", false},
		{"Krantz航运的引水员说，Vellin港的疏浚推迟了。", "", "", false},
		{"报告用了“costly dredging”的说法。", "", "", false},
		{"她在《the harbour》一书中写到了疏浚。", "", "", false},
		{"这款app可以在iPhone和iPad上用，也有wifi版。", "", "", false},
		{"航道长12 km，宽80m，水的pH值为7。", "", "", false},
		{"引水船的发动机为335马力，扭矩为517 lb-ft。", "", "", false},
		{"港口的vlog和e-mail都已停用。", "", "", false},
		{"无国界医生组织Médecins Sans Frontières在港口设点。", "", "", false},
		{"Ludwig van der Meer说，Bank of Vellin会出钱。", "", "", false},
		{"der Spiegel和the Guardian都作了报道，al-Krantz和von Meer也在场。", "", "", false},
		{"病毒为H5N1型，样本编号a16z与b2b。", "", "", false},
		{"船东网站为vellin.example，邮箱在港务局。", "", "", false},
		{"1.4亿吨货物经过该港。", "", "", false},
		{"1月，港务委员会推迟了疏浚工程。", "", "", false},
		{"3.5米深的航道没有疏浚。", "", "", false},
		{"港口评为五星★★★★★，箭头→指向码头。", "", "", false},
		{"α粒子与π值都没有变化，x轴也是。", "", "", false},
		{"港务委员会的陳先生（陳國強）推迟了工程。", "", "", false},
		{"港務委員會推遲了疏浚工程，這是為了節省費用。", "", "", false},
		{"港湾委員会は浚渫工事を延期したと発表した。", "", "", false},
		{"港湾委員会はアプリappとWi-Fiを止めた。", "", "", false},
		{"The board (港务委员会) delayed the dredging.", "", "", false},
		{"The board's slogan, “先疏浚”, was painted on the quay.", "", "", false},
	} {
		var got news.Finding
		for _, f := range (Checker{}).Findings([]string{report}, time.Time{}, c.claim) {
			if f.Rule == news.FormRule {
				got = f
			}
		}
		if got.Reason != c.reason || got.Span != c.span || got.Rejects != c.rejects {
			t.Errorf("%s: %q %q, rejects %t; want %q %q, %t", c.claim, got.Reason, got.Span, got.Rejects, c.reason, c.span, c.rejects)
		}
	}
}
