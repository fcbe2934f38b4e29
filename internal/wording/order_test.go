package wording

import (
	"strings"
	"testing"
)

func TestByName(t *testing.T) {
	const names = "Outlet 10|Outlet 1|outlet 2|Zeit|Ärzte|中央社|人民日报|阿曼观察家"
	for tag, want := range map[string]string{
		"en":      "Ärzte|Outlet 1|outlet 2|Outlet 10|Zeit|中央社|人民日报|阿曼观察家",
		"zh-Hans": "Ärzte|Outlet 1|outlet 2|Outlet 10|Zeit|阿曼观察家|人民日报|中央社", // by sound
		"zh-Hant": "Ärzte|Outlet 1|outlet 2|Outlet 10|Zeit|人民日报|中央社|阿曼观察家", // by strokes
	} {
		got := strings.Join(ByName(For(tag), strings.Split(names, "|"), func(s string) string { return s }), "|")
		if got != want {
			t.Errorf("%s: %s, want %s", tag, got, want)
		}
	}
	type source struct{ id, name string }
	same := ByName(For("en"), []source{{"b", "Courier"}, {"a", "Courier"}, {"c", "Bay News"}}, func(s source) string { return s.name })
	if same[0].id != "c" || same[1].id != "b" || same[2].id != "a" {
		t.Errorf("entries of one name do not stay in their order: %v", same)
	}
}
