package event

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestOfOutlet: of an outlet a sentence says what it reported, and nothing else.
func TestOfOutlet(t *testing.T) {
	all := ferry()
	all = append(all, told("e", "岛民晚报", "zh-Hans", 7, []string{
		"奥斯塔拉号（Ostara）搁浅",
		"渡轮奥斯塔拉号（Ostara）在维尔姆（Velm）外搁浅，船上有312人。",
		"蓝水公司（Bluewater Lines）拥有该航线的独家经营权，直到2031年。",
		"交通部长说，网上的沉船视频是假新闻。",
	}, "1 渡轮奥斯塔拉号（Ostara）在维尔姆（Velm）外搁浅，船上有312人。", "2 蓝水公司（Bluewater Lines）拥有该航线的独家经营权，直到2031年。", "3 交通部长说，网上的沉船视频是假新闻。"))
	for _, c := range []struct {
		text, cites string
		stands      bool
	}{
		{"据《岛民晚报》报道，船上有312人。", "a1 e1", true},
		{"《岛民晚报》说，船上有312人。", "b1 e1", true},
		{"Die Warte写道，海岸警卫队统计23人受伤。", "b2", true},
		{"据Die Warte和《岛民晚报》报道，船上有312人。", "b1 e1", true},
		{"据当地媒体报道，船上有312人。", "b1 e1", true},
		{"多家报纸报道，船上有312人。", "b1 e1", true},
		{"蓝水公司（Bluewater Lines）拥有该航线的独家经营权，直到2031年。", "e2", true},
		{"交通部长说，网上的沉船视频是假新闻。", "e3", true},
		{"Die Warte称23人受伤，与实情不符。", "b2", false},
		{"Die Warte抢先写出23人受伤。", "b2", false},
		{"只有Die Warte报道23人受伤。", "b2", false},
		{"唯一报道23人受伤的是Die Warte。", "b2", false},
		{"Die Warte（《守望报》）错报23人受伤。", "b2", false},
		{"Die Warte的编辑杜撰了23人受伤。", "b2", false},
		{"《岛民晚报》与Die Warte照抄了船上有312人的说法。", "b1 e1", false},
		{"所有报纸都轻率地说船上有312人。", "b1 e1", false},
		{"仅这两家媒体报道船上有312人。", "b1 e1", false},
		{"《岛民晚报》对312人以外的事讳莫如深。", "e1", false},
		{"《岛民晚报》更正了错误，改称船上有312人。", "e1", false},
		{"《岛民晚报》报道船上有312人，堪称业界楷模。", "e1", false},
		{"各大媒体纷纷跟风，说船上有312人。", "b1 e1", false},
	} {
		d := news.StoryDigest{Lang: "zh-Hans", By: "m", Common: []news.StoryClaim{{Text: c.text, Evidence: cite(all, c.cites)}}}
		got, rejects := Reader{}.Check(d, all)
		stands := len(got.Common)+len(got.Only) == 1
		judged := slices.ContainsFunc(rejects, func(r news.Reject) bool { return r.Why[0].Rule == news.OutletRule })
		if stands != c.stands || judged == c.stands {
			t.Errorf("%s: stands %v: %+v", c.text, stands, rejects)
		}
	}
}
