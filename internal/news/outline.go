package news

import "slices"

// Outline is an edition as it was cut, without a word of a report or of a digest: what it names, why and where. Its lead is told
// by what is named alone. It is kept when a report goes from the edition, so that the report comes back to its place.
func (e Edition) Outline() Edition {
	e.Lines = slices.Clone(e.Lines)
	for i := range e.Lines {
		e.Lines[i].Was, e.Lines[i].Is, e.Lines[i].Title = "", "", EventTitle{}
	}
	e.Changes = slices.Clone(e.Changes)
	for i := range e.Changes {
		e.Changes[i].Was, e.Changes[i].Is = "", ""
	}
	t := Account{Central: e.Told.Central, First: e.Told.First, Partly: e.Told.Partly, Timeline: slices.Clone(e.Told.Timeline), Moments: e.Told.Moments}
	for i := range t.Timeline {
		t.Timeline[i].Was, t.Timeline[i].Is = "", ""
	}
	e.Told = t
	return e
}

// Worded is an outline with the words of an edition that it is the outline of, as far as these are still there. A lead that the edition has
// no longer is told by nothing.
func (e Edition) Worded(by Edition) Edition {
	e.Lines = slices.Clone(e.Lines)
	for i, l := range e.Lines {
		at := slices.IndexFunc(by.Lines, func(x EditionLine) bool { return x.Story == l.Story && x.Article == l.Article })
		if at >= 0 {
			e.Lines[i].Title = by.Lines[at].Title
		}
		if at >= 0 && by.Lines[at].Reason == l.Reason {
			e.Lines[i].Was, e.Lines[i].Is = by.Lines[at].Was, by.Lines[at].Is
		}
	}
	e.Changes = slices.Clone(e.Changes)
	for i, c := range e.Changes {
		at := slices.IndexFunc(by.Changes, func(x ChangeLine) bool { return x.Article == c.Article && x.At.Equal(c.At) })
		if at >= 0 {
			e.Changes[i].Was, e.Changes[i].Is = by.Changes[at].Was, by.Changes[at].Is
		}
	}
	if by.Lead != e.Lead {
		e.Told = Account{}
		return e
	}
	e.Told = e.Told.worded(by.Told)
	return e
}

// worded is what is told of a lead, with what its outline names besides.
func (a Account) worded(by Account) Account {
	by.Central, by.First, by.Partly, by.Moments = a.Central, a.First, a.Partly, a.Moments
	timeline := slices.Clone(a.Timeline)
	for i, m := range timeline {
		at := slices.IndexFunc(by.Timeline, func(x Moment) bool { return x.Article == m.Article && x.Kind == m.Kind && x.At.Equal(m.At) })
		if at >= 0 {
			timeline[i].Was, timeline[i].Is = by.Timeline[at].Was, by.Timeline[at].Is
		}
	}
	by.Timeline = timeline
	return by
}
