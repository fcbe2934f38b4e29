package check

import (
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
)

// Reports in Japanese are read by the same grammar as Chinese, after their
// characters have been made simplified ones, with the words that follow.

// kana reports whether a sentence is Japanese: it has at least two syllabic signs.
func kana(s string) bool {
	n := 0
	for _, r := range s {
		if r != 'ー' && r != '・' && unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			if n++; n == 2 {
				return true
			}
		}
	}
	return false
}

// jaWord is a Japanese word that is a number, or sets a bound to the one beside it.
type jaWord struct {
	s     string
	bound quantity.Bound
	v     quantity.Value
}

var jaWords = []jaWord{
	{"半分以上", quantity.More, quantity.Part(1, 2)}, {"半分以下", quantity.Less, quantity.Part(1, 2)}, {"半分近く", quantity.Near, quantity.Part(1, 2)}, {"半分", quantity.Exact, quantity.Part(1, 2)},
	{"半数以上", quantity.More, quantity.Part(1, 2)}, {"半数近く", quantity.Near, quantity.Part(1, 2)}, {"半ば", quantity.Exact, quantity.Part(1, 2)}, {"大半", quantity.More, quantity.Part(1, 2)}, {"大部分", quantity.More, quantity.Part(1, 2)},
	{"半减", quantity.Exact, quantity.Written(quantity.Multiple, .5)}, {"倍以上", quantity.More, quantity.Written(quantity.Multiple, 2)}, {"倍増", quantity.Exact, quantity.Written(quantity.Multiple, 2)}, {"倍增", quantity.Exact, quantity.Written(quantity.Multiple, 2)},
	{"十数", quantity.Exact, quantity.Value{Vague: true, Lo: 11, Hi: 20}}, {"百数十", quantity.Exact, quantity.Value{Vague: true, Lo: 110, Hi: 200}},
	{"正午", quantity.Exact, quantity.Written(quantity.Clock, 720)},
}

// jaBefore and jaAfter bound a number; longer words stand before those they begin
// or end with.
var (
	jaBefore = []jaWord{{s: "少なくとも", bound: quantity.More}, {s: "最低", bound: quantity.More}, {s: "最大", bound: quantity.Most}, {s: "最长", bound: quantity.Most}, {s: "最高", bound: quantity.Most}, {s: "最多", bound: quantity.Most},
		{s: "およそ", bound: quantity.About}, {s: "おおむね", bound: quantity.About}, {s: "ほぼ", bound: quantity.About}, {s: "約", bound: quantity.About}, {s: "推計", bound: quantity.About}, {s: "推定", bound: quantity.About}}
	jaAfter = []jaWord{{s: "近く", bound: quantity.Near}, {s: "近い", bound: quantity.Near}, {s: "弱", bound: quantity.Near}, {s: "足らず", bound: quantity.Less}, {s: "に満たな", bound: quantity.Less}, {s: "に届か", bound: quantity.Less}, {s: "を下回", bound: quantity.Less}, {s: "を割", bound: quantity.Less},
		{s: "を超", bound: quantity.More}, {s: "を上回", bound: quantity.More}, {s: "超", bound: quantity.More}, {s: "余り", bound: quantity.More}, {s: "あまり", bound: quantity.More}, {s: "余", bound: quantity.More}, {s: "强", bound: quantity.More}, {s: "強", bound: quantity.More}, {s: "あまり", bound: quantity.More},
		{s: "ほど", bound: quantity.About}, {s: "程度", bound: quantity.About}, {s: "前后", bound: quantity.About}, {s: "くらい", bound: quantity.About}, {s: "ぐらい", bound: quantity.About}, {s: "まで", bound: quantity.Exact}}
)

