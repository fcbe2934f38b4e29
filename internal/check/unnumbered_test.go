package check

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A sentence without evidence gets the one that its figure, date, quotation or name stands in; where several fit, none.
func TestUnnumbered(t *testing.T) {
	body := []string{
		"The mill of Dorvane closed on 2 March after a fire, its owner Tessa Brandt said.",        // 1
		"It had employed 340 people and made 12,500 tonnes of paper a year.",                      // 2
		"The damage is put at 7.4m crowns.",                                                       // 3
		"Brandt said that 60 of the people would be offered work in Helmsau.",                     // 4
		"The union of paper workers, led by Jonas Ferrow, wants 60 more.",                         // 5
		"A first hearing is set for 19 April, and Brandt, Ferrow and the mayor are to be heard.",  // 6
		"Orders worth 7.4m crowns a month went to mills in Japan, where the mill had 25 clients.", // 7
		"“Es war ein guter Ort”, she said.",                                                       // 8
	}
	a := news.Article{Lang: "en", Title: "Mill of Dorvane closes", Standfirst: "Its 81 pensioners are told to wait",
		Published: time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)}
	for _, s := range body {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}})
	}
	names := []news.Name{{Source: "Tessa Brandt", Target: "布兰特"}, {Source: "Jonas Ferrow", Target: "费罗"}, {Source: "Helmsau", Target: "黑尔姆索"}}
	find := Checker{}.Unnumbered(a)
	all := func(int) bool { return true }
	for _, tt := range []struct {
		s    string
		want []int
	}{
		{"该厂此前雇用340人。", []int{2}},
		{"该厂每年生产1.25万吨纸。", []int{2}},
		{"首次听证定于4月19日举行。", []int{6}},
		{"造纸厂3月2日因火灾关闭。", []int{1}},
		{"造纸厂3月2日关闭，此前雇用340人。", []int{1, 2}},
		{"该厂在日本有25家客户。", []int{7}},
		{"81名退休人员被告知等待。", []int{news.StandfirstN}},
		{"她说：“Es war ein guter Ort。”", []int{8}},
		{"黑尔姆索有人需要工人。", []int{4}},
		{"其中60人将在黑尔姆索获得工作。", []int{4}}, // the figure stands twice, with this name once
		{"订单流向日本的工厂。", []int{7}},       // a name of the glossary
		// Several fit.
		{"损失估计为740万克朗。", nil},
		{"该公司说，将为60人提供工作。", nil},
		{"布兰特对此表示遗憾。", nil}, // the surname stands in three sentences
		{"费罗反对关厂。", nil},
		{"布兰特与费罗到场。", []int{6}},
		// Nothing shows it.
		{"该厂已经关闭。", nil},
		{"该厂此前雇用430人。", nil},            // in no sentence
		{"该厂此前雇用340人，损失990万克朗。", nil},   // one of two figures is in none
		{"莫拉克（Ida Morack）对此表示遗憾。", nil}, // in no sentence
		{"两人受伤。", nil},                  // a number that language adds freely
		{"他说：“这是个好地方。”", nil},           // a translated quotation
	} {
		if got := find(tt.s, "zh-Hans", names, all); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.s, got, tt.want)
		}
	}
	if got := find("损失估计为740万克朗。", "zh-Hans", names, func(n int) bool { return n < 5 }); !slices.Equal(got, []int{3}) {
		t.Errorf("of what is shown: %v", got)
	}
}
