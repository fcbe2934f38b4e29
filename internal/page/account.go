package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// citeView is one sentence of a report that something on the page of a story rests on.
type citeView struct {
	Href               string // of the sentence on the page of its report, or of that page where it does not show the sentence
	Outlet, OutletLang string
	Label              string // which sentence, in words
	Quote, Lang        string // Quote is empty where the audience may not see the sentence
	Kept               bool   // the twin in the other script has it as it is
	Copy               bool
	Old                bool   // it is of an earlier text of its report
	house              string // under which its outlet counts
	article            news.ArticleID
	text               news.Hash
	n                  int
}

// cite finds a sentence. It is not there where its report is not shown, or has another text by now.
func (t *telling) cite(c news.Cite) (citeView, bool) {
	w, whole := t.whole[c.Article]
	r, listed := t.rows[c.Article]
	if !whole || !listed || w.Text != c.Text {
		return citeView{}, false
	}
	said := w.Article.Cited(c.N)
	v := t.citeOf(r, c)
	v.Quote, v.Lang, v.Kept = cut(line(said), quoteBound), w.Article.Lang, inOtherScript(w.Article.Lang)
	if said != "" && (c.N != news.StandfirstN || newWriting(t.w, w.Item).text[c.N] != "") {
		v.Href += "#" + news.Anchor(c.N)
	}
	return v, true
}

// citeOf names a sentence by its report and number.
func (t *telling) citeOf(r *row, c news.Cite) citeView {
	_, label := t.w.Ground(c.N)
	return citeView{Href: r.Href, Outlet: r.Outlet, OutletLang: r.OutletLang, Label: label, Copy: r.Copy, house: t.houses.of(t.heads[c.Article]), article: c.Article, text: c.Text, n: c.N}
}

// cites finds all sentences of a list, each once; ok is false where one of them is not there, or there is none.
func (t *telling) cites(list []news.Cite) (out []citeView, ok bool) {
	for _, c := range list {
		v, ok := t.cite(c)
		if !ok {
			return nil, false
		}
		if !slices.ContainsFunc(out, func(x citeView) bool { return x.article == v.article && x.n == v.n }) {
			out = append(out, v)
		}
	}
	return out, len(out) > 0
}

// rest reports whether all sentences of a list are there.
func (t *telling) rest(list []news.Cite) bool {
	_, ok := t.cites(list)
	return ok
}

// groundView is what a sentence rests on, in words and sentence by sentence.
type groundView struct {
	Names  []nameView // of its outlets, where Ground does not count them
	And    string     // between them
	Ground string     // "on 2 outlets, 3 sentences"; beside names "3 sentences"
	Cites  []citeView
	Of     string // of Cites, where not all are shown
}

// ground says what a sentence rests on. Up to so many outlets are named, more are counted.
func (t *telling) ground(cites []citeView, named int) groundView {
	v := groundView{
		And: t.w.Enumeration, Ground: t.w.Counted(len(cites), t.w.RestSentences), Cites: first(cites, citesShown), Of: t.ofAll(min(len(cites), citesShown), len(cites)),
	}
	if v.Names = outletsOf(cites); len(v.Names) > named {
		v.Ground = fmt.Sprintf(t.w.RestsOn, t.w.Counted(outletsIn(cites), t.w.RestOutlets), v.Ground)
		v.Names = nil
	}
	return v
}

