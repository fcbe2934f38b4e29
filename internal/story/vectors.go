package story

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Vector is what an embedding model made of the beginning of a report: its direction, 8 bits a number.
type Vector []int8

// The fewest and the most numbers that a vector has.
const (
	minDims = 16
	maxDims = 4096
)

// VectorOf takes the direction of an embedding. One that is too short or too long, or none at all, is an error.
func VectorOf(embedding []float32) (Vector, error) {
	if len(embedding) < minDims || len(embedding) > maxDims {
		return nil, errors.New("an embedding has 16 to 4,096 numbers")
	}
	largest := 0.0
	for _, x := range embedding {
		largest = max(largest, math.Abs(float64(x)))
	}
	if !(largest > 0) || math.IsInf(largest, 0) {
		return nil, errors.New("an embedding has a direction")
	}
	v := make(Vector, len(embedding))
	for i, x := range embedding {
		if x != x {
			return nil, errors.New("an embedding is made of numbers")
		}
		v[i] = int8(math.Round(127 * float64(x) / largest))
	}
	return v, nil
}

// MarshalBinary gives the form that is stored: a byte a number.
func (v Vector) MarshalBinary() ([]byte, error) {
	b := make([]byte, len(v))
	for i, x := range v {
		b[i] = byte(x)
	}
	return b, nil
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (v *Vector) UnmarshalBinary(b []byte) error {
	if len(b) < minDims || len(b) > maxDims {
		return errors.New("story: a vector of another form")
	}
	*v = make(Vector, len(b))
	for i, x := range b {
		(*v)[i] = int8(x)
	}
	return nil
}

// Lead is the text of a report that is embedded: its headline and its first two sentences.
func Lead(headline string, paragraphs []string) string {
	lead, n := headline, 0
	for _, p := range paragraphs {
		start := 0
		for _, end := range text.Sentences(p) {
			if n == 2 {
				break
			}
			lead += "\n" + strings.TrimSpace(p[start:end])
			start, n = end, n+1
		}
		if n == 2 || len(lead) > mostLead {
			break
		}
	}
	if len(lead) > mostLead {
		lead = strings.ToValidUTF8(lead[:mostLead], "") // a character is not cut
	}
	return lead
}

// mostLead is the most bytes of a lead.
const mostLead = 2000

// SetVector gives a report of the index its vector. It counts from the next Regroup on. A report that the index does not have is passed over.
func (x *Index) SetVector(id news.ArticleID, v Vector) {
	if n, ok := x.at[id]; ok {
		x.reports[n].Vector = v
	}
}

// Mute takes the vectors of all reports away.
func (x *Index) Mute() {
	for n := range x.reports {
		x.reports[n].Vector = nil
	}
}

// How the voice of an embedding model counts, which has a say between languages alone. Look-alike events of one country and subject are
// near each other by their vectors, so it adds to what reports have in common, or takes off; a report that is nearer takes off, too. The
// decision record 0044 has the figures.
const (
	voiceMid    = 1.0 // spreads above the middle at which it says neither yes nor no, of reports of one moment
	voiceDay    = 1.0 // spreads more for each day between them
	voiceSlope  = 0.3 // nearness for each further spread
	voiceRival  = 0.5 // part of what a rival is nearer by that is taken off
	voiceGap    = 7 * 24 * time.Hour
	voicePlaces = 2000 // reports arrived between two that are compared
	ownMean     = 20.0 // a language of so few reports has half the mean of all
	leastSpread = 0.06
	fewestPairs = 100   // between languages, to know what is usual
	mostPairs   = 20000 // that are looked at to know it
	mostSampled = 2000  // reports that are looked at to find in what direction they differ most
)

// voice is what the vectors of the reports say. A model puts all reports of one language close to each other, so each
// language's mean is taken off, and the direction in which all reports differ most; and each model has a spread of its own, so what two reports have is measured in spreads
// of all pairs between languages.
type voice struct {
	x           *Index
	of          [][]float32 // by the report's index: its direction beside that of its language; nil: it has none
	mid, spread float64
}

// voice returns what the vectors say; nil: too few reports have one.
func (x *Index) voice() *voice {
	v := &voice{x: x, of: make([][]float32, len(x.reports))}
	dims, voiced := 0, []int32{}
	for n := range x.reports {
		e := &x.reports[n]
		if e.silent() || len(e.Vector) == 0 || e.Features.lang[0] == 0 || dims != 0 && len(e.Vector) != dims {
			continue
		}
		dims = len(e.Vector)
		v.of[n] = direction(e.Vector)
		voiced = append(voiced, int32(n))
	}
	if len(voiced) == 0 {
		return nil
	}
	v.centre(voiced, dims)
	v.takeOff(v.broad(v.sample(voiced), dims), voiced)
	if !v.measure(voiced) {
		return nil
	}
	return v
}

// direction is a vector of length 1.
func direction(v Vector) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return unitLength(out)
}

func unitLength(v []float32) []float32 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	if sum == 0 {
		return v
	}
	scale := float32(1 / math.Sqrt(sum))
	for i := range v {
		v[i] *= scale
	}
	return v
}

