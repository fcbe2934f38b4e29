package story

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Term is a word, name or figure that two reports have in common.
type Term struct {
	ID    uint32  // Spell says how a text writes it
	Share float64 // of all that the two have in common
}

// Weigh weighs the words of all reports and digests by how rare they are among these, as Regroup does. Why goes by it.
func (x *Index) Weigh() { x.weighAgain() }

// Why says how near two reports of the index are, 1 being just near enough for two of their kind, and what they have in common, the weightiest first.
// A report that draws none, as a copy, has nothing in common with any.
func (x *Index) Why(a, b news.ArticleID) (near float64, terms []Term) {
	_, near, terms = x.Nearest(a, []news.ArticleID{b})
	return near, terms
}

// Nearest returns which of several reports is nearest to a report, the first of those that are equally near, and what Why says of the
// two. It compares them all at once, in about the time of one.
func (x *Index) Nearest(a news.ArticleID, among []news.ArticleID) (nearest news.ArticleID, near float64, terms []Term) {
	n, ok := x.at[a]
	if !ok || x.reports[n].silent() {
		return "", 0, nil
	}
	e := &x.reports[n]
	vector := x.vector(e.Features, 0)
	common, _ := x.compare(vector)
	for _, b := range among {
		m, ok := x.at[b]
		if !ok || n == m || x.reports[m].silent() {
			continue
		}
		if now := nearness(common[m], e, &x.reports[m]); nearest == "" || now > near {
			nearest, near = b, now
		}
	}
	if nearest == "" {
		return "", 0, nil
	}
	return nearest, near, x.inCommon(vector, e, x.at[nearest])
}

// inCommon lists what a report, whose vector is given, has in common with report m, the weightiest first.
func (x *Index) inCommon(vector []weighted, e *indexed, m int32) (terms []Term) {
	has := map[uint32]float32{}
	for _, t := range x.vector(x.reports[m].Features, 0) {
		has[t.term] = t.weight
	}
	total := 0.0
	abroad := foreign(e.Features.lang, x.reports[m].Features.lang)
	for _, t := range vector {
		if w := float64(t.weight * has[t.term]); w > 0 && t.field.counts(abroad) {
			terms = append(terms, Term{t.term, w})
			total += w
		}
	}
	for i := range terms {
		terms[i].Share /= total
	}
	slices.SortFunc(terms, func(a, b Term) int { return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.ID, b.ID)) })
	return terms
}

// longest is the most words of a term: a name of five words is one.
const longest = 5

// Spell returns how a text writes terms: for each the fewest words, or characters where there are no spaces, that have it.
// Digest says that the text is that of a digest.
func Spell(wanted []uint32, headline string, paragraphs []string, lang string, digest bool) map[uint32]string {
	out := map[uint32]string{}
	missing := map[uint32]bool{}
	for _, id := range wanted {
		missing[id] = true
	}
	pieces := piecesOf(append([]string{headline}, paragraphs...))
	has := make([]map[uint32]string, len(pieces)) // a piece that has none of the terms need not be cut up
	for i, p := range pieces {
		has[i] = map[uint32]string{}
		spell(has[i], maps.Clone(missing), strings.Join(p, ""), lang, digest)
	}
	for length := 1; length <= longest+1 && len(missing) > 0; length++ {
		for n, p := range pieces {
			maps.DeleteFunc(has[n], func(id uint32, _ string) bool { return !missing[id] })
			if len(has[n]) == 0 {
				continue
			}
			for i := 0; i+length <= len(p); i++ {
				spell(out, missing, strings.Join(p[i:i+length], ""), lang, digest)
			}
		}
	}
	return out
}

// spell notes which missing terms are in a few words.
func spell(out map[uint32]string, missing map[uint32]bool, words, lang string, digest bool) {
	for _, f := range []Features{Of("", []string{words}, lang), Of(words, nil, lang)} { // a headline has neighbours, a text has names
		if digest {
			f = Features{}.With(f)
		}
		for _, ts := range f.terms {
			for _, t := range ts {
				if missing[t.id] {
					out[t.id] = strings.Trim(words, " .,:;!?\"'()“”‘’«»„—–。，、：；！？「」『』（）《》")
					delete(missing, t.id)
				}
			}
		}
	}
}

// piecesOf cuts the beginning of a text into words with the space behind them, and into characters where there are no spaces.
// A name ends with a sentence.
func piecesOf(paragraphs []string) (out [][]string) {
	n := 0
	for _, p := range paragraphs {
		var piece []string
		for _, w := range strings.Fields(p) {
			if n++; n > maxWords {
				return append(out, piece)
			}
			if !strings.ContainsFunc(w, text.Ideographic) {
				piece = append(piece, w+" ")
				continue
			}
			for _, r := range w {
				piece = append(piece, string(r))
			}
			n += len(w) / 6
		}
		out = append(out, piece)
	}
	return out
}
