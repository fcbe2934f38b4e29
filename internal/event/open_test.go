package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestLeavesOpen: what a report says is not known yet may stand among what is open, and what it knows may not.
func TestLeavesOpen(t *testing.T) {
	for _, c := range []struct {
		lang, said, text string
		open             bool
	}{
		{"en", "Whether the tenants of Velm will be paid is not yet clear.", "维尔姆（Velm）的租户能否获赔尚不清楚。", true},
		{"de", "Über den Zeitplan gibt es bisher keine Einigung.", "双方尚未就时间表达成一致。", true},
		{"de", "Warum die Pumpe ausfiel, ist noch nicht geklärt.", "水泵为何失灵尚不清楚。", true},
		{"fr", "Les deux camps n'ont pas trouvé d'accord sur la date.", "双方尚未就日期达成一致。", true},
		{"es", "Aún no se sabe por qué falló la bomba.", "水泵为何失灵尚不清楚。", true},
		{"ru", "Стороны пока не пришли к соглашению о дате.", "双方尚未就日期达成一致。", true},
		{"ja", "日程については合意に至らなかった。", "双方尚未就日程达成一致。", true},
		{"ko", "양측은 일정에 아직 합의하지 못했다.", "双方尚未就日程达成一致。", true},
		{"ar", "لم يتوصل الطرفان إلى اتفاق بشأن الموعد.", "双方尚未就日期达成一致。", true},
		{"en", "The pump failed because a valve had rusted.", "水泵为何失灵尚不清楚。", false},
		{"de", "Bisher gibt es keine Verletzten.", "有多少人受伤尚不清楚。", false},
	} {
		all := []news.Telling{told("a", "Quarry News", c.lang, 0, []string{"Velm", c.said}, "1 "+c.text)}
		d := news.StoryDigest{Lang: "zh-Hans", By: "m", Open: []news.StoryClaim{{Text: c.text, Evidence: cite(all, "a1")}}}
		if got, rejects := (Reader{}).Check(d, all); (len(got.Open) == 1) != c.open {
			t.Errorf("%s: open %v: %+v", c.said, !c.open, rejects)
		}
	}
}
