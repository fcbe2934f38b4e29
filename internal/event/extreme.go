package event

import (
	"regexp"
	"slices"

	"github.com/waidian/waidian/internal/news"
)

// extremes are what a sentence may call something, and the words of reports that bear that out.
var extremes = []struct{ calls, says string }{{"calls-first", "first"}, {"calls-nth", "nth"}, {"calls-most", "most"}}

// atMost matches a superlative that bounds a number, 最长可达45天, and what comes behind it.
var atMost = regexp.MustCompile(`最[长短快慢深重大小]([可达为约至不能会0-9一二三四五六七八九十两几数半])`)

// extreme is the finding that a sentence calls something the first, the third time or the greatest of its kind, where nothing that it cites
// says anything like it; nil: it does not.
func (j *jury) extreme(c news.StoryClaim, list []standing) []news.Finding {
	s := atMost.ReplaceAllString(without("no-extreme", c.Text, j.lang(c)), "〇$1")
	for _, e := range extremes {
		w := saysOf(e.calls, s, j.lang(c))
		if w != "" && !slices.ContainsFunc(list, func(s standing) bool { return s.w.saysAt(e.says, s.cites) }) {
			return falls(news.NumberRule, news.NoSuchRank, w, "")
		}
	}
	return nil
}

// saysAt reports whether the headline of a report or a sentence of it has words of a section; where none are known in its language, what its
// digest makes of the sentences counts.
func (m *member) saysAt(section string, cites []int) bool {
	if !listed(section, m.Article.Lang) {
		return slices.ContainsFunc(m.restingOn(cites), func(l *line) bool { return saysOf(section, l.text, m.lang) != "" })
	}
	return slices.ContainsFunc(append([]int{news.HeadlineN}, cites...), func(n int) bool {
		return saysOf(section, sentenceOf(m.Article, n), m.Article.Lang) != ""
	})
}

// restingOn are the lines of a report that rest on one of its sentences.
func (m *member) restingOn(cites []int) []*line {
	var out []*line
	for i := range m.lines {
		if l := &m.lines[i]; meets(l.cites, cites) {
			out = append(out, l)
		}
	}
	return out
}
