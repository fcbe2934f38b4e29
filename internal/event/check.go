package event

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

// Current is a digest without the sentences that rest on a text that is no longer that of its report.
func Current(d news.StoryDigest, tellings []news.Telling) news.StoryDigest {
	texts := map[news.ArticleID]news.Hash{}
	for _, t := range tellings {
		texts[t.Article.ID] = t.Article.TextHash()
	}
	return d.Standing(texts)
}

// Bounds on a digest of a model. What is beyond them is left out.
const (
	mostOnly      = 12
	mostCites     = 40
	longestTold   = 120 // characters of a sentence, originals in brackets aside
	longestHeaded = 48  // of the title
)

// Rules of Check, in the order of its record.
var storyRules = []news.Rule{
	news.FormRule, news.QuoteRule, news.NameRule, news.NumberRule, news.DateRule, news.NegateRule, news.HedgeRule, news.RoleRule, news.SpeakerRule,
	news.GroundRule, news.OutletsRule, news.ValueRule, news.ThingRule, news.CurrentRule, news.AloneRule, news.OpenRule, news.OutletRule,
}

// Check compares the sentences of a digest of a model with what they cite of several reports together, and leaves out what the
// reports do not bear out. What is said of several outlets and stands in one goes to those that one has. The rejects say why, each
// by the rule that it falls by.
func (r Reader) Check(d news.StoryDigest, tellings []news.Telling) (news.StoryDigest, []news.Reject) {
	return r.readings().checked(d, tellings, r.Figures(tellings))
}

// checked is Check with the figures that the reports give.
func (x *readings) checked(d news.StoryDigest, tellings []news.Telling, figures []news.Figure) (news.StoryDigest, []news.Reject) {
	j := x.jury(tellings)
	j.figures = figures
	j.counts = x.r.counts(tellings)
	var common, moved []news.StoryClaim
	for i, c := range d.Common {
		kept, alone, why := j.common(c, i)
		switch {
		case why != nil:
			j.leave(c.Text, why)
		case alone:
			delete(j.said, folded(c.Text))
			moved = append(moved, kept)
		default:
			common = append(common, kept)
		}
	}
	d.Common = common
	d.Only = j.each(slices.Concat(d.Only, moved), mostOnly, j.only)
	d.Open = j.each(d.Open, mostOpen, j.open)
	d = j.title(d)
	d.Figures = j.rows(d.Figures)
	d.Checked = slices.Clone(storyRules)
	return d, j.out
}

// jury compares sentences with the reports of one event.
type jury struct {
	r       Reader
	all     []*witness
	by      map[news.ArticleID]*witness
	figures []news.Figure // that the reports give, as they are read
	counts  *counts
	said    map[string]bool
	out     []news.Reject
}

// witness is one report of the event.
type witness struct {
	*member
	outlet  string // that it counts as: of a copy that of its original
	hash    news.Hash
	count   int // of its sentences
	given   []lineFigure
	figured bool // given was read
}

func (x *readings) jury(tellings []news.Telling) *jury {
	j := &jury{r: x.r, by: map[news.ArticleID]*witness{}, said: map[string]bool{}}
	for i := range tellings {
		t := &tellings[i]
		if j.by[t.Article.ID] != nil || !t.Article.Withdrawn.IsZero() {
			continue
		}
		w := &witness{member: x.of(t), hash: t.Article.TextHash()}
		w.outlet, w.count = w.member.outlet, len(w.sentences())
		j.all = append(j.all, w)
		j.by[t.Article.ID] = w
	}
	for _, w := range j.all { // a copy says what its original says
		for hops := 0; w.CopyOf != "" && hops < len(j.all); hops++ {
			o := j.by[w.CopyOf]
			if o == nil {
				w.outlet = "copy of " + string(w.CopyOf)
				break
			}
			w.outlet = o.outlet
			if o.CopyOf == "" {
				break
			}
		}
	}
	return j
}

func (j *jury) leave(s string, why []news.Finding) {
	j.out = append(j.out, news.Reject{Text: s, Why: why})
}

