package edition

import "testing"

// TestReached: houses count, each once and with what is its own and stands.
func TestReached(t *testing.T) {
	for _, c := range []struct {
		reports []string
		n       int
		want    string // ID of the report; "": too few
	}{
		{[]string{"x 3", "y 2", "z 1"}, 3, "s2"},
		{[]string{"x 3", "y 2", "z 1"}, 2, "s1"},
		{[]string{"x 3", "y 2", "z 1"}, 4, ""},
		{[]string{"x 3", "x 2", "z 1"}, 2, "s2"},
		{[]string{"x 3", "y 2 c", "z 1"}, 2, "s2"},
		{[]string{"x 3", "y 2 w", "z 1"}, 3, ""},
	} {
		got, ok := Reached(told("s", c.reports...), c.n)
		if string(got.ID) != c.want || ok != (c.want != "") {
			t.Errorf("%v, %d: %s %v, want %s", c.reports, c.n, got.ID, ok, c.want)
		}
	}
}
