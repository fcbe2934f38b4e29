package find

import (
	"cmp"
	"context"
	"slices"

	"github.com/waidian/waidian/internal/search"
	"github.com/waidian/waidian/internal/store"
)

// Bounds of the advice on a query that has found nothing.
const (
	mostRespelt  = 3  // words for which another spelling is looked for
	mostTried    = 3  // spellings of a word that are tried, the likeliest first
	mostArticles = 50 // articles up to which is counted how frequent a word is
)

// Advice is what can be said of a query that has found nothing.
type Advice struct {
	Apart   bool     // each of its words is in some report
	Missing []string // its words that no report has, as they were typed, its filters left aside
	Instead string   // the query with another spelling of one of them, which finds something; empty: there is none
	Word    string   // that spelling
}

// Advise says what can be tried instead of the query q, typed as text, that has found nothing. On a public site words
// are looked for in what pages show, as in a search.
func (f Finder) Advise(ctx context.Context, text string, q search.Query) (Advice, error) {
	a := Advice{Apart: len(q.All) > 0}
	var words []string
	for _, one := range q.Each() {
		found, err := f.Part(ctx, one, 0, 1)
		if err != nil {
			return Advice{}, err
		}
		if len(found.Hits) > 0 {
			continue
		}
		a.Apart = false
		if !found.Back.IsZero() { // older reports may have it
			continue
		}
		a.Missing = append(a.Missing, one.Typed())
		if w := one.Word(); w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	for _, w := range words[:min(len(words), mostRespelt)] {
		done, err := f.respell(ctx, &a, text, w, q)
		if done || err != nil {
			return a, err
		}
	}
	return a, nil
}

// respell looks for the spelling of a word with which the query finds something: the most like it first, one slip away before
// the plural of such, then the most frequent; then for the word that it was cut from. The script of a copy has the same rule.
func (f Finder) respell(ctx context.Context, a *Advice, text, word string, q search.Query) (done bool, err error) {
	tried := 0
	for _, candidates := range []func(context.Context, string) ([]store.Occurrence, error){f.slips, f.longer} {
		known, err := candidates(ctx, word)
		if err != nil {
			return false, err
		}
		slices.SortStableFunc(known, func(a, b store.Occurrence) int {
			return cmp.Compare(search.Unlikeness(word, a.Word), search.Unlikeness(word, b.Word))
		})
		for _, o := range known[:min(len(known), mostTried-tried)] {
			tried++
			if done, err := f.tryInstead(ctx, a, text, word, o.Word, q); done || err != nil {
				return done, err
			}
		}
	}
	return false, nil
}

// tryInstead takes another word for the advice if the query finds something with it.
func (f Finder) tryInstead(ctx context.Context, a *Advice, text, word, by string, q search.Query) (done bool, err error) {
	instead := search.Replace(text, word, by)
	other, err := search.Parse(instead)
	if err != nil {
		return false, nil // too long
	}
	other.Source, other.Lang, other.Topic, other.From, other.To = q.Source, q.Lang, q.Topic, q.From, q.To
	found, err := f.Part(ctx, other, 0, 1)
	if err != nil || len(found.Hits) == 0 {
		return false, err
	}
	a.Instead, a.Word = instead, by
	return true, nil
}

// slips are the words of the index one slip away from a word, then those whose plural it has alone, the most frequent first.
func (f Finder) slips(ctx context.Context, word string) (known []store.Occurrence, err error) {
	spellings := search.Spellings(word)
	if len(spellings) == 0 {
		return nil, nil
	}
	plurals := make([]string, len(spellings)) // a small archive may have the word as a plural alone
	for i, w := range spellings {
		plurals[i] = w + "s"
	}
	err = f.DB.View(ctx, func(tx *store.Tx) error {
		for _, words := range [][]string{spellings, plurals} {
			occurring, err := tx.Occurring(words, mostArticles)
			if err != nil {
				return err
			}
			known = append(known, occurring...)
		}
		return nil
	})
	return known, err
}

// longer are the words that begin with a word in the newest reports that have such, the most frequent first.
func (f Finder) longer(ctx context.Context, word string) ([]store.Occurrence, error) {
	q, err := search.Parse(word + "*")
	if err != nil {
		return nil, nil // too long
	}
	found, err := f.Part(ctx, q, 0, mostArticles)
	if err != nil {
		return nil, err
	}
	n := map[string]int{}
	for _, h := range found.Hits {
		for _, w := range search.Longer(word, f.text(h.Item)) {
			n[w]++
		}
	}
	var known []store.Occurrence
	for w, articles := range n {
		known = append(known, store.Occurrence{Word: w, Articles: articles})
	}
	slices.SortFunc(known, func(a, b store.Occurrence) int {
		return cmp.Or(cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Word, b.Word))
	})
	return known, nil
}
