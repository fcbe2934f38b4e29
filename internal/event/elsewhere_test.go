package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestElsewhere: what one outlet alone says is not taken for another's because both have a name or a round figure.
func TestElsewhere(t *testing.T) {
	all := []news.Telling{
		told("a", "Quarry News", "en", 0, []string{
			"Crane falls in Dremmen",
			"A crane fell onto a school in Dremmen on Monday.",
			"Some 40 cranes of that make are in use, the builder Harkwell said.",
			"Harkwell rents the crane until 2034.",
			"The crane weighs 1,370 tonnes.",
		}, "1 德雷门（Dremmen）一台起重机周一砸中学校。", "2 建筑商哈克韦尔（Harkwell）说，同型起重机有40来台在用。", "3 哈克韦尔（Harkwell）租用起重机到2034年。", "4 起重机重1370吨。"),
		told("b", "Steinbote", "de", 2, []string{
			"Kran stürzt in Dremmen um",
			"In Dremmen ist ein Kran auf eine Schule gestürzt.",
			"40 Kinder wurden nach Hause geschickt.",
			"Harkwell wollte sich nicht äußern.",
			"Der Kran wog 1370 Tonnen.",
		}, "1 德雷门（Dremmen）一台起重机砸中学校。", "2 40名儿童被送回家。", "3 哈克韦尔（Harkwell）不愿置评。", "4 起重机重1370吨。"),
	}
	for text, c := range map[string]struct {
		cites string
		alone bool
	}{
		"同型起重机有40来台在用。":              {"a2", true},
		"哈克韦尔（Harkwell）租用起重机到2034年。": {"a3", true},
		"40名儿童被送回家。":                 {"b2", true},
		"起重机重1370吨。":                 {"a4", false},
		"德雷门（Dremmen）一台起重机砸中学校。":     {"b1", false},
	} {
		d := news.StoryDigest{Lang: "zh-Hans", By: "m", Only: []news.StoryClaim{{Text: text, Evidence: cite(all, c.cites)}}}
		if got, rejects := (Reader{}).Check(d, all); (len(got.Only) == 1) != c.alone {
			t.Errorf("%s: alone %v: %+v", text, !c.alone, rejects)
		}
	}
}
