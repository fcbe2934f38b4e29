package check

import "github.com/waidian/waidian/internal/news"

// negation warns when one side denies and nothing on the other does.
func (g ground) negation(c sentence) []news.Finding {
	if !c.Han || len(g.near[0]) == 0 || len(g.near[0]) > 3 {
		return nil
	}
	source := false
	denied := 0
	for _, s := range g.near[0] {
		if s.Han || !s.Known {
			return nil
		}
		source = source || s.Denies || s.Doubts
		if s.Denies {
			denied++
		}
	}
	if c.Denies && !source {
		return []news.Finding{{Rule: news.NegateRule, Span: c.Text[c.Denial.Start:c.Denial.End], Reason: news.NothingDenied}}
	}
	if denied == len(g.near[0]) && denied == 1 && !c.Doubts {
		return []news.Finding{{Rule: news.NegateRule, Reason: news.SomethingDenied, Arg: clip(g.near[0][0].Text)}}
	}
	return nil
}
