package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A report brings something if its digest has a figure or a name that no digest before it has.
func TestBrings(t *testing.T) {
	telling := func(lang string, sentences ...string) news.Telling {
		d := news.Digest{Lang: lang, By: "m"}
		for _, s := range sentences {
			d.Summary = append(d.Summary, news.Claim{Text: s, Evidence: []int{1}})
		}
		return news.Telling{Item: news.Item{Digest: d}}
	}
	before := []news.Telling{
		telling("zh-Hans", "矿务局说，奥斯特拉瓦谷（Ostrava Vale）的采石场有14人获救。"),
		telling("zh-Hans", "水泵每分钟抽出4600升水。", "卡梅内克斯（Kamenex）说，6月15日前不会复工。"),
	}
	for _, c := range []struct {
		name string
		t    news.Telling
		want bool
	}{
		{"the same in other words", telling("zh-Hans", "采石场里14名工人已经脱险，水泵每分钟抽水4600升。"), false},
		{"a sentence without figures and names", telling("zh-Hans", "救援仍在继续。"), false},
		{"another figure", telling("zh-Hans", "采石场里17名工人已经脱险。"), true},
		{"a figure of something else", telling("zh-Hans", "230名居民离开家园。"), true},
		{"a name that is known", telling("zh-Hans", "经营者卡梅内克斯（Kamenex）没有回应。"), false},
		{"another name", telling("zh-Hans", "消防队长沃伊特拉（Vojtela）说，救援仍在继续。"), true},
		{"a digest in a language that no other is in", telling("en", "Rescuers freed 14 workers."), true},
		{"no digest", telling("zh-Hans"), false},
	} {
		if got := (Reader{}).Brings(c.t, before); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	if !(Reader{}).Brings(telling("zh-Hans", "救援仍在继续。"), nil) {
		t.Error("the first report brings nothing")
	}
}
