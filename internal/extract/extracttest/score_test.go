package extracttest

import "testing"

func TestScore(t *testing.T) {
	for _, tc := range []struct {
		ref, got string
		f1       float64
		exact    bool
	}{
		{"a b c d e", "a b c d e", 1, true},
		{"a b c d e", "a, b. c d e!", 1, true},
		{"a b c d e", "a b c d", 2.0 / 3, false},
		{"a b c d e", "", 0, false},
		{"a b", "a b", 1, true},
		{"a b c d a b c d", "a b c d", 1.0 / 3, false},
	} {
		s := Best([]string{tc.ref}, tc.got)
		if d := s.F1() - tc.f1; d > 1e-9 || d < -1e-9 || s.exact != tc.exact {
			t.Errorf("score(%q, %q) = %.4f %v, want %.4f %v", tc.ref, tc.got, s.F1(), s.exact, tc.f1, tc.exact)
		}
	}
}
