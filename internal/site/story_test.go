package site

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
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
	says := func(outlet string, sentences ...string) saying {
		s := saying{row: row{Outlet: outlet}}
		for _, c := range sentences {
			for _, g := range numbersOf(c) {
				g.Outlet = outlet
				s.numbers = append(s.numbers, g)
			}
		}
		return s
	}
	got := differing([]saying{
		says("A", "到周三傍晚已有一万多人转移，两人死亡，四人失踪。", "股价跌9.4%，警报响了14分钟。"),
		says("B", "已转移8600人，三人失踪，两人死亡。", "消防说转移9500人，去年营收占10%，距离30天。"),
		says("C", "12400人被迫离家，失踪人数减为三人。", "12400人离家。"),
	})
	var lines []string
	for _, group := range got {
		var cells []string
		for _, g := range group {
			cells = append(cells, g.Outlet+" "+strings.Join(g.Clause[:], "|"))
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

// TestMovedStoryLeadsOn: who has noted the address of a story finds it when it is part of another.
func TestMovedStoryLeadsOn(t *testing.T) {
	lib := newMemory()
	for i := range 6 {
		it := inventOne(i)
		it.Story = news.StoryID([]string{"a", "a", "b", "b", "c", "c"}[i])
		lib.put(it)
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://example.org"}
	build := func() map[string]string {
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		return tree(t, o.Out)
	}
	build()
	lib.merge("a", "b")
	if page := build()["s/a.html"]; !strings.Contains(page, `content="0; url=../s/b.html"`) || !strings.Contains(page, "noindex") {
		t.Errorf("the merged story's page is\n%s", page)
	}
	lib.merge("b", "c")
	files := build()
	if !strings.Contains(files["s/a.html"], `href="../s/b.html"`) || !strings.Contains(files["s/b.html"], `href="../s/c.html"`) || files["s/a.atom.xml"] != "" {
		t.Error("a story that moved twice does not lead on")
	}
	for _, id := range sortedKeys(lib.items) {
		lib.remove(id)
	}
	if files := build(); files["s/b.html"] != "" || files["s/c.html"] != "" {
		t.Error("a story whose reports are gone leads on")
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
		"数字不一之处", "先后次序（新的在前）",
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