// outletsOf are the outlets of sentences, each once. Those of copies count as one where there are no others, and not beside them.
func outletsOf(cites []citeView) (out []nameView) {
	for _, c := range cites {
		if n := (nameView{c.Outlet, c.OutletLang}); !c.Copy && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	if len(out) == 0 && len(cites) > 0 {
		out = []nameView{{cites[0].Outlet, cites[0].OutletLang}}
	}
	return out
}

// outletsIn counts the outlets of sentences, those of one house once. Copies count as one where there are no others.
func outletsIn(cites []citeView) int {
	seen := map[string]bool{}
	for _, c := range cites {
		if !c.Copy {
			seen[c.house] = true
		}
	}
	return max(len(seen), min(len(cites), 1))
}

// claimView is one sentence on the page of a story.
type claimView struct {
	groundView
	Text, Lang string
	Marks      []string
	Doubts     []string
}

// known fills in what the reports say together, what one alone says, and what they say is not known.
func (t *telling) known(v *storyView, d news.StoryDigest) {
	if v.Openings = d.By == news.ByOpenings || len(d.Common)+len(d.Only) == 0; !v.Openings {
		all := append(t.claims(d, d.Common, false), t.claims(d, d.Only, true)...)
		v.Known = fold(t.Set, all, claimsOpen, claimsShown, len(all))
		v.Openings = len(all) == 0
	}
	v.Open = first(t.claims(d, d.Open, false), openShown)
	v.Made = t.made(d)
	if v.Openings && (len(v.Open) == 0 || d.By == news.ByOpenings) {
		v.Made = madeView{Said: []string{t.w.FromOpenings}}
	}
}

// madeView says how the sentences were made, and what was compared.
type madeView struct {
	Said     []string
	How      string // the page that says how to check it; "" where nothing was compared
	Compared string // "so many things", and their names
	Rules    string
}

// made says how the sentences were made, and what they were compared with.
func (t *telling) made(d news.StoryDigest) madeView {
	w := t.w
	switch d.By {
	case news.ByOpenings:
		return madeView{Said: []string{w.FromOpenings}}
	case news.ByDigests:
		return madeView{Said: []string{w.FromDigests}}
	}
	out := madeView{Said: []string{fmt.Sprintf(w.StoryByModel, line(d.By))}}
	if len(d.Checked) == 0 {
		out.Said = append(out.Said, w.NotChecked)
		return out
	}
	out.Said = append(out.Said, w.StoryChecks)
	if n := len(news.Once(d.LeftOut)); n > 0 {
		out.Said = append(out.Said, w.Counted(n, w.StoryLeftOut))
	}
	var names []string
	for _, r := range d.Checked {
		names = append(names, w.Compared(r))
	}
	out.How, out.Compared, out.Rules = t.root+"verify.html", w.Counted(len(names), w.StoryRules), w.List(names)
	return out
}

// claims are sentences whose evidence is all there. Alone says that each is of one outlet, which the page says.
func (t *telling) claims(d news.StoryDigest, list []news.StoryClaim, alone bool) (out []claimView) {
	for _, c := range list {
		cites, ok := t.cites(c.Evidence)
		text := line(c.Text)
		if !ok || text == "" {
			continue
		}
		v := claimView{groundView: t.ground(cites, 1), Text: cut(text, quoteBound), Lang: tag(cmp.Or(c.Lang, d.Lang))}
		if alone || outletsIn(cites) == 1 {
			v.Marks = append(v.Marks, t.w.OneOutlet)
		}
		if t.erring(d, cites) {
			v.Marks = append(v.Marks, t.w.UnfitMark)
		}
		if hand := t.handIn(d, text, cites); hand != "" {
			v.Marks = append(v.Marks, hand)
		}
		v.Doubts = t.doubts(c, v.Lang)
		out = append(out, v)
	}
	return out
}

// handIn says that a sentence which is composed of digests is a person's in one of them; "": it is in none.
func (t *telling) handIn(d news.StoryDigest, said string, cites []citeView) string {
	if d.By != news.ByDigests && d.By != news.ByOpenings {
		return ""
	}
	for _, x := range cites {
		for _, c := range t.whole[x.article].Digest.Summary {
			if c.ByHand && line(c.Text) == said {
				return t.w.Hand(c)
			}
		}
	}
	return ""
}

// erring reports whether a sentence may be by a model that often errs: it is of a digest, and one of the reports has one of
// such a model.
func (t *telling) erring(d news.StoryDigest, cites []citeView) bool {
	return (d.By == news.ByDigests || d.By == news.ByOpenings) &&
		slices.ContainsFunc(cites, t.unfit)
}

// unfit reports whether the digest of the report of a sentence is of a model that often errs.
func (t *telling) unfit(c citeView) bool { return t.whole[c.article].Digest.Unfit }

// doubts are what a check found in a sentence.
func (t *telling) doubts(c news.StoryClaim, lang string) (out []string) {
	for _, f := range c.Findings {
		if f.Rule == news.Supported {
			continue
		}
		var s strings.Builder
		for _, p := range t.w.Doubt(clean(f), lang, t.whole[c.Evidence[0].Article].Article.Lang) {
			s.WriteString(p.Text)
		}
		out = append(out, s.String())
	}
	return out
}

// aloneView is what one outlet has that no other telling has.
type aloneView struct {
	Outlet, OutletLang, Href string
	Terms                    []termView
	Said                     []saidView // the sentences of the digest that have them
	Label                    string     // what those are called
	Mark                     string     // that the model of the digest often errs
	Of                       string
}

type termView struct {
	Text, Lang, Href, Label string
	Kept                    bool
}

// saidView is a sentence of a report's digest.
type saidView struct {
	Text, Lang string
	Doubts     []string
	Mark       string // that it is a person's
}

func (t *telling) alone(list []news.Alone) (out []aloneView) {
	at := map[string]int{}
	var all []int
	for _, x := range list {
		r := t.rows[x.Article]
		if r == nil {
			continue
		}
		var terms []termView
		for _, term := range x.Terms {
			cites, ok := t.cites(term.Evidence)
			if text := cut(line(term.Text), titleBound); ok && text != "" {
				lang := tag(cmp.Or(term.Lang, t.lang))
				terms = append(terms, termView{text, lang, cites[0].Href, isolated(cites[0].Outlet) + t.w.Comma + cites[0].Label, inOtherScript(lang) && lang != t.w.Tag})
			}
		}
		if len(terms) == 0 {
			continue
		}
		i, known := at[r.Outlet]
		if !known {
			i, at[r.Outlet] = len(out), len(out)
			out, all = append(out, aloneView{Outlet: r.Outlet, OutletLang: r.OutletLang, Href: r.Href}), append(all, 0)
		}
		all[i] += len(terms)
		if t.whole[x.Article].Digest.Unfit {
			out[i].Mark = t.w.UnfitMark
		}
		out[i].Label = t.w.AloneSaid
		out[i].Terms = first(append(out[i].Terms, terms...), aloneTerms)
		out[i].Said = append(out[i].Said, t.sentencesWith(x.Article, terms)...)
	}
	for i := range out {
		out[i].Of = t.ofAll(len(out[i].Terms), all[i])
	}
	return out
}

// sentencesWith are the sentences of a report's digest that have one of the terms: they say what a figure is of, and who a name is.
func (t *telling) sentencesWith(id news.ArticleID, terms []termView) (out []saidView) {
	it := t.whole[id]
	for _, c := range it.Digest.Summary {
		said := line(c.Text)
		if slices.ContainsFunc(terms, func(x termView) bool { return x.Text != said && strings.Contains(said, x.Text) }) {
			out = append(out, saidView{cut(said, quoteBound), tag(it.Digest.Lang), newWriting(t.w, it.Item).doubts(c), t.w.HandMark(c.ByHand)})
		}
	}
	return out
}