// jaBound finds the Japanese words that bound the number from i up to next.
func (t hanText) jaBound(i, next int) quantity.Bound {
	for _, w := range jaBefore {
		if t.before(i, w.s) {
			return w.bound
		}
	}
	for skip := 0; skip < 3; skip++ { // a measure word: 100人超
		for _, w := range jaAfter {
			if t.has(next+skip, w.s) {
				return w.bound
			}
		}
		if c := t.at(next + skip); c != 'カ' && c != 'か' && !unicode.Is(unicode.Han, c) {
			break
		}
	}
	return quantity.Exact
}

// jaTrend reads the rise or the fall right after a number: 5%増, 1198円安.
func (t hanText) jaTrend(next int) quantity.Trend {
	switch {
	case t.oneOf(next, "増增高"), t.has(next, "上升"), t.has(next, "上昇"), t.has(next, "アップ"):
		return quantity.Rises | quantity.By
	case t.oneOf(next, "减減安"), t.has(next, "下落"), t.has(next, "低下"), t.has(next, "ダウン"):
		return quantity.Falls | quantity.By
	}
	return 0
}

// wordOf returns the first of the words that stands at i, and where it ends.
func (t hanText) wordOf(words []jaWord, i int) (jaWord, int) {
	for _, w := range words {
		if t.has(i, w.s) {
			return w, i + utf8.RuneCountInString(w.s)
		}
	}
	return jaWord{}, i
}

// oneOfSo reads 5人に1人 as one in five: what a number of things means when に and
// a smaller number follow it.
func (t hanText) oneOfSo(next int, v quantity.Value) (quantity.Value, bool) {
	for range 2 { // 4校に1校, 5世帯に1世帯
		if t.at(next) != 'に' && unicode.Is(unicode.Han, t.at(next)) {
			next++
		}
	}
	if t.at(next) != 'に' || v.Vague || v.Spread || v.N < 2 || v.N > 1000 {
		return quantity.Value{}, false
	}
	r, ok := t.hanNumber(next + 1)
	if !ok || r.vague || r.lo <= 0 || r.lo >= v.N {
		return quantity.Value{}, false
	}
	return quantity.Part(r.lo, v.N), true
}

// jaYears are the first years of the Japanese eras of the last hundred years, less one.
var jaYears = []struct {
	s    string
	base int
}{{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911}, {"明治", 1867}}

// eraYear reads 令和8年.
func (t hanText) eraYear(i int) (y, next int) {
	for _, e := range jaYears {
		if !t.has(i, e.s) {
			continue
		}
		if t.has(i+2, "元年") {
			return e.base + 1, i + 4
		}
		if n, next, ok := t.numberBefore(i+2, "年", 64); ok {
			return e.base + n, next
		}
	}
	return 0, i
}

// jaRelative are words that place an event near the report's own date.
var jaRelative = []string{"先周", "今周", "来周", "周末", "このほど", "最近", "同日", "前夜", "きのう", "きょう", "あす", "昨夜", "今朝", "当时", "先日", "近く", "今后", "来春", "今春", "昨春", "昨夏", "昨秋", "昨冬", "今夏", "今秋", "今冬", "年内", "年末", "年始", "年度"}

// jaWeekday reads 水曜, as far as it names a day of the week.
func (t hanText) jaWeekday(i int) (time.Weekday, int, bool) {
	day, ok := map[rune]time.Weekday{'日': 0, '月': 1, '火': 2, '水': 3, '木': 4, '金': 5, '土': 6}[t.at(i)]
	if !ok || t.at(i+1) != '曜' {
		return 0, i, false
	}
	next := i + 2
	if t.at(next) == '日' {
		next++
	}
	return day, next, true
}

// jaReadings are the readings of a number of things that ends before next.
func (t hanText) jaReadings(next int, v quantity.Value) []quantity.Value {
	v.Label = t.oneOf(next-1, "位番号") || t.oneOf(next, "目位番号") || t.at(next+1) == '目' || t.has(next, "つ目")
	out := []quantity.Value{v}
	if s, ok := t.oneOfSo(next, v); ok {
		out = append(out, s)
	}
	return out
}
