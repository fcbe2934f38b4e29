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
	"github.com/waidian/waidian/internal/store"
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
		{"the last leads to the first and to itself", []string{at, sheet(1, `<link rel="next" href="/dikes?page=2">`+pager("/dikes", 2)),
			at + "?page=2", sheet(2, `<link rel="next" href="/dikes"><a rel="next" href="/dikes?page=2">Next</a>`+pager("/dikes", 2))}, 9, 2, false},
		{"the second has a slash at its end", []string{at, sheet(1, `<a href="/dikes">1</a> <a href="/dikes/2">2</a>`), at + "/2", "HTTP/1.1 301 Moved Permanently\nLocation: /dikes/2/\n\n",
			at + "/2/", sheet(2, `<a href="/dikes">1</a> <a href="/dikes/2">2</a>`)}, 9, 2, false},
		{"the second is gone", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", "HTTP/1.1 404 Not Found\n\n"}, 5, 1, true},
		{"the third is gone", []string{at, sheet(1, pager("/dikes", 3)), at + "?page=2", sheet(2, pager("/dikes", 3)), at + "?page=3", "HTTP/1.1 404 Not Found\n\n"}, 9, 2, true},
		{"the second leads to a page of others", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", "HTTP/1.1 302 Found\nLocation: /front\n\n",
			"https://courier.example/front", sheet(7, `<a href="/dikes">Dikes of Yanghe</a>`)}, 5, 2, true},
		{"the second has moved", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", "HTTP/1.1 301 Moved Permanently\nLocation: /dikes/2\n\n",
			at + "/2", sheet(2, pager("/dikes", 2))}, 9, 2, false},
		{"the second leads back to nothing", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", sheet(2, "")}, 5, 2, true},
		{"pages of comments", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", sheet(1, pager("/dikes", 2))}, 5, 2, false},
		{"pages of comments that are read", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", sheet(1, pager("/dikes", 2),
			"A reader from Halatan wrote that nobody had told the people behind the dike number ninety of these plans.")}, 5, 2, false},
		{"the next report", []string{at, sheet(1, `<a rel="next" href="/flood">Next</a>`)}, 5, 1, false},
		{"on one page", []string{at, sheet(1, pager("/dikes", 2)+` <a href="/dikes?view=all">View all</a>`),
			at + "?view=all", strings.Replace(sheet(1, pager("/dikes", 2)), "<p>Our", pageTwo()+"<p>And the last dike of all, number 99, would be left as it was, the chairman said on Tuesday evening.</p><p>Our", 1)}, 10, 2, false},
		{"on one page, which is gone", []string{at, sheet(1, pager("/dikes", 2)+` <a href="/dikes?view=all">View all</a>`), at + "?view=all", "HTTP/1.1 404 Not Found\n\n",
			at + "?page=2", sheet(2, pager("/dikes", 2))}, 9, 2, false},
		{"on one page for print", []string{at, sheet(1, pager("/dikes", 2)+` <a href="/dikes?print=1">Print</a>`),
			at + "?print=1", strings.Replace(sheet(1, pager("/dikes", 2)), "<p>Our", pageTwo()+"<p>Our", 1)}, 9, 2, false},
		{"on one page for print that has the first alone", []string{at, sheet(1, pager("/dikes", 2)+` <a href="/dikes?print=1">Print</a>`),
			at + "?print=1", sheet(1, pager("/dikes", 2), "Printed from the pages of the Courier, which keeps all rights in them for itself alone."), at + "?page=2", sheet(2, pager("/dikes", 2))}, 9, 3, false},
		{"all of something else", []string{at, sheet(1, pager("/dikes", 2)+` <a href="/dikes?view=all">View all</a>`),
			at + "?view=all", sheet(7, pager("/dikes", 2)), at + "?page=2", sheet(2, pager("/dikes", 2))}, 9, 3, false},
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
			r.round(5 * time.Hour)
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
	r.round(5 * time.Hour)
	if a := r.one().Article; len(a.Paragraphs()) != 10 || a.Version != 1 {
		t.Errorf("while the second page is not had: %d paragraphs, version %d", len(a.Paragraphs()), a.Version)
	}
	r.serve(web(courier, feedOf("dikes|Dikes of Yanghe"), at, first("Friday"), at+"?page=2", second))
	r.round(20 * time.Hour)
	if a := r.one().Article; len(a.Paragraphs()) != 10 || a.Version != 2 || !strings.Contains(a.Text(), "Friday") {
		t.Errorf("edited: %d paragraphs, version %d", len(a.Paragraphs()), a.Version)
	}
}

// inState is an answer that gives way to a 304 for whoever has that state of it.
func inState(state, answer string) string {
	return strings.Replace(answer, "\n", "\nETag: \""+state+"\"\n", 1)
}

