// Package topic decides to which of the operator's topics a report belongs. A topic is a list of keywords;
// a report belongs to it if they are in its headline, standfirst, section, tags or digest, and weigh enough there. What
// the text only mentions does not count, nor what one sentence of the digest does in passing, nor what is little beside another
// topic of the report. Texts and keywords are compared as tokens of the search: in either Chinese script, in any case, and as whole
// words in languages with spaces.
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

// How much a keyword weighs by where it is, and how much makes a topic.
const (
	inHeadline  = 4 // the outlet's own, or the digest's
	inSection   = 3
	inTag       = 2
	inOpening   = 2 // the standfirst, or the first sentence of the digest
	inSentence  = 1 // another one
	enough      = 2
	mostBetween = 4 // times as much as for this topic there may be for another
)

// place is a part of a report, as tokens between spaces.
type place struct {
	text   string
	weight int
}

// placesOf are the parts of a report that say what it is about.
func placesOf(it news.Item) []place {
	a, d := it.Article, it.Digest
	var out []place
	add := func(s string, weight int) {
		if t := search.Tokens(s); t != "" {
			out = append(out, place{" " + t + " ", weight})
		}
	}
	add(a.Title, inHeadline)
	add(d.Title, inHeadline)
	add(a.Section, inSection)
	add(a.Standfirst, inOpening)
	for _, t := range a.Tags {
		add(t, inTag)
	}
	for i, c := range d.Summary {
		if i == 0 {
			add(c.Text, inOpening)
		} else {
			add(c.Text, inSentence)
		}
	}
	return out
}

// weigh is what the keywords of a topic weigh in a report: each part counts once.
func weigh(marks []string, places []place) (sum int) {
	for _, p := range places {
		if slices.ContainsFunc(marks, func(m string) bool { return strings.Contains(p.text, m) }) {
			sum += p.weight
		}
	}
	return sum
}

// Of returns the IDs of the topics that a report belongs to, in the order of the set.
func (s Set) Of(it news.Item) []string {
	if len(s.Topics) == 0 {
		return nil
	}
	places, weights, most := placesOf(it), make([]int, len(s.Topics)), 0
	for i, marks := range s.marks {
		weights[i] = weigh(marks, places)
		most = max(most, weights[i])
	}
	var ids []string
	for i, w := range weights {
		if w >= enough && w*mostBetween >= most {
			ids = append(ids, s.Topics[i].ID)
		}
	}
	return ids
}
