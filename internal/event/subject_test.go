package event

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestSubject: what a number counts is the noun at it, whatever else its clause names; of a measure what the clause is of.
func TestSubject(t *testing.T) {
	for _, x := range []struct{ lang, sentence, want string }{
		{"en", "Inspectors found 34 small cracks in the dam.", "crack"},
		{"en", "The district sent 200 nurses after the cases of measles.", "nurse"},
		{"en", "The number of cracks rose to 34.", "crack"},
		{"de", "Prüfer fanden 34 Risse in der Staumauer.", "crack"},
		{"fr", "Les inspecteurs ont trouvé 34 fissures dans le barrage.", "crack"},
		{"es", "Los inspectores hallaron 34 grietas en la presa.", "crack"},
		{"ru", "Инспекторы нашли 34 трещины в плотине.", "crack"},
		{"ar", "عثر المفتشون على 34 تشققات في السد.", "crack"},
		{"ko", "댐에서 균열 34곳이 발견됐다.", "crack"},
		{"ja", "ダムで亀裂が34カ所見つかった。", "crack"},
		{"ja", "ダムで34カ所の亀裂が見つかった。", "crack"},
		{"zh-Hans", "大坝上发现51处裂缝。", "crack"},
		{"zh-Hant", "大壩裂縫增至51處。", "crack"},
		{"zh-Hans", "海岸警卫队统计23人受伤。", ""},
		{"en", "Crews dumped 210 tonnes of coal into the river.", "coal"},
		{"en", "The company paid a fine of 3.5 million euros.", "fine"},
	} {
		read := readSentence(x.sentence, x.lang, time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC))
		var got []string
		for _, q := range read.reading.Quantities {
			from, upto := read.clause(q)
			if of := read.subject(q, from, upto); len(of.heads) > 0 {
				got = append(got, of.heads[0].name)
			}
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s %s: %q, not %q", x.lang, x.sentence, s, x.want)
		}
	}
}

// TestRowNames: a row is called by the lexicon in Chinese, with what became of the thing; else by the words of a report, in their language.
func TestRowNames(t *testing.T) {
	for _, x := range []struct{ lang, a, b, want string }{
		{"zh-Hans", "Inspectors found 34 cracks in the dam.", "检查人员在大坝上发现51处裂缝。", "裂缝 zh-Hans"},
		{"zh-Hans", "The inspectors counted 34 wimbles in the attic of the town hall.", "Officials counted 51 wimbles in the attic of the town hall.", "wimbles en"},
		{"en", "The storm injured 34 people.", "The storm injured 51 people.", "injured en"},
	} {
		rows := Reader{Lang: x.lang}.Figures([]news.Telling{telling("Gull", "en", 0, x.a), telling("Tern", map[bool]string{true: "en", false: "zh-Hans"}[x.b[0] < 0x80], 2, x.b)})
		if len(rows) != 1 {
			t.Errorf("%s / %s: %d rows", x.a, x.b, len(rows))
			continue
		}
		if got := rows[0].What + " " + rows[0].Lang; got != x.want {
			t.Errorf("%s / %s: %q, not %q", x.a, x.b, got, x.want)
		}
	}
}
