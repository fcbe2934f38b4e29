package check

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// Short sentences made of nothing but the words that the rules look for, in any order,
// reach the ends of sentences where a rule looks a word back or ahead: none may panic.
func TestVocabularyAtTheEnds(t *testing.T) {
	latin := strings.Fields("Years years year ago a the one two twenty five hundred thousand m bn % . , : - 3 2026 12 8.30 $ € £ half quarter thirds of per cent point points percentage basis " +
		"more less than over up to at least nearly and in out every doubled fold times first third 14 th May March last next this week month Friday earlier later before since since decade decades " +
		"p m pm am h uhr o'clock to from by rose fell above below higher parts million nautical miles square cubic light degrees c between or some \" “ ” ' not US HK NT A odd dozen couple " +
		"vor Jahren Jahr anderthalb viertel halbe und jede dritte Prozentpunkte quatre vingt soixante dix et un deux cent mille pour sur heures d'un années ans plus de moins 卡尼 Roe")
	han := strings.Split("一 二 两 三 十 百 千 万 亿 兆 零 半 数 几 多 余 近 约 至少 不到 超过 最多 以上 以下 左右 个 名 人 年 月 日 时 点 分 秒 周 上周 下 今年 去年 前 后 世纪 年代 第 成 倍 番 翻 增加 减少 至 到 - ~ 。 ， “ ” 百分之 分之 个百分点 % 1 2 9 26 2026 .5 , 美元 元 兑 公里 米 公斤 小时 个多 个半 季度 财年 十四五 二十大 点半 分 割 弱 超 に の 人に1人 増 減 円安 目 半年 的 大 比 其他 今天 昨天", " ")
	r := rand.New(rand.NewPCG(1, 2))
	published := []time.Time{{}, time.Date(2026, 3, 12, 0, 0, 0, 0, time.UTC)}
	compose := func(words []string, gap string) string {
		out := make([]string, 1+r.IntN(7))
		for i := range out {
			out[i] = words[r.IntN(len(words))]
		}
		return strings.Join(out, gap)
	}
	n := 20_000
	if testing.Short() {
		n = 2_000
	}
	for range n {
		source, claim := compose(latin, " "), compose(han, "")
		if r.IntN(3) == 0 {
			source, claim = claim, source
		}
		lang := []string{"en", "de", "fr", "ja", "zh"}[r.IntN(5)]
		func() {
			defer func() {
				if p := recover(); p != nil {
					t.Fatalf("%q, %q (%s): %v", source, claim, lang, p)
				}
			}()
			p := published[r.IntN(2)]
			Sentence([]string{source}, p, claim)
			read(source, lang, p)
			readClaim(claim, lang, p, nil)
		}()
	}
}
