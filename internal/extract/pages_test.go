package extract

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

func TestFurtherPages(t *testing.T) {
	const at = "https://courier.example/world/dikes.html"
	a := func(href, name string) string { return `<a href="` + href + `">` + name + `</a> ` }
	for _, tt := range []struct {
		name, first, at string
		n               int
		links           string
		next, whole     string
	}{
		{"by number", at, at, 1, a("?page=1", "1") + a("?page=2", "2") + a("?page=3", "3"), at + "?page=2", ""},
		{"from the second", at, at + "?page=2", 2, a("dikes.html", "1") + a("?page=2", "2") + a("?page=3", "3"), at + "?page=3", ""},
		{"from the last", at, at + "?page=3", 3, a("dikes.html", "1") + a("?page=2", "2") + a("?page=3", "3"), "", ""},
		{"counted from zero", at, at, 1, a("?page=0", "1") + a("?page=1", "2") + a("?page=2", "3"), "", ""},
		{"by relation", at, at, 1, `<link rel="next" href="/world/dikes_2.html">`, "https://courier.example/world/dikes_2.html", ""},
		{"by relation of a link", at, at, 1, `<a class=x href="/world/dikes-p2.html" rel="nofollow next"><span>more</span></a>`, "https://courier.example/world/dikes-p2.html", ""},
		{"by word", at, at, 1, a("dikes_2.html", "下一页") + a("/world/2.html", "下一页"), "https://courier.example/world/dikes_2.html", ""},
		{"by word and arrow", at, at, 1, a("dikes,2.html", "Nächste Seite »"), "https://courier.example/world/dikes,2.html", ""},
		{"a part of the path", "https://courier.example/a/dikes/", "https://courier.example/a/dikes/", 1, a("/a/dikes/2/", "2"), "https://courier.example/a/dikes/2/", ""},
		{"page in the path", "https://courier.example/a/dikes", "https://courier.example/a/dikes", 1, a("/a/dikes/page/2", "2"), "https://courier.example/a/dikes/page/2", ""},
		{"the first has a number", "https://courier.example/a/c_1.htm", "https://courier.example/a/c_1.htm", 1, a("c_2.htm", "2"), "https://courier.example/a/c_2.htm", ""},
		{"another field beside", "https://courier.example/s.php?id=7&utm_source=x", "https://courier.example/s.php?id=7&utm_source=x", 1, a("s.php?id=7&amp;p=2", "2"), "https://courier.example/s.php?id=7&p=2", ""},
		{"on one page", at, at, 1, a("?page=2", "2") + a("?view=all", "One page"), at + "?page=2", at + "?view=all"},
		{"on one page, as its canonical address", at, at, 1, `<link rel="canonical" href="?view=full">` + a("?page=2", "2"), at + "?page=2", at + "?view=full"},
		{"on one page for print", at, at, 1, a("?page=2", "2") + a("?print=1", "Print"), at + "?page=2", at + "?print=1"},
		{"on one page for print, by its path", "https://courier.example/a/dikes", "https://courier.example/a/dikes", 1, a("dikes?page=2", "2") + a("/a/dikes/print", "Print"),
			"https://courier.example/a/dikes?page=2", "https://courier.example/a/dikes/print"},
		{"print of another", at, at, 1, a("?page=2", "2") + a("flood.html?print=1", "Print"), at + "?page=2", ""},

		{"the next report", at, at, 1, `<link rel="next" href="/world/flood.html">` + a("/world/flood.html", "Next"), "", ""},
		{"reports with numbers", "https://courier.example/12.html", "https://courier.example/12.html", 1, `<a rel=next href="/13.html">Next</a>` + a("/2.html", "2"), "", ""},
		{"a later report of one headline", "https://courier.example/budget/", "https://courier.example/budget/", 1, a("/budget-2/", "Next") + a("/budget-2/", "2"), "", ""},
		{"a hyphen without more", at, at, 1, a("dikes-2.html", "The dikes, part two"), "", ""},
		{"another number", at, at, 1, a("?page=12", "12") + a("?page=7", "2"), "", ""},
		{"another report's pages", at, at, 1, a("/world/flood.html?page=2", "2"), "", ""},
		{"another outlet", at, at, 1, a("https://other.example/world/dikes.html?page=2", "2"), "", ""},
		{"another field missing", "https://courier.example/s.php?id=7", "https://courier.example/s.php?id=7", 1, a("s.php?page=2", "2"), "", ""},
		{"comments", at, at, 1, a("?cpage=2", "2") + a("#page=2", "2"), "", ""},
		{"one page alone", at, at, 1, a("?view=all", "One page"), "", ""},
		{"the tenth is the last", at, at + "?page=11", 11, a("?page=12", "12"), "", ""},
		{"itself", at, at, 1, a(at, "2"), "", ""},
	} {
		page := "<html><body><p>The dikes.</p>" + tt.links + "</body></html>"
		got := FurtherPages(news.Capture{URL: tt.at, Final: tt.at, Body: []byte(page)}, tt.first, tt.n)
		if got.Next != tt.next || got.Whole != tt.whole {
			t.Errorf("%s: got %+v, want %s and %s", tt.name, got, tt.next, tt.whole)
		}
	}
}

