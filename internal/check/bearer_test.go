package check

import (
	"fmt"
	"testing"
	"time"
)

// A person whose first name is a place's, too, is no place that was invented.
func TestBearers(t *testing.T) {
	places := map[string]string{
		"Syria": "叙利亚", "Georgia": "格鲁吉亚", "Jordan": "约旦", "Chad": "乍得", "Israel": "以色列", "Paris": "巴黎", "Florence": "佛罗伦萨", "Sydney": "悉尼",
		"Austin": "奥斯汀", "Dallas": "达拉斯", "Houston": "休斯敦", "Carolina": "卡罗来纳", "Virginia": "弗吉尼亚", "India": "印度", "Kenya": "肯尼亚", "Cyprus": "塞浦路斯",
	}
	for place, zh := range places {
		for _, title := range [][2]string{{"Dr", "博士"}, {"Mr", "先生"}, {"Ms.", "女士"}, {"Professor", "教授"}, {"Judge", "法官"}} {
			report := fmt.Sprintf("%s %s Brenkel said the well was clean.", title[0], place)
			for _, s := range []string{
				zh + title[1] + "说，水井是干净的。",
				zh + "·布伦克尔" + title[1] + "说，水井是干净的。",
				zh + "布伦克尔" + title[1] + "说，水井是干净的。",
				zh + "·布伦克尔（" + place + " Brenkel）说，水井是干净的。",
				fmt.Sprintf("%s %s Brenkel sagte, der Brunnen sei sauber.", title[0], place),
			} {
				for _, f := range (Checker{}).Findings([]string{report}, time.Time{}, s) {
					t.Errorf("%s: %s: a false alarm: %s %q: %s", report, s, f.Rule, f.Span, f.Why())
				}
			}
		}
	}
	for _, c := range [][2]string{
		{"Dr India Brenkel said the well was clean.", "印度政府说，水井是干净的。"},
		{"Dr India Brenkel said the well was clean.", "印度说，水井是干净的。"},
		{"Dr India Brenkel said the well was clean.", "印度总理说，水井是干净的。"},
		{"Mr Chad Brenkel said the well was clean.", "乍得卫生部说，水井是干净的。"},
		{"Dr Syria Brenkel said the well was clean.", "布伦克尔博士说，叙利亚的水井是干净的。"},
	} {
		if len((Checker{}).Findings([]string{c[0]}, time.Time{}, c[1])) == 0 {
			t.Errorf("%s: %s: the country is not seen", c[0], c[1])
		}
	}
}
