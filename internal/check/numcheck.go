package check

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// ground is what a claim may rest on, from what it cites outwards.
type ground struct {
	published time.Time
	near      [3][]*sentence // cited; their neighbours; the rest of the report
	all       *report
}

// numbers compares the numbers of a claim with those of its ground.
func (g ground) numbers(c sentence) []news.Finding {
	var out []news.Finding
	for _, p := range c.Plans {
		if f, bad := g.plan(c, p); bad {
			out = append(out, f)
		}
	}
	for i, n := range c.Numbers {
		if i > 0 && c.Numbers[i-1].Start == n.Start && len(out) > 0 && out[len(out)-1].Span == spanOf(c, n) {
			continue // the other end of a range that is reported already
		}
		if f, bad := g.number(c, n); bad {
			out = append(out, f)
		}
	}
	return out
}

func spanOf(c sentence, n quantity.Number) string { return c.Text[n.Start:n.End] }

// number compares one number with the ground, ring by ring.
func (g ground) number(c sentence, n quantity.Number) (news.Finding, bool) {
	if len(n.Alts) == 0 || trivial(n) || n.Alts[0].N == 1 && n.Rate { // 1英镑兑, 兑1美元
		return news.Finding{}, false
	}
	var wrong, right *quantity.Number
	var where *sentence
	for ring, sentences := range g.near {
		for _, s := range sentences {
			for i := range s.Numbers {
				switch n.Fits(s.Numbers[i]) {
				case quantity.Fits:
					if right == nil {
						right, where = &s.Numbers[i], s
					}
				case quantity.WrongSide:
					if wrong == nil {
						wrong, where = &s.Numbers[i], s
					}
				}
			}
			if right != nil {
				break
			}
		}
		if right != nil {
			return g.far(c, n, ring, where)
		}
		if wrong != nil {
			break
		}
	}
	f := news.Finding{Rule: news.NumberRule, Span: spanOf(c, n), Rejects: true}
	switch {
	case wrong != nil:
		f.Found = told(where, *wrong)
		if n.Trend.Against(wrong.Trend) {
			f.Found = moved(where, *wrong)
		}
	case g.excused(c, n):
		return f, false
	default:
		f.Found = g.nearest(n)
	}
	f.Reason = news.NoSuchNumber
	if f.Found != "" {
		f.Reason = news.OtherWords
	}
	return f, true
}

// far warns of a number that stands in the report, but not where the claim looks.
func (g ground) far(c sentence, n quantity.Number, ring int, where *sentence) (news.Finding, bool) {
	if ring < 2 || weighty(n) == 0 {
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.NumberRule, Span: spanOf(c, n), Reason: news.NumberElsewhere, Arg: clip(where.Text)}, true
}

// weighty is the size of a number that does not stand in every report.
func weighty(n quantity.Number) float64 {
	if v := n.Alts[0]; v.Kind == quantity.Share || v.N > 12 {
		return 1
	}
	return 0
}

