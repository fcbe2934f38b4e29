package event

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestWhole: an outlet that has only part of a sentence is none of its evidence; one that says otherwise is not outvoted by chance.
func TestWhole(t *testing.T) {
	all := []news.Telling{
		told("a", "Quarry News", "en", 0, []string{"Quarry wall falls at Tolm", "A quarry wall at Tolm fell on Monday, killing nine workers, Dorset Kale said.", "The union accuses the ministry of having hidden 12 deaths."},
			"1 托尔姆（Tolm）采石场石壁周一倒塌，九名工人遇难，多塞特·凯尔（Dorset Kale）说。", "2 工会指责该部隐瞒12人死亡。"),
		told("b", "Steinbote", "de", 2, []string{"Neun Tote in Tolm", "In Tolm sind neun Arbeiter ums Leben gekommen.", "Zwölf Arbeiter wurden gerettet."}, "1 托尔姆（Tolm）九名工人遇难。", "2 12名工人获救。"),
	}
	for text, c := range map[string]struct{ cites, want string }{
		"托尔姆（Tolm）九名工人遇难。":                      {"a1 b1", "common a1 b1"},
		"周一托尔姆（Tolm）九名工人遇难。":                    {"a1 b1", "only a1"},
		"多塞特·凯尔（Dorset Kale）说，托尔姆（Tolm）九名工人遇难。": {"a1 b1", "only a1"},
	} {
		d := news.StoryDigest{Lang: "zh-Hans", By: "m", Common: []news.StoryClaim{{Text: text, Evidence: cite(all, c.cites)}}}
		got, rejects := Reader{}.Check(d, all)
		var out []string
		for _, x := range got.Common {
			out = append(out, "common "+where(x.Evidence))
		}
		for _, x := range got.Only {
			out = append(out, "only "+where(x.Evidence))
		}
		if said := strings.Join(out, "; "); said != c.want {
			t.Errorf("%s: %q, want %q: %+v", text, said, c.want, rejects)
		}
	}
}
