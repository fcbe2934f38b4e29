package event

import "github.com/waidian/waidian/internal/news"

// qualities are what a sentence may call something, each with its contrary: the sections of the words of sentences begin with "calls-",
// those of reports have the bare name.
var qualities = [][2]string{
	{"safe", "unsafe"}, {"clean", "unclean"}, {"legal", "illegal"}, {"valid", "invalid"}, {"healthy", "unhealthy"}, {"founded", "unfounded"},
	{"fair", "unfair"}, {"successful", "failed"},
}

// turned is the finding that a sentence calls something the contrary of what all that it cites calls it, where nothing of that denies
// anything; nil: it does not.
func (j *jury) turned(c news.StoryClaim, list []standing) []news.Finding {
	for _, q := range qualities {
		if w := saysOf("calls-"+q[1], c.Text, j.lang(c)); w != "" {
			if t, ok := onlySays(list, q[0], q[1]); ok {
				return []news.Finding{{Rule: news.NegateRule, Reason: news.NothingDenied, Span: w, Arg: t, Rejects: true}}
			}
			continue // 不干净 has 干净
		}
		if w := saysOf("calls-"+q[0], c.Text, j.lang(c)); w != "" {
			if t, ok := onlySays(list, q[1], q[0]); ok {
				return []news.Finding{{Rule: news.NegateRule, Reason: news.SomethingDenied, Span: w, Arg: t, Rejects: true}}
			}
		}
	}
	return nil
}

// onlySays returns the first sentence that is cited which has words of a quality, if none has words of the contrary, or denies anything, or
// is in a language whose words are not known.
func onlySays(list []standing, quality, contrary string) (first string, ok bool) {
	for _, s := range list {
		lang := s.w.Article.Lang
		if !listed(quality, lang) || !listed("denies", lang) {
			return "", false
		}
		for _, n := range s.cites {
			t := sentenceOf(s.w.Article, n)
			if saysOf(contrary, t, lang) != "" || deniesBefore(t, quality, lang) {
				return "", false
			}
			if first == "" && saysOf(quality, t, lang) != "" {
				first = t
			}
		}
	}
	return first, first != ""
}

// deniesBefore reports whether a sentence denies something up to the end of the last clause that has words of a quality.
func deniesBefore(s, quality, lang string) bool {
	upto := 0
	for start, end := range clauses(s) {
		if saysOf(quality, s[start:end], lang) != "" {
			upto = end
		}
	}
	return saysOf("denies", s[:upto], lang) != ""
}
