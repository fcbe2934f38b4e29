package story

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waidian/waidian/internal/news"
)

// twoTongues are reports of so many events, each told in German and Turkish in words of its own, so that the two have nothing in
// common but their vectors, which are the direction of the event, that of the language, and noise, and one of five places.
func twoTongues(events int) (out []Member) {
	rnd := rand.New(rand.NewPCG(1, 2))
	random := func(scale float64) []float32 {
		v := make([]float32, 200)
		for i := range v {
			v[i] = float32(scale * rnd.NormFloat64())
		}
		return v
	}
	add := func(a, b []float32) []float32 {
		sum := slices.Clone(a)
		for i := range b {
			sum[i] += b[i]
		}
		return sum
	}
	tongue := map[string][]float32{"de": random(4), "tr": random(4)}
	for e := range events {
		event := random(1)
		for _, lang := range []string{"de", "tr"} {
			v, err := VectorOf(add(add(event, tongue[lang]), random(0.6)))
			if err != nil {
				panic(err)
			}
			words := fmt.Sprintf("%s%dq %s%dw %s%dz", lang, e, lang, e, lang, e) + " in Orle" + []string{"mar", "heim", "dal", "vik", "stad"}[e%5]
			out = append(out, Member{ID: news.ArticleID(fmt.Sprintf("%s%d", lang, e)), At: noon.Add(time.Duration(e) * time.Minute),
				Features: Of(words, []string{strings.Repeat(words+" ", 10)}, lang), Vector: v})
		}
	}
	return out
}

// joined counts the events whose two tellings are in one story, and the stories with reports of two events.
func joined(x *Index) (right, wrong int) {
	events := map[news.StoryID]map[string]int{}
	for id, in := range x.place {
		if events[in] == nil {
			events[in] = map[string]int{}
		}
		events[in][string(id[2:])]++
	}
	for _, e := range events {
		if len(e) > 1 {
			wrong++
		}
		for _, n := range e {
			if n == 2 {
				right++
			}
		}
	}
	return right, wrong
}

// TestVoice: reports in two languages meet by their vectors, though each language has its own corner; without vectors, with too
// few of them, after Mute, or in one language, vectors say nothing.
func TestVoice(t *testing.T) {
	const events = 40
	index := func(n int, change func(*Member)) *Index {
		x := NewIndex(Options{})
		for _, r := range twoTongues(n) {
			change(&r)
			x.Add(NewID(r.ID), r)
		}
		x.Regroup()
		return x
	}
	for name, c := range map[string]struct {
		events int
		change func(*Member)
		right  bool
	}{
		"with vectors":    {events, func(*Member) {}, true},
		"without":         {events, func(r *Member) { r.Vector = nil }, false},
		"too few":         {5, func(*Member) {}, false},
		"one language":    {events, func(r *Member) { r.Features.lang = [2]byte{'d', 'e'} }, false},
		"unknown ones":    {events, func(r *Member) { r.Features.lang = [2]byte{} }, false},
		"a month between": {events, func(r *Member) { r.At = r.At.Add(time.Duration(r.ID[0]) * 24 * time.Hour) }, false},
		"other lengths": {events, func(r *Member) {
			if r.ID[0] == 't' {
				r.Vector = r.Vector[:100]
			}
		}, false},
	} {
		right, wrong := joined(index(c.events, c.change))
		if wrong > 0 || c.right && right < events*8/10 || !c.right && right > 0 {
			t.Errorf("%s: %d events are in one story, %d stories have two", name, right, wrong)
		}
	}
	x := index(events, func(r *Member) { r.Vector = nil })
	for _, r := range twoTongues(events) {
		x.SetVector(r.ID, r.Vector)
	}
	x.SetVector("gone", nil)
	x.Mute()
	x.Regroup()
	if right, _ := joined(x); right > 0 {
		t.Errorf("mute, %d events are in one story", right)
	}
	for _, r := range twoTongues(events) {
		x.SetVector(r.ID, r.Vector)
	}
	x.Regroup()
	if right, wrong := joined(x); right < events*8/10 || wrong > 0 {
		t.Errorf("with vectors that came later, %d events are in one story, %d stories have two", right, wrong)
	}
}

// TestVoiceObeysRulings: a ruling holds against what the vectors say.
func TestVoiceObeysRulings(t *testing.T) {
	x := NewIndex(Options{})
	for _, r := range twoTongues(40) {
		x.Add(NewID(r.ID), r)
	}
	x.Rule([]news.Ruling{split(1, "de7", "tr7")})
	x.Regroup()
	if x.place["de7"] == x.place["tr7"] {
		t.Error("they are joined")
	}
}

// TestVoiceSaysNo: what reports in two languages have in common does not join them where their vectors are far apart.
func TestVoiceSaysNo(t *testing.T) {
	x := NewIndex(Options{})
	for _, r := range twoTongues(40) {
		x.Add(NewID(r.ID), r)
	}
	v := x.voice()
	near := func(own float64, a, b news.ArticleID) (float64, bool) { return v.near(own, x.at[a], x.at[b]) }
	if far, said := near(1.3, "tr9", "de3"); far >= 1.2 || !said {
		t.Errorf("of two events in two languages %.2f, %v", far, said)
	}
	if same, said := near(1.3, "tr9", "tr3"); same != 1.3 || said {
		t.Errorf("in one language %.2f, %v", same, said)
	}
	now, _ := near(0.5, "tr9", "de9")
	if now < 1.25 {
		t.Errorf("of one event %.2f", now)
	}
	x.reports[x.at["tr9"]].At = noon.Add(49 * time.Hour)
	if later, _ := near(0.5, "tr9", "de9"); later > now-0.5 {
		t.Errorf("of one event, two days later %.2f, at once %.2f", later, now)
	}
	if v = nil; true {
		if own, said := v.near(0.7, 1, 0); own != 0.7 || said {
			t.Error("nobody's voice counts")
		}
	}
}

