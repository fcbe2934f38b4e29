package event

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// What is counted is said in the script of the reader; what is in another language, and what somebody said of it, stay.
func TestFiguresInTheScriptOfTheReader(t *testing.T) {
	figures := []news.Figure{{What: "遇难", Lang: "zh-Hans", Values: []news.FigureValue{{Said: "12人遇难", By: "卫生部", Lang: "zh-Hans"}}}, {What: "dead", Lang: "en"}}
	for lang, want := range map[string][2]string{"zh-Hant": {"遇難", "zh-Hant"}, "zh-Hans": {"遇难", "zh-Hans"}, "": {"遇难", "zh-Hans"}, "en": {"遇难", "zh-Hans"}} {
		got := Reader{Lang: lang}.inScript(figures)
		if got[0].What != want[0] || got[0].Lang != want[1] || got[1].What != "dead" || got[0].Values[0].By != "卫生部" || got[0].Values[0].Said != "12人遇难" {
			t.Errorf("%q: %+v", lang, got)
		}
	}
	if figures[0].What != "遇难" {
		t.Error("the figures themselves were changed")
	}
}
