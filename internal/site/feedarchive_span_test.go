package site

import (
	"fmt"
	"testing"
)

// TestDaysOfAnArchive: what is asked for at once has a bound, also where an archive has few of the reports that are gone through.
func TestDaysOfAnArchive(t *testing.T) {
	day := func(i int) string { return fmt.Sprintf("2026-01-%02d", i) }
	perDay := func(n int) map[string]int {
		out := map[string]int{}
		for i := 1; i <= 28; i++ {
			out[day(i)] = i * n
		}
		return out
	}
	of := func(days ...int) (p feedPart) {
		for _, i := range days {
			p.reports = append(p.reports, &filed{day: day(i)})
		}
		return p
	}
	every := make([]int, 28)
	for i := range every {
		every[i] = i + 1
	}
	for _, c := range []struct {
		name string
		p    feedPart
		upTo map[string]int
		want string
	}{
		{"of a source", of(every...), nil, "[[01 28]]"},
		{"a hundred a day", of(1, 1, 2, 3, 4, 5), perDay(100), "[[01 03] [04 05]]"},
		{"two far apart", of(1, 28), perDay(100), "[[01 01] [28 28]]"},
		{"two near each other", of(1, 3), perDay(100), "[[01 03]]"},
		{"more a day than are asked for at once", of(1, 1, 2, 2), perDay(1000), "[[01 01] [02 02]]"},
		{"few a day", of(every...), perDay(10), "[[01 28]]"},
		{"none", of(), perDay(10), "[]"},
	} {
		spans := c.p.daysOf(func(*filed) bool { return true }, c.upTo)
		for i := range spans {
			spans[i] = [2]string{spans[i][0][8:], spans[i][1][8:]}
		}
		if got := fmt.Sprint(spans); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
