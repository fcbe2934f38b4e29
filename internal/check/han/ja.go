package han

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
)

// japanese are the words of Japanese. Its sentences are read by the grammar of Chinese,
// with its words, after their characters have been made simplified ones; the words below
// come on top, and some things are read otherwise.
var japanese = func() lexicon {
	lx := chinese
	lx.country = "JP"
	lx.partedOfNumber = "分の"
	lx.points = slices.Concat([]pointWord{{"ポイント", 1, false}}, chinese.points)
	lx.fold = true
	lx.days = []dayMark{{s: "日", alone: true, not: "元游内当あ平"}, {s: "号"}} // 1日当たり: a day
	lx.ranked, lx.rankEnds, lx.placeEnds = true, "位番号", "目"
	lx.among = 'に'
	lx.rests = strings.Fields("残 ほか 他 なお 依然 まだ 以外")
	lx.measureSigns = "カか"
	lx.ownNumbers = []numberWord{
		{"半分以上", quantity.More, quantity.Part(1, 2)}, {"半分以下", quantity.Less, quantity.Part(1, 2)},
		{"半分近く", quantity.Near, quantity.Part(1, 2)}, {"半分", quantity.Exact, quantity.Part(1, 2)},
		{"半数以上", quantity.More, quantity.Part(1, 2)}, {"半数近く", quantity.Near, quantity.Part(1, 2)},
		{"半ば", quantity.Exact, quantity.Part(1, 2)}, {"大半", quantity.More, quantity.Part(1, 2)},
		{"大部分", quantity.More, quantity.Part(1, 2)},
		{"半减", quantity.Exact, quantity.Written(quantity.Multiple, .5)},
		{"倍以上", quantity.More, quantity.Written(quantity.Multiple, 2)},
		{"倍増", quantity.Exact, quantity.Written(quantity.Multiple, 2)},
		{"倍增", quantity.Exact, quantity.Written(quantity.Multiple, 2)},
		{"十数", quantity.Exact, quantity.Value{Vague: true, Lo: 11, Hi: 20}},
		{"百数十", quantity.Exact, quantity.Value{Vague: true, Lo: 110, Hi: 200}},
		{"正午", quantity.Exact, quantity.Written(quantity.Clock, 720)},
	}
	lx.besideBefore = []boundWord{
		{s: "少なくとも", bound: quantity.More}, {s: "最低", bound: quantity.More}, {s: "最大", bound: quantity.Most},
		{s: "最长", bound: quantity.Most}, {s: "最高", bound: quantity.Most}, {s: "最多", bound: quantity.Most},
		{s: "およそ", bound: quantity.About}, {s: "おおむね", bound: quantity.About}, {s: "ほぼ", bound: quantity.About},
		{s: "約", bound: quantity.About}, {s: "推計", bound: quantity.About}, {s: "推定", bound: quantity.About},
	}
	lx.scaled = "度"
	lx.besideAfter = []boundWord{
		{s: "近く", bound: quantity.Near}, {s: "近い", bound: quantity.Near}, {s: "弱", bound: quantity.Near},
		{s: "足らず", bound: quantity.Less}, {s: "に満たな", bound: quantity.Less}, {s: "に届か", bound: quantity.Less},
		{s: "を下回", bound: quantity.Less}, {s: "を割", bound: quantity.Less}, {s: "を超", bound: quantity.More},
		{s: "を上回", bound: quantity.More}, {s: "超", bound: quantity.More}, {s: "余り", bound: quantity.More},
		{s: "あまり", bound: quantity.More}, {s: "余", bound: quantity.More}, {s: "强", bound: quantity.More},
		{s: "強", bound: quantity.More}, {s: "あまり", bound: quantity.More}, {s: "ほど", bound: quantity.About},
		{s: "程度", bound: quantity.About}, {s: "前后", bound: quantity.About}, {s: "くらい", bound: quantity.About},
		{s: "ぐらい", bound: quantity.About}, {s: "まで", bound: quantity.Exact},
	}
	lx.movesAfter = []moveWord{
		{"増", quantity.Rises | quantity.By}, {"增", quantity.Rises | quantity.By}, {"高", quantity.Rises | quantity.By},
		{"上升", quantity.Rises | quantity.By}, {"上昇", quantity.Rises | quantity.By}, {"アップ", quantity.Rises | quantity.By},
		{"减", quantity.Falls | quantity.By}, {"減", quantity.Falls | quantity.By}, {"安", quantity.Falls | quantity.By},
		{"下落", quantity.Falls | quantity.By}, {"低下", quantity.Falls | quantity.By}, {"ダウン", quantity.Falls | quantity.By},
		{"引き上げ", quantity.Rises | quantity.By}, {"引き下げ", quantity.Falls | quantity.By},
		{"の引き上げ", quantity.Rises | quantity.By}, {"の引き下げ", quantity.Falls | quantity.By},
		{"値上げ", quantity.Rises | quantity.By}, {"値下げ", quantity.Falls | quantity.By},
		{"の値上げ", quantity.Rises | quantity.By}, {"の値下げ", quantity.Falls | quantity.By},
		{"上が", quantity.Rises | quantity.By}, {"下が", quantity.Falls | quantity.By},
		{"上げ", quantity.Rises | quantity.By}, {"下げ", quantity.Falls | quantity.By},
		{"上乗せ", quantity.Rises | quantity.By}, {"伸び", quantity.Rises | quantity.By},
		{"拡大し", quantity.Rises | quantity.By}, {"縮小し", quantity.Falls | quantity.By},
		{"缩小し", quantity.Falls | quantity.By}, {"落ち込", quantity.Falls | quantity.By},
	}
	lx.turns = slices.Concat([]turnWord{
		{"先周", quantity.AWeek, -1}, {"来周", quantity.AWeek, 1}, {"先月", quantity.AMonth, -1}, {"来月", quantity.AMonth, 1},
		{"昨年", quantity.AYear, -1}, {"来年", quantity.AYear, 1},
	}, chinese.turns)
	// 前年 is the year before another one, not the one before last.
	lx.nearYears = []stepWord{{"去年", -1}, {"昨年", -1}, {"今年", 0}, {"本年", 0}, {"来年", 1}, {"一昨年", -2}, {"再来年", 2}}
	lx.near = slices.Concat(strings.Fields(
		"前年 翌年 先周 今周 来周 周末 このほど 最近 同日 前夜 きのう きょう あす 昨夜 今朝 当时 先日 "+
			"近く 今后 来春 今春 昨春 昨夏 昨秋 昨冬 今夏 今秋 今冬 年内 年末 年始 年度"), chinese.near)
	return lx
}()
