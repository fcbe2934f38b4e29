package check

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

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
