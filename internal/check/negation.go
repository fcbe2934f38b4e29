package check

import (
	"strings"

	"github.com/waidian/waidian/internal/news"
)

// Words that deny, and words that may carry a denial over into another language.
// The first must be plain; the second are many, for a warning must be worth reading.
var (
	hanDenials   = strings.Fields("没有 并未 并没 并非 从未 尚未 未能 未曾 不会 不能 不是 不再 否认 拒绝 无法")
	hanTraces    = "不没未无非否拒勿莫别反禁难缺失免停止阻撤取消终弃排除防抗少仅只"
	latinDenials = set("not no never none nobody nothing neither nor without cannot denied denies deny refused refuses refuse nicht kein keine keinen nie niemals ohne ne pas jamais aucun aucune sans")
	latinTraces  = set("cannot fail fails failed failing lack lacks lacked lacking reject rejects rejected declined declines decline unable yet ban bans banned prevent prevents prevented stop stops stopped halt halted unless until only hardly barely few little less rather instead absent absence avoid opposed oppose opposes against dismissed dismiss disputed dispute contrary impossible unlikely end ended ends scrapped dropped abandon abandoned missing lost lose off out beyond too despite although free illegal unlawful invalid rebuffed rejects blocked block quit away still remain remains exclude excluded excluding far longer suspended suspend cancelled canceled cancel weder verweigert abgelehnt bestritt bestreitet")
)

// negation warns when one side denies and nothing on the other does.
func (g ground) negation(c sentence) []news.Finding {
	if !c.han || len(g.near[0]) == 0 || len(g.near[0]) > 3 {
		return nil
	}
	source := false
	denied := 0
	for _, s := range g.near[0] {
		if s.han || !s.known {
			return nil
		}
		d, trace := s.denies()
		source = source || trace
		if d {
			denied++
		}
	}
	if w := hanDenial(c.plain); w >= 0 && !source {
		span := c.text[w : w+6]
		return []news.Finding{{Rule: news.NegateRule, Span: span, Why: "the cited sentences deny nothing"}}
	}
	if denied == len(g.near[0]) && denied == 1 && !strings.ContainsAny(c.plain, hanTraces) {
		return []news.Finding{{Rule: news.NegateRule, Why: "the cited sentence denies something: " + clip(g.near[0][0].text)}}
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

// denies reports whether a sentence denies something plainly, or at all.
func (s *sentence) denies() (plainly, atAll bool) {
	for _, t := range tokens(s.text, &english) {
		switch {
		case latinDenials[t.s] || strings.HasSuffix(t.s, "n't") || strings.HasSuffix(t.s, "n’t"):
			return true, true
		case latinTraces[t.s] || strings.HasPrefix(t.s, "un") || strings.HasPrefix(t.s, "dis") || strings.HasPrefix(t.s, "non"):
			atAll = true
		}
	}
	return false, atAll
}
