package event

import (
	"slices"
	"strings"
)

// opposite is a mark of which another of its group is the contrary: up and down, for and against.
type opposite struct {
	of  *head
	far int // bytes between it and the number
}

// groups are the traits of entries that exclude each other.
var groups = []string{"way", "side", "state", "one"}

// group is the group of an entry; "": it has none.
func (h *head) group() string {
	if i := slices.IndexFunc(groups, h.is); i >= 0 {
		return groups[i]
	}
	return ""
}

// against adds a mark that stands so many bytes from the number: of each group the nearest one counts.
func (a *amount) against(h *head, far int) {
	i := slices.IndexFunc(a.contrary, func(o opposite) bool { return o.of.group() == h.group() })
	switch {
	case i < 0:
		a.contrary = append(a.contrary, opposite{h, far})
	case far < a.contrary[i].far:
		a.contrary[i] = opposite{h, far}
	}
}

// opposed reports whether two lists have marks that exclude each other.
func opposed(x, y []opposite) bool {
	return slices.ContainsFunc(x, func(a opposite) bool {
		return slices.ContainsFunc(y, func(b opposite) bool { return a.of != b.of && a.of.group() == b.of.group() })
	})
}

// otherDays reports whether the clauses of two amounts name other days, on each of which there may be as many. A count that goes on has
// none of its own: by Monday there were so many.
func otherDays(a, b *amount) bool {
	if a.is("toll") || a.is("grows") || a.asOf != "" || b.asOf != "" || len(a.days) == 0 || len(b.days) == 0 {
		return false
	}
	return !slices.ContainsFunc(a.days, func(d string) bool { return slices.Contains(b.days, d) })
}

// daysOf are the days that a clause names where nobody is named in it who says something then.
func (s *sentenceRead) daysOf(from, upto int) []string {
	if len(wordsOf(s.text[:from])) <= leadWords {
		from = 0
	}
	var out []string
	for _, h := range s.hits {
		switch {
		case h.start < from || h.end > upto:
		case h.of.class == saying, h.of.class == till:
			return nil
		case h.of.class == weekdays:
			out = append(out, h.of.name)
		}
	}
	return append(out, s.dates(from, upto)...)
}

// leadWords is how many words before a clause are of it: on Monday, 46 trains.
const leadWords = 2

// dates are the days of a month in a clause where words are not parted: 12日.
func (s *sentenceRead) dates(from, upto int) []string {
	if vocabularyOf(s.lang).parted {
		return nil
	}
	var out []string
	for i, r := range s.text[from:upto] {
		if r != '日' && r != '일' {
			continue
		}
		before := s.text[from : from+i]
		if n := len(before) - len(strings.TrimRight(before, "0123456789")); n > 0 && n <= 2 {
			out = append(out, "day "+before[len(before)-n:])
		}
	}
	return out
}
