package site

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFiguresIn(t *testing.T) {
	for s, want := range map[string]string{
		"约四千二百名工人3月6日停工，十一年来首次。":                         "四千二百名",
		"1.4万人撤离，耗资104万元，涨幅3.5%。":                        "1.4万人 104万元 3.5%",
		"About 4,200 workers left; it fell 18 per cent.": "4,200 18 per cent",
		"周三，两国会谈。":                                       "",
		"2018年买下27楼的一套房":                                 "27楼",
	} {
		if got := strings.Join(figuresIn(s), " "); got != want {
			t.Errorf("%s: %q, not %q", s, got, want)
		}
	}
}

// TestStoryPage reads the page of a story from top to bottom: what each report says that is
// no copy, oldest first, with the sentence it rests on; the figures that differ; all in time.
func TestStoryPage(t *testing.T) {
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电"}
	if _, err := New(o, sample()).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.Out, "s/strike.html")
	got := body(t, path)
	last := -1
	for _, want := range []string{
		"各家怎么说", "韦萨港集装箱码头周三因罢工关闭，约四千二百名工人停工。", "内海最大的集装箱港陷入停顿，工会说周三约有五千名员工停工。",
		"各家所给的数字", "先后次序（新的在前）",
	} {
		i := slices.Index(got, want)
		if i <= last {
			t.Errorf("%s stands at %d, after %d", want, i, last)
		}
		last = max(last, i)
	}
	page := tree(t, filepath.Dir(path))["strike.html"]
	if strings.Count(page, "四千二百名") < 2 || strings.Count(page, `class="ev"`) != 3 || !strings.Contains(page, `.html#s1" data-n="1"`) {
		t.Error("the page lacks figures or evidence")
	}
}
