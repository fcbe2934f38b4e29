package byline

import (
	"strings"
	"testing"
)

// A name beside the hour of a report in Korean is that of its author; a word of the page is none.
func TestTimed(t *testing.T) {
	for _, c := range [][2]string{
		{"김도윤¦입력 2026. 3. 3. 오후 6:40", "김도윤"},
		{"김도윤¦2026.03.03 18:40", "김도윤"},
		{"조회수¦입력 2026. 3. 3.", ""},
		{"정치부¦2026.03.03 18:40", ""},
		{"김도윤¦부두시 시장", ""},
		{"김도윤¦입력", ""},
		{"김도윤", ""},
		{"김도윤 입력 2026. 3. 3. 오후 6:40", "김도윤"},
		{"부두시 2026.03.03 18:40", ""},
		{"김도윤 시장은 2026. 3. 3. 퇴임한다", ""},
		{"Ada Lin¦2026.03.03 18:40", ""},
	} {
		if got := strings.Join((Reader{Lang: "ko"}).Timed(strings.Split(c[0], "¦")), "; "); got != c[1] {
			t.Errorf("%s: %q, want %q", c[0], got, c[1])
		}
	}
}

// What another did with a report is told from who wrote it.
func TestElsewise(t *testing.T) {
	for s, want := range map[string]bool{
		"Edited by ": true, "3 March 2026 | Photos by ": true, "By ": false, "Written by ": false, "Posted on 3 March by ": false, "": false,
	} {
		if Elsewise(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
