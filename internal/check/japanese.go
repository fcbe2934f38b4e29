package check

import (
	"time"
	"unicode"
	"unicode/utf8"
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
	bound bound
	v     value
}

var jaWords = []jaWord{
	{"半分以上", more, part(1, 2)}, {"半分以下", less, part(1, 2)}, {"半分近く", near, part(1, 2)}, {"半分", exact, part(1, 2)},
	{"半数以上", more, part(1, 2)}, {"半数近く", near, part(1, 2)}, {"半ば", exact, part(1, 2)}, {"大半", more, part(1, 2)}, {"大部分", more, part(1, 2)},
	{"半减", exact, written(multiple, .5)}, {"倍以上", more, written(multiple, 2)}, {"倍増", exact, written(multiple, 2)}, {"倍增", exact, written(multiple, 2)},
	{"十数", exact, value{vague: true, lo: 11, hi: 20}}, {"百数十", exact, value{vague: true, lo: 110, hi: 200}},
	{"正午", exact, written(clock, 720)},
}

// jaBefore and jaAfter bound a number; longer words stand before those they begin
// or end with.
var (
	jaBefore = []jaWord{{s: "少なくとも", bound: more}, {s: "最低", bound: more}, {s: "最大", bound: most}, {s: "最长", bound: most}, {s: "最高", bound: most}, {s: "最多", bound: most},
		{s: "およそ", bound: about}, {s: "おおむね", bound: about}, {s: "ほぼ", bound: about}, {s: "約", bound: about}, {s: "推計", bound: about}, {s: "推定", bound: about}}
	jaAfter = []jaWord{{s: "近く", bound: near}, {s: "近い", bound: near}, {s: "弱", bound: near}, {s: "足らず", bound: less}, {s: "に満たな", bound: less}, {s: "に届か", bound: less}, {s: "を下回", bound: less}, {s: "を割", bound: less},
		{s: "を超", bound: more}, {s: "を上回", bound: more}, {s: "超", bound: more}, {s: "余り", bound: more}, {s: "あまり", bound: more}, {s: "余", bound: more}, {s: "强", bound: more}, {s: "強", bound: more}, {s: "あまり", bound: more},
		{s: "ほど", bound: about}, {s: "程度", bound: about}, {s: "前后", bound: about}, {s: "くらい", bound: about}, {s: "ぐらい", bound: about}, {s: "まで", bound: exact}}
)

// jaBound finds the Japanese words that bound the number from i up to next.
func (t hanText) jaBound(i, next int) bound {
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
	return exact
}

// jaTrend reads the rise or the fall right after a number: 5%増, 1198円安.
func (t hanText) jaTrend(next int) trend {
	switch {
	case t.oneOf(next, "増增高"), t.has(next, "上升"), t.has(next, "上昇"), t.has(next, "アップ"):
		return rises | by
	case t.oneOf(next, "减減安"), t.has(next, "下落"), t.has(next, "低下"), t.has(next, "ダウン"):
		return falls | by
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
func (t hanText) oneOfSo(next int, v value) (value, bool) {
	for range 2 { // 4校に1校, 5世帯に1世帯
		if t.at(next) != 'に' && unicode.Is(unicode.Han, t.at(next)) {
			next++
		}
	}
	if t.at(next) != 'に' || v.vague || v.spread || v.n < 2 || v.n > 1000 {
		return value{}, false
	}
	r, ok := t.hanNumber(next + 1)
	if !ok || r.vague || r.lo <= 0 || r.lo >= v.n {
		return value{}, false
	}
	return part(r.lo, v.n), true
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
func (t hanText) jaReadings(next int, v value) []value {
	v.label = t.oneOf(next-1, "位番号") || t.oneOf(next, "目位番号") || t.at(next+1) == '目' || t.has(next, "つ目")
	out := []value{v}
	if s, ok := t.oneOfSo(next, v); ok {
		out = append(out, s)
	}
	return out
}