// each checks a list, and keeps so many at most.
func (j *jury) each(list []news.StoryClaim, most int, check func(news.StoryClaim) (news.StoryClaim, []news.Finding)) []news.StoryClaim {
	var out []news.StoryClaim
	for _, c := range list {
		kept, why := check(c)
		if why == nil && len(out) == most {
			why = falls(news.FormRule, news.TooManySentences, "", "")
		}
		if why != nil {
			j.leave(c.Text, why)
			continue
		}
		out = append(out, kept)
	}
	return out
}

// falls is a finding that rejects a sentence.
func falls(rule news.Rule, why news.ReasonCode, span, arg string) []news.Finding {
	return []news.Finding{{Rule: rule, Reason: why, Span: span, Arg: arg, Rejects: true}}
}

// common checks a sentence that is to be of several outlets; alone: it is of one.
func (j *jury) common(c news.StoryClaim, i int) (kept news.StoryClaim, alone bool, why []news.Finding) {
	if i >= mostCommon {
		return c, false, falls(news.FormRule, news.TooManySentences, "", "")
	}
	stands, why := j.ground(c, false)
	if why != nil {
		return c, false, why
	}
	c.Evidence = citesOf(stands)
	if len(outlets(stands)) >= 2 {
		return c, false, nil
	}
	return c, true, nil
}

// only checks a sentence that is to be of one outlet alone.
func (j *jury) only(c news.StoryClaim) (news.StoryClaim, []news.Finding) {
	stands, why := j.ground(c, false)
	if why != nil {
		return c, why
	}
	of := outlets(stands)
	if len(of) > 1 {
		return c, falls(news.AloneRule, news.SaidElsewhere, "", nameOfOutlet(stands[len(stands)-1].w))
	}
	c.Evidence = citesOf(stands)
	if len(j.all) > mostCompared { // nobody looked
		return c, falls(news.AloneRule, news.SaidElsewhere, "", "")
	}
	for _, w := range j.all {
		if w.outlet != of[0] && inFull(w.Telling) && j.says(w, c) {
			return c, falls(news.AloneRule, news.SaidElsewhere, "", nameOfOutlet(w))
		}
	}
	return c, nil
}

// open checks a sentence that is to say what is not known.
func (j *jury) open(c news.StoryClaim) (news.StoryClaim, []news.Finding) {
	stands, why := j.ground(c, false)
	if why != nil {
		return c, why
	}
	c.Evidence = citesOf(stands)
	if listed("open", j.lang(c)) && saysOf("open", c.Text, j.lang(c)) == "" {
		return c, falls(news.OpenRule, news.NothingOpen, "", "")
	}
	for _, s := range stands {
		for _, n := range s.cites {
			if !listed("open", s.w.Article.Lang) || saysOf("open", sentenceOf(s.w.Article, n), s.w.Article.Lang) != "" {
				return c, nil
			}
		}
	}
	return c, falls(news.OpenRule, news.NothingOpen, "", "")
}

// title checks the title by all that the sentences rest on which stay; one that falls is left out.
func (j *jury) title(d news.StoryDigest) news.StoryDigest {
	if d.Title == "" {
		d.TitleEvidence = nil
		return d
	}
	c := news.StoryClaim{Text: d.Title, Evidence: slices.Clone(d.TitleEvidence)}
	for _, list := range [][]news.StoryClaim{d.Common, d.Only} {
		for _, x := range list {
			c.Evidence = append(c.Evidence, x.Evidence...)
		}
	}
	c.Evidence = once(c.Evidence)
	stands, why := j.ground(c, true)
	if utf8.RuneCountInString(text.Unbracketed(d.Title)) > longestHeaded {
		why = falls(news.FormRule, news.TooLong, "", "")
	}
	if span := j.counts.overtaken(d.Title, j.r.lang(), true); why == nil && span != "" {
		why = falls(news.CurrentRule, news.NoLongerSo, span, "")
	}
	if why == nil {
		why = j.marked(stands)
	}
	if why != nil {
		j.leave(d.Title, why)
		d.Title, d.TitleEvidence = "", nil
		return d
	}
	if len(d.TitleEvidence) == 0 {
		d.TitleEvidence = citesOf(stands)
	}
	return d
}

