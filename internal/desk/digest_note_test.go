package desk

import (
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// The operator is told how many paragraphs of a report came to no translation; an empty paragraph needs none.
func TestUntranslatedParagraphsAreCounted(t *testing.T) {
	a := news.Article{Blocks: []news.Block{{Text: "The quay was closed."}, {Text: " "}, {Text: "Two boats lay there."}}}
	for _, tt := range []struct {
		translation []string
		want        int
	}{
		{nil, 0},
		{[]string{"码头关闭。", "", "有两艘船。"}, 0},
		{[]string{"码头关闭。", "", ""}, 1},
	} {
		if n := untranslated(a, news.Digest{Translation: tt.translation}); n != tt.want {
			t.Errorf("%q: %d, want %d", tt.translation, n, tt.want)
		}
	}
}
