package event

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
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
	var groups [][]amount
	for _, a := range all {
		i := slices.IndexFunc(groups, func(g []amount) bool { return joins(a, g) })
		if i < 0 {
			groups, i = append(groups, nil), len(groups)
		}
		groups[i] = append(groups[i], a)
	}
	var out []news.Figure
	for _, g := range groups {
		if f, ok := r.figureOf(g); ok {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b news.Figure) int { return cmp.Compare(len(b.Values), len(a.Values)) })
	seen := map[string]bool{}
	out = slices.DeleteFunc(out, func(f news.Figure) bool { // nobody could tell two rows of one name apart
		again := seen[f.What]
		seen[f.What] = true
		return again
	})
	return out[:min(len(out), figureRows)]
}

// joins reports whether an amount is of the thing of a row: no value of it speaks against it, and each that it does not meet speaks
// for it, by itself or by its like.
func joins(a amount, row []amount) bool {
	linked := false
	for _, o := range row {
		if !besides(a, o) {
			return false
		}
		linked = linked || oneThing(a, o)
	}
	return linked && !slices.ContainsFunc(row, func(o amount) bool {
		return !meet(a, o) && !(a.first().class == roles && bothCount(a, o) && sameSort(a, o)) && !slices.ContainsFunc(row, func(x amount) bool { return meet(x, o) && oneThing(a, x) })
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

// chosen are the indexes of the reports that are read: of each outlet the first and the latest that are no copies and stand.
func chosen(tellings []news.Telling) []int {
	first, last := map[string]int{}, map[string]int{}
	for i, t := range tellings {
		if t.CopyOf != "" || !t.Article.Withdrawn.IsZero() {
			continue
		}
		outlet := cmp.Or(t.Article.Outlet, string(t.Article.Source))
		if _, seen := first[outlet]; !seen {
			first[outlet] = i
		}
		last[outlet] = i
	}
	var out []int
	for outlet, i := range first {
		out = append(out, i)
		if last[outlet] != i {
			out = append(out, last[outlet])
		}
	}
	slices.Sort(out)
	if len(out) > readReports {
		out = append(out[:readReports/2], out[len(out)-readReports/2:]...)
	}
	return out
}

// amountsOf reads the amounts of reports.
func (r Reader) amountsOf(tellings []news.Telling) []amount {
	var out []amount
	for _, i := range chosen(tellings) {
		t := tellings[i]
		mine := amountsIn(t.Article, r.readable(t.Digest))
		house := houseOf(&t)
		for _, old := range t.Earlier[max(0, len(t.Earlier)-1):] {
			mine = append(mine, superseded(old, mine)...)
		}
		for _, a := range mine {
			a.telling, a.house = i, house
			out = append(out, a)
		}
	}
	return out
}

// readable is a digest with its words marked as to be shown, where they are in the reader's language.
func (r Reader) readable(d news.Digest) digestRead {
	return digestRead{d, tongue(d.Lang) == tongue(cmp.Or(r.Lang, readerLang))}
}

// readerLang is the reader's language where none is set.
const readerLang = "zh-Hans"

// digestRead is the digest of a report.
type digestRead struct {
	news.Digest
	shown bool // it is in the reader's language
}

// superseded are the amounts of an earlier version that the text of today has otherwise.
func superseded(old news.Article, today []amount) []amount {
	var out []amount
	for _, a := range amountsIn(old, digestRead{}) {
		same := slices.ContainsFunc(today, func(b amount) bool { return meet(a, b) && alikeSort(a.Sort, b.Sort) })
		other := slices.ContainsFunc(today, func(b amount) bool { return oneThing(a, b) && apart(a, b) })
		if !same && other {
			a.stale = true
			out = append(out, a)
		}
	}
	return out
}

// amountsIn reads the amounts of one text, each sentence once.
func amountsIn(a news.Article, d digestRead) []amount {
	published := a.Date()
	hash := a.TextHash()
	var claims []sentenceRead
	cited := map[int][]int{} // claims by sentence
	if d.Text == hash {
		for i, c := range d.Summary {
			read := readSentence(c.Text, d.Lang, published)
			read.said = read.amounts(published)
			claims = append(claims, read)
			for _, n := range c.Evidence {
				cited[n] = append(cited[n], i)
			}
		}
	}
	var out []amount
	for i, s := range a.Sentences() {
		if i >= opening && len(cited[s.N]) == 0 {
			continue
		}
		read := readSentence(s.Text, a.Lang, published)
		for _, x := range read.amounts(published) {
			x.cite, x.at, x.sentence = news.Cite{Article: a.ID, Text: hash, N: s.N}, published, i
			if k := len(out) - 1; k >= 0 && (out[k].sentence == i-1 || out[k].sentence == i) && !read.speakers(x.Quantity) {
				x.inherit(&out[k])
			}
			for _, c := range cited[s.N] {
				x.learn(claims[c], d.shown)
			}
			out = append(out, x)
		}
	}
	return out
}

// learn takes what a sentence of the digest says of the same number.
func (a *amount) learn(claim sentenceRead, shown bool) {
	var same []amount
	for _, c := range claim.said {
		if alikeSort(c.Sort, a.Sort) && meet(c, *a) {
			same = append(same, c)
		}
	}
	if len(same) != 1 || a.High < 2 && a.bare() {
		return
	}
	c := same[0]
	a.views = append(a.views, c.views...)
	if shown && quantity.Within(size(c.Quantity), size(a.Quantity), sameSize) && open(c) == open(*a) {
		a.said, a.lang = c.said, c.lang
	}
	switch {
	case len(a.heads) == 0 && len(c.heads) == 0:
		a.nouns = append(a.nouns, c.nouns...)
	case len(c.heads) == 0:
	case len(a.heads) == 0:
		a.heads, a.what, a.whatLang, a.far = c.heads, c.what, c.whatLang, c.far
	case a.heads[0] == c.heads[0]:
		a.what, a.whatLang = c.what, c.lang
	}
	if a.thing == nil && a.other == "" {
		a.thing = c.thing
	}
}

// sameSize is the part by which the sizes of one number in two languages differ at most: 12,000 and 1.2万.
const sameSize = .02

// oneThing reports whether two amounts are of one thing, as far as the words around them tell: of one dimension, what the one
// counts first is what the other counts, too, by the lists or by the words themselves, and nothing tells them apart.
func oneThing(a, b amount) bool {
	if replaced(a, b) {
		return oneDimension(a, b) && !clash(a, b)
	}
	return besides(a, b) && sameSort(a, b) && near(a, b) && (bothCount(a, b) || a.question != nil && a.question == b.question || identical(a, b))
}

// replaced reports whether the sentence of one of two amounts gives the other as what it was before, or as wrong.
func replaced(a, b amount) bool {
	in := func(a, b amount) bool {
		return a.was != nil && alikeSort(a.was.Sort, b.Sort) && near(amount{Quantity: *a.was}, b) && !open(b) && a.was.Low <= b.High && b.Low <= a.was.High && apart(a, b) && a.cite.Article != b.cite.Article
	}
	return in(a, b) || in(b, a)
}

// bothCount reports whether two amounts count the same first.
func bothCount(a, b amount) bool {
	if len(a.heads) == 0 || len(b.heads) == 0 {
		return false
	}
	if a.heads[0].class == nouns && b.heads[0].class == nouns && hasRole(a) != hasRole(b) {
		return false // so many factories are closed, and so many there are
	}
	return a.heads[0] == b.heads[0]
}

// otherPlace reports whether the clauses of two numbers name others, in one language: so many in one town, so many in another.
func otherPlace(a, b amount) bool {
	return len(a.views) > 0 && len(b.views) > 0 && a.views[0].tongue == b.views[0].tongue && len(a.views[0].proper) > 0 && len(b.views[0].proper) > 0 &&
		len(common(a.views[0].proper, b.views[0].proper)) == 0
}

// hasRole reports whether an entry says what became of those that a number counts.
func hasRole(a amount) bool {
	return slices.ContainsFunc(a.heads, func(h *head) bool { return h.class == roles })
}

// identical reports whether two reports give one number that is none by chance.
func identical(a, b amount) bool {
	if a.cite.Article == b.cite.Article || a.Sort != b.Sort || a.Low != b.Low || a.High != b.High || clash(a, b) {
		return false
	}
	n := size(a.Quantity)
	for n >= 1000 {
		n /= 10
	}
	return n >= 100 && n != math.Trunc(n/10)*10
}

// besides reports whether two amounts may stand in one row.
func besides(a, b amount) bool {
	if replaced(a, b) {
		return true
	}
	if !oneDimension(a, b) || toldApart(a, b) || !farNear(a, b) {
		return false
	}
	if !bothCount(a, b) && clash(a, b) || otherPlace(a, b) {
		return false
	}
	twice := a.cite.Article == b.cite.Article && a.cite.Text == b.cite.Text && !meet(a, b)
	asked := a.question != nil && a.question == b.question
	// a report that gives two numbers without two speakers means two things
	far := max(a.sentence-b.sentence, b.sentence-a.sentence)
	switch {
	case !twice || asked:
		return true
	case a.voice == b.voice:
		return false
	case a.voice != nil && b.voice != nil:
		return far <= 1
	}
	return far <= secondSpeaker && a.first().class == roles && a.first() == b.first()
}

// secondSpeaker is how many sentences on somebody else may speak of what a report has given without a speaker.
const secondSpeaker = 3

// toldApart reports whether some word tells two amounts of one thing apart.
func toldApart(a, b amount) bool {
	for _, m := range a.marks {
		if !slices.Contains(b.marks, m) {
			return true
		}
	}
	switch {
	case len(a.marks) != len(b.marks), exclude(a.contrary, b.contrary):
		return true
	case a.first().is("series") && exclude(a.months, b.months):
		return true
	case (a.first().is("daily") || b.first().is("daily")) && max(a.at.Sub(b.at), b.at.Sub(a.at)) > otherDay:
		return true
	case a.first().class == amounts:
		return false
	case a.question != nil && a.question == b.question, identical(a, b):
		return false
	case min(a.Low, b.Low) < few && (max(a.far, b.far) > nearFew || !a.first().is("status")):
		return true
	case a.thing != nil && b.thing != nil && a.thing != b.thing, (a.other != "") != (b.other != "") && (a.thing != b.thing || a.thing == nil):
		return true
	}
	return a.other != "" && b.other != "" && !strings.EqualFold(a.other, b.other)
}

// otherDay is how far two reports lie apart that tell of two days.
const otherDay = 18 * time.Hour

// nothingKnown is what a number counts of which no entry says it.
var nothingKnown = &head{name: "unknown", class: nouns}

// bare reports whether a number counts, and measures nothing.
func (a amount) bare() bool {
	return a.Sort.Kind == quantity.Count && a.Sort.Dim == 0 && a.Sort.Money == ""
}

// first is what a number counts first.
func (a amount) first() *head {
	if len(a.heads) == 0 {
		return nothingKnown
	}
	return a.heads[0]
}

// exclude reports whether both lists have something, and nothing in common.
func exclude(a, b []*head) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(h *head) bool { return slices.Contains(b, h) })
}

// oneDimension reports whether two amounts are of one dimension.
func oneDimension(a, b amount) bool {
	x, y := a.Sort, b.Sort
	switch {
	case x.Kind != y.Kind || x.Dim != y.Dim || x.Per != y.Per:
		return false
	case x.Money == y.Money:
		return true
	case x.Money == "" || y.Money == "":
		return a.first().class == amounts && min(a.Low, b.Low) >= 1e5
	}
	return (quantity.Number{Alts: []quantity.Value{quantity.Written(quantity.Count, 1).In(quantity.Money(x.Money))}}).Fits(
		quantity.Number{Alts: []quantity.Value{quantity.Written(quantity.Count, 1).In(quantity.Money(y.Money))}}) == quantity.Fits
}

// farNear reports whether two amounts of a row with more are of a size.
func farNear(a, b amount) bool {
	x, y := math.Abs(size(a.Quantity)), math.Abs(size(b.Quantity))
	return a.Sort.Dim == quantity.Celsius || max(x, y) <= 2*furthest*min(x, y)
}

// near reports whether two amounts are of a size.
func near(a, b amount) bool {
	x, y := math.Abs(size(a.Quantity)), math.Abs(size(b.Quantity))
	if a.Sort.Dim == quantity.Celsius {
		return math.Abs(size(a.Quantity)-size(b.Quantity)) <= degrees
	}
	most := float64(furthest)
	if a.voice != nil && b.voice != nil && a.voice != b.voice || a.at.Before(b.at) && b.rises || b.at.Before(a.at) && a.rises {
		most = disputed
	}
	return max(x, y) <= most*min(x, y)
}

// size is the known end of an amount, or the middle.
func size(q check.Quantity) float64 {
	switch {
	case math.IsInf(q.High, 1):
		return q.Low
	case math.IsInf(q.Low, -1):
		return q.High
	}
	return (q.Low + q.High) / 2
}

// meet reports whether two amounts may be equal.
func meet(a, b amount) bool { return a.Low <= b.High && b.Low <= a.High }

// apart reports whether two amounts cannot be equal.
func apart(a, b amount) bool { return !meet(a, b) }

// figureOf makes a row of amounts of one thing. Not ok: they all meet, or are of one report by one speaker.
func (r Reader) figureOf(group []amount) (news.Figure, bool) {
	kept := complete(eachOnce(withoutParts(group)))
	differs := slices.ContainsFunc(kept, func(a amount) bool {
		return slices.ContainsFunc(kept, func(b amount) bool { return apart(a, b) })
	})
	if !differs {
		return news.Figure{}, false
	}
	kept = kept[:min(len(kept), figureValues)]
	f := news.Figure{Kind: kindOf(kept)}
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
		v.Current = !a.stale && !slices.ContainsFunc(kept[i+1:], func(b amount) bool { return replaces(b, a) })
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

// nameOf is what a row is called in the reader's language: for Chinese the word of what all of it counts first, else as a report has
// it. "": there is none, and the row cannot be read.
func (r Reader) nameOf(row []amount) (name, lang string) {
	of := row[0].first()
	for _, a := range row {
		if a.was == nil && a.first() != of {
			return "", ""
		}
	}
	lang = cmp.Or(r.Lang, readerLang)
	if of.label == "" {
		return "", ""
	}
	if tongue(lang) == tongue(readerLang) {
		return of.label, readerLang
	}
	i := max(0, slices.IndexFunc(row, func(a amount) bool { return tongue(a.whatLang) == tongue(lang) }))
	return row[i].what, row[i].whatLang
}

// explained reports whether something in the reports says why amounts may differ, another speaker or a count that went on, or what
// they count is plain.
func explained(list []amount) bool {
	for i, a := range list {
		if a.was != nil || a.rises || a.corrects || a.first().is("status") || a.first().is("plain") && (a.first().class == roles || a.first().is("grows") || a.first().is("measured")) {
			return true
		}
		for _, b := range list[:i] {
			if apart(a, b) && a.voice != nil && b.voice != nil && (a.voice != b.voice || a.at.After(b.at)) {
				return true
			}
		}
	}
	return false
}

// replaces reports whether a later amount stands in the place of an earlier one: of one speaker, of one house where nobody is named,
// or of one count of officials of those of one role. An outlet that comes late has an old toll, which is no new one.
func replaces(b, a amount) bool {
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
func (a amount) official() bool {
	return a.voice == nil && !a.unsure || a.voice != nil && a.voice.is("official")
}

// withoutParts drops from the counts of a role that does not fall those of nobody who is named that are less than half of an earlier one:
// they are of a part, as of the last three who were found.
func withoutParts(group []amount) []amount {
	return slices.DeleteFunc(slices.Clone(group), func(b amount) bool {
		if !b.first().is("toll") || b.first().is("falls") || b.voice != nil || b.was != nil || b.corrects || b.stale {
			return false
		}
		return slices.ContainsFunc(group, func(a amount) bool { return a.at.Before(b.at) && !a.stale && 2*b.High < a.Low })
	})
}

// eachOnce keeps one amount for each house, speaker and value.
func eachOnce(group []amount) []amount {
	var out []amount
	for _, a := range group {
		if !slices.ContainsFunc(out, func(b amount) bool {
			return b.house == a.house && b.voice == a.voice && meet(a, b) && a.stale == b.stale
		}) {
			out = append(out, a)
		}
	}
	return out
}

// open reports whether an amount has no other end.
func open(a amount) bool { return math.IsInf(a.High, 1) || math.IsInf(a.Low, -1) }

// complete keeps the amounts of which each two are either one value or apart: what is bounded and meets others goes.
func complete(group []amount) []amount {
	var out []amount
	for _, bounded := range []bool{false, true} {
		for _, a := range group {
			if open(a) != bounded {
				continue
			}
			if !open(a) || !slices.ContainsFunc(out, func(b amount) bool { return meet(a, b) }) {
				out = append(out, a)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b amount) int { return a.at.Compare(b.at) })
	return out
}

// sameTime is how far two reports may lie apart that tell of one time.
const sameTime = 12 * time.Hour

// kindOf says why amounts differ: in one way, beside those of which the way is not known, else in several. What not all of a row
// was corrected is.
func kindOf(list []amount) news.FigureKind {
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
func pairKind(a, b amount) news.FigureKind {
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
func sameTongue(a, b amount) bool { return tongue(a.lang) == tongue(b.lang) }
