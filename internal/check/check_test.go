package check

import (
	"encoding/json"
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

var update = flag.Bool("update", false, "rewrite golden files")

// article makes a report of paragraphs.
func article(paragraphs ...string) news.Article {
	a := news.Article{Title: "Talks on opioids begin in Beijing", Lang: "en", Published: time.Date(2024, 1, 30, 9, 0, 0, 0, time.UTC)}
	for _, p := range paragraphs {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: p, Ends: text.Sentences(p)})
	}
	return a
}

// opioids is a report on the events of a page that got a number wrong.
var opioids = article(
	"Officials of both countries met in Beijing on Tuesday to talk about the trade in opioids. It was the first meeting of a new working group.",
	"“We have agreed on a plan of work,” said Wang Xiaohong, the minister of public security.",
	"More than 100,000 deaths in the United States were linked to overdoses in 2022. Over two-thirds of them involved fentanyl.",
	"Washington lifted sanctions on the Institute of Forensic Science. It had imposed them in 2020.",
	"The working group will meet again in May. Nobody was named to lead it.",
)

func TestTrap(t *testing.T) {
	d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{
		{Text: "芬太尼等毒品在美国导致数以十万计的死亡。", Evidence: []int{4}},
		{Text: "2022年，美国有超过10万人死于药物过量。", Evidence: []int{4}},
	}}
	v := Check(opioids, d)
	if v.OK() || len(v.Claims[0]) != 1 || v.Claims[0][0].Rule != news.NumberRule || v.Claims[0][0].Span != "数以十万计" || !v.Claims[0][0].Rejects {
		t.Errorf("got %+v", v.Claims[0])
	}
	if len(v.Claims[1]) != 0 {
		t.Errorf("got %+v", v.Claims[1])
	}
}

// TestVerdict compares the findings on a digest with testdata/verdict.golden.
func TestVerdict(t *testing.T) {
	d := news.Digest{Lang: "zh-Hans", By: "m", Title: "中美就阿片类药物会谈，数十万人死亡",
		Names: []news.Name{{Source: "Wang Xiaohong", Target: "王小洪"}, {Source: "Jen Daskal", Target: "达斯卡尔"}},
		Summary: []news.Claim{
			{Text: "两国官员周二在北京会晤。", Evidence: []int{1}},
			{Text: "公安部长王小洪说：“我们就工作计划达成了一致。”", Evidence: []int{3}},
			{Text: "公安部长王小洪说：“我们就工作计划达成了一致。”", Evidence: []int{3}},
			{Text: "美方代表达斯卡尔说：“此事对美国人民很重要。”", Evidence: []int{1, 2}},
			{Text: "其中三分之二以上与芬太尼有关。", Evidence: []int{5}},
			{Text: "其中四分之三以上与芬太尼有关。", Evidence: []int{5}},
			{Text: "制裁始于2019年。", Evidence: []int{7}},
			{Text: "超过10万人死亡。", Evidence: []int{8}},
			{Text: "工作组将于5月再次开会，由何立峰（He Lifeng）领导。", Evidence: []int{8, 9}},
			{Text: "工作组没有在北京会晤。", Evidence: []int{1}},
			{Text: "没有依据。", Evidence: nil},
			{Text: "依据不存在。", Evidence: []int{40}},
			{Text: "The working group will meet again.", Evidence: []int{8}},
			{Text: "<b>工作组</b>将再次开会。", Evidence: []int{8}},
			{Text: "详见[此处](https://example.org)。", Evidence: []int{8}},
			{Text: "工作组\u202e将再次开会。", Evidence: []int{8}},
			{Text: strings.Repeat("工作组将再次开会", 60) + "。", Evidence: []int{8}},
		}}
	v := Check(opioids, d)
	var got strings.Builder
	write := func(text string, fs []news.Finding) {
		if r := []rune(text); len(r) > 40 {
			text = string(r[:40]) + "…"
		}
		got.WriteString(strings.ReplaceAll(text, "\u202e", "<202E>") + "\n")
		for _, f := range fs {
			line, _ := json.Marshal(f.Span)
			verb := "warns"
			if f.Rejects {
				verb = "rejects"
			}
			got.WriteString("\t" + verb + " " + string(f.Rule) + " " + string(line) + ": " + f.Why() + "\n")
		}
	}
	write(d.Title, v.Title)
	for i, c := range d.Summary {
		write(c.Text, v.Claims[i])
	}
	golden(t, "verdict.golden", got.String())
}

