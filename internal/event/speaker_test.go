package event

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// TestSpeakers names who gives a number only where the sentence says so, whole, and of when only where the count is of then.
func TestSpeakers(t *testing.T) {
	for _, x := range []struct{ lang, text, by, asOf string }{
		{"en", "Forty-one passengers were injured, according to the harbour police.", "harbour police", ""},
		{"en", "The county health office said that 41 people were injured on Saturday.", "county health office", ""},
		{"en", "By noon 41 people were injured, the coast guard said.", "coast guard", "By noon"},
		{"en", "The operator denied that 41 people were injured.", "", ""},
		{"en", "In the hospital lay 41 people who were injured.", "", ""},
		{"en", "The ship sank on Sunday and 41 people were injured.", "", ""},
		{"es", "La empresa abrió la compuerta a las 4:20 y 41 personas resultaron heridas, según la alcaldía.", "", ""},
		{"zh-Hans", "截至5日清晨，已有41人受伤，省应急管理厅通报。", "省应急管理厅", "5日清晨"},
		{"zh-Hans", "5日清晨发生在远山电池公司的火灾造成41人受伤。", "", ""},
		{"en", "Police gave no names; 41 people were injured.", "", ""},
		{"en", "The ministry has not said why 41 people were injured.", "", ""},
		{"en", "By Wednesday evening 700 houses were dark, and 41 people were injured.", "", "By Wednesday evening"},
		{"en", "The official count on Wednesday evening was 41 injured.", "", ""},
		{"ru", "Число погибших эксперты оценивают так, 41 человек ранен.", "", ""},
		{"ru", "По данным министерства, 41 человек ранен.", "министерства", ""},
	} {
		at := time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)
		s := readSentence(x.text, x.lang, at)
		found := false
		for _, a := range s.amounts(at) {
			if strings.Contains(a.said, "700") {
				continue
			}
			if a.Low != 41 {
				t.Errorf("%s: %s is a count", x.text, a.said)
				continue
			}
			found = true
			if a.by != x.by || a.asOf != x.asOf {
				t.Errorf("%s: by %q as of %q, not %q, %q", x.text, a.by, a.asOf, x.by, x.asOf)
			}
		}
		if !found {
			t.Errorf("%s: no count", x.text)
		}
	}
}

// TestNoCounts reads no clock, storey or ordinal as a count, and a range as one value.
func TestNoCounts(t *testing.T) {
	at := time.Date(2026, 9, 7, 8, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		lang, text string
		want       []string
	}{
		{"es", "A las 4:20 seguían desaparecidas 9 personas.", []string{"9"}},
		{"zh-Hans", "大火烧到12层，3人死亡。", []string{"3人"}},
		{"en", "A passenger said that one man was injured.", nil},
		{"fr", "Entre 310 et 380 personnes ont été évacuées.", []string{"310 et 380"}},
		{"en", "Some 310–380 people were evacuated.", []string{"310–380"}},
		{"en", "The boat is licensed to carry 40 people, and 55 were rescued.", []string{"55"}},
	} {
		var got []string
		read := readSentence(x.text, x.lang, at)
		for _, a := range read.amounts(at) {
			got = append(got, a.said)
		}
		if len(got) != len(x.want) {
			t.Errorf("%s: %q", x.text, got)
			continue
		}
		for i := range got {
			if len(got[i]) < len(x.want[i]) {
				t.Errorf("%s: %q, not %q", x.text, got, x.want)
			}
		}
	}
}

// TestRowsApart sets no two things side by side.
func TestRowsApart(t *testing.T) {
	for _, x := range [][2][2]string{
		{{"en", "Rescuers said that 58 people were aboard the boat."}, {"en", "The coast guard said that 34 people were rescued."}},
		{{"en", "The coast guard said 9 people were rescued, of whom 2 died."}, {"en", "The coast guard said 7 people were rescued."}},
		{{"zh-Hans", "火从11楼烧起，警方说。"}, {"zh-Hans", "大火烧了19楼，警方说。"}},
		{{"en", "The blast killed 9 miners, the county government said."}, {"en", "The bodies of the last 3 miners were found on Friday."}},
		{{"ja", "停電で約3万枚に影響した、と会社は発表した。"}, {"ja", "停電は1万8000戸に影響した、と市は発表した。"}},
	} {
		a, b := telling("Gull", x[0][0], 0, x[0][1]), telling("Tern", x[1][0], 5, x[1][1])
		for _, f := range (Reader{}).Figures([]news.Telling{a, b}) {
			t.Errorf("%s / %s: %s", x[0][1], x[1][1], written(f))
		}
	}
}