// TestVoiceHearsRivals: of two events of one subject and place, whose reports are near each other, each report goes to the one that
// it is nearer to.
func TestVoiceHearsRivals(t *testing.T) {
	const events = 40
	x := NewIndex(Options{})
	list := twoTongues(events)
	for n, r := range list {
		if n >= events { // event 20 is told as event 0 is, for the most part, and so on
			mixed := make([]float32, len(r.Vector))
			for i := range mixed {
				mixed[i] = 0.35*float32(list[n-events].Vector[i]) + 0.8*float32(r.Vector[i])
			}
			var err error
			if r.Vector, err = VectorOf(mixed); err != nil {
				t.Fatal(err)
			}
		}
		x.Add(NewID(r.ID), r)
	}
	v, alike := x.voice(), 0
	for e := range events / 2 {
		tr, de := news.ArticleID(fmt.Sprint("tr", e+events/2)), news.ArticleID(fmt.Sprint("de", e))
		if near, _ := v.near(1, x.at[tr], x.at[de]); near > 1.2 {
			alike++
		}
	}
	x.Regroup()
	if right, wrong := joined(x); right < events*8/10 || wrong > events/10 || alike < events/4 {
		t.Errorf("of %d pairs of events that are alike, %d events are in one story, %d stories have two", alike, right, wrong)
	}
}

// TestVoiceWithoutSubjects: that many reports have a direction in common, whatever they tell of, brings none of them together.
func TestVoiceWithoutSubjects(t *testing.T) {
	x := NewIndex(Options{})
	list := twoTongues(60)
	subject := make([]float32, len(list[0].Vector))
	for i := range subject {
		subject[i] = float32(12 * (i%3 - 1))
	}
	for n, r := range list {
		if n/2%2 == 0 {
			mixed := make([]float32, len(subject))
			for i := range mixed {
				mixed[i] = subject[i] + float32(r.Vector[i])
			}
			var err error
			if r.Vector, err = VectorOf(mixed); err != nil {
				t.Fatal(err)
			}
		}
		x.Add(NewID(r.ID), r)
	}
	v := x.voice()
	if z := (v.cosine(x.at["tr10"], x.at["de20"]) - v.mid) / v.spread; z > 2.5 {
		t.Errorf("two events of one subject are %.1f spreads above the middle", z)
	}
	x.Regroup()
	if right, wrong := joined(x); right < 60*8/10 || wrong > 0 {
		t.Errorf("%d events are in one story, %d stories have two", right, wrong)
	}
}

// TestHeardIsBounded: of what is near one report in other languages the nearest count.
func TestHeardIsBounded(t *testing.T) {
	var h heard
	de, tr := [2]byte{'d', 'e'}, [2]byte{'t', 'r'}
	for m := range int32(1000) {
		h.hear(heardPair{1000, m, de, tr, 0.5 + float32(m)/1000})
	}
	h.hear(heardPair{1000, 1001, de, tr, 0.1})
	h.choose()
	h.hear(heardPair{1001, 3, de, tr, 1})
	h.choose()
	if len(h.pairs) != weak+1 || h.pairs[0].m != 999 || h.pairs[weak].n != 1001 {
		t.Errorf("%d pairs, first %+v, last %+v", len(h.pairs), h.pairs[0], h.pairs[len(h.pairs)-1])
	}
	if first, rival := h.beside(h.pairs[0]), h.beside(h.pairs[weak-1]); first != h.pairs[0].near || rival >= h.pairs[weak-1].near {
		t.Errorf("the nearest %.3f, another %.3f", first, rival)
	}
}

func TestVectorOf(t *testing.T) {
	long := make([]float32, maxDims+1)
	long[0] = 1
	nan, inf := slices.Clone(long[:64]), slices.Clone(long[:64])
	nan[1], inf[1] = float32(math.NaN()), float32(math.Inf(1))
	for name, v := range map[string][]float32{"none": nil, "short": long[:15], "long": long, "zero": make([]float32, 64), "no number": nan, "infinite": inf} {
		if got, err := VectorOf(v); err == nil {
			t.Errorf("%s: %v", name, got)
		}
	}
	v, err := VectorOf([]float32{0, 1, -2, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.001})
	if err != nil || !slices.Equal(v, Vector{0, 64, -127, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}) {
		t.Errorf("%v, %v", v, err)
	}
	b, err := v.MarshalBinary()
	var again Vector
	if err != nil || again.UnmarshalBinary(b) != nil || !slices.Equal(v, again) {
		t.Errorf("stored as %v, read as %v", b, again)
	}
	if again.UnmarshalBinary(b[:3]) == nil {
		t.Error("a vector of three numbers is read")
	}
}

func TestLead(t *testing.T) {
	if got := Lead("Head", []string{"One. Two.", "Three."}); got != "Head\nOne.\nTwo." {
		t.Errorf("%q", got)
	}
	if got := Lead("Head", []string{"", "One.", "Two. Three."}); got != "Head\nOne.\nTwo." {
		t.Errorf("%q", got)
	}
	if got := Lead(strings.Repeat("国", 3000), nil); len(got) > mostLead || !strings.HasSuffix(got, "国") {
		t.Errorf("%d bytes, the end is %q", len(got), got[len(got)-6:])
	}
}
