// Package topic decides to which of the operator's topics a report belongs. A topic is a list of keywords;
// a report belongs to it if one of them is in its headline, standfirst, section, tags or digest. What the
// text only mentions does not count. Texts and keywords are compared as tokens of the search: in either
// Chinese script, in any case, and as whole words in languages with spaces.
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

// Set is a list of topics, prepared for comparison with reports. The zero value is empty.
type Set struct {
	Topics []Topic
	marks  [][]string // of each topic: its keywords as runs of tokens
}

// Compile prepares topics. It leaves out a topic without an ID, with the ID of an earlier one, or without a
// keyword that has tokens.
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

// mark is a keyword as it appears in a text of tokens; "" if it has none.
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