func TestJoin(t *testing.T) {
	text := func(title string, lines ...string) news.Article {
		a := news.Article{Title: title, Lang: "en"}
		for _, l := range lines {
			b := news.Block{Kind: news.Paragraph, Text: l}
			if s, ok := strings.CutPrefix(l, "# "); ok {
				b = news.Block{Kind: news.Heading, Text: s}
			}
			a.Blocks = append(a.Blocks, b)
		}
		return a
	}
	for _, tt := range []struct {
		name    string
		a, b    []string
		want    string
		goingOn bool
	}{
		{"more", []string{"one", "two"}, []string{"three"}, "one two three", true},
		{"head and end of both", []string{"top", "one", "by", "end"}, []string{"top", "two", "by", "end"}, "top one two by end", true},
		{"the headline again", []string{"one"}, []string{"# Dikes", "# Why", "two"}, "one Why two", true},
		{"the same", []string{"one", "two"}, []string{"one", "two"}, "one two", false},
		{"the report on one page", []string{"one", "end"}, []string{"one", "two", "three", "end"}, "one two three end", true},
		{"a heading alone", []string{"one"}, []string{"# Comments"}, "one", false},
		{"nothing", []string{"one"}, nil, "one", false},
	} {
		got, more := Join(text("Dikes", tt.a...), text("Dikes", tt.b...))
		var words []string
		for _, b := range got.Blocks {
			words = append(words, b.Text)
		}
		if s := strings.Join(words, " "); s != tt.want || more != tt.goingOn || more && got.Words != len(slices.DeleteFunc(slices.Clone(got.Blocks), func(b news.Block) bool { return b.Kind == news.Heading })) && got.Words == 0 {
			t.Errorf("%s: %q, %v, %d words; want %q, %v", tt.name, s, more, got.Words, tt.want, tt.goingOn)
		}
	}
}

// A page that names further pages says so; FurtherPages finds them.
func TestNoteOfFurtherPages(t *testing.T) {
	p := "<p>" + strings.Repeat("The chairman of the river commission told the council of Yanghe on Monday that the dike would be raised. ", 3) + "</p>"
	page := func(links string) news.Capture {
		return news.Capture{URL: "https://courier.example/dikes", Final: "https://courier.example/dikes",
			Body: []byte("<!doctype html><html lang=en><head><title>Dikes</title></head><body><article><h1>Dikes of Yanghe</h1>" + p + p + p + "</article><nav>" + links + "</nav></body></html>")}
	}
	for links, want := range map[string]bool{`<a href="?page=2">2</a>`: true, `<a href="/flood">Next</a>`: false} {
		a, err := Extract(page(links), Options{})
		if err != nil || slices.Contains(a.Notes, news.Note{Code: news.NoteGoesOn}) != want {
			t.Errorf("%s: %v, %v", links, a.Notes, err)
		}
	}
}

func FuzzFurtherPages(f *testing.F) {
	f.Add("https://courier.example/a_1.html", `<a href="a_2.html">2</a><link rel=next href="?page=2"><a href="?view=all">`, 1)
	f.Fuzz(func(t *testing.T, first, page string, n int) {
		FirstPage(news.Capture{Final: first, Body: []byte(page)})
		got := FurtherPages(news.Capture{URL: first, Final: first, Body: []byte(page)}, first, n)
		for _, s := range []string{got.Next, got.Whole} {
			if s == "" {
				continue
			}
			u, err := url.Parse(s)
			if err != nil || u.Scheme != "http" && u.Scheme != "https" || s == first {
				t.Errorf("%q from %q", s, first)
			}
		}
	})
}

