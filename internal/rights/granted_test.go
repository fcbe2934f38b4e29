package rights

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func TestGranted(t *testing.T) {
	watched := []news.Source{{ID: "now", Rights: news.RightsLink}, {ID: "silent"}}
	remembered := []news.Source{
		{ID: "now", Rights: news.RightsFull}, {ID: "left", Rights: news.RightsFull},
		{ID: "silent", Rights: news.RightsFull}, {ID: "old"},
	}
	granted := Granted(watched, remembered)
	for id, want := range map[news.SourceID]news.Rights{
		"now":    news.RightsLink,    // what the operator writes today is what holds
		"left":   news.RightsFull,    // it left the list with this right
		"silent": news.RightsExcerpt, // watched, without a word about rights
		"old":    news.RightsExcerpt, // left before rights were kept
		"other":  news.RightsExcerpt, // never heard of
	} {
		if got := granted(id); got != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
}
