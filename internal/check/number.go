package check

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/latin"
	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// Rings of a report around the sentences that a claim cites.
const (
	cited      = iota
	neighbours // three before a cited sentence, one after it
	rest
)

// ground is what a claim may rest on, from what it cites outwards.
type ground struct {
	published time.Time
	near      [rest + 1][]*sentence // by ring
	all       *source
	among     bool // the claim rests on other reports, too: one that is not read excuses no number that stands in none
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
	if uncompared(n) {
		return news.Finding{}, false
	}
	var bare news.Finding
	for ring, sentences := range g.near {
		where, m, fit := closest(n, sentences)
		switch {
		case fit == quantity.Fits && bare.Rule != "" && n.Limited: // 长达九小时, of "up to nine hours" nearer by
			return news.Finding{}, false
		case fit == quantity.Fits:
			return g.fitting(c, n, ring, where, m)
		case bare.Rule != "":
		case fit == quantity.Unbounded:
			bare = mismatch(c, n, asWritten(where, m))
			bare.Rejects = false
		case fit == quantity.WrongSide && n.Trend.Against(m.Trend):
			return mismatch(c, n, moved(where, m)), true
		case fit == quantity.WrongSide:
			return mismatch(c, n, asWritten(where, m)), true
		}
	}
	switch {
	case bare.Rule != "":
		return bare, !n.Limited
	case g.excused(c, n):
		return news.Finding{}, false
	}
	return mismatch(c, n, g.nearest(n)), true
}

// uncompared reports whether a number says nothing that could be wrong: 1英镑兑, 兑1美元.
func uncompared(n quantity.Number) bool {
	return len(n.Alts) == 0 || trivial(n) || n.Alts[0].N == 1 && n.Rate
}

// fitting looks at what stands around a number that fits m, which a sentence of a ring has: its row, what it is a part of,
// its limit, how far off it is.
func (g ground) fitting(c sentence, n quantity.Number, ring int, where *sentence, m quantity.Number) (news.Finding, bool) {
	if where.head != "" {
		if f, bad := g.otherRow(c, n); bad {
			return f, true
		}
	}
	if f, bad := g.per(c, n, where, m); bad {
		return f, true
	}
	if n.All && m.Part && !entire(n, g.near[ring]) {
		return mismatch(c, n, withPart(where, m)), true
	}
	if g.limitAdded(c, n, where, m) {
		f := mismatch(c, n, asWritten(where, m))
		f.Rejects = false
		return f, true
	}
	return g.far(c, n, ring, where)
}

// entire reports whether a number stands in the sentences without a part of it being meant.
func entire(n quantity.Number, sentences []*sentence) bool {
	for _, s := range sentences {
		for _, m := range s.Numbers {
			if !m.Part && n.Fits(m) == quantity.Fits {
				return true
			}
		}
	}
	return false
}

// withPart is a number with the few words before it that say which part of it is meant.
func withPart(s *sentence, n quantity.Number) string {
	words := strings.Fields(s.Text[:n.Start])
	return strings.TrimSpace(strings.Join(words[max(0, len(words)-3):], " ") + " " + asWritten(s, n))
}

// closest returns the number of the sentences that fits a claim's best: the first that
// does, else the first that is bounded or moved the other way.
func closest(n quantity.Number, sentences []*sentence) (where *sentence, m quantity.Number, best quantity.Fit) {
	for _, s := range sentences {
		for _, o := range s.Numbers {
			if fit := n.Fits(o); fit > best {
				where, m, best = s, o, fit
			}
			if best == quantity.Fits {
				return where, m, best
			}
		}
	}
	return where, m, best
}

// mismatch is the finding on a number that the report does not have; found is what it has
// instead, "" for nothing.
func mismatch(c sentence, n quantity.Number, found string) news.Finding {
	f := news.Finding{Rule: news.NumberRule, Reason: news.NoSuchNumber, Span: spanOf(c, n), Found: found, Rejects: true}
	if found != "" {
		f.Reason = news.OtherWords
	}
	return f
}

// far doubts a number that is in the report, but not where the claim looks.
func (g ground) far(c sentence, n quantity.Number, ring int, where *sentence) (news.Finding, bool) {
	f := news.Finding{Rule: news.NumberRule, Span: spanOf(c, n), Reason: news.NumberElsewhere, Arg: clip(where.Text)}
	switch {
	case ring == rest:
		return f, weighty(n) || small(n) && !g.excused(c, n)
	case ring == neighbours:
		return f, g.displaced(c, n)
	}
	return f, false
}

// displaced reports whether a number of a sentence next to the cited ones has taken the
// place of one of theirs: they have one of the same sort, and the claim has no number for it.
func (g ground) displaced(c sentence, n quantity.Number) bool {
	for _, s := range g.near[cited] {
		for _, m := range s.Numbers {
			if !alike(n, m) || s.Calendar.Covers(m) {
				continue
			}
			if !slices.ContainsFunc(c.Numbers, func(o quantity.Number) bool { return o.Fits(m) != quantity.Differs }) {
				return true
			}
		}
	}
	return false
}

// alike reports whether two numbers are of one sort that is named: money, a measure, per
// cent, people.
func alike(a, b quantity.Number) bool {
	v, w := a.Alts[0], b.Alts[0]
	switch {
	case v.Kind != w.Kind || v.Vague || w.Vague:
		return false
	case v.Kind == quantity.Share || v.Kind == quantity.Points:
		return true
	case v.Kind != quantity.Count:
		return false
	case v.Unit.Money != "" || v.Unit.Dim != 0:
		return v.Unit.Money == w.Unit.Money && v.Unit.Dim == w.Unit.Dim && v.Unit.Factor == w.Unit.Factor
	}
	return w.Unit == (quantity.Unit{}) && v.N > 12 && w.N > 12
}

// weighty reports whether a number is one that few reports share.
func weighty(n quantity.Number) bool {
	v := n.Alts[0]
	return v.Kind == quantity.Share || v.N > 12
}

// small reports whether a number is a small one that language does not add freely: two or
// more of a unit, of people or of things that are counted, or a place.
func small(n quantity.Number) bool {
	v := n.Alts[0]
	switch v.Kind {
	case quantity.Count:
		return v.N >= 2 && !v.Spread && n.Bound == quantity.Exact && (v.Unit != (quantity.Unit{}) || v.Thing != quantity.Unnamable)
	case quantity.Ordinal, quantity.Multiple, quantity.Points:
		return v.N >= 2
	}
	return false
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

// asWritten is a number as the report has it, with the words that bound it.
func asWritten(s *sentence, n quantity.Number) string {
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
		end += latin.WordEnd(rest, 1)
	}
	return strings.TrimSpace(s.Text[start:end])
}

// nearest is what the report has instead: its number of the same kind that comes
// nearest; empty when it has none.
func (g ground) nearest(n quantity.Number) string {
	best, words := math.Inf(1), ""
	for _, s := range g.near[cited] {
		for _, m := range s.Numbers {
			if len(m.Alts) == 0 || m.Alts[0].Kind != n.Alts[0].Kind {
				continue
			}
			d := math.Log10(size(m)) - math.Log10(size(n))
			if n.Alts[0].Digits > 1 && math.Abs(d-math.Round(d)) < 1e-3 { // 230 was made of 23 rather than of 255
				d = .02
			}
			if d = math.Abs(d); d < best {
				best, words = d, asWritten(s, m)
			}
		}
	}
	return words
}

func size(n quantity.Number) float64 {
	v := n.Alts[0]
	return math.Max(1e-9, math.Max(v.N, v.Lo))
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
