package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// The dates that a day of the week can mean stand above the report, in place of the day beside each sentence.
func TestDays(t *testing.T) {
	friday := time.Date(2026, 3, 6, 23, 0, 0, 0, time.FixedZone("", 8*3600))
	for want, found := range map[string][]time.Weekday{
		"": nil,
		"Friday = 2026-03-06, the day of publication": {time.Friday},
		"Sunday = 2026-03-01 before publication, 2026-03-08 after it; Thursday = 2026-03-05 before publication, 2026-03-12 after it": {time.Thursday, time.Sunday},
	} {
		set := map[time.Weekday]bool{}
		for _, d := range found {
			set[d] = true
		}
		if got := days(set, friday); got != want {
			t.Errorf("%v: %q, want %q", found, got, want)
		}
		if got := days(set, time.Time{}); got != "" {
			t.Errorf("without a date: %q", got)
		}
	}
	for _, lang := range []struct{ tag, day string }{{"zh-Hans", "周一"}, {"zh-Hant", "週一"}, {"ja", "月曜日"}, {"en", "Monday"}, {"de", "Montag"}} {
		a := made("Bridge of Ostor", "It opens on Monday, 9 March.", "It has two ends.")
		a.Published = friday
		o := order{article: a, tongue: tongueOf(lang.tag), wordings: func(s string) []news.Name {
			if !strings.Contains(s, "Monday") {
				return nil
			}
			return []news.Name{{Source: "Monday", Target: lang.day}, {Source: "9 March", Target: "X"}}
		}}
		b, err := o.brief()
		if err != nil || !strings.Contains(b.User, "\nDays: Monday = 2026-03-02 before publication, 2026-03-09 after it\n") || !strings.Contains(b.User, "[1] It opens on Monday, 9 March. ⟨9 March = X⟩\n") {
			t.Errorf("%s: %v: %s", lang.tag, err, b.User)
		}
	}
}
