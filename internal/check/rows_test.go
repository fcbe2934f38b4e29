package check

import (
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// A figure of one row of a table is not that of another, whatever the claim cites.
func TestRows(t *testing.T) {
	rows := []string{"Mill Ward: Share 34.2%, Change +3.1", "Quay Ward: Share 28.7%, Change -1.4", "Pos 1, Kell Rovers: Played 38, Points 80", "Pos 2, North Quay: Played 36, Points 76"}
	report := append([]string{"The clerk read the figures out on Monday; a third party, she said, has 19.0%."}, rows...)
	a := news.Article{Lang: "en", Blocks: []news.Block{{Kind: news.Paragraph, Text: report[0], Ends: []int{len(report[0])}}}}
	for i, s := range rows {
		a.Blocks = append(a.Blocks, news.Block{Kind: news.Row, Text: s, Ends: []int{len(s)}, Label: []int{9, 9, 18, 17}[i]})
	}
	for claim, right := range map[string]bool{
		"Mill Ward polls 34.2%, up 3.1 points.":                       true,
		"Mill Ward polls 28.7%, down 1.4 points.":                     false,
		"Quay Ward has 34.2%.":                                        false,
		"Mill Ward has 34.2%, Quay Ward 28.7%.":                       true,
		"Mill Ward leads with 34.2%; the next has 28.7%.":             true,
		"Mill Ward has 34.2%, and a third party has 19.0%.":           true,
		"The party on second place has 28.7%.":                        true,
		"Kell Rovers have 80 points from 38 matches.":                 true,
		"Kell Rovers have 76 points.":                                 false,
		"North Quay come next, with 76 points to Kell Rovers' 80.":    true,
		"Nobody has more than Mill Ward, which won 34.2% of the vote": true,
	} {
		if f := Sentence(report, time.Time{}, claim); (f.Rule == news.Supported) != right {
			t.Errorf("%q: %+v", claim, f)
		}
		src := readSource(a, Checker{}.glossary())
		if f := Gravest(Checker{}.compare(src.ground(every(src)), claim, "en", nil)); (f.Rule == news.Supported) != right {
			t.Errorf("%q of an article: %+v", claim, f)
		}
	}
}
