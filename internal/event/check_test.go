package event

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// noon is when the events of these tests happen.
var noon = time.Date(2026, 3, 11, 12, 0, 0, 0, time.UTC)

// told makes a telling: its sentences are of one block each. Lines of a digest begin with the sentences that they cite: "1,3 …".
func told(id, outlet, lang string, hours int, sentences []string, lines ...string) news.Telling {
	a := news.Article{ID: news.ArticleID(id), Version: 1, Source: news.SourceID(strings.ToLower(outlet)), Outlet: outlet, Lang: lang, Kind: news.PageArticle,
		Title: sentences[0], Published: noon.Add(time.Duration(hours) * time.Hour), Captured: noon.Add(time.Duration(hours)*time.Hour + time.Minute)}
	for _, s := range sentences[1:] {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}})
	}
	t := news.Telling{Item: news.Item{Article: a, Rights: news.RightsFull}, House: outlet}
	if len(lines) == 0 {
		return t
	}
	t.Digest = news.Digest{Article: a.ID, Text: a.TextHash(), Lang: "zh-Hans", By: "m", Title: strings.TrimLeft(lines[0], "0123456789, ")}
	for _, l := range lines {
		at, text, _ := strings.Cut(l, " ")
		c := news.Claim{Text: text}
		for n := range strings.SplitSeq(at, ",") {
			var i int
			fmt.Sscan(n, &i)
			c.Evidence = append(c.Evidence, i)
		}
		t.Digest.Summary = append(t.Digest.Summary, c)
	}
	return t
}

// ferry is an event that four outlets tell: the second is of the house of the first, the last copies the third.
func ferry() []news.Telling {
	one := told("a", "Harbour Mail", "en", 0, []string{
		"Ferry Ostara runs aground off Velm",
		"The ferry Ostara ran aground off Velm at 6.40 am on Wednesday with 312 people on board, the coast guard said.",
		"The operator, Bluewater Lines, said 17 passengers were hurt.",
		"Its captain, Tomas Rehn, would not comment.",
		"The ferry was built in 1994 and refitted for 8.2 million euros.",
	}, "1 周三清晨6时40分，渡轮奥斯塔拉号（Ostara）在维尔姆（Velm）外搁浅，船上有312人。", "2 运营方蓝水（Bluewater Lines）说，17名乘客受伤。", "3 船长雷恩（Tomas Rehn）不愿置评。", "4 该船1994年建造，翻修花费820万欧元。")
	two := told("b", "Die Warte", "de", 3, []string{
		"Fähre Ostara vor Velm auf Grund gelaufen",
		"Die Fähre Ostara lief am Mittwoch um 6.40 Uhr mit 312 Menschen an Bord vor Velm auf Grund.",
		"Die Küstenwache zählte 23 Verletzte.",
		"Warum das Schiff vom Kurs abkam, ist unklar.",
	}, "1 渡轮奥斯塔拉号（Ostara）周三6时40分在维尔姆（Velm）外搁浅，船上有312人。", "2 海岸警卫队统计23人受伤。", "3 船为何偏离航线尚不清楚。")
	three := told("c", "Harbour Mail", "en", 5, []string{
		"Ostara refloated",
		"The ferry Ostara was refloated on Wednesday afternoon with the help of three tugs, Bluewater Lines said.",
		"All 312 people had been taken off by 11 am.",
	}, "1 三艘拖轮周三下午使奥斯塔拉号（Ostara）脱浅。", "2 上午11时前312人已全部撤离。")
	four := told("d", "Coral Wire", "en", 6, []string{
		"Fähre Ostara vor Velm auf Grund gelaufen",
		"Die Fähre Ostara lief am Mittwoch um 6.40 Uhr mit 312 Menschen an Bord vor Velm auf Grund.",
		"Die Küstenwache zählte 23 Verletzte.",
	})
	four.CopyOf = "b"
	return []news.Telling{one, two, three, four}
}

// cite makes evidence of "a1 b2".
func cite(all []news.Telling, places string) []news.Cite {
	var out []news.Cite
	for p := range strings.FieldsSeq(places) {
		c := news.Cite{Article: news.ArticleID(p[:1])}
		fmt.Sscan(p[1:], &c.N)
		for _, t := range all {
			if t.Article.ID == c.Article {
				c.Text = t.Article.TextHash()
			}
		}
		out = append(out, c)
	}
	return out
}