// marked is a finding that the reports which bear a headline out leave on it, though it would only mark a sentence: at a headline no mark is
// shown. That a name is rendered in two ways is none.
func (j *jury) marked(stands []standing) []news.Finding {
	for _, f := range together(stands) {
		if f.Reason != news.TwoRenderings && f.Reason != news.CustomaryName {
			f.Rejects = true
			return []news.Finding{f}
		}
	}
	return nil
}

// once are cites without those that come again, in order, so many at most as a sentence may have.
func once(cites []news.Cite) []news.Cite {
	seen := map[news.Cite]bool{}
	var out []news.Cite
	for _, c := range cites {
		if !seen[c] && len(out) < mostCites {
			seen[c] = true
			out = append(out, c)
		}
	}
	return out
}

// rows keeps the rows of a model of which the reports give two of the values as ones of one thing that do not meet, as they give them.
func (j *jury) rows(rows []news.Figure) []news.Figure {
	var out []news.Figure
	for _, row := range rows {
		i := slices.IndexFunc(j.figures, func(f news.Figure) bool { return inCommon(row, f) >= 2 })
		switch {
		case slices.ContainsFunc(row.Values, func(v news.FigureValue) bool { return !j.stands(v) }):
			j.leave(row.What, falls(news.ValueRule, news.NoSuchValue, "", ""))
		case i < 0 || slices.ContainsFunc(out, func(f news.Figure) bool { return inCommon(f, j.figures[i]) >= 2 }):
			j.leave(row.What, falls(news.ThingRule, news.NotOneThing, "", ""))
		default:
			out = append(out, j.figures[i])
		}
	}
	return out
}

// inCommon counts the values of two rows that one report gives, with the same figures.
func inCommon(a, b news.Figure) int {
	n := 0
	for _, v := range a.Values {
		if slices.ContainsFunc(b.Values, func(u news.FigureValue) bool {
			same := slices.ContainsFunc(v.Evidence, func(c news.Cite) bool {
				return slices.ContainsFunc(u.Evidence, func(o news.Cite) bool { return o.Article == c.Article })
			})
			return same && digitsOf(v.Said) != "" && digitsOf(v.Said) == digitsOf(u.Said)
		}) {
			n++
		}
	}
	return n
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// stands reports whether a value stands in a sentence that it cites.
func (j *jury) stands(v news.FigureValue) bool {
	return v.Said != "" && slices.ContainsFunc(v.Evidence, func(c news.Cite) bool {
		w := j.by[c.Article]
		return w != nil && w.hash == c.Text && strings.Contains(folded(sentenceOf(w.Article, c.N)), folded(v.Said))
	})
}

// givenUp returns a figure of a sentence that the one who gave it has replaced since, where the sentence rests on it, does not say as of
// when it is, and has none of the later ones; not ok: there is none. With no evidence it is asked of any that gives the figure.
func (r Reader) givenUp(s, lang string, evidence []news.Cite, figures []news.Figure) (span string, ok bool) {
	if saysOf("then", s, lang) != "" {
		return "", false
	}
	read := readSentence(s, lang, time.Time{})
	in := func(v news.FigureValue) string {
		a := news.Article{Lang: v.Lang, Blocks: []news.Block{{Kind: news.Paragraph, Text: v.Said, Ends: []int{len(v.Said)}}}}
		for _, t := range r.checker().Read(a).Things(news.Claim{Text: s, Evidence: []int{1}}, lang, nil) {
			if t.Kind == check.FigureThing && t.Cited {
				return s[t.Start:t.End]
			}
		}
		for _, q := range read.reading.Quantities { // in words, too
			if evidence == nil && !q.Part && q.Low <= v.High && v.Low <= q.High {
				return s[q.Start:q.End]
			}
		}
		return ""
	}
	for _, f := range figures {
		for _, v := range f.Values {
			if v.Current || evidence != nil && !slices.ContainsFunc(v.Evidence, func(c news.Cite) bool { return slices.Contains(evidence, c) }) {
				continue
			}
			found := in(v)
			if found != "" && !slices.ContainsFunc(f.Values, func(o news.FigureValue) bool { return o.Current && in(o) != "" }) {
				return found, true
			}
		}
	}
	return "", false
}

func (r Reader) hasGivenUp(s, lang string, evidence []news.Cite, figures []news.Figure) bool {
	_, ok := r.givenUp(s, lang, evidence, figures)
	return ok
}

func (j *jury) lang(c news.StoryClaim) string { return cmp.Or(c.Lang, j.r.lang()) }

// standing is what a sentence cites of one report, which bears it out.
type standing struct {
	w        *witness
	cites    []int
	findings []news.Finding // as if it rested on this report alone
	things   []check.Thing
}

// outlets are those of reports, each once.
func outlets(list []standing) []string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s.w.outlet) {
			out = append(out, s.w.outlet)
		}
	}
	return out
}

