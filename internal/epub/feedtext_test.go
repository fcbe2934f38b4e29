package epub

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A text from the outlet's feed says so in a book, too.
func TestTextFromTheFeedSaysSo(t *testing.T) {
	it := harbour()
	it.Article.Notes, it.Article.Capture = []news.Note{{Code: news.NoteFromFeed}}, "beef"
	for file, text := range unpack(t, bind(t, Book{Title: "B", Language: "en", Parts: []Part{{Title: "P", Reports: of(it)}}})) {
		if !strings.Contains(file, "report-") {
			continue
		}
		for _, want := range []string{"text from the outlet", "SHA‑256 of the feed"} {
			if !strings.Contains(text, want) {
				t.Errorf("the book lacks %s", want)
			}
		}
	}
}
