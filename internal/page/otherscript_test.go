package page

import (
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/wording"
)

// TestOtherScript makes the other script of each language that has one.
func TestOtherScript(t *testing.T) {
	for tag, want := range map[string]string{"zh-Hans": "漢語", "zh-Hant": "汉语", "en": ""} {
		o := otherScript(wording.For(tag))
		if (o == nil) != (want == "") {
			t.Errorf("%s: another script: %t", tag, o != nil)
		}
		if o == nil {
			continue
		}
		if _, err := o.convert(); err != nil {
			t.Errorf("%s: %v", tag, err)
		}
		if got := o.text(map[string]string{"漢語": "汉语", "汉语": "漢語"}[want]); got != want {
			t.Errorf("%s: the twin has %s, want %s", tag, got, want)
		}
		if hans := "路透社的报道，预报道路结冰"; o.taiwan && o.text(hans) != "路透社的報導，預報道路結冰" {
			t.Errorf("%s: the twin has %s", tag, o.text(hans))
		}
		if !slices.Contains(TwinFolders(), o.Dir) {
			t.Errorf("%s: a site in another language would leave the twins in %s", tag, o.Dir)
		}
	}
	if got := TwinFolders(); len(got) != 2 {
		t.Errorf("folders of twins: %q", got)
	}
	for lang, want := range map[string]bool{"zh": true, "zh-Hant-HK": true, "zha": false, "ja": false, "": false} {
		if inOtherScript(lang) != want {
			t.Errorf("%q: %t, want %t", lang, !want, want)
		}
	}
}
