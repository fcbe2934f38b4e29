package topic

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func TestOf(t *testing.T) {
	s := Compile([]Topic{
		{ID: "trade", Name: "贸易", Keywords: []string{"tariff", "关税", "rare earth*"}},
		{ID: "space", Keywords: []string{"卫星"}},
		{ID: "empty", Keywords: []string{"", "…", `"`}},
		{ID: "", Keywords: []string{"tariff"}},
		{ID: "space", Keywords: []string{"twice"}},
	})
	if len(s.Topics) != 2 {
		t.Fatalf("%d topics", len(s.Topics))
	}
	report := func(title string, change func(*news.Item)) news.Item {
		it := news.Item{Article: news.Article{Title: title, Lang: "en"}}
		if change != nil {
			change(&it)
		}
		return it
	}
	digest := func(sentences ...string) func(*news.Item) {
		return func(it *news.Item) {
			for _, s := range sentences {
				it.Digest.Summary = append(it.Digest.Summary, news.Claim{Text: s})
			}
		}
	}
	for _, c := range []struct {
		it   news.Item
		want string
	}{
		{report("A Tariff wall", nil), "trade"},
		{report("Tariffs on steel", nil), ""},
		{report("Rare earths are scarce", nil), "trade"},
		{report("衛星升空，關稅照舊", nil), "trade space"},
		{report("Nothing", func(it *news.Item) { it.Article.Tags = []string{"steel", "tariff"} }), "trade"},
		{report("Nothing", func(it *news.Item) { it.Digest.Summary = []news.Claim{{Text: "一颗卫星坠落。"}} }), "space"},
		{report("Nothing", func(it *news.Item) { it.Article.Section = "Tariff news" }), "trade"},
		{report("Nothing", func(it *news.Item) { it.Article.Standfirst = "The tariff stays." }), "trade"},
		{report("Nothing", digest("Nothing.", "一颗卫星坠落。")), ""}, // in passing
		{report("Nothing", digest("Nothing.", "一颗卫星坠落。", "卫星无人。")), "space"},
		{report("A tariff wall", digest("关税照旧。", "关税没有变。", "一颗卫星坠落。", "卫星无人。")), "trade space"},                       // 7 and 2
		{report("A tariff on tariffs: tariff", digest("关税照旧。", "关税没有变。", "关税。", "关税。", "一颗卫星坠落。", "卫星无人。")), "trade"}, // 9 and 2
		{report("A tariff, a satellite", func(it *news.Item) {
			it.Article.Tags = []string{"卫星"}
			digest("关税照旧。", "关税没有变。")(it)
		}), "trade space"},
		{report("Nothing", func(it *news.Item) { it.Article.Blocks = []news.Block{{Text: "A tariff is mentioned once."}} }), ""},
		{report("", nil), ""},
	} {
		if got := strings.Join(s.Of(c.it), " "); got != c.want {
			t.Errorf("%q is of %q, not %q", c.it.Article.Title, got, c.want)
		}
	}
	if got := (Set{}).Of(report("Tariff", nil)); got != nil {
		t.Errorf("no topics, yet %v", got)
	}
}
