package extract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
)

// pageOf is page n of an outlet whose pages all carry the same appeal, without a
// sign in the markup that it is none of the report.
func pageOf(n int) news.Capture {
	var b strings.Builder
	fmt.Fprintf(&b, `<html lang="en"><head><title>Report %d</title></head><body><h1>Report %d</h1><div class="t">`, n, n)
	for i := range 4 {
		fmt.Fprintf(&b, "<p>On day %d of the dispute the ferry men of harbour %d met the owners again, and parted without a word after %d hours.</p>", i+2, n, i*n+3)
	}
	b.WriteString("<p>This house lives by what its readers give, and by nothing else; a reader who gives a crown a month keeps one reporter at the quay.</p></div></body></html>")
	url := fmt.Sprintf("https://www.quay.example/report-%d", n)
	return news.Capture{URL: url, Final: url, Body: []byte(b.String())}
}

func TestHost(t *testing.T) {
	var h Host
	appeal := func() bool {
		a, err := Extract(pageOf(9), Options{Host: &h})
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(a.Paragraphs(), func(s string) bool { return strings.HasPrefix(s, "This house") })
	}
	if !appeal() {
		t.Fatal("the appeal is left out although nothing is known of the host")
	}
	for range 5 { // the same page again teaches nothing
		if _, _, err := h.Read(pageOf(1), Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if h.Pages() != 1 || h.Boilerplate() != 0 || !appeal() {
		t.Fatalf("one page: %d pages, %d blocks known", h.Pages(), h.Boilerplate())
	}
	for n := range 3 {
		if _, _, err := h.Read(pageOf(n+2), Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if h.Boilerplate() != 1 || appeal() || h.Area() != "div.t" {
		t.Errorf("four pages: %d blocks known, area %q, appeal %v", h.Boilerplate(), h.Area(), appeal())
	}
	raw, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	var again Host
	if err := json.Unmarshal(raw, &again); err != nil {
		t.Fatal(err)
	}
	raw2, _ := json.Marshal(again)
	if string(raw) != string(raw2) {
		t.Errorf("written and read: %s, want %s", raw2, raw)
	}
}

// A story that runs for weeks: every page carries the house's appeal inside the
// report, and four of thirty the same paragraph of background.
func TestHostKeepsBackground(t *testing.T) {
	const (
		appeal     = "This house lives by what its readers give, and by nothing else; a reader who gives a crown a month keeps one reporter at the quay."
		background = "The dispute began in March, when the owners of the two lines cut the night crossings and the crews, who had not been asked, stayed ashore for eleven days."
	)
	page := func(n int, address string) news.Capture {
		var b strings.Builder
		fmt.Fprintf(&b, `<html lang="en"><head><title>Ferry report %d</title></head><body><h1>Ferry report %d</h1><div class="t">`, n, n)
		for i := range 5 {
			fmt.Fprintf(&b, "<p>On day %d of the dispute the ferry men of harbour %d met the owners again, and parted without a word after %d hours.</p>", i+2, n, i*n+3)
			if i == 2 && n%8 == 0 {
				b.WriteString("<p>" + background + "</p>")
			}
		}
		b.WriteString("<p>" + appeal + "</p></div></body></html>")
		return news.Capture{URL: address, Final: address, Body: []byte(b.String())}
	}
	var h Host
	learn := func(c news.Capture) {
		t.Helper()
		if _, _, err := h.Read(c, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 30 {
		learn(page(n+1, fmt.Sprintf("https://www.quay.example/report.php?id=%d", n+1)))
	}
	if h.Pages() != 30 {
		t.Fatalf("%d pages known, want 30", h.Pages())
	}
	for _, n := range []int{8, 40} { // one that has taught, one that is new
		a, err := Extract(page(n, fmt.Sprintf("https://www.quay.example/report.php?id=%d", n)), Options{Host: &h})
		if err != nil {
			t.Fatal(err)
		}
		got := a.Paragraphs()
		if !slices.Contains(got, background) || slices.Contains(got, appeal) || len(got) != 6 {
			t.Errorf("report %d: %q", n, got)
		}
	}
	for i := range 4 { // one report at several addresses teaches once
		learn(page(40, fmt.Sprintf("https://www.quay.example/ferry-%d", i)))
	}
	if h.Pages() != 31 {
		t.Errorf("%d pages known, want 31", h.Pages())
	}
}

// What a page has taught is no evidence against it when it is read again.
func TestHostReadsAgain(t *testing.T) {
	var h Host
	const reply = "“Not a word of it,” he said."
	quoted := func(n int) news.Capture {
		c := pageOf(n)
		c.Body = bytes.Replace(c.Body, []byte("<p>On day 3"), []byte("<p>"+reply+"</p><p>On day 3"), 1)
		return c
	}
	for n := range 8 {
		c := pageOf(n)
		if n < repeats {
			c = quoted(n)
		}
		for range 5 {
			if _, _, err := h.Read(c, Options{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for n, want := range map[int]bool{0: true, 9: false} { // seen on two other pages, on three
		a, err := Extract(quoted(n), Options{Host: &h})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(a.Paragraphs(), reply); got != want || len(a.Blocks) < 4 {
			t.Errorf("report %d has the line: %v, want %v", n, got, want)
		}
	}
}

func TestHostIsBounded(t *testing.T) {
	var h Host
	for n := range 12 {
		var b strings.Builder
		for i := range 300 {
			fmt.Fprintf(&b, "<p class=c%d>Line %d of page %d.</p>", i, i, n)
		}
		url := fmt.Sprintf("https://www.quay.example/%d", n)
		if _, _, err := h.Read(news.Capture{Final: url, Body: []byte(b.String())}, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	raw, _ := json.Marshal(h)
	if len(h.blocks) > maxKnown || len(raw) > 100_000 {
		t.Errorf("%d blocks, %d bytes", len(h.blocks), len(raw))
	}
	if err := json.Unmarshal([]byte(`{"blocks":{"zz":3}}`), &h); err == nil {
		t.Error("a hash that is none is taken")
	}
}

func TestRules(t *testing.T) {
	known, err := outlets()
	if err != nil || len(known) == 0 {
		t.Fatalf("%d rules, %v", len(known), err)
	}
	if _, err := parseRule([]byte(`{"hosts":["a.example"],"body":"p["}`)); err == nil {
		t.Error("a selector that is none is taken")
	}
}

func TestPeople(t *testing.T) {
	for in, want := range map[string]string{
		"By Maren Oduya and Tobias Lindqvist":     "Maren Oduya; Tobias Lindqvist",
		"Maren Oduya, Tobias Lindqvist":           "Maren Oduya; Tobias Lindqvist",
		"Von Jule Harmsen und Piet Voss":          "Jule Harmsen; Piet Voss",
		"Maren Oduya, Correspondent in Oslo":      "Maren Oduya",
		"https://www.example.org/authors/m-oduya": "",
		"@marenoduya":                                "",
		"admin":                                      "",
		"The Associated Press":                       "The Associated Press",
		"林若溪、周明":                                     "林若溪; 周明",
		"Maren Oduya &amp; Tobias Lindqvist":         "Maren Oduya; Tobias Lindqvist",
		"<a href='/m'>Maren Oduya</a>":               "Maren Oduya",
		"Maren Oduya; Maren Oduya; Tobias Lindqvist": "Maren Oduya; Tobias Lindqvist",
	} {
		p := &page{}
		if got := strings.Join(p.people([]string{in}), "; "); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCanonical(t *testing.T) {
	for _, tc := range []struct{ page, given, want string }{
		{"https://www.a.example/world/barrier-opens?utm_source=x", "https://www.a.example/world/barrier-opens", "https://www.a.example/world/barrier-opens"},
		{"https://www.a.example/world/barrier-opens", "/world/barrier-opens", "https://www.a.example/world/barrier-opens"},
		{"https://www.a.example/world/barrier-opens", "https://www.a.example/", "https://www.a.example/world/barrier-opens"},
		{"https://www.a.example/world/barrier-opens", "https://www.a.example/world", "https://www.a.example/world/barrier-opens"},
		{"https://www.a.example/world/barrier-opens", "https://www.b.example/world/barrier-opens", "https://www.a.example/world/barrier-opens"},
		{"https://amp.a.example/world/barrier-opens", "https://www.a.example/world/barrier-opens", "https://www.a.example/world/barrier-opens"},
		{"https://www.a.example/world/barrier-opens#top", "javascript:void(0)", "https://www.a.example/world/barrier-opens"},
	} {
		p := &page{url: tc.page, links: map[string]string{"canonical": tc.given}}
		if got := p.canonical(); got != tc.want {
			t.Errorf("%s with %s: %s, want %s", tc.page, tc.given, got, tc.want)
		}
	}
}

func TestRights(t *testing.T) {
	for _, tc := range []struct {
		header                       []string
		noArchive, noIndex, reserved bool
	}{
		{[]string{"noarchive"}, true, false, false},
		{[]string{"noindex, nofollow"}, false, true, false},
		{[]string{"googlebot: noarchive"}, false, false, false},
		{[]string{"none"}, false, true, false},
		{[]string{"max-snippet:-1, noarchive"}, true, false, false},
		{nil, false, false, false},
	} {
		p := &page{meta: map[string][]string{}}
		a, i, r := p.rights(news.Capture{Header: map[string][]string{"X-Robots-Tag": tc.header}})
		if a != tc.noArchive || i != tc.noIndex || r != tc.reserved {
			t.Errorf("%q: %v %v %v", tc.header, a, i, r)
		}
	}
	p := &page{}
	if _, _, r := p.rights(news.Capture{Header: map[string][]string{"Tdm-Reservation": {"1"}}}); !r {
		t.Error("tdm-reservation: 1 is not seen")
	}
}
