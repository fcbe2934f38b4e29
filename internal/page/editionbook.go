package page

import "github.com/waidian/waidian/internal/news"

// BookPart is a part of the book of an edition.
type BookPart struct {
	Title    string
	Articles []news.ArticleID
}

// BookTitle is what the book of an edition is called, after the name of the site.
func (s *Set) BookTitle(x Edition) string { return s.w.Colon + s.edition(x, "").name() }

// BookParts are the parts of the book of an edition: its lines, its topics, and what was edited or withdrawn.
func (s *Set) BookParts(x Edition) []BookPart {
	d := s.edition(x, "")
	lines := BookPart{Title: s.w.Sixty}
	for _, l := range d.e.Lines {
		lines.Articles = append(lines.Articles, l.Article)
	}
	out := []BookPart{lines}
	for _, t := range d.e.Shelves {
		out = append(out, BookPart{d.shelfName(t.Topic), t.Articles})
	}
	edits := BookPart{Title: s.w.Edits}
	for _, c := range d.e.Changes {
		edits.Articles = append(edits.Articles, c.Article)
	}
	return append(out, edits)
}
