package page

import (
	stdhtml "html"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// What limits a text is said above it, all else where it comes from: each once, and in the language of the interface,
// whatever the code, and also where there is none.
func TestNotesAreSaidOnceAndWhereTheyBelong(t *testing.T) {
	codes := append(news.NoteCodes(), news.NoteOther)
	for _, lang := range wording.Languages() {
		w := wording.For(lang)
		for _, code := range codes {
			n := news.Note{Code: code, Arg: "40", Of: "host.example"}
			if code == news.NoteOther {
				n.Arg = "the answer broke a rule that has no name"
			}
			it := reports()[1]
			it.Article.Kind, it.Article.Notes = news.PageArticle, []news.Note{n, n}
			_, html := pageOf(t, Form{Language: lang, Audience: Private}, it)
			page, says := stdhtml.UnescapeString(html), w.Note(n)
			above, below := strings.Count(page, `<p class="limit">`+says+`</p>`), strings.Count(page, `<p class="note">`+says+`</p>`)
			if above+below != 1 || (above == 1) != limiting[code] {
				t.Errorf("%s, %q: %d times above the text, %d times where it comes from", lang, code, above, below)
			}
			if above == 1 && strings.Index(page, says) > strings.Index(page, `<div class="text"`) {
				t.Errorf("%s, %q is below the text that it limits", lang, code)
			}
			if english := n.String(); lang != "en" && strings.Contains(page, english) {
				t.Errorf("%s, %q: the page has %q", lang, code, english)
			}
		}
	}
}

// A page behind a wall says so once, whether its form, a note or both say it.
func TestWallIsSaidOnce(t *testing.T) {
	for _, lang := range wording.Languages() {
		w := wording.For(lang)
		opening := w.Note(news.Note{Code: news.NoteOpeningOnly})
		for _, c := range []struct {
			kind  news.PageKind
			notes []news.Note
			says  string
		}{
			{news.PagePaywall, nil, w.KindNotes[news.PagePaywall]},
			{news.PagePaywall, []news.Note{{Code: news.NoteOpeningOnly}}, w.KindNotes[news.PagePaywall]},
			{news.PageArticle, []news.Note{{Code: news.NoteOpeningOnly}}, opening},
			{news.PageLive, nil, w.KindNotes[news.PageLive]},
		} {
			it := reports()[1]
			it.Article.Kind, it.Article.Notes = c.kind, c.notes
			_, html := pageOf(t, Form{Language: lang, Audience: Private}, it)
			if n := strings.Count(html, `<p class="limit">`); n != 1 || !strings.Contains(html, `<p class="limit">`+stdhtml.EscapeString(c.says)+`</p>`) {
				t.Errorf("%s, %s %v: %d notices, want %q", lang, c.kind, c.notes, n, c.says)
			}
			if c.kind == news.PagePaywall && strings.Contains(html, opening) {
				t.Errorf("%s: the wall is said in other words, too", lang)
			}
		}
	}
}
