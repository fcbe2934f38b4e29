package text

import (
	"strings"
	"testing"
)

func TestCollapse(t *testing.T) {
	for _, s := range []string{"", " ", "a", "a b", " a", "a ", "a  b", "a\u00a0b", "a\tb", "港 口", "港\u3000口", "a\n", "\u2028", "a\u0085b"} {
		if got, want := Collapse(s), strings.Join(strings.Fields(s), " "); got != want {
			t.Errorf("Collapse(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text, lang string
		want       int
	}{
		{"", "en", 0},
		{"  The port -- closed since May -- reopens. ", "en", 8},
		{"It’s 1,200 metres", "en-GB", 3},
		{"港口关闭一个月。", "zh-Hans", 7},
		{"GDP增长5.3%，达1,200亿", "zh", 7},
		{"港を閉鎖、NTTが発表", "ja", 8},
		{"항구를 한 달 동안", "ko", 4},
	} {
		if got := Words(c.text, c.lang); got != c.want {
			t.Errorf("Words(%q, %q) = %d, want %d", c.text, c.lang, got, c.want)
		}
	}
}

func TestMinutes(t *testing.T) {
	for _, c := range []struct {
		words int
		lang  string
		want  int
	}{{0, "en", 1}, {213, "en", 1}, {214, "en", 2}, {545, "en", 3}, {501, "zh-Hans", 1}, {502, "ja", 2}, {545, "ko", 3}} {
		if got := Minutes(c.words, c.lang); got != c.want {
			t.Errorf("Minutes(%d, %q) = %d, want %d", c.words, c.lang, got, c.want)
		}
	}
}
