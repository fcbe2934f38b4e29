package desk_test

import (
	"slices"
	"testing"
)

// The pages that a text was read from are found in the archive, and no others.
func TestFurtherPagesAreFound(t *testing.T) {
	const at = "https://courier.example/dikes"
	for _, tt := range []struct {
		name  string
		files []string
		want  []string
	}{
		{"three pages", []string{at, sheet(1, pager("/dikes", 3)), at + "?page=2", sheet(2, pager("/dikes", 3)), at + "?page=3", sheet(3, pager("/dikes", 3))},
			[]string{at + "?page=2", at + "?page=3"}},
		{"one page", []string{at, sheet(1, pager("/dikes", 1))}, nil},
		{"the second has a slash at its end", []string{at, sheet(1, `<a href="/dikes">1</a> <a href="/dikes/2">2</a>`), at + "/2", "HTTP/1.1 301 Moved Permanently\nLocation: /dikes/2/\n\n",
			at + "/2/", sheet(2, `<a href="/dikes">1</a> <a href="/dikes/2">2</a>`)}, []string{at + "/2/"}},
		{"the third is gone", []string{at, sheet(1, pager("/dikes", 3)), at + "?page=2", sheet(2, pager("/dikes", 3)), at + "?page=3", "HTTP/1.1 404 Not Found\n\n"},
			[]string{at + "?page=2"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t, web(append([]string{courier, feedOf("dikes|Dikes of Yanghe")}, tt.files...)...))
			r.round(0)
			refs, err := r.desk.FurtherPages(t.Context(), r.one().Article)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, ref := range refs {
				c, err := r.desk.Archive.Get(ref)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, c.Final)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
