package site

import (
	"os"
	"path/filepath"
	"regexp"
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
		{news.Finding{Rule: news.NumberRule, Span: "超过800亿港元", Found: "HK$8.1bn", Why: `the report has "HK$8.1bn"`}, true, "数字“超过800亿港元”；原文写的是“HK$8.1bn”"},
		{news.Finding{Rule: news.NumberRule, Span: "10万人", Why: "stands elsewhere in the report: More than 100,000 deaths"}, false,
			`存疑：数字“10万人”；见于原文别处：<span lang="en">More than 100,000 deaths</span>`},
		{news.Finding{Rule: news.NameRule, Span: "何立峰", Why: "the report does not name He Lifeng"}, false,
			`存疑：人名与机构名“何立峰”未见于原文；原文没有提到 <span lang="en">He Lifeng</span>`},
		{news.Finding{Rule: news.NameRule, Span: "王小红", Why: "Wang Xiaohong is customarily 王小洪"}, false,
			`存疑：人名与机构名“王小红”；通译“王小洪”：<span lang="en">Wang Xiaohong</span>`},
		{news.Finding{Rule: news.FormRule, Why: "it has 481 characters; 300 are enough for a sentence"}, true, "形式；过长"},
		{news.Finding{Rule: news.FormRule, Why: "it cites sentence 40 of a report with 9"}, true, "形式；所指的原句并不存在"},
		{news.Finding{Rule: news.JudgeRule, Span: "一句", Why: "a <b>reason</b> of a model"}, true, `另一模型认为没有依据“一句”；<span lang="en">a &lt;b&gt;reason&lt;/b&gt; of a model</span>`},
	} {
		w := &writing{w: wording.For("zh-Hans")}
		got := w.finding(c.f, c.left)
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// TestEveryReasonHasItsWords reads the check's own code: what it says in English is told in Chinese.
func TestEveryReasonHasItsWords(t *testing.T) {
	files, err := filepath.Glob("../check/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no code of the check", err)
	}
	told := 0
	text := regexp.MustCompile(`"((?:it (?:is|has|holds|cites|repeats)|an extract|stands elsewhere|the report (?:has no|does)|the cited|what the cited)[^"]*)"`)
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range text.FindAllStringSubmatch(string(code), -1) {
			told++
			why := strings.NewReplacer("%d", "7", "%s", "X").Replace(m[1])
			for _, w := range []*wording.Texts{wording.For("zh-Hans"), wording.For("zh-Hant")} {
				if said, rest := inWords(w, why); said == "" {
					t.Errorf("%s: %q is not told in %s, but as %q", filepath.Base(name), why, w.Tag, rest)
				}
			}
		}
	}
	if told < 20 {
		t.Errorf("%d reasons found", told)
	}
}
