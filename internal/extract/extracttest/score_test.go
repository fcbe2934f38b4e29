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

func TestFound(t *testing.T) {
	g := Page{With: []string{"the dike\nbroke", "at noon"}, Without: []string{"subscribe"}}
	for _, tt := range []struct {
		got  string
		want Found
	}{
		{"So the  dike broke at\tnoon.", Found{Pages: 1, Right: 2, Left: 1}},
		{"The dike broke; subscribe", Found{Pages: 1, Wrong: 1, Missed: 2, AllMissed: 1, AllMissedNot: 1}},
		{" ", Found{Pages: 1, Missed: 2, Left: 1, Empty: 1}},
	} {
		var f Found
		if f.Add(g, tt.got); f != tt.want {
			t.Errorf("%q: %+v, want %+v", tt.got, f, tt.want)
		}
	}
	f := Found{Right: 8, Wrong: 2, Missed: 2, Left: 8}
	if f.P() != 0.8 || f.R() != 0.8 || f.Accuracy() != 0.8 || f.F1() < 0.799 || f.F1() > 0.801 {
		t.Errorf("%v %v %v %v", f.P(), f.R(), f.Accuracy(), f.F1())
	}
}