// centre takes the mean of its language off each direction. The fewer reports a language has, the more the mean of all
// stands in for it.
func (v *voice) centre(voiced []int32, dims int) {
	all := make([]float64, dims)
	sums, count := map[[2]byte][]float64{}, map[[2]byte]float64{}
	for _, n := range voiced {
		lang := v.x.reports[n].Features.lang
		if sums[lang] == nil {
			sums[lang] = make([]float64, dims)
		}
		for i, x := range v.of[n] {
			all[i] += float64(x)
			sums[lang][i] += float64(x)
		}
		count[lang]++
	}
	for _, n := range voiced {
		lang := v.x.reports[n].Features.lang
		for i := range v.of[n] {
			mean := (sums[lang][i] + ownMean*all[i]/float64(len(voiced))) / (count[lang] + ownMean)
			v.of[n][i] -= float32(mean)
		}
		unitLength(v.of[n])
	}
}

// sample is one report of each story: what many reports tell of is no subject.
func (v *voice) sample(voiced []int32) (out []int32) {
	seen := map[news.StoryID]bool{}
	for _, n := range voiced {
		if in := v.x.reports[n].story; !seen[in] {
			out, seen[in] = append(out, n), true
		}
	}
	if most := max(0, len(out)-mostSampled); most > 0 {
		out = out[most:]
	}
	return out
}

// broad is the direction in which reports differ most, by power iteration (von Mises 1929).
func (v *voice) broad(sample []int32, dims int) []float32 {
	u := make([]float32, dims)
	for i := range u {
		u[i] = float32(i%7) - 3 // any but that of nothing
	}
	unitLength(u)
	for range 30 {
		next := make([]float32, dims)
		for _, n := range sample {
			x := v.of[n]
			c := dot(x, u)
			for i := range x {
				next[i] += c * x[i]
			}
		}
		u = unitLength(next)
	}
	return u
}

// takeOff takes the part in the direction u off all reports: two of one subject, or of one kind of text, have that in common
// whatever event they tell of (Mu and Viswanath 2018).
func (v *voice) takeOff(u []float32, voiced []int32) {
	for _, n := range voiced {
		x := v.of[n]
		c := dot(x, u)
		for i := range x {
			x[i] -= c * u[i]
		}
		unitLength(x)
	}
}

// measure finds what pairs between languages usually have, by the median and the median deviation from it: the few pairs
// of one event do not move these. It reports whether there are enough pairs.
func (v *voice) measure(voiced []int32) bool {
	var list []float64
	all := len(voiced) * (len(voiced) - 1) / 2
	step := max(1, all/mostPairs)
	k := 0
	for i := range voiced {
		for j := range i {
			if k++; k%step == 0 && v.foreign(voiced[i], voiced[j]) {
				list = append(list, v.cosine(voiced[i], voiced[j]))
			}
		}
	}
	if len(list) < fewestPairs {
		return false
	}
	v.mid = median(list)
	for i, c := range list {
		list[i] = math.Abs(c - v.mid)
	}
	v.spread = max(1.4826*median(list), leastSpread) // of a normal distribution
	return true
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

func (v *voice) foreign(n, m int32) bool {
	return foreign(v.x.reports[n].Features.lang, v.x.reports[m].Features.lang)
}

func (v *voice) cosine(n, m int32) float64 {
	a, b := v.of[n], v.of[m]
	return float64(dot(a, b))
}

func dot(a, b []float32) (sum float32) {
	b = b[:len(a)]
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// near is the nearness of two reports with what their vectors say: own is what they have in common. Within a language, and where
// one has no vector, nothing is said, and it is own.
func (v *voice) near(own float64, n, m int32) (near float64, said bool) {
	if v == nil || n-m > voicePlaces || v.of[n] == nil || v.of[m] == nil || !v.foreign(n, m) {
		return own, false
	}
	gap := v.x.reports[n].At.Sub(v.x.reports[m].At).Abs()
	if gap > voiceGap {
		return own, false
	}
	z := (v.cosine(n, m) - v.mid) / v.spread
	return own + voiceSlope*(z-voiceMid-voiceDay*gap.Hours()/24), true
}

// heard are pairs of reports on which vectors have a say, until all are compared: how near a pair counts depends on its rivals, the
// reports in the language of either that are nearer to the other.
type heard struct {
	pairs   []heardPair
	from    int // the first pair of the report that is compared now
	nearest map[inTongue]float32
}

// heardPair is how near two reports are, by all that they have in common and by their vectors.
type heardPair struct {
	n, m         int32
	nLang, mLang [2]byte
	near         float32
}

// inTongue stands for what is nearest to a report in a language.
type inTongue struct {
	report int32
	lang   [2]byte
}

// hear notes a pair that is not negligible.
func (h *heard) hear(p heardPair) {
	if p.near > negligible {
		h.pairs = append(h.pairs, p)
	}
}

// choose leaves, of what was heard of one report, the nearest weak, and notes which is nearest.
func (h *heard) choose() {
	list := h.pairs[h.from:]
	if len(list) > weak {
		slices.SortFunc(list, func(a, b heardPair) int { return cmp.Or(cmp.Compare(b.near, a.near), cmp.Compare(a.m, b.m)) })
		list = list[:weak]
		h.pairs = h.pairs[:h.from+weak]
	}
	h.from = len(h.pairs)
	if h.nearest == nil {
		h.nearest = map[inTongue]float32{}
	}
	for _, p := range list {
		of, to := p.ends()
		h.nearest[of], h.nearest[to] = max(h.nearest[of], p.near), max(h.nearest[to], p.near)
	}
}

func (p heardPair) ends() (of, to inTongue) { return inTongue{p.n, p.mLang}, inTongue{p.m, p.nLang} }

// beside is how near a pair is beside its rivals.
func (h *heard) beside(p heardPair) float32 {
	of, to := p.ends()
	return p.near - voiceRival*(max(h.nearest[of], h.nearest[to])-p.near)
}
