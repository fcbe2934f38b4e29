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
	Of      string   // what was read: "page", or "feed": what a list said
	Archive string   // the place of what was read in the archive; empty: not known, or not for the site's audience
}

// Said returns what the page of a report says of it in words.
func (s *Set) Said(x Article) Said {
	v := s.articleView(x)
	said := Said{
		Digest: v.Label, Limits: v.Limits, Made: slices.Clone(v.Made), Hash: line(string(x.Item.Article.Capture)), Of: "page", Archive: s.archived(x.Item),
	}
	for _, n := range v.Notes {
		if !slices.Contains(said.Notes, n) {
			said.Notes = append(said.Notes, n)
		}
	}
	if !ofPage(x.Item.Article) {
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

// Quoted is the sentence of a report that a number of a digest's evidence means, as it is shown beside a claim; "" where the audience does
// not see it.
func (x Shown) Quoted(n int) string { return cut(line(x.Article.Cited(n)), tipBound) }
