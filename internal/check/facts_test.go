package check

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestFacts(t *testing.T) {
	published := time.Date(2026, 3, 12, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct{ lang, s, want string }{
		{"en", "Flood forces 14,200 from their homes", "figure 14,200"},
		{"en", "Four people are missing", "figure Four"},
		{"en", "At least 212 people were aboard the ferry.", "figure At least 212"},
		{"en", "The ferry was towed into Kessel by a tug at dawn.", "name Kessel"},
		{"en", "Officials said on 12 March that “nothing was lost”.", "date 12 March | quote nothing was lost"},
		{"zh-Hans", "渡轮上当时共有212名乘客和船员。", "figure 212名"},
		{"zh-Hans", "发言人说，4月15日有一万二千人撤离“险区”。", "date 4月15日 | figure 一万二千人 | quote 险区"},
		{"de", "Der Fluss stieg um 3,5 Meter.", "figure 3,5 Meter"},
		{"th", "มีผู้เสียชีวิต 14 คน", "figure 14"},
		{"en", "Police Say Three Hurt In Harbour Fire", "figure Three"},
		{"ja", "工場の閉鎖は4月15日に始まる。", "date 4月15日"},
		{"fr", "Le ministre Durand a quitté Paris mardi.", "date mardi | name Paris | name Durand"},
		{"en", "It opened at 7.30am, prices rose 3.2 per cent to $4.5bn.", "figure 7.30am | figure 3.2 per cent | figure $4.5bn"},
	} {
		var got []string
		for _, f := range (Checker{}).Facts(c.s, c.lang, published) {
			got = append(got, fmt.Sprint([]string{"figure", "date", "name", "quote"}[f.Kind], " ", c.s[f.Start:f.End]))
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.s, s, c.want)
		}
	}
	for s, want := range map[string]bool{"没有": true, "有": false, "否认": true} {
		if got := Denies(s, "zh-Hans"); got != want {
			t.Errorf("%s denies: %v", s, got)
		}
	}
	for s, want := range map[string]bool{"did not": true, "didn't": true, "denied": true, "no": true, "now": false} {
		if got := Denies(s, "en"); got != want {
			t.Errorf("%s denies: %v", s, got)
		}
	}
}
