// Package topic tells which of the operator's topics a report belongs to. A topic is a list of keywords;
// a report is of it when its headline, standfirst, section, tags or digest has one of them. What the text
// mentions in passing makes no topic. Texts and keywords are compared in the tokens of the search: in either
// Chinese script, in any case, as whole words where words have spaces between them.
package topic

import (
	"slices"
	"strings"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/search"
)

// Topic is a subject that the operator follows.
type Topic struct {
	ID       string // lower-case letters, digits and hyphens: part of addresses
	Name     string
	Keywords []string
}

// Set is topics in the form in which reports are compared with them. The zero value has none.
type Set struct {
	Topics []Topic
	marks  [][]string // of each topic: its keywords as runs of tokens
}

// Compile prepares topics for use. One without an ID, with the ID of one before it, or without a keyword that
// could be found anywhere is left out.
func Compile(topics []Topic) Set {
	var s Set
	for _, t := range topics {
		var marks []string
		for _, k := range t.Keywords {
			if m := mark(k); m != "" {
				marks = append(marks, m)
			}
		}
		same := func(x Topic) bool { return x.ID == t.ID }
		if t.ID != "" && len(marks) > 0 && !slices.ContainsFunc(s.Topics, same) {
			s.Topics, s.marks = append(s.Topics, t), append(s.marks, marks)
		}
	}
	return s
}

// mark is a keyword as it stands in a text of tokens, or "" where it has none.
func mark(keyword string) string {
	q, err := search.Parse(`"` + strings.ReplaceAll(keyword, `"`, " ") + `"`)
	if err != nil || len(q.All) != 1 {
		return ""
	}
	p := q.All[0][0]
	m := " " + strings.Join(p.Tokens, " ")
	if !p.Prefix {
		m += " "
	}
	return m
}

// Of returns the IDs of the topics that a report belongs to, in the order of the set.
func (s Set) Of(it news.Item) []string {
	if len(s.Topics) == 0 {
		return nil
	}
	a, d := it.Article, it.Digest
	parts := append([]string{a.Title, a.Standfirst, a.Section, d.Title}, a.Tags...)
	for _, c := range d.Summary {
		parts = append(parts, c.Text)
	}
	var text strings.Builder
	for _, p := range parts {
		text.WriteString(" " + search.Tokens(p) + " \n")
	}
	all := text.String()
	var ids []string
	for i, marks := range s.marks {
		if slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(all, m) }) {
			ids = append(ids, s.Topics[i].ID)
		}
	}
	return ids
}
