package news

import "slices"

// Without is a digest with nothing that rests on a report: no headline, sentence or row of figures that cites it, or that cites
// nothing. A sentence that cites others besides goes whole, since what of it is whose is not known; so do the sentences that
// were left out, which have no evidence. If anything went that was shown, Of is empty: the digest is no longer what was
// written of its reports. It reports whether anything went at all.
func (d StoryDigest) Without(id ArticleID) (out StoryDigest, changed bool) {
	out, gone := d.unless(func(c Cite) bool { return c.Article == id })
	out.LeftOut = nil
	return out, gone+len(d.LeftOut) > 0
}

// Standing is a digest without what rests on a text that is no longer that of its report; texts are those of today.
func (d StoryDigest) Standing(texts map[ArticleID]Hash) StoryDigest {
	out, gone := d.unless(func(c Cite) bool { return texts[c.Article] != c.Text })
	if gone > 0 {
		out.LeftOut = nil
	}
	return out
}

// unless is a digest without what rests on nothing, or on what has fallen, and how many parts have gone. It is of no known state of
// its reports then.
func (d StoryDigest) unless(fallen func(Cite) bool) (out StoryDigest, gone int) {
	rests := func(list []Cite) bool { return len(list) == 0 || slices.ContainsFunc(list, fallen) }
	claims := func(list []StoryClaim) []StoryClaim {
		kept := slices.DeleteFunc(slices.Clone(list), func(c StoryClaim) bool { return rests(c.Evidence) })
		gone += len(list) - len(kept)
		return kept
	}
	out = d
	out.Common, out.Only, out.Open = claims(d.Common), claims(d.Only), claims(d.Open)
	out.Figures = slices.DeleteFunc(slices.Clone(d.Figures), func(f Figure) bool {
		return slices.ContainsFunc(f.Values, func(v FigureValue) bool { return rests(v.Evidence) })
	})
	gone += len(d.Figures) - len(out.Figures)
	if d.Title != "" && rests(d.TitleEvidence) {
		out.Title, out.TitleEvidence = "", nil
		gone++
	}
	if gone > 0 {
		out.Of = ""
	}
	return out, gone
}

// Empty reports whether a digest says nothing.
func (d StoryDigest) Empty() bool {
	return d.Title == "" && len(d.Common) == 0 && len(d.Only) == 0 && len(d.Open) == 0 && len(d.Figures) == 0
}

// Cited are the reports that a digest cites, each once, in the order in which it cites them.
func (d StoryDigest) Cited() []ArticleID {
	var out []ArticleID
	add := func(list []Cite) {
		for _, c := range list {
			if !slices.Contains(out, c.Article) {
				out = append(out, c.Article)
			}
		}
	}
	add(d.TitleEvidence)
	for _, list := range [][]StoryClaim{d.Common, d.Only, d.Open} {
		for _, c := range list {
			add(c.Evidence)
		}
	}
	for _, f := range d.Figures {
		for _, v := range f.Values {
			add(v.Evidence)
		}
	}
	return out
}
