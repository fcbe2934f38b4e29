package check

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/news"
)

// The rules hold for a language that is one file of words: here an invented one.
func TestInventedLanguage(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("latin", "testdata", "vel.txt"))
	if err != nil {
		t.Fatal(err)
	}
	vel, err := latin.New("vel", string(data))
	if err != nil {
		t.Fatal(err)
	}
	published := time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		source, claim string
		want          news.Rule
	}{
		{"Plu ka 1.200 tona asceta peru 7,5 procu ela 14 maya 2023.", "2023年5月14日增加了7.5%，超过1200吨。", news.Supported},
		{"Plu ka 1.200 tona.", "超过1300吨。", news.NumberRule},
		{"Plu ka 1.200 tona.", "不到1200吨。", news.NumberRule},
		{"Asceta peru 7,5 procu.", "下降7.5%。", news.NumberRule},
		{"Dua tera.", "三分之二。", news.Supported},
		{"Dua tera.", "四分之三。", news.NumberRule},
		{"14 maya 2023", "2023年5月15日。", news.DateRule},
		{"14 maya 2023", "2023年5月14日。", news.Supported},
	} {
		s := vel.Read(c.source, published)
		r := &source{published: published, names: Checker{}.glossary(), lang: "vel", numbered: []sentence{{Sentence: s}}}
		r.index()
		got := news.Supported
		for _, f := range (Checker{}).compare(r.ground([]int{1}), c.claim, "", nil) {
			if f.Rejects {
				got = f.Rule
				break
			}
		}
		if got != c.want {
			t.Errorf("%s: %s: got %s, want %s", c.source, c.claim, got, c.want)
		}
	}
}
