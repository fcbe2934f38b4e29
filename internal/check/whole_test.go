package check

import (
	"slices"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// lighthouse is an invented report.
func lighthouse() news.Article {
	a := article("The lighthouse on Skarvik went dark on Tuesday after 142 years, the harbour office said.",
		"Its keeper, Maren Toft, climbed the 96 steps a last time and put out the lamp.",
		"Ships will be guided by 14 buoys, which cost 3.2 million crowns.",
		"Fishermen from the village of Hulm fear that the buoys will not be seen in fog.",
		"“A buoy does not wave back,” one of them said.")
	a.Title, a.Lang, a.Published = "Skarvik lighthouse goes dark", "en", time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	return a
}

func claim(text string, evidence ...int) news.Claim {
	return news.Claim{Text: text, Evidence: evidence}
}

// A digest is rejected as a whole where half of it is wrong or in doubt, and where it has nothing of its report.
func TestWhole(t *testing.T) {
	lead := claim("斯卡尔维克（Skarvik）的灯塔亮了142年后，周二熄灭。", 1)
	steps := claim("守塔人托夫特（Maren Toft）最后一次登上96级台阶，熄了灯。", 2)
	buoys := claim("今后靠14个浮标引航，造价320万克朗。", 3)
	fear := claim("渔民担心大雾里看不见浮标。", 4)
	wave := claim("其中一人说：“浮标可不会挥手。”", 5)
	wrongNumber := claim("今后靠41个浮标引航。", 3)
	foreignName := claim("守塔人阿隆索（Pedro Alonso）熄了灯。", 2)
	for _, c := range []struct {
		name   string
		claims []news.Claim
		want   news.ReasonCode
	}{
		{"all of it is right", []news.Claim{lead, steps, buoys, fear, wave}, ""},
		{"a short one", []news.Claim{lead, fear}, ""},
		{"no name and no figure, but few sentences", []news.Claim{fear, wave}, ""},
		{"one wrong of four", []news.Claim{lead, wrongNumber, steps, fear}, ""},
		{"one in doubt of two", []news.Claim{lead, foreignName}, ""},
		{"one said twice", []news.Claim{lead, steps, lead}, ""},
		{"one wrong of two", []news.Claim{lead, wrongNumber}, news.HalfFails},
		{"one wrong and one in doubt of four", []news.Claim{lead, wrongNumber, foreignName, fear}, news.HalfFails},
		{"another report's, without figures", []news.Claim{
			claim("市议会否决了新的停车规定。", 1), claim("反对者称规定不公平。", 2), claim("市长支持新规。", 3), claim("不少商户表示欢迎。", 4)}, news.OtherReport},
		{"another report's, one caught", []news.Claim{
			claim("市议会否决了新的停车规定。", 1), claim("反对者有38人。", 2), claim("商户表示欢迎。", 3)}, news.OtherReport},
	} {
		v := Check(lighthouse(), news.Digest{Lang: "zh-Hans", By: "m", Summary: c.claims})
		got := news.ReasonCode("")
		if len(v.Whole) > 0 {
			got = v.Whole[0].Reason
		}
		if got != c.want || news.Rejected(v.Whole) != (c.want != "") || c.want != "" && v.OK() {
			t.Errorf("%s: %q, want %q: %+v", c.name, got, c.want, v.Claims)
		}
	}
}

// A headline stands with the sentences that say what it says.
func TestTitleFallsWithItsSentences(t *testing.T) {
	dark := claim("斯卡尔维克（Skarvik）的灯塔亮了142年后，周二熄灭。", 1)
	wrongDark := claim("斯卡尔维克（Skarvik）的灯塔亮了124年后，周二熄灭。", 1)
	steps := claim("守塔人托夫特（Maren Toft）最后一次登上96级台阶，熄了灯。", 2)
	buoys := claim("今后靠14个浮标引航，造价320万克朗。", 3)
	fear := claim("渔民担心大雾里看不见浮标。", 4)
	for _, c := range []struct {
		title  string
		claims []news.Claim
		want   news.ReasonCode
	}{
		{"斯卡尔维克灯塔周二熄灭", []news.Claim{dark, steps, buoys}, ""},
		{"灯塔熄灭，14个浮标引航", []news.Claim{wrongDark, steps, buoys, fear}, ""},
		{"造价320万克朗的浮标引航", []news.Claim{wrongDark, steps, buoys, fear}, ""},
		{"浮标引航，渔民担心看不见", []news.Claim{wrongDark, steps, buoys, fear}, ""},
		{"斯卡尔维克灯塔周二熄灭", []news.Claim{wrongDark, steps, buoys, fear}, news.TitleAlone},
		{"灯塔亮了124年后熄灭", []news.Claim{dark, steps, buoys}, news.OtherWords},
		{"320万克朗浮标引航", []news.Claim{dark, steps, claim("渔民担心大雾里看不见。", 4)}, ""}, // in a neighbour
		{"挪威灯塔熄灭", []news.Claim{wrongDark, steps, buoys, fear}, news.TitleAlone},
	} {
		d := news.Digest{Lang: "zh-Hans", By: "m", Title: c.title, Summary: c.claims}
		got := news.ReasonCode("")
		for _, f := range Check(lighthouse(), d).Title {
			if f.Rejects && got == "" {
				got = f.Reason
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.title, got, c.want)
		}
	}
}

// A name that the report has not is doubted in a headline, as it is in a sentence: it stands.
func TestTitleWithADoubt(t *testing.T) {
	summary := []news.Claim{claim("斯卡尔维克（Skarvik）的灯塔亮了142年后，周二熄灭。", 1),
		claim("守塔人托夫特（Maren Toft）最后一次登上96级台阶，熄了灯。", 2), claim("今后靠14个浮标引航，造价320万克朗。", 3)}
	for title, want := range map[string]news.ReasonCode{"挪威灯塔周二熄灭": news.NotNamed, "守塔人佩德罗·阿隆索熄了灯塔": news.NoSuchName, "Polaris灯塔周二熄灭": news.NoSuchName} {
		v := Check(lighthouse(), news.Digest{Lang: "zh-Hans", By: "m", Title: title, Summary: summary})
		if len(v.Title) != 1 || v.Title[0].Reason != want || v.Title[0].Rejects || !v.OK() {
			t.Errorf("%s: %+v", title, v)
		}
	}
}

// What is said twice is left out, and what is like it is not.
func TestRepetition(t *testing.T) {
	first := claim("斯卡尔维克（Skarvik）灯塔亮了142年，港务局周二称已经熄灭。", 1)
	for _, c := range []struct {
		title  string
		second news.Claim
		want   news.ReasonCode
	}{
		{"", first, news.RepeatsSentence},
		{"", claim("港务局周二称，斯卡尔维克灯塔亮了142年，已熄灭。", 1), news.SameNews},
		{"", claim("斯卡尔维克灯塔已经熄灭，港务局称。", 1), news.SameNews},
		{"灯塔周二熄灭", claim("灯塔在周二熄灭了。", 2), news.RepeatsHeadline},
		{"", claim("港务局周二称，斯卡尔维克灯塔亮了142年，没有熄灭。", 1), ""},
		{"", claim("港务局周二称，斯卡尔维克灯塔已经熄灭，亮了96年。", 1), ""},
		{"", claim("守塔人周二称，斯卡尔维克灯塔已经熄灭。", 1, 2), ""},
		{"", claim("斯卡尔维克灯塔周二熄灭，渔民担心。", 1), ""},
		{"", claim("灯塔周二熄灭。", 4), ""},
		{"灯塔周二熄灭，渔民担心大雾", claim("渔民担心大雾里看不见浮标。", 4), ""},
		{"灯塔熄灭", claim("灯塔熄灭，改用14个浮标引航。", 3), ""},
		{"灯塔熄灭，改用浮标引航", claim("灯塔熄灭，港务局改用14个浮标引航。", 1, 3), ""},
	} {
		d := news.Digest{Lang: "zh-Hans", By: "m", Title: c.title, Summary: []news.Claim{first, c.second}}
		v := Check(lighthouse(), d)
		got := news.ReasonCode("")
		if i := slices.IndexFunc(v.Claims[1], news.Finding.Repeats); i >= 0 {
			got = v.Claims[1][i].Reason
		}
		if got != c.want {
			t.Errorf("%s %s: %q, want %q", c.title, c.second.Text, got, c.want)
		}
	}
	en := news.Digest{Lang: "en", By: "m", Title: "An old light goes out", Summary: []news.Claim{
		claim("The harbour office said the Skarvik lighthouse went dark on Tuesday after 142 years.", 1),
		claim("On Tuesday the Skarvik lighthouse went dark, said the harbour office.", 1),
		claim("Maren Toft, the keeper, put out the lamp on Tuesday.", 1, 2),
	}}
	v := Check(lighthouse(), en)
	if len(v.Claims[0]) > 0 || len(v.Claims[1]) != 1 || v.Claims[1][0].Reason != news.SameNews || len(v.Claims[2]) > 0 || len(v.Whole) > 0 {
		t.Errorf("in English: %+v", v)
	}
}
