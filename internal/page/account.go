package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

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
	Old                bool // it is of an earlier text of its report
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
	return citeView{Href: r.Href, Outlet: r.Outlet, OutletLang: r.OutletLang, Label: label, Copy: r.Copy, article: c.Article, text: c.Text, n: c.N}
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
	Only   *citeView // of one outlet: that
	Ground string    // "on 2 outlets, 3 sentences"; of one outlet "3 sentences"
	Cites  []citeView
	Of     string // of Cites, where not all are shown
}

func (t *telling) ground(cites []citeView) groundView {
	v := groundView{
		Ground: t.w.Counted(len(cites), t.w.RestSentences), Cites: first(cites, citesShown), Of: t.ofAll(min(len(cites), citesShown), len(cites)),
	}
	outlets := outletsIn(cites)
	if outlets == 1 {
		v.Only = &cites[max(0, slices.IndexFunc(cites, func(c citeView) bool { return !c.Copy }))]
		return v
	}
	v.Ground = fmt.Sprintf(t.w.RestsOn, t.w.Counted(outlets, t.w.RestOutlets), v.Ground)
	return v
}

// outletsIn counts the outlets of sentences. Those of copies count where there are no others.
func outletsIn(cites []citeView) int {
	own, all := map[string]bool{}, map[string]bool{}
	for _, c := range cites {
		all[c.Outlet] = true
		if !c.Copy {
			own[c.Outlet] = true
		}
	}
	if len(own) == 0 {
		return min(1, len(all))
	}
	return len(own)
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
		v.Made = []string{t.w.FromOpenings}
	}
}

// made says how the sentences were made, and what they were compared with.
func (t *telling) made(d news.StoryDigest) []string {
	w := t.w
	switch d.By {
	case news.ByOpenings:
		return []string{w.FromOpenings}
	case news.ByDigests:
		return []string{w.FromDigests}
	}
	out := []string{fmt.Sprintf(w.StoryByModel, line(d.By))}
	if len(d.Checked) == 0 {
		return append(out, w.NotChecked)
	}
	var names []string
	for _, r := range d.Checked {
		names = append(names, w.Compared(r))
	}
	out = append(out, fmt.Sprintf(w.StoryChecks, w.List(names)))
	if n := len(news.Once(d.LeftOut)); n > 0 {
		out = append(out, w.Counted(n, w.StoryLeftOut))
	}
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
		v := claimView{groundView: t.ground(cites), Text: cut(text, quoteBound), Lang: tag(cmp.Or(c.Lang, d.Lang))}
		if alone || outletsIn(cites) == 1 {
			v.Marks = append(v.Marks, t.w.OneOutlet)
		}
		if t.erring(d, cites) {
			v.Marks = append(v.Marks, t.w.UnfitMark)
		}
		v.Doubts = t.doubts(c, v.Lang)
		out = append(out, v)
	}
	return out
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

// figureView is one thing of which the reports give values that do not meet.
type figureView struct {
	What, Lang string
	Kept       bool
	Kind       string // why they differ, in words
	Disputed   bool
	Chart      *chart // of the one that moves
	Values     []valueView
	Of         string
}

// valueView is a value, with all that give it in the same words.
type valueView struct {
	groundView
	Said, Lang string
	Kept       bool
	By         string // who says so, and as of when
	Old        bool   // not current
	Erring     bool   // read in a digest of a model that often errs
}

// figures are the figures that differ, the one that moves first, with its picture.
func (t *telling) figures(a news.Account) (out []figureView) {
	for i, f := range a.Digest.Figures {
		values := t.values(f)
		if line(f.What) == "" || len(values) < 2 {
			continue
		}
		v := figureView{What: cut(line(f.What), titleBound), Lang: tag(f.Lang), Kind: t.w.FigureKinds[f.Kind], Disputed: f.Kind == news.FigureDisputed}
		v.Kept = inOtherScript(v.Lang) && v.Lang != t.w.Tag
		v.Values, v.Of = first(values, valuesShown), t.ofAll(min(len(values), valuesShown), len(values))
		if i == a.Moving {
			v.Chart = t.chart(f)
			out = slices.Insert(out, 0, v)
			continue
		}
		out = append(out, v)
	}
	return out
}

