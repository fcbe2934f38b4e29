package page

import (
	"bytes"
	stdhtml "html"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// What a page cuts off is said at the head of its text, in the interface's language, and once among the notes.
func TestWhatIsCutOffIsSaidAtTheHead(t *testing.T) {
	for _, lang := range wording.Languages() {
		w := wording.For(lang)
		for _, n := range []news.Note{{Code: news.NoteCut, Arg: "40"}, {Code: news.NoteOpeningOnly}, {Code: news.NoteBrokenOff}, {Code: news.NoteFromData}} {
			it := reports()[1]
			it.Article.Kind, it.Article.Notes = news.PageArticle, []news.Note{n}
			s := New(Form{Language: lang, Audience: Private})
			html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
			if err != nil {
				t.Fatal(err)
			}
			says, _ := w.Note(n)
			page := stdhtml.UnescapeString(string(html))
			if head := strings.Contains(page, `data-cut="`+says+`"`); head != (n.Code != news.NoteFromData) {
				t.Errorf("%s, %s: said at the head: %v", lang, n.Code, head)
			}
			if times := strings.Count(page, `<p class="note">`+says); times != 1 {
				t.Errorf("%s, %s: %d notes", lang, n.Code, times)
			}
		}
	}
}
