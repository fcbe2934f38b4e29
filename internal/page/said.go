package page

import (
	"slices"
)

// Said is what the page of a report says of it in words, for those who are given the report without its page.
type Said struct {
	Digest  string   // who wrote the digest; empty: there is none
	Limits  []string // what limits the text that is shown
	Notes   []string // what else a reader has to know
	Made    []string // how the digest was made, and what was compared
	Hash    string   // of what was read, SHA-256
	Of      string   // what was read, if Hash is known: "page", or "feed": what a list said
	Archive string   // the place of what was read in the archive; empty: not known, or not for the site's audience
}

// Said returns what the page of a report says of it in words.
func (s *Set) Said(x Article) Said {
	v := s.articleView(x)
	said := Said{
		Limits: v.Limits, Hash: line(string(x.Item.Article.Capture)), Archive: s.archived(x.Item),
	}
	if len(x.Item.Digest.Summary) > 0 { // also where the page does not repeat it above the text
		said.Digest = s.w.Digest + " · " + madeBy(s.w, x.Item.Digest)
	}
	onPage := []string{s.w.EvidenceNote, s.w.MarksNote, s.w.ExtractBelow} // how the page is read
	for _, m := range v.Made {
		if !slices.Contains(onPage, m) {
			said.Made = append(said.Made, m)
		}
	}
	for _, n := range v.Notes {
		if !slices.Contains(said.Notes, n) {
			said.Notes = append(said.Notes, n)
		}
	}
	switch {
	case said.Hash == "":
	case ofPage(x.Item.Article):
		said.Of = "page"
	default:
		said.Of = "feed"
	}
	return said
}

// StorySaid says how the sentences of a story were made, as its page says it.
func (s *Set) StorySaid(x Story) []string {
	v := storyView{W: s.w}
	t := s.telling(x)
	t.known(&v, x.Account.Digest)
	return v.Made.Said
}
