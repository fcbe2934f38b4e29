package event

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// Bounds of what is shown.
const (
	figureRows   = 12
	figureValues = 12
	furthest     = 3  // values of one thing differ by this factor at most
	disputed     = 5  // those of two speakers who are named
	few          = 20 // smaller counts are common, and of one thing only where a word right beside them says so:
	nearFew      = 24 // bytes between the two
	degrees      = 9  // temperatures by so many at most
)

// Figures sets side by side what reports, oldest first, give as the number of one thing, where that does not meet. It reads the
// sentences that their digests cite and those that they begin with, of the first and the latest report of each outlet, of 40 at
// most. Copies give nothing, and one house gives a value once.
func (r Reader) Figures(tellings []news.Telling) []news.Figure {
	all := r.amountsOf(tellings)
	var groups [][]*amount
	for n, a := range all {
		i := slices.IndexFunc(groups, func(g []*amount) bool { return joins(a, g) })
		if i < 0 {
			groups = append(groups, all[n:n+1:n+1]) // most stay alone
			continue
		}
		groups[i] = append(groups[i], a)
	}
	groups = append(groups, leftOver(groups)...)
	var rows []figureRow
	for _, g := range groups {
		if len(g) < 2 {
			continue
		}
		if w, ok := r.rowOf(g); ok {
			rows = append(rows, w)
		}
	}
	slices.SortStableFunc(rows, func(a, b figureRow) int { return cmp.Compare(len(b.Values), len(a.Values)) })
	return figures(r.apart(rows))
}

// leftOver are rows of amounts that stand alone because a row has one that they cannot stand beside: each with those of that row that it
// is one thing with.
func leftOver(groups [][]*amount) [][]*amount {
	var out [][]*amount
	for _, g := range groups {
		if len(g) > 1 {
			continue
		}
		a := g[0]
		for _, o := range groups {
			if len(o) < 2 {
				continue
			}
			some := slices.DeleteFunc(slices.Clone(o), func(b *amount) bool { return !oneThing(a, b) })
			if len(some) > 0 && joins(a, some) {
				out = append(out, append(some, a))
				break
			}
		}
	}
	return out
}

// figureRow is a figure with the amounts that it is made of.
type figureRow struct {
	news.Figure
	of []*amount
}

// figures are the first of some rows.
func figures(rows []figureRow) []news.Figure {
	var out []news.Figure
	for _, w := range rows[:min(len(rows), figureRows)] {
		out = append(out, w.Figure)
	}
	return out
}

// joins reports whether an amount is of the thing of a row: no value of it speaks against it, and each that it does not meet speaks
// for it, by itself or by its like.
func joins(a *amount, row []*amount) bool {
	linked := false
	for _, o := range row {
		if !besides(a, o) {
			return false
		}
		linked = linked || oneThing(a, o)
	}
	return linked && !slices.ContainsFunc(row, func(o *amount) bool {
		return !meet(a, o) && !(a.first().class == roles && bothCount(a, o) && sameSort(a, o)) && !slices.ContainsFunc(row, func(x *amount) bool { return meet(x, o) && oneThing(a, x) })
	})
}

// Moving is which of the figures is drawn over time: that with the most values of different times; -1: none.
func (r Reader) Moving(figures []news.Figure) int {
	best, most := -1, 1
	for i, f := range figures {
		if f.Kind != news.FigureLater && f.Kind != news.FigureGrew {
			continue
		}
		seen := map[time.Time]bool{}
		for _, v := range f.Values {
			seen[v.At] = true
		}
		if len(seen) > most {
			best, most = i, len(seen)
		}
	}
	return best
}

// rowOf makes a row of amounts of one thing. Not ok: they all meet, or are of one report by one speaker.
func (r Reader) rowOf(group []*amount) (figureRow, bool) {
	kept := complete(eachOnce(withoutParts(group)))
	differs := slices.ContainsFunc(kept, func(a *amount) bool {
		return slices.ContainsFunc(kept, func(b *amount) bool { return apart(a, b) })
	})
	if !differs {
		return figureRow{}, false
	}
	kept = kept[:min(len(kept), figureValues)]
	f := figureRow{news.Figure{Kind: kindOf(kept)}, kept}
	if f.What, f.Lang = r.nameOf(kept); f.What == "" {
		return f, false
	}
	for i, a := range kept {
		v := news.FigureValue{Said: a.said, Lang: a.lang, By: a.by, AsOf: a.asOf, At: a.at, Low: a.Low, High: a.High, Evidence: []news.Cite{a.cite}}
		if math.IsInf(v.High, 1) {
			v.High = v.Low
		}
		if math.IsInf(v.Low, -1) {
			v.Low = v.High
		}
		v.Current = !a.stale && !slices.ContainsFunc(kept[i+1:], func(b *amount) bool { return replaces(b, a) })
		f.Values = append(f.Values, v)
	}
	if last := kept[len(kept)-1]; f.Kind == news.FigureLater || f.Kind == news.FigureGrew { // one count that went on: what it was before is not current
		for i, a := range kept {
			f.Values[i].Current = f.Values[i].Current && (!last.at.After(a.at) || meet(a, last))
		}
	}
	if f.Kind == news.FigureDisputed && slices.ContainsFunc(f.Values, func(v news.FigureValue) bool { return !v.Current }) {
		f.Kind = news.FigureBasis
	}
	return f, f.Kind != news.FigureBasis || explained(kept)
}