// where is evidence as "a1 b2".
func where(cites []news.Cite) string {
	var out []string
	for _, c := range cites {
		out = append(out, fmt.Sprintf("%s%d", c.Article, c.N))
	}
	return strings.Join(out, " ")
}

// TestCheck: each sentence of a model stands, goes to what one outlet has, or falls by the rule that it breaks.
func TestCheck(t *testing.T) {
	all := ferry()
	edited := all[0].Article
	edited.Blocks = slices.Clone(edited.Blocks)
	edited.Blocks[1].Text = "The operator, Bluewater Lines, said 45 passengers were hurt."
	edited.Blocks[1].Ends = []int{len(edited.Blocks[1].Text)}
	all[0].Earlier = []news.Article{edited}
	for _, c := range []struct {
		name, list, text, cites string
		want                    string // "common a1 b1", "only b2", "open a3", or the rule by which it falls
	}{
		{"two outlets say it", "common", "渡轮奥斯塔拉号（Ostara）周三6时40分在维尔姆（Velm）外搁浅，船上有312人。", "a1 b1", "common a1 b1"},
		{"each has a part of it", "common", "渡轮奥斯塔拉号（Ostara）载着312人搁浅，运营方说17人受伤，海岸警卫队说23人受伤。", "a1 a2 b1 b2", "common a1 a2 b1 b2"},
		{"the other has another figure", "common", "渡轮奥斯塔拉号（Ostara）上有312人，17人受伤。", "a1 a2 b1 b2", "only a1 a2"},
		{"two reports of one house", "common", "奥斯塔拉号（Ostara）上有312人，三艘拖轮使它脱浅。", "a1 c1 c2", "only a1 c1 c2"},
		{"a report and its copy", "common", "海岸警卫队统计23人受伤。", "b2 d2", "only b2 d2"},
		{"a cite that has nothing of it", "common", "运营方蓝水（Bluewater Lines）说，17名乘客受伤。", "a2 b3", "only a2"},
		{"a report of another event", "common", "船上有312人。", "a1 x1", "malformed"},
		{"a sentence that is not there", "common", "船上有312人。", "a1 b9", "malformed"},
		{"no evidence", "common", "船上有312人。", "", "malformed"},
		{"another language", "common", "The ferry Ostara had 312 people on board.", "a1 b1", "malformed"},
		{"a figure that nobody has", "common", "船上有415人。", "a1 b1", "number_mismatch"},
		{"a figure that was edited away", "common", "运营方说45名乘客受伤。", "a2 b2", "superseded"},
		{"a figure of another outlet", "only", "海岸警卫队统计17人受伤。", "b2", "number_mismatch"},
		{"figures exchanged between who gives them", "common", "海岸警卫队说17人受伤，运营方蓝水（Bluewater Lines）说23人受伤。", "a2 b2", "role"},
		{"figures exchanged between outlets", "common", "Harbour Mail说23人受伤，Die Warte说17人受伤。", "a2 b2", "speaker"},
		{"a name that nobody has", "common", "船长莫兰（Pieter Moran）驾驶的渡轮奥斯塔拉号（Ostara）上有312人。", "a1 b1", "name_not_in_source"},
		{"one outlet has it", "only", "该船1994年建造，翻修花费820万欧元。", "a4", "only a4"},
		{"another has it, too", "only", "上午渡轮奥斯塔拉号（Ostara）搁浅时船上有312人。", "a1", "not_alone"},
		{"nobody says", "open", "船长雷恩（Tomas Rehn）不愿置评。", "a3", "open a3"},
		{"it is not open", "open", "17名乘客受伤。", "a2", "not_open"},
		{"what is cited leaves nothing open", "open", "17名乘客的伤情尚不清楚。", "a2", "not_open"},
		{"it judges an outlet", "common", "Die Warte隐瞒了船上有312人。", "a1 b1", "judges_outlet"},
		{"nobody is exclusive", "only", "独家：该船1994年建造，翻修花费820万欧元。", "a4", "judges_outlet"},
		{"who reports it is denied", "common", "两家报道船上有312人，德国媒体拒绝报道。", "a1 b1", "judges_outlet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			claim := news.StoryClaim{Text: c.text, Evidence: cite(all, c.cites)}
			d := news.StoryDigest{Lang: "zh-Hans", By: "m"}
			switch c.list {
			case "common":
				d.Common = []news.StoryClaim{claim}
			case "only":
				d.Only = []news.StoryClaim{claim}
			case "open":
				d.Open = []news.StoryClaim{claim}
			}
			got, rejects := Reader{}.Check(d, all)
			var out []string
			for name, list := range map[string][]news.StoryClaim{"common": got.Common, "only": got.Only, "open": got.Open} {
				for _, x := range list {
					out = append(out, name+" "+where(x.Evidence))
				}
			}
			for _, x := range rejects {
				out = append(out, string(x.Why[0].Rule))
			}
			if got := strings.Join(out, "; "); got != c.want {
				t.Errorf("%s %s: %s, want %s\n%+v", c.text, c.cites, got, c.want, rejects)
			}
			again, rejects := Reader{}.Check(got, all)
			if len(rejects) > 0 || len(again.Common)+len(again.Only)+len(again.Open) != len(got.Common)+len(got.Only)+len(got.Open) {
				t.Errorf("what stood falls when it is checked again: %+v", rejects)
			}
		})
	}
}

