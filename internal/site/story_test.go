package site

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

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
	for _, id := range slices.Sorted(maps.Keys(lib.items)) {
		lib.remove(id)
	}
	if files := build(); files["s/b.html"] != "" || files["s/c.html"] != "" {
		t.Error("a story whose reports are gone leads on")
	}
}

// TestStoryPage reads the page of a story from top to bottom, with what the library tells of it: its sentences with those that they
// rest on, what each outlet says, how figures differ, all reports. The data beside it say the same.
func TestStoryPage(t *testing.T) {
	lib := sample()
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Title: "外电"}
	if _, err := New(o, lib).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(o.Out, "s/strike.html")
	got := body(t, path)
	last := -1
	for _, want := range []string{
		"报道说了什么", "韦萨港集装箱码头周三因罢工停摆。 依据 2 家 2 句", "十天。 只见一家", "摘编自各家摘要，没有摘要的取自原文（未用模型）。", "各家怎么说",
		"内海最大的集装箱港陷入停顿，工会说周三约有五千名员工停工。", "约四千二百名工人停工。", "各家给出的数字", "滞留船只", "停工人数", "4,200 港务局 Capital Wire 1 句 About", "全部报道（4）",
	} {
		i := slices.IndexFunc(got, func(s string) bool { return strings.Contains(s, want) })
		if i <= last {
			t.Errorf("%s stands at %d, after %d in\n%q", want, i, last, got)
		}
		last = max(last, i)
	}
	files := tree(t, filepath.Dir(path))
	if page := files["strike.html"]; strings.Count(page, `<details class="ground">`) != 17 || strings.Count(page, `.html#s1"`) < 5 {
		t.Errorf("the page lacks evidence:\n%s", page)
	}
	if !strings.Contains(files["strike.json"], `"made_by":"digests","common":[{"text":"韦萨港集装箱码头周三因罢工停摆。","lang":"zh-Hans","outlets":2,`) {
		t.Errorf("the data are\n%s", files["strike.json"])
	}
	for list, element := range map[string]string{"index.html": `<li><span`, "2024/03.html": `<p class="lead"`} { // they call it as its page does
		html := tree(t, o.Out)[list]
		if !strings.Contains(html, `s/strike.html" lang="zh-Hans" dir="auto">韦萨集装箱码头因罢工关闭</a>`) ||
			!strings.Contains(html, element+` lang="zh-Hans" dir="auto">韦萨港集装箱码头周三因罢工停摆。</`) {
			t.Errorf("%s calls the story otherwise:\n%s", list, html)
		}
	}
	lib.merge("strike", "orbit")
	if _, err := New(o, lib).Build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if files := tree(t, filepath.Dir(path)); files["strike.json"] != "" || files["orbit.json"] == "" {
		t.Error("the data of a story that moved are still there")
	}
}

// TestPinnedStoriesLeadTheFrontPage: at most so many, as far as they have pages, above all that an edition ranks; editions have none of it.
func TestPinnedStoriesLeadTheFrontPage(t *testing.T) {
	lib := newMemory()
	for i := range 9 {
		it := inventOne(i)
		it.Story = news.StoryID([]string{"a", "a", "b", "b", "c", "c", "d", "d", "single"}[i])
		lib.put(it)
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en"}
	home := func() string {
		t.Helper()
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		return tree(t, o.Out)["index.html"]
	}
	if got := home(); strings.Contains(got, "Pinned") {
		t.Errorf("nothing is pinned:\n%s", got)
	}
	lib.pinned = []news.StoryID{"single", "none", "d", "a", "c", "b"}
	lib.put(inventOne(9)) // as a pin touches its story
	got := home()
	_, pinned, _ := strings.Cut(got, "Pinned by the editor")
	pinned, _, _ = strings.Cut(pinned, "</section>")
	if d, a, c := strings.Index(pinned, "s/d.html"), strings.Index(pinned, "s/a.html"), strings.Index(pinned, "s/c.html"); d < 0 || a < d || c < a || strings.Contains(pinned, "s/b.html") || strings.Contains(pinned, "single") {
		t.Errorf("pinned:\n%s", pinned)
	}
}
