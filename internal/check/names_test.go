package check

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestNames judges the names alone of sentences over reports of a sentence each: 191 whose
// names the report has, or that only seem to have names, and 74 with one that it has not.
func TestNames(t *testing.T) {
	for _, c := range readCases(t, filepath.Join("testdata", "names.jsonl")) {
		got := doubted(Checker{}.Findings(c.Source, time.Time{}, c.Summary))
		if c.Verdict == news.Supported && len(got) > 0 || c.Verdict == news.NameRule && !overlaps(c.Summary, strings.Join(got, ""), c.Span) {
			t.Errorf("%s: %s\n\tin %q\n\twant %q, got %q", c.ID, c.Summary, c.Source, c.Span, got)
		}
	}
}

// doubted are the spans of the findings on names.
func doubted(findings []news.Finding) []string {
	var out []string
	for _, f := range findings {
		if f.Rule == news.NameRule {
			out = append(out, f.Span)
		}
	}
	return out
}

// A name that two sentences of a digest render unlike is doubted in the later one.
func TestTwoRenderings(t *testing.T) {
	for _, c := range []struct {
		first, second, want string
	}{
		{"布雷姆（Olaf Brem）说会谈失败。", "布列姆（Olaf Brem）说他不会辞职。", "布列姆"},
		{"教练奥拉夫·布雷姆（Olaf Brem）说会谈失败。", "布雷姆（Olaf Brem）说他不会辞职。", ""},
		{"奥拉夫·布雷姆（Olaf Brem）说会谈失败。", "奥拉夫·布雷姆(Olaf Brem)说他不会辞职。", ""},
		{"布雷姆（Olaf Brem）说会谈失败。", "凯斯滕（Ida Kesten）说她不会辞职。", ""},
		{"哈爾莫航運公司（Halmoor Shipping）出售渡輪。", "布雷姆（Olaf Brem）拒絕置評。", ""},
	} {
		a := news.Article{Lang: "en", Blocks: []news.Block{{Kind: news.Paragraph, Text: "Olaf Brem said that the talks had failed. He said he would not resign, and so did Ida Kesten of Halmoor Shipping."}}}
		d := news.Digest{Lang: "zh-Hans", Summary: []news.Claim{{Text: c.first, Evidence: []int{1}}, {Text: c.second, Evidence: []int{2}}}}
		var got []string
		for _, f := range Check(a, d).Claims[1] {
			if f.Reason == news.TwoRenderings {
				got = append(got, f.Span)
				if f.Of != "布雷姆" || f.Rejects {
					t.Errorf("%+v", f)
				}
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s %s: got %q, want %q", c.first, c.second, got, c.want)
		}
	}
}

// A usual rendering is asked for in Chinese, and in no language whose tag only begins alike.
func TestCustomaryIsForChinese(t *testing.T) {
	src := &source{names: Checker{}.glossary()}
	pair := news.Name{Source: "Emmanuel Macron", Target: "马卡龙"}
	for tag, want := range map[string]string{"zh": "马克龙", "zh-Hans": "马克龙", "ZH-Hant-TW": "馬克宏", "zha": "", "zh_CN": "", "en": ""} {
		if got := src.customary(pair, tag); got != want {
			t.Errorf("%s: got %q, want %q", tag, got, want)
		}
	}
}

// A report in a script whose names cannot be heard is doubted for none that are spelled by
// sound.
func TestUnheardScripts(t *testing.T) {
	for _, report := range []string{"Мэр Пётр Сальников ушёл в отставку.", "시장은 월요일에 사임했다.", "استقال رئيس البلدية يوم الاثنين."} {
		if got := doubted(Checker{}.Findings([]string{report}, time.Time{}, "市长彼得·萨尔尼科夫辞职。")); len(got) > 0 {
			t.Errorf("%s: got %q", report, got)
		}
	}
}