// TestGivenUp: a value that its source has replaced since is current in no sentence, whoever writes it.
func TestGivenUp(t *testing.T) {
	all := []news.Telling{
		told("a", "Harbour Mail", "en", 0, []string{"Four dead in Velm", "The coast guard said that 14 people were dead in Velm."}, "1 海岸警卫队说维尔姆（Velm）有14人死亡。"),
		told("b", "Die Warte", "de", 1, []string{"Tote in Velm", "Die Küstenwache sagte, in Velm seien 14 Menschen tot."}, "1 海岸警卫队说，维尔姆（Velm）有14人死亡。"),
		told("c", "Coral Wire", "en", 30, []string{"Toll in Velm rises", "The coast guard said that 26 people were dead in Velm."}, "1 海岸警卫队说维尔姆（Velm）有26人死亡。"),
	}
	figures := Reader{}.Figures(all)
	if len(figures) != 1 || !slices.ContainsFunc(figures[0].Values, func(v news.FigureValue) bool { return !v.Current }) {
		t.Fatalf("%+v", figures)
	}
	if got := (Reader{}).Compose(Story{Tellings: all}); len(got.Common) > 0 {
		t.Errorf("composed: %q", claims(got.Common))
	}
	d := news.StoryDigest{Lang: "zh-Hans", By: "m", Title: "维尔姆（Velm）14人死亡", TitleEvidence: cite(all, "a1"),
		Common: []news.StoryClaim{{Text: "海岸警卫队说维尔姆（Velm）有14人死亡。", Evidence: cite(all, "a1 b1")}},
		Figures: []news.Figure{
			{What: "死亡", Values: []news.FigureValue{{Said: "14 people", Evidence: cite(all, "a1")}, {Said: "26 people", Evidence: cite(all, "c1")}}},
			{What: "失踪", Values: []news.FigureValue{{Said: "14 people", Evidence: cite(all, "c1")}, {Said: "26 people", Evidence: cite(all, "c1")}}},
			{What: "受伤", Values: []news.FigureValue{{Said: "14 people", Evidence: cite(all, "a1")}, {Said: "dead", Evidence: cite(all, "c1")}}},
		}}
	got, rejects := Reader{}.Check(d, all)
	var fell []string
	for _, x := range rejects {
		fell = append(fell, string(x.Why[0].Rule))
	}
	if want := []string{"superseded", "superseded", "value_not_in_source", "not_one_thing"}; !slices.Equal(fell, want) || len(got.Common) > 0 || got.Title != "" {
		t.Errorf("%q fell, want %q; %q stands", fell, want, claims(got.Common))
	}
	if len(got.Figures) != 1 || len(got.Figures[0].Values) != len(figures[0].Values) {
		t.Errorf("%+v", got.Figures)
	}
}
