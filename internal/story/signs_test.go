package story

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// signsOf are the signs of a text, by sort.
func signsOf(text, lang string) map[uint32]sort {
	out := map[uint32]sort{}
	for _, t := range Of("", []string{text}, lang).terms[signs] {
		out[t.id] = sort(t.n)
	}
	return out
}

// One figure is one sign, however it is written.
func TestFiguresAreMadeAlike(t *testing.T) {
	for _, c := range []struct {
		figure string // as hash is given it
		texts  []string
	}{
		{"number 1.24e+04", []string{"en: some 12,400 crates", "de: rund 12.400 Kisten", "fr: quelque 12 400 caisses", "zh: 约1.24万箱", "zh: 一万二千四百箱", "ja: 約1万2400箱の", "ko: 1.24만 상자", "ko: 1만2400 상자", "ar: نحو ١٢٤٠٠ صندوق",
			"de: 12,4 Tausend Kisten", "es: 12.400 cajas", "id: 12,4 ribu peti"}},
		{"number 7e+00", []string{"en: seven crews", "de: sieben Boote", "fr: sept bateaux", "es: siete barcos", "ru: семь лодок", "ar: سبعة قوارب", "tr: yedi tekne", "id: tujuh kapal", "vi: bảy thuyền", "ko: 7척", "zh: 7艘船", "pt: sete barcos"}},
		{"number 3.8e+09", []string{"en: 3.8 billion crowns", "en: 3.8bn", "zh: 38亿元", "ja: 38億円", "ko: 38억 원", "fr: 3,8 milliards", "de: 3,8 Milliarden", "ru: 3,8 млрд", "es: 3.800 millones", "vi: 3,8 tỷ đồng", "id: 3,8 miliar", "tr: 3,8 milyar",
			"pt: 3,8 bilhões", "ar: 3.8 مليار", "zh-Hant: 38億元"}},
		{"share 4.5e+00", []string{"en: by 4.5%", "en: by 4.5 percent", "en: 4.5 per cent", "de: um 4,5 Prozent", "fr: de 4,5 %", "fr: 4,5 pour cent", "zh: 4.5％", "es: 4,5 por ciento", "ru: на 4,5 процента", "tr: yüzde 4,5", "ko: 4.5퍼센트"}},
		{"number 4.12e+02", []string{"en: 412 of them", "zh: 四百一十二人", "ja: 四百十二人"}},
	} {
		unit, value, _ := strings.Cut(c.figure, " ")
		for _, text := range c.texts {
			lang, text, _ := strings.Cut(text, ": ")
			if _, ok := signsOf(text, lang)[hash(signs, unit, value)]; !ok {
				t.Errorf("%s %q has no %s", lang, text, c.figure)
			}
		}
	}
}

// Days, years, hours and what is counted everywhere are no figures.
func TestDatesAreNoFigures(t *testing.T) {
	for _, text := range []string{
		"en: on 18 May 2026", "en: on May 18", "de: am 18. Mai 2026", "fr: le 18 mai", "es: el 18 de mayo", "zh: 2026年5月18日", "ja: 18日午後6時", "ko: 5월 18일", "ru: 18 мая", "ar: 18 مايو", "vi: ngày 18/5", "id: 18 Mei",
		"en: at 14:30", "en: the A320 and 5G", "en: two or three", "zh: 二〇二六年", "en: since 1998",
	} {
		lang, text, _ := strings.Cut(text, ": ")
		for _, k := range signsOf(text, lang) {
			if k <= signRound {
				t.Errorf("%s %q has a figure", lang, text)
			}
		}
	}
}

