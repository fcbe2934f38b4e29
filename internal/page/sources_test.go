package page

import (
	"strings"
	"testing"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// TestSourcesHaveNoEmptyColumn: the list of sources has no column of which no source has anything.
func TestSourcesHaveNoEmptyColumn(t *testing.T) {
	w := wording.For("zh-Hans")
	for _, c := range []struct {
		lang   string
		months []int
	}{{"", []int{3}}, {"en", []int{3}}, {"", []int{1, 3}}, {"en", []int{1, 3}}} {
		list := []SourceInList{
			{SourceStatus: SourceStatus{Source: news.Source{ID: "a"}}, N: 3, PerMonth: []int{3}},
			{SourceStatus: SourceStatus{Source: news.Source{ID: "b", Lang: c.lang}}, N: 3, PerMonth: c.months},
		}
		html, err := New(Form{Language: "zh-Hans"}).Sources(Sources{Sources: list, Total: 6})
		if err != nil {
			t.Fatal(err)
		}
		columns := 3
		for name, has := range map[string]bool{w.ReportTexts.Language: c.lang != "", w.ListsTexts.PerMonth: len(c.months) > 1} {
			if has {
				columns++
			}
			if got := strings.Contains(string(html), ">"+name+"</th>"); got != has {
				t.Errorf("%q %v: the list has the column %s: %v", c.lang, c.months, name, got)
			}
		}
		if cells := strings.Count(string(html), "<td") + len(list); cells != columns*len(list) {
			t.Errorf("%q %v: %d cells, %d columns", c.lang, c.months, cells, columns)
		}
	}
}