func TestFirstPage(t *testing.T) {
	for _, tt := range []struct{ at, links, want string }{
		{"https://courier.example/dikes?page=2", `<a href="/dikes">1</a><a href="?page=2">2</a>`, "https://courier.example/dikes"},
		{"https://courier.example/a/c_3.htm", `<a href="c.htm">1</a><a href="c_2.htm">2</a>`, "https://courier.example/a/c.htm"},
		{"https://courier.example/dikes", `<a href="/dikes">1</a><a href="?page=2">2</a>`, ""},
		{"https://courier.example/dikes?page=2", `<a href="/dikes">Dikes</a>`, ""},
		{"https://courier.example/2.html", `<a href="/1.html">1</a>`, ""},
	} {
		if got := FirstPage(news.Capture{Final: tt.at, Body: []byte(tt.links)}); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.at, got, tt.want)
		}
	}
}

// What a further page reserves, it reserves for the report.
func TestJoinKeepsWhatIsReserved(t *testing.T) {
	first := news.Article{Title: "Dikes", Lang: "en", Blocks: []news.Block{{Kind: news.Paragraph, Text: "one"}}}
	next := news.Article{Blocks: []news.Block{{Kind: news.Paragraph, Text: "two"}}, NoArchive: true, NoIndex: true, Reserved: true}
	if got, more := Join(first, next); !more || !got.NoArchive || !got.NoIndex || !got.Reserved {
		t.Errorf("%+v", got)
	}
}

// What the notes on two pages say of the report that they make.
func TestNotesOfJoinedPages(t *testing.T) {
	page := func(words int, notes ...news.Note) news.Article {
		b := news.Block{Kind: news.Paragraph, Text: strings.TrimSpace(strings.Repeat("dike"+strconv.Itoa(words)+" ", words))}
		return news.Article{Lang: "en", Words: words, Notes: notes, Blocks: []news.Block{b}}
	}
	cut := func(part string) news.Note { return news.Note{Code: news.NoteCut, Arg: part} }
	table, broken := news.Note{Code: news.NoteTable}, news.Note{Code: news.NoteBrokenOff}
	for _, tt := range []struct {
		name        string
		first, next news.Article
		want        []news.Note
	}{
		{"a table of the second is left out", page(10), page(11, table), []news.Note{table}},
		{"of both", page(10, table), page(11, table), []news.Note{table}},
		{"the second broke off", page(10, table), page(11, broken), []news.Note{table, broken}},
		{"a part of the outlet's count, and more", page(100, cut("20")), page(101), []news.Note{cut("40")}},
		{"all of the outlet's count", page(100, cut("50")), page(101), nil},
		{"the part that the second is", page(101), page(10, cut("9")), nil},
		{"the second goes on", page(11), page(10, news.Note{Code: news.NoteGoesOn}), nil},
	} {
		if got, more := Join(tt.first, tt.next); !more || !slices.Equal(got.Notes, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got.Notes, tt.want)
		}
	}
}

func TestOnOnePage(t *testing.T) {
	page := func(lines ...string) news.Article {
		a := news.Article{Lang: "en"}
		for _, l := range lines {
			a.Blocks, a.Words = append(a.Blocks, news.Block{Kind: news.Paragraph, Text: l}), a.Words+len(strings.Fields(l))
		}
		return a
	}
	first := page("the first of all", "the second of all")
	for _, tt := range []struct {
		name  string
		whole news.Article
		ok    bool
	}{
		{"all of it", page("the first of all", "the second of all", "and a third of it"), true},
		{"little more than the first page", page("the first of all", "the second of all", "and so on"), false},
		{"edited meanwhile", page("the first of all", "the second of them all", "and a third"), false},
		{"no more than the first page", first, false},
		{"something else", page("what it says there", "is of another report", "and long enough"), false},
	} {
		if got, ok := OnOnePage(first, tt.whole); ok != tt.ok || ok && (len(got.Blocks) != len(tt.whole.Blocks) || got.Words != tt.whole.Words) {
			t.Errorf("%s: %v, %d blocks, %d words", tt.name, ok, len(got.Blocks), got.Words)
		}
	}
}