// What two texts in different languages share.
func TestSharedSigns(t *testing.T) {
	for _, c := range []struct {
		a, b string
		k    sort // that they share
		not  bool
	}{
		{"en: a bridge in Thailand", "zh: 泰国的一座桥", signCountry, false},
		{"de: in Thailand", "ru: в Таиланде", signCountry, false},
		{"fr: un pont thaïlandais en Thaïlande", "ar: جسر في تايلاند", signCountry, false},
		{"en: Nairobi", "zh: 内罗毕", signCity, false},
		{"ja: ナイロビで", "ar: في نيروبي", signCity, false},
		{"en: said Shen Tongwei of Wuling Lamps", "zh: 乌岭灯具的沈同伟", signSaid, false},
		{"en: near Kaiyang", "zh: 开阳附近", signSaid, false},
		{"en: near Kaiyang", "zh: 阳开附近", signSaid, true},
		{"en: said Darko Belimovic", "zh: 达尔科·贝利莫维奇说", signVoice, false},
		{"en: at Tarkolan", "ja: タルコランで", signVoice, false},
		{"en: at Tarkolan", "ru: в Тарколане", signVoice, false},
		{"fr: à Tarkolan", "ko: 타르콜란에서", signVoice, false},
		{"en: an earthquake", "zh: 地震", signSubject, false},
		{"vi: động đất ở đây", "ja: 地震があった", signSubject, false},
		{"en: Lao Vien burned", "vi: Lào Viên cháy", signName, false},
		{"en: Laovien burned", "vi: Lào Viên cháy", signName, false},
	} {
		la, a, _ := strings.Cut(c.a, ": ")
		lb, b, _ := strings.Cut(c.b, ": ")
		sa, sb := signsOf(a, la), signsOf(b, lb)
		shared := false
		for id, k := range sa {
			shared = shared || k == c.k && sb[id] == c.k
		}
		if shared == c.not {
			t.Errorf("%q and %q share a sign of sort %d: %v", c.a, c.b, c.k, shared)
		}
	}
}

// All that is kept of a report is bounded, whatever it is.
func TestSignsAreBounded(t *testing.T) {
	var names, figures, han strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&names, "Ab%c%cd%d Xu ", 'a'+i%26, 'a'+i/26%26, i)
		fmt.Fprintf(&figures, "%d,%03d%% ", i, i%1000)
		han.WriteRune(rune(0x4e00 + i*7%20000))
	}
	for _, text := range []string{names.String(), figures.String(), han.String(), strings.Repeat("万", 9000), strings.Repeat("9", 9000), strings.Repeat("1,", 5000), strings.Repeat("百分之", 3000)} {
		f := Of(text, []string{text, text}, "zh")
		if b, err := f.MarshalBinary(); err != nil || len(b) > 4096 {
			t.Errorf("%d bytes of %.20q, %v", len(b), text, err)
		}
		if n := len(f.terms[signs]); n > maxSigns {
			t.Errorf("%d signs", n)
		}
	}
}

// Each form in the tables is found, and means one thing of its sort.
func TestTables(t *testing.T) {
	l := terms()
	if len(l.whole) < 10000 || len(spoken()) < 15000 || len(numbers().month) < 80 {
		t.Errorf("%d forms, %d characters, %d months", len(l.whole), len(spoken()), len(numbers().month))
	}
	var names []string
	for line := range content(subjectsFile) {
		name, forms, ok := strings.Cut(line, ":")
		if !ok || slices.Contains(names, name) || len(strings.Fields(forms)) < 3 {
			t.Errorf("subject %q", name)
		}
		names = append(names, name)
	}
}

// Small numbers that two short reports of a language without capitals share, and words of grammar, are no event.
func TestShortLookAlikes(t *testing.T) {
	for _, c := range [][2]string{
		{"zh: 动物园迎来一对熊猫|青坪动物园8日迎来一对熊猫，园方表示游客可于周末前往参观。", "zh: 矿井冒顶两人获救|石沟煤矿8日发生冒顶，救援人员表示两名矿工已获救。"},
		{"ja: 茶の輸出が増えた|茶の輸出が4年ぶりに増えたことがわかった。県が発表した。", "ja: 橋の点検が終わる|古い橋の点検が4年ぶりに終わったことがわかった。歩行者は来週から渡れる見通し。"},
		{"ar: افتتاح جسر|افتتح الجسر الذي كان قد أغلق قبل 14 شهراً في هذه المدينة.", "ar: فوز الفريق|فاز الفريق الذي كان قد خسر قبل 14 يوماً في هذه البطولة."},
		{"vi: Chợ mới mở|Một khu chợ mới được mở ở đây và nhiều người đã đến trong ngày đầu với giá của các mặt hàng không cao.", "vi: Cầu bị hỏng|Một cây cầu bị hỏng ở đây và nhiều người đã phải đi vòng trong ngày đầu với lý do của các kỹ sư không rõ."},
	} {
		x := NewIndex(Options{})
		for i, text := range c {
			lang, text, _ := strings.Cut(text, ": ")
			head, body, _ := strings.Cut(text, "|")
			r := Member{ID: "r", At: noon, Features: Of(head, []string{body}, lang)}
			if i == 0 {
				x.Add("s", r)
				continue
			}
			if in, fit := x.Assign(r); in != "" {
				t.Errorf("%s joins %s by %.2f", text, c[0], fit)
			}
		}
	}
}
