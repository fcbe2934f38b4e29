package story

import (
	"math"
	"time"
)

// The constants were chosen on the development halves of two public corpora: ECB+
// (full texts, two look-alike events a topic) and the UCI News Aggregator's
// headlines. doc/decisions/0009 has the figures and how flat they lie.
const (
	rarest     = 4.0            // the weight of a rare word, at most: else words seen once drown the rest
	young      = 150.0          // reports; an index of fewer knows little of how rare a word is
	usual      = 1.0 / 300      // the part of reports that is expected to have a word
	halfBrief  = 60 * time.Hour // headlines this far apart count half
	halfReport = 30 * 24 * time.Hour
)

// prior is how many reports an index of n reports counts as if it had seen them
// besides, with each word in the usual part of them.
func prior(n int) float64 { return young * young / (young + float64(n)) }

// weights of the fields, for reports and for briefs (headlines without a text).
var (
	reportWeights = [fields]float64{body: 1, names: 0.7, title: 0.2}
	briefWeights  = [fields]float64{body: 1}
	gistWeights   = [fields]float64{gist: 1, gistNames: 0.3, gistTitle: 0.2}
)

// bar is how near two groups of reports must be to be of one event: nearness of
// base on average, and the more above it the fewer reports there are to go by.
type bar struct{ base, few float64 }

// at is the bar for two groups with so many pairs of reports between them, as a
// multiple of base.
func (b bar) at(pairs float64) float64 { return 1 + b.few/b.base/math.Sqrt(pairs) }

var (
	reportBar = bar{base: 0.17, few: 0.05}
	briefBar  = bar{base: 0.02, few: 0.12}
	tongueBar = bar{base: 1, few: 0.25}    // between languages: signs
	gistBar   = bar{base: 0.08, few: 0.03} // digests, in any language of the reports
)

// fewest is how many words two digests have in common at least, if they are to count.
const fewest = 4

// shared is what two reports have in common: the cosine of each field, and how
// many words and names made it up.
type shared struct {
	cosine                   [measures]float32
	words, names, say, signs uint16 // of the reports; of their digests; in common between languages
}

// nothing reports whether two reports share nothing that is worth weighing.
func (s shared) nothing() bool { return s.words == 0 && s.names == 0 && s.say == 0 && s.signs == 0 }

// nearness weighs what two reports share against the bar of their kind: 1 is just near enough.
// Where the digests say more than the reports do, the digests count.
func nearness(s shared, a, b *indexed) float64 {
	gap := a.At.Sub(b.At).Abs()
	n := textual(s, a, b, gap)
	if s.say >= fewest {
		n = max(n, weigh(s, gistWeights, a, b)*fade(gap, halfReport)/gistBar.base)
	}
	return n
}

// textual is the nearness of the reports themselves.
func textual(s shared, a, b *indexed, gap time.Duration) float64 {
	switch {
	case foreign(a.Features.lang, b.Features.lang):
		return across(s, a, b) * fade(gap, halfReport) / tongueBar.base
	case a.brief && b.brief:
		return weigh(s, briefWeights, a, b) * fade(gap, halfBrief) / briefBar.base
	}
	n := weigh(s, reportWeights, a, b) / reportBar.base
	if !a.Features.latin && !b.Features.latin {
		n = max(n, ownTongue*across(s, a, b)) // without capitals names are not seen
	}
	return n * fade(gap, halfReport)
}

// signPrior is how many reports an index counts as if it had seen them besides; of them a part has a sign of
// each sort, as usual says.
const signPrior = 300

// rarestSign is the rarity of a sign, at most.
const rarestSign = 5.0

// signWeights says what a sign of each sort weighs, and in what part of all reports one is.
var signWeights = [signSorts]struct{ weight, usual float64 }{
	signSmall:   {0.95, 0.10},
	signNumber:  {1.05, 0.03},
	signFigure:  {1.2, 0.005},
	signRound:   {0.6, 0.01},
	signCountry: {0.95, 0.02},
	signCity:    {1.2, 0.01},
	signKnown:   {0.9, 0.02},
	signName:    {0.95, 0.005},
	signShort:   {0.6, 0.01},
	signSaid:    {0.85, 0.005},
	signVoice:   {0.8, 0.01},
	signSubject: {0.95, 0.02},
}

// across is what two reports in different languages have in common, as a part of what chance lets reports of so
// many signs share.
func across(s shared, a, b *indexed) float64 {
	sum := float64(s.cosine[signs])
	switch {
	case !foreign(a.Features.lang, b.Features.lang):
	case a.Features.latin && b.Features.latin:
		sum += float64(s.cosine[called])
	default:
		said, voiced := float64(s.cosine[said]), float64(s.cosine[voiced])
		if (a.japanese() || b.japanese()) && (a.Features.latin || b.Features.latin) {
			said /= 2 // most characters are said otherwise in Japanese
		}
		sum += max(said, voiced) + 0.3*min(said, voiced)
	}
	sum += min(float64(s.cosine[about]), 5+sum) // a subject is no event
	by := chance.few*min(a.signs, b.signs) + chance.many*max(a.signs, b.signs) - chance.less + chance.long*max(0, math.Exp(min(a.signs, b.signs))-manySigns)
	return min(mostAcross, sum/max(1, by))
}

func (e *indexed) japanese() bool { return e.Features.lang == [2]byte{'j', 'a'} }

// chance is how what two reports share by chance grows with the signs of the one that has fewer, and of the other.
// Up to some forty signs it grows with their logarithms; of long texts each further sign counts.
var chance = struct{ few, many, less, long float64 }{4.0, 1.2, 4.5, 0.4}

const manySigns = 40

// ownTongue is what signs count between reports in one language, which share words as well.
const ownTongue = 0.55

// mostAcross is the nearness between languages, at most: one pair with many figures does not carry a whole story.
const mostAcross = 2.5

// weigh is the weighted mean of the fields' cosines. A field that neither report
// has says nothing. One word in common may be chance, and counts half.
func weigh(s shared, w [fields]float64, a, b *indexed) float64 {
	sum, total := 0.0, 0.0
	for f := range w {
		if w[f] == 0 {
			continue
		}
		if len(a.Features.terms[f]) > 0 || len(b.Features.terms[f]) > 0 {
			sum += w[f] * float64(s.cosine[f])
			total += w[f]
		}
	}
	if total == 0 {
		return 0
	}
	if w[gist] == 0 && s.words < 2 {
		sum /= 2
	}
	return sum / total
}

// fade is how much a gap in time takes off: half at half.
func fade(gap, half time.Duration) float64 { return 1 / (1 + float64(gap)/float64(half)) }

// barOf is the bar between two groups, by whether they hold reports or briefs alone.
func barOf(a, b makeup) bar {
	switch {
	case foreign(a.lang, b.lang):
		return tongueBar
	case a.full || b.full:
		return reportBar
	}
	return briefBar
}

// makeup is what decides the bar of a group.
type makeup struct {
	full bool // holds a report with a text
	lang [2]byte
}

// foreign reports whether two languages are known and differ.
func foreign(a, b [2]byte) bool { return a != b && a[0] != 0 && b[0] != 0 }
