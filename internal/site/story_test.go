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