// A report is looked at on all its pages: an edit of one of them is one, and what can be had of it no more is not taken from what is shown.
func TestLooksAtReportsOfSeveralPages(t *testing.T) {
	const at = "https://courier.example/dikes"
	const vote = "The council is to vote on Monday, after the holidays of the spring."
	first := inState("1", sheet(1, pager("/dikes", 2)))
	alone := inState("1a", sheet(1, pager("/dikes", 1)))
	second := inState("2", sheet(2, pager("/dikes", 2), vote))
	friday := inState("2f", sheet(2, pager("/dikes", 2), strings.Replace(vote, "Monday", "Friday", 1)))
	third := inState("3", sheet(3, pager("/dikes", 3)))
	const missing = "HTTP/1.1 404 Not Found\n\n"
	lost := news.Note{Code: news.NotePagesLost}
	type want struct {
		paragraphs, version int
		edited, lost        bool
		captures            int // of pages with a report, so far
	}
	all := []string{at, first, at + "?page=2", second}
	read := want{10, 1, false, false, 2}
	for _, tt := range []struct {
		name  string
		files []string
		want  want
		has   string // what the text has, or "-" before what it has not
	}{
		{"nothing has changed", all, read, "Monday"},
		{"the second page alone is edited", []string{at, first, at + "?page=2", friday}, want{10, 2, true, false, 3}, "Friday"},
		{"the second page is edited, without states", []string{at, sheet(1, pager("/dikes", 2)), at + "?page=2", sheet(2, pager("/dikes", 2), "Nobody votes on any day, the council said.")},
			want{10, 2, true, false, 4}, "Nobody votes"},
		{"the second page is gone", []string{at, first, at + "?page=2", missing}, want{10, 1, false, true, 2}, "Monday"},
		{"the second page is gone and the first is edited", []string{at, inState("1b", sheet(1, pager("/dikes", 2), "A new line of the report, which the outlet has added here.")), at + "?page=2", missing},
			want{10, 1, false, true, 3}, "Monday"},
		{"the second page is the first", []string{at, first, at + "?page=2", inState("x", sheet(1, pager("/dikes", 2)))}, want{10, 1, false, true, 3}, "Monday"},
		{"the second page is not to be had now", []string{at, first, at + "?page=2", "HTTP/1.1 503 Service Unavailable\nRetry-After: 60\n\n"}, read, "Monday"},
		{"the second page is refused", []string{at, first, at + "?page=2", "HTTP/1.1 403 Forbidden\n\n"}, want{10, 1, false, true, 2}, "Monday"},
		{"the second page is named no more, and there", []string{at, alone, at + "?page=2", second}, want{10, 1, false, true, 3}, "Monday"},
		{"the second page is named no more, and gone", []string{at, alone, at + "?page=2", missing}, want{5, 2, true, false, 3}, "-Monday"},
		{"the second page is named no more, and leads to the first", []string{at, alone, at + "?page=2", "HTTP/1.1 302 Found\nLocation: /dikes\n\n"}, want{5, 2, true, false, 4}, "-Monday"},
		{"both pages are one", []string{at, inState("1c", strings.Replace(sheet(1, pager("/dikes", 1), vote), "<p>On page 1", pageTwo()+"<p>On page 1", 1)), at + "?page=2", missing},
			want{10, 1, false, false, 3}, "Monday"},
		{"a third page is added", []string{at, inState("1d", sheet(1, pager("/dikes", 3))), at + "?page=2", inState("2d", sheet(2, pager("/dikes", 3), vote)), at + "?page=3", third},
			want{14, 2, true, false, 5}, "On page 3"},
		{"a third page is named and missing", []string{at, inState("1d", sheet(1, pager("/dikes", 3))), at + "?page=2", inState("2d", sheet(2, pager("/dikes", 3), vote)), at + "?page=3", missing},
			want{10, 1, false, false, 4}, "Monday"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t, web(append([]string{courier, feedOf("dikes|Dikes of Yanghe")}, all...)...))
			check := func(when string, w want) {
				t.Helper()
				a := r.one().Article
				got := want{len(a.Paragraphs()), a.Version, a.Edited, slices.Contains(a.Notes, lost), r.count(`SELECT count(*) FROM capture WHERE source = '' AND status = 200`)}
				if got != w {
					t.Errorf("%s: %+v, want %+v", when, got, w)
				}
			}
			r.round(0)
			check("read", read)
			r.serve(web(append([]string{courier, feedOf("dikes|Dikes of Yanghe")}, tt.files...)...))
			r.round(5 * time.Hour)
			check("looked at", tt.want)
			a := r.one().Article
			if word, not := strings.CutPrefix(tt.has, "-"); strings.Contains(a.Text(), word) == not {
				t.Errorf("it reads %q", a.Text())
			}
			if _, err := r.desk.Redo(t.Context(), desk.RedoRead, desk.Selection{}); err != nil {
				t.Fatal(err)
			}
			r.round(0)
			if again := r.one().Article; again.TextHash() != a.TextHash() || again.Version != a.Version {
				t.Errorf("read again from the archive, it is another text, in version %d", again.Version)
			}
			r.serve(web(append([]string{courier, feedOf("dikes|Dikes of Yanghe"), at + "?page=3", missing}, all...)...))
			r.round(20 * time.Hour)
			if a := r.one().Article; a.Text() == "" || slices.Contains(a.Notes, lost) || len(a.Paragraphs()) != 10 || !strings.Contains(a.Text(), "Monday") {
				t.Errorf("all is as before, and it has %d paragraphs, notes %v", len(a.Paragraphs()), a.Notes)
			}
		})
	}
}

