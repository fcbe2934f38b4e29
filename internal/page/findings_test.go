package page

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

func TestFindingsAreToldInTheReadersLanguage(t *testing.T) {
	for _, c := range []struct {
		f    news.Finding
		left bool
		want string
	}{
		{news.Finding{Rule: news.NumberRule, Span: "超过800亿港元", Found: "HK$8.1bn", Reason: news.OtherWords}, true, "数字“超过800亿港元”；原文写的是“<span lang=\"en\">HK$8.1bn</span>”"},
		{news.Finding{Rule: news.NumberRule, Span: "10万人", Reason: news.NumberElsewhere, Arg: "More than 100,000 deaths"}, false,
			`存疑：数字“10万人”；见于原文别处：<span lang="en">More than 100,000 deaths</span>`},
		{news.Finding{Rule: news.NameRule, Span: "何立峰", Reason: news.NotNamed, Arg: "He Lifeng"}, false,
			`存疑：人名与机构名“何立峰”未见于原文；原文没有提到 <span lang="en">He Lifeng</span>`},
		{news.Finding{Rule: news.NameRule, Span: "王小红", Reason: news.CustomaryName, Arg: "Wang Xiaohong", Of: "王小洪"}, false,
			`存疑：人名与机构名“王小红”；通译“王小洪”：<span lang="en">Wang Xiaohong</span>`},
		{news.Finding{Rule: news.NameRule, Span: "何立峰", Reason: news.OtherWords}, false, "存疑：人名与机构名“何立峰”；原文另有说法"}, // whose words are withheld
		{news.Finding{Rule: news.FormRule, Reason: news.TooManyCharacters, Arg: "481", Of: "300"}, true, "形式；过长"},
		{news.Finding{Rule: news.FormRule, Reason: news.NoSuchSentence, Arg: "40", Of: "9"}, true, "形式；所指的原句并不存在"},
		{news.Finding{Rule: news.JudgeRule, Span: "一句", Reason: news.Remark, Arg: "a <b>reason</b> of a model"}, true, `另一模型认为没有依据“一句”；<span lang="en">a &lt;b&gt;reason&lt;/b&gt; of a model</span>`},
	} {
		w := &writing{w: wording.For("zh-Hans"), item: news.Item{Article: news.Article{Lang: "en"}}}
		got := w.finding(c.f, c.left)
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestWordsOfTheReport sees to it that a finding says in which language the report's own
// words are; a name in English stays English, and a model's remark too.
func TestWordsOfTheReport(t *testing.T) {
	for _, c := range []struct {
		f    news.Finding
		want string
	}{
		{news.Finding{Rule: news.NumberRule, Reason: news.NumberElsewhere, Arg: "Mindestens 40 Menschen"}, `<span lang="de">Mindestens 40 Menschen</span>`},
		{news.Finding{Rule: news.NumberRule, Reason: news.OtherWords, Span: "四十人", Found: "vierzehn"}, `<span lang="de">vierzehn</span>」`},
		{news.Finding{Rule: news.NegateRule, Reason: news.SomethingDenied, Arg: "Er ging nicht"}, `<span lang="de">Er ging nicht</span>`},
		{news.Finding{Rule: news.NameRule, Reason: news.OriginalMissing, Arg: "Müller"}, `<span lang="de">Müller</span>`},
		{news.Finding{Rule: news.NameRule, Reason: news.CustomaryName, Arg: "Müller", Of: "米勒"}, `通譯「米勒」：<span lang="de">Müller</span>`},
		{news.Finding{Rule: news.NameRule, Reason: news.NotNamed, Arg: "Germany"}, `<span lang="en">Germany</span>`},
		{news.Finding{Rule: news.JudgeRule, Reason: news.Remark, Arg: "no such passage"}, `<span lang="en">no such passage</span>`},
	} {
		v := &writing{w: wording.For("zh-Hant"), item: news.Item{Article: news.Article{Lang: "de"}}}
		if got := v.finding(c.f, false); !strings.HasSuffix(got, c.want) {
			t.Errorf("got %s, want it to end in %s", got, c.want)
		}
	}
	e := &writing{w: wording.For("en"), item: news.Item{Article: news.Article{Lang: "de"}, Digest: news.Digest{Lang: "zh-Hant"}}}
	if got := e.finding(news.Finding{Rule: news.NumberRule, Reason: news.OtherWords, Span: "四十人", Found: "vierzehn"}, true); !strings.Contains(got, `<span lang="zh-Hant" translate="no">四十人</span>`) ||
		!strings.Contains(got, `<span lang="de">vierzehn</span>`) {
		t.Errorf("a quotation has not its own language: %s", got)
	}
	if got := e.finding(news.Finding{Rule: news.NumberRule, Reason: news.NumberElsewhere, Arg: "Mindestens 40 Menschen"}, true); !strings.HasSuffix(got, `<span lang="de">Mindestens 40 Menschen</span>`) {
		t.Errorf("the report's words are said to be English: %s", got)
	}
	v := &writing{w: wording.For("zh-Hans"), item: news.Item{Article: news.Article{Lang: "zh-Hans"}}}
	if got := v.finding(news.Finding{Rule: news.NumberRule, Reason: news.NumberElsewhere, Arg: "死者四十人"}, false); !strings.Contains(got, `<span lang="zh-Hans" translate="no">`) {
		t.Errorf("the twin would convert an outlet's words: %s", got)
	}
}
