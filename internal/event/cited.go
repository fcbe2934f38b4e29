package event

import (
	"slices"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/text"
)

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