// explained reports whether something in the reports says why amounts may differ, another speaker or a count that went on, or what
// they count is plain.
func explained(list []*amount) bool {
	for i, a := range list {
		if a.was != nil || a.rises || a.corrects || a.first().is("status") || a.first().is("plain") && (a.first().class == roles || a.first().is("grows") || a.first().is("measured")) {
			return true
		}
		for _, b := range list[:i] {
			if apart(a, b) && (a.voice != nil && b.voice != nil && (a.voice != b.voice || a.at.After(b.at)) || agree(a, b) || a.question != nil && a.question == b.question || bothCount(a, b) && a.lone && b.lone && firm(a, b)) {
				return true
			}
		}
	}
	return false
}

// replaces reports whether a later amount stands in the place of an earlier one: of one speaker, of one house where nobody is named,
// or of one count of officials of those of one role. An outlet that comes late has an old toll, which is no new one.
func replaces(b, a *amount) bool {
	if !b.at.After(a.at) || !apart(a, b) || b.stale {
		return false
	}
	switch {
	case a.voice != nil && a.voice == b.voice && (!a.official() || strings.EqualFold(a.by, b.by)):
		return true
	case !a.official() || !b.official():
		return false
	case a.voice == nil && b.voice == nil && a.house == b.house, !a.first().is("toll"):
		return a.voice == b.voice && (a.voice != nil || a.house == b.house)
	}
	return b.corrects || a.first().is("falls") || b.Low > a.High
}

// official reports whether an amount may be of the count that officials keep: of one, or of nobody who is named.
func (a *amount) official() bool {
	return a.voice == nil && !a.unsure || a.voice != nil && a.voice.is("official")
}

// withoutParts drops from the counts of a role that does not fall those of nobody who is named that are less than half of an earlier one:
// they are of a part, as of the last three who were found.
func withoutParts(group []*amount) []*amount {
	return slices.DeleteFunc(slices.Clone(group), func(b *amount) bool {
		if !b.first().is("toll") || b.first().is("falls") || b.voice != nil || b.was != nil || b.corrects || b.stale {
			return false
		}
		return slices.ContainsFunc(group, func(a *amount) bool { return a.at.Before(b.at) && !a.stale && 2*b.High < a.Low })
	})
}

// eachOnce keeps one amount for each house, speaker and value.
func eachOnce(group []*amount) []*amount {
	var out []*amount
	for _, a := range group {
		if !slices.ContainsFunc(out, func(b *amount) bool {
			return b.house == a.house && b.voice == a.voice && meet(a, b) && a.stale == b.stale
		}) {
			out = append(out, a)
		}
	}
	return out
}

// open reports whether an amount has no other end.
func open(a *amount) bool { return math.IsInf(a.High, 1) || math.IsInf(a.Low, -1) }

// complete keeps the amounts of which each two are either one value or apart: what is bounded and meets others goes.
func complete(group []*amount) []*amount {
	var out []*amount
	for _, bounded := range []bool{false, true} {
		for _, a := range group {
			if open(a) != bounded {
				continue
			}
			if slices.ContainsFunc(group, func(b *amount) bool { return rounds(a, b) }) {
				continue // another says it more exactly
			}
			if !open(a) || !slices.ContainsFunc(out, func(b *amount) bool { return meet(a, b) }) {
				out = append(out, a)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *amount) int { return a.at.Compare(b.at) })
	return out
}

// sameTime is how far two reports may lie apart that tell of one time.
const sameTime = 12 * time.Hour

// kindOf says why amounts differ: in one way, beside those of which the way is not known, else in several. What not all of a row
// was corrected is.
func kindOf(list []*amount) news.FigureKind {
	kind, all := news.FigureBasis, true
	for i, a := range list {
		for _, b := range list[i+1:] {
			if !apart(a, b) || (a.stale || b.stale) && a.telling != b.telling {
				continue // an earlier version is set beside its own report alone
			}
			k := pairKind(a, b)
			switch {
			case k == news.FigureBasis:
				all = false
			case kind == news.FigureBasis, kind == k:
				kind = k
			default:
				return news.FigureBasis
			}
		}
	}
	if kind == news.FigureCorrected && !all {
		return news.FigureBasis
	}
	return kind
}

// pairKind says why two amounts differ, the second of which is not older.
func pairKind(a, b *amount) news.FigureKind {
	later := b.at.After(a.at)
	named := a.voice != nil && b.voice != nil
	nobody := a.voice == nil && b.voice == nil && !a.unsure && !b.unsure
	offices := named && a.voice.is("official") && b.voice.is("official")
	same := named && a.voice == b.voice && (!offices || strings.EqualFold(a.by, b.by) || !sameTongue(a, b))
	grows := b.Low > a.High
	switch {
	case a.stale || b.stale:
		return news.FigureCorrected
	case replaced(a, b) && b.was != nil && (b.wrong || b.corrects) && (same || nobody && a.house == b.house):
		return news.FigureCorrected
	case a.first().is("grows") && later && grows && (same || nobody || offices):
		return news.FigureGrew
	case a.first().is("grows") && !grows:
		return news.FigureBasis
	case replaced(a, b) && b.was != nil && later:
		return news.FigureLater
	case b.corrects:
		return news.FigureBasis
	case (same || offices && a.first().class == roles) && later, nobody && later && b.rises && grows:
		return news.FigureLater
	case named && a.voice != b.voice && !offices && b.at.Sub(a.at) <= sameTime && !b.rises:
		return news.FigureDisputed
	}
	return news.FigureBasis
}

// sameTongue reports whether two speakers are named in one language, so that their names can be compared.
func sameTongue(a, b *amount) bool { return tongue(a.lang) == tongue(b.lang) }
