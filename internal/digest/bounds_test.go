package digest

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/effort"
	"github.com/waidian/waidian/internal/news"
)

// The worst answers that we could think of cost no more than their length.
func TestBoundsOfAnswers(t *testing.T) {
	if testing.Short() {
		t.Skip("counts allocations; under the race detector the pools of package regexp forget")
	}
	o := order{article: report(t, "report.txt"), tongue: tongueOf("zh-Hans")}
	b, err := o.brief()
	if err != nil {
		t.Fatal(err)
	}
	r := newParser(b, o)
	bare := func(s string) string { return s }
	summary := func(s string) string {
		return `{"title":"港口","summary":[{"text":"` + strings.ReplaceAll(s, `"`, `'`) + `","evidence":[1]}]}`
	}
	for _, unit := range []string{"{", `{"a":`, `{"a":[`, `{}`, `{"title":"港","summary":[]}`, "[", "<", "x@", "【1】", "港口（", "```", "</s>", "<|im_end|>{", "港。[1]", "港。（1）", "| 港 | 1 |\n", "- text: 港\n  evidence: 1\n", "a:\n- ", `"港口开放了。":[1],`, `"text":"港","evidence":1,`, `{"summary":["`, `{"summary":[{"text":"`, `{\"summary\":[\"`, `{"zh":{"summary":["`, `"a" + `, "(1,", "([1]", "(|"} {
		for name, form := range map[string]func(string) string{"bare": bare, "as a summary": summary} {
			t.Run(name+" "+unit, func(t *testing.T) {
				answer := func(n int) string { return form(strings.Repeat(unit, (n-200)/len(unit))) }
				effort.Most(t, effort.Linear(t, maxAnswer/4, answer, func(s string) { r.read(s) }), 400_000, 250_000_000)
			})
		}
	}
	t.Run("many objects", func(t *testing.T) {
		answer := func(n int) string { return strings.Repeat(`{"title":"港","summary":[]}`, n) }
		effort.Linear(t, 16, answer, func(s string) { r.read(s) })
	})
}

// So do the worst reports.
func TestBoundsOfReports(t *testing.T) {
	for _, unit := range []string{"Word ", "港", "a.", "By A ", "(记者", "NORTH ", "A (B) - "} {
		t.Run(unit, func(t *testing.T) {
			made := func(n int) news.Article {
				s := strings.Repeat(unit, n/len(unit)) + "."
				return news.Article{Lang: "en", Blocks: []news.Block{{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}}}}
			}
			effort.Linear(t, 50_000, made, func(a news.Article) { Extract(a) })
		})
	}
}
