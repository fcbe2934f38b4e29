package event

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

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
	stands, why := j.bearing(c, list)
	if why != nil {
		return nil, why
	}
	for _, rule := range []func(news.StoryClaim, []standing) []news.Finding{mixed, j.turned, j.extreme} {
		if why := rule(c, stands); why != nil {
			return nil, why
		}
	}
	if !headline {
		if stands = j.whollyBearing(c, stands); len(stands) == 0 {
			return nil, falls(news.GroundRule, news.GroundsNothing, "", "")
		}
	}
	if why := j.superseded(c, stands); why != nil {
		return nil, why
	}
	j.said[folded(c.Text)] = true
	return stands, nil
}

// bearing are the reports that bear a sentence out as far as each is compared with it alone, and then together; none: why not.
func (j *jury) bearing(c news.StoryClaim, list []standing) (stands []standing, why []news.Finding) {
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
	return stands, nil
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