func nameOfOutlet(w *witness) string { return cmp.Or(w.Article.Outlet, w.Article.SourceName, w.outlet) }

func citesOf(list []standing) []news.Cite {
	var out []news.Cite
	for _, s := range list {
		for _, n := range news.InReading(s.cites) {
			out = append(out, news.Cite{Article: s.w.Article.ID, Text: s.w.hash, N: n})
		}
	}
	return out
}

// ground compares a sentence with what it cites, and returns what of that bears it out: a report that has nothing of it, or says
// the contrary, is none of its evidence. What then has no ground in the others together rejects it.
func (j *jury) ground(c news.StoryClaim, headline bool) ([]standing, []news.Finding) {
	if why := j.formed(c); why != nil {
		return nil, why
	}
	if w := j.judges(c); w != "" {
		return nil, falls(news.OutletRule, news.OfAnOutlet, w, "")
	}
	list, why := j.cited(c)
	if why != nil {
		return nil, why
	}
	var stands []standing
	var against []news.Finding
	for _, s := range list {
		no := contrary(s.findings)
		if no == nil {
			no = j.surer(c, &s)
		}
		if no != nil {
			against = no
		}
		if no == nil && len(list) > 1 {
			no = j.otherwise(c, s)
		}
		switch {
		case no != nil:
			why = no
		case j.holds(c, s):
			stands = append(stands, s)
		case why == nil:
			why = falls(news.GroundRule, news.GroundsNothing, "", "")
		}
	}
	if len(stands) == 0 {
		if fs := rejecting(together(list)); fs != nil {
			why = fs
		}
		return nil, j.given(why, list)
	}
	if against != nil { // one report is against it: what the others share with it by chance does not heal that
		stands = slices.DeleteFunc(stands, func(s standing) bool { return !j.worded(c, s) })
		if len(stands) == 0 {
			return nil, against
		}
	}
	if fs := rejecting(together(stands)); fs != nil {
		return nil, j.given(fs, list)
	}
	if fs := mixed(c.Text, stands); fs != nil {
		return nil, fs
	}
	if fs := j.turned(c, stands); fs != nil {
		return nil, fs
	}
	if w := j.extreme(c, stands); w != "" {
		return nil, falls(news.NumberRule, news.NoSuchRank, w, "")
	}
	if !headline {
		if stands = j.whollyBearing(c, stands); len(stands) == 0 {
			return nil, falls(news.GroundRule, news.GroundsNothing, "", "")
		}
	}
	if span, ok := j.r.givenUp(c.Text, j.lang(c), c.Evidence, j.figures); ok {
		return nil, falls(news.CurrentRule, news.NoLongerSo, span, "")
	}
	if span := j.counts.overtaken(c.Text, j.lang(c), false); span != "" {
		return nil, falls(news.CurrentRule, news.NoLongerSo, span, "")
	}
	if span := j.renewed(c, stands); span != "" {
		return nil, falls(news.CurrentRule, news.NoLongerSo, span, "")
	}
	j.said[folded(c.Text)] = true
	return stands, nil
}

