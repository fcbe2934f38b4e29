package event

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// mixed finds a figure that stands, in one clause of a sentence, with the name of an outlet or of something else that no report
// which has the figure has: each report has its own figure for its own thing.
func mixed(c news.StoryClaim, list []standing) []news.Finding {
	s := c.Text
	for start, end := range clauses(s) {
		for i := range list[0].things {
			t := list[0].things[i]
			if t.Kind != check.FigureThing || t.Start < start || t.End > end {
				continue
			}
			by, has := bearers(list, t)
			if len(has) == 0 {
				continue
			}
			if w := ofAnother(s[start:end], list, has); w != nil {
				return falls(news.SpeakerRule, news.OtherSpeaker, s[t.Start:t.End], nameOfOutlet(w))
			}
			if stranger(s, start, end, list, has) || speaksOther(s[start:t.Start], list, has) {
				return falls(news.RoleRule, news.MixesReports, s[t.Start:t.End], nameOfOutlet(by))
			}
		}
	}
	return nil
}

// clauses are the parts of a sentence between commas, in bytes.
func clauses(s string) func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		start := 0
		for i, r := range s {
			if strings.ContainsRune("，；,;。", r) {
				if !yield(start, i) {
					return
				}
				start = i + utf8.RuneLen(r)
			}
		}
		if start < len(s) {
			yield(start, len(s))
		}
	}
}

// bearers are the reports that have a thing of a sentence, and the first of them.
func bearers(list []standing, t check.Thing) (first *witness, has []*standing) {
	for i := range list {
		s := &list[i]
		for _, o := range s.things {
			if o.Start == t.Start && o.End == t.End && o.Kind == t.Kind && o.Near {
				has = append(has, s)
				first = cmp.Or(first, s.w)
			}
		}
	}
	return first, has
}

// ofAnother returns a report whose outlet a clause names, while another's has its figure; nil: there is none.
func ofAnother(clause string, list []standing, has []*standing) *witness {
	clause = folded(clause)
	for _, s := range list {
		name := folded(s.w.Article.Outlet)
		if utf8.RuneCountInString(name) < 2 || !strings.Contains(clause, name) {
			continue
		}
		if !slices.ContainsFunc(has, func(h *standing) bool { return h.w.outlet == s.w.outlet }) {
			return has[0].w
		}
		return nil
	}
	return nil
}

// stranger reports whether a clause has a name that none of the reports which have its figure has, and another that is cited has.
func stranger(s string, start, end int, list []standing, has []*standing) bool {
	for i, t := range list[0].things {
		if t.Kind != check.NameThing || t.Start < start || t.End > end {
			continue
		}
		missing := !slices.ContainsFunc(has, func(h *standing) bool { return i >= len(h.things) || !h.things[i].Absent })
		if _, others := bearers(list, t); missing && len(others) > 0 {
			return true
		}
	}
	return false
}

// speaksOther reports whether who speaks in a clause speaks in a digest of a report that is cited and does not have the figure, and
// in none that has it.
func speaksOther(before string, list []standing, has []*standing) bool {
	who := speakerOf(before)
	if len(who) == 0 {
		return false
	}
	most := func(s *standing) float64 {
		n := 0.0
		for _, l := range s.w.lines {
			if slices.ContainsFunc(l.cites, func(c int) bool { return slices.Contains(s.cites, c) }) {
				n = max(n, overlap(who, partsOf(l.text)))
			}
		}
		return n
	}
	for _, h := range has {
		if most(h) > 0 || len(h.w.lines) == 0 || tongue(h.w.lang) != tongue("zh") {
			return false
		}
	}
	return slices.ContainsFunc(list, func(s standing) bool { return tongue(s.w.lang) == tongue("zh") && most(&s) >= 0.5 })
}

// speakerOf are the parts of the words before the verb of saying of a clause.
func speakerOf(clause string) map[string]bool {
	clause = folded(clause)
	for _, p := range lists()["says"]["zh"] {
		if i := strings.LastIndex(clause, p[0]); i > 0 && utf8.RuneCountInString(clause[:i]) <= 16 {
			return partsOf(clause[:i])
		}
	}
	return nil
}
