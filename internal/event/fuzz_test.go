package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// FuzzCheck: whatever a model answers, what stays rests on sentences that there are, of two outlets where it says so, and stays
// when it is checked again.
func FuzzCheck(f *testing.F) {
	f.Add("渡轮奥斯塔拉号（Ostara）周三6时40分在维尔姆（Velm）外搁浅，船上有312人。", "a", 1, "b", 1, byte(0))
	f.Add("海岸警卫队说17人受伤，运营方说23人受伤。", "a", 2, "b", 2, byte(0))
	f.Add("船长雷恩（Tomas Rehn）不愿置评。", "a", 3, "d", -1, byte(2))
	f.Add("（（（", "x", 0, "c", -2, byte(1))
	f.Add("\xff，，；独家", "c", 1<<30, "d", 2, byte(3))
	f.Fuzz(func(t *testing.T, text, one string, n int, other string, m int, where byte) {
		all := ferry()
		hash := map[news.ArticleID]news.Hash{}
		outlet := map[news.ArticleID]string{"d": "Die Warte"} // a copy of b
		for _, x := range all {
			hash[x.Article.ID] = x.Article.TextHash()
			if x.CopyOf == "" {
				outlet[x.Article.ID] = x.House
			}
		}
		a, b := news.ArticleID(one), news.ArticleID(other)
		c := news.StoryClaim{Text: text, Evidence: []news.Cite{{Article: a, Text: hash[a], N: n}, {Article: b, Text: hash[b], N: m}}}
		d := news.StoryDigest{Title: text, Lang: "zh-Hans", By: "m"}
		switch where % 4 {
		case 0:
			d.Common = []news.StoryClaim{c, c}
		case 1:
			d.Only = []news.StoryClaim{c}
		case 2:
			d.Open = []news.StoryClaim{c}
		case 3:
			d.Figures = []news.Figure{{What: text, Values: []news.FigureValue{{Said: text, By: one, Evidence: c.Evidence}, {Said: one}}}}
		}
		got, _ := Reader{}.Check(d, all)
		for _, list := range [][]news.StoryClaim{got.Common, got.Only, got.Open} {
			for _, x := range list {
				for _, e := range x.Evidence {
					if hash[e.Article] == "" || hash[e.Article] != e.Text || e.N == 0 || e.N > 4 {
						t.Errorf("%q cites %+v", x.Text, e)
					}
				}
			}
		}
		for _, x := range got.Common {
			houses := map[string]bool{}
			for _, e := range x.Evidence {
				houses[outlet[e.Article]] = true
			}
			if len(houses) < 2 {
				t.Errorf("%q is of one outlet", x.Text)
			}
		}
		again, rejects := Reader{}.Check(got, all)
		if len(again.Common) != len(got.Common) || len(again.Only) != len(got.Only) || len(again.Open) != len(got.Open) {
			t.Errorf("%q does not stay: %+v", text, rejects)
		}
	})
}
