package check

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestBracketed finds names with their originals, in whatever script, and nothing else that stands in brackets.
func TestBracketed(t *testing.T) {
	for s, want := range map[string]string{
		"渡轮海燕号（Ostara）搁浅。":           "海燕号=Ostara",
		"在方岭（Фанлинь）和扎赫里亚（الزهرية）": "方岭=Фанлинь 扎赫里亚=الزهرية",
		"占10%（去年为12%）。":              "",
		"水位（单位：米）":                   "",
		"由他们（their own words）说":      "",
		"没有右括号的名字（Ostara":            "",
	} {
		var got []string
		for _, n := range Bracketed(s) {
			got = append(got, n.Target+"="+n.Source)
		}
		if !strings.HasSuffix(strings.Join(got, " "), want) || want == "" && len(got) > 0 {
			t.Errorf("%s: %q, want %q", s, got, want)
		}
	}
}

// TestThings tells the figures, names and dates of a sentence, and whether a report has them where it is cited, or nowhere.
func TestThings(t *testing.T) {
	r := Checker{}.Read(news.Article{Lang: "en", Title: "Ferry Ostara runs aground", Blocks: blocksOf(
		"The ferry Ostara ran aground on Wednesday with 312 people on board.", "Bluewater Lines said 17 were hurt.")})
	for _, c := range []struct{ s, want string }{
		{"海燕号（Ostara）上有312人。", "312人 cited, 海燕号 cited"},
		{"17人受伤。", "17人 near"},
		{"415人受伤，雷恩（Rehn）说。", "415人 absent, 雷恩 absent"},
	} {
		var got []string
		for _, x := range r.Things(news.Claim{Text: c.s, Evidence: []int{1}}, "zh-Hans", nil) {
			how := "elsewhere"
			switch {
			case x.Cited:
				how = "cited"
			case x.Near:
				how = "near"
			case x.Absent:
				how = "absent"
			}
			got = append(got, c.s[x.Start:x.End]+" "+how)
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", c.s, got, c.want)
		}
	}
}

func blocksOf(sentences ...string) []news.Block {
	var out []news.Block
	for _, s := range sentences {
		out = append(out, news.Block{Kind: news.Paragraph, Text: s, Ends: []int{len(s)}})
	}
	return out
}

// TestInDigits: in a language that is not read a number is looked for in whatever digits, marks and powers it may have.
func TestInDigits(t *testing.T) {
	for _, c := range []struct {
		claim, s string
		want     bool
	}{
		{"12400人", "эвакуированы 12,4 тыс. человек", true}, {"12400人", "12 400 человек", true}, {"12400人", "تم إجلاء ١٢٫٤ ألف", true},
		{"12400人", "1만2400명", false}, {"12400人", "1만 2천명", false}, {"680000人", "68만 명", true}, {"12400人", "14200 человек", false}, {"7.5%", "на 7,5 %", true},
	} {
		claim := readClaim(c.claim, "zh", time.Time{}, nil)
		got := false
		for _, n := range claim.Numbers {
			got = got || inDigits(n, c.s)
		}
		if got != c.want {
			t.Errorf("%s in %q: %v", c.claim, c.s, got)
		}
	}
	for s, want := range map[string]bool{"1만2400명": true, "1만 2천명": false, "2 мая, 14200 человек": false} {
		if got := maybeInDigits(readClaim("12400人", "zh", time.Time{}, nil).Numbers[0], s); got != want {
			t.Errorf("12400 may be in %q: %v", s, got)
		}
	}
	if runs := digitRuns(strings.Repeat("7 a ", 1000)); len(runs) > mostRuns {
		t.Error(fmt.Sprint(len(runs), " runs"))
	}
}
