package extract

import (
	"slices"
	"testing"
)

// score is the agreement of a text with its reference, by the definition of
// scrapinghub/article-extraction-benchmark: multisets of four-token shingles,
// each page weighing the same.
type score struct {
	tp, fp, fn float64
	exact      bool
	empty      bool
}

func shares(ref, got []string) score {
	g, p := bag(ref), bag(got)
	var tp, all, want int
	for k, n := range p {
		all += n
		tp += min(n, g[k])
	}
	for _, n := range g {
		want += n
	}
	s := score{exact: slices.Equal(ref, got), empty: len(got) == 0}
	if sum := float64(want + all - tp); sum > 0 {
		s.tp, s.fp, s.fn = float64(tp)/sum, float64(all-tp)/sum, float64(want-tp)/sum
	}
	return s
}

func bag(toks []string) map[[4]string]int {
	m := map[[4]string]int{}
	if n := len(toks); n > 0 && n < 4 {
		var k [4]string
		copy(k[:], toks)
		m[k]++
	}
	for i := 0; i+4 <= len(toks); i++ {
		m[[4]string(toks[i:i+4])]++
	}
	return m
}

func (s score) precision() float64 { return part(s.tp, s.fp, s.fn) }
func (s score) recall() float64    { return part(s.tp, s.fn, s.fp) }
func (s score) f1() float64        { return harmonic(s.precision(), s.recall()) }

func part(tp, miss, other float64) float64 {
	switch {
	case miss == 0 && other == 0:
		return 1
	case tp == 0:
		return 0
	}
	return tp / (tp + miss)
}

func harmonic(a, b float64) float64 {
	if a+b == 0 {
		return 0
	}
	return 2 * a * b / (a + b)
}

// best scores a text against each accepted reference; the best counts.
func best(refs []string, got string) score {
	toks := slices.Collect(tokens(got))
	var out score
	for i, r := range refs {
		if s := shares(slices.Collect(tokens(r)), toks); i == 0 || s.f1() > out.f1() {
			out = s
		}
	}
	return out
}

// total is the mean over pages. An empty text counts as precision 0 ("F1all").
type total struct {
	n, exact    int
	prec, rec   float64
	low         int // pages below F1 0.3
	title, date [2]int
	authors     [2]int
}

func (t *total) add(s score) {
	t.n++
	t.prec += s.precision()
	t.rec += s.recall()
	if s.exact {
		t.exact++
	}
	if s.f1() < 0.3 {
		t.low++
	}
}

func (t total) p() float64        { return t.prec / float64(max(1, t.n)) }
func (t total) r() float64        { return t.rec / float64(max(1, t.n)) }
func (t total) f1() float64       { return harmonic(t.p(), t.r()) }
func (t total) accuracy() float64 { return float64(t.exact) / float64(max(1, t.n)) }

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
		s := best([]string{tc.ref}, tc.got)
		if d := s.f1() - tc.f1; d > 1e-9 || d < -1e-9 || s.exact != tc.exact {
			t.Errorf("score(%q, %q) = %.4f %v, want %.4f %v", tc.ref, tc.got, s.f1(), s.exact, tc.f1, tc.exact)
		}
	}
}
