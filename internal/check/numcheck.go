package check

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

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
	for _, p := range c.plans {
		if f, bad := g.plan(c, p); bad {
			out = append(out, f)
		}
	}
	for i, n := range c.nums {
		if i > 0 && c.nums[i-1].start == n.start && len(out) > 0 && out[len(out)-1].Span == spanOf(c, n) {
			continue // the other end of a range that is reported already
		}
		if f, bad := g.number(c, n); bad {
			out = append(out, f)
		}
	}
	return out
}

func spanOf(c sentence, n number) string { return c.text[n.start:n.end] }

// number compares one number with the ground, ring by ring.
func (g ground) number(c sentence, n number) (news.Finding, bool) {
	if len(n.alts) == 0 || trivial(n) || n.alts[0].n == 1 && strings.Contains(c.plain[max(0, n.start-3):min(len(c.plain), n.end+6)], "兑") { // 1英镑兑, 兑1美元
		return news.Finding{}, false
	}
	var wrong, right *number
	var where *sentence
	for ring, sentences := range g.near {
		for _, s := range sentences {
			for i := range s.nums {
				switch n.fits(s.nums[i]) {
				case fits:
					if right == nil {
						right, where = &s.nums[i], s
					}
				case wrongSide:
					if wrong == nil {
						wrong, where = &s.nums[i], s
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
		if n.trend.against(wrong.trend) {
			f.Found = moved(where, *wrong)
		}
	case g.excused(c, n):
		return f, false
	default:
		f.Found = g.nearest(n)
	}
	f.Why = "the cited sentences have no such number"
	if f.Found != "" {
		f.Why = fmt.Sprintf("the report has %q", f.Found)
	}
	return f, true
}

// far warns of a number that stands in the report, but not where the claim looks.
func (g ground) far(c sentence, n number, ring int, where *sentence) (news.Finding, bool) {
	if ring < 2 || weighty(n) == 0 {
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.NumberRule, Span: spanOf(c, n), Why: "stands elsewhere in the report: " + clip(where.text)}, true
}

// weighty is the size of a number that does not stand in every report.
func weighty(n number) float64 {
	if v := n.alts[0]; v.kind == share || v.n > 12 {
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
func trivial(n number) bool {
	v := n.alts[0]
	return (v.kind == count || v.kind == ordinal) && v.n == 1 && !v.vague && v.unit.money == "" && n.bound == exact
}

// told is a number as the report has it, with the words that bound it.
func told(s *sentence, n number) string {
	start := n.start
	if n.lead > 0 {
		start = n.lead - 1
	}
	return strings.TrimSpace(s.text[start:n.end])
}

// moved is a number as the report has it, with the few words before it and the one
// after: one of them says that it rose or fell.
func moved(s *sentence, n number) string {
	start, end := n.start, n.end
	if s.han {
		_, size := utf8.DecodeRuneInString(s.text[end:])
		return s.text[start : end+size]
	}
	for range 4 {
		i := strings.LastIndexByte(strings.TrimRight(s.text[:start], " "), ' ') + 1
		if strings.ContainsAny(s.text[i:start], ",;:.()") {
			break
		}
		start = i
	}
	if rest := s.text[end:]; strings.HasPrefix(rest, " ") {
		end += 1 + wordEnd(rest, 1) - 1
	}
	return strings.TrimSpace(s.text[start:end])
}

// nearest is what the report has instead: its number of the same kind that comes
// nearest; empty when it has none.
func (g ground) nearest(n number) string {
	best, words := math.Inf(1), ""
	for _, s := range g.near[0] {
		for _, m := range s.nums {
			if len(m.alts) == 0 || m.alts[0].kind != n.alts[0].kind {
				continue
			}
			d := math.Log10(size(m)) - math.Log10(size(n))
			if n.alts[0].digits > 1 && math.Abs(d-math.Round(d)) < 1e-3 { // 230 was made of 23 rather than of 255
				d = .02
			}
			if d = math.Abs(d); d < best {
				best, words = d, told(s, m)
			}
		}
	}
	return words
}

func size(n number) float64 {
	v := n.alts[0]
	return math.Max(1e-9, math.Max(v.n, v.lo))
}

// excused reports whether a number that stands nowhere may have been worked out,
// or cannot be looked for in this report.
func (g ground) excused(c sentence, n number) bool {
	v := n.alts[0]
	for _, ring := range g.near {
		for _, s := range ring {
			if !s.known {
				return true
			}
		}
	}
	switch {
	case v.kind == clock:
		if strings.Contains(strings.ReplaceAll(c.plain, "当地时间", ""), "时间") { // of another zone
			return !g.has(clocked) || g.has(func(m number) bool { return clocked(m) && math.Mod(math.Abs(m.alts[len(m.alts)-1].n-v.n), 30) == 0 })
		}
		return !g.has(clocked)
	case v.kind == multiple:
		return g.ratio(n)
	case v.kind == ordinal && strings.Contains(c.text[n.start:min(len(c.text), n.end+9)], "季度"):
		return !g.quarters()
	case v.unit.dim == span && g.elapsed(v):
		return true
	case v.kind == points:
		return g.apart(v)
	case v.kind == count && !v.vague && v.n > 10 && totals(c, n):
		return g.sums(v)
	case v.kind == count && v.n <= 10 && v.unit.money == "" && !c.ranges(n):
		return g.countable(v)
	}
	return false
}

func clocked(n number) bool { return n.alts[0].kind == clock || n.alts[len(n.alts)-1].kind == clock }

// quarters reports whether the cited sentences number a quarter of a year.
func (g ground) quarters() bool {
	for _, s := range g.near[0] {
		for _, n := range s.nums {
			about := strings.ToLower(s.text[max(0, n.start-1):min(len(s.text), n.end+12)])
			if slices.ContainsFunc(n.alts, func(v value) bool { return v.kind == ordinal }) && slices.ContainsFunc(quarterly, func(w string) bool { return strings.Contains(about, w) }) || strings.HasPrefix(about, "q") && n.alts[0].label {
				return true
			}
		}
	}
	return false
}

var quarterly = []string{"quarter", "quartal", "trimestre", "季度", "四半期"}

func (g ground) has(f func(number) bool) bool {
	for _, ring := range g.near {
		for _, s := range ring {
			for _, n := range s.nums {
				if len(n.alts) > 0 && f(n) {
					return true
				}
			}
		}
	}
	return false
}

// ratio reports whether two numbers of one sentence stand to each other as claimed.
func (g ground) ratio(n number) bool {
	for _, s := range g.near[0] {
		for _, a := range s.nums {
			for _, b := range s.nums {
				for _, v := range n.alts {
					if x, y := a.alts[0], b.alts[0]; x.kind == y.kind && x.n > 0 && y.n > 0 && within(x.n/y.n, v.n, .07) && x.n != y.n {
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
func (g ground) elapsed(v value) bool {
	years := v.n * v.unit.factor / year.factor
	if v.vague || years < .9 {
		return false
	}
	for _, s := range append(append([]*sentence{}, g.near[0]...), g.near[1]...) {
		for _, d := range s.cal.dates {
			if d.y == 0 || d.decade {
				continue
			}
			if !g.published.IsZero() && math.Abs(float64(g.published.Year()-d.y)-years) <= 1 {
				return true
			}
			for _, e := range s.cal.dates {
				if e.y != 0 && math.Abs(math.Abs(float64(e.y-d.y))-years) < .5 {
					return true
				}
			}
		}
	}
	return false
}

// apart reports whether two shares of the cited sentences differ by so many points.
func (g ground) apart(v value) bool {
	for _, s := range g.near[0] {
		for _, o := range g.near[0] {
			for _, a := range s.nums {
				for _, b := range o.nums {
					x, y := a.alts[0], b.alts[0]
					if d := 100 * (x.n - y.n); x.kind == share && y.kind == share && !x.vague && !y.vague && d > 0 && math.Abs(d-v.n) < .051 {
						return true
					}
				}
			}
		}
	}
	return false
}

// totals reports whether a claim adds up: 共180人.
func totals(c sentence, n number) bool {
	before := c.plain[:n.start]
	for _, w := range []string{"共", "共计", "总共", "合计", "总计", "加起来", "共有", "合共", "共约"} {
		if strings.HasSuffix(before, w) {
			return true
		}
	}
	return false
}

// sums reports whether two numbers of the cited sentences, or all of one, add up to v.
func (g ground) sums(v value) bool {
	for _, s := range g.near[0] {
		all := 0.
		for i, a := range s.nums {
			x := a.alts[0]
			if x.kind != count || x.vague {
				continue
			}
			all += x.n
			for _, b := range s.nums[:i] {
				if y := b.alts[0]; y.kind == count && within(x.n+y.n, v.n, 1e-6) {
					return true
				}
			}
		}
		if within(all, v.n, 1e-6) {
			return true
		}
	}
	return false
}

// countable reports whether a small number may have been counted or added up from
// what the cited sentences list.
func (g ground) countable(v value) bool {
	for _, s := range g.near[0] {
		if s.things >= int(v.n) && v.n >= 2 && !s.smallNumbers() {
			return true
		}
		for i, a := range s.nums {
			if x := a.alts[0]; x.kind == count && x.n < v.n && v.n <= x.n+float64(max(1, s.things)) && furthers[s.wordAfter(a.end)] {
				return true // Algeria and three other countries
			}
			for _, b := range s.nums[:i] {
				if x, y := a.alts[0], b.alts[0]; x.kind == count && y.kind == count && x.unit == y.unit && x.n > 0 && y.n > 0 && x.n+y.n == v.n {
					return true
				}
			}
		}
	}
	return false
}

// furthers stand after the number of those who come on top of others.
var furthers = set("other others more further additional weitere weiteren anderen andere autres")

// wordAfter is the word that follows a place in a sentence.
func (s *sentence) wordAfter(i int) string {
	rest := strings.TrimLeft(s.text[i:], " ")
	return strings.ToLower(rest[:wordEnd(rest, 0)])
}

// ranges reports whether a number is an end of a range, or of a score: 7-5.
func (s *sentence) ranges(n number) bool {
	ends := 0
	for _, m := range s.nums {
		if m.start == n.start {
			ends++
		}
	}
	return ends > 1 || strings.HasPrefix(s.plain[n.end:], "比") || strings.HasSuffix(s.plain[:n.start], "比") // 5比3
}

// smallNumbers reports whether a sentence counts in small numbers itself.
func (s *sentence) smallNumbers() bool {
	for _, n := range s.nums {
		if v := n.alts[0]; v.kind == count && v.n >= 2 && v.n <= 10 && v.unit == (unit{}) {
			return true
		}
	}
	return false
}

// plan compares the number of a plan or a congress with the report's.
func (g ground) plan(c sentence, p plan) (news.Finding, bool) {
	other := ""
	for _, ring := range g.near {
		for _, s := range ring {
			for _, n := range s.nums {
				if !n.names(s, p.words) {
					continue
				}
				for _, v := range n.alts {
					if v.n == p.n {
						return news.Finding{}, false
					}
				}
				other = s.text[n.start:n.end]
			}
		}
	}
	if other == "" {
		return news.Finding{}, false
	}
	return news.Finding{Rule: news.NumberRule, Span: c.text[p.start:p.end], Why: fmt.Sprintf("the report has %q", other), Found: other, Rejects: true}, true
}

// names reports whether an ordinal of a report has one of the words after it.
func (n number) names(s *sentence, words []string) bool {
	if len(n.alts) == 0 || n.alts[0].kind != ordinal {
		return false
	}
	after := strings.ToLower(s.text[n.end:min(len(s.text), n.end+24)])
	for _, w := range words {
		if strings.HasPrefix(strings.TrimLeft(after, " -"), w) {
			return true
		}
	}
	return false
}
