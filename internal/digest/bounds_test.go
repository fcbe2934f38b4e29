package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// The worst answers and reports that we could think of are read in moments.
func TestBoundedTime(t *testing.T) {
	o := order{article: report(t, "report.txt"), tongue: tongueOf("zh-Hans")}
	b, err := o.brief()
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(b, o)
	for _, unit := range []string{"{", `{"a":`, `{"a":[`, `{}`, `{"title":"港","summary":[]}`, "[", "<", "x@", "【1】", "港口（", "```"} {
		s := strings.Repeat(unit, maxAnswer/len(unit))
		for _, s := range []string{s, `{"title":"港口","summary":[{"text":"` + strings.ReplaceAll(s[:len(s)-200], `"`, `'`) + `","evidence":[1]}]}`} {
			began := time.Now()
			r.read(s)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("%q… took %s", unit, took)
			}
		}
	}
	for _, unit := range []string{"Word ", "港", "a.", "By A ", "(记者", "NORTH ", "A (B) - "} {
		s := strings.Repeat(unit, 200000/len(unit))
		a := news.Article{Lang: "en", Blocks: []news.Block{{Kind: news.Paragraph, Text: s + ".", Ends: []int{len(s) + 1}}}}
		began := time.Now()
		Extract(a)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("extract of %q… took %s", unit, took)
		}
	}
}
