package extract

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/news"
)

func squeeze(s string) string {
	s = cases.Fold().String(norm.NFKC.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

func nameSet(in []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range in {
		if k := squeeze(s); k != "" {
			out[k] = true
		}
	}
	return out
}

func sameSet(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return len(a) == len(b)
}

func (t *total) describe(g gold, a news.Article) (bad []string) {
	if g.Title != "" {
		t.title[1]++
		if squeeze(g.Title) == squeeze(a.Title) {
			t.title[0]++
		} else {
			bad = append(bad, "title "+a.Title+" | "+g.Title)
		}
	}
	if g.Published != "" {
		t.date[1]++
		if !a.Published.IsZero() && a.Published.Format("2006-01-02") == g.Published[:10] {
			t.date[0]++
		} else {
			bad = append(bad, "date "+a.Published.Format("2006-01-02")+" | "+g.Published)
		}
	}
	if len(g.Authors) > 0 {
		t.authors[1]++
		if sameSet(nameSet(g.Authors), nameSet(a.Byline)) {
			t.authors[0]++
		} else {
			bad = append(bad, fmt.Sprintf("authors %q | %q", a.Byline, g.Authors))
		}
	}
	return bad
}

func TestDescribe(t *testing.T) {
	for _, set := range []string{"fundus", "dates"} {
		var sum total
		for _, g := range corpus(t, set) {
			doc, raw, err := open(g.capture())
			if err != nil {
				t.Fatalf("%s: %v", g.ID, err)
			}
			var a news.Article
			p := newPage(doc, g.URL, Options{})
			p.raw = raw
			p.describe(&a, g.capture())
			for _, b := range sum.describe(g, a) {
				t.Logf("%s %s %s", g.ID, g.URL, b)
			}
		}
		t.Logf("%s title %d/%d date %d/%d authors %d/%d", set, sum.title[0], sum.title[1], sum.date[0], sum.date[1], sum.authors[0], sum.authors[1])
	}
}
