package site

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/topic"
)

// TestTopics files reports by what their pages show: in either script, whole words, and no
// longer when the words are gone.
func TestTopics(t *testing.T) {
	lib := newMemory()
	for i, title := range []string{"Reports of tariffs on steel", "A tariff wall", "衛星升空", "卫星的事", "Satellites"} {
		it := inventOne(i)
		it.Article.Title = title
		lib.put(it)
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), URL: "https://example.org", Topics: []topic.Topic{
		{ID: "trade", Name: "贸易", Keywords: []string{"Tariff", "port of nowhere"}}, {ID: "space", Keywords: []string{"卫星"}},
		{ID: "../x", Name: "odd", Keywords: []string{"no such words"}}, {ID: "empty", Keywords: []string{"", "…"}}, {ID: "space", Keywords: []string{"twice"}},
	}}
	find := func() map[string]string {
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		return tree(t, o.Out)
	}
	count := func(files map[string]string, page string) int {
		return strings.Count(files[page], `<li><p class="head">`)
	}
	files := find()
	for page, want := range map[string]int{"topic/trade.html": 1, "topic/space.html": 2, "topic/x.html": 0, "topics.html": 3} {
		if got := count(files, page); files[page] == "" || got != want {
			t.Errorf("%s lists %d, not %d", page, got, want)
		}
	}
	if files["topic/space.atom.xml"] == "" || !strings.Contains(files["index.html"], "topics.html") || files["topic/empty.html"] != "" {
		t.Error("a feed or the way to the topics is missing, or a topic without words is there")
	}
	if got := count(files, "topic/space/2023-01.html"); got != 2 || !strings.Contains(files["topic/space.html"], `href="../topic/space/2023-01.html"`) {
		t.Errorf("the topic's month lists %d", got)
	}
	it := inventOne(3)
	it.Article.Title = "别的事"
	lib.put(it)
	lib.remove(inventOne(2).Article.ID)
	files = find()
	if got := count(files, "topic/space.html"); got != 0 {
		t.Errorf("the topic still lists %d", got)
	}
	if files["topic/space/2023-01.html"] != "" {
		t.Error("the topic still has a month without reports")
	}
	o.Topics = nil
	for p, s := range find() {
		if strings.HasPrefix(p, "topic") || strings.Contains(s, "topics.html") {
			t.Errorf("%s still tells of topics", p)
		}
	}
}
