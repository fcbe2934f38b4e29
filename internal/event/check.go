package event

import (
	"slices"
	"unicode/utf8"

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
	d.Checked = news.StoryRules()
	return d, j.out
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
