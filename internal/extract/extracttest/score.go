package extracttest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/waidian/waidian/internal/news"
)

// Score is the agreement of a text with its reference, by the definition of
// scrapinghub/article-extraction-benchmark: multisets of four-token shingles,
// each page weighing the same.
type Score struct {
	tp, fp, fn float64
	exact      bool
	empty      bool
}

func shares(ref, got []string) Score {
	g, p := bag(ref), bag(got)
	var tp, all, want int
	for k, n := range p {
		all += n
		tp += min(n, g[k])
	}
	for _, n := range g {
		want += n
	}
	s := Score{exact: slices.Equal(ref, got), empty: len(got) == 0}
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

func (s Score) precision() float64 { return part(s.tp, s.fp, s.fn) }
func (s Score) recall() float64    { return part(s.tp, s.fn, s.fp) }

// F1 is the harmonic mean of precision and recall.
func (s Score) F1() float64 { return harmonic(s.precision(), s.recall()) }

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

// Best scores a text against each accepted reference; the best counts.
func Best(refs []string, got string) Score {
	toks := tokens(got)
	var out Score
	for i, r := range refs {
		if s := shares(tokens(r), toks); i == 0 || s.F1() > out.F1() {
			out = s
		}
	}
	return out
}

// Total is the mean over pages. An empty text counts as precision 0 ("F1all").
type Total struct {
	N                    int
	Low                  int // pages below F1 0.3
	Title, Date, Authors Count
	exact                int
	prec, rec            float64
	Words                Words // of sets with phrases alone
}

// Add counts the text of a page.
func (t *Total) Add(s Score) {
	t.N++
	t.prec += s.precision()
	t.rec += s.recall()
	if s.exact {
		t.exact++
	}
	if s.F1() < 0.3 {
		t.Low++
	}
}

// P is the mean precision.
func (t Total) P() float64 { return t.prec / float64(max(1, t.N)) }

// R is the mean recall.
func (t Total) R() float64 { return t.rec / float64(max(1, t.N)) }

// F1 is the harmonic mean of P and R.
func (t Total) F1() float64 { return harmonic(t.P(), t.R()) }

// Exact is the share of the texts that are the reference word for word.
func (t Total) Exact() float64 { return float64(t.exact) / float64(max(1, t.N)) }

func (t Total) String() string {
	return fmt.Sprintf("%.4f %.4f %.4f %6.3f %5d %6.3f %6.3f %7.3f", t.F1(), t.P(), t.R(), t.Exact(), t.Low, t.Title.Share(),
		t.Date.Share(), t.Authors.Share())
}

// Describe counts the metadata of one page: titles equal but for case, width and
// punctuation, the same day as written, the same set of names.
func (t *Total) Describe(g Page, a news.Article) {
	if g.Title != "" {
		t.Title.add(squeeze(g.Title) == squeeze(a.Title))
	}
	if g.Published != "" {
		t.Date.add(!a.Published.IsZero() && a.Published.Format("2006-01-02") == g.Published[:10])
	}
	if len(g.Authors) > 0 {
		t.Authors.add(sameSet(nameSet(g.Authors), nameSet(a.Byline)))
	}
}

// Count is how many of a number of pages are right.
type Count struct{ Right, Of int }

func (c *Count) add(right bool) {
	c.Of++
	if right {
		c.Right++
	}
}

// Share is the share that is right.
func (c Count) Share() float64 { return float64(c.Right) / float64(max(1, c.Of)) }

// squeeze is NFKC, folded, letters and digits alone.
func squeeze(s string) string {
	s = cases.Fold().String(norm.NFKC.String(s))
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

func nameSet(in []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range in {
		if k := squeeze(s); k != "" {
			out[k] = true
		}
	}
	return out
}

func sameSet(a, b map[string]bool) bool {
	for k := range a {
		if !b[k] {
			return false
		}
	}
	return len(a) == len(b)
}

// token is a run of letters, digits and underscores, as the benchmark splits texts.
var token = regexp.MustCompile(`[\p{L}\p{N}_]+`)

func tokens(s string) []string { return token.FindAllString(s, -1) }