// values are the values of a figure whose evidence is there. That of a value which is not current may be in an earlier text of its
// report; its sentence is not quoted then.
func (t *telling) values(f news.Figure) (out []valueView) {
	at := map[string]int{}
	evidence := [][]citeView{}
	for _, x := range f.Values {
		cites, ok := t.valueCites(x)
		said := cut(line(x.Said), titleBound)
		if !ok || said == "" {
			continue
		}
		v := valueView{Said: said, Lang: tag(x.Lang), Old: !x.Current}
		v.Kept = inOtherScript(v.Lang) && v.Lang != t.w.Tag
		v.By = strings.Join(slices.DeleteFunc([]string{cut(line(x.By), titleBound), cut(line(x.AsOf), titleBound)}, func(s string) bool { return s == "" }), t.w.Comma)
		key := strings.Join([]string{v.Said, v.By, fmt.Sprint(v.Old)}, "\x00")
		i, known := at[key]
		if !known {
			i, at[key] = len(out), len(out)
			out, evidence = append(out, v), append(evidence, nil)
		}
		evidence[i] = append(evidence[i], cites...)
	}
	for i := range out {
		out[i].groundView, out[i].Erring = t.ground(evidence[i]), slices.ContainsFunc(evidence[i], t.unfit)
	}
	return out
}

func (t *telling) valueCites(x news.FigureValue) ([]citeView, bool) {
	if x.Current {
		return t.cites(x.Evidence)
	}
	var out []citeView
	for _, c := range x.Evidence {
		v, ok := t.cite(c)
		if r := t.rows[c.Article]; !ok && r != nil {
			v, ok = t.citeOf(r, c), true
			v.Label, v.Old = t.w.EarlierText, true
		}
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
	return out, len(out) > 0
}

// aloneView is what one outlet has that no other telling has.
type aloneView struct {
	Outlet, OutletLang, Href string
	Terms                    []termView
	Mark                     string // that the model of the digest often errs
	Of                       string
}

type termView struct {
	Text, Lang, Href, Label string
	Kept                    bool
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
				terms = append(terms, termView{text, lang, cites[0].Href, cites[0].Outlet + t.w.Comma + cites[0].Label, inOtherScript(lang) && lang != t.w.Tag})
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
		out[i].Terms = first(append(out[i].Terms, terms...), aloneTerms)
	}
	for i := range out {
		out[i].Of = t.ofAll(len(out[i].Terms), all[i])
	}
	return out
}

// momentView is one line of the timeline.
type momentView struct {
	Clock, Stamp       string
	Outlet, OutletLang string
	Href               string
	Main, MainLang     string // the headline of what was published
	Kept               bool
	What               string // that it was edited, withdrawn; or how many more there are
	Change             *change
	Marks              []string
	Fix                bool
}

// foldedMoments is a timeline of which the middle is folded.
type foldedMoments struct {
	Head, Rest, Tail []momentView
	More, Of         string
}

func (t *telling) moments(a news.Account) foldedMoments {
	var list []momentView
	n, day := 0, ""
	for _, m := range a.Timeline {
		v, ok := t.moment(m, &day)
		if !ok {
			continue
		}
		n += max(1, m.N)
		list = append(list, v)
	}
	out := foldedMoments{Head: list}
	if len(list) > momentsHead+momentsTail+1 {
		tail := len(list) - momentsTail
		out.Head, out.Rest, out.Tail = list[:momentsHead], list[momentsHead:tail], list[tail:]
		out.More = t.w.Counted(len(out.Rest), t.w.More)
	}
	if len(list) > 0 {
		out.Of = t.ofAll(n, a.Moments)
	}
	return out
}

func (t *telling) moment(m news.Moment, day *string) (momentView, bool) {
	if m.At.IsZero() {
		return momentView{}, false
	}
	at := clamp(m.At).UTC()
	v := momentView{}
	if m.Kind == news.MomentDay {
		*day = ""
		v.Clock, v.Stamp, v.What = t.w.ShortDate(at), at.Format(time.DateOnly), t.w.Counted(m.N, t.w.MoreOfDay)
		return v, m.N > 0
	}
	r := t.rows[m.Article]
	if r == nil {
		return v, false
	}
	v.Outlet, v.OutletLang, v.Href = r.Outlet, r.OutletLang, r.Href
	v.Clock, v.Stamp = t.clockIn(m, day)
	switch m.Kind {
	case news.MomentEdited:
		v.What, v.Fix = t.w.EditedThen, true
		if c, ok := t.change(m); ok {
			v.Change = &c
		}
	case news.MomentWithdrawn:
		v.What, v.Fix = t.w.Gone, true
	default:
		v.Main, v.MainLang, v.Kept, v.Marks = r.Main, r.MainLang, r.Kept, r.Marks
	}
	return v, true
}

// clockIn is the time of a line: with its date where the line before is of another day.
func (t *telling) clockIn(m news.Moment, day *string) (clock, stamped string) {
	at := clamp(m.At)
	if m.Hour == news.HourDay {
		*day = ""
		if date := at.Format(time.DateOnly); date[:4] == t.year {
			return t.w.ShortDate(at), date
		}
		return t.w.Date(at), at.Format(time.DateOnly)
	}
	at = at.UTC()
	date := at.Format(time.DateOnly)
	if date == *day {
		return t.w.Clock(at), stamp(at)
	}
	*day = date
	return t.clock(at, t.year), stamp(at)
}