// pageTwo are the paragraphs of the second page.
func pageTwo() string {
	_, rest, _ := strings.Cut(sheet(2, ""), "</h1>")
	text, _, _ := strings.Cut(rest, "<p>Our")
	return text
}

// Each state of a report is compared with its own pages: edits of the second page, then of the first, are two edits.
func TestEditsOfSeveralPagesFollowEachOther(t *testing.T) {
	const at = "https://courier.example/dikes"
	page := func(n int, day string) string {
		return inState(day, sheet(n, pager("/dikes", 2), "The council is to vote on page "+fmt.Sprint(n)+" on "+day+", after the holidays of the spring."))
	}
	r := newRoom(t, web(courier, feedOf("dikes|Dikes of Yanghe"), at, page(1, "Monday"), at+"?page=2", page(2, "Monday")))
	r.round(0)
	for i, days := range [][2]string{{"Monday", "Tuesday"}, {"Friday", "Tuesday"}, {"Friday", "Sunday"}} {
		r.serve(web(courier, feedOf("dikes|Dikes of Yanghe"), at, page(1, days[0]), at+"?page=2", page(2, days[1])))
		r.round([]time.Duration{5 * time.Hour, 20 * time.Hour, 50 * time.Hour}[i])
		if a := r.one().Article; a.Version != i+2 || !a.Edited || !strings.Contains(a.Text(), "page 1 on "+days[0]) || !strings.Contains(a.Text(), "page 2 on "+days[1]) {
			t.Errorf("%v: version %d, edited %v: %s", days, a.Version, a.Edited, a.Text())
		}
	}
	for n, days := range [][2]string{{"Monday", "Monday"}, {"Monday", "Tuesday"}, {"Friday", "Tuesday"}, {"Friday", "Sunday"}} {
		a := r.version(n + 1)
		if !strings.Contains(a.Text(), "page 1 on "+days[0]) || !strings.Contains(a.Text(), "page 2 on "+days[1]) {
			t.Errorf("version %d reads %s", n+1, a.Text())
		}
	}
}

// A page in another language, one behind a wall and one that has nothing new are no pages of a report; it says that it goes on.
func TestPagesThatAreNoneOfTheReport(t *testing.T) {
	const at = "https://courier.example/dikes"
	german := "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n\n<!doctype html><html lang=\"de\"><head><title>Deiche</title></head><body><article><h1>Deiche von Yanghe</h1>\n" +
		strings.Repeat("<p>Der Vorsitzende der Kommission sagte dem Rat der Stadt, dass der Deich vor dem Sommer um vierzig Zentimeter erhöht werden soll und die Arbeiten bald beginnen.</p>\n", 1) +
		"<p>Die Kosten trage der Kreis, sagte der Kämmerer am Abend, und niemand müsse fürchten, dass die Abgaben der Bauern deshalb steigen werden.</p>\n<p>Auch das Land habe Geld zugesagt, aber noch keinen Tag genannt, an dem es ausgezahlt wird.</p></article><nav>" + pager("/dikes", 2) + "</nav></body></html>\n"
	wall := strings.Replace(sheet(2, pager("/dikes", 2)), "</title>", `</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Dikes of Yanghe","isAccessibleForFree":false,"wordCount":2000}</script>`, 1)
	for name, second := range map[string]string{"another language": german, "behind a wall": wall} {
		r := newRoom(t, web(courier, feedOf("dikes|Dikes of Yanghe"), at, sheet(1, pager("/dikes", 2)), at+"?page=2", second))
		r.round(0)
		a := r.one().Article
		if len(a.Paragraphs()) != 5 || !slices.Contains(a.Notes, news.Note{Code: news.NoteGoesOn}) {
			t.Errorf("%s: %d paragraphs, notes %v", name, len(a.Paragraphs()), a.Notes)
		}
	}
	r := newRoom(t, web(courier, feedOf("dikes|Dikes of Yanghe"), at, sheet(1, pager("/dikes", 4)), at+"?page=2", sheet(2, pager("/dikes", 4)),
		at+"?page=3", sheet(1, pager("/dikes", 4)), at+"?page=4", sheet(1, pager("/dikes", 4))))
	r.round(0)
	if n := r.count(`SELECT count(*) FROM capture WHERE source = '' AND status = 200`); n != 3 {
		t.Errorf("%d pages are asked for, where the third is the first again", n)
	}
	if a := r.one().Article; len(a.Paragraphs()) != 9 || !slices.Contains(a.Notes, news.Note{Code: news.NoteGoesOn}) {
		t.Errorf("%d paragraphs, notes %v", len(a.Paragraphs()), a.Notes)
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

// version returns a version of the one report.
func (r *room) version(n int) (a news.Article) {
	r.t.Helper()
	id := r.one().Article.ID
	if err := r.db.View(r.t.Context(), func(tx *store.Tx) (err error) {
		a, err = tx.Version(id, n)
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return a
}
