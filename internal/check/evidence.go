package check

import (
	"slices"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// anchor is a figure or a date of a claim that few sentences have: it shows what a claim
// rests on.
type anchor func(*sentence) bool

// anchors lists those of a claim.
func (src *source) anchors(claim news.Claim, lang string, pairs []news.Name) []anchor {
	var out []anchor
	c := readClaim(claim.Text, lang, src.published, persons(claim.Text, pairs))
	for _, n := range c.Numbers {
		if len(n.Alts) == 0 || n.Alts[0].Vague || n.Alts[0].Spread || !weighty(n) {
			continue
		}
		out = append(out, func(s *sentence) bool {
			return slices.ContainsFunc(s.Numbers, func(m quantity.Number) bool { return n.Fits(m) == quantity.Fits })
		})
	}
	for _, d := range c.Calendar.Dates {
		if d.Day == 0 && (d.Year == 0 || d.Spoken || d.Decade) {
			continue
		}
		out = append(out, func(s *sentence) bool {
			var own quantity.Calendar
			own.Add(s.Calendar)
			return own.Holds(d, src.published)
		})
	}
	return out
}

// aligned returns the evidence of the claims of a digest, moved by one step where figures and
// dates show that all of it is off, as where a model counts from zero.
func (src *source) aligned(d news.Digest) [][]int {
	out := make([][]int, len(d.Summary))
	all := make([][]anchor, len(d.Summary))
	for i, claim := range d.Summary {
		out[i] = claim.Evidence
		all[i] = src.anchors(claim, d.Lang, d.Names)
	}
	for _, step := range []int{1, -1} {
		if src.offBy(step, out, all) {
			for i := range out {
				out[i] = src.shifted(step, out[i], all[i])
			}
			break
		}
	}
	for i := range out {
		out[i] = src.miscited(out[i], all[i])
	}
	return out
}

// miscited adds the neighbour that has all figures of a claim, several, of which what it cites
// has none: it is what the claim is on.
func (src *source) miscited(evidence []int, list []anchor) []int {
	if len(list) < leastOff || slices.ContainsFunc(list, func(a anchor) bool { return src.anywhere(evidence, a) }) {
		return evidence
	}
	for _, step := range steps {
		for _, n := range evidence {
			if n >= 1 && !slices.ContainsFunc(list, func(a anchor) bool { return !src.anywhere([]int{n + step}, a) }) {
				return insert(evidence, n+step)
			}
		}
	}
	return evidence
}

// steps lead to the neighbours of a sentence, the nearest first.
var steps = []int{1, -1, -2, -3}

// insert adds a number to evidence, which stays ascending.
func insert(evidence []int, n int) []int {
	out := append(slices.Clone(evidence), n)
	slices.Sort(out)
	return slices.Compact(out)
}

// leastOff is how many claims must show that all evidence of a digest is off.
const leastOff = 2

// offBy reports whether all claims that show it have their figures one step beside what they
// cite, and none in it. A claim that cites the end of the report has nowhere to be off to.
func (src *source) offBy(step int, evidence [][]int, all [][]anchor) bool {
	off := 0
	for i, list := range all {
		moved := make([]int, 0, len(evidence[i]))
		for _, n := range evidence[i] {
			moved = append(moved, n+step)
		}
		right := slices.ContainsFunc(list, func(a anchor) bool { return src.anywhere(evidence[i], a) })
		switch {
		case right && !src.atStart(step, evidence[i]):
			return false
		case right:
		case slices.ContainsFunc(list, func(a anchor) bool { return src.anywhere(moved, a) }):
			off++
		}
	}
	return off >= leastOff
}

// atStart reports whether evidence is where a model that counts from zero, or from two, may
// have been put right already: at the first sentence, or the last.
func (src *source) atStart(step int, evidence []int) bool {
	end := 1
	if step < 0 {
		end = len(src.numbered)
	}
	return len(evidence) == 1 && evidence[0] == end
}

// anywhere reports whether one of the sentences has an anchor.
func (src *source) anywhere(evidence []int, a anchor) bool {
	return slices.ContainsFunc(evidence, func(n int) bool { return n >= 1 && n <= len(src.numbered) && a(&src.numbered[n-1]) })
}

// shifted moves evidence by a step, within the report. What is right at its end stays.
func (src *source) shifted(step int, evidence []int, list []anchor) []int {
	if src.atStart(step, evidence) && slices.ContainsFunc(list, func(a anchor) bool { return src.anywhere(evidence, a) }) {
		return evidence
	}
	var out []int
	for _, n := range evidence {
		if n >= 1 {
			n = min(max(n+step, 1), len(src.numbered))
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// completed adds to the evidence of a claim the nearest neighbour that has a figure or a date
// of it, where no sentence cited has it. What the check holds against the claim decides first:
// a figure of the neighbour's may be there by mistake.
func (src *source) completed(claim news.Claim, lang string, pairs []news.Name) []int {
	evidence := claim.Evidence
	list := src.anchors(claim, lang, pairs)
	out := evidence
	for _, a := range list {
		if src.anywhere(out, a) {
			continue
		}
	near:
		for _, step := range steps {
			for _, n := range evidence {
				if n >= 1 && src.anywhere([]int{n + step}, a) {
					out = insert(out, n+step)
					break near
				}
			}
		}
	}
	return out
}
