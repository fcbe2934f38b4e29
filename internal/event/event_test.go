package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestNumbersOf(t *testing.T) {
	for s, want := range map[string]string{
		"约四千二百名工人3月6日停工，十一年来首次。":                           "4200人",
		"1.4万人撤离，耗资104万元，涨幅3.5%。":                          "14000人 1.04e+06元 3.5%",
		"到周三傍晚已有一万多人转移，两人死亡，四人失踪。":                         "10000人 2人 4人",
		"一名女孩获救，一家三口平安；第412辆车。":                            "",
		"阳河县称已转移8600人（官方说法）；决口80米长。":                       "8600人 80米",
		"About 4,200 workers left; it fell 18 per cent.":   "4200workers 18per cent",
		"It cost 1.2 billion dollars and moved 3 million.": "1.2e+09dollars",
		"周三，两国会谈。2018年，6岁，第二届。":                            "",
		"一亿两千万元，二十万吨，百余辆车":                                 "1.2e+08元 200000吨 100辆",
	} {
		var got []string
		for _, g := range numbersOf(s) {
			got = append(got, fmt.Sprintf("%g%s", g.value, g.unit))
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %q, not %q", s, got, want)
		}
	}
}

// TestDiffering sets numbers side by side that outlets do not agree on, and no others.
func TestDiffering(t *testing.T) {
	var said []Said
	says := func(outlet string, sentences ...string) {
		for _, s := range sentences {
			said = append(said, Said{outlet, s})
		}
	}

	says("A", "到周三傍晚已有一万多人转移，两人死亡，四人失踪。", "股价跌9.4%，警报响了14分钟。")
	says("B", "已转移8600人，三人失踪，两人死亡。", "消防说转移9500人，去年营收占10%，距离30天。")
	says("C", "12400人被迫离家，失踪人数减为三人。", "12400人离家。")
	var lines []string
	for _, group := range Differing(said) {
		var cells []string
		for _, g := range group {
			cells = append(cells, said[g.Said].Outlet+" "+strings.Join(g.Clause[:], "|"))
		}
		lines = append(lines, strings.Join(cells, "; "))
	}
	want := []string{
		"A 到周三傍晚已有|一万多人|转移; B 已转移|8600人|; B 消防说转移|9500人|; C |12400人|被迫离家",
		"A |四人|失踪; B |三人|失踪; C 失踪人数减为|三人|",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}
