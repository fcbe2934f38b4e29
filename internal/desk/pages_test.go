package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/desk"
	"github.com/waidian/waidian/internal/fetch"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/webtest"
)

// sheet is the nth page of a report of several pages, with that pager.
func sheet(n int, pager string, texts ...string) string {
	var b strings.Builder
	for i := range 4 {
		fmt.Fprintf(&b, "<p>On page %d the %s of the river commission told the council of Yanghe that dike number %d would be raised by %d centimetres before the summer.</p>\n",
			n, []string{"chairman", "engineer", "treasurer", "surveyor"}[i], 10*n+i, 20*n+i)
	}
	for _, t := range texts {
		b.WriteString("<p>" + t + "</p>")
	}
	return "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n<!doctype html><html lang=\"en\"><head><title>Dikes of Yanghe</title></head><body><article><h1>Dikes of Yanghe</h1>\n" +
		b.String() + "<p>Our reporter has followed the river for eleven years and lives in the county of Yanghe with two dogs.</p></article><nav>" + pager + "</nav></body></html>\n"
}

// pager are the links of the pages of a report.
func pager(path string, pages int) string {
	s := `<a href="` + path + `">1</a>`
	for n := 2; n <= pages; n++ {
		s += fmt.Sprintf(` <a href="%s?page=%d">%d</a>`, path, n, n)
	}
	return s
}

func TestPagesOfAReportAreJoined(t *testing.T) {
	const at = "https://courier.example/dikes"
	goesOn := news.Note{Code: news.NoteGoesOn}
	for _, tt := range []struct {
		name       string
		files      []string
		paragraphs int
		captures   int
		goesOn     bool
	}{
		{"three pages", []string{at, sheet(1, pager("/dikes", 3)), at + "?page=2", sheet(2, pager("/dikes", 3)), at + "?page=3", sheet(3, pager("/dikes", 3))}, 13, 3, false},
		{"one page", []string{at, sheet(1, pager("/dikes", 1))}, 5, 1, false},
		{"the second is gone", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", "HTTP/1.1 404 Not Found\n\n"}, 5, 1, true},
		{"the third is gone", []string{at, sheet(1, pager("/dikes", 3)), at + "?page=2", sheet(2, pager("/dikes", 3)), at + "?page=3", "HTTP/1.1 404 Not Found\n\n"}, 9, 2, true},
		{"the second leads back to nothing", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", sheet(2, "")}, 5, 2, true},
		{"pages of comments", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", sheet(1, pager("/dikes", 2))}, 5, 2, false},
		{"pages of comments that are read", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", sheet(1, pager("/dikes", 2),
			"A reader from Halatan wrote that nobody had told the people behind the dike number ninety of these plans.")}, 5, 2, false},
		{"the next report", []string{at, sheet(1, `<a rel="next" href="/flood">Next</a>`)}, 5, 1, false},
		{"on one page", []string{at, sheet(1, pager("/dikes", 2)+` <a href="/dikes?view=all">View all</a>`),
			at + "?view=all", strings.Replace(sheet(1, pager("/dikes", 2)), "<p>Our", "<p>And the last dike of all, number 99, would be left as it was, the chairman said on Tuesday evening.</p><p>Our", 1)}, 6, 2, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t, web(append([]string{courier, feedOf("dikes|Dikes of Yanghe")}, tt.files...)...))
			r.round(0)
			got := func(when string) news.Article {
				a := r.one().Article
				if n := len(a.Paragraphs()); n != tt.paragraphs || slices.Contains(a.Notes, goesOn) != tt.goesOn || a.Version != 1 || a.URL != at {
					t.Errorf("%s: %d paragraphs, notes %v, version %d, %s", when, n, a.Notes, a.Version, a.URL)
				}
				return a
			}
			a := got("read")
			if p := a.Paragraphs(); !strings.HasPrefix(p[len(p)-1], "Our reporter") {
				t.Errorf("it ends %q", p[len(p)-1])
			}
			if n := r.count(`SELECT count(*) FROM capture WHERE source = '' AND status = 200`); n != tt.captures {
				t.Errorf("%d captures, want %d", n, tt.captures)
			}
			if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
				t.Fatal(err)
			}
			r.round(0)
			if again := got("read again"); again.TextHash() != a.TextHash() {
				t.Error("read again, it is another text")
			}
			r.round(2 * time.Hour)
			got("looked at again")
		})
	}
}

// What could not be had of a report this time takes nothing from what is shown, and an edit of its first page is one.
func TestPagesOfAReportLater(t *testing.T) {
	const at = "https://courier.example/dikes"
	second := sheet(2, pager("/dikes", 2))
	first := func(version string) string {
		return sheet(1, pager("/dikes", 2), "The council is to vote on "+version+", after the holidays of the spring.")
	}
	r := newRoom(t, web(courier, feedOf("dikes|Dikes of Yanghe"), at, first("Monday"), at+"?page=2", second))
	r.round(0)
	if n := len(r.one().Article.Paragraphs()); n != 10 {
		t.Fatalf("%d paragraphs", n)
	}
	r.serve(web(courier, feedOf("dikes|Dikes of Yanghe"), at, first("Friday"), at+"?page=2", "HTTP/1.1 503 Service Unavailable\nRetry-After: 60\n\n"))
	r.round(2 * time.Hour)
	if a := r.one().Article; len(a.Paragraphs()) != 10 || a.Version != 1 {
		t.Errorf("while the second page is not had: %d paragraphs, version %d", len(a.Paragraphs()), a.Version)
	}
	r.serve(web(courier, feedOf("dikes|Dikes of Yanghe"), at, first("Friday"), at+"?page=2", second))
	r.round(6 * time.Hour)
	if a := r.one().Article; len(a.Paragraphs()) != 10 || a.Version != 2 || !strings.Contains(a.Text(), "Friday") {
		t.Errorf("edited: %d paragraphs, version %d", len(a.Paragraphs()), a.Version)
	}
}

// The pages of a report that come from another archive are joined, too.
func TestPagesOfAReportAreBrought(t *testing.T) {
	r := newRoom(t, web(courier, feedOf()))
	src := news.Source{ID: "brought", Name: "Brought", URL: "https://courier.example/"}
	for n := 1; n <= 2; n++ {
		_, body, _ := strings.Cut(sheet(n, pager("/dikes", 2)), "\n\n")
		c := news.Capture{URL: "https://courier.example/dikes", Status: 200, Body: []byte(body), At: morning.Add(time.Duration(n) * time.Second),
			Header: map[string][]string{"Content-Type": {"text/html; charset=utf-8"}}}
		if n == 2 {
			c.URL += "?page=2"
		}
		c.Final = c.URL
		if read, err := r.desk.Bring(t.Context(), src, c); err != nil || read != (n == 1) {
			t.Fatalf("page %d: %v, %v", n, read, err)
		}
	}
	if err := r.desk.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := r.one().Article; len(a.Paragraphs()) != 9 || a.Version != 1 {
		t.Errorf("%d paragraphs, version %d", len(a.Paragraphs()), a.Version)
	}
}

// serve puts another web in the place of that of the room.
func (r *room) serve(files string) {
	r.t.Helper()
	w, err := webtest.Parse([]byte(files))
	if err != nil {
		r.t.Fatal(err)
	}
	r.desk.Fetcher = fetch.New(fetch.Options{Transport: w, Now: r.clock})
}
