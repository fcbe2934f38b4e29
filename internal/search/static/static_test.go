package static

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestSegments(t *testing.T) {
	perDay := map[string]int{}
	day := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 75 {
		d := day.AddDate(0, 0, i).Format(time.DateOnly)
		n := 30
		if i == 3 {
			n = 1250
		}
		perDay[d] = n
	}
	var got []string
	all := 0
	for _, s := range Segments(perDay) {
		n := 0
		for _, d := range s.Days {
			n += len(Of(s, make([]int, perDay[d])))
		}
		if n != s.N {
			t.Errorf("%s has %d reports, and %d by its days", s.Name(), s.N, n)
		}
		if all += s.N; s.N > segmentSize {
			t.Errorf("%s has %d reports", s.Name(), s.N)
		}
		got = append(got, fmt.Sprintf("%s+%d", s.Name()[5:], len(s.Days)))
	}
	want := "03-09+7 03-01+8 02-21+9 02-01+20 01-25+7 01-05+20 01-04-2+1 01-04-1+1 01-04+1 01-01+3"
	if strings.Join(got, " ") != want {
		t.Errorf("segments are %s", got)
	}
	if all != 74*30+1250 {
		t.Errorf("%d reports in all", all)
	}
}
