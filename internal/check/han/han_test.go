package han

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/check/quantity/quantitytest"
)

func TestChineseNumbers(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"1.2亿美元", "120000000 USD"},
		{"3000多万人", "more than 30000000"},
		{"1亿2000万元", "120000000 CNY"},
		{"6.8万亿日元", "6800000000000 JPY"},
		{"三百二十五家", "325"},
		{"三万五千人", "35000"},
		{"两千零五名", "2005"},
		{"五十多人", "more than 50"},
		{"十多万人", "more than 100000"},
		{"三四百艘", "[300 400]"},
		{"十七八岁", "[17 18]"},
		{"五六十人", "[50 60]"},
		{"数以十万计", "[200000 1000000]"},
		{"数百万人", "[2000000 10000000]"},
		{"几十名", "[20 100]"},
		{"百分之七点五", "0.075 share"},
		{"三分之二以上", "more than 0.6666666666667 share"},
		{"两成", "0.2 share"},
		{"七成五", "0.75 share"},
		{"近半数", "nearly 0.5 share"},
		{"0.25个百分点", "0.25 points"},
		{"25个基点", "0.25 points"},
		{"第十四轮", "14 ordinal"},
		{"增加了两倍", "3 fold"},
		{"增至两倍", "2 fold"},
		{"翻一番", "2 fold"},
		{"不到50人", "less than 50"},
		{"不超过20名", "at most 20"},
		{"至少有60人", "more than 60"},
		{"下午3点半", "210 clock"},
		{"20:15", "1215 clock"},
		{"一个半小时", "1.5"},
		{"半年后", ""},
		{"一些人统一行动", ""},
		{"两国双方", ""},
	} {
		h := newPhrase(c.in, &chinese)
		h.maskStops()
		if got := quantitytest.Numbers(h.numbers(false)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestJapaneseNumbers(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"2割", "0.2 share"},
		{"3割強", "more than 0.3 share"},
		{"4割弱", "nearly 0.4 share"},
		{"3割2分5厘", "0.325 share"},
		{"半分を負担", "0.5 share"},
		{"2ポイント", "2 points"},
		{"3分の2", "0.6666666666667 share"},
		{"5分の所", "5"},
		{"1万2000円", "12000 JPY"},
		{"8兆7000億円", "8700000000000 JPY"},
		{"十数人", "[11 20]"},
		{"100人を超える", "more than 100"},
		{"50人に満たない", "less than 50"},
		{"午後3時半", "210 clock"},
		{"半減した", "0.5 fold"},
	} {
		if got := quantitytest.Numbers(Japanese.Read(c.in, time.Time{}).Numbers); got != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}

func TestDates(t *testing.T) {
	published := time.Date(2024, 1, 30, 0, 0, 0, 0, time.UTC) // a Tuesday
	for _, c := range []struct{ in, want string }{
		{"2023年10月7日", "2023-10-7"},
		{"二〇二三年", "2023-0-0"},
		{"去年12月", "2023-12-0"},
		{"20世纪60年代", "1960s"},
		{"上周四", "2024-01-25"},
		{"周五", "Friday"},
		{"26日", "0-0-26"},
		{"1月26日", "0-1-26"},
		{"1月26号", "0-1-26"},
		{"26号", ""},
		{"30日元", ""},
		{"3日游", ""},
		{"5日内", ""},
		{"1月5日内", "0-1-5"},
		{"上月5日", "2023-12-5"},
		{"3月份", "0-3-0"},
		{"2024财年", "2024-0-0"},
		{"令和8年", "2026-0-0"},
		{"平成元年", "1989-0-0"},
		{"上世纪90年代", "1990s"},
		{"本周四", "Thursday"},
		{"礼拜天", "Sunday"},
		{"水曜日", "Wednesday"},
		{"每周三次", ""},
		{"周三名官员", "Wednesday"},
		{"10~12月", "0-10-0 0-12-0"},
		{"1至3月", "0-1-0 0-3-0"},
		{"14、15日", "0-0-14 0-0-15"},
		{"114、15日", "0-0-15"},
		{"1.2023年", ""},
		{"10多日", ""},
		{"三个月", ""},
		{"两天", ""},
		{"两周一次", ""},
	} {
		var out []string
		for _, d := range newPhrase(c.in, &chinese).calendar(published).Dates {
			switch {
			case d.Decade:
				out = append(out, fmt.Sprintf("%ds", d.Year))
			case d.From != 0:
				out = append(out, quantity.FromDay(d.From).Format("2006-01-02"))
			case d.Named:
				out = append(out, d.Weekday.String())
			default:
				out = append(out, fmt.Sprintf("%d-%d-%d", d.Year, d.Month, d.Day))
			}
		}
		if got := strings.Join(out, " "); got != c.want {
			t.Errorf("%s: got %s, want %s", c.in, got, c.want)
		}
	}
}

// What is between a number and its unit: 个, 多, 半.
func TestPieces(t *testing.T) {
	for _, c := range []struct {
		in    string
		n     float64
		bound quantity.Bound
		unit  quantity.Unit
	}{
		{"两个月", 2, quantity.Exact, quantity.Month},
		{"两个多月", 2, quantity.More, quantity.Month},
		{"两个半月", 2.5, quantity.Exact, quantity.Month},
		{"五个多小时", 5, quantity.More, quantity.Hour},
		{"五个半小时", 5.5, quantity.Exact, quantity.Hour},
		{"三年多", 3, quantity.More, quantity.Year},
		{"三年半", 3.5, quantity.Exact, quantity.Year},
		{"3个国家", 3, quantity.Exact, quantity.Unit{}},
	} {
		ns := Chinese.Read(c.in, time.Time{}).Numbers
		if len(ns) == 0 || ns[0].Alts[0].N != c.n || ns[0].Bound != c.bound || ns[0].Alts[0].Unit != c.unit {
			t.Errorf("%s: got %+v", c.in, ns)
		}
	}
}

// FuzzNumber holds the reader of Chinese numbers to its promises: it moves on,
// stays in bounds and gives an interval.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"三百二十", "1亿2000万", "五十多万", "二〇二三", "七点五", "三四百", "数以百万计", "万万亿"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h := newPhrase(s, &chinese)
		for i := range h.r {
			r, ok := h.number(i)
			if ok && (r.next <= i || r.next > len(h.r) || r.lo > r.hi && !r.spread || r.lo < 0) {
				t.Fatalf("%q at %d: %+v", s, i, r)
			}
		}
	})
}
