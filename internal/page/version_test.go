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

// A version that was read out of a file says so in its place in the list, whichever it is; the latest says it above its text.
func TestVersionsOutOfFilesSaySo(t *testing.T) {
	it := reports()[1]
	it.Versions = []news.Version{
		{N: 1, Words: 9, Captured: it.Article.Captured, OutOfFile: news.NoteFromFile},
		{N: 2, Words: 9, Captured: it.Article.Captured.Add(time.Hour), OutOfFile: news.NoteFromLogged},
		{N: 3, Words: 9, Captured: it.Article.Captured.Add(2 * time.Hour), Edited: true},
	}
	it.Article.Version = 3
	s := New(Form{Language: "en", Audience: Public, Title: "Waidian", URL: "https://press.example/"})
	x := Article{Placed: Placed{Shown: s.Show(it), Path: "a/x.html"}, Day: "2024-03-07"}
	html, err := s.Article(new(bytes.Buffer), x)
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{"nobody vouches for its words and its time", "signed by a key that the operator knows", ""} {
		_, item, _ := strings.Cut(string(html), `<li id="version-`+string(rune('1'+n))+`">`)
		item, _, _ = strings.Cut(item, "</li>")
		if !strings.Contains(item, want) || want == "" && strings.Contains(item, "came out of a file") {
			t.Errorf("version %d: %s", n+1, item)
		}
	}
	data, err := s.Record(new(bytes.Buffer), x)
	if err != nil || bytes.Count(data, []byte(`"out_of_file":"unvouched"`)) != 1 || bytes.Count(data, []byte(`"out_of_file":"logged"`)) != 1 {
		t.Errorf("%v: %s", err, data)
	}
}
