package page

import (
	"bytes"
	"slices"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// TestEntriesComeBack: a feed made of the entries of its files is the feed, whatever its reports say.
func TestEntriesComeBack(t *testing.T) {
	s := New(Form{Title: `外电 <entry> {"id":"`, URL: "https://desk.example/x?a=b&c", Language: "zh-Hans"})
	hard := []string{
		"plain", `</entry><entry>`, `<id>tag:desk.example,2026:article/plain</id>`, `},{"id":"tag:desk.example,2026:article/plain"`, `,{`, `]}`, "<item>\n</channel></rss>\n", "\u2028\ufffd\x00&amp;",
	}
	for n := range len(hard) + 1 {
		var placed []Placed
		for _, text := range hard[:n] {
			it := news.Item{Article: news.Article{
				ID: news.NewArticleID(text), Title: text, Outlet: text, Byline: []string{text}, Lang: "en", Captured: at("2024-03-07T12:00:00Z"), Canonical: "https://x.example/" + text,
				Blocks: []news.Block{{Kind: news.Paragraph, Text: text, Ends: []int{len(text)}}},
			}, Rights: news.RightsFull}
			placed = append(placed, Placed{Shown: s.Show(it), Path: "a/x.html"})
		}
		f := Feed{Title: hard[max(0, n-1)], Page: "index.html"}
		files, err := s.Feeds(f, placed)
		if err != nil {
			t.Fatal(err)
		}
		known := s.Entries(files[0].Data, files[1].Data, files[2].Data)
		if len(known) != n {
			t.Errorf("%d reports: %d entries", n, len(known))
		}
		var entries []Entry
		for _, x := range placed {
			entries = append(entries, known[x.Article.ID])
		}
		again := slices.Clone(files)
		err = s.FeedsOf(f, entries, func(file File) error {
			if len(again) == 0 || again[0].Path != file.Path || !bytes.Equal(again[0].Data, file.Data) {
				t.Errorf("%d reports: %s is\n%s\nwant that of %v", n, file.Path, file.Data, again[:min(1, len(again))])
			}
			again = again[min(1, len(again)):]
			return nil
		})
		if err != nil || len(again) > 0 {
			t.Errorf("%d reports: error %v, %d files less", n, err, len(again))
		}
		if n > 0 && len(s.Entries(files[0].Data, files[1].Data, []byte("{}\n"))) != 0 {
			t.Errorf("%d reports: files of which one lacks entries have some", n)
		}
	}
}
