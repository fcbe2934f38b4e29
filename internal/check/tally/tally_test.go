package tally

import (
	"fmt"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/check/quantity"
)

// TestRead reads numbers with their powers, units and bounds, and leaves out what is no amount.
func TestRead(t *testing.T) {
	for _, x := range []struct{ lang, s, want string }{
		{"es", "Más de 3.400 vecinos dejaron 12 aldeas; el humo cubrió 2,5 kilómetros.", ">3400p 12 2500/1"},
		{"es", "Unos veinticinco mil hogares, treinta y dos escuelas y 6.200 millones de yuanes.", "~25000 32 6.2e+09CNY"},
		{"es", "El 14 de mayo, un hombre de 52 años dijo que cayó un 4,7 %.", "0.047%"},
		{"es", "A 42,6 grados, tras siete años y por 90 dólares.", "42.6/6 2556.75/5 90USD"},
		{"ru", "По меньшей мере сорок два человека и 7,4 млрд юаней, 84 300 машин.", ">42p 7.4e+09CNY 84300"},
		{"ru", "Около 500 тысяч юаней, минус 18 градусов, 7 апреля, рейс 412.", "~500000CNY -18/6"},
		{"ru", "В 2019 году сгорело 600 гектаров.", "6e+06/2"},
		{"ko", "주민 8만4천300명과 2억1천만 달러, 약 40해리.", "84300p 2.1e+08USD ~74080/1"},
		{"ko", "경찰 640여 명이 21일 오전 2시 40분쯤 단지 14만㎡를 둘러쌌다.", ">640p 140000/2"},
		{"ko", "두 명이 숨지고 61세 남성이 다쳤다. 200편 이상이 취소됐다.", "2p >200"},
		{"ar", "قُتل ستة عمال ونُقل أكثر من 300 شخص مسافة كيلومترين.", "6p >300p 2000/1"},
		{"ar", "بلغت الخسائر 2.2 مليون يوان و80 ألف دولار في 14 مايو.", "2.2e+06CNY 80000USD"},
		{"sw", "Watu 40 walifariki.", ""},
	} {
		var got []string
		for _, n := range Read(x.s, x.lang) {
			got = append(got, spell(n))
		}
		if got := strings.Join(got, " "); got != x.want {
			t.Errorf("%s: %q, not %q", x.s, got, x.want)
		}
	}
}

func spell(n quantity.Number) string {
	v := n.Alts[0]
	out := map[quantity.Bound]string{quantity.More: ">", quantity.About: "~", quantity.Less: "<", quantity.Most: "≤", quantity.Near: "→"}[n.Bound]
	if v.Sign == quantity.Below {
		out += "-"
	}
	switch u := v.Unit; {
	case u.Dim != 0:
		return out + fmt.Sprintf("%g/%d", v.N*u.Factor, u.Dim)
	case v.Kind == quantity.Share:
		return out + fmt.Sprintf("%g%%", v.N)
	case v.Thing == quantity.Person:
		return out + fmt.Sprintf("%gp", v.N)
	default:
		return out + fmt.Sprintf("%g%s", v.N, u.Money)
	}
}

// TestReadTakesAnything reads what no writer would write.
func TestReadTakesAnything(t *testing.T) {
	for _, lang := range []string{"es", "ru", "ko", "ar"} {
		for _, s := range []string{"", "1", "1.", ",", "만", "천만억조", strings.Repeat("9", 400), strings.Repeat("mil ", 5000), "\xff1\xfe", "1 000 000 000"} {
			Read(s, lang)
		}
	}
}
