package newsroom

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/text"
)

// all calls f for every edition of every report that is published in it.
func all(t *testing.T, f func(t *testing.T, r *report, edition int, o outlet)) {
	t.Helper()
	p := load()
	for _, r := range p.reports {
		o, ok := p.outlet(r.Outlet)
		if !ok {
			t.Fatalf("%s: no such outlet", r.Name)
		}
		for e := 1; e <= 2; e++ {
			if r.in(e).Answer == 200 {
				t.Run(r.Name+"/"+string(rune('0'+e)), func(t *testing.T) { f(t, r, e, o) })
			}
		}
	}
}

// paragraphs are the parts of a body that are read as text.
func paragraphs(parts []part) []string {
	var out []string
	for _, p := range parts {
		if p.Kind != "figure" && p.Kind != "entry" && p.Kind != "h" {
			out = append(out, p.Text)
		}
	}
	return out
}

func TestNewsroomIsLargeEnough(t *testing.T) {
	p := load()
	outlets, langs, written := map[string]bool{}, map[string]bool{}, 0
	for _, r := range p.reports {
		o, _ := p.outlet(r.Outlet)
		outlets[o.Host] = true
		langs[base(o.Lang)] = true
		if len(r.editions[1].Body)+len(r.editions[0].Body) > 0 {
			written++
		}
	}
	if written < 42 || len(outlets) < 7 || len(langs) < 4 {
		t.Errorf("%d reports, %d outlets, %d languages", written, len(outlets), len(langs))
	}
}

func TestReports(t *testing.T) {
	all(t, func(t *testing.T, r *report, e int, o outlet) {
		s := r.in(e)
		body := strings.Join(paragraphs(s.Body), "\n")
		least, most, n := 250, 900, text.Words(body, o.Lang)
		if b := base(o.Lang); b == "zh" || b == "ja" {
			least, most, n = 500, 1800, utf8.RuneCountInString(body)
		}
		if n < least || n > most {
			t.Errorf("%d words, want %d to %d", n, least, most)
		}
		end := Start()
		if e == 2 {
			end = Second()
		}
		if s.Published.Before(time.Date(2026, time.March, 10, 0, 0, 0, 0, time.UTC)) || s.Changed().After(end) {
			t.Errorf("published %v, changed %v", s.Published, s.Changed())
		}
		if s.Standfirst == "" || s.Section == "" || len(s.Tags) == 0 || len(s.Byline) == 0 {
			t.Error("standfirst, section, tags or byline is missing")
		}
		if s.Image != "" && s.Credit == "" {
			t.Error("picture without credit")
		}
	})
}

func TestRecordings(t *testing.T) {
	all(t, func(t *testing.T, r *report, e int, o outlet) {
		s, rec := r.in(e), r.digests[e-1]
		if rec == nil {
			if s.Kind != "member" && r.Name != "harbour-courier/lighthouse-keepers" {
				t.Fatal("no recording")
			}
			return
		}
		shown := paragraphs(s.shown())
		report := text.Fold(strings.Join(shown, "\n") + s.Title + s.Standfirst)
		if n := len(rec.Claims); n < 3 || n > 6 {
			t.Errorf("%d claims", n)
		}
		if n := utf8.RuneCountInString(rec.Title); n < 8 || n > 36 {
			t.Errorf("title of %d characters", n)
		}
		digest := rec.Title
		for _, c := range rec.Claims {
			digest += c.Text
			if n := utf8.RuneCountInString(c.Text); n > 160 {
				t.Errorf("%d characters: %s", n, c.Text)
			}
			for _, q := range c.Quotes {
				if !holdsOne(shown, q) {
					t.Errorf("not in the report: %s", q)
				}
			}
		}
		for _, n := range rec.Names {
			if !strings.Contains(report, text.Fold(n[0])) {
				t.Errorf("%s is not in the report", n[0])
			}
			if !strings.Contains(digest, n[1]) {
				t.Errorf("%s is not in the digest", n[1])
			}
		}
	})
}

func holdsOne(paragraphs []string, quote string) bool {
	for _, p := range paragraphs {
		if strings.Contains(text.Fold(p), text.Fold(quote)) {
			return true
		}
	}
	return false
}

// base is the language of a tag without script and region.
func base(tag string) string {
	b, _, _ := strings.Cut(tag, "-")
	return b
}
