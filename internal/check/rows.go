package check

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/check/quantity"
	"github.com/waidian/waidian/internal/news"
)

// A row of a table is a sentence whose figures are those of its head alone: "Harbour List: Share 34.2%, Change +3.1".

// maxHead bounds the head of a row, in bytes.
const maxHead = 120

// headOfRow is the head of a row in the form of letters, without what stands before its last comma: its rank. Sentences that
// are only text are taken for rows by that form.
func headOfRow(head string) string {
	if i := strings.LastIndex(head, ", "); i >= 0 {
		head = head[i+2:]
	}
	return letters(head)
}

// markRows marks the sentences that have the form of rows, where there are several.
func markRows(sentences []sentence) {
	var rows []int
	for i := range sentences {
		s := strings.TrimSpace(sentences[i].Text)
		head, rest, ok := strings.Cut(s, ": ")
		if ok && head != "" && len(head) <= maxHead && len(sentences[i].Numbers) > 0 && strings.ContainsAny(rest, "0123456789") &&
			!strings.ContainsAny(s[len(s)-1:], ".!?\"") && !strings.HasSuffix(s, "。") {
			rows = append(rows, i)
		}
	}
	if len(rows) < 2 {
		return
	}
	for _, i := range rows {
		head, _, _ := strings.Cut(strings.TrimSpace(sentences[i].Text), ": ")
		sentences[i].head = headOfRow(head)
	}
}

// otherRow finds a number that only rows have that the claim does not name, where one that it names has another number of
// that sort, which the claim lacks.
func (g ground) otherRow(c sentence, n quantity.Number) (news.Finding, bool) {
	words, found := " "+letters(c.Text)+" ", ""
	named := func(s *sentence) bool {
		return s.head != "" && (strings.Contains(words, " "+s.head+" ") || c.Han && strings.Contains(words, s.head))
	}
	for _, sentences := range g.near {
		for _, s := range sentences {
			ours := named(s)
			for _, m := range s.Numbers {
				if (s.head == "" || ours) && n.Fits(m) == quantity.Fits {
					return news.Finding{}, false
				}
				if ours && found == "" && alike(n, m) && !slices.ContainsFunc(c.Numbers, func(o quantity.Number) bool { return o.Fits(m) != quantity.Differs }) {
					found = asWritten(s, m)
				}
			}
		}
	}
	return mismatch(c, n, found), found != ""
}
