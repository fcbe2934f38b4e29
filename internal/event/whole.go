package event

import (
	"slices"

	"github.com/waidian/waidian/internal/check"
	"github.com/waidian/waidian/internal/news"
)

// lacks reports whether the reports of an outlet have not all of a part of a sentence: a figure that they would be seen to have, a name that
// they surely have nowhere, or a day.
func (j *jury) lacks(of string, list []standing, start, end int) bool {
	var own []standing
	for _, s := range list {
		if s.w.outlet == of {
			own = append(own, s)
		}
	}
	return slices.ContainsFunc(own[0].things, func(t check.Thing) bool {
		return t.Start >= start && t.End <= end && !slices.ContainsFunc(own, func(s standing) bool { return !j.lacksThing(s, t) })
	})
}

// lacksThing reports whether a report has not the thing of a sentence that another one may have.
func (j *jury) lacksThing(s standing, t check.Thing) bool {
	i := slices.IndexFunc(s.things, func(o check.Thing) bool { return o.Kind == t.Kind && o.Start == t.Start && o.End == t.End })
	if i >= 0 {
		t = s.things[i]
	}
	switch {
	case i < 0 || t.Near:
		return false
	case t.Kind == check.FigureThing:
		return t.Absent || j.r.whole(s.w.member).Counted()
	case t.Kind == check.NameThing:
		return t.Absent && t.Weighty
	case t.Kind == check.DateThing:
		return slices.ContainsFunc(s.findings, func(f news.Finding) bool { return f.Rule == news.DateRule })
	}
	return false
}

// whollyBearing are the reports of those outlets that bear a sentence out whole. Where none does, each clause must be one's, and those are
// left that have one with something in it. None: a clause is of several together.
func (j *jury) whollyBearing(c news.StoryClaim, list []standing) []standing {
	kept := map[string]bool{}
	all := outlets(list)
	for _, of := range all {
		if !j.lacks(of, list, 0, len(c.Text)) {
			kept[of] = true
		}
	}
	if len(kept) == 0 {
		for start, end := range clauses(c.Text) {
			borne := false
			for _, of := range all {
				if j.lacks(of, list, start, end) {
					continue
				}
				borne = true
				kept[of] = kept[of] || slices.ContainsFunc(list, func(s standing) bool {
					return s.w.outlet == of && slices.ContainsFunc(s.things, func(t check.Thing) bool { return t.Start >= start && t.End <= end })
				})
			}
			if !borne && !j.develops(c, list, start, end) {
				return nil
			}
			if !borne {
				return list
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(list), func(s standing) bool { return !kept[s.w.outlet] })
}
