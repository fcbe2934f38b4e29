package check

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A translation is compared with its own paragraph: numbers, dates, names, length.
func TestTranslation(t *testing.T) {
	paragraphs := []string{
		"The lighthouse on Skarvik went dark on Tuesday after 142 years, said Maren Toft, who had climbed its 96 steps every evening since she came from Canada.",
		"Ships will be guided by 14 buoys, which cost 3.2 million crowns. They were built by Siemens in Germany and towed there in March.",
		"Fishermen fear that the buoys will not be seen in fog, and that nobody will mend them when the winter storms have torn them from their chains.",
		"Nobody waved.",
	}
	right := []string{
		"斯卡尔维克的灯塔亮了142年后，周二熄灭。玛伦·托夫特说，她从加拿大来到这里以后，每天傍晚都要登上96级台阶。",
		"今后由14个浮标为船只引航，造价320万克朗。浮标由德国的西门子制造，3月拖到那里。",
		"渔民担心大雾里看不见浮标，也担心冬天的风暴把它们从锁链上扯下来之后没有人去修。",
		"没有人挥手。",
	}
	for block := range paragraphs {
		for other, text := range right {
			a := article(paragraphs...)
			found := Checker{}.Translation(a, block, text, "zh-Hans")
			if other == block && len(found) > 0 {
				t.Errorf("%s: %+v", text, found)
			}
			// Two of the paragraphs have no figure and no name of their own.
			if other != block && block != 3 && other < 2 && !news.Rejected(found) {
				t.Errorf("paragraph %d has the translation of %d", block, other)
			}
		}
	}
	for _, c := range []struct {
		block int
		text  string
	}{
		{0, "斯卡尔维克的灯塔亮了124年后，周二熄灭。玛伦·托夫特说，她从加拿大来到这里以后，每天傍晚都要登上96级台阶。"},
		{0, "斯卡尔维克的灯塔亮了142年后，周四熄灭。玛伦·托夫特说，她从加拿大来到这里以后，每天傍晚都要登上96级台阶。"},
		{0, "斯卡尔维克的灯塔亮了142年后，周二熄灭。玛伦·托夫特说，她从巴西来到这里以后，每天傍晚都要登上96级台阶。"},
		{0, "灯塔熄了。"},
		{1, "今后由14个浮标为船只引航，造价320亿克朗。浮标由德国的西门子制造，3月拖到那里。"},
		{1, "船只今后由浮标引航，造价不菲，由一家大公司制造，拖到了那里，众人都说好看。"},
		{2, "渔民担心。"},
	} {
		if found := (Checker{}).Translation(article(paragraphs...), c.block, c.text, "zh-Hans"); !news.Rejected(found) {
			t.Errorf("nothing is found in %s", c.text)
		}
	}
	if found := (Checker{}).Translation(article("没有人来修桥，市长周二说，造价是320万克朗。"), 0, "Nobody mends the bridge, the mayor said on Tuesday; it would cost 3.2 million crowns.", "en"); len(found) > 0 {
		t.Errorf("into English: %+v", found)
	}
	if found := (Checker{}).Translation(article("One."), 7, "一。", "zh-Hans"); found != nil {
		t.Errorf("no such block: %+v", found)
	}
}
