package check

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/hanscript"
	"github.com/waidian/waidian/internal/news"
)

// Shown is what a sentence of a digest in a language (a BCP 47 tag) rests on, where it cites nothing that can be
// used. names are pairs of the answer; may reports whether a number of evidence may be cited.
type Shown func(s, lang string, names []news.Name, may func(int) bool) []int

// Unnumbered returns what finds the ground of sentences that cite nothing: a figure, a date, a quotation or, where
// a sentence has none of them, its names must stand in one sentence of the report alone. It finds none where several
// sentences fit, nor for a figure that the report lacks. The report is read at the first call.
func (c Checker) Unnumbered(a news.Article) Shown {
	read := sync.OnceValue(func() *source { return readSource(a, c.glossary()) })
	return func(s, lang string, names []news.Name, may func(int) bool) []int {
		return read().shown(news.Claim{Text: s}, lang, names, may)
	}
}

func (src *source) shown(claim news.Claim, lang string, pairs []news.Name, may func(int) bool) []int {
	figures, complete := src.places(append(src.anchors(claim, lang, pairs), src.smallAnchors(claim, lang, pairs)...), may)
	if !complete {
		return nil
	}
	quoted, _ := src.places(src.quotedAnchors(claim.Text), may)
	sure := append(figures, quoted...)
	var out []int
	for _, at := range sure {
		if len(at) == 1 {
			out = insert(out, at[0])
		}
	}
	if len(out) > 0 {
		return out
	}
	named, _ := src.places(src.nameAnchors(claim.Text, pairs), may)
	if at := inAll(append(sure, named...)); len(at) == 1 {
		return at
	}
	return nil
}

// inAll lists what stands in all of the lists.
func inAll(lists [][]int) []int {
	if len(lists) == 0 {
		return nil
	}
	out := slices.Clone(lists[0])
	for _, l := range lists[1:] {
		out = slices.DeleteFunc(out, func(n int) bool { return !slices.Contains(l, n) })
	}
	return out
}

// places lists for each anchor the sentences that have it; what none has is left out, and then the list is not
// complete. The headline and the standfirst count where no sentence of the body has it.
func (src *source) places(list []anchor, may func(int) bool) (out [][]int, complete bool) {
	complete = true
	for _, a := range list {
		var at []int
		for i := range src.numbered {
			if may(i+1) && a(&src.numbered[i]) {
				at = append(at, i+1)
			}
		}
		for i, n := range asides[:2] {
			if len(at) == 0 && src.aside(n) && may(n) && a(&src.others[i]) {
				at = append(at, n)
			}
		}
		if len(at) == 0 {
			complete = false
			continue
		}
		out = append(out, at)
	}
	return out, complete
}

// smallAnchors are the small numbers of a claim that are counted in a unit or are of a thing.
func (src *source) smallAnchors(claim news.Claim, lang string, pairs []news.Name) []anchor {
	var out []anchor
	for _, n := range readClaim(claim.Text, lang, src.published, persons(claim.Text, pairs)).Numbers {
		if len(n.Alts) == 0 || n.Alts[0].Vague || n.Alts[0].N < 3 || weighty(n) || !small(n) {
			continue
		}
		out = append(out, func(s *sentence) bool {
			return slices.ContainsFunc(s.Numbers, func(m quantity.Number) bool { return n.Fits(m) == quantity.Fits })
		})
	}
	return out
}

// fewestQuoted is how many characters words in quotation marks have that say where they stand.
const fewestQuoted = 4

// quotedAnchors are the words of a claim in quotation marks. In another language than the report's none is found.
func (src *source) quotedAnchors(s string) []anchor {
	var out []anchor
	for _, q := range quotesIn(s) {
		want := letters(q.words)
		if utf8.RuneCountInString(want) < fewestQuoted {
			continue
		}
		out = append(out, func(s *sentence) bool { return strings.Contains(letters(s.Text), want) })
	}
	return out
}

// nameAnchors are the names of a claim whose words in the report are known: by the pairs of the answer, by the
// glossary, and because they stand in the claim in their own letters.
func (src *source) nameAnchors(s string, pairs []news.Name) []anchor {
	var out []anchor
	plain := hanscript.Fold(s)
	for _, p := range pairs {
		if p.Source != "" && p.Target != "" && strings.Contains(plain, hanscript.Fold(p.Target)) {
			out = append(out, bearing(p.Source))
		}
	}
	for _, m := range src.names.Matches(bounded(s)) {
		if m.Weak || !src.entries[m.Entry] {
			continue
		}
		out = append(out, func(s *sentence) bool {
			for _, t := range src.names.Traces(s.Text) {
				if t.Entry == m.Entry {
					return true
				}
			}
			return false
		})
	}
	for _, name := range latinNames(plain) {
		out = append(out, bearing(name))
	}
	return out
}

// latinNames are the runs of Latin letters in a text in Han script that begin with a capital.
func latinNames(s string) []string {
	var out []string
	for _, name := range latinRuns(s) {
		if capital(name) && len(name) > 3 {
			out = append(out, name)
		}
	}
	return out
}

// bearing reports the sentences that have a name, or its last word: after the first time a person is called by it.
func bearing(name string) anchor {
	want := " " + letters(name) + " "
	last := want
	if words := strings.Fields(want); len(words) > 0 && len(words[len(words)-1]) > 2 {
		last = " " + words[len(words)-1] + " "
	}
	return func(s *sentence) bool {
		in := " " + letters(s.Text) + " "
		return strings.Contains(in, want) || strings.Contains(in, last)
	}
}
