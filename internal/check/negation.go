package check

import "github.com/waidian/waidian/internal/news"

// negation warns when one side denies and nothing on the other does.
func (g ground) negation(c sentence) []news.Finding {
	if !c.Han || len(g.near[cited]) == 0 || len(g.near[cited]) > 3 {
		return nil
	}
	denied, traced := 0, false
	for _, s := range g.near[cited] {
		if s.Han || !s.Known {
			return nil
		}
		traced = traced || s.Denies || s.Doubts
		if s.Denies {
			denied++
		}
	}
	if c.Denies && !traced {
		return []news.Finding{{Rule: news.NegateRule, Span: c.Text[c.Denial.Start:c.Denial.End], Reason: news.NothingDenied}}
	}
	if denied == len(g.near[cited]) && denied == 1 && !c.Doubts {
		return []news.Finding{{Rule: news.NegateRule, Reason: news.SomethingDenied, Arg: clip(g.near[cited][0].Text)}}
	}
	return nil
}
