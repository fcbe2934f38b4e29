package page

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestVerifyNamesTheRulesOfEvents: each rule stands on the page, in its words.
func TestVerifyNamesTheRulesOfEvents(t *testing.T) {
	s := New(Form{Language: "en", Audience: Private})
	html, err := s.Verify()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range news.StoryRules() {
		if !strings.Contains(string(html), "<li>"+s.w.Rule(r)+"</li>") {
			t.Errorf("rule %s is not on the page", r)
		}
	}
}
