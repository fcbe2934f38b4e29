package page

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A version of which it is not known that the outlet made it is no edit, in no list and on no page.
func TestOnlyKnownEditsAreSaidToBeEdits(t *testing.T) {
	const unsure = "whether the outlet changed it is not known"
	for _, c := range []struct {
		edited []bool // of the second version and those after it
		mark   string
		unsure int
	}{
		{nil, "", 0},
		{[]bool{true}, "edited 1×", 0},
		{[]bool{false}, "", 1},
		{[]bool{false, true, true}, "edited 2×", 1},
	} {
		it := reports()[1]
		it.Versions = []news.Version{{N: 1, Words: 9, Captured: it.Article.Captured}}
		for i, edited := range c.edited {
			it.Versions = append(it.Versions, news.Version{N: i + 2, Words: 9, Captured: it.Article.Captured.Add(time.Hour), Edited: edited})
		}
		it.Article.Version = len(it.Versions)
		s := New(Form{Language: "en", Audience: Public, Title: "Waidian", URL: "https://press.example/"})
		if got := strings.Join(s.marks(HeadOf(it)), " "); !strings.Contains(got, c.mark) || c.mark == "" && strings.Contains(got, "edited") {
			t.Errorf("%v: marks %q, want %q", c.edited, got, c.mark)
		}
		html, err := s.Article(new(bytes.Buffer), Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(html), unsure); got != c.unsure {
			t.Errorf("%v: %d versions are said to be unsure, want %d", c.edited, got, c.unsure)
		}
	}
}