// formed checks what can be told of a sentence without its reports.
func (j *jury) formed(c news.StoryClaim) []news.Finding {
	switch {
	case len(c.Evidence) == 0:
		return falls(news.FormRule, news.NoEvidence, "", "")
	case len(c.Evidence) > mostCites:
		return falls(news.FormRule, news.TooMuchEvidence, "", "")
	case utf8.RuneCountInString(text.Unbracketed(c.Text)) > longestTold:
		return falls(news.FormRule, news.TooLong, "", "")
	case tongue(j.lang(c)) != tongue(j.r.lang()):
		return falls(news.FormRule, news.WrongScript, "", "")
	case j.said[folded(c.Text)]:
		return falls(news.FormRule, news.SaidTwice, "", "")
	}
	return nil
}

// cited reads what a sentence cites, report by report.
func (j *jury) cited(c news.StoryClaim) ([]standing, []news.Finding) {
	var list []standing
	for _, e := range c.Evidence {
		w := j.by[e.Article]
		if w == nil || w.hash != e.Text {
			return nil, falls(news.FormRule, news.UnknownReport, "", string(e.Article))
		}
		i := slices.IndexFunc(list, func(s standing) bool { return s.w == w })
		if i < 0 {
			list = append(list, standing{w: w})
			i = len(list) - 1
		}
		if !slices.Contains(list[i].cites, e.N) {
			list[i].cites = append(list[i].cites, e.N)
		}
	}
	for i := range list {
		s := &list[i]
		slices.Sort(s.cites)
		claim := news.Claim{Text: outletsCounted(c.Text, list), Evidence: s.cites}
		s.findings = j.r.whole(s.w.member).Findings(claim, j.lang(c), s.w.Digest.Names)
		s.findings = slices.DeleteFunc(s.findings, func(f news.Finding) bool {
			return f.Reason == news.NotNamed && languageOfOutlets(c.Text, f.Span, j.lang(c))
		})
		for _, f := range s.findings {
			if f.Rule == news.FormRule && f.Rejects {
				return nil, []news.Finding{f}
			}
		}
		s.findings = append(s.findings, j.r.misquotes(s.w.member, claim, j.lang(c))...)
		s.things = j.r.whole(s.w.member).Things(claim, j.lang(c), s.w.Digest.Names)
		j.r.helped(s, claim, j.lang(c))
	}
	return list, nil
}

// helped adds what the digest of a report has of a sentence where its text is in a language that is not read, and the names in
// the reader's script.
func (r Reader) helped(s *standing, claim news.Claim, lang string) {
	var lines []int
	for i, l := range s.w.lines {
		if !l.own && slices.ContainsFunc(l.cites, func(n int) bool { return slices.Contains(s.cites, n) }) {
			lines = append(lines, i+1)
		}
	}
	if len(lines) == 0 {
		return
	}
	claim.Evidence = lines
	unread := !r.whole(s.w.member).Counted()
	for _, t := range r.saying(s.w.member).Things(claim, lang, s.w.Digest.Names) {
		i := slices.IndexFunc(s.things, func(o check.Thing) bool { return o.Start == t.Start && o.End == t.End && o.Kind == t.Kind })
		if i >= 0 && t.Cited && (unread || t.Kind == check.NameThing) {
			s.things[i].Cited, s.things[i].Near, s.things[i].Absent = true, true, false
		}
	}
}

// contrary are the findings by which a report says otherwise than a sentence; nil: there are none.
func contrary(fs []news.Finding) []news.Finding {
	for _, f := range fs {
		switch f.Rule {
		case news.NegateRule, news.HedgeRule, news.RoleRule, news.SpeakerRule:
			f.Rejects = true
			return []news.Finding{f}
		}
	}
	return nil
}

// Parts of the words of a sentence that a report's digest has where it says the same: of one with figures, and of one without.
const (
	wordsHeld  = 0.25
	fewestHeld = 3
)

