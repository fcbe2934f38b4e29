package check

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A number that is bounded where a claim looks, by a word of the claim too, is not looked for elsewhere.
func TestBoundedHereBareElsewhere(t *testing.T) {
	a := article("A fallen mast cut power to 3,200 homes in Ostrel for up to nine hours on Monday.",
		"Repairs cost the grid 40,000 crowns.",
		"Schools stayed open, the mayor said.",
		"The market was held by torchlight.",
		"Crews from two towns helped.",
		"In the evening the town's team beat Halden 14 to nine.",
		"It was watched by 700 people.")
	a.Title, a.Lang, a.Published = "Mast falls in Ostrel", "en", time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text string
		ok   bool
	}{
		{"奥斯特雷尔3200户停电长达九小时。", true},
		{"奥斯特雷尔3200户停电最长达9小时。", true},
		{"奥斯特雷尔3200户停电最长九小时。", true},
		{"奥斯特雷尔3200户停电最多达九小时。", true},
		{"奥斯特雷尔3200户停电最多九个小时。", true},
		{"奥斯特雷尔3200户停电长达14小时。", false},
		{"奥斯特雷尔3200户停电长达七小时。", false},
		{"奥斯特雷尔700户停电，最长达九小时。", false},
	} {
		v := Check(a, news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{claim(c.text, 1)}})
		if got := len(v.Claims[0]) == 0; got != c.ok {
			t.Errorf("%s: %+v", c.text, v.Claims[0])
		}
	}
}

// Evidence that is off is put right where figures show it, and left alone elsewhere.
func TestEvidenceIsMended(t *testing.T) {
	light := claim("斯卡尔维克灯塔亮了142年。", 1)
	steps := claim("守塔人最后一次登上96级台阶。", 2)
	buoys := claim("14个浮标造价320万克朗。", 3)
	fear := claim("渔民担心大雾里看不见浮标。", 4)
	at := func(c news.Claim, evidence ...int) news.Claim { c.Evidence = evidence; return c }
	for _, c := range []struct {
		name   string
		claims []news.Claim
		want   [][]int
	}{
		{"right", []news.Claim{light, steps, buoys, fear}, [][]int{{1}, {2}, {3}, {4}}},
		{"counted from zero", []news.Claim{at(light, 1), at(steps, 1), at(buoys, 2), at(fear, 3)}, [][]int{{1}, {2}, {3}, {4}}},
		{"counted from zero, the first put right", []news.Claim{at(steps, 1), at(buoys, 2), at(buoys, 2), at(fear, 3)}, [][]int{{2}, {3}, {3}, {4}}},
		{"counted from two", []news.Claim{at(light, 2), at(steps, 3), at(buoys, 4), at(fear, 5)}, [][]int{{1}, {2}, {3}, {4}}},
		{"one off", []news.Claim{light, steps, at(buoys, 2), fear}, [][]int{{1}, {2}, {2, 3}, {4}}},
		{"one off, before", []news.Claim{light, steps, at(buoys, 5), fear}, [][]int{{1}, {2}, {3, 5}, {4}}},
		{"no figure shows it", []news.Claim{at(fear, 3), at(fear, 5)}, [][]int{{3}, {5}}},
		{"a figure that the report does not have", []news.Claim{light, at(claim("港务局雇有77人。"), 2)}, [][]int{{1}, {2}}},
		{"the headline", []news.Claim{at(light, news.HeadlineN, 1), steps}, [][]int{{news.HeadlineN, 1}, {2}}},
		{"two figures of two sentences", []news.Claim{at(claim("灯塔亮了142年，有96级台阶。"), 1), buoys}, [][]int{{1, 2}, {3}}},
	} {
		v := Check(lighthouse(), news.Digest{Lang: "zh-Hans", By: "m", Summary: c.claims})
		if !slices.EqualFunc(v.Evidence, c.want, slices.Equal) {
			t.Errorf("%s: %v, want %v", c.name, v.Evidence, c.want)
		}
		for i, x := range c.claims {
			if i < len(v.Evidence) && len(x.Evidence) == 0 {
				t.Errorf("%s: the digest that was given has changed", c.name)
			}
		}
	}
}
