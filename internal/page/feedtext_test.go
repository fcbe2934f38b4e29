package page

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// A text from the outlet's feed says so on its page, in every language, and the hash is called that of the feed.
func TestTextFromTheFeedSaysSo(t *testing.T) {
	it := reports()[0]
	it.Article.Notes = []news.Note{{Code: news.NoteFromFeed}, {Code: news.NoteMissing, Of: "quay.example", Arg: "404 Not Found"}}
	for lang, want := range map[string][]string{
		"en":      {"text from the outlet&#39;s feed", "quay.example answers 404 Not Found: there is no page at this address", "SHA‑256 of the feed"},
		"zh-Hans": {"正文取自媒体的订阅源", "quay.example 回应 404 Not Found", "订阅源 SHA‑256"},
		"zh-Hant": {"正文取自媒體的訂閱來源", "quay.example 回應 404 Not Found", "訂閱來源 SHA‑256"},
	} {
		_, html := pageOf(t, Form{Language: lang, Audience: Private}, it)
		for _, s := range want {
			if !strings.Contains(html, s) {
				t.Errorf("%s: the page lacks %s", lang, s)
			}
		}
	}
	if _, html := pageOf(t, Form{Language: "en", Audience: Private}, reports()[0]); strings.Contains(html, "of the feed") || !strings.Contains(html, "SHA‑256 of the page") {
		t.Error("the hash of a page is called that of a feed")
	}
}
