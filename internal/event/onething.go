package event

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/check/quantity"
)

// oneThing reports whether two amounts are of one thing, as far as the words around them tell: of one dimension, what the one
// counts first is what the other counts, too, by the lists or by the words themselves, and nothing tells them apart.
func oneThing(a, b *amount) bool {
	if replaced(a, b) {
		return oneDimension(a, b) && !clash(a, b)
	}
	return besides(a, b) && near(a, b) && (agree(a, b) || sameSort(a, b) && (bothCount(a, b) && firm(a, b) || a.question != nil && a.question == b.question))
}

// firm reports whether it is more than the first word of two amounts that says that they are of one thing: it is a role that officials
// count, or they have more in common, or nobody can tell and each report has one amount of its dimension.
func firm(a, b *amount) bool {
	switch {
	case a.first().is("status"), a.first().is("toll"):
		return true
	case !a.lone || !b.lone:
		return false
	case tied(a, b), ofBearer(a) && oneBearer(a, b):
		return true
	case a.first().class == nouns && fatesMeet(a, b) == halfFate:
		return false // so many pupils, and so many who wore masks
	case a.alone && b.alone && !a.first().is("broad") && !(ofBearer(a) && ofBearer(b)):
		return true
	case a.first().class == roles && !a.first().is("broad"):
		return true
	case len(both(a.measures(), b.measures())) > 0 && a.single && b.single && !ofBearer(a) && !strange(a, b) && !(a.Sort.Kind == quantity.Share && oneBears(a, b)):
		return true // the list and the lexicon say so, each by itself
	}
	return !strange(a, b) && (!a.first().is("broad") || !ofBearer(a) && a.alone && b.alone && !inOneTongue(a, b))
}

// ofBearer reports whether an amount is of a property that many things have: a length, a weight, a warmth. What grows has one bearer in
// a story.
func ofBearer(a *amount) bool {
	switch a.Sort.Dim {
	case quantity.Length, quantity.Mass, quantity.Area, quantity.Volume, quantity.Celsius:
		return !a.is("grows") && a.first().name != "speed" && a.first().name != "queue"
	}
	return false
}

// oneBearer reports whether two properties are of one thing by the lexicon: the length of a tunnel.
func oneBearer(a, b *amount) bool {
	return slices.ContainsFunc(both(a.kinds(), b.kinds()), func(h *head) bool { return !h.is("measure") })
}

// replaced reports whether the sentence of one of two amounts gives the other as what it was before, or as wrong.
func replaced(a, b *amount) bool {
	in := func(a, b *amount) bool {
		return a.was != nil && (bothCount(a, b) || sharedHead(a, b) != nil || sharedNoun(a, b) || tied(a, b) || precise(*a.was) || echoes(a, b)) && alikeSort(a.was.Sort, b.Sort) && near(&amount{Quantity: *a.was}, b) && !open(b) && a.was.Low <= b.High && b.Low <= a.was.High && apart(a, b) && a.cite.Article != b.cite.Article
	}
	return in(a, b) || in(b, a)
}

// precise reports whether a number is so exact that two reports which give it speak of one thing.
func precise(q check.Quantity) bool {
	return q.Low == q.High && (q.Sort.Dim != 0 || q.Sort.Money != "" || q.Low >= 1000 && q.Low >= 100*lastPlace(q.Low))
}

// leastEcho is the least count that two reports give of one thing where one of them gives it as what it was.
const leastEcho = 10

// echoes reports whether the number that the sentence of a puts in the past is b to the last figure, no other number of either report
// is, and nothing that is known of the two tells them apart.
func echoes(a, b *amount) bool {
	if !alikeSort(a.was.Sort, b.Sort) || a.was.Sort.Dim != b.Sort.Dim || !sameNumber(*a.was, b.Quantity) || b.bare() && (a.was.Low < leastEcho || a.says() && b.says() || len(a.heads)+len(b.heads) > 0) || differ(a, b) {
		return false
	}
	return !slices.ContainsFunc(b.peers, func(o *amount) bool {
		return o != b && !(o.cite == a.cite && o.Start == a.was.Start) && (o.cite.Text == b.cite.Text || o.cite.Text == a.cite.Text) && alikeSort(o.Sort, b.Sort) && sameNumber(*a.was, o.Quantity)
	})
}

// says reports whether anything is known of what an amount counts.
func (a *amount) says() bool {
	return len(a.kinds()) > 0 || slices.ContainsFunc(a.subjects, func(s subject) bool { return s.noun != "" })
}

// sameNumber reports whether two numbers are one, of which either may be called a rough one.
func sameNumber(q, o check.Quantity) bool {
	x, y := size(q), size(o)
	return !math.IsInf(q.High-q.Low, 0) && !math.IsInf(o.High-o.Low, 0) && math.Abs(x-y) < 1e-6*math.Abs(x)
}

// bothCount reports whether two amounts count the same first.
func bothCount(a, b *amount) bool {
	if len(a.heads) == 0 || len(b.heads) == 0 {
		return false
	}
	if a.heads[0].class == nouns && b.heads[0].class == nouns && (hasRole(a) != hasRole(b) || a.heads[0].label == "") {
		return false // so many factories are closed, and so many there are; or the entry has several things
	}
	if x, y := a.heads[0], b.heads[0]; x != y {
		in, of := slices.Contains(a.heads, y), slices.Contains(b.heads, x) // a queue 14 kilometres long, and one of 22
		return x.class == amounts && y.class == amounts && (in || of) && (in || y.is("broad")) && (of || x.is("broad"))
	}
	return !(moreRoles(a, b) || moreRoles(b, a))
}

