package page

import (
	"strings"
	"testing"
)

// TestHeadlinesKeepWords: a line of a Chinese headline ends between words, in each script, and in no other headline.
func TestHeadlinesKeepWords(t *testing.T) {
	for _, c := range []struct{ lang, headline, want string }{
		{"zh-Hans", "黄河冰坝冲开内蒙古堤防，2人死亡3人失踪", "黄河|冰坝|冲开|内蒙古|堤防，2人|死亡3人|失踪"},
		{"zh-Hans", "韦萨港停摆", "韦萨港|停摆"},
		{"zh-Hant", "無人出租車停擺", "無人|出租車|停擺"},
		{"zh", "订下78万吨油菜籽", "订下78万吨|油菜籽"},
		{"zh", "Qianlu公司A&B<b>", "Qianlu公司A&amp;B&lt;b&gt;"},
		{"ja", "内モンゴルの堤防", "内モンゴルの堤防"},
		{"en", "Ice & water", "Ice &amp; water"},
		{"zh", "", ""},
	} {
		if got := strings.ReplaceAll(string(phrased(c.lang, c.headline)), "<wbr>", "|"); got != c.want {
			t.Errorf("%s %s: %s", c.lang, c.headline, got)
		}
	}
}
