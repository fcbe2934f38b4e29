package event

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// says reports whether a report has, in one sentence, all figures and names of a sentence about another, and enough of them to mean the
// same thing.
func (j *jury) says(w *witness, c news.StoryClaim) bool {
	in := j.r.whole(w.member)
	lacks := func(t check.Thing) bool { return t.Absent && (t.Weighty || t.Kind == check.DateThing) }
	if slices.ContainsFunc(in.Things(news.Claim{Text: c.Text}, j.lang(c), nil), lacks) {
		return false
	}
	for n := 1; n <= min(w.count, mostRead); n++ {
		if j.saysIn(w, c, n, in.Things(news.Claim{Text: c.Text, Evidence: []int{n}}, j.lang(c), nil)) {
			return true
		}
	}
	return false
}

// saysIn reports whether one sentence of a report, which has some things of a sentence about another, says the same. A name or a round
// figure alone is had by many a sentence: of those there must be two, or the words.
func (j *jury) saysIn(w *witness, c news.StoryClaim, n int, things []check.Thing) bool {
	weight, figures, compared := 0, 0, j.wordsOf(w, c, n)
	for _, t := range things {
		switch {
		case t.Kind == check.QuoteThing || t.Kind == check.DateThing:
			continue
		case !t.Cited && (t.Kind == check.FigureThing || t.Absent):
			return false
		case t.Kind == check.FigureThing:
			figures++
		}
		if !t.Weighty || !t.Cited {
			continue
		}
		weight++
		if t.Kind == check.FigureThing && exact(c.Text[t.Start:t.End]) {
			weight++
		}
	}
	if figures == 0 && weight > 0 {
		return len(compared) == 0 || overlap(partsOf(c.Text), compared) >= wordsHeld
	}
	return weight >= 2 || weight > 0 && overlap(partsOf(c.Text), compared) >= wordsHeld
}

// exactDigits is how many digits a figure has, zeros at its end aside, that hardly two things share by chance.
const exactDigits = 3

func exact(span string) bool {
	return slices.ContainsFunc(digitsIn(span), func(d string) bool { return len(strings.TrimRight(d, "0")) >= exactDigits })
}

// wordsOf are the words of a sentence of a report in the language of another sentence: its own, and those of the digest. None: it is in
// another language and no line of a digest rests on it.
func (j *jury) wordsOf(w *witness, c news.StoryClaim, n int) map[string]bool {
	there := map[string]bool{}
	add := func(words map[string]bool) {
		for p := range words {
			there[p] = true
		}
	}
	for i := range w.lines {
		if l := &w.lines[i]; tongue(w.lang) == tongue(j.lang(c)) && slices.Contains(l.cites, n) {
			add(l.said())
		}
	}
	if tongue(w.Article.Lang) == tongue(j.lang(c)) {
		add(partsOf(sentenceOf(w.Article, n)))
	}
	return there
}