func TestExtract(t *testing.T) {
	d := news.Digest{Lang: "en", By: news.ByExtract, Summary: []news.Claim{
		{Text: "It was the first meeting of a new working group.", Evidence: []int{2}},
		{Text: "It was the last meeting of a new working group.", Evidence: []int{2}},
		{Text: " "},
	}}
	v := Check(opioids, d)
	if len(v.Claims[0]) != 0 || !news.Rejected(v.Claims[1]) || !news.Rejected(v.Claims[2]) {
		t.Errorf("got %+v", v.Claims)
	}
}

func TestUnknownLanguageIsLeftAlone(t *testing.T) {
	for lang, report := range map[string]string{
		"qaa": "Más de doscientas personas murieron en tres días.",
		"ko":  "사흘 동안 200명 넘게 숨졌다.",
		"ru":  "За три дня погибли более двухсот человек.",
	} {
		a := article(report)
		a.Lang = lang
		d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{{Text: "三天内五百多人死亡。", Evidence: []int{1}}}}
		v := Check(a, d)
		if !v.OK() || slices.Contains(v.Checked, news.NumberRule) || read(report, lang, a.Published).Known {
			t.Errorf("%s: got %+v", lang, v)
		}
	}
}

// A finding has what the report says instead, in the report's own words.
func TestFound(t *testing.T) {
	a := article("Mindestens 40 Menschen kamen am Mittwochabend ums Leben.")
	a.Lang = "de"
	d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{
		{Text: "至少60人丧生。", Evidence: []int{1}},
		{Text: "周五晚有人丧生。", Evidence: []int{1}},
		{Text: "死者中有人说：“我们都会回来找你们的。”", Evidence: []int{1}},
	}}
	v := Check(a, d)
	for i, want := range []string{"Mindestens 40", "Mittwochabend", ""} {
		if len(v.Claims[i]) != 1 || v.Claims[i][0].Found != want {
			t.Errorf("got %+v, want one that found %q", v.Claims[i], want)
		}
	}
}

// A quotation in Japanese is another language's, though it is written in Han script.
func TestJapaneseQuotation(t *testing.T) {
	a := article("「断るのも仕事になる」と部長は話す。価格は2割ほど上がる。", "社長は退任する。")
	a.Lang = "ja"
	d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{
		{Text: "部长说“拒绝也成了工作”，价格将上涨两成。", Evidence: []int{1, 2}},
		{Text: "部长说“拒绝也成了工作”，价格将上涨三成。", Evidence: []int{1, 2}},
	}}
	if v := Check(a, d); len(v.Claims[0]) != 0 || !news.Rejected(v.Claims[1]) {
		t.Errorf("got %+v", v.Claims)
	}
}

// A quotation may run over several sentences, with marks only at its ends.
func TestLongQuotation(t *testing.T) {
	a := article("“We agreed on a plan. It will take time. It will work,” the minister said.")
	d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{{Text: "部长说：“这需要一些时间才行。”", Evidence: []int{2}}}}
	if v := Check(a, d); !v.OK() {
		t.Errorf("got %+v", v.Claims)
	}
}

// What follows a quotation that has ended is nobody's words.
func TestEndOfQuotation(t *testing.T) {
	a := article("“We agreed on a plan. It will work,” the minister said. Rain fell. Snow fell. Hail fell. Sleet fell. The talks went on.")
	d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{{Text: "部长说：“会谈还在继续，大家都在努力。”", Evidence: []int{7}}}}
	if v := Check(a, d); v.OK() || v.Claims[0][0].Reason != news.NobodyQuoted {
		t.Errorf("got %+v", v.Claims)
	}
}