// holds reports whether what a sentence cites of a report has something of it: a figure or a quotation, two names or dates, or
// the words. Of a sentence without a figure a name is enough.
func (j *jury) holds(c news.StoryClaim, s standing) bool {
	figures, held, others := 0, 0, 0
	for _, t := range s.things {
		switch t.Kind {
		case check.FigureThing:
			figures++
			if t.Near {
				held++
			}
		case check.QuoteThing:
			if t.Cited {
				held++
			}
		default:
			if t.Cited {
				others++
			}
		}
	}
	if held > 0 || others >= 2 || figures == 0 && others > 0 {
		return true
	}
	return j.worded(c, s)
}

// worded reports whether a report's digest, or its text in the reader's language, has enough of the words of a sentence.
func (j *jury) worded(c news.StoryClaim, s standing) bool {
	parts := partsOf(c.Text)
	there := map[string]bool{}
	for i := range s.w.lines {
		l := &s.w.lines[i]
		if tongue(s.w.lang) == tongue(j.lang(c)) && slices.ContainsFunc(l.cites, func(n int) bool { return slices.Contains(s.cites, n) }) {
			for w := range s.w.allParts(i) {
				there[w] = true
			}
		}
	}
	if tongue(s.w.Article.Lang) == tongue(j.lang(c)) {
		for _, n := range s.cites {
			for w := range partsOf(sentenceOf(s.w.Article, n)) {
				there[w] = true
			}
		}
	}
	over := overlap(parts, there)
	return over >= wordsHeld && over*float64(len(parts)) >= fewestHeld
}

// together are the findings that no report takes away which bears out what they are on.
func together(list []standing) []news.Finding {
	var out []news.Finding
	for i, s := range list {
		for _, f := range s.findings {
			answered := false
			for k, o := range list {
				answered = answered || k != i && !o.finds(f)
			}
			same := func(x news.Finding) bool { return x.Rule == f.Rule && x.Span == f.Span }
			if !answered && !slices.ContainsFunc(out, same) {
				out = append(out, f)
			}
		}
	}
	return out
}

// finds reports whether a report's findings have one on the same part of the sentence.
func (s standing) finds(f news.Finding) bool {
	return slices.ContainsFunc(s.findings, func(o news.Finding) bool {
		return o.Rule == f.Rule && (f.Span == "" || o.Span == "") || f.Span != "" && o.Span != "" && (strings.Contains(o.Span, f.Span) || strings.Contains(f.Span, o.Span))
	})
}

// rejecting are the findings that reject a sentence on several reports: those that reject one of a digest, and a name that no
// report has. nil: there are none.
func rejecting(fs []news.Finding) []news.Finding {
	var out []news.Finding
	for _, f := range fs {
		switch {
		case f.Rejects, f.Rule == news.NameRule && f.Reason != news.CustomaryName && f.Reason != news.TwoRenderings,
			f.Reason == news.NumberElsewhere, f.Reason == news.DateElsewhere:
			f.Rejects = true
			out = append(out, f)
		}
	}
	return out
}

// given says of figures that no report has whether one had them once: such a value is superseded.
func (j *jury) given(fs []news.Finding, list []standing) []news.Finding {
	for i, f := range fs {
		if f.Rule != news.NumberRule || f.Span == "" {
			continue
		}
		for _, s := range list {
			for _, a := range s.w.Earlier[max(0, len(s.w.Earlier)-mostEarlier):] {
				for _, t := range j.r.checker().Read(a).Things(news.Claim{Text: f.Span}, j.r.lang(), nil) {
					if t.Kind == check.FigureThing && !t.Absent {
						fs[i] = news.Finding{Rule: news.CurrentRule, Reason: news.NoLongerSo, Span: f.Span, Found: f.Found, Rejects: true}
					}
				}
			}
		}
	}
	return fs
}

// mostEarlier bounds the earlier versions of a report that a value is looked for in.
const mostEarlier = 4

