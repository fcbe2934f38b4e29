package site

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// TestMonthsLeadToThoseBesideThem: the page of a month links to the next months that have reports, also after one came between them, and went.
func TestMonthsLeadToThoseBesideThem(t *testing.T) {
	lib := newMemory()
	put := func(i int, month string) {
		it := inventOne(i)
		it.Article.Published, it.Story = moment(month+"-05T10:00:00Z"), ""
		lib.put(it)
	}
	o := Options{Out: filepath.Join(t.TempDir(), "site"), Language: "en", URL: "https://example.org"}
	check := func(months ...string) {
		t.Helper()
		if _, err := New(o, lib).Build(t.Context()); err != nil {
			t.Fatal(err)
		}
		files := tree(t, o.Out)
		for i, month := range months {
			_, turn, _ := strings.Cut(files[strings.ReplaceAll(month, "-", "/")+".html"], `<nav aria-label=`)
			turn, _, _ = strings.Cut(turn, "</nav>")
			for j, other := range months {
				link := fmt.Sprintf(`href="../%s.html"`, strings.ReplaceAll(other, "-", "/"))
				if beside := i-j == 1 || j-i == 1; strings.Contains(turn, link) != beside {
					t.Errorf("%s of %v leads to %s: %v", month, months, other, !beside)
				}
			}
		}
	}
	put(0, "2023-11")
	put(1, "2024-03")
	check("2023-11", "2024-03")
	put(2, "2024-01")
	check("2023-11", "2024-01", "2024-03")
	lib.remove(inventOne(2).Article.ID)
	check("2023-11", "2024-03")
}