// moreRoles reports whether more is said to become of what a counts, of which the first is not right beside the number.
func moreRoles(a, b *amount) bool {
	return a.far > rightBeside && slices.ContainsFunc(a.heads, func(h *head) bool { return h.class == roles && !slices.Contains(b.heads, h) })
}

// otherPlace reports whether the clauses of two numbers name others, in one language: so many in one town, so many in another.
func otherPlace(a, b *amount) bool {
	return len(a.views) > 0 && len(b.views) > 0 && a.views[0].tongue == b.views[0].tongue && len(a.views[0].proper) > 0 && len(b.views[0].proper) > 0 &&
		len(common(a.views[0].proper, b.views[0].proper)) == 0
}

// hasRole reports whether an entry says what became of those that a number counts.
func hasRole(a *amount) bool {
	return slices.ContainsFunc(a.heads, func(h *head) bool { return h.class == roles })
}

// identical reports whether two reports give one number that is none by chance.
func identical(a, b *amount) bool {
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
func besides(a, b *amount) bool {
	if replaced(a, b) {
		return true
	}
	if !oneDimension(a, b) || !farNear(a, b) || otherPlace(a, b) || !bothCount(a, b) && clash(a, b) || differ(a, b) {
		return false // what is found out at once goes before what the words say
	}
	return mayRepeat(a, b) && !toldApart(a, b)
}

// mayRepeat reports whether two numbers may be of one thing by where they stand: a report that gives two without two speakers means two
// things.
func mayRepeat(a, b *amount) bool {
	twice := a.cite.Article == b.cite.Article && a.cite.Text == b.cite.Text && !meet(a, b)
	asked := a.question != nil && a.question == b.question
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
func toldApart(a, b *amount) bool {
	switch {
	case otherMarks(a, b), opposed(a.contrary, b.contrary), otherDays(a, b):
		return true
	case a.is("series") && exclude(a.months, b.months):
		return true
	case (a.is("daily") || b.is("daily")) && max(a.at.Sub(b.at), b.at.Sub(a.at)) > otherDay:
		return true
	case a.first().class == amounts, !a.bare():
		return false
	}
	return otherWords(a, b) && !(a.question != nil && a.question == b.question || identical(a, b) || agree(a, b))
}

// otherMarks reports whether one of two amounts has a mark that the other has not. What lies ahead by its nature need not be called so.
func otherMarks(a, b *amount) bool {
	lacks := func(x, y *amount) bool {
		return slices.ContainsFunc(x.marks, func(m *head) bool {
			return !slices.Contains(y.marks, m) && !(m.name == "forecasts" && x.is("ahead") && y.is("ahead"))
		})
	}
	return lacks(a, b) || lacks(b, a)
}

// otherWords reports whether the words right beside two counts speak of different things, or of small numbers do not say of what.
func otherWords(a, b *amount) bool {
	switch {
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
func (a *amount) bare() bool {
	return a.Sort.Kind == quantity.Count && a.Sort.Dim == 0 && a.Sort.Money == ""
}

// first is what a number counts first.
func (a *amount) first() *head {
	if len(a.heads) == 0 {
		return nothingKnown
	}
	return a.heads[0]
}

// is reports whether what an amount is of has a trait, by the lists or by the lexicon.
func (a *amount) is(trait string) bool {
	return a.first().is(trait) || slices.ContainsFunc(a.measures(), func(h *head) bool { return h.is(trait) })
}

// exclude reports whether both lists have something, and nothing in common.
func exclude(a, b []*head) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(h *head) bool { return slices.Contains(b, h) })
}

// oneDimension reports whether two amounts are of one dimension.
func oneDimension(a, b *amount) bool {
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
func farNear(a, b *amount) bool {
	x, y := math.Abs(size(a.Quantity)), math.Abs(size(b.Quantity))
	return a.Sort.Dim == quantity.Celsius || max(x, y) <= 2*furthest*min(x, y)
}

// near reports whether two amounts are of a size.
func near(a, b *amount) bool {
	x, y := math.Abs(size(a.Quantity)), math.Abs(size(b.Quantity))
	if a.Sort.Dim == quantity.Celsius {
		return math.Abs(size(a.Quantity)-size(b.Quantity)) <= degrees
	}
	most := float64(furthest)
	if a.voice != b.voice && (a.voice != nil && b.voice != nil || a.cite.Article == b.cite.Article) || a.at.Before(b.at) && b.rises || b.at.Before(a.at) && a.rises {
		most = disputed
	}
	return max(x, y) <= most*min(x, y) || max(x, y) <= 2*furthest*min(x, y) && !a.stale && !b.stale && (!a.bare() || bothCount(a, b) || fatesMeet(a, b) == oneFate) && agree(a, b)
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
func meet(a, b *amount) bool { return a.Low <= b.High && b.Low <= a.High }

// apart reports whether two amounts cannot be equal.
func apart(a, b *amount) bool { return !meet(a, b) && !rounds(a, b) && !rounds(b, a) }

// rounds reports whether the size of a is that of b in fewer figures: two kilometres are 2.1. A count without a unit is one of which
// no figure is left out.
func rounds(a, b *amount) bool {
	if a.bare() || a.Low != a.High || b.Low != b.High || a.Low == 0 {
		return false
	}
	x, y := math.Abs(a.Low), math.Abs(b.Low)
	last := lastPlace(x)
	return lastPlace(y) < last && math.Abs(x-y) <= last/2
}

// lastPlace is the place of the last figure of a number that is not zero: 100 of 1,200.
func lastPlace(x float64) float64 {
	place := math.Pow(10, math.Floor(math.Log10(x)))
	for n := 0; n < mostFigures; n++ {
		if q := x / place; math.Abs(q-math.Round(q)) < 1e-6*q {
			break
		}
		place /= 10
	}
	return place
}

// mostFigures is how many figures of a number are looked at.
const mostFigures = 6
