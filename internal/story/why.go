package story

import (
	"cmp"
	"slices"

	"github.com/waidian/waidian/internal/news"
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
	vector := x.own(n)
	x.compare(vector, int32(len(x.reports)))
	for _, b := range among {
		m, ok := x.at[b]
		if !ok || n == m || x.reports[m].silent() {
			continue
		}
		if now := nearness(x.shared(m), e, &x.reports[m]); nearest == "" || now > near {
			nearest, near = b, now
		}
	}
	if nearest == "" {
		return "", 0, nil
	}
	return nearest, near, x.inCommon(vector, e, x.at[nearest])
}

// NearStories returns the stories of other reports to which a report is near, and how near the nearest of each is, as Why counts.
func (x *Index) NearStories(a news.ArticleID) map[news.StoryID]float64 {
	n, ok := x.at[a]
	if !ok || x.reports[n].silent() {
		return nil
	}
	e := &x.reports[n]
	x.compare(x.own(n), int32(len(x.reports)))
	out := map[news.StoryID]float64{}
	for m := range x.reports {
		o := &x.reports[m]
		if to := x.place[o.ID]; int32(m) != n && !o.silent() && to != "" && to != x.place[a] {
			if near := nearness(x.shared(int32(m)), e, o); near > 0 {
				out[to] = max(out[to], near)
			}
		}
	}
	return out
}

// inCommon lists what a report, whose vector is given, has in common with report m, the weightiest first.
func (x *Index) inCommon(vector []weighted, e *indexed, m int32) (terms []Term) {
	has := map[int32]float32{}
	for _, t := range x.own(m) {
		has[t.entry] = t.weight
	}
	ids := e.termsByEntry()
	total := 0.0
	abroad := foreign(e.Features.lang, x.reports[m].Features.lang)
	for _, t := range vector {
		if w := float64(t.weight * has[t.entry]); w > 0 && t.field.counts(abroad) {
			terms = append(terms, Term{ids[t.entry], w})
			total += w
		}
	}
	for i := range terms {
		terms[i].Share /= total
	}
	slices.SortFunc(terms, func(a, b Term) int { return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.ID, b.ID)) })
	return terms
}

// termsByEntry are the terms of a report.
func (e *indexed) termsByEntry() map[int32]uint32 {
	ids := make(map[int32]uint32, len(e.entries))
	entries := e.entries
	for _, ts := range e.Features.terms {
		for i, t := range ts {
			ids[entries[i]] = t.id
		}
		entries = entries[len(ts):]
	}
	return ids
}

// Spell returns how a report writes the terms of its features, each as where it comes first. Signs, by which it is compared with reports in other
// languages alone, are among them if abroad says so.
func Spell(headline string, paragraphs []string, lang string, abroad bool) map[uint32]string {
	out := map[uint32]string{}
	if abroad {
		of(headline, paragraphs, lang, out)
	} else {
		ofDigest(headline, paragraphs, lang, out)
	}
	return out
}

// SpellDigest returns how a digest writes the terms that it adds to the features of its report.
func SpellDigest(headline string, sentences []string, lang string) map[uint32]string {
	said := map[uint32]string{}
	ofDigest(headline, sentences, lang, said)
	out := make(map[uint32]string, len(said))
	for id, s := range said {
		out[added(id)] = s
	}
	return out
}