// clip shortens a sentence for a message.
func clip(s string) string {
	r := []rune(s)
	if len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

// trivial reports whether a number is one that language adds freely: one of a thing.
func trivial(n quantity.Number) bool {
	v := n.Alts[0]
	return (v.Kind == quantity.Count || v.Kind == quantity.Ordinal) && v.N == 1 && !v.Vague && v.Unit.Money == "" && n.Bound == quantity.Exact
}

// told is a number as the report has it, with the words that bound it.
func told(s *sentence, n quantity.Number) string {
	start := n.Start
	if n.Lead > 0 {
		start = n.Lead - 1
	}
	return strings.TrimSpace(s.Text[start:n.End])
}

// moved is a number as the report has it, with the few words before it and the one
// after: one of them says that it rose or fell.
func moved(s *sentence, n quantity.Number) string {
	start, end := n.Start, n.End
	if s.Han {
		_, size := utf8.DecodeRuneInString(s.Text[end:])
		return s.Text[start : end+size]
	}
	for range 4 {
		i := strings.LastIndexByte(strings.TrimRight(s.Text[:start], " "), ' ') + 1
		if strings.ContainsAny(s.Text[i:start], ",;:.()") {
			break
		}
		start = i
	}
	if rest := s.Text[end:]; strings.HasPrefix(rest, " ") {
		end += 1 + latin.WordEnd(rest, 1) - 1
	}
	return strings.TrimSpace(s.Text[start:end])
}

// nearest is what the report has instead: its number of the same kind that comes
// nearest; empty when it has none.
func (g ground) nearest(n quantity.Number) string {
	best, words := math.Inf(1), ""
	for _, s := range g.near[0] {
		for _, m := range s.Numbers {
			if len(m.Alts) == 0 || m.Alts[0].Kind != n.Alts[0].Kind {
				continue
			}
			d := math.Log10(size(m)) - math.Log10(size(n))
			if n.Alts[0].Digits > 1 && math.Abs(d-math.Round(d)) < 1e-3 { // 230 was made of 23 rather than of 255
				d = .02
			}
			if d = math.Abs(d); d < best {
				best, words = d, told(s, m)
			}
		}
	}
	return words
}

func size(n quantity.Number) float64 {
	v := n.Alts[0]
	return math.Max(1e-9, math.Max(v.N, v.Lo))
}

// excused reports whether a number that stands nowhere may have been worked out,
// or cannot be looked for in this report.
func (g ground) excused(c sentence, n quantity.Number) bool {
	v := n.Alts[0]
	for _, ring := range g.near {
		for _, s := range ring {
			if !s.Known {
				return true
			}
		}
	}
	switch {
	case v.Kind == quantity.Clock:
		if c.OtherZone {
			return !g.has(clocked) || g.has(func(m quantity.Number) bool {
				return clocked(m) && math.Mod(math.Abs(m.Alts[len(m.Alts)-1].N-v.N), 30) == 0
			})
		}
		return !g.has(clocked)
	case v.Kind == quantity.Multiple:
		return g.ratio(n)
	case v.Kind == quantity.Ordinal && c.Han && n.Quarter:
		return !g.quarters()
	case v.Unit.Dim == quantity.Span && g.elapsed(v):
		return true
	case v.Kind == quantity.Points:
		return g.apart(v)
	case v.Kind == quantity.Count && !v.Vague && v.N > 10 && n.Total:
		return g.sums(v)
	case v.Kind == quantity.Count && v.N <= 10 && v.Unit.Money == "" && !c.ranges(n):
		return g.countable(v)
	}
	return false
}

func clocked(n quantity.Number) bool {
	return n.Alts[0].Kind == quantity.Clock || n.Alts[len(n.Alts)-1].Kind == quantity.Clock
}

// quarters reports whether the cited sentences number a quarter of a year.
func (g ground) quarters() bool {
	for _, s := range g.near[0] {
		for _, n := range s.Numbers {
			if n.Quarter {
				return true
			}
		}
	}
	return false
}

func (g ground) has(f func(quantity.Number) bool) bool {
	for _, ring := range g.near {
		for _, s := range ring {
			for _, n := range s.Numbers {
				if len(n.Alts) > 0 && f(n) {
					return true
				}
			}
		}
	}
	return false
}

// ratio reports whether two numbers of one sentence stand to each other as claimed.
func (g ground) ratio(n quantity.Number) bool {
	for _, s := range g.near[0] {
		for _, a := range s.Numbers {
			for _, b := range s.Numbers {
				for _, v := range n.Alts {
					if x, y := a.Alts[0], b.Alts[0]; x.Kind == y.Kind && x.N > 0 && y.N > 0 && quantity.Within(x.N/y.N, v.N, .07) && x.N != y.N {
						return true
					}
				}
			}
		}
	}
	return false
}

// elapsed reports whether a span of years lies between two years of the report, or
// between one and its publication.
func (g ground) elapsed(v quantity.Value) bool {
	years := v.N * v.Unit.Factor / quantity.Year.Factor
	if v.Vague || years < .9 {
		return false
	}
	for _, s := range append(append([]*sentence{}, g.near[0]...), g.near[1]...) {
		for _, d := range s.Calendar.Dates {
			if d.Year == 0 || d.Decade {
				continue
			}
			if !g.published.IsZero() && math.Abs(float64(g.published.Year()-d.Year)-years) <= 1 {
				return true
			}
			for _, e := range s.Calendar.Dates {
				if e.Year != 0 && math.Abs(math.Abs(float64(e.Year-d.Year))-years) < .5 {
					return true
				}
			}
		}
	}
	return false
}

// apart reports whether two shares of the cited sentences differ by so many points.
func (g ground) apart(v quantity.Value) bool {
	for _, s := range g.near[0] {
		for _, o := range g.near[0] {
			for _, a := range s.Numbers {
				for _, b := range o.Numbers {
					x, y := a.Alts[0], b.Alts[0]
					if d := 100 * (x.N - y.N); x.Kind == quantity.Share && y.Kind == quantity.Share && !x.Vague && !y.Vague && d > 0 && math.Abs(d-v.N) < .051 {
						return true
					}
				}
			}
		}
	}
	return false
}

// sums reports whether two numbers of the cited sentences, or all of one, add up to v.
func (g ground) sums(v quantity.Value) bool {
	for _, s := range g.near[0] {
		all := 0.
		for i, a := range s.Numbers {
			x := a.Alts[0]
			if x.Kind != quantity.Count || x.Vague {
				continue
			}
			all += x.N
			for _, b := range s.Numbers[:i] {
				if y := b.Alts[0]; y.Kind == quantity.Count && quantity.Within(x.N+y.N, v.N, 1e-6) {
					return true
				}
			}
		}
		if quantity.Within(all, v.N, 1e-6) {
			return true
		}
	}
	return false
}

// countable reports whether a small number may have been counted or added up from
// what the cited sentences list.
func (g ground) countable(v quantity.Value) bool {
	for _, s := range g.near[0] {
		if s.Things >= int(v.N) && v.N >= 2 && !s.smallNumbers() {
			return true
		}
		for i, a := range s.Numbers {
			if x := a.Alts[0]; x.Kind == quantity.Count && x.N < v.N && v.N <= x.N+float64(max(1, s.Things)) && a.Further {
				return true // Algeria and three other countries
			}
			for _, b := range s.Numbers[:i] {
				if x, y := a.Alts[0], b.Alts[0]; x.Kind == quantity.Count && y.Kind == quantity.Count && x.Unit == y.Unit && x.N > 0 && y.N > 0 && x.N+y.N == v.N {
					return true
				}
			}
		}
	}
	return false
}

// ranges reports whether a number is an end of a range, or of a score: 7-5.
func (s *sentence) ranges(n quantity.Number) bool {
	ends := 0
	for _, m := range s.Numbers {
		if m.Start == n.Start {
			ends++
		}
	}
	return ends > 1 || n.Score
}

// smallNumbers reports whether a sentence counts in small numbers itself.
func (s *sentence) smallNumbers() bool {
	for _, n := range s.Numbers {
		if v := n.Alts[0]; v.Kind == quantity.Count && v.N >= 2 && v.N <= 10 && v.Unit == (quantity.Unit{}) {
			return true
		}
	}
	return false
}

// plan compares the number of a plan or a congress with the report's.
func (g ground) plan(c sentence, p quantity.Plan) (news.Finding, bool) {
	other := ""
	for _, ring := range g.near {
		for _, s := range ring {
			for _, n := range s.Numbers {
				if n.Names != p.Names {
					continue
				}
				for _, v := range n.Alts {
					if v.N == p.N {
						return news.Finding{}, false
					}
				}
				other = s.Text[n.Start:n.End]
			}
		}
	}
	if other == "" {
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.NumberRule, Span: c.Text[p.Start:p.End], Reason: news.OtherWords, Found: other, Rejects: true}, true
}
