package check

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Words that deny, and words that may carry a denial over into another language.
// The first must be plain; the second are many, for a warning must be worth reading.
var (
	hanDenials = strings.Fields("没有 并未 并没 并非 从未 尚未 未能 未曾 不会 不能 不是 不再 否认 拒绝 无法")
	hanTraces  = "不没未无非否拒勿莫别反禁难缺失免停止阻撤取消终弃排除防抗少仅只"
)

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
	if w := hanDenial(c.Plain); w >= 0 && !source {
		span := c.Text[w : w+6]
		return []news.Finding{{Rule: news.NegateRule, Span: span, Reason: news.NothingDenied}}
	}
	if denied == len(g.near[0]) && denied == 1 && !strings.ContainsAny(c.Plain, hanTraces) {
		return []news.Finding{{Rule: news.NegateRule, Reason: news.SomethingDenied, Arg: clip(g.near[0][0].Text)}}
	}
	return nil
}

// hanDenial returns where a plain denial starts, or -1.
func hanDenial(s string) int {
	for _, w := range hanDenials {
		if i := strings.Index(s, w); i >= 0 {
			return i
		}
	}
	return -1
}