func FuzzSentence(f *testing.F) {
	f.Add("More than 100,000 deaths; 30-40m in 1.2bn, two-thirds, one in five, 14th, 8.30pm on Friday, 17 October 2023", "数以十万计、三四百名、1.2亿美元、百分之七点五、增加了两倍、第十四轮、上周四、2023年10月7日、8点半“引语”")
	f.Add("“", "”")
	f.Add("\xff12,345", "一二三四五六七八九十百千万亿兆\xff")
	f.Add("3兆2000億円", "9999999999999999999999999亿万亿%")
	f.Fuzz(func(t *testing.T, source, summary string) {
		got := Sentence([]string{source}, time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC), summary)
		if got.Rule == news.Supported {
			if got.Span != "" || got.Why() != "" {
				t.Fatalf("supported, but %+v", got)
			}
			return
		}
		if got.Why() == "" || !strings.Contains(summary, got.Span) {
			t.Fatalf("got %+v", got)
		}
	})
}

// BenchmarkSentence reports sentences a second over the cases in testdata.
func BenchmarkSentence(b *testing.B) {
	cases := readCases(b, filepath.Join("testdata", "cases.jsonl"))
	b.ResetTimer()
	n := 0
	for b.Loop() {
		cases[n%len(cases)].judge()
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}

// BenchmarkCheck reports how many sentences of digests a second are checked against
// whole reports of some forty sentences.
func BenchmarkCheck(b *testing.B) {
	var paragraphs []string
	for range 5 {
		paragraphs = append(paragraphs, opioids.Paragraphs()...)
	}
	a := article(paragraphs...)
	d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{
		{Text: "两国官员周二在北京会晤，这是新工作组的首次会议。", Evidence: []int{1, 2}},
		{Text: "2022年，美国有超过10万人死于药物过量。", Evidence: []int{4}},
		{Text: "其中三分之二以上与芬太尼有关。", Evidence: []int{5}},
		{Text: "美方解除了对法医科学研究所的制裁。", Evidence: []int{6}},
	}}
	n := 0
	for b.Loop() {
		Check(a, d)
		n += len(d.Summary)
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "sentences/s")
}

// Headline and standfirst can be cited, where the report has them; nothing else beside the body.
func TestHeadlineAndStandfirstAreEvidence(t *testing.T) {
	a := news.Article{Lang: "en", Title: "Ferry Aldis carries 340 to Port Merrow", Standfirst: "It was 12 hours late.",
		Blocks: []news.Block{{Kind: news.Paragraph, Text: "We use cookies.", Ends: []int{15}}}}
	for n, want := range map[int]string{
		news.HeadlineN: "“阿尔迪斯”号（Aldis）渡轮载着340人抵达梅罗港（Port Merrow）。", news.StandfirstN: "渡轮晚点12小时。",
	} {
		d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{{Text: want, Evidence: []int{n}}}}
		if v := Check(a, d); !v.OK() {
			t.Errorf("%d: %+v", n, v.Claims)
		}
	}
	bare := a
	bare.Standfirst = ""
	for _, n := range []int{news.StandfirstN, -3, 0, 2} {
		d := news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{{Text: "渡轮载着340人抵达港口。", Evidence: []int{n}}}}
		if v := Check(bare, d); v.OK() || v.Claims[0][0].Reason != news.NoSuchSentence {
			t.Errorf("evidence %d: %+v", n, v.Claims)
		}
	}
	src := readSource(a, Checker{}.glossary())
	if g := src.ground([]int{news.StandfirstN}); len(g.near[cited]) != 1 || g.near[cited][0].Text != a.Standfirst {
		t.Error("the standfirst that is cited is not what counts")
	}
}

// A Japanese original in brackets does not make a Chinese sentence Japanese.
func TestKanaInBrackets(t *testing.T) {
	a := news.Article{Lang: "ja", Blocks: []news.Block{{Kind: news.Paragraph, Text: "ハナミズ製作所は工場を閉じる。", Ends: []int{len("ハナミズ製作所は工場を閉じる。")}}}}
	for s, want := range map[string]bool{"花水制作所（ハナミズ製作所）将关闭工厂。": true, "ハナミズ製作所将关闭工厂。": false} {
		v := Check(a, news.Digest{Lang: "zh-Hans", By: "m", Summary: []news.Claim{{Text: s, Evidence: []int{1}}}})
		if news.Rejected(v.Claims[0]) == want {
			t.Errorf("%s: %+v", s, v.Claims[0])
		}
	}
}
