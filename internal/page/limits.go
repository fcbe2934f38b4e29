package page

import (
	"slices"

	"github.com/waidian/waidian/internal/news"
	"github.com/waidian/waidian/internal/wording"
)

// warn fills in what a reader has to know before trusting a text: what limits it above it, the rest where it comes
// from, and each of them once.
func (v *articleView) warn(s *Set, it news.Item, left news.Rights) {
	var rest []string
	v.Limits, rest = limits(v.W, it.Article, left)
	if it.Digest.Unfit {
		v.Notes = append(v.Notes, v.W.UnfitModel)
	}
	v.absence(s, it)
	v.Notes = append(v.Notes, rest...)
}

// limits say why what is shown of a report is not all of it, or is no usual one; rest is all else that is noted of it.
func limits(w *wording.Texts, a news.Article, left news.Rights) (above, rest []string) {
	add := func(list *[]string, s string) {
		if s != "" && !slices.Contains(above, s) && !slices.Contains(rest, s) {
			*list = append(*list, s)
		}
	}
	switch left {
	case news.RightsLink:
		add(&above, w.LinkOnly)
	case news.RightsExcerpt:
		add(&above, w.ExcerptOnly)
	default:
		add(&above, w.KindNotes[a.Kind])
	}
	for _, n := range a.Notes {
		switch {
		case left == "" && limiting[n.Code] && !(n.Code == news.NoteOpeningOnly && a.Kind == news.PagePaywall): // which says so already
			add(&above, w.Note(n))
		case n.Code != news.NoteOpeningOnly || a.Kind != news.PagePaywall:
			add(&rest, w.Note(n))
		}
	}
	if left == "" && len(a.Blocks) == 0 && len(above) == 0 {
		add(&above, w.NoText)
	}
	return above, rest
}

// limiting are the notes that say that a report, or a part of it, is missing from its page, or that nobody vouches for it.
var limiting = map[news.NoteCode]bool{
	news.NoteCut: true, news.NoteOpeningOnly: true, news.NoteBrokenOff: true, news.NoteExcerpt: true,
	news.NoteGoesOn: true, news.NotePagesLost: true, news.NoteHidden: true, news.NoteHeld: true, news.NoteTable: true, news.NoteList: true,
	news.NoteNoAddress: true, news.NoteConsent: true, news.NoteNotice: true, news.NoteRobots: true, news.NoteRefused: true, news.NoteChallenge: true, news.NoteHuman: true,
	news.NoteNoText: true, news.NoteMissing: true, news.NoteLedAstray: true, news.NoteOther: true, news.NoteFromFile: true,
}