// mixed finds a figure that stands, in one clause of a sentence, with the name of an outlet or of something else that no report
// which has the figure has: each report has its own figure for its own thing.
func mixed(s string, list []standing) []news.Finding {
	for start, end := range clauses(s) {
		for i := range list[0].things {
			t := list[0].things[i]
			if t.Kind != check.FigureThing || t.Start < start || t.End > end {
				continue
			}
			by, has := bearers(list, t)
			if len(has) == 0 {
				continue
			}
			if w := ofAnother(s[start:end], list, has); w != nil {
				return falls(news.SpeakerRule, news.OtherSpeaker, s[t.Start:t.End], nameOfOutlet(w))
			}
			if stranger(s, start, end, list, has) || speaksOther(s[start:t.Start], list, has) {
				return falls(news.RoleRule, news.MixesReports, s[t.Start:t.End], nameOfOutlet(by))
			}
		}
	}
	return nil
}

// clauses are the parts of a sentence between commas, in bytes.
func clauses(s string) func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		start := 0
		for i, r := range s {
			if strings.ContainsRune("，；,;。", r) {
				if !yield(start, i) {
					return
				}
				start = i + utf8.RuneLen(r)
			}
		}
		if start < len(s) {
			yield(start, len(s))
		}
	}
}

// bearers are the reports that have a thing of a sentence, and the first of them.
func bearers(list []standing, t check.Thing) (first *witness, has []*standing) {
	for i := range list {
		s := &list[i]
		for _, o := range s.things {
			if o.Start == t.Start && o.End == t.End && o.Kind == t.Kind && o.Near {
				has = append(has, s)
				first = cmp.Or(first, s.w)
			}
		}
	}
	return first, has
}

// ofAnother returns a report whose outlet a clause names, while another's has its figure; nil: there is none.
func ofAnother(clause string, list []standing, has []*standing) *witness {
	clause = folded(clause)
	for _, s := range list {
		name := folded(s.w.Article.Outlet)
		if utf8.RuneCountInString(name) < 2 || !strings.Contains(clause, name) {
			continue
		}
		if !slices.ContainsFunc(has, func(h *standing) bool { return h.w.outlet == s.w.outlet }) {
			return has[0].w
		}
		return nil
	}
	return nil
}

// stranger reports whether a clause has a name that none of the reports which have its figure has, and another that is cited has.
func stranger(s string, start, end int, list []standing, has []*standing) bool {
	for i, t := range list[0].things {
		if t.Kind != check.NameThing || t.Start < start || t.End > end {
			continue
		}
		missing := !slices.ContainsFunc(has, func(h *standing) bool { return i >= len(h.things) || !h.things[i].Absent })
		if _, others := bearers(list, t); missing && len(others) > 0 {
			return true
		}
	}
	return false
}

// speaksOther reports whether who speaks in a clause speaks in a digest of a report that is cited and does not have the figure, and
// in none that has it.
func speaksOther(before string, list []standing, has []*standing) bool {
	who := speakerOf(before)
	if len(who) == 0 {
		return false
	}
	most := func(s *standing) float64 {
		n := 0.0
		for _, l := range s.w.lines {
			if slices.ContainsFunc(l.cites, func(c int) bool { return slices.Contains(s.cites, c) }) {
				n = max(n, overlap(who, partsOf(l.text)))
			}
		}
		return n
	}
	for _, h := range has {
		if most(h) > 0 || len(h.w.lines) == 0 || tongue(h.w.lang) != tongue("zh") {
			return false
		}
	}
	return slices.ContainsFunc(list, func(s standing) bool { return tongue(s.w.lang) == tongue("zh") && most(&s) >= 0.5 })
}

// speakerOf are the parts of the words before the verb of saying of a clause.
func speakerOf(clause string) map[string]bool {
	clause = folded(clause)
	for _, p := range lists()["says"]["zh"] {
		if i := strings.LastIndex(clause, p[0]); i > 0 && utf8.RuneCountInString(clause[:i]) <= 16 {
			return partsOf(clause[:i])
		}
	}
	return nil
}

// sentenceOf is what a number of evidence means in a report; "": nothing.
func sentenceOf(a news.Article, n int) string {
	switch n {
	case news.HeadlineN:
		return a.Title
	case news.StandfirstN:
		return a.Standfirst
	}
	if all := a.Sentences(); n >= 1 && n <= len(all) {
		return all[n-1].Text
	}
	return ""
}
