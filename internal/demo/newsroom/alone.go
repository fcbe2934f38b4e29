package newsroom

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/text"
)

// What stands before the text of a question for one line alone, in Chinese and in English.
var (
	faultyMarks   = []string{"原稿：", "The faulty sentence: "}
	sentenceMarks = []string{"原句：", "The sentence: "}
	headlineMarks = []string{"原标题：", "The headline: "}
)

// alone answers a question for one line: a faulty sentence anew, a sentence of a report, a headline. The answer is empty if nothing
// was recorded for it. It is not asked if the question is another one.
func (m *model) alone(q chatRequest) (answer string, asked bool) {
	if s := q.marked(faultyMarks); s != "" {
		return m.mended(s), true
	}
	if s := q.marked(headlineMarks); s != "" {
		if named := m.recordings(text.Fold(s)); len(named) > 0 {
			answer = named[0].Title
		}
		return answer, true
	}
	if s := q.marked(sentenceMarks); s != "" {
		return m.rendered(s), true
	}
	return "", false
}

// rendered is the recorded sentence that rests on a passage of this one.
func (m *model) rendered(s string) string {
	line := []sentence{{N: 1, Text: text.Fold(s)}}
	for _, rec := range m.recordings("") {
		for _, c := range rec.Claims {
			if slices.ContainsFunc(c.Quotes, func(quote string) bool { return holding(quote, line) != nil }) {
				return c.Text
			}
		}
	}
	return ""
}

// marked is the text of the line of the user's messages that begins with one of the marks.
func (q chatRequest) marked(marks []string) string {
	for _, msg := range q.Messages {
		for line := range strings.Lines(msg.Content) {
			for _, mark := range marks {
				if s, is := strings.CutPrefix(line, mark); is && msg.Role == "user" {
					return strings.TrimSpace(s)
				}
			}
		}
	}
	return ""
}

// mended is what is said at the attempt after the one that gave the faulty sentence.
func (m *model) mended(faulty string) string {
	for _, rec := range m.recordings("") {
		for _, c := range rec.Claims {
			if i := slices.Index(c.Wrong, faulty); i >= 0 {
				return c.at(i + 1)
			}
		}
	}
	return ""
}
