package event

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// likeness is how much the words around two numbers have in common, in a language that both are told in.
type likeness struct {
	shared float64 // words; of pairs of Han characters that go on in each other every second
	weight float64 // of them: a word that stands beside several values of a report tells less
	part   float64 // of the weight of all words of the one that has fewer
}

// Bounds of likeness.
const (
	wordsEnough  = 2
	weightEnough = 1.5
	partEnough   = .5
	rivalPart    = .6 // of the likeness, that of no other value of either report exceeds
)

// likenessOf compares two amounts.
func likenessOf(a, b *amount) likeness {
	var best likeness
	for i := range a.views {
		for j := range b.views {
			x, y := &a.views[i], &b.views[j]
			if x.tongue != y.tongue || x.denied != y.denied {
				continue
			}
			var l likeness
			mine, theirs := 0.0, 0.0
			var have []string
			for k, t := range x.all {
				mine += x.weight(k)
				if n, ok := slices.BinarySearch(y.all, t); ok {
					have = append(have, t)
					l.weight += min(x.weight(k), y.weight(n))
				}
			}
			l.shared = parts(have, x.tongue)
			for n := range y.all {
				theirs += y.weight(n)
			}
			if least := min(mine, theirs); least > 0 {
				l.part = l.weight / least
			}
			if l.weight > best.weight {
				best = l
			}
		}
	}
	return best
}

// parts is how many words some words are: a pair of Han characters of which another goes on is half of one.
func parts(words []string, tongue string) float64 {
	n := float64(len(words))
	if tongue != han {
		return n
	}
	for _, w := range words {
		r := []rune(w)
		if slices.ContainsFunc(words, func(o string) bool { return strings.HasPrefix(o, string(r[len(r)-1])) }) {
			n -= .5
		}
	}
	return n
}

// inOneTongue reports whether two amounts have words in one language around them.
func inOneTongue(a, b *amount) bool {
	for _, x := range a.views {
		for _, y := range b.views {
			if x.tongue == y.tongue && len(x.all) > 0 && len(y.all) > 0 {
				return true
			}
		}
	}
	return false
}

// viewWord is a word of a view, in what it can be compared in.
type viewWord struct{ tongue, word string }

// weigh gives each word around a number its weight: one part of as many as there are values in the report of the story, in its language,
// that has most of them beside it. What stands in the headlines is what all are about, and tells nothing apart.
func weigh(all []*amount, heads map[viewWord]int) {
	type place struct {
		text news.Hash
		word viewWord
	}
	beside, most := map[place][]int{}, map[viewWord]int{}
	for i := range all {
		for _, v := range all[i].views {
			for _, t := range v.all {
				k := place{all[i].cite.Text, viewWord{v.tongue, t}}
				if !slices.ContainsFunc(beside[k], func(j int) bool {
					return j == i || all[i].question != nil && all[i].question == all[j].question || meet(all[i], all[j]) && alikeSort(all[i].Sort, all[j].Sort)
				}) {
					beside[k] = append(beside[k], i)
					most[k.word] = max(most[k.word], len(beside[k]))
				}
			}
		}
	}
	for i := range all {
		for n := range all[i].views {
			v := &all[i].views[n]
			v.weights = make([]float64, len(v.all))
			for k, t := range v.all {
				if word := (viewWord{v.tongue, t}); heads[word] < inHeadlines {
					v.weights[k] = 1 / float64(max(1, most[word]))
				}
			}
		}
	}
}

// inHeadlines is in how many headlines a word stands that is of the whole story.
const inHeadlines = 2

// headlines are the words of the headlines of reports and of their digests, with in how many of them each stands.
func headlines(tellings []news.Telling) map[viewWord]int {
	out := map[viewWord]int{}
	for _, t := range tellings {
		for _, h := range [][2]string{{t.Article.Title, t.Article.Lang}, {t.Digest.Title, t.Digest.Lang}} {
			if v := vocabularyOf(h[1]); v != nil && h[0] != "" {
				s := sentenceRead{text: h[0], lang: h[1], known: true}
				view := s.view(check.Quantity{Start: len(h[0]), End: len(h[0])}, 0, len(h[0]))
				for _, w := range view.all {
					out[viewWord{view.tongue, w}]++
				}
				for _, w := range view.proper {
					out[viewWord{view.tongue, w}]++
				}
			}
		}
	}
	return out
}

// wordedAlike reports whether the words around two numbers say that they are of one thing, and of no other value of either report as much.
func wordedAlike(a, b *amount) bool {
	l := likenessOf(a, b)
	switch {
	case a.bare() && (a.thing == nil) != (b.thing == nil) && sharedHead(a, b) == nil && !sharedNoun(a, b):
		return false // so many sheets, and so many homes
	case fatesMeet(a, b) == halfFate && l.shared < wordsEnough+1:
		return false
	case l.shared >= wordsEnough && l.weight >= weightEnough && l.part >= partEnough:
	case l.shared >= wordsEnough+1 && l.weight >= wordsEnough:
	default:
		return false
	}
	return !rivalled(a, b, l) && !rivalled(b, a, l)
}

// rivalled reports whether another value of the report of b is nearly as like a as b is.
func rivalled(a, b *amount, l likeness) bool {
	for _, o := range b.peers {
		if o.cite.Text != b.cite.Text || b.question != nil && o.question == b.question || meet(o, b) || !oneDimension(o, a) {
			continue
		}
		if x := likenessOf(a, o); x.weight > rivalPart*l.weight {
			return true
		}
	}
	return false
}

// strange reports whether the clauses of two numbers are told in one language and share no word, beside what both count.
func strange(a, b *amount) bool {
	beside := func(x *amount, v view) bool {
		return slices.ContainsFunc(v.words, func(w string) bool {
			return !slices.ContainsFunc(x.subjects, func(s subject) bool { return strings.Contains(strings.ToLower(s.written), w) })
		})
	}
	said := false
	for _, x := range a.views {
		for _, y := range b.views {
			if x.tongue != y.tongue || !beside(a, x) || !beside(b, y) {
				continue
			}
			said = true
			if len(common(x.all, y.all)) > 0 {
				return false
			}
		}
	}
	return said
}
